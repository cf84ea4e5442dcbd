#include "clues/log_stack.h"

#include <stdlib.h>
#include <string.h>

#include "clues/log_json.h"
#include "clues/log_stack_inside.h"

size_t log_stacks_size(void)
{
    return sizeof(struct log_stacks);
}

struct log_stacks *log_stacks_init(void *block, const char *own)
{
    struct log_stacks *s = block;
    s->own = own;
    s->open.language = LOG_LANGUAGE_ANY;
    s->before_len = s->count = 0;
    s->all = s->other = 0;
    return s;
}

/* A head stands before its frames, except Python's. */
static void take_head(struct log_stacks *s, const struct log_stack_line *l, const char *line,
                      size_t len, int64_t ms, uint64_t number)
{
    struct open_stack *o = &s->open;
    bool of_panic =
        o->language && l->kind == LOG_STACK_OPEN && !o->frame_count && o->language == l->language;
    if (!of_panic) {
        log_stack_close(s);
        bool alone = l->kind == LOG_STACK_HEAD;
        if (alone || !s->before_len) {
            s->before_ms = ms;
            s->before_number = number;
        }
        log_stack_open(s, l->language, !alone);
        if (alone) {
            log_stack_keep(o->type, l->type);
            log_stack_keep(o->message, l->message);
        }
    }
    log_stack_add_line(o, line, len);
}

/* Where a goroutine is in a file of Go's own, its frame is no one's own. */
static void take_within(struct log_stacks *s, const char *line, size_t len)
{
    struct open_stack *o = &s->open;
    if (o->language == LOG_LANGUAGE_GO && o->frame_count && !s->own &&
        log_stack_is_library(line, len))
        o->frames[o->frame_count - 1].own = false;
    log_stack_add_line(o, line, len);
}

/* The line behind Python's frames names the exception. */
static void take_python_type(struct open_stack *o, const char *line, size_t len)
{
    const char *stop = line;
    while (stop < line + len && *stop != ':')
        stop++;
    log_stack_keep(o->type, (struct log_span){line, (size_t)(stop - line)});
    const char *message = stop < line + len ? stop + 1 : stop;
    while (message < line + len && *message == ' ')
        message++;
    log_stack_keep(o->message, (struct log_span){message, (size_t)(line + len - message)});
    o->closed = true;
    log_stack_add_line(o, line, len);
}

static void remember(struct log_stacks *s, const char *line, size_t len, int64_t ms,
                     uint64_t number)
{
    s->before_len = len < sizeof s->before ? len : sizeof s->before;
    memcpy(s->before, line, s->before_len);
    s->before_ms = ms;
    s->before_number = number;
}

/* A trace in a chain: the first exception is the cause of the one that is told. */
static bool chained(struct open_stack *o, const struct log_stack_line *l, const char *line,
                    size_t len)
{
    if (!o->closed || (l->kind != LOG_STACK_CHAIN && l->kind != LOG_STACK_WITHIN && len))
        return false;
    if (l->kind == LOG_STACK_CHAIN) {
        if (!o->cause[0])
            memcpy(o->cause, o->type, sizeof o->cause);
        o->frame_count = 0;
        o->closed = false;
    }
    log_stack_add_line(o, line, len);
    return true;
}

static void read_line(struct log_stacks *s, const char *line, size_t len, bool begins, int64_t ms,
                      uint64_t number)
{
    struct open_stack *o = &s->open;
    if (begins && o->language && (o->closed || o->frame_count)) {
        struct log_stack_line peek = log_stack_read(line, len, o->language);
        if (peek.kind != LOG_STACK_FRAME && peek.kind != LOG_STACK_WITHIN &&
            peek.kind != LOG_STACK_CAUSE && !(o->language == LOG_LANGUAGE_PYTHON && !o->closed))
            log_stack_close(s);
    }
    struct log_stack_line l = log_stack_read(line, len, o->language);
    if (o->language && chained(o, &l, line, len))
        return;
    if (o->language && o->closed)
        log_stack_close(s);
    if (l.kind == LOG_STACK_FRAME) {
        if (!o->language)
            log_stack_open(s, l.language, true);
        log_stack_add_frame(s, &l, line, len);
        log_stack_add_line(o, line, len);
    } else if (l.kind == LOG_STACK_HEAD ||
               (l.kind == LOG_STACK_OPEN &&
                !(o->language == l.language && !o->frame_count && o->cause[0]))) {
        take_head(s, &l, line, len, ms, number);
    } else if (l.kind == LOG_STACK_CAUSE && (o->language || s->before_len)) {
        if (!o->language)
            log_stack_open(s, l.language, true);
        log_stack_keep(o->cause, l.type.len ? l.type : l.message);
        o->frame_count = 0;
        log_stack_add_line(o, line, len);
    } else if (o->language && (l.kind == LOG_STACK_WITHIN || l.kind == LOG_STACK_OPEN)) {
        take_within(s, line, len);
    } else if (o->language == LOG_LANGUAGE_PYTHON && o->frame_count && len) {
        take_python_type(o, line, len);
    } else {
        if (o->language && (o->frame_count || begins))
            log_stack_close(s);
        else if (o->language) { /* a head's message goes on; Rust's begins here */
            size_t told = strlen(o->message);
            if (told && o->message[told - 1] == ':' && o->language == LOG_LANGUAGE_RUST)
                log_stack_keep(o->message, (struct log_span){line, len});
            log_stack_add_line(o, line, len);
            return;
        }
        if (len)
            remember(s, line, len, ms, number);
    }
}

