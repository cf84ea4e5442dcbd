#ifndef RULEOUT_CLI_COSTS_H
#define RULEOUT_CLI_COSTS_H

/*
 * costs: how long the answers to each step took in earlier incidents of the runbook.
 */
#include "base/diag.h"
#include "book/book.h"
#include "record/record.h"

/* By index of the step the median, in ms; -1 where it was never answered. For the caller to free;
 * NULL with a diagnostic. */
int64_t *costs_read(struct record *r, const struct book *book, struct diags *ds);

#endif
