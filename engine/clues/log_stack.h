#ifndef RULEOUT_CLUES_LOG_STACK_H
#define RULEOUT_CLUES_LOG_STACK_H

/*
 * log_stack: the stack traces of a log, like ones counted as one.
 *
 * Two are alike where the exception has the same type, its innermost cause too, and the
 * LOG_STACK_TOP innermost frames that are the program's own are the same, whatever the numbers in
 * them; where none is its own, the innermost of any. Everything lies in one block of the caller's.
 */
#include "clues/log_stack_line.h"

#define LOG_STACK_TOP 3
#define LOG_STACK_MAX 400 /* different ones; others are only counted */
#define LOG_STACK_NAME_MAX 200
#define LOG_STACK_EXAMPLE_MAX 3000

struct log_stack {
    uint64_t hash, count, number;
    int64_t first_ms, last_ms;
    uint32_t frame_count, example_len;
    char type[LOG_STACK_NAME_MAX], cause[LOG_STACK_NAME_MAX], message[LOG_STACK_NAME_MAX];
    char frames[LOG_STACK_TOP][LOG_STACK_NAME_MAX];
    char example[LOG_STACK_EXAMPLE_MAX];
};

struct log_stacks;

size_t log_stacks_size(void);
/* `own`: what the program's own frames hold; NULL: all but libraries. Stays the caller's. */
struct log_stacks *log_stacks_init(void *block, const char *own);
/* The next line; `ms` and `number` are its entry's and its own. */
void log_stacks_line(struct log_stacks *s, const char *line, size_t len,
                     const struct log_head *head, int64_t ms, uint64_t number);
void log_stacks_end(struct log_stacks *s);
/* The most frequent first; `i` from 0, NULL behind the last. After log_stacks_end(). */
const struct log_stack *log_stacks_at(const struct log_stacks *s, size_t i);
uint64_t log_stacks_all(const struct log_stacks *s); /* traces that were seen */
uint64_t log_stacks_other(const struct log_stacks *s);

#endif
