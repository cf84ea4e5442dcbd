/*
 * confined: what a confined check costs, against the bare floor, side by side.
 *
 * The floor is what confining a process takes whatever runs in it: fork, the confinement of our own
 * workers (resource limits, Landlock, seccomp), and the wait for its end. A check is one that says
 * yes, from the walk's order to its result, with all that the broker, keeper and worker do for it.
 * Both are done in turns, round after round; the figures are medians of the rounds.
 *
 *   confined [ROUNDS [PER_ROUND]]
 *
 * A line for each figure, its parts apart by tabs: name, floor, ours, unit.
 */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "check/checker.h"
#include "check/confine.h"

#define ROUNDS_MOST 1000

/* Of one round, for one of them. */
struct cost {
    double wall_us, cpu_us, faults;
};

/* The bare floor. */

static struct confine *cell;

static bool floors(int count)
{
    bool ok = true;
    for (int i = 0; i < count; i++) {
        int status = -1;
        pid_t pid = fork();
        if (pid == 0)
            _exit(confine_enter(cell, 0) ? 0 : 1);
        ok = waitpid(pid, &status, 0) == pid && status == 0 && ok;
    }
    return ok;
}

/* Ours. */

static bool checks(struct checker *c, int count)
{
    static const char lua[] = "return \"yes\", \"all is well\"";
    struct check_job job = {.name = "bench",
                            .lua = lua,
                            .lua_len = sizeof lua - 1,
                            .inline_body = true,
                            .timeout_ms = 5000};
    bool ok = true;
    for (int i = 0; i < count && ok; i++) {
        struct job_result r = {0};
        struct text output = {0};
        ok = checker_check(c, &job) > 0 && checker_wait(c, 10000, &output, &r) == NEWS_RESULT &&
             r.outcome == CHECK_TOLD && strcmp(r.answer, "yes") == 0;
        job_result_release(&r);
        text_release(&output);
    }
    return ok;
}

/* Measuring. */

static double now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

/* Of this process and of its children that have ended. */
static struct cost spent(void)
{
    struct cost c = {.wall_us = now_us()};
    for (int i = 0; i < 2; i++) {
        struct rusage u;
        getrusage(i ? RUSAGE_CHILDREN : RUSAGE_SELF, &u);
        c.cpu_us += (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e6 +
                    (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec);
        c.faults += (double)u.ru_minflt;
    }
    return c;
}

static struct cost since(struct cost before)
{
    struct cost now = spent();
    return (struct cost){now.wall_us - before.wall_us, now.cpu_us - before.cpu_us,
                         now.faults - before.faults};
}

static struct cost each(struct cost c, struct cost without, int count)
{
    return (struct cost){(c.wall_us - without.wall_us) / count, (c.cpu_us - without.cpu_us) / count,
                         (c.faults - without.faults) / count};
}

/* What `count` checks cost, without what the broker's start and end do. The wall time is of the
 * checks alone, the rest is known once all has ended. */
static bool round_of_checks(int count, struct cost *out)
{
    struct diags ds = {0};
    struct cost begun = spent();
    struct checker *c = checker_start(NULL, &ds);
    if (!c || !checks(c, 5))
        return false;
    double before = now_us();
    bool ok = checks(c, count);
    double wall = now_us() - before;
    checker_stop(c);
    *out = since(begun);
    out->wall_us = wall;
    diags_release(&ds);
    return ok;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double median(const struct cost *costs, int count, size_t field)
{
    static double values[ROUNDS_MOST];
    for (int i = 0; i < count; i++)
        memcpy(&values[i], (const char *)&costs[i] + field, sizeof *values);
    qsort(values, (size_t)count, sizeof *values, compare);
    return values[count / 2];
}

int main(int argc, char **argv)
{
    static struct cost bare[ROUNDS_MOST], ours[ROUNDS_MOST];
    static const struct {
        const char *name, *unit;
        size_t field;
    } figures[] = {{"a confined check, wall", "us", offsetof(struct cost, wall_us)},
                   {"a confined check, CPU", "us", offsetof(struct cost, cpu_us)},
                   {"a confined check, page faults", "", offsetof(struct cost, faults)}};
    int rounds = argc > 1 ? atoi(argv[1]) : 21, count = argc > 2 ? atoi(argv[2]) : 100;
    bool ok = rounds > 0 && rounds <= ROUNDS_MOST && count > 0;
    struct text why = {0};
    cell = confine_new(&why);
    ok = ok && cell;
    for (int i = 0; i < rounds && ok; i++) {
        struct cost begun = spent(), none = {0};
        ok = floors(count);
        bare[i] = each(since(begun), none, count);
        ok = ok && round_of_checks(0, &none) && round_of_checks(count, &ours[i]);
        none.wall_us = 0;
        ours[i] = each(ours[i], none, count);
    }
    for (size_t i = 0; ok && i < sizeof figures / sizeof *figures; i++)
        printf("%s\t%.1f\t%.1f\t%s\n", figures[i].name, median(bare, rounds, figures[i].field),
               median(ours, rounds, figures[i].field), figures[i].unit);
    return !ok;
}
