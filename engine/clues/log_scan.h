#ifndef RULEOUT_CLUES_LOG_SCAN_H
#define RULEOUT_CLUES_LOG_SCAN_H

/*
 * log_scan: the lines of a file, one after another, in memory that does not grow with the file.
 * What gzip or zstd packed is read as what was packed; several files may be read as one, of which
 * each begins a line.
 *
 * A line longer than LOG_LINE_MAX is cut there, and its rest passed over. With `since_ms` or
 * `until_ms`, lines that were written at another time are passed over too; a line without a time
 * belongs to the one before it, as a stack trace does, and lines before the first time to none. In
 * a large file such a window is looked for by log_bisect.h, which says how far out of order lines
 * may be.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/regex.h"
#include "clues/log_clock.h"

#define LOG_LINE_MAX (64u << 10)
#define LOG_NO_TIME INT64_MIN

/* A line counts as matched where it holds `text` and `regex` finds something; NULL: does not ask.
 */
struct log_filter {
    const char *text;
    size_t text_len;
    const struct regex *regex;
    int64_t since_ms, until_ms; /* INT64_MIN and INT64_MAX: whenever */
    int64_t now_ms;             /* for logs whose times have no year */
    bool timed;                 /* lines get their time also where no window asks for it */
};

struct log_line {
    const char *at; /* until the next call */
    size_t len;
    uint64_t nth; /* of those that were read, from 1: see log_scan_number() */
    int64_t
        ms; /* when it, or the one before it, was written; LOG_NO_TIME where that is not known */
    bool matched;
    struct regex_span spans[REGEX_GROUPS];
};

/* Where the next of several files is opened: a descriptor, which the scan then owns; -1 behind the
 * last, and where it cannot be. */
struct log_parts {
    int (*next)(void *self);
    void *self;
};

struct log_unpack;

struct log_scan {
    char *buffer;
    size_t from, to; /* what is in the buffer and was not told yet */
    int fd;
    const char *error; /* why reading failed; NULL: it did not */
    struct log_unpack *unpack;
    struct log_parts parts;
    bool ended, in_window, in_long;
    bool gave_up; /* the pattern took too long on some line, which counts as not matched */
    bool timed;   /* some line had a time */
    int64_t ms;   /* of the last line that had one */
    uint64_t lines;
    uint64_t before_part; /* lines of the files before this one */
    int64_t passed;       /* bytes of it before the first that was read */
    int64_t passed_lines; /* in those; -1: not counted */
    bool ordered;         /* lines are so much in order that the window has an end */
    unsigned past_end;    /* lines in a row that are well behind it */
    struct log_clock clock;
    struct log_filter filter;
};

void log_scan_init(struct log_scan *s); /* so that release can be called */
/* Starts at the descriptor's place, and owns it. An earlier scan is released. */
void log_scan_start(struct log_scan *s, int fd, const struct log_filter *filter);
/* More files are behind it. Called before anything is told. */
void log_scan_add_parts(struct log_scan *s, const struct log_parts *parts);
/* False at the end, and where reading failed. */
bool log_scan_next(struct log_scan *s, struct log_line *line);
/* The parts of it for log_count.h: whether no time matters and nothing was told yet; what has been
 * read and not been told, false at a file's end; the next file; whether that line matches, without
 * its line end. */
bool log_scan_is_whole(const struct log_scan *s);
bool log_scan_piece(struct log_scan *s, const char **at, size_t *len);
bool log_scan_next_part(struct log_scan *s);
bool log_scan_matches(struct log_scan *s, const char *at, size_t len);
/* Where in its file the line stands, from 1. What was passed over unread is counted at the first
 * call. */
uint64_t log_scan_number(struct log_scan *s, const struct log_line *line);
void log_scan_release(struct log_scan *s);

#endif
