#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "clues/log_fold_inside.h"

uint64_t log_fold_other(const struct log_fold *f)
{
    return f->other;
}

const struct log_group *log_fold_group(const struct log_fold *f, uint32_t i)
{
    return &f->groups[i];
}

const char *log_fold_example(const struct log_fold *f, const struct log_group *g)
{
    return f->text + g->example;
}

struct ordering {
    const struct log_fold *f;
    bool by_after;
};

static int by_count(const void *a, const void *b, void *context)
{
    const struct ordering *o = context;
    const struct log_group *x = &o->f->groups[*(const uint32_t *)a];
    const struct log_group *y = &o->f->groups[*(const uint32_t *)b];
    uint64_t m = o->by_after ? x->after : x->count, n = o->by_after ? y->after : y->count;
    if (m != n)
        return m < n ? 1 : -1;
    return x->number < y->number ? -1 : x->number > y->number;
}

size_t log_fold_sort(const struct log_fold *f, bool by_after, uint32_t *order)
{
    struct ordering o = {f, by_after};
    size_t n = 0;
    for (uint32_t i = 0; i < f->count; i++)
        if (f->groups[i].into == i)
            order[n++] = i;
    qsort_r(order, n, sizeof *order, by_count, &o);
    return n;
}

size_t log_fold_text(const struct log_fold *f, const struct log_group *g, char *out, size_t size)
{
    size_t len = 0;
    bool any_before = false;
    assert(size > 0);
    for (uint32_t w = 0; w < g->word_count; w++) {
        const struct kept *k = &f->words[g->words + w];
        bool any = k->hash == LOG_WORD_ANY;
        const char *s = any ? "<*>" : f->text + k->from;
        size_t n = any ? 3 : k->len;
        if (any && any_before)
            continue;
        any_before = any;
        if (len + n + 2 > size)
            break;
        if (len)
            out[len++] = ' ';
        memcpy(out + len, s, n);
        len += n;
    }
    out[len] = '\0';
    return len;
}
