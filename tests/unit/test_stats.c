#include "suite.h"

#include <math.h>
#include <stdio.h>

#include "clues/stats.h"

static void near(double got, double want, int line)
{
    char what[100];
    snprintf(what, sizeof what, "got %.10g, want %.10g", got, want);
    suite_check(fabs(got - want) <= 1e-12 + 1e-9 * fabs(want), what, __FILE__, line);
}

#define NEAR(got, want) near((got), (want), __LINE__)

static void medians(void)
{
    static const double odd[] = {9, 1, 5}, even[] = {4, 1, 3, 100}, wild[] = {1, 2, 3, 4, 1e9};
    NEAR(stats_median(odd, 3), 5);
    NEAR(stats_median(even, 4), 3.5);
    NEAR(stats_median(wild, 5), 3);
    NEAR(stats_median(odd, 1), 9);
    NEAR(stats_median(NULL, 0), 0);
    NEAR(stats_mad(wild, 5, 3), 1);
    NEAR(stats_mad(NULL, 0, 3), 0);
    NEAR(stats_mean(even, 4), 27);
    NEAR(stats_mean(NULL, 0), 0);
    CHECK_INT(even[0], 4); /* a copy was sorted */
}

static void quantiles(void)
{
    static const double v[] = {1, 2, 3, 4, 10};
    NEAR(stats_quantile(v, 5, 0), 1);
    NEAR(stats_quantile(v, 5, 0.25), 2);
    NEAR(stats_quantile(v, 5, 0.9), 4 + 0.6 * 6);
    NEAR(stats_quantile(v, 5, 1), 10);
    NEAR(stats_quantile(v, 0, 0.5), 0);
}

/* The example of Benjamini and Hochberg's paper, section 3.1: four of fifteen stay at 0.05. */
static void false_discoveries(void)
{
    double p[] = {0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344,
                  0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000};
    stats_adjust(p, 15);
    NEAR(p[0], 0.0015);
    NEAR(p[3], 0.0095 * 15 / 4);
    CHECK(p[3] <= 0.05 && p[4] > 0.05);
    NEAR(p[14], 1);
    double mixed[] = {0.04, 0.01, 0.03};
    stats_adjust(mixed, 3);
    NEAR(mixed[0], 0.04);
    NEAR(mixed[1], 0.03);
    NEAR(mixed[2], 0.04);
    stats_adjust(NULL, 0);
}

int main(void)
{
    return suite_run("stats", (CU_TestInfo[]){{"medians", medians},
                                              {"quantiles", quantiles},
                                              {"false discoveries", false_discoveries},
                                              CU_TEST_INFO_NULL});
}
