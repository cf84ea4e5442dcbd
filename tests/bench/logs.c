/*
 * logs: what reading a large log costs, for scripts/dev/bench.
 *
 *   logs write BYTES                        a made access log, to standard output
 *   logs count FILE text|match PATTERN      "matched lines", as log.count of a check does it
 *   logs window FILE PART SINCE UNTIL ROUNDS
 *       the window of FILE, and the whole of PART, which is what the window holds; seconds since
 * 1970. "ms-of-PART ms-of-FILE lines", medians of the rounds, which are done in turns logs measure
 * COMMAND...                 its wall time in ms and the most memory that was resident in it or in
 * what it waited for, in KiB; its output goes to standard error
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "clues/log_count.h"

#define ROUNDS_MOST 1000

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* Making a log: some seventeen lines a second from 2026-09-14T10:00:00Z on, every hundredth a 5xx.
 */

static unsigned some(unsigned below)
{
    static uint64_t x = UINT64_C(88172645463325252);
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    return (unsigned)((x >> 32) % below);
}

static int write_line(const char *stamp)
{
    static const char *const paths[] = {"/api/v1/orders/", "/static/app.js?", "/cart/",
                                        "/search?q="};
    static const char *const agents[] = {
        "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "curl/7.88.1",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"};
    unsigned kind = some(1000);
    unsigned status = kind < 9 ? 500 + some(5) : kind < 60 ? 404 : kind < 100 ? 302 : 200;
    return printf("%u.%u.%u.%u - - [%s] \"%s %s%u HTTP/1.1\" %u %u \"-\" \"%s\" %u.%03u\n",
                  some(223) + 1, some(256), some(256), some(256), stamp, some(10) ? "GET" : "POST",
                  paths[some(4)], some(100000), status, some(50000), agents[some(3)], some(3),
                  some(1000));
}

static int write_log(uint64_t bytes)
{
    static char buffer[1 << 20];
    time_t t = 1789380000;
    setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
    for (uint64_t done = 0; done < bytes; t++) {
        char stamp[64];
        struct tm tm;
        strftime(stamp, sizeof stamp, "%d/%b/%Y:%H:%M:%S +0000", gmtime_r(&t, &tm));
        for (unsigned n = 10 + some(15); n > 0; n--) {
            int wrote = write_line(stamp);
            if (wrote < 0)
                return 1;
            done += (uint64_t)wrote;
        }
    }
    return fflush(stdout) != 0;
}

static struct log_counts count(const char *file, const struct log_filter *f)
{
    struct log_scan s;
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        perror(file);
        exit(1);
    }
    log_scan_init(&s);
    log_scan_start(&s, fd, f);
    struct log_counts c = log_count_lines(&s);
    log_scan_release(&s);
    return c;
}

static struct regex *compile(const char *pattern)
{
    struct text why = {0};
    struct regex *r = regex_new(pattern, &why);
    if (!r) {
        fprintf(stderr, "%s\n", text_get(&why));
        exit(1);
    }
    return r;
}

static int count_file(const char *file, bool plain, const char *pattern)
{
    struct log_filter f = {.since_ms = INT64_MIN, .until_ms = INT64_MAX};
    if (plain) {
        f.text = pattern;
        f.text_len = strlen(pattern);
    } else {
        f.regex = compile(pattern);
    }
    struct log_counts c = count(file, &f);
    printf("%llu %llu\n", (unsigned long long)c.matched, (unsigned long long)c.lines);
    return 0;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static int window(char **args)
{
    static double took[2][ROUNDS_MOST];
    struct log_filter f = {.since_ms = atoll(args[2]) * 1000, .until_ms = atoll(args[3]) * 1000};
    struct log_counts c[2] = {{0}};
    int rounds = atoi(args[4]);
    if (rounds < 1 || rounds > ROUNDS_MOST)
        return 1;
    f.regex = compile("\" 5\\d\\d ");
    for (int i = 0; i < 2 * rounds; i++) {
        int whole = i % 2;
        double began = now_ms();
        c[whole] = count(args[whole ? 0 : 1], &f);
        took[whole][i / 2] = now_ms() - began;
    }
    if (c[0].lines != c[1].lines || c[0].matched != c[1].matched || !c[0].matched)
        return 1;
    for (int i = 0; i < 2; i++)
        qsort(took[i], (size_t)rounds, sizeof **took, compare);
    printf("%.3f %.3f %llu\n", took[0][rounds / 2], took[1][rounds / 2],
           (unsigned long long)c[0].lines);
    return 0;
}

static int measure(char **argv)
{
    struct rusage u;
    int status = -1;
    double began = now_ms();
    pid_t pid = fork();
    if (pid == 0) {
        dup2(STDERR_FILENO, STDOUT_FILENO);
        execvp(argv[0], argv);
        _exit(127);
    }
    if (pid < 0 || wait4(pid, &status, 0, &u) != pid || status != 0)
        return 1;
    printf("%.3f %ld\n", now_ms() - began, u.ru_maxrss);
    return 0;
}

int main(int argc, char **argv)
{
    setenv("TZ", "UTC", 1);
    if (argc == 3 && strcmp(argv[1], "write") == 0)
        return write_log(strtoull(argv[2], NULL, 10));
    if (argc == 5 && strcmp(argv[1], "count") == 0)
        return count_file(argv[2], strcmp(argv[3], "text") == 0, argv[4]);
    if (argc == 7 && strcmp(argv[1], "window") == 0)
        return window(argv + 2);
    if (argc > 2 && strcmp(argv[1], "measure") == 0)
        return measure(argv + 2);
    fprintf(stderr, "logs: wrong use\n");
    return 1;
}
