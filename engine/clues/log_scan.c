#include "clues/log_scan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "clues/log_bisect.h"
#include "clues/log_needle.h"
#include "clues/log_unpack.h"

#define BUFFER (4 * LOG_LINE_MAX)
#define PAST_END 16 /* lines; one may have a wrong time */

_Static_assert(BUFFER >= LOG_BISECT_ROOM, "it searches there");

void log_scan_init(struct log_scan *s)
{
    *s = (struct log_scan){.fd = -1, .ms = LOG_NO_TIME};
}

static void close_part(struct log_scan *s)
{
    log_unpack_free(s->unpack);
    s->unpack = NULL;
    if (s->fd >= 0)
        close(s->fd);
    s->fd = -1;
}

void log_scan_release(struct log_scan *s)
{
    close_part(s);
    free(s->buffer);
    log_scan_init(s);
}

static bool is_window(const struct log_filter *f)
{
    return f->since_ms != INT64_MIN || f->until_ms != INT64_MAX;
}

static void find_window(struct log_scan *s)
{
    off_t start;
    s->ordered = log_bisect(s->fd, s->buffer, &s->filter, &start);
    if (s->ordered)
        s->passed = lseek(s->fd, start, SEEK_SET);
    s->passed_lines = s->passed ? -1 : 0;
}

static void open_part(struct log_scan *s, int fd)
{
    s->fd = fd;
    s->ended = s->in_long = s->ordered = false;
    s->past_end = 0;
    s->before_part = s->lines;
    s->passed = s->passed_lines = 0;
    s->unpack = log_unpack_new(fd);
    if (is_window(&s->filter) && !s->unpack)
        find_window(s);
}

void log_scan_start(struct log_scan *s, int fd, const struct log_filter *filter)
{
    log_scan_release(s);
    s->filter = *filter;
    s->buffer = mem_alloc(BUFFER);
    s->in_window = !is_window(filter);
    open_part(s, fd);
}

void log_scan_add_parts(struct log_scan *s, const struct log_parts *parts)
{
    s->parts = *parts;
}

bool log_scan_next_part(struct log_scan *s)
{
    int fd = s->parts.next && !s->error ? s->parts.next(s->parts.self) : -1;
    if (fd < 0)
        return false;
    close_part(s);
    s->from = s->to = 0;
    open_part(s, fd);
    return true;
}

static void fill(struct log_scan *s)
{
    memmove(s->buffer, s->buffer + s->from, s->to - s->from);
    s->to -= s->from;
    s->from = 0;
    ssize_t got;
    do
        got = s->unpack ? log_unpack_read(s->unpack, s->buffer + s->to, BUFFER - s->to)
                        : read(s->fd, s->buffer + s->to, BUFFER - s->to);
    while (got < 0 && !s->unpack && errno == EINTR);
    if (got < 0)
        s->error = s->unpack ? log_unpack_why(s->unpack) : strerror(errno);
    if (got <= 0)
        s->ended = true;
    else
        s->to += (size_t)got;
}

/* The next piece that ends with a line end, or is as long as a line may be, or the file's last. */
static bool next_piece(struct log_scan *s, const char **at, size_t *len, bool *whole)
{
    for (;;) {
        size_t have = s->to - s->from, most = have < LOG_LINE_MAX ? have : LOG_LINE_MAX;
        char *start = s->buffer + s->from, *end = most ? memchr(start, '\n', most) : NULL;
        if (!end && most < LOG_LINE_MAX && !s->ended) {
            fill(s);
            continue;
        }
        if (!have)
            return false;
        *at = start;
        *whole = end != NULL;
        *len = end ? (size_t)(end - start) : most;
        s->from += *len + (end != NULL);
        return true;
    }
}

static bool next_piece_of_all(struct log_scan *s, const char **at, size_t *len, bool *whole)
{
    do
        if (s->past_end < PAST_END && next_piece(s, at, len, whole))
            return true;
    while (log_scan_next_part(s));
    return false;
}

static bool written_in_window(struct log_scan *s, const char *at, size_t len)
{
    const struct log_filter *f = &s->filter;
    if ((is_window(f) || f->timed) && log_clock_time(&s->clock, at, len, f->now_ms, &s->ms)) {
        s->timed = true;
        s->past_end = s->ordered && s->ms - LOG_LATE_MS > f->until_ms ? s->past_end + 1 : 0;
        s->in_window = s->ms >= f->since_ms && s->ms <= f->until_ms;
    }
    return s->in_window;
}

static bool matches(struct log_scan *s, struct log_line *line)
{
    const struct log_filter *f = &s->filter;
    if (f->text && !memmem(line->at, line->len, f->text, f->text_len))
        return false;
    if (!f->regex)
        return true;
    enum regex_found found = regex_find(f->regex, line->at, line->len, line->spans);
    s->gave_up = s->gave_up || found == REGEX_GAVE_UP;
    return found == REGEX_YES;
}

bool log_scan_is_whole(const struct log_scan *s)
{
    return !is_window(&s->filter) && !s->filter.timed && !s->lines && !s->in_long;
}

bool log_scan_piece(struct log_scan *s, const char **at, size_t *len)
{
    if (s->from == s->to && !s->ended)
        fill(s);
    *at = s->buffer + s->from;
    *len = s->to - s->from;
    s->from = s->to;
    return *len;
}

/* As the line is told: up to where a line is cut, without a '\r' at its end. */
static size_t told_len(const char *at, size_t len)
{
    len = len < LOG_LINE_MAX ? len : LOG_LINE_MAX;
    return len - (len && at[len - 1] == '\r');
}

bool log_scan_matches(struct log_scan *s, const char *at, size_t len)
{
    struct log_line line = {.at = at, .len = told_len(at, len)};
    return matches(s, &line);
}

bool log_scan_next(struct log_scan *s, struct log_line *line)
{
    bool whole;
    while (next_piece_of_all(s, &line->at, &line->len, &whole)) {
        bool rest_of_long = s->in_long;
        s->in_long = !whole;
        if (rest_of_long)
            continue;
        line->nth = ++s->lines;
        line->len = told_len(line->at, line->len);
        if (!written_in_window(s, line->at, line->len))
            continue;
        line->ms = s->ms;
        line->matched = matches(s, line);
        return true;
    }
    return false;
}

static int64_t count_passed(const struct log_scan *s)
{
    int64_t lines = 0;
    char *piece = mem_alloc(BUFFER);
    ssize_t got = 1;
    for (int64_t at = 0; at < s->passed && got > 0; at += got) {
        int64_t left = s->passed - at;
        got = pread(s->fd, piece, left < BUFFER ? (size_t)left : BUFFER, at);
        lines += got > 0 ? (int64_t)log_newlines(piece, (size_t)got) : 0;
    }
    free(piece);
    return lines;
}

uint64_t log_scan_number(struct log_scan *s, const struct log_line *line)
{
    if (s->passed_lines < 0)
        s->passed_lines = count_passed(s);
    return (uint64_t)s->passed_lines + line->nth - s->before_part;
}
