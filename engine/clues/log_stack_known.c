#include "clues/log_stack_known.h"

#include <string.h>

static bool has(const char *s, size_t len, const char *start)
{
    size_t n = strlen(start);
    return len >= n && memcmp(s, start, n) == 0;
}

static struct log_span trimmed(const char *s, const char *end)
{
    while (s < end && (*s == ' ' || *s == '\t'))
        s++;
    return (struct log_span){s, (size_t)(end - s)};
}

static struct log_stack_line only(enum log_stack_kind kind, enum log_language language)
{
    return (struct log_stack_line){.kind = kind, .language = language};
}

static const char *const library_starts[] = {"java.",
                                             "javax.",
                                             "jdk.",
                                             "sun.",
                                             "com.sun.",
                                             "kotlin.",
                                             "kotlinx.",
                                             "scala.",
                                             "akka.",
                                             "org.springframework.",
                                             "org.apache.",
                                             "org.hibernate.",
                                             "org.eclipse.",
                                             "org.junit.",
                                             "io.netty.",
                                             "io.micronaut.",
                                             "io.quarkus.",
                                             "com.fasterxml.",
                                             "com.zaxxer.",
                                             "reactor.",
                                             "jakarta.",
                                             "java.base/",
                                             "System.",
                                             "Microsoft.",
                                             "runtime.",
                                             "testing.",
                                             "net/http.",
                                             "std::",
                                             "core::",
                                             "alloc::",
                                             "tokio::",
                                             "rust_begin_unwind",
                                             "__rust",
                                             "__libc_",
                                             "_start",
                                             "__asan",
                                             "node:",
                                             "internal/",
                                             "process.processTicksAndRejections",
                                             "Module._",
                                             "panic("};
static const char *const library_parts[] = {"node_modules/",
                                            "(node:",
                                            "(internal/",
                                            "site-packages/",
                                            "dist-packages/",
                                            "/usr/lib/",
                                            "/lib/python",
                                            "<frozen",
                                            "/usr/local/go/",
                                            "/go/pkg/mod/",
                                            "/gems/",
                                            "/vendor/",
                                            "/rustc/",
                                            ".cargo/registry",
                                            "at node:",
                                            "{main}",
                                            "[internal function]"};

bool log_stack_is_library(const char *frame, size_t len)
{
    for (size_t i = 0; i < sizeof library_starts / sizeof *library_starts; i++)
        if (has(frame, len, library_starts[i]))
            return true;
    for (size_t i = 0; i < sizeof library_parts / sizeof *library_parts; i++)
        if (memmem(frame, len, library_parts[i], strlen(library_parts[i])))
            return true;
    return false;
}

struct known_start {
    const char *start;
    enum log_stack_kind kind;
    enum log_language language;
    const char *type; /* NULL: it stands in the line */
};

static const struct known_start known[] = {
    {"Traceback (most recent call last)", LOG_STACK_OPEN, LOG_LANGUAGE_PYTHON, NULL},
    {"During handling of the above", LOG_STACK_CHAIN, LOG_LANGUAGE_PYTHON, NULL},
    {"The above exception was the", LOG_STACK_CHAIN, LOG_LANGUAGE_PYTHON, NULL},
    {"Caused by: ", LOG_STACK_CAUSE, LOG_LANGUAGE_OTHER, NULL},
    {"---> ", LOG_STACK_CAUSE, LOG_LANGUAGE_OTHER, NULL},
    {"Suppressed: ", LOG_STACK_WITHIN, LOG_LANGUAGE_OTHER, NULL},
    {"--- End of ", LOG_STACK_WITHIN, LOG_LANGUAGE_OTHER, NULL},
    {"Stack trace:", LOG_STACK_WITHIN, LOG_LANGUAGE_OTHER, NULL},
    {"PHP Stack trace:", LOG_STACK_WITHIN, LOG_LANGUAGE_OTHER, NULL},
    {"thrown in ", LOG_STACK_WITHIN, LOG_LANGUAGE_OTHER, NULL},
    {"goroutine ", LOG_STACK_OPEN, LOG_LANGUAGE_GO, NULL},
    {"[signal ", LOG_STACK_WITHIN, LOG_LANGUAGE_GO, NULL},
    {"panic: ", LOG_STACK_HEAD, LOG_LANGUAGE_GO, "panic"},
    {"fatal error: ", LOG_STACK_HEAD, LOG_LANGUAGE_GO, "fatal error"},
    {"stack backtrace:", LOG_STACK_OPEN, LOG_LANGUAGE_RUST, NULL},
    {"Exception in thread ", LOG_STACK_HEAD, LOG_LANGUAGE_OTHER, NULL},
    {"Unhandled exception", LOG_STACK_HEAD, LOG_LANGUAGE_OTHER, NULL},
    {"Unhandled Exception", LOG_STACK_HEAD, LOG_LANGUAGE_OTHER, NULL},
    {"PHP Fatal error:", LOG_STACK_HEAD, LOG_LANGUAGE_OTHER, NULL},
    {"Uncaught ", LOG_STACK_HEAD, LOG_LANGUAGE_OTHER, NULL},
};

bool log_stack_known_line(const char *s, size_t len, struct log_stack_line *l)
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        const struct known_start *k = &known[i];
        size_t n = strlen(k->start);
        if (!has(s, len, k->start))
            continue;
        *l = only(k->kind, k->language);
        l->message = trimmed(s + n, s + len);
        if (k->type)
            l->type = (struct log_span){k->type, strlen(k->type)};
        else if (k->kind == LOG_STACK_HEAD || k->kind == LOG_STACK_CAUSE)
            log_stack_type(s + n, len - n, &l->type, &l->message);
        return true;
    }
    return false;
}

/* Rust's panic, C++'s terminate, a signal, a sanitizer: what is thrown stands in the middle. */
bool log_stack_known_part(const char *s, size_t len, struct log_stack_line *l)
{
    static const char *const parts[] = {"' panicked at ", "throwing an instance of '",
                                        "Program received signal ", "Sanitizer: "};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const char *at = memmem(s, len, parts[i], strlen(parts[i]));
        if (!at)
            continue;
        at += strlen(parts[i]);
        *l = only(LOG_STACK_HEAD, i ? LOG_LANGUAGE_OTHER : LOG_LANGUAGE_RUST);
        l->message = trimmed(at, s + len);
        const char *stop = at;
        while (stop < s + len && !memchr("',. ", *stop, 4))
            stop++;
        l->type = i ? (struct log_span){at, (size_t)(stop - at)} : (struct log_span){"panic", 5};
        return true;
    }
    return false;
}
