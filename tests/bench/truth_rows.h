#ifndef TESTS_BENCH_TRUTH_ROWS_H
#define TESTS_BENCH_TRUTH_ROWS_H

/* The rows of the tables of truth: what was found and what was falsely told, of two detectors. */
#include <stdio.h>

/* Of one detector and of the plain alternative: hits of trials. */
struct score {
    unsigned trials, ours, plain;
};

static inline void head(const char *detector, const char *plain)
{
    printf("\n%-46s %19s  %19s\n", "", "found", "false alarms");
    printf("%-46s %9s %9s  %9s %9s\n", detector, "ours", plain, "ours", plain);
}

static inline void part(unsigned hits, unsigned trials)
{
    if (trials)
        printf(" %8.1f%%", 100.0 * hits / trials);
    else
        printf(" %9s", "");
}

static inline void row(const char *name, struct score there, struct score not_there)
{
    printf("%-46s", name);
    part(there.ours, there.trials);
    part(there.plain, there.trials);
    printf(" ");
    part(not_there.ours, not_there.trials);
    part(not_there.plain, not_there.trials);
    printf("\n");
}

#endif
