#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "clues/rhythm_inside.h"
#include "clues/tails.h"

#define WEEKS 3 /* that must have been looked at */
#define DAYS_MAX 800
#define BINS 100.0
#define PARTS 8

/* Whole days of what was looked at: events, and events for each request. */
struct days {
    size_t count;
    int first; /* its weekday */
    double *events, *rates;
};

static struct days days_of(const struct rhythm_data *d)
{
    double from = ceil(rhythm_local(d, d->from) / RHYTHM_DAY - 0.1) * RHYTHM_DAY;
    double until = floor((rhythm_local(d, d->until) + d->step) / RHYTHM_DAY + 0.1) * RHYTHM_DAY;
    struct days days = {0};
    if (until - from < 7 * WEEKS * RHYTHM_DAY - 1 || until - from > DAYS_MAX * RHYTHM_DAY)
        return days;
    days.count = (size_t)((until - from) / RHYTHM_DAY);
    days.first = rhythm_weekday(from);
    days.events = mem_alloc(2 * days.count * sizeof *days.events);
    days.rates = days.events + days.count;
    for (size_t i = 0; i < d->in.count; i++) {
        double day = (rhythm_local(d, d->in.events[i].time) - from) / RHYTHM_DAY;
        if (day >= 0 && day < (double)days.count)
            days.events[(size_t)day] += d->in.events[i].value;
    }
    for (size_t i = 0; i < days.count; i++) {
        double begins = from + (double)i * RHYTHM_DAY;
        double amount = rhythm_amount(d, rhythm_utc(d, begins), rhythm_utc(d, begins + RHYTHM_DAY),
                                      d->in.base_count > 0);
        days.rates[i] = amount > 0 ? days.events[i] / amount : 0;
    }
    return days;
}

static bool is_in(const struct days *d, size_t i, unsigned set)
{
    return set >> (((size_t)d->first + i) % 7) & 1;
}

/* One-sided rank sum, with the correction for ties: the days of the set have more. */
static double rank_sum(const struct days *d, const double *values, unsigned set)
{
    double n = 0, u = 0, ties = 0, all = (double)d->count;
    for (size_t i = 0; i < d->count; i++) {
        size_t same = 0;
        n += is_in(d, i, set);
        for (size_t j = 0; j < d->count; j++) {
            same += values[j] == values[i];
            if (is_in(d, i, set) && !is_in(d, j, set))
                u += values[i] > values[j] ? 1 : values[i] == values[j] ? 0.5 : 0;
        }
        ties += (double)same * (double)same - 1;
    }
    double m = all - n, spread = n * m / 12 * (all + 1 - ties / (all * (all - 1)));
    return spread > 0 ? tail_normal_one((u - n * m / 2 - 0.5) / sqrt(spread)) : 1;
}

static double judge_set(const struct rhythm_data *d, const struct days *days, unsigned set,
                        size_t in[2], size_t of[2])
{
    in[0] = in[1] = of[0] = of[1] = 0;
    for (size_t i = 0; i < days->count; i++) {
        in[is_in(days, i, set)] += days->events[i] > 0;
        of[is_in(days, i, set)]++;
    }
    double p = fmax(rank_sum(days, days->events, set), rank_sum(days, days->rates, set));
    return d->in.base_count ? p : 2 * fmin(p, rhythm_fisher(in[1], of[1], in[0], of[0]));
}

double rhythm_try_weekdays(struct rhythm_data *d, struct rhythm *out)
{
    static const unsigned sets[] = {1, 2, 4, 8, 0x10, 0x20, 0x40, 0x3e, 0x41};
    struct days days = days_of(d);
    double best = 1;
    for (size_t i = 0; days.count && i < sizeof sets / sizeof *sets; i++) {
        size_t in[2], of[2];
        double p = judge_set(d, &days, sets[i], in, of);
        if (p >= best)
            continue;
        best = p;
        out->days = sets[i];
        out->hits = in[1];
        out->of = of[1];
    }
    free(days.events);
    return fmin(1, best * (double)(sizeof sets / sizeof *sets));
}

struct bin {
    double events, requests;
};

static size_t fill_bins(const struct rhythm_data *d, double width, struct bin *bins)
{
    size_t count = (size_t)((d->until - d->from) / width);
    for (size_t i = 0; i < d->in.count; i++) {
        double at = (d->in.events[i].time - d->from) / width;
        if (at < (double)count)
            bins[(size_t)at].events += d->in.events[i].value;
    }
    for (size_t i = 0; i < count; i++)
        bins[i].requests =
            rhythm_amount(d, d->from + (double)i * width, d->from + ((double)i + 1) * width, true);
    return count;
}

