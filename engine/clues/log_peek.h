#ifndef RULEOUT_CLUES_LOG_PEEK_H
#define RULEOUT_CLUES_LOG_PEEK_H

#include <stdbool.h>
#include <stdint.h>

/* log_peek: the first time in the first 64 KiB of a log, packed or not. The descriptor then stands
 * at the file's start. */
bool log_peek(int fd, int64_t now_ms, int64_t *ms);

#endif
