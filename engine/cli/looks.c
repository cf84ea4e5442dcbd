#include "cli/looks.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/time.h"

void look_release(struct look *one)
{
    job_result_release(&one->result);
    free(one->reads);
    *one = (struct look){0};
}

static void take_out(struct looks *l, size_t i)
{
    memmove(&l->items[i], &l->items[i + 1], (--l->count - i) * sizeof *l->items);
}

static void drop(struct looks *l, size_t i)
{
    if (l->items[i].job)
        checker_cancel(l->runner->checker, l->items[i].job);
    look_release(&l->items[i]);
    take_out(l, i);
}

static int find(const struct looks *l, int step)
{
    for (size_t i = 0; i < l->count; i++)
        if (l->items[i].step == step)
            return (int)i;
    return -1;
}

static bool same_reads(const struct session *s, const struct look *one)
{
    struct text now = {0};
    ready_reads(s, one->step, &now);
    bool same = strcmp(text_get(&now), one->reads) == 0;
    text_release(&now);
    return same;
}

static int count_running(const struct looks *l)
{
    int n = 0;
    for (size_t i = 0; i < l->count; i++)
        n += l->items[i].job != 0;
    return n;
}

static void start(struct looks *l, const struct session *s, int step)
{
    struct text why = {0}, reads = {0};
    ready_reads(s, step, &reads);
    int job = runner_start_step(l->runner, s, step, &why);
    if (job) { /* else its turn says why not */
        l->items = mem_grow(l->items, l->count, &l->cap, sizeof *l->items);
        l->items[l->count++] = (struct look){.step = step,
                                             .job = job,
                                             .began_ms = time_now_ms(),
                                             .began_mono_ms = time_mono_ms(),
                                             .reads = text_take(&reads)};
    }
    text_release(&why);
    text_release(&reads);
}

void looks_start(struct looks *l, const struct session *s)
{
    if (!l->jobs || l->held || !l->runner->checker)
        return;
    for (size_t i = l->count; i-- > 0;)
        if (!same_reads(s, &l->items[i]))
            drop(l, i);
    struct ready r = {.session = s};
    int room = l->jobs - count_running(l);
    for (size_t i = 0; i < session_book(s)->step_count && room > 0; i++)
        if ((int)i + 1 != l->waited && session_book(s)->steps[i].check && find(l, (int)i) < 0 &&
            ready_now(&r, (int)i)) {
            start(l, s, (int)i);
            room--;
        }
}

bool looks_keep(struct looks *l, struct job_result *result)
{
    for (size_t i = 0; i < l->count; i++)
        if (l->items[i].job == result->job) {
            l->items[i].job = 0;
            l->items[i].result = *result;
            *result = (struct job_result){0};
            return true;
        }
    job_result_release(result);
    return false;
}

bool looks_take(struct looks *l, const struct session *s, int step, int64_t now_ms,
                struct look *out)
{
    int i = find(l, step);
    if (i < 0)
        return false;
    struct look *one = &l->items[i];
    struct ready_look seen = {step, one->reads, one->began_ms};
    bool stands = one->job ? same_reads(s, one) : ready_stands(s, &seen, now_ms);
    if (!stands) {
        drop(l, (size_t)i);
        return false;
    }
    *out = *one;
    take_out(l, (size_t)i);
    return true;
}

void looks_forget(struct looks *l)
{
    while (l->count)
        drop(l, l->count - 1);
}

void looks_release(struct looks *l)
{
    for (size_t i = 0; i < l->count; i++)
        look_release(&l->items[i]);
    free(l->items);
    *l = (struct looks){0};
}
