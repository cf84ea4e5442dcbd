#include "record/record.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "base/sha256.h"
#include "base/text.h"
#include "base/time.h"
#include "record/inside.h"

/* Where an incident stands: its last event. */
struct tail {
    int64_t seq;
    char chain[SHA256_HEX];
};

static void query_span(struct query *q, int64_t ms)
{
    if (ms < 0)
        query_null(q);
    else
        query_int(q, ms);
}

static bool insert_event(struct db *db, int64_t incident, const struct event *e, struct tail *tail)
{
    static const char sql[] =
        "INSERT INTO event (incident, seq, at, recorded_at, actor, kind, step, value, evidence, "
        "source, took_ms, chain) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    char digest[SHA256_HEX];
    if (e->evidence && !evidence_store(db, e->evidence, digest))
        return false;
    const char *evidence = e->evidence ? digest : NULL;
    chain_next(tail->chain, e, evidence, tail->chain);
    tail->seq = e->seq;
    struct query *q = db_query(db, sql);
    query_int(q, incident);
    query_int(q, e->seq);
    query_int(q, e->at_ms);
    query_int(q, e->recorded_ms);
    query_text(q, e->actor);
    query_text(q, event_kind_name(e->kind));
    query_text(q, e->step);
    query_text(q, e->value);
    query_text(q, evidence);
    query_text(q, e->source);
    query_span(q, e->took_ms);
    query_text(q, tail->chain);
    return query_run(q);
}

static bool insert_change(struct db *db, int64_t incident, int64_t seq,
                          const struct batch_change *c)
{
    static const char sql[] = "INSERT INTO cause_change (incident, cause, seq, from_state, "
                              "to_state, reason) VALUES (?, ?, ?, ?, ?, ?)";
    struct query *q = db_query(db, sql);
    query_int(q, incident);
    query_text(q, c->cause);
    query_int(q, seq);
    query_text(q, cause_state_name(c->from));
    query_text(q, cause_state_name(c->to));
    query_text(q, c->reason);
    return query_run(q);
}

/* Each event with its changes right behind it: the triggers want a change to be the last event's.
 */
static bool insert_batch(struct db *db, int64_t incident, struct tail *tail, struct batch *b)
{
    int64_t now = time_now_ms();
    for (size_t i = 0; i < b->events.count; i++) {
        struct event *e = &b->events.items[i];
        e->seq = tail->seq + 1;
        e->recorded_ms = now;
        if (!insert_event(db, incident, e, tail))
            return false;
        for (size_t c = 0; c < b->change_count; c++) {
            if (b->changes[c].event == i && !insert_change(db, incident, e->seq, &b->changes[c]))
                return false;
        }
    }
    return true;
}

/* False where it failed. An incident without events, which never is, has seq -1. */
static bool read_tail(struct db *db, int64_t incident, struct tail *out)
{
    static const char sql[] =
        "SELECT seq, chain FROM event WHERE incident = ? ORDER BY seq DESC LIMIT 1";
    out->seq = -1;
    struct query *q = db_query(db, sql);
    query_int(q, incident);
    if (query_row(q)) {
        const char *chain = query_get_text(q, 1);
        out->seq = query_get_int(q, 0);
        snprintf(out->chain, sizeof out->chain, "%s", chain ? chain : "");
    }
    return query_end(q);
}

#define WHEREVER INT64_MIN

static enum record_result append(struct record *r, int64_t incident, int64_t expected,
                                 struct batch *b, struct diags *ds)
{
    struct tail tail;
    if (!db_begin(r->db) || !read_tail(r->db, incident, &tail)) {
        record_failed(r, ds);
        return RECORD_FAILED;
    }
    if (tail.seq < 0) {
        diag_environment(ds, "the record %s has no incident %lld", r->path, (long long)incident);
        return RECORD_FAILED;
    }
    if (expected != WHEREVER && expected != tail.seq)
        return RECORD_CONFLICT;
    if (insert_batch(r->db, incident, &tail, b) && db_commit(r->db))
        return RECORD_OK;
    record_failed(r, ds);
    return RECORD_FAILED;
}

