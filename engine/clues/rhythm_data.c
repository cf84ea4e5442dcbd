#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "clues/rhythm_inside.h"
#include "clues/tails.h"

#define BINS 2000
#define JUMP 3.0 /* gaps between groups are so many times those within them */

size_t rhythm_starts(const double *spots, size_t count, double gap, double *out)
{
    size_t kept = 0;
    double last = -INFINITY;
    for (size_t i = 0; i < count; i++) {
        double at = spots[i];
        if (at - last > gap)
            out[kept++] = at;
        last = at;
    }
    return kept;
}

double rhythm_group_gap(const double *spots, size_t count, double *scratch)
{
    double best = JUMP, gap = 0;
    if (count < 8)
        return 0;
    for (size_t i = 1; i < count; i++)
        scratch[i - 1] = spots[i] - spots[i - 1];
    size_t gaps = count - 1, least = gaps / 10 > 3 ? gaps / 10 : 3;
    stats_sort(scratch, gaps);
    /* Of chance, the ratio of the kth and the next gap is above r with probability r^-k. */
    for (size_t k = least; k + 3 <= gaps; k++) {
        double low = fmax(scratch[k - 1], 0.5), ratio = scratch[k] / low;
        double needs = k >= 6 ? best : fmax(best, pow(1e-4, -1.0 / (double)k));
        if (ratio > needs) {
            best = ratio;
            gap = sqrt(low * scratch[k]);
        }
    }
    return gap;
}

/* How finely times are kept. Whole minutes are a log's way to write them, unless what comes each
 * minute is what the log is about. */
static double step_of(const struct point *p, size_t count)
{
    size_t whole = 0, minutes = 0, next = 0, gaps = 0;
    for (size_t i = 0; i < count; i++) {
        whole += fmod(p[i].time, 1) == 0;
        minutes += fmod(p[i].time, 60) == 0;
        gaps += i > 0 && p[i].time > p[i - 1].time;
        next += i > 0 && p[i].time - p[i - 1].time == 60;
    }
    if (minutes == count && 2 * next < gaps)
        return 60;
    return whole == count ? 1 : 0.001;
}

static void count_bins(const struct rhythm_data *d, double width, double *bins, size_t count)
{
    memset(bins, 0, count * sizeof *bins);
    for (size_t i = 0; i < d->in.count; i++) {
        double at = (d->in.events[i].time - d->from) / width;
        if (at >= 0 && at < (double)count)
            bins[(size_t)at] += d->in.events[i].value;
    }
}

/* Where nearly every stretch of time has events, an occurrence is one that has too many. */
static void find_peaks(struct rhythm_data *d)
{
    double span = d->until - d->from + d->step, width = ceil(span / BINS / d->step) * d->step;
    size_t count = (size_t)(span / width), used = 0, peaks = 0;
    if (count < 20 || d->in.count < 200)
        return;
    double *bins = mem_alloc(count * sizeof *bins);
    count_bins(d, width, bins, count);
    for (size_t i = 0; i < count; i++)
        used += bins[i] > 0;
    d->dense = 2 * used > count;
    double median = stats_median(bins, count);
    for (size_t i = 0; d->dense && i < count && peaks < d->in.count; i++)
        if (bins[i] > 1.5 * median && tail_poisson_at_least((uint64_t)bins[i], median) < 1e-4)
            d->spots[peaks++] = d->from + (double)i * width;
    if (d->dense) {
        d->spot_count = peaks;
        d->step = width;
    }
    free(bins);
}

static void sum_base(struct rhythm_data *d)
{
    d->sum = mem_alloc((d->in.base_count + 1) * sizeof *d->sum);
    for (size_t i = 0; i < d->in.base_count; i++)
        d->sum[i + 1] = d->sum[i] + fmax(0, d->in.base[i].value);
    if (d->sum[d->in.base_count] <= 0)
        d->in.base_count = 0;
}

void rhythm_data_init(struct rhythm_data *d, const struct rhythm_input *in)
{
    *d = (struct rhythm_data){.in = *in, .from = in->from, .until = in->until};
    struct point *kept = mem_alloc((in->count + 1) * sizeof *kept);
    d->spots = mem_alloc((in->count + 1) * sizeof *d->spots);
    d->scratch = mem_alloc((in->count + 1) * sizeof *d->scratch);
    cron_zone_local(&d->zone);
    d->in.count = 0;
    d->in.events = kept;
    for (size_t i = 0; i < in->count; i++) {
        double at = in->events[i].time;
        if (in->events[i].value <= 0 || at < in->from || at > in->until)
            continue;
        kept[d->in.count++] = in->events[i];
        d->spots[d->spot_count++] = at;
        d->total += in->events[i].value;
    }
    if (isnan(d->from))
        d->from = d->in.count ? kept[0].time : 0;
    if (isnan(d->until))
        d->until = d->in.count ? kept[d->in.count - 1].time : 0;
    d->step = in->step > 0 ? in->step : step_of(kept, d->in.count);
    sum_base(d);
    find_peaks(d);
}

void rhythm_data_release(struct rhythm_data *d)
{
    free((void *)d->in.events);
    free(d->spots);
    free(d->scratch);
    free(d->sum);
}

static size_t points_before(const struct rhythm_data *d, double at)
{
    size_t low = 0, high = d->in.base_count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (d->in.base[middle].time < at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

double rhythm_amount(const struct rhythm_data *d, double from, double until, bool by_base)
{
    from = fmax(from, d->from);
    until = fmin(until, d->until + d->step);
    if (until <= from)
        return 0;
    return by_base ? d->sum[points_before(d, until)] - d->sum[points_before(d, from)]
                   : until - from;
}

double rhythm_share(const struct rhythm_data *d, double from, double until)
{
    bool by_base = d->in.base_count > 0;
    double all = rhythm_amount(d, d->from, d->until + d->step, by_base);
    return all > 0 ? rhythm_amount(d, from, until, by_base) / all : 0;
}

double rhythm_local(const struct rhythm_data *d, double at)
{
    return at + cron_zone_offset(&d->zone, (int64_t)floor(at));
}

double rhythm_utc(const struct rhythm_data *d, double local)
{
    int64_t at[2], skipped = (int64_t)local;
    double whole = floor(local);
    int count = cron_zone_moments(&d->zone, (int64_t)whole, at, &skipped);
    return (double)(count ? at[0] : skipped) + (local - whole);
}

int rhythm_weekday(double local)
{
    int day = (int)fmod(floor(local / RHYTHM_DAY) + 4, 7);
    return day < 0 ? day + 7 : day;
}

static double log_choose(double n, double k)
{
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1);
}

double rhythm_fisher(size_t hits, size_t of, size_t other_hits, size_t other_of)
{
    double all = (double)(of + other_of), good = (double)(hits + other_hits), sum = 0;
    double most = fmin((double)of, good);
    for (double k = (double)hits; k <= most; k++)
        if (good - k <= (double)other_of)
            sum += exp(log_choose((double)of, k) + log_choose((double)other_of, good - k) -
                       log_choose(all, good));
    return fmin(1, sum);
}
