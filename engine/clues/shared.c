#include "clues/shared.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "clues/shared_inside.h"

static double log_choose(double n, double k)
{
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1);
}

/* P(at least `hits` of the `failing` ones have it), were it spread by chance. */
static double fisher(size_t hits, size_t failing, size_t having, size_t count)
{
    double sum = 0, all = log_choose((double)count, (double)failing);
    for (size_t k = hits; k <= having && k <= failing; k++)
        if (failing - k <= count - having)
            sum += exp(log_choose((double)having, (double)k) +
                       log_choose((double)(count - having), (double)(failing - k)) - all);
    return fmin(1, sum);
}

static bool is_new(struct shared_trial *t)
{
    uint64_t digest = UINT64_C(14695981039346656037); /* FNV-1a */
    for (size_t i = 0; i < t->in->count; i++)
        digest = (digest ^ t->has[i]) * UINT64_C(1099511628211);
    for (size_t i = 0; i < t->seen_count; i++)
        if (t->seen[i] == digest)
            return false;
    t->seen = mem_grow(t->seen, t->seen_count, &t->seen_cap, sizeof *t->seen);
    t->seen[t->seen_count++] = digest;
    return true;
}

void shared_judge(struct shared_trial *t, const char *kind, const char *format, ...)
{
    const struct shared_input *in = t->in;
    size_t hits = 0, having = 0;
    va_list args;
    for (size_t i = 0; i < in->count; i++) {
        hits += i < in->failing && t->has[i];
        having += t->has[i];
    }
    if (!having || having == in->count || !is_new(t))
        return;
    double p = fisher(hits, in->failing, having, in->count);
    struct shared *best = &t->best[t->searched];
    t->tried[t->searched]++;
    /* Of two that are equally telling the first one is the plainer. */
    if (p >= best->p * (1 - 1e-9))
        return;
    best->p = p;
    best->kind = kind;
    best->field = in->names[t->field];
    best->failing = hits;
    best->passing = having - hits;
    text_clear(&best->property);
    text_format(&best->property, "%s ", in->names[t->field] ? in->names[t->field] : "it");
    va_start(args, format);
    text_vformat(&best->property, format, args);
    va_end(args);
}

void shared_try(struct shared_trial *t, const char *kind, const char *says, shared_test *test)
{
    for (size_t i = 0; i < t->in->count; i++)
        t->has[i] = t->values[i] && test(t->values[i]);
    shared_judge(t, kind, "%s", says);
}

static void try_missing(struct shared_trial *t)
{
    for (size_t i = 0; i < t->in->count; i++)
        t->has[i] = !t->values[i];
    shared_judge(t, "missing", "is missing");
    for (size_t i = 0; i < t->in->count; i++)
        t->has[i] = t->values[i] != NULL;
    shared_judge(t, "missing", "is given");
}

static void say(const struct shared_input *in, struct shared *s)
{
    size_t passing = in->count - in->failing;
    bool told = s->p < SHARED_P;
    if (!s->property.len) {
        text_format(&s->says, "nothing tells the %zu failing inputs from the %zu passing ones",
                    in->failing, passing);
        return;
    }
    if (!told)
        text_add(&s->says, "nothing that chance would not do; nearest: ");
    text_format(
        &s->says,
        "%s for %zu of %zu failing inputs and %zu of %zu passing ones (Fisher's exact test, "
        "corrected for %zu properties, p ",
        text_get(&s->property), s->failing, in->failing, s->passing, passing, s->tried);
    text_format(&s->says, s->p < 0.001 ? "< 0.001)" : "= %.2g)", s->p);
    if (!told && (in->failing < 5 || passing < 5))
        text_add(&s->says, "; more examples would tell more");
}

static void try_field(struct shared_trial *t)
{
    if (t->searched) {
        shared_try_values(t);
        shared_try_limits(t);
        return;
    }
    try_missing(t);
    shared_try_numbers(t);
    shared_try_dates(t);
    shared_try_texts(t);
}

/* Half of the error for what is plain, half for what was searched. */
static void choose(struct shared_trial *t, struct shared *out)
{
    for (int i = 0; i < 2; i++)
        t->best[i].p = fmin(1, 2 * t->best[i].p * (double)(t->tried[i] ? t->tried[i] : 1));
    int better = t->best[1].p < t->best[0].p;
    *out = t->best[better];
    text_release(&t->best[!better].property);
    out->tried = t->tried[0] + t->tried[1];
}

void shared_find(const struct shared_input *in, struct shared *out)
{
    struct shared_trial t = {.in = in};
    t.best[0] = t.best[1] = (struct shared){.kind = "nothing", .p = 1};
    t.has = mem_alloc(in->count + 1);
    for (int searched = 0; searched < 2; searched++) {
        t.searched = searched;
        for (t.field = 0; in->count && t.field < in->fields; t.field++) {
            t.values = in->values + t.field * in->count;
            try_field(&t);
        }
    }
    choose(&t, out);
    say(in, out);
    if (out->p >= SHARED_P)
        out->kind = "nothing";
    free(t.has);
    free(t.seen);
}

void shared_release(struct shared *s)
{
    text_release(&s->property);
    text_release(&s->says);
}
