#ifndef RULEOUT_CLI_SAY_H
#define RULEOUT_CLI_SAY_H

/*
 * say: writing to the two outputs. Results go to standard output, talk to standard error.
 */
#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "base/json.h"
#include "base/text.h"
#include "core/redact.h"
#include "tty/term.h"

/* --color, for this run; COLOR_AUTO until it is set. */
void say_set_color(enum color_choice choice);
bool say_color(int fd);

/* From now on nothing of these is written; NULL: nothing is hidden. They are borrowed. Text that is
 * wrapped may have them broken in two: what others wrote is redacted before, where it comes in. */
void say_hide(const struct secrets *all);

/* Writes all of it at once; what cannot be written to standard output makes say_finish() fail. */
void say_result(const struct text *t);
void say_json(const struct jval *j, enum json_layout layout); /* with a line end */
void say_talk(const struct text *t);
/* Talk: escaped, with a line end, and wrapped on a terminal. */
void say_line(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Talk: a command line of this program to copy, "walk --resume=x", on a line of its own. */
void say_command(const char *format, ...) __attribute__((format(printf, 1, 2)));
const char *say_program(void); /* as it was called */
/* Talk: `words` of somebody else behind a label, wrapped. */
void say_wrapped(int width, const char *label, const char *words);
/* The lines of `page`, each ended, as they fit the terminal at `fd`; as they are where it is none.
 */
void say_fit(int fd, const struct text *page, struct text *out);
void say_diags(const struct diags *ds); /* talk */

/* `status`, or EXIT_ENVIRONMENT with a sentence where a result could not be written whole. */
int say_finish(int status);

/* A command that failed before it could do anything: says why, releases `ds`, and returns `status`.
 */
int say_failed(struct diags *ds, int status);

#endif
