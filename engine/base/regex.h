#ifndef RULEOUT_BASE_REGEX_H
#define RULEOUT_BASE_REGEX_H

/*
 * regex: Perl's regular expressions over bytes (PCRE2), compiled to machine code where that can be.
 *
 * Text is bytes: `.` is one byte, and what is not ASCII matches itself. A pattern that takes too
 * long on one text is given up, so that hostile text cannot stop the program.
 */
#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

#define REGEX_GROUPS 10 /* the whole match and nine groups are told */

struct regex;

struct regex_span {
    size_t from, to; /* from == to for a group that did not take part */
};

enum regex_found { REGEX_NO, REGEX_YES, REGEX_GAVE_UP };

/* NULL with the reason: "missing closing parenthesis at character 4". */
struct regex *regex_new(const char *pattern, struct text *why);
void regex_free(struct regex *r);           /* NULL is allowed */
size_t regex_groups(const struct regex *r); /* groups in the pattern, without the whole */

/* Bytes that every text holds which it matches, how many; 0: none are known. They are the
 * pattern's. */
size_t regex_needed(const struct regex *r, const char **bytes);

/* The first match. `spans` gets REGEX_GROUPS of them; NULL: not asked for. */
enum regex_found regex_find(const struct regex *r, const char *s, size_t len,
                            struct regex_span *spans);

/* Whether all of the text is a match. */
enum regex_found regex_whole(const struct regex *r, const char *s, size_t len);

#endif
