#ifndef RULEOUT_CLUES_LOG_SERVER_H
#define RULEOUT_CLUES_LOG_SERVER_H

/*
 * log_server: what a line of a log says of who answered, and how.
 */
#include "clues/log_head.h"

/* The status of an HTTP request - access logs, HAProxy, squid, and `status` or its like in JSON and
 * key=value lines; 0 where the line tells of none. */
int log_status(const char *line, size_t len, const struct log_head *head);

enum log_server_by {
    LOG_SERVER_UNKNOWN,
    LOG_SERVER_FIELD,    /* pod, container, instance, host and others of JSON and key=value */
    LOG_SERVER_UPSTREAM, /* nginx: upstream: "http://10.0.0.1:80/", HAProxy: web/s1 */
    LOG_SERVER_PREFIX,   /* "app-1  | " and "[pod/app-1/web] " */
    LOG_SERVER_HOST      /* syslog */
};

extern const char *const log_server_words[]; /* for people */

/* The server that the line names, found as `*by` says; UNKNOWN: as it can be, and `*by` then tells
 * how. Of length 0 where the line names none. */
struct log_span log_server(const char *line, size_t len, const struct log_head *head,
                           enum log_server_by *by);

#endif