/* How the counts scatter about a constant share, and about a constant rate. */
static double scatter_ratio(const struct bin *bins, size_t count)
{
    double events = 0, requests = 0, by_rate = 0, by_share = 0;
    for (size_t i = 0; i < count; i++)
        events += bins[i].events, requests += bins[i].requests;
    double mean = events / (double)count;
    if (mean < 1 || requests <= 0)
        return 0;
    for (size_t i = 0; i < count; i++) {
        double fit = events * bins[i].requests / requests;
        by_rate += (bins[i].events - mean) * (bins[i].events - mean) / mean;
        if (fit > 0)
            by_share += (bins[i].events - fit) * (bins[i].events - fit) / fit;
        else if (bins[i].events > 0)
            return 0;
    }
    return by_share > 0 ? by_rate / fmax(by_share, 0.3 * (double)count) : 0;
}

static int by_requests(const void *a, const void *b)
{
    const struct bin *x = a, *y = b;
    return (x->requests > y->requests) - (x->requests < y->requests);
}

/* z of the mean share of bins that are quieter than those in which occurrences lie. */
static double busier(const struct rhythm_data *d, struct bin *bins, size_t count, double width,
                     const double *starts, size_t n)
{
    double sum = 0, used = 0;
    struct bin *sorted = mem_alloc((count + 1) * sizeof *sorted);
    for (size_t i = 0; i < count; i++)
        sorted[i] = bins[i];
    qsort(sorted, count, sizeof *sorted, by_requests);
    for (size_t i = 0; i < n; i++) {
        double at = (starts[i] - d->from) / width, below = 0, same = 0;
        if (at < 0 || at >= (double)count)
            continue;
        for (size_t j = 0; j < count; j++) {
            below += sorted[j].requests < bins[(size_t)at].requests;
            same += sorted[j].requests == bins[(size_t)at].requests;
        }
        sum += (below + same / 2) / (double)count;
        used++;
    }
    free(sorted);
    return used >= RHYTHM_RANDOM_AT ? (sum / used - 0.5) * sqrt(12 * used) : 0;
}

/* p of the counts in eight parts of the time that had as many requests each: what began in the
 * midst of it, or came in one piece, is no steady share. */
static double steady(const struct rhythm_data *d, const double *at, const double *weights,
                     size_t count, double scatter)
{
    double parts[PARTS] = {0}, sum = 0, x = 0;
    for (size_t i = 0; i < count; i++) {
        double share = rhythm_share(d, d->from, at[i]), n = weights ? weights[i] : 1;
        parts[(size_t)fmin(PARTS - 1, share * PARTS)] += n;
        sum += n;
    }
    for (size_t i = 0; i < PARTS && sum > 0; i++)
        x += (parts[i] - sum / PARTS) * (parts[i] - sum / PARTS) / (sum / PARTS);
    return tail_chi_square(x / fmax(1, scatter), PARTS - 1);
}

/* The same of all events, by bins, whose scatter about the share is allowed for. */
static double steady_bins(const struct rhythm_data *d, const struct bin *bins, size_t count,
                          double width)
{
    double *at = mem_alloc(2 * count * sizeof *at), events = 0, requests = 0, scatter = 0;
    for (size_t i = 0; i < count; i++)
        events += bins[i].events, requests += bins[i].requests;
    for (size_t i = 0; i < count; i++) {
        double fit = requests > 0 ? events * bins[i].requests / requests : 0;
        at[i] = d->from + ((double)i + 0.5) * width;
        at[count + i] = bins[i].events;
        scatter += fit > 0 ? (bins[i].events - fit) * (bins[i].events - fit) / fit : 0;
    }
    double p = steady(d, at, at + count, count, scatter / (double)count);
    free(at);
    return p;
}

double rhythm_try_traffic(struct rhythm_data *d, struct rhythm *out)
{
    double span = d->until - d->from;
    if (!d->in.base_count || span <= 0)
        return 1;
    double width = fmin(3600, fmax(span / BINS, fmax(60, d->step)));
    struct bin *bins = mem_alloc(((size_t)(span / width) + 2) * sizeof *bins);
    size_t count = fill_bins(d, width, bins);
    double gap = rhythm_group_gap(d->spots, d->spot_count, d->scratch), p = 1;
    size_t n = rhythm_starts(d->spots, d->spot_count, gap, d->scratch);
    if (count >= 20) {
        double ratio = scatter_ratio(bins, count);
        p = ratio > 1 ? tail_f(ratio, (double)count - 1, (double)count - 1) : 1;
        if (!d->dense)
            p = fmin(p, tail_normal_one(busier(d, bins, count, width, d->scratch, n)));
        double even =
            d->dense ? steady_bins(d, bins, count, width) : steady(d, d->scratch, NULL, n, 1);
        p = even < RHYTHM_ALPHA ? 1 : p;
    }
    out->hits = n;
    free(bins);
    return fmin(1, 2 * p);
}
