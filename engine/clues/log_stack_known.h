#ifndef RULEOUT_CLUES_LOG_STACK_KNOWN_H
#define RULEOUT_CLUES_LOG_STACK_KNOWN_H

/*
 * log_stack_known: lines that a language's runtime writes around a trace. False where it is none.
 */
#include "clues/log_stack_line.h"

bool log_stack_known_line(const char *s, size_t len, struct log_stack_line *l); /* by its start */
bool log_stack_known_part(const char *s, size_t len, struct log_stack_line *l); /* by its middle */

#endif
