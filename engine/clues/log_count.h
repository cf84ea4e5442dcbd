#ifndef RULEOUT_CLUES_LOG_COUNT_H
#define RULEOUT_CLUES_LOG_COUNT_H

/*
 * log_count: how many lines a scan has, and how many of them match.
 *
 * The same as calling log_scan_next() until the end and counting, but where no time matters lines
 * are not looked at one by one: what a match must hold is looked for in large pieces, and only
 * lines that have it are matched.
 */
#include "clues/log_scan.h"

struct log_counts {
    uint64_t lines, matched;
};

/* To the scan's end, or to where reading fails. */
struct log_counts log_count_lines(struct log_scan *s);

#endif
