#ifndef RULEOUT_CLUES_LOG_HEAD_FIELDS_H
#define RULEOUT_CLUES_LOG_HEAD_FIELDS_H

/*
 * log_head_fields: the head and message of lines whose parts have names, and of requests. False
 * where the line is none such.
 */
#include "clues/log_head.h"

bool log_head_json(const char *line, size_t len, struct log_head *h);
bool log_head_logfmt(const char *line, size_t len, struct log_head *h);
/* `]` or a zone's end is behind the stamp, and then a request in quotes. */
bool log_head_request(const char *line, size_t len, struct log_head *h);

enum log_level log_level_of_priority(int priority); /* syslog's: 0 to 7 */

/* The value of `key` in a key=value line, without its quotes. */
bool log_head_value(const char *line, size_t len, const char *key, struct log_span *value);

#endif
