#ifndef RULEOUT_BASE_TEXT_H
#define RULEOUT_BASE_TEXT_H

/*
 * text: a string that grows.
 *
 * Starts as {0}; `at` is NULL until something was added and NUL-terminated from then on.
 * The owner calls text_release(), or takes the string with text_take() and frees it.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct text {
    char *at;
    size_t len, cap;
};

void text_add(struct text *t, const char *s); /* NULL adds nothing */
void text_add_n(struct text *t, const char *bytes, size_t len);
void text_add_char(struct text *t, char c);
void text_add_repeat(struct text *t, char c, size_t times);
void text_format(struct text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_vformat(struct text *t, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
const char *text_get(const struct text *t); /* "" while empty */
char *text_take(struct text *t);            /* the string, never NULL; `t` is {0} again */
void text_clear(struct text *t);            /* empty, memory kept */
void text_release(struct text *t);
void text_wipe(struct text *t); /* as text_release(), and what was in it does not stay in memory */

/*
 * Adds text that somebody else wrote, so that it cannot act on a terminal or imitate the program:
 * control bytes become ^[ and the like, C1 and bidirectional controls become <U+202E>, bytes that
 * are not UTF-8 become <XX>. Tabs become one space. text_add_shown keeps line feeds;
 * text_add_shown_line makes each a space.
 */
void text_add_shown(struct text *t, const char *s);
void text_add_shown_line(struct text *t, const char *s);
/* As on a line: the first character of the `len` (1 or more) bytes. Returns how many it took. */
size_t text_add_shown_char(struct text *t, const char *s, size_t len);

/* Blanks trimmed from both ends, in place; returns the first byte that stays. */
char *text_trim(char *s);

/*
 * The candidate nearest to `word` (optimal string alignment distance, case folded), or NULL where
 * none is near enough to suggest: more than a third of the longer word's letters differ. One may
 * always, but not the only one. The first of those equally near; endless words are near to none.
 */
const char *text_nearest(const char *word, const char *const *candidates, size_t count);

#endif
