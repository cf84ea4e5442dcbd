#ifndef RULEOUT_CLUES_LOG_BISECT_H
#define RULEOUT_CLUES_LOG_BISECT_H

/*
 * log_bisect: where in a large file the lines of a window of time begin, found with some twenty
 * small reads.
 *
 * Logs are only nearly in the order of their times: web servers write a line at a request's end,
 * some with the time of its beginning, and several processes write by turns. Lines up to
 * LOG_LATE_MS late and LOG_EARLY_MS early are found; where the places looked at are more out of
 * order than that - the clock was set back, the year goes round - the whole file is to be read.
 */
#include <sys/types.h>

#include "clues/log_scan.h"

#define LOG_LATE_MS 120000
#define LOG_EARLY_MS 60000
#define LOG_BISECT_ROOM (256u << 10)

/* False: read it all. Else no line of the window stands before `*start`, which is a line's first
 * byte at or behind the descriptor's place, and none behind those that are LOG_LATE_MS after it.
 * `room` is LOG_BISECT_ROOM bytes to work with. The descriptor's place stays. */
bool log_bisect(int fd, char *room, const struct log_filter *f, off_t *start);

#endif
