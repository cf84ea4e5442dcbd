#include <string.h>

#include "clues/log_stack_inside.h"

void log_stack_keep(char *out, struct log_span span)
{
    size_t n = span.len < LOG_STACK_NAME_MAX ? span.len : LOG_STACK_NAME_MAX - 1;
    if (n)
        memcpy(out, span.at, n);
    out[n] = '\0';
}

void log_stack_add_line(struct open_stack *o, const char *line, size_t len)
{
    size_t room = LOG_STACK_EXAMPLE_MAX - o->example_len;
    if (room < 2)
        return;
    if (o->example_len) {
        o->example[o->example_len++] = '\n';
        room--;
    }
    len = len < room ? len : room;
    memcpy(o->example + o->example_len, line, len);
    o->example_len += len;
}

/* FNV-1a over what is no digit: numbers of lambdas, proxies and lines differ from run to run. */
static uint64_t add_hash(uint64_t h, const char *s)
{
    for (; *s; s++)
        if (*s < '0' || *s > '9')
            h = (h ^ (unsigned char)*s) * UINT64_C(0x100000001b3);
    return (h ^ '\n') * UINT64_C(0x100000001b3);
}

/* The innermost frames that say where it came from. */
static size_t top_frames(const struct open_stack *o, const struct frame **top)
{
    size_t n = 0;
    for (int own = 1; own >= 0 && !n; own--) {
        for (size_t i = 0; i < o->frame_count && n < LOG_STACK_TOP; i++) {
            bool last_first = o->language == LOG_LANGUAGE_PYTHON;
            const struct frame *f = &o->frames[last_first ? o->frame_count - 1 - i : i];
            if (f->own || !own)
                top[n++] = f;
        }
    }
    return n;
}

static struct log_stack *find_or_add(struct log_stacks *s, uint64_t hash, bool *added)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->stacks[i].hash == hash)
            return &s->stacks[i];
    *added = true;
    return s->count < LOG_STACK_MAX ? &s->stacks[s->count++] : NULL;
}

void log_stack_close(struct log_stacks *s)
{
    struct open_stack *o = &s->open;
    const struct frame *top[LOG_STACK_TOP];
    bool added = false;
    bool told = o->language != LOG_LANGUAGE_ANY && o->frame_count;
    size_t n = told ? top_frames(o, top) : 0;
    o->language = LOG_LANGUAGE_ANY;
    if (!told)
        return;
    uint64_t hash = add_hash(add_hash(UINT64_C(0xcbf29ce484222325), o->type), o->cause);
    for (size_t i = 0; i < n; i++)
        hash = add_hash(hash, top[i]->name);
    s->all++;
    struct log_stack *k = find_or_add(s, hash, &added);
    if (!k) {
        s->other++;
        return;
    }
    if (added) {
        *k = (struct log_stack){.hash = hash, .number = o->number, .first_ms = o->ms};
        memcpy(k->type, o->type, sizeof k->type);
        memcpy(k->cause, o->cause, sizeof k->cause);
        memcpy(k->message, o->message, sizeof k->message);
        for (k->frame_count = 0; k->frame_count < n; k->frame_count++)
            memcpy(k->frames[k->frame_count], top[k->frame_count]->name, LOG_STACK_NAME_MAX);
        memcpy(k->example, o->example, k->example_len = (uint32_t)o->example_len);
    }
    k->count++;
    k->last_ms = o->ms;
}

void log_stack_open(struct log_stacks *s, enum log_language language, bool with_before)
{
    struct open_stack *o = &s->open;
    struct log_span type = {0}, message = {0};
    o->language = language ? language : LOG_LANGUAGE_OTHER;
    o->closed = false;
    o->frame_count = o->example_len = 0;
    o->type[0] = o->cause[0] = o->message[0] = '\0';
    o->ms = s->before_ms;
    o->number = s->before_number;
    if (!with_before || !s->before_len)
        return;
    log_stack_add_line(o, s->before, s->before_len);
    if (language == LOG_LANGUAGE_PYTHON)
        return;
    if (!log_stack_type(s->before, s->before_len, &type, &message))
        message = (struct log_span){s->before, s->before_len};
    log_stack_keep(o->type, type);
    log_stack_keep(o->message, message);
}

void log_stack_add_frame(struct log_stacks *s, const struct log_stack_line *l, const char *line,
                         size_t len)
{
    struct open_stack *o = &s->open;
    if (l->language == LOG_LANGUAGE_PYTHON)
        o->language = l->language;
    if (o->frame_count == FRAMES_MAX) {
        if (o->language != LOG_LANGUAGE_PYTHON)
            return;
        memmove(o->frames, o->frames + 1, --o->frame_count * sizeof *o->frames);
    }
    struct frame *f = &o->frames[o->frame_count++];
    log_stack_keep(f->name, l->function);
    f->own = s->own ? memmem(line, len, s->own, strlen(s->own)) != NULL
                    : !log_stack_is_library(f->name, strlen(f->name)) &&
                          !log_stack_is_library(line, len);
}
