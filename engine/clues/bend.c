#include "clues/bend.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "clues/ar_fit.h"
#include "clues/extreme.h"
#include "clues/ranks.h"
#include "clues/tails.h"

#define FENCE 3.0    /* interquartile ranges beyond the quartiles: J. W. Tukey's far out, 1977 */
#define SIZE_LEAST 1 /* standard deviations of the points about the model that a bend must have */
#define CHI95 3.841

/* The points, or what is left of them: spans of time with the mean of each. */
struct spans {
    struct point *at;
    double *values, *scores;
    size_t count;
};

static struct spans spans_of(const struct point *points, size_t count)
{
    struct spans s = {.count = 0};
    size_t most = count < BEND_BUCKETS ? count : BEND_BUCKETS;
    double start = points[0].time, width = (points[count - 1].time - start) / (double)most;
    s.at = mem_alloc(most * sizeof *s.at + 2 * most * sizeof *s.values);
    s.values = (double *)(s.at + most);
    s.scores = s.values + most;
    for (size_t i = 0, end; i < count; i = end) {
        double sum = points[i].value, bucket = floor((points[i].time - start) / width);
        for (end = i + 1;
             count > BEND_BUCKETS && end < count &&
             fmin(floor((points[end].time - start) / width), (double)most - 1) <= bucket;
             end++)
            sum += points[end].value;
        if (s.count == most)
            break;
        s.at[s.count] = (struct point){points[i].time, sum / (double)(end - i)};
        s.values[s.count] = s.at[s.count].value;
        s.count++;
    }
    return s;
}

static void fence(double *values, size_t count)
{
    double *sorted = mem_alloc(count * sizeof *sorted);
    memcpy(sorted, values, count * sizeof *sorted);
    stats_sort(sorted, count);
    double low = stats_quantile(sorted, count, 0.25), high = stats_quantile(sorted, count, 0.75);
    double reach = FENCE * (high - low);
    for (size_t i = 0; reach > 0 && i < count; i++)
        values[i] = fmin(high + reach, fmax(low - reach, values[i]));
    free(sorted);
}

/* p of the best place of a model: that of an F test, times the places. */
static double p_of(double gain, size_t count, double places)
{
    double freedom = (double)count - 4;
    double f = expm1(fmax(0, gain) / (double)count) * freedom;
    return fmin(1, places * tail_f(f, 1, freedom));
}

/* The estimate of rho that a bend allows for is too low, the more so the higher rho is; by how much
 * that counts was found on made data. */
static double p_of_best(const struct ar_fit *f, size_t count)
{
    double n = (double)count, p = 1;
    const double places[] = {[AR_STEP] = n / 2, [AR_RAMP] = n / 4, [AR_BUMP] = n * n / 12};
    for (int m = 0; m < AR_MODELS; m++) {
        double rho = fmax(f->best[m].rho, 0.3 * f->rho);
        p = fmin(p, (1 + 12 * rho * rho) * p_of(f->best[m].gain, count, places[m]));
    }
    return p;
}

static enum ar_model model_of(const struct ar_fit *f, size_t count)
{
    double third = 2 * log((double)count); /* a bump has an end as well */
    enum ar_model best = f->best[AR_RAMP].gain > f->best[AR_STEP].gain ? AR_RAMP : AR_STEP;
    return f->best[AR_BUMP].gain - third > f->best[best].gain ? AR_BUMP : best;
}

/* The first and last place that may be the beginning as well. */
static void interval(const struct spans *s, const struct ar_fit *f, enum ar_model model,
                     struct bend *b)
{
    double enough = f->best[model].gain - CHI95;
    size_t first = f->best[model].from, last = first;
    for (size_t i = 0; i < s->count; i++)
        if (f->gains[model][i] >= enough) {
            first = i < first ? i : first;
            last = i > last ? i : last;
        }
    b->at = s->at[f->best[model].from].time;
    b->from = s->at[first > 0 && model != AR_RAMP ? first - 1 : first].time;
    b->to = s->at[last].time;
}

