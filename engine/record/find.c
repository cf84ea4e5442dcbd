#include "record/record.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "record/inside.h"

#define INCIDENT "i.id, i.name, i.runbook, i.title, i.opened"
#define NAMED_AT_MOST 5 /* incidents that a message lists */

struct incident record_row_incident(struct record *r, const struct query *q)
{
    return (struct incident){.id = query_get_int(q, 0),
                             .name = arena_text(r->arena, query_get_text(q, 1)),
                             .runbook = arena_text(r->arena, query_get_text(q, 2)),
                             .title = arena_text(r->arena, query_get_text(q, 3)),
                             .opened_ms = query_get_int(q, 4)};
}

/* Fills `out` with the first row and adds every name to `names`, separated by ", ", the last ones
 * as "...". Returns how many rows there were. */
static size_t take_rows(struct record *r, struct query *q, struct incident *out, struct text *names)
{
    size_t count = 0;
    while (query_row(q)) {
        if (count == 0)
            *out = record_row_incident(r, q);
        if (count < NAMED_AT_MOST)
            text_format(names, "%s%s", count ? ", " : "", query_get_text(q, 1));
        if (count++ == NAMED_AT_MOST)
            text_add(names, " ...");
    }
    return count;
}

static bool whole_number(const char *s, int64_t *out)
{
    if (!*s || strspn(s, "0123456789") != strlen(s))
        return false;
    errno = 0;
    *out = strtoll(s, NULL, 10);
    return errno == 0;
}

static struct query *by_id(struct record *r, const char *which)
{
    static const char sql[] = "SELECT " INCIDENT " FROM incident i WHERE i.id = ?";
    int64_t id;
    if (!whole_number(which, &id))
        return NULL;
    struct query *q = db_query(r->db, sql);
    query_int(q, id);
    return q;
}

static struct query *latest(struct record *r, int64_t count)
{
    static const char sql[] = "SELECT " INCIDENT " FROM incident i ORDER BY i.id DESC LIMIT ?";
    struct query *q = db_query(r->db, sql);
    query_int(q, count);
    return q;
}

/* The one of that name, else all whose names begin so. */
static struct query *by_name(struct record *r, const char *which)
{
    static const char sql[] =
        "SELECT " INCIDENT " FROM incident i WHERE i.name = ?1 "
        "OR (substr(i.name, 1, length(?1)) = ?1 "
        "AND NOT EXISTS (SELECT 1 FROM incident WHERE name = ?1)) ORDER BY i.id DESC";
    struct query *q = db_query(r->db, sql);
    query_text(q, which);
    return q;
}

static bool not_one(struct record *r, const char *which, size_t count, const char *names,
                    struct diags *ds)
{
    if (count > 1) {
        diag_environment(ds, "\"%s\" is the beginning of several incidents: %s", which, names);
        return false;
    }
    struct text last = {0};
    struct incident any;
    struct query *q = latest(r, NAMED_AT_MOST);
    take_rows(r, q, &any, &last);
    if (!query_end(q))
        record_failed(r, ds);
    else if (last.len == 0)
        diag_environment(ds, "the record %s has no incident yet", r->path);
    else
        diag_environment(ds, "the record %s has no incident \"%s\"; the latest are %s", r->path,
                         which, text_get(&last));
    text_release(&last);
    return false;
}

bool record_find(struct record *r, const char *which, struct incident *out, struct diags *ds)
{
    if (!r->db) {
        diag_environment(ds, "the record %s has no incident yet", r->path);
        return false;
    }
    struct text names = {0};
    bool last = strcmp(which, "last") == 0, ok = true;
    struct query *q = last ? latest(r, 1) : by_id(r, which);
    size_t count = take_rows(r, q, out, &names);
    if (q)
        ok = query_end(q);
    if (ok && count == 0 && !last && *which) {
        q = by_name(r, which);
        count = take_rows(r, q, out, &names);
        ok = query_end(q);
    }
    if (!ok)
        record_failed(r, ds);
    else if (count != 1)
        ok = not_one(r, which, count, text_get(&names), ds);
    text_release(&names);
    return ok;
}