/* "\n" and "\t" of a text in JSON as they are meant. */
static size_t unfold(const char *s, size_t len, char *out)
{
    size_t n = 0;
    for (size_t i = 0; i < len && n < JSON_STACK_MAX; i++) {
        char c = s[i];
        if (c == '\\' && i + 1 < len) {
            c = s[++i];
            c = c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? ' ' : c;
        }
        out[n++] = c;
    }
    return n;
}

static bool read_json(struct log_stacks *s, const char *line, size_t len, int64_t ms,
                      uint64_t number)
{
    static const char *const keys[] = {"stack_trace",
                                       "stacktrace",
                                       "stack",
                                       "error.stack",
                                       "err.stack",
                                       "exc_info",
                                       "exception",
                                       "error.stack_trace",
                                       "exception.stacktrace",
                                       "traceback",
                                       "log",
                                       "message",
                                       "msg",
                                       "error",
                                       NULL};
    struct log_field f;
    for (size_t i = 0; keys[i]; i++) {
        if (!log_json_find(line, len, keys[i], &f) || !f.text ||
            !memmem(f.value, f.value_len, "\\n", 2))
            continue;
        size_t n = unfold(f.value, f.value_len, s->unfolded);
        log_stack_close(s);
        s->before_len = 0;
        s->before_ms = ms;
        s->before_number = number;
        for (size_t at = 0; at < n;) {
            const char *stop = memchr(s->unfolded + at, '\n', n - at);
            size_t to = stop ? (size_t)(stop - s->unfolded) : n;
            read_line(s, s->unfolded + at, to - at, false, ms, number);
            at = to + 1;
        }
        log_stack_close(s);
        return true;
    }
    return false;
}

void log_stacks_line(struct log_stacks *s, const char *line, size_t len,
                     const struct log_head *head, int64_t ms, uint64_t number)
{
    if (len && *line == '{' && read_json(s, line, len, ms, number))
        return;
    if (head->timed && head->message.len && *line != '{') {
        const char *from = head->message.at; /* with what indents it */
        while (from > line && (from[-1] == ' ' || from[-1] == '\t'))
            from--;
        from += from > line && from < head->message.at && *from == ' ';
        read_line(s, from, (size_t)(head->message.at + head->message.len - from), true, ms, number);
        return;
    }
    read_line(s, line, len, false, ms, number);
}

static int by_count(const void *a, const void *b, void *stacks)
{
    const struct log_stack *all = stacks;
    const struct log_stack *x = &all[*(const uint16_t *)a], *y = &all[*(const uint16_t *)b];
    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    return x->number < y->number ? -1 : x->number > y->number;
}

void log_stacks_end(struct log_stacks *s)
{
    log_stack_close(s);
    for (size_t i = 0; i < s->count; i++)
        s->order[i] = (uint16_t)i;
    qsort_r(s->order, s->count, sizeof *s->order, by_count, s->stacks);
}

const struct log_stack *log_stacks_at(const struct log_stacks *s, size_t i)
{
    return i < s->count ? &s->stacks[s->order[i]] : NULL;
}

uint64_t log_stacks_all(const struct log_stacks *s)
{
    return s->all;
}

uint64_t log_stacks_other(const struct log_stacks *s)
{
    return s->other;
}
