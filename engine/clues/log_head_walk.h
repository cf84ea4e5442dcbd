#ifndef RULEOUT_CLUES_LOG_HEAD_WALK_H
#define RULEOUT_CLUES_LOG_HEAD_WALK_H

/*
 * log_head_walk: along the head of a line, and past what syslog writes there.
 */
#include "clues/log_head.h"

/* What is left of the line, and what was seen of it. */
struct log_walk {
    const char *at, *end;
    struct log_head *h;
    int numbers;
    bool syslog, after_level;
};

const char *log_walk_word_end(const char *s, const char *end); /* the next blank, or the end */
const char *log_walk_blanks(const char *s, const char *end);   /* past blanks */

/* Is "host prog[7]: " next, where another time than syslog's was before? */
bool log_walk_is_syslog(const struct log_walk *w);
void log_walk_syslog(struct log_walk *w);
void log_walk_5424(struct log_walk *w);

#endif
