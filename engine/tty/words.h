#ifndef RULEOUT_TTY_WORDS_H
#define RULEOUT_TTY_WORDS_H

/*
 * words: which lines Tab can make of the beginning of one.
 *
 * Answers complete the whole line, blanks and all, whatever the case of the letters; where there
 * may be several, what stands behind the last comma. After a colon:
 * commands; after `:change ` steps, after `:confirm ` causes, and also after those commands
 * shortened to three characters or more. A word that would need escaping on a terminal is never
 * offered.
 */
#include "tty/prompt.h"

/* The next line that `line` can become, to be freed; NULL where there are no more. `*at` starts
 * as 0. */
char *words_next(const struct prompt_words *w, const char *line, size_t *at);

#endif
