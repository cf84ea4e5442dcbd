#ifndef RULEOUT_TESTS_RECORD_HELP_H
#define RULEOUT_TESTS_RECORD_HELP_H

/*
 * record_help: folders to keep a record in, and batches to put into it.
 */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "record/db.h"
#include "record/record.h"
#include "suite.h"

#define OPENED_MS 1789381200123 /* 2026-09-14T10:20:00.123Z */

static inline char *temp_folder(void)
{
    char *folder = mem_text("/tmp/ruleout-record-XXXXXX");
    if (!mkdtemp(folder))
        abort();
    return folder;
}

/* How a forked child ends: valgrind asks it, too, for what it leaves behind. */
static inline _Noreturn void leave(int status, char *folder, char *path)
{
    free(folder);
    free(path);
    _exit(status);
}

/* In memory where the machine has such a place: for what syncs too often for a disk. */
static inline char *memory_folder(void)
{
    char *folder = mem_text("/dev/shm/ruleout-record-XXXXXX");
    if (mkdtemp(folder))
        return folder;
    free(folder);
    return temp_folder();
}

static inline int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
    (void)st, (void)flag, (void)ftw;
    return remove(path);
}

static inline void remove_folder(char *folder)
{
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    free(folder);
}

static inline char *path_in(const char *folder, const char *name)
{
    struct text path = {0};
    text_format(&path, "%s/%s", folder, name);
    return text_take(&path);
}

static inline void add_event(struct batch *b, struct event e)
{
    e.actor = "ada";
    if (!e.at_ms)
        e.at_ms = OPENED_MS;
    if (!e.took_ms)
        e.took_ms = -1;
    events_add(&b->events, &e);
}

static inline void add_change(struct batch *b, const char *cause, enum cause_state from,
                              enum cause_state to, const char *reason)
{
    b->changes = mem_grow(b->changes, b->change_count, &b->change_cap, sizeof *b->changes);
    b->changes[b->change_count++] =
        (struct batch_change){.event = b->events.count - 1,
                              .cause = arena_text(b->events.arena, cause),
                              .from = from,
                              .to = to,
                              .reason = arena_text(b->events.arena, reason)};
}

static inline struct batch answer(const char *step, const char *value)
{
    struct batch b = {0};
    add_event(&b, (struct event){
                      .kind = EVENT_ANSWERED, .step = step, .value = value, .source = "person"});
    return b;
}

static const struct pinned sample_book = {"runbook", "runbooks/checkout-5xx.yaml", "ruleout: 1\n",
                                          11};

static inline bool begin_at(struct record *r, const char *runbook, int64_t at_ms,
                            struct incident *out, struct diags *ds)
{
    struct batch first = {0};
    add_event(&first, (struct event){.kind = EVENT_OPENED, .value = runbook, .at_ms = at_ms});
    bool ok = record_begin(r, runbook, "Checkout answers 5xx", &sample_book, 1, &first, out, ds);
    batch_release(&first);
    return ok;
}

static inline bool begin(struct record *r, struct incident *out, struct diags *ds)
{
    return begin_at(r, "checkout-5xx", OPENED_MS, out, ds);
}

/* Appends a batch and releases it. */
static inline enum record_result put(struct record *r, int64_t incident, int64_t expected,
                                     struct batch b, struct diags *ds)
{
    enum record_result result = record_append(r, incident, expected, &b, ds);
    batch_release(&b);
    return result;
}

static inline const char *first_message(const struct diags *ds)
{
    return ds->count ? ds->items[0].message : "";
}

/* What one SQL statement says, run on the file from outside; "" where it went through. */
static inline void sql_says(const char *path, const char *sql, struct text *out)
{
    struct db *db = db_open(path, DB_WRITE);
    text_clear(out);
    if (!db_run(db, sql))
        text_add(out, db_failure(db)->message);
    db_close(db);
}

/* A record in a folder of its own, open for writing. */
struct kept {
    char *folder, *path;
    struct record *r;
    struct diags ds;
};

static inline struct kept kept_new(void)
{
    struct kept p = {.folder = temp_folder()};
    p.path = path_in(p.folder, "deep/er/record.db");
    p.r = record_open(p.path, RECORD_WRITE, &p.ds);
    CHECK_TEXT(first_message(&p.ds), "");
    return p;
}

static inline void kept_end(struct kept *p)
{
    record_close(p->r);
    free(p->path);
    remove_folder(p->folder);
    diags_release(&p->ds);
}

#endif
