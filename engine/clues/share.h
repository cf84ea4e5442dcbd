#ifndef RULEOUT_CLUES_SHARE_H
#define RULEOUT_CLUES_SHARE_H

/*
 * share: of so many, so many - before and now.
 *
 * The score test of two proportions with pooled variance (Pearson's chi-square), and Fisher's exact
 * test where fewer than 5 are expected somewhere. The interval of the difference is the hybrid of
 * Wilson's intervals: R. G. Newcombe, "Interval Estimation for the Difference Between Independent
 * Proportions", Statistics in Medicine 17, 1998, method 10.
 *
 * Both take hits for independent of one another, and errors come in bursts. Where the counts of
 * several spans of time are known, the variance is multiplied by how much more than by chance their
 * shares differ (P. McCullagh and J. A. Nelder, Generalized Linear Models, 1989, 4.5.2), and F
 * takes the place of chi-square.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SHARE_RATIO 1.25 /* a share that grew or shrank by less is no move, however sure */
#define SHARE_P 0.01

struct part {
    uint64_t hits, of;
};

struct shares {
    double before, now;           /* 0 to 1 */
    double difference, low, high; /* with 95 % of confidence */
    double p;
    bool exact;        /* Fisher's test */
    double dispersion; /* 1: by chance alone; 0: nobody gave spans */
};

/* Parts: of each span of time, or one. Each side has some `of`. */
struct shares share_compare(const struct part *before, size_t before_count, const struct part *now,
                            size_t now_count);
/* 1: rose, -1: fell, 0: neither. */
int share_moved(const struct shares *s);
struct part share_sum(const struct part *parts, size_t count);

#endif
