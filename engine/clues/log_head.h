#ifndef RULEOUT_CLUES_LOG_HEAD_H
#define RULEOUT_CLUES_LOG_HEAD_H

/*
 * log_head: what stands before the message of a log line, and where the message begins.
 *
 * Time, host, program, process, level, thread and logger are taken off, as syslog, log4j, klog,
 * glog, PostgreSQL, nginx, Apache, Python and others write them; a JSON or key=value line has its
 * message under msg, message, log, MESSAGE, event or error. Of an access log's line, the message is
 * the request up to its status.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clues/log_time.h"

enum log_level {
    LOG_LEVEL_NONE,
    LOG_LEVEL_DEBUG,
    LOG_LEVEL_INFO,
    LOG_LEVEL_WARN,
    LOG_LEVEL_ERROR,
    LOG_LEVEL_FATAL
};

struct log_span {
    const char *at;
    size_t len;
};

struct log_head {
    bool timed; /* the line has a time of its own: `stamp` */
    bool request;
    struct log_stamp stamp;
    enum log_level level;
    struct log_span host, program, message; /* in the line; of length 0 where it has none */
};

void log_head_read(const char *line, size_t len, int64_t now_ms, struct log_head *h);

enum log_level log_level_of(const char *word, size_t len); /* in any case; NONE: no level */

/* By its level where it has one; else a request by its status, and others by their words: "failed"
 * tells of one, "errors=0" and "no error" do not. */
bool log_head_tells_error(const struct log_head *h);

#endif
