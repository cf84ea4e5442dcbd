#ifndef RULEOUT_RECORD_INSIDE_H
#define RULEOUT_RECORD_INSIDE_H

/*
 * inside: what the files behind record.h share.
 */
#include "base/arena.h"
#include "record/db.h"
#include "record/evidence.h"
#include "record/failure.h"
#include "record/record.h"

struct record {
    char *path;
    struct db *db;       /* NULL: there is no record, and it is read as an empty one */
    struct arena *arena; /* texts handed out */
    bool writable;
};

/* Adds what failed last; returns false. */
static inline bool record_failed(const struct record *r, struct diags *ds)
{
    return failure_db(ds, r->path, r->db);
}

/* The first four columns after `first`: id, name, runbook, title, opened. */
struct incident record_row_incident(struct record *r, const struct query *q);

#endif
