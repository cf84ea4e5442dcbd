#ifndef RULEOUT_CLUES_LOG_STACK_INSIDE_H
#define RULEOUT_CLUES_LOG_STACK_INSIDE_H

/*
 * log_stack_inside: the trace that is being read, and those that were.
 */
#include "clues/log_stack.h"

#define FRAMES_MAX 48
#define JSON_STACK_MAX 16384

struct frame {
    char name[LOG_STACK_NAME_MAX];
    bool own;
};

/* The trace that is being read. */
struct open_stack {
    enum log_language language; /* ANY: none is open */
    bool closed;                /* Python's type was read; a chain may follow */
    char type[LOG_STACK_NAME_MAX], cause[LOG_STACK_NAME_MAX], message[LOG_STACK_NAME_MAX];
    struct frame frames[FRAMES_MAX];
    size_t frame_count, example_len;
    int64_t ms;
    uint64_t number;
    char example[LOG_STACK_EXAMPLE_MAX];
};

struct log_stacks {
    const char *own;
    struct open_stack open;
    /* The line before, of which a frame behind it makes a head. */
    char before[LOG_STACK_NAME_MAX * 4];
    size_t before_len;
    int64_t before_ms;
    uint64_t before_number;
    uint64_t all, other;
    size_t count;
    uint16_t order[LOG_STACK_MAX];
    char unfolded[JSON_STACK_MAX];
    struct log_stack stacks[LOG_STACK_MAX];
};

void log_stack_keep(char *out, struct log_span span);
void log_stack_add_line(struct open_stack *o, const char *line, size_t len);
void log_stack_close(struct log_stacks *s);
void log_stack_open(struct log_stacks *s, enum log_language language, bool with_before);
void log_stack_add_frame(struct log_stacks *s, const struct log_stack_line *l, const char *line,
                         size_t len);

#endif
