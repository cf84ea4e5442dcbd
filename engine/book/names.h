#ifndef RULEOUT_BOOK_NAMES_H
#define RULEOUT_BOOK_NAMES_H

/*
 * names: from a text to a number, fast.
 *
 * Texts are borrowed; the table lives in its arena.
 */
#include <stddef.h>

#include "base/arena.h"

struct names;

struct names *names_new(struct arena *a, size_t expected);

/* Puts `text` with `value` (>= 0), unless it is there. Returns the value that was there, or -1. */
int names_put(struct names *n, const char *text, size_t len, int value);

/* -1 where it is not there. */
int names_get(const struct names *n, const char *text, size_t len);

#endif
