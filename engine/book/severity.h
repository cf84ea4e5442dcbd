#ifndef RULEOUT_BOOK_SEVERITY_H
#define RULEOUT_BOOK_SEVERITY_H

/*
 * severity: a loaded severity framework.
 *
 * Read-only, in an arena of its own; the source it was loaded from must outlive it. Levels are in
 * the file's order, the worst first.
 */
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/diag.h"
#include "base/sha256.h"
#include "base/source.h"

struct cond;

struct severity_question {
    const char *id, *question;
    const char *const *answers;
    size_t answer_count;
    struct span span;
};

struct level {
    const char *id, *title;
    const struct cond *when;
    const char *const *page; /* roles */
    size_t page_count;
    const char *const *tell;
    size_t tell_count;
    int64_t acknowledge_ms, update_every_ms; /* -1 where not given */
    const char *postmortem_due;              /* "3d", "5bd"; NULL where none is due */
    struct span span;
};

struct severity {
    struct arena *arena;
    const struct source *source;
    char hash[SHA256_HEX]; /* of the source's bytes */
    const struct severity_question *questions;
    size_t question_count;
    const struct level *levels;
    size_t level_count;
};

struct severity *severity_load(const struct source *source, struct diags *ds);
void severity_free(struct severity *s); /* NULL is allowed */

#endif
