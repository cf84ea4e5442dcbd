/*
 * messages: which message of a log each line is counted as, for scripts/dev/measure-messages.
 *
 *   messages FILE          prints a group's number for each line, a tab and its template
 *   messages FILE ROUNDS   prints megabytes a second of as many runs, the best of them
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "clues/log_fold.h"
#include "clues/log_head.h"

#define KEEP 2000
#define LINES_MAX 4000000
#define NOW_MS INT64_C(1800000000000)

static char *read_all(const char *path, size_t *len)
{
    FILE *f = fopen(path, "re");
    size_t cap = 0;
    char *all = NULL;
    *len = 0;
    if (!f)
        return NULL;
    do {
        if (cap - *len < 1 << 20)
            all = mem_resize(all, cap = cap * 2 + (2 << 20));
        *len += fread(all + *len, 1, cap - *len, f);
    } while (!feof(f) && !ferror(f));
    fclose(f);
    return all;
}

static size_t fold(struct log_fold *f, const char *all, size_t len, int64_t *groups)
{
    struct log_head h;
    struct log_masked m;
    size_t n = 0;
    for (const char *s = all, *end = all + len; s < end && n < LINES_MAX; n++) {
        const char *stop = memchr(s, '\n', (size_t)(end - s));
        if (!stop)
            stop = end;
        size_t cr = stop > s && stop[-1] == '\r';
        log_head_read(s, (size_t)(stop - s) - cr, NOW_MS, &h);
        log_mask(h.message.at, h.message.len, h.request, &m);
        struct log_sight seen = {h.stamp.ms, n + 1, s, (size_t)(stop - s), false};
        int64_t group = log_fold_add(f, &m, &seen);
        if (groups)
            groups[n] = group;
        s = stop + 1;
    }
    return n;
}

static void print_groups(const struct log_fold *f, const int64_t *groups, size_t lines)
{
    char text[LOG_MASKED_MAX];
    for (size_t i = 0; i < lines; i++) {
        if (groups[i] < 0) {
            puts("-1\t");
            continue;
        }
        uint32_t now = log_fold_now(f, (uint32_t)groups[i]);
        log_fold_text(f, log_fold_group(f, now), text, sizeof text);
        printf("%u\t%s\n", now, text);
    }
}

int main(int argc, char **argv)
{
    size_t len;
    char *all = argc > 1 ? read_all(argv[1], &len) : NULL;
    if (!all) {
        fprintf(stderr, "messages: it wants a log\n");
        return 2;
    }
    void *block = malloc(log_fold_size(KEEP));
    int64_t *groups = malloc(LINES_MAX * sizeof *groups);
    if (argc == 2) {
        struct log_fold *f = log_fold_init(block, KEEP);
        print_groups(f, groups, fold(f, all, len, groups));
    }
    double best = 0;
    for (int i = argc > 2 ? atoi(argv[2]) : 0; i > 0; i--) {
        struct timespec a, b;
        clock_gettime(CLOCK_MONOTONIC, &a);
        fold(log_fold_init(block, KEEP), all, len, NULL);
        clock_gettime(CLOCK_MONOTONIC, &b);
        double took = (double)(b.tv_sec - a.tv_sec) + (double)(b.tv_nsec - a.tv_nsec) / 1e9;
        best = (double)len / 1e6 / took > best ? (double)len / 1e6 / took : best;
    }
    if (best > 0)
        printf("%.0f\n", best);
    free(groups);
    free(block);
    free(all);
    return 0;
}
