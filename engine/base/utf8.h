#ifndef RULEOUT_BASE_UTF8_H
#define RULEOUT_BASE_UTF8_H

/*
 * utf8: reading UTF-8, and how wide it stands on a terminal.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Reads one character of the `len` bytes at `s` into `*out` and returns its length in bytes, 1
 * to 4. Returns 0 where the bytes are not UTF-8 (overlong forms, surrogates and cut sequences are
 * not) or len is 0.
 */
size_t utf8_read(const char *s, size_t len, uint32_t *out);

bool utf8_valid(const char *s, size_t len);

/* Columns on a terminal: 0 combining, 2 wide, 1 else (Unicode East Asian Width; no locale needed).
 */
int utf8_char_width(uint32_t c);
size_t utf8_width(const char *s, size_t len); /* a byte that is not UTF-8 counts as 1 */

/* C0 (but tab and line feed), DEL, C1, bidirectional controls, line and paragraph separators, BOM.
 */
bool utf8_unsafe(uint32_t c);

#endif
