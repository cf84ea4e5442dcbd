#ifndef RULEOUT_TTY_TERM_H
#define RULEOUT_TTY_TERM_H

/*
 * term: what the terminal can do.
 */
#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

enum color_choice { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

/* Whether to colour what goes to `fd`: --color, then NO_COLOR, TERM=dumb and no terminal say no. */
bool term_color(int fd, enum color_choice choice);

/* Columns of the terminal at `fd`, 80 where it says 0 or is none; at least 20. */
int term_width(int fd);

/* SGR styles; readable on light and dark: bold, dim and underline first, colours only beside a word
 * that says it. */
enum style { STYLE_PLAIN, STYLE_BOLD, STYLE_DIM, STYLE_GOOD, STYLE_BAD, STYLE_WARN };

/* Adds `s`, which is safe already, in a style; plain where `color` is false. */
void term_style(struct text *out, bool color, enum style style, const char *s);

/*
 * Adds `s` wrapped to `width` columns at blanks, every line behind the first indented by `indent`
 * (the first begins where the caller left it, `used` columns in). Line feeds in `s` break. A word
 * longer than a line is broken. SGR sequences count as no width. Blanks at the end of a line go,
 * and so does an indentation that would leave less than half the width. No line end behind the last
 * line.
 */
void term_wrap(struct text *out, const char *s, int width, int indent, int used);

#endif
