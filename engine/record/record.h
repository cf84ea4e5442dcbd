#ifndef RULEOUT_RECORD_RECORD_H
#define RULEOUT_RECORD_RECORD_H

/*
 * record: the incidents of a team, on disk, append-only.
 *
 * One SQLite file, mode 0600, WAL, synchronous=FULL. One call of record_append() is one transaction
 * and one fdatasync: when it returns RECORD_OK, its events are on disk. About every 1000th page
 * written (SQLite's wal_autocheckpoint) the log is copied into the file, with two more. Nothing is
 * ever updated or deleted; triggers refuse it. schema.sql is the manual for those who read the file
 * with SQL. Never fork with a record open.
 *
 * Every failure is an environment's error in `ds`: one sentence that names the file and what can be
 * done. What is there is never overwritten: a file that is no database, another program's, or a
 * newer version's is left as it is.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "core/event.h"
#include "core/walk.h"

struct record;

/* $RULEOUT_DB, else $XDG_STATE_HOME/ruleout/record.db, else ~/.local/state/ruleout/record.db.
 * free() it. */
char *record_path(void);

enum record_mode {
    RECORD_READ, /* a record that is not there is empty; makes nothing */
    RECORD_WRITE /* makes the file and its folders */
};

/*
 * NULL with a diagnostic. Refuses network file systems. RECORD_READ works where nothing can be
 * written (a read-only disk, another user's folder) unless a log with answers lies beside the file
 * and cannot be read there.
 */
struct record *record_open(const char *path, enum record_mode mode, struct diags *ds);
void record_close(struct record *r); /* NULL is allowed */

/* The texts that an incident is walked with, pinned by their hash. */
struct pinned {
    const char *role; /* "runbook": one; "severity": one at most; "check": the Lua of one, "used"
                         and "called": what the runbook uses and calls, each */
    const char *path; /* as it was named, for messages; of the three, its name */
    const char *bytes;
    size_t len;
};

/*
 * Opens an incident with its first batch (EVENT_OPENED and what follows), and pins its texts. Fills
 * `out`, whose texts live in the record until it is closed. False with a diagnostic.
 */
bool record_begin(struct record *r, const char *runbook, const char *title,
                  const struct pinned *pins, size_t pin_count, struct batch *first,
                  struct incident *out, struct diags *ds);

enum record_result {
    RECORD_OK,
    RECORD_CONFLICT, /* somebody else appended first: read the news with record_events() */
    RECORD_FAILED /* a diagnostic says why, and nothing was recorded. One exception that nobody can
                     exclude: when it was the sync that failed, the batch may be there, once and
                     whole, if the record is opened anew. So read the events before going on. */
};

/*
 * Appends a batch behind event `expected_seq`, the last one that the caller knows. Sets seq and
 * recorded_ms of its events. Exactly one of two callers with the same expected_seq wins.
 */
enum record_result record_append(struct record *r, int64_t incident, int64_t expected_seq,
                                 struct batch *b, struct diags *ds);

/* Appends behind whatever is there: for a note from another terminal. */
enum record_result record_append_any(struct record *r, int64_t incident, struct batch *b,
                                     struct diags *ds);

/* Adds the incident's events with seq > `after` to `out`. Evidence that was erased reads
 * "[erased]". */
bool record_events(struct record *r, int64_t incident, int64_t after, struct events *out,
                   struct diags *ds);

/* An incident's pinned texts. */
struct pinned_other {
    char *role;
    struct source *source; /* its path is its name */
};

struct pinned_texts {
    struct source *book, *severity; /* the second is NULL where there was none */
    struct pinned_other *others;
    size_t other_count;
};

bool record_pinned(struct record *r, int64_t incident, struct pinned_texts *out, struct diags *ds);
void pinned_texts_release(struct pinned_texts *t); /* {0} again */

/*
 * `which` is "last" (the one opened last), a number, a name or a unique beginning of one, tried in
 * this order. False with a diagnostic that lists what was meant perhaps. Texts live in the record
 * until it is closed.
 */
bool record_find(struct record *r, const char *which, struct incident *out, struct diags *ds);

struct incident_row {
    struct incident incident;
    bool open;             /* no EVENT_CLOSED */
    bool handed_over;      /* open, and handed over since the last answer */
    int64_t closed_ms;     /* -1 while open */
    const char *severity;  /* the level's id; NULL while unset */
    const char *confirmed; /* ids of causes confirmed now, joined by ", "; "" where none */
    int64_t events;
};

struct incident_filter {
    bool open_only;
    const char *cause; /* NULL, or: one that is confirmed or suspected now */
    int64_t since_ms;  /* opened at or after; INT64_MIN for all */
};

/* Newest first. Texts live in the record until it is closed. */
bool record_incidents(struct record *r, const struct incident_filter *filter,
                      struct incident_row **rows, size_t *count, struct diags *ds);

/* When something was last recorded of a walk of that runbook; -1 for never. */
int64_t record_last_used(struct record *r, const char *runbook);

/*
 * How long answers took in the latest incidents of that runbook, COSTS_FROM of them: `each` gets
 * the step as recorded ("which_version#2") and the time from asked to answered.
 */
#define COSTS_FROM 50
typedef void record_took_fn(void *self, const char *step, int64_t took_ms);
bool record_took(struct record *r, const char *runbook, record_took_fn *each, void *self,
                 struct diags *ds);

/*
 * Whether the incident's events and their evidence are as they were written, by the chain of hashes
 * that runs through them. False with a diagnostic that names the first event that is not. Evidence
 * that was erased on purpose is no fault.
 */
bool record_verify(struct record *r, const struct incident *incident, struct diags *ds);

#endif
