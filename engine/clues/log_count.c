#include "clues/log_count.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "clues/log_needle.h"
#include "clues/log_window.h"

struct counter {
    struct log_scan *scan;
    struct log_needle needle; /* what a line that matches holds; empty: not known */
    struct log_counts counts;
    char *begun; /* of a line whose end has not come yet: LOG_LINE_MAX bytes */
    size_t begun_len;
    bool open; /* there is such a line */
};

static const char *line_end(const char *at, const char *end)
{
    const char *newline = memchr(at, '\n', (size_t)(end - at));
    return newline ? newline : end;
}

static void judge(struct counter *c, const char *at, size_t len)
{
    c->counts.matched += log_scan_matches(c->scan, at, len);
}

/* Whole lines. */
static void judge_each(struct counter *c, const char *at, const char *end)
{
    for (const char *next; at < end; at = next + 1) {
        next = line_end(at, end);
        judge(c, at, (size_t)(next - at));
    }
}

/* Whole lines. Returns how many there are. */
static size_t judge_those_that_may(struct counter *c, const char *at, const char *end)
{
    size_t lines = 0;
    while (at < end) {
        const char *hit = log_needle_find(&c->needle, at, (size_t)(end - at), &lines);
        if (!hit)
            break;
        const char *before = memrchr(at, '\n', (size_t)(hit - at));
        const char *from = before ? before + 1 : at, *stop = line_end(hit, end);
        judge(c, from, (size_t)(stop - from));
        lines++;
        at = stop + 1;
    }
    return lines;
}

/* Whole lines. */
static void count_lines(struct counter *c, const char *at, const char *end)
{
    const struct log_filter *f = &c->scan->filter;
    if (c->needle.len) {
        c->counts.lines += judge_those_that_may(c, at, end);
        return;
    }
    size_t lines = log_newlines(at, (size_t)(end - at));
    c->counts.lines += lines;
    if (f->text || f->regex)
        judge_each(c, at, end);
    else
        c->counts.matched += lines;
}

static void begin_line(struct counter *c, const char *at, size_t len)
{
    size_t room = LOG_LINE_MAX - c->begun_len;
    memcpy(c->begun + c->begun_len, at, len < room ? len : room);
    c->begun_len += len < room ? len : room;
    c->open = c->open || len;
}

static void end_line(struct counter *c)
{
    if (c->open) {
        c->counts.lines++;
        judge(c, c->begun, c->begun_len);
    }
    c->open = false;
    c->begun_len = 0;
}

static void feed(struct counter *c, const char *at, size_t len)
{
    const char *end = at + len;
    if (c->open && len) {
        const char *newline = memchr(at, '\n', len);
        begin_line(c, at, (size_t)((newline ? newline : end) - at));
        if (!newline)
            return;
        end_line(c);
        at = newline + 1;
    }
    const char *last = memrchr(at, '\n', (size_t)(end - at));
    const char *rest = last ? last + 1 : at;
    count_lines(c, at, rest);
    begin_line(c, rest, (size_t)(end - rest));
}

/* Through a mapping, as far as that goes; the descriptor then stands where it ended. */
static void feed_mapped(struct counter *c)
{
    struct log_window w;
    int fd = c->scan->fd;
    if (c->scan->unpack || c->scan->from < c->scan->to || !log_window_begin(&w, fd))
        return;
    off_t at = lseek(fd, 0, SEEK_CUR), end = lseek(fd, 0, SEEK_END);
    char *begun = mem_alloc(LOG_LINE_MAX);
    while (at < end) {
        struct counter before = *c;
        memcpy(begun, c->begun, c->begun_len);
        size_t len;
        const char *s = log_window_move(&w, at, end, &len);
        if (s)
            feed(c, s, len);
        if (!s || log_window_torn(&w)) {
            memcpy(before.begun, begun, before.begun_len);
            *c = before;
            break;
        }
        at += (off_t)len;
    }
    lseek(fd, at, SEEK_SET);
    log_window_end(&w);
    free(begun);
}

static void choose_needle(struct counter *c)
{
    const struct log_filter *f = &c->scan->filter;
    const char *needed = NULL;
    size_t len = f->regex ? regex_needed(f->regex, &needed) : 0;
    if (f->text && f->text_len >= len)
        c->needle = (struct log_needle){.at = f->text, .len = f->text_len};
    else
        c->needle = (struct log_needle){.at = needed, .len = len};
}

static struct log_counts count_one_by_one(struct log_scan *s)
{
    struct log_counts counts = {0};
    struct log_line line;
    while (log_scan_next(s, &line)) {
        counts.lines++;
        counts.matched += line.matched;
    }
    return counts;
}

struct log_counts log_count_lines(struct log_scan *s)
{
    struct counter c = {.scan = s};
    const char *at;
    size_t len;
    if (!log_scan_is_whole(s))
        return count_one_by_one(s);
    choose_needle(&c);
    c.begun = mem_alloc(LOG_LINE_MAX);
    do {
        feed_mapped(&c);
        while (log_scan_piece(s, &at, &len))
            feed(&c, at, len);
        end_line(&c);
    } while (log_scan_next_part(s));
    free(c.begun);
    s->lines += c.counts.lines;
    return c.counts;
}
