#include "cli/costs.h"

#include <stdlib.h>

#include "base/mem.h"
#include "core/session.h"

/* Of every answer, in the order in which they come; then by step, and of one step by time. */
struct took {
    int step;
    int64_t ms;
};

struct taking {
    const struct book *book;
    struct took *all;
    size_t count, cap;
};

static void take(void *self, const char *name, int64_t ms)
{
    struct taking *t = self;
    int step, visit;
    if (!session_step_parse(t->book, name, &step, &visit))
        return;
    t->all = mem_grow(t->all, t->count, &t->cap, sizeof *t->all);
    t->all[t->count++] = (struct took){step, ms};
}

static int by_step(const void *a, const void *b)
{
    const struct took *x = a, *y = b;
    if (x->step != y->step)
        return x->step < y->step ? -1 : 1;
    return (x->ms > y->ms) - (x->ms < y->ms);
}

int64_t *costs_read(struct record *r, const struct book *book, struct diags *ds)
{
    struct taking t = {.book = book};
    if (!record_took(r, book->id, take, &t, ds)) {
        free(t.all);
        return NULL;
    }
    int64_t *costs = mem_alloc((book->step_count + 1) * sizeof *costs);
    for (size_t i = 0; i < book->step_count; i++)
        costs[i] = -1;
    if (t.count)
        qsort(t.all, t.count, sizeof *t.all, by_step);
    for (size_t i = 0, end; i < t.count; i = end) {
        for (end = i + 1; end < t.count && t.all[end].step == t.all[i].step; end++)
            ;
        costs[t.all[i].step] = t.all[(i + end - 1) / 2].ms;
    }
    free(t.all);
    return costs;
}
