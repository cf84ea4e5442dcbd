#ifndef RULEOUT_BOOK_BYTES_H
#define RULEOUT_BOOK_BYTES_H

/*
 * bytes: whether a file is fit to be read as YAML at all.
 *
 * Refused before the parser sees them: what is not UTF-8, control and bidirectional characters,
 * line separators that editors do not show, a lone carriage return, and directives (40,000 of them
 * keep the parser busy for seconds inside one event). A byte order mark at the start is skipped.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "book/complain.h"

struct bytes {
    size_t start; /* behind a byte order mark */
    bool ascii;
};

bool bytes_check(struct complaints *to, struct bytes *out);

/*
 * What is wrong with a text that was written with escapes ("\0" in quotes), in words, and `*c` the
 * character; NULL where nothing is.
 */
const char *bytes_unfit(const char *text, size_t len, uint32_t *c);

#endif
