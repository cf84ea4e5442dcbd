#ifndef RULEOUT_BASE_EXCERPT_H
#define RULEOUT_BASE_EXCERPT_H

/*
 * excerpt: what is kept of a file or a paste, as text.
 *
 * At most EXCERPT_MOST bytes from its beginning, with a note behind them where more was there. NUL
 * bytes, which no text has, become "^@"; all else stays as it is, and is escaped where it is shown.
 */
#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

#define EXCERPT_MOST ((size_t)256 << 10)

/* `len` may be all that there is, or EXCERPT_MOST and more of it; `whole` says how much there was,
 * 0 where nobody knows. */
void excerpt_text(const char *bytes, size_t len, size_t whole, struct text *out);

/*
 * The same of a regular file; a path that begins with ~/ is below $HOME. False with the reason in
 * `why`, a sentence: also where there is nothing in it.
 */
bool excerpt_file(const char *path, struct text *out, struct text *why);

/* Reads to the end, or until there is more than `most`, by which too much is known. False with
 * errno. */
bool excerpt_read(int fd, size_t most, struct text *out);

/* Whether there is a regular file of that name. */
bool excerpt_is_file(const char *path);

/* "12 lines, 3.4 kB": how much a text is. */
void excerpt_size(const char *text, struct text *out);

#endif
