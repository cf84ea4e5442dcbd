#ifndef RULEOUT_CLUES_LOG_NEEDLE_H
#define RULEOUT_CLUES_LOG_NEEDLE_H

/*
 * log_needle: where some bytes stand in a large piece of memory, and how many lines it has; both at
 * about the pace at which memory can be read.
 */
#include <stdbool.h>
#include <stddef.h>

struct log_needle {
    const char *at; /* borrowed */
    size_t len;
    size_t first, second; /* the two of its bytes that are looked for before the others are */
    bool chosen;          /* they were chosen after a piece of what is searched */
};

/* NULL: nowhere in these bytes. Adds the line ends before it, or in all, to `*newlines`. The needle
 * is not empty. */
const char *log_needle_find(struct log_needle *n, const char *s, size_t len, size_t *newlines);

size_t log_newlines(const char *s, size_t len);

#endif
