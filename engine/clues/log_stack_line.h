#ifndef RULEOUT_CLUES_LOG_STACK_LINE_H
#define RULEOUT_CLUES_LOG_STACK_LINE_H

/*
 * log_stack_line: what one line is in a stack trace of Java, Kotlin, Python, Go, JavaScript, Ruby,
 * PHP, .NET, Rust, gdb or a sanitizer.
 */
#include "clues/log_head.h"

enum log_stack_kind {
    LOG_STACK_NONE,
    LOG_STACK_FRAME,
    LOG_STACK_OPEN,   /* "Traceback", "goroutine 1 [running]:", "stack backtrace:" */
    LOG_STACK_HEAD,   /* surely one: "panic: ", "Exception in thread" */
    LOG_STACK_CAUSE,  /* "Caused by: " */
    LOG_STACK_WITHIN, /* says nothing more: "... 12 more", a line of code */
    LOG_STACK_CHAIN   /* Python: the next trace belongs to the one before */
};

enum log_language {
    LOG_LANGUAGE_ANY, /* told by nothing */
    LOG_LANGUAGE_PYTHON,
    LOG_LANGUAGE_GO,
    LOG_LANGUAGE_RUST,
    LOG_LANGUAGE_OTHER
};

struct log_stack_line {
    enum log_stack_kind kind;
    enum log_language language;
    struct log_span function;      /* of a frame */
    struct log_span type, message; /* of a head or a cause */
};

/* `open`: the language of the trace that the line may go on; ANY: none is open. */
struct log_stack_line log_stack_read(const char *s, size_t len, enum log_language open);

/* The exception's type in a message, as java.io.IOException or TypeError, and what is behind it.
 * False where there is none. */
bool log_stack_type(const char *s, size_t len, struct log_span *type, struct log_span *message);

/* Is the frame somebody else's: a language's library, a framework, a package? */
bool log_stack_is_library(const char *frame, size_t len);

#endif