static enum record_result append_or_not(struct record *r, int64_t incident, int64_t expected,
                                        struct batch *b, struct diags *ds)
{
    assert(r->writable);
    enum record_result result = append(r, incident, expected, b, ds);
    if (result != RECORD_OK)
        db_rollback(r->db);
    return result;
}

enum record_result record_append(struct record *r, int64_t incident, int64_t expected_seq,
                                 struct batch *b, struct diags *ds)
{
    assert(expected_seq >= 0);
    return append_or_not(r, incident, expected_seq, b, ds);
}

enum record_result record_append_any(struct record *r, int64_t incident, struct batch *b,
                                     struct diags *ds)
{
    return append_or_not(r, incident, WHEREVER, b, ds);
}

/* Stores a text once, and pins it to the incident. */
static bool pin(struct db *db, int64_t incident, const struct pinned *p)
{
    static const char store[] = "INSERT INTO book (hash, bytes) SELECT ?1, ?2 "
                                "WHERE NOT EXISTS (SELECT 1 FROM book WHERE hash = ?1)";
    static const char sql[] = "INSERT INTO pinned (incident, role, path, book) VALUES (?, ?, ?, ?)";
    char hash[SHA256_HEX];
    sha256_hex(p->bytes, p->len, hash);
    struct query *q = db_query(db, store);
    query_text(q, hash);
    query_bytes(q, p->bytes, p->len);
    if (!query_run(q))
        return false;
    q = db_query(db, sql);
    query_int(q, incident);
    query_text(q, p->role);
    query_text(q, p->path);
    query_text(q, hash);
    return query_run(q);
}

static bool name_is_taken(struct db *db, const char *name, bool *taken)
{
    static const char sql[] = "SELECT 1 FROM incident WHERE name = ?";
    struct query *q = db_query(db, sql);
    query_text(q, name);
    *taken = query_row(q);
    return query_end(q);
}

/* 20260914-1020-checkout-5xx, and -2, -3 ... behind it where that is taken. */
static bool find_name(struct db *db, const char *runbook, int64_t opened_ms, struct text *name)
{
    char utc[TIME_TEXT_MAX];
    time_utc(opened_ms, utc);
    bool taken = true;
    for (int n = 1; taken; n++) {
        text_clear(name);
        text_format(name, "%.4s%.2s%.2s-%.2s%.2s-%s", utc, utc + 5, utc + 8, utc + 11, utc + 14,
                    runbook);
        if (n > 1)
            text_format(name, "-%d", n);
        if (!name_is_taken(db, text_get(name), &taken))
            return false;
    }
    return true;
}

static bool insert_incident(struct record *r, const char *runbook, const char *title,
                            int64_t opened_ms, struct incident *out)
{
    static const char sql[] = "INSERT INTO incident (id, name, runbook, title, opened) "
                              "VALUES (?, ?, ?, ?, ?)";
    struct text name = {0};
    int64_t id = 0;
    bool ok = db_number(r->db, "SELECT coalesce(max(id), 0) + 1 FROM incident", &id) &&
              find_name(r->db, runbook, opened_ms, &name);
    *out = (struct incident){.id = id,
                             .name = arena_text(r->arena, text_get(&name)),
                             .runbook = arena_text(r->arena, runbook),
                             .title = arena_text(r->arena, title),
                             .opened_ms = opened_ms};
    text_release(&name);
    if (!ok)
        return false;
    struct query *q = db_query(r->db, sql);
    query_int(q, id);
    query_text(q, out->name);
    query_text(q, runbook);
    query_text(q, title);
    query_int(q, opened_ms);
    return query_run(q);
}

bool record_begin(struct record *r, const char *runbook, const char *title,
                  const struct pinned *pins, size_t pin_count, struct batch *first,
                  struct incident *out, struct diags *ds)
{
    assert(r->writable && first->events.count > 0);
    struct tail tail = {0};
    bool ok =
        db_begin(r->db) && insert_incident(r, runbook, title, first->events.items[0].at_ms, out);
    for (size_t i = 0; ok && i < pin_count; i++)
        ok = pin(r->db, out->id, &pins[i]);
    if (ok) {
        chain_start(out, tail.chain);
        ok = insert_batch(r->db, out->id, &tail, first) && db_commit(r->db);
    }
    if (ok)
        return true;
    record_failed(r, ds);
    db_rollback(r->db);
    return false;
}
