#include "record/record.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/source.h"
#include "record/inside.h"

/* Columns of an event, from 0: those of the table, with the evidence's codec and bytes. */
#define EVENT_ROWS                                                                               \
    "SELECT e.seq, e.at, e.recorded_at, e.actor, e.kind, e.step, e.value, e.source, e.took_ms, " \
    "e.evidence, v.codec, v.bytes, e.chain "                                                     \
    "FROM event e LEFT JOIN evidence v ON v.digest = e.evidence "                                \
    "WHERE e.incident = ? AND e.seq > ? ORDER BY e.seq"

static const char event_rows[] = EVENT_ROWS;

/* Borrows from the row. */
static bool row_event(const struct query *q, struct event *e)
{
    const char *kind = query_get_text(q, 4);
    *e = (struct event){.seq = query_get_int(q, 0),
                        .at_ms = query_get_int(q, 1),
                        .recorded_ms = query_get_int(q, 2),
                        .actor = query_get_text(q, 3),
                        .step = query_get_text(q, 5),
                        .value = query_get_text(q, 6),
                        .source = query_get_text(q, 7),
                        .took_ms = query_is_null(q, 8) ? -1 : query_get_int(q, 8)};
    return kind && e->actor && event_kind_parse(kind, &e->kind);
}

static bool bad_event(const struct record *r, int64_t incident, const struct event *e,
                      const char *what, struct diags *ds)
{
    diag_environment(ds, "the record %s cannot be read: event %lld of incident %lld %s", r->path,
                     (long long)e->seq, (long long)incident, what);
    return false;
}

/* What the evidence is read into is thrown away with `scratch`: the list makes its own copy. */
static bool add_event(const struct record *r, int64_t incident, const struct query *q,
                      struct events *out, struct diags *ds)
{
    struct event e;
    size_t len;
    if (!row_event(q, &e))
        return bad_event(r, incident, &e,
                         "is of a kind that this program does not know; use a newer ruleout", ds);
    if (query_is_null(q, 9)) {
        events_add(out, &e);
        return true;
    }
    struct arena *scratch = arena_new();
    e.evidence = evidence_text(scratch, q, 10, &len);
    if (e.evidence)
        events_add(out, &e);
    arena_free(scratch);
    return e.evidence || bad_event(r, incident, &e, "has damaged evidence; restore a backup", ds);
}

bool record_events(struct record *r, int64_t incident, int64_t after, struct events *out,
                   struct diags *ds)
{
    if (!r->db)
        return true;
    struct query *q = db_query(r->db, event_rows);
    query_int(q, incident);
    query_int(q, after);
    bool ok = true;
    while (ok && query_row(q))
        ok = add_event(r, incident, q, out, ds);
    return query_end(q) ? ok : record_failed(r, ds);
}

void pinned_texts_release(struct pinned_texts *t)
{
    source_free(t->book);
    source_free(t->severity);
    for (size_t i = 0; i < t->other_count; i++) {
        free(t->others[i].role);
        source_free(t->others[i].source);
    }
    free(t->others);
    *t = (struct pinned_texts){0};
}

static void take_pinned(struct pinned_texts *t, size_t *cap, const struct query *q)
{
    const char *role = query_get_text(q, 0);
    size_t len;
    const char *bytes = query_get_bytes(q, 2, &len);
    struct source *text = source_from(query_get_text(q, 1), len ? bytes : "", len);
    bool is_book = strcmp(role, "runbook") == 0;
    if (is_book || strcmp(role, "severity") == 0) {
        struct source **slot = is_book ? &t->book : &t->severity;
        source_free(*slot);
        *slot = text;
        return;
    }
    t->others = mem_grow(t->others, t->other_count, cap, sizeof *t->others);
    t->others[t->other_count++] = (struct pinned_other){mem_text(role), text};
}

bool record_pinned(struct record *r, int64_t incident, struct pinned_texts *out, struct diags *ds)
{
    static const char sql[] = "SELECT p.role, p.path, b.bytes FROM pinned p "
                              "JOIN book b ON b.hash = p.book WHERE p.incident = ?";
    size_t cap = 0;
    *out = (struct pinned_texts){0};
    struct query *q = r->db ? db_query(r->db, sql) : NULL;
    query_int(q, incident);
    while (query_row(q))
        take_pinned(out, &cap, q);
    bool ok = r->db ? query_end(q) || record_failed(r, ds) : true;
    if (ok && out->book)
        return true;
    if (ok)
        diag_environment(ds, "the record %s has no incident %lld", r->path, (long long)incident);
    pinned_texts_release(out);
    return false;
}

/* What was altered, if anything was: NULL where this event is as it was written. */
static const char *altered(const struct query *q, const struct event *e, int64_t seq,
                           char chain[SHA256_HEX])
{
    const char *digest = query_get_text(q, 9), *codec = query_get_text(q, 10);
    const char *link = query_get_text(q, 12);
    if (e->seq != seq)
        return "is not the next: one before it is missing";
    chain_next(chain, e, digest, chain);
    if (!link || strcmp(link, chain) != 0)
        return "was altered, or one before it";
    if (!digest || (codec && strcmp(codec, "erased") == 0))
        return NULL;
    struct arena *scratch = arena_new();
    char is[SHA256_HEX];
    size_t len = 0;
    const char *text = evidence_text(scratch, q, 10, &len);
    if (text)
        sha256_hex(text, len, is);
    bool same = text && strcmp(is, digest) == 0;
    arena_free(scratch);
    return same ? NULL : "has evidence that was altered";
}

bool record_verify(struct record *r, const struct incident *incident, struct diags *ds)
{
    if (!r->db)
        return true;
    char chain[SHA256_HEX];
    chain_start(incident, chain);
    struct query *q = db_query(r->db, event_rows);
    query_int(q, incident->id);
    query_int(q, 0);
    const char *what = NULL;
    struct event e = {0};
    for (int64_t seq = 1; !what && query_row(q); seq++)
        what = row_event(q, &e) ? altered(q, &e, seq, chain) : "is of no kind that is known";
    if (!query_end(q))
        return record_failed(r, ds);
    return !what || bad_event(r, incident->id, &e, what, ds);
}
