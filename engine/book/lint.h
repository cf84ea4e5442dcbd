#ifndef RULEOUT_BOOK_LINT_H
#define RULEOUT_BOOK_LINT_H

/*
 * lint: what is wrong with a runbook that loads.
 *
 * All findings are warnings of RB4xx, computed over the tree of the book: see "Lint" in
 * docs/design.md for how, and where it stops. What cannot be worked out in bounded time is not
 * reported. `now_ms` says whether a review is overdue.
 */
#include "book/book.h"

void lint_book(const struct book *b, int64_t now_ms, struct diags *ds);

#endif
