#ifndef RULEOUT_BASE_DIAG_H
#define RULEOUT_BASE_DIAG_H

/*
 * diag: errors and warnings, collected by whoever asked for the work.
 *
 * A function that can fail on bad input or a bad environment takes a `struct diags *`, adds what is
 * wrong and returns false or NULL; on success it adds no error. It neither prints nor exits.
 * `struct diags` starts as {0}. Sources that diagnostics point into must live until
 * diags_release().
 */
#include <stdbool.h>
#include <stddef.h>

#include "base/source.h"
#include "base/text.h"

enum diag_level { DIAG_ERROR, DIAG_WARNING };

/* Another place that has to do with it. */
struct diag_note {
    const struct source *source;
    struct span span;
    char *says; /* "the first is here" */
};

struct diag {
    enum diag_level level;
    const char *code; /* "RB101": stable, see book/codes.h; NULL for the environment's errors */
    const struct source *source; /* NULL where no file is at fault */
    struct span span;
    char *message;
    char *hint; /* the mend; NULL where there is none */
    struct diag_note *notes;
    size_t note_count, note_cap;
};

struct diags {
    struct diag *items;
    size_t count, cap;
    size_t errors; /* of them, how many are DIAG_ERROR */
};

/*
 * Adds one. Returns it, so that diag_hint() can follow; the pointer is good until the next call.
 */
struct diag *diag_add(struct diags *ds, enum diag_level level, const char *code,
                      const struct source *source, struct span span, const char *format, ...)
    __attribute__((format(printf, 6, 7)));
/* Something outside any file: the record, a missing program. */
struct diag *diag_environment(struct diags *ds, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void diag_hint(struct diag *d, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Points to a second place: where the first of two is, what it contradicts. */
void diag_note(struct diag *d, const struct source *source, struct span span, const char *format,
               ...) __attribute__((format(printf, 4, 5)));

/* By source, then place. Stable. */
void diags_sort(struct diags *ds);

/*
 * As a person reads them:
 *
 *   lib/db.yaml:14:11: error: step "db_latency": unknown next step "replica_lag" [RB101]
 *      14 |     next: replica_lag
 *         |           ^~~~~~~~~~~
 *     hint: did you mean "replication_lag"?
 *
 * A note is a line "lib/db.yaml:3:5: note: the first is here" behind that, with its source line.
 *
 * The caret line is aligned by display width, a long line is cut around the place, and nothing of
 * the file reaches the terminal raw. `color` adds SGR sequences.
 */
void diag_write(const struct diag *d, struct text *out, bool color);
void diags_write(const struct diags *ds, struct text *out, bool color);
void diags_release(struct diags *ds);

#endif