/* Columns behind INCIDENT: closed, handed over, severity, confirmed, events. */
static const char rows_sql[] =
    "SELECT " INCIDENT ", "
    "(SELECT max(t.at) FROM turn t WHERE t.incident = i.id AND t.kind = 'closed') AS closed, "
    "EXISTS (SELECT 1 FROM turn h WHERE h.incident = i.id AND h.kind = 'handed_over' "
    "  AND NOT EXISTS (SELECT 1 FROM event e WHERE e.incident = i.id AND e.seq > h.seq "
    "    AND e.kind IN ('answered', 'undone'))), "
    "(SELECT t.value FROM turn t WHERE t.incident = i.id AND t.kind = 'severity' "
    "  ORDER BY t.seq DESC LIMIT 1), "
    "(SELECT group_concat(cause, ', ') FROM (SELECT cause FROM board b "
    "  WHERE b.incident_id = i.id AND b.state = 'confirmed' ORDER BY b.seq)), "
    "(SELECT max(e.seq) FROM event e WHERE e.incident = i.id) "
    "FROM incident i WHERE i.opened >= ?1 AND (NOT ?2 OR closed IS NULL) "
    "AND (?3 IS NULL OR EXISTS (SELECT 1 FROM board b WHERE b.incident_id = i.id AND b.cause = ?3 "
    "  AND b.state IN ('confirmed', 'suspected'))) "
    "ORDER BY i.opened DESC, i.id DESC";

static struct incident_row row_of(struct record *r, const struct query *q)
{
    bool open = query_is_null(q, 5);
    const char *confirmed = query_get_text(q, 8);
    return (struct incident_row){.incident = record_row_incident(r, q),
                                 .open = open,
                                 .handed_over = open && query_get_int(q, 6),
                                 .closed_ms = open ? -1 : query_get_int(q, 5),
                                 .severity = arena_text(r->arena, query_get_text(q, 7)),
                                 .confirmed = arena_text(r->arena, confirmed ? confirmed : ""),
                                 .events = query_get_int(q, 9)};
}

bool record_incidents(struct record *r, const struct incident_filter *filter,
                      struct incident_row **rows, size_t *count, struct diags *ds)
{
    struct incident_row *list = NULL;
    size_t n = 0, cap = 0;
    *rows = NULL;
    *count = 0;
    if (!r->db)
        return true;
    struct query *q = db_query(r->db, rows_sql);
    query_int(q, filter->since_ms);
    query_int(q, filter->open_only);
    query_text(q, filter->cause);
    while (query_row(q)) {
        list = mem_grow(list, n, &cap, sizeof *list);
        list[n++] = row_of(r, q);
    }
    bool ok = query_end(q) || record_failed(r, ds);
    if (ok) {
        *rows = arena_alloc(r->arena, n * sizeof *list);
        if (n)
            memcpy(*rows, list, n * sizeof *list);
        *count = n;
    }
    free(list);
    return ok;
}

int64_t record_last_used(struct record *r, const char *runbook)
{
    static const char sql[] =
        "SELECT max(e.recorded_at) FROM incident i JOIN event e ON e.incident = i.id "
        "AND e.seq = (SELECT max(seq) FROM event WHERE incident = i.id) WHERE i.runbook = ?";
    if (!r->db)
        return -1;
    struct query *q = db_query(r->db, sql);
    query_text(q, runbook);
    int64_t ms = query_row(q) && !query_is_null(q, 0) ? query_get_int(q, 0) : -1;
    query_end(q);
    return ms;
}

bool record_took(struct record *r, const char *runbook, record_took_fn *each, void *self,
                 struct diags *ds)
{
    static const char sql[] =
        "SELECT step, took_ms FROM event WHERE kind = 'answered' "
        "AND took_ms > 0 AND step IS NOT NULL AND incident IN "
        "(SELECT id FROM incident WHERE runbook = ? ORDER BY id DESC LIMIT ?)";
    if (!r->db)
        return true;
    struct query *q = db_query(r->db, sql);
    query_text(q, runbook);
    query_int(q, COSTS_FROM);
    while (query_row(q))
        each(self, query_get_text(q, 0), query_get_int(q, 1));
    return query_end(q) || record_failed(r, ds);
}
