#ifndef RULEOUT_TTY_LINES_H
#define RULEOUT_TTY_LINES_H

/*
 * lines: answers from a file or pipe, a line each.
 *
 * Reads ahead in a buffer of its own. A line ends with LF or CR LF, the last one also with the end
 * of input. The signals of tty/signals.h interrupt the wait.
 */
#include "tty/prompt.h"

struct lines;

struct lines *lines_new(int fd);  /* does not own the descriptor */
void lines_free(struct lines *l); /* NULL is allowed */

/* PROMPT_LINE with the line in `*line`, PROMPT_UNREADABLE, PROMPT_END (again each time), or what a
 * signal means. */
enum prompt_result lines_read(struct lines *l, char **line);

/* What the signal that came means; PROMPT_LINE where none did. */
enum prompt_result lines_interrupted(void);

#endif
