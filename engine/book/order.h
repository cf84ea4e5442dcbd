#ifndef RULEOUT_BOOK_ORDER_H
#define RULEOUT_BOOK_ORDER_H

/*
 * order: what `order: best` may put in front of what.
 *
 * What the author tied together stays tied:
 * - A question that calls a runbook, or whose `next` leads back up, and a step that is no question
 *   are asked in their place: when all in front of them is answered or passed over.
 * - A question whose `next` leads down may be asked before those in front of it, but nothing behind
 *   it before it: whether the walk comes there is not known.
 * - A question waits for those in front of it that it names: in its `when`, in its text, in what
 *   its check is given or reads, in its answers, and in the actions that they offer at once.
 * All else moves freely within its runbook.
 */
#include <stddef.h>

#include "base/arena.h"
#include "book/book.h"

enum step_place { PLACE_FREE, PLACE_LEADS_ON, PLACE_FIXED };

enum step_place order_place(const struct book *b, int step);

/* The steps in front of it, of its own runbook, that it waits for; in `a`, each once, ascending. */
const int *order_needs(const struct book *b, int step, struct arena *a, size_t *count);

/* Whether any two questions of the runbook itself may change places. */
bool order_has_choice(const struct book *b);

#endif
