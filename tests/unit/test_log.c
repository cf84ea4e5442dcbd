#include "suite.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"
#include "base/time.h"
#include "clues/log_scan.h"
#include "clues/log_time.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static int64_t at(const char *rfc3339)
{
    int64_t ms = -1;
    CHECK(time_parse_rfc3339(rfc3339, &ms));
    return ms;
}

static void reads_times(void)
{
    static const struct {
        const char *line, *want; /* NULL: none */
    } rows[] = {
        {"9.9.9.9 - - [14/Sep/2026:10:02:00 +0000] \"GET /\"", "2026-09-14T10:02:00Z"},
        {"::1 - ann [14/Sep/2026:10:02:00 -0530] x", "2026-09-14T15:32:00Z"},
        {"2026-09-14T10:02:00.123Z error", "2026-09-14T10:02:00.123Z"},
        {"2026-09-14 10:02:00,123 error", "2026-09-14T08:02:00.123Z"},
        {"2026-09-14T10:02:00+02:00 x", "2026-09-14T08:02:00Z"},
        {"2026-09-14T10:02:00.1234567 +0200 x", "2026-09-14T08:02:00.123Z"},
        {"2026-01-14 10:02:00 x", "2026-01-14T09:02:00Z"},
        {"2026/09/14 10:02:00 [error] 7#7: x", "2026-09-14T08:02:00Z"},
        {"[2026-09-14 10:02:00] x", "2026-09-14T08:02:00Z"},
        {"{\"time\": \"2026-09-14T10:02:00Z\"}", "2026-09-14T10:02:00Z"},
        {"Sep 14 10:02:00 host app[7]: x", "2026-09-14T08:02:00Z"},
        {"Sep  4 10:02:00 host x", "2026-09-04T08:02:00Z"},
        {"Dec 31 23:00:00 host x", "2025-12-31T22:00:00Z"},
        {"2026-13-14 10:02:00 x", NULL},
        {"2026-09-14 24:02:00 x", NULL},
        {"12026-09-14 10:02:00 x", NULL},
        {"Sep 14 10:02 x", NULL},
        {"no time", NULL},
        {"", NULL},
        {"2026-09-1", NULL},
        {"[14/Sep/2026:10:02", NULL},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        int64_t ms = -7, now = at("2026-09-20T00:00:00Z");
        bool found = log_time(rows[i].line, strlen(rows[i].line), now, &ms);
        suite_check_int(found, rows[i].want != NULL, rows[i].line, __FILE__, __LINE__);
        suite_check_int(ms, rows[i].want ? at(rows[i].want) : -7, rows[i].line, __FILE__, __LINE__);
    }
}

static int file_of(const char *bytes, size_t len)
{
    int fd = memfd_create("log", MFD_CLOEXEC);
    for (size_t done = 0; done < len;) {
        ssize_t n = write(fd, bytes + done, len - done);
        if (n <= 0)
            abort();
        done += (size_t)n;
    }
    lseek(fd, 0, SEEK_SET);
    return fd;
}

static void tells_lines_of_every_length(void)
{
    static const size_t lengths[] = {
        0, 1, 3, LOG_LINE_MAX - 1, LOG_LINE_MAX, LOG_LINE_MAX + 1, 5 * LOG_LINE_MAX, 2, 0};
    struct text t = {0};
    struct log_scan s;
    struct log_line line;
    struct log_filter all = {.since_ms = INT64_MIN, .until_ms = INT64_MAX};
    for (size_t i = 0; i < COUNT(lengths); i++) {
        text_add_repeat(&t, 'x', lengths[i]);
        text_add_char(&t, '\n');
    }
    text_add(&t, "last\r");
    log_scan_init(&s);
    log_scan_start(&s, file_of(t.at, t.len), &all);
    for (size_t i = 0; i < COUNT(lengths); i++) {
        CHECK(log_scan_next(&s, &line));
        CHECK_INT(line.nth, i + 1);
        CHECK_INT(line.len, lengths[i] < LOG_LINE_MAX ? lengths[i] : LOG_LINE_MAX);
        CHECK(line.matched);
    }
    CHECK(log_scan_next(&s, &line));
    CHECK_INT(line.len, 4);
    CHECK(!log_scan_next(&s, &line));
    CHECK(!log_scan_next(&s, &line));
    log_scan_start(&s, file_of("", 0), &all); /* a scan may be left for another */
    CHECK(!log_scan_next(&s, &line));
    log_scan_release(&s);
    text_release(&t);
}

static void keeps_to_its_window(void)
{
    static const char log[] = "before any time x\n"
                              "2026-09-14T10:00:00Z x\n"
                              "  of it\n"
                              "2026-09-14T10:05:00Z x\n"
                              "  of that x\n"
                              "2026-09-14T10:10:00Z x\n";
    struct log_filter f = {.text = "x",
                           .text_len = 1,
                           .since_ms = at("2026-09-14T10:00:00Z"),
                           .until_ms = at("2026-09-14T10:06:00Z")};
    struct log_scan s;
    struct log_line line;
    struct text numbers = {0};
    log_scan_init(&s);
    log_scan_start(&s, file_of(log, sizeof log - 1), &f);
    while (log_scan_next(&s, &line))
        text_format(&numbers, "%d%s ", (int)line.nth, line.matched ? "!" : "");
    CHECK_TEXT(text_get(&numbers), "2! 3 4! 5! ");
    CHECK(s.timed && !s.gave_up && !s.error);
    log_scan_release(&s);
    text_release(&numbers);
}

static void tells_that_reading_failed(void)
{
    struct log_filter all = {.since_ms = INT64_MIN, .until_ms = INT64_MAX};
    struct log_scan s;
    struct log_line line;
    int ends[2];
    CHECK(pipe(ends) == 0);
    close(ends[0]);
    log_scan_init(&s);
    log_scan_start(&s, ends[1], &all); /* its end for writing */
    CHECK(!log_scan_next(&s, &line));
    CHECK(s.error != NULL);
    log_scan_release(&s);
}

int main(void)
{
    setenv("TZ", "Europe/Berlin", 1);
    tzset();
    CU_TestInfo tests[] = {
        {"reads times", reads_times},
        {"tells lines of every length", tells_lines_of_every_length},
        {"keeps to its window", keeps_to_its_window},
        {"tells that reading failed", tells_that_reading_failed},
        CU_TEST_INFO_NULL,
    };
    return suite_run("log", tests);
}