static double median_between(const struct point *points, size_t count, double from, double until,
                             bool outside)
{
    double *values = mem_alloc(count * sizeof *values);
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if ((points[i].time >= from && points[i].time < until) != outside)
            values[n++] = points[i].value;
    stats_sort(values, n);
    double median = stats_quantile(values, n, 0.5);
    free(values);
    return median;
}

static double modelled(const struct ar_best *best, enum ar_model model, size_t i)
{
    if (i < best->from || i >= best->until)
        return best->level;
    return best->level + best->size * (model == AR_RAMP ? (double)(i - best->from) : 1);
}

/* How far the spans lie from the model, as a standard deviation. */
static double left_over(const struct spans *s, const struct ar_best *best, enum ar_model model)
{
    double *away = mem_alloc(s->count * sizeof *away);
    for (size_t i = 0; i < s->count; i++)
        away[i] = fabs(s->values[i] - modelled(best, model, i));
    stats_sort(away, s->count);
    double sigma = STATS_MAD_SIGMA * stats_quantile(away, s->count, 0.5);
    free(away);
    return sigma;
}

static void describe(const struct point *points, size_t count, const struct spans *s,
                     const struct ar_fit *f, struct bend *b)
{
    static const enum bend_kind kinds[] = {BEND_STEP, BEND_RAMP, BEND_SPIKE};
    enum ar_model model = model_of(f, s->count);
    const struct ar_best *best = &f->best[model];
    double end = points[count - 1].time;
    interval(s, f, model, b);
    b->until = model == AR_BUMP ? s->at[best->until].time : end;
    if (model == AR_RAMP) {
        b->before = best->level;
        b->after = modelled(best, model, s->count - 1);
    } else {
        double until = model == AR_BUMP ? b->until : INFINITY;
        b->before = median_between(points, count, b->at, until, true);
        b->after = median_between(points, count, b->at, until, false);
    }
    b->rho = best->rho;
    if (fabs(b->after - b->before) >= SIZE_LEAST * left_over(s, best, model))
        b->kind = kinds[model];
}

/* A spike too short for its place among the others to tell: points beyond what the rest's tail
 * would reach by chance. */
static void short_spike(const struct point *points, size_t count, struct bend *b)
{
    double *away = mem_alloc(count * sizeof *away);
    for (size_t i = 0; i < count; i++)
        away[i] = points[i].value;
    double median = stats_median(away, count);
    size_t top = 0, end;
    for (size_t i = 0; i < count; i++) {
        away[i] = fabs(points[i].value - median);
        top = away[i] > away[top] ? i : top;
    }
    double peak = away[top], reach = extreme_of(away, count, BEND_P);
    free(away);
    if (!(reach > 0) || !(peak > reach))
        return;
    for (; top > 0 && fabs(points[top - 1].value - median) > reach; top--)
        ;
    for (end = top + 1; end < count && fabs(points[end].value - median) > reach; end++)
        ;
    *b = (struct bend){BEND_SPIKE,
                       points[top].time,
                       points[top > 0 ? top - 1 : 0].time,
                       points[top].time,
                       points[end < count ? end : count - 1].time,
                       median,
                       0,
                       BEND_P,
                       b->rho};
    b->after = median_between(points + top, end - top, -INFINITY, INFINITY, false);
}

struct bend bend_find(const struct point *points, size_t count)
{
    struct bend b = {.kind = BEND_NONE, .at = points[0].time, .p = 1};
    struct ar_fit scored, valued;
    struct spans s = spans_of(points, count);
    ranks_of(s.values, s.count, s.scores);
    ranks_to_scores(s.scores, s.count);
    ar_fit(s.scores, s.count, &scored);
    b.p = p_of_best(&scored, s.count);
    b.rho = scored.rho;
    if (b.p <= BEND_P) {
        fence(s.values, s.count);
        ar_fit(s.values, s.count, &valued);
        describe(points, count, &s, &valued, &b);
        ar_fit_release(&valued);
    }
    ar_fit_release(&scored);
    free(s.at);
    if (b.kind == BEND_NONE)
        short_spike(points, count, &b);
    return b;
}
