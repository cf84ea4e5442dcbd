#include "suite.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"
#include "clues/log_bisect.h"
#include "clues/log_count.h"
#include "clues/log_time.h"

#define BEGAN INT64_C(1789380000) /* s */
#ifdef RULEOUT_VALGRIND           /* under which each byte costs fifty times as much */
#define WINDOWS 1
#define LOGS_APART 3
#else
#define WINDOWS 12
#define LOGS_APART 1
#endif
#define NOW INT64_C(1789980000000)

static uint64_t state = 11;

static int64_t some(int64_t below)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (int64_t)(state >> 33) % below;
}

static int file_of(const struct text *t)
{
    int fd = memfd_create("log", MFD_CLOEXEC);
    if (fd < 0 || write(fd, t->at, t->len) != (ssize_t)t->len)
        abort();
    lseek(fd, 0, SEEK_SET);
    return fd;
}

/* Every line's time read, and no place left out. */
static struct log_counts plainly(const struct text *t, const struct log_filter *f)
{
    struct log_counts c = {0};
    bool in = false;
    for (const char *at = t->at, *end = t->at + t->len; at < end;) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        int64_t ms;
        if (log_time(at, (size_t)(stop - at), f->now_ms, &ms))
            in = ms >= f->since_ms && ms <= f->until_ms;
        c.lines += in;
        c.matched += in && memmem(at, (size_t)(stop - at), f->text, f->text_len);
        at = stop + 1;
    }
    return c;
}

enum form { WEB, ISO, SYSLOG };

static void add_line(struct text *t, enum form form, int64_t at)
{
    char stamp[64];
    time_t seconds = (time_t)at;
    struct tm tm;
    gmtime_r(&seconds, &tm);
    if (form == WEB)
        strftime(stamp, sizeof stamp, "%d/%b/%Y:%H:%M:%S +0000", &tm);
    else if (form == ISO)
        strftime(stamp, sizeof stamp, "%Y-%m-%dT%H:%M:%SZ", &tm);
    else
        strftime(stamp, sizeof stamp, "%b %e %H:%M:%S", &tm);
    if (form == WEB)
        text_format(t, "10.1.%d.%d - - [%s] \"GET /%d\" %d\n", (int)some(256), (int)some(256),
                    stamp, (int)some(1000), some(9) ? 200 : 503);
    else
        text_format(t, "%s host app[%d]: %s\n", stamp, (int)some(999), some(9) ? "fine" : "503");
    for (int64_t n = some(30) ? 0 : some(400); n > 0; n--)
        text_add(t, "  at a line of a stack trace\n");
}

struct made {
    int64_t span, late, early; /* s */
    int64_t back_at, back_by;  /* the clock is set back there */
    enum form form;
};

static void make(struct text *t, const struct made *m)
{
    text_clear(t);
    for (int64_t at = 0; at < m->span; at += some(3)) {
        int64_t off = some(4) ? 0 : some(m->late + m->early + 1) - m->late;
        add_line(t, m->form, BEGAN + at + off - (at >= m->back_at ? m->back_by : 0));
    }
}

static void compare(const struct text *t, int64_t since_ms, int64_t until_ms, const char *what)
{
    struct log_filter f = {
        .text = "503", .text_len = 3, .since_ms = since_ms, .until_ms = until_ms, .now_ms = NOW};
    struct log_counts want = plainly(t, &f), got;
    struct log_scan s;
    log_scan_init(&s);
    log_scan_start(&s, file_of(t), &f);
    got = log_count_lines(&s);
    suite_check_int(got.lines, want.lines, what, __FILE__, __LINE__);
    suite_check_int(got.matched, want.matched, what, __FILE__, __LINE__);
    log_scan_release(&s);
}

static void compare_windows(const struct text *t, int64_t span, const char *what)
{
    for (int i = 0; i < WINDOWS; i++) {
        int64_t since = (BEGAN - 600 + some(span + 1200)) * 1000;
        compare(t, since, since + some(7) * 300000, what);
    }
    compare(t, INT64_MIN, (BEGAN + span / 2) * 1000, what);
    compare(t, (BEGAN + span / 2) * 1000, INT64_MAX, what);
    compare(t, INT64_MIN, INT64_MAX - 1, what);
}

static void tells_what_reading_it_all_tells(void)
{
    static const struct made all[] = {
        {40000, 0, 0, INT64_MAX, 0, WEB},       {40000, 0, 0, INT64_MAX, 0, ISO},
        {40000, 120, 0, INT64_MAX, 0, WEB},     {40000, 60, 60, INT64_MAX, 0, SYSLOG},
        {40000, 100, 20, 20000, 86400, ISO},    {40000, 0, 0, 30000, 9000, WEB},
        {40000, 120, 60, INT64_MAX, 0, SYSLOG},
    };
    struct text t = {0};
    for (size_t i = 0; i < sizeof all / sizeof *all; i += LOGS_APART) {
        char what[32];
        snprintf(what, sizeof what, "log %zu", i);
        make(&t, &all[i]);
        CHECK(t.len > 1u << 20);
        compare_windows(&t, all[i].span, what);
    }
    text_release(&t);
}

static void skips_what_is_before(void)
{
    struct text t = {0};
    struct log_filter f = {
        .since_ms = (BEGAN + 30000) * 1000, .until_ms = (BEGAN + 30600) * 1000, .now_ms = NOW};
    struct log_scan s;
    struct log_line line;
    uint64_t before = 0;
    make(&t, &(struct made){40000, 30, 10, INT64_MAX, 0, WEB});
    log_scan_init(&s);
    log_scan_start(&s, file_of(&t), &f);
    CHECK(s.ordered && s.passed > (int64_t)t.len / 2);
    CHECK(log_scan_next(&s, &line));
    CHECK(line.nth < 4000);
    char told[80];
    snprintf(told, sizeof told, "%.*s", (int)(line.len < 79 ? line.len : 79), line.at);
    const char *at = strstr(t.at, told);
    for (const char *c = t.at; c < at; c++)
        before += *c == '\n';
    CHECK_INT(log_scan_number(&s, &line), before + 1);
    while (log_scan_next(&s, &line))
        ;
    CHECK(s.lines < 12000);
    log_scan_release(&s);
    text_release(&t);
}

/* Small reads, and few of them. */
static void reads_it_all_where_it_must(void)
{
    struct text t = {0};
    struct log_filter f = {.since_ms = BEGAN * 1000, .until_ms = INT64_MAX, .now_ms = NOW};
    char *room = malloc(LOG_BISECT_ROOM);
    off_t start;
    make(&t, &(struct made){40000, 0, 0, 20000, 86400, WEB});
    int fd = file_of(&t);
    CHECK(!log_bisect(fd, room, &f, &start)); /* the clock was set back */
    close(fd);
    text_clear(&t);
    text_add_repeat(&t, 'x', 3u << 20);
    fd = file_of(&t);
    CHECK(!log_bisect(fd, room, &f, &start)); /* no time anywhere */
    close(fd);
    make(&t, &(struct made){100, 0, 0, INT64_MAX, 0, WEB});
    fd = file_of(&t);
    CHECK(!log_bisect(fd, room, &f, &start)); /* small */
    close(fd);
    text_release(&t);
    free(room);
}

int main(void)
{
    setenv("TZ", "UTC", 1);
    CU_TestInfo tests[] = {
        {"tells what reading it all tells", tells_what_reading_it_all_tells},
        {"skips what is before", skips_what_is_before},
        {"reads it all where it must", reads_it_all_where_it_must},
        CU_TEST_INFO_NULL,
    };
    return suite_run("log_bisect", tests);
}
