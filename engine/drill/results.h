#ifndef RULEOUT_DRILL_RESULTS_H
#define RULEOUT_DRILL_RESULTS_H

/*
 * results: what came of a run of drills, for people, for a test harness (TAP 13), for programs.
 */
#include <stdint.h>

#include "base/json.h"
#include "base/text.h"
#include "drill/coverage.h"

struct drill_result {
    const char *file;
    char *title;          /* owned; NULL where the drill does not load */
    struct text failures; /* one a line; "" where it passed */
    int answered;
    int64_t took_ms;
};

struct drill_results {
    struct drill_result *items;
    size_t count, skipped;
    struct coverage *const *coverage; /* one for each runbook; NULL: it was not asked for */
    size_t coverage_count;
};

void results_release(struct drill_results *r); /* the items; not what `coverage` points to */
size_t results_failed(const struct drill_results *r);
/* The share of all that there is to reach, in percent; 100 where there is nothing. */
double results_coverage(const struct drill_results *r);

/* Escaped for a terminal, not wrapped. */
void results_pretty(const struct drill_results *r, struct text *out);
void results_tap(const struct drill_results *r, struct text *out);
/* As docs promise: {passed, failed, skipped, drills, coverage}. */
struct jval *results_json(const struct drill_results *r);

#endif
