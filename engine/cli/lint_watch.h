#ifndef RULEOUT_CLI_LINT_WATCH_H
#define RULEOUT_CLI_LINT_WATCH_H

/*
 * lint_watch: waits until a file changes that lint would look at.
 *
 * Folders are watched, not files, because editors put a new file in place of the old one. Telling
 * it of a folder again costs nothing; one that is not there is passed over.
 */
#include "base/diag.h"
#include "book/book.h"

struct lint_watch;

struct lint_watch *lint_watch_new(struct diags *ds); /* NULL with a diagnostic */
void lint_watch_free(struct lint_watch *w);          /* NULL is allowed */

/* The folder of that file, and those where its checks may lie. */
void lint_watch_file(struct lint_watch *w, const char *path);
/* The folders of all that it uses and calls. */
void lint_watch_book(struct lint_watch *w, const struct book *book);

/* Until a runbook, a part of one or a check has changed: 0. The signal that ended the waiting
 * (tty/signals.h). */
int lint_watch_wait(struct lint_watch *w);

#endif
