#ifndef RULEOUT_TTY_PAGE_H
#define RULEOUT_TTY_PAGE_H

/*
 * page: the pieces that views are made of.
 *
 * page_shown(), page_line() and page_cause() put text of others into a line, escaped; page_put()
 * and page_hang() then wrap the line.
 */
#include "tty/term.h"
#include "tty/view.h"

/* Adds `s`, which somebody else wrote, without blanks at its end. Keeps line feeds. */
void page_shown(struct text *line, struct screen v, enum style style, const char *s);
void page_line(struct text *line, const char *s); /* the same, line feeds as blanks, unstyled */
void page_cause(struct text *line, const struct book *b, int cause); /* "Disk full (disk-full)" */

/* Adds `s` as lines that begin `left` columns in, and behind the first `hang` columns in. */
void page_hang(struct text *out, struct screen v, int left, int hang, const char *s);
void page_put(struct text *out, struct screen v, int left, const char *s);
void page_put_styled(struct text *out, struct screen v, enum style style, const char *s);

enum style page_state_style(enum cause_state state);

/* "ruled out (3)" and those causes, each with its reasons. Nothing where there are none. */
void page_put_causes(struct text *out, struct screen v, const struct session *s,
                     enum cause_state state, const char *heading);

#endif
