#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "clues/rhythm_inside.h"
#include "clues/tails.h"

#define GROUP 1800.0 /* occurrences closer than that are one */
#define DAYS_MAX 800
#define SPANS_TRIED 474.0 /* what the widths below come to */
#define DENSE 5.0         /* events an hour of the day, from which on counts are looked at */

static const double widths[] = {600, 1800, 3600, 7200, 14400, 28800};

/* Occurrences by their local time. */
struct hours {
    const struct rhythm_data *d;
    double *at;
    size_t count;
    double first; /* local midnight of the first day */
    size_t days;
};

static size_t day_of(const struct hours *h, double local)
{
    return (size_t)((local - h->first) / RHYTHM_DAY);
}

static bool within(const struct rhythm_span *s, double local)
{
    double into = fmod(local - s->begins, RHYTHM_DAY);
    return (into < 0 ? into + RHYTHM_DAY : into) < s->width;
}

/* The probability that one occurrence of chance falls into the span: the share of time, or of the
 * requests where that is more. */
static double share_of(const struct hours *h, const struct rhythm_span *s)
{
    const struct rhythm_data *d = h->d;
    double sum = 0, all = rhythm_share(d, d->from, d->until + d->step);
    for (size_t day = 0; d->in.base_count && day <= h->days; day++) {
        double begins = h->first + ((double)day - 1) * RHYTHM_DAY + s->begins;
        sum += rhythm_share(d, rhythm_utc(d, begins), rhythm_utc(d, begins + s->width));
    }
    return fmin(1, fmax(s->width / RHYTHM_DAY, all > 0 ? sum / all : 0));
}

/* Days whose occurrences fall into the span, against the mean probability that one does. */
static double judge_span(const struct hours *h, struct rhythm_span *s, double share)
{
    double sum = 0;
    s->days = s->of = 0;
    for (size_t i = 0; i < h->count;) {
        size_t day = day_of(h, h->at[i]), n = 0;
        bool hit = false;
        for (; i < h->count && day_of(h, h->at[i]) == day; i++, n++)
            hit |= within(s, h->at[i]);
        s->of++;
        s->days += hit;
        sum += 1 - pow(1 - share, (double)n);
    }
    if (s->of < 3 || s->days < 3)
        return 1;
    return tail_binomial_at_least(s->days, s->of, sum / (double)s->of) * SPANS_TRIED;
}

/* The most telling span of the day. */
static struct rhythm_span best_span(const struct hours *h)
{
    struct rhythm_span best = {.p = 1};
    for (size_t w = 0; w < sizeof widths / sizeof *widths; w++) {
        if (widths[w] < 2 * h->d->step)
            continue;
        for (double begins = 0; begins < RHYTHM_DAY; begins += widths[w] / 2) {
            struct rhythm_span s = {.begins = begins, .width = widths[w]};
            if (judge_span(h, &s, widths[w] / RHYTHM_DAY) >= fmin(best.p, RHYTHM_ALPHA))
                continue; /* with requests it could only be less telling */
            s.p = judge_span(h, &s, share_of(h, &s));
            if (s.p < best.p)
                best = s;
        }
    }
    return best;
}

static int up(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The middle of the occurrences within the span, and the others alone are left. */
static void take_out(struct hours *h, struct rhythm_span *s)
{
    double *into = mem_alloc((h->count + 1) * sizeof *into);
    size_t kept = 0, taken = 0;
    for (size_t i = 0; i < h->count; i++) {
        double from = fmod(h->at[i] - s->begins, RHYTHM_DAY);
        if (within(s, h->at[i]))
            into[taken++] = from < 0 ? from + RHYTHM_DAY : from;
        else
            h->at[kept++] = h->at[i];
    }
    h->count = kept;
    qsort(into, taken, sizeof *into, up);
    s->middle = fmod(s->begins + stats_quantile(into, taken, 0.5), RHYTHM_DAY);
    free(into);
}

static double try_days(struct hours *h, struct rhythm *out)
{
    double p = 1;
    out->span_count = 0;
    while (out->span_count < RHYTHM_SPANS_MAX) {
        struct rhythm_span s = best_span(h);
        if (s.p >= RHYTHM_ALPHA)
            break;
        p = fmin(p, s.p);
        take_out(h, &s);
        out->spans[out->span_count++] = s;
    }
    return p;
}

/* Counts by day and hour; `expected` by what the hour has of the day's time or requests. */
struct cells {
    size_t days;
    double *counts, *amounts; /* days x 24 */
};

/* How far a day's hours lie from what the day and the hour's amount would give them; false of a day
 * without events. */
static bool day_votes(const struct cells *c, size_t day, double votes[24], double shares[24])
{
    const double *n = c->counts + 24 * day, *a = c->amounts + 24 * day;
    double events = 0, amount = 0;
    for (int i = 0; i < 24; i++)
        events += n[i], amount += a[i];
    if (events <= 0 || amount <= 0)
        return false;
    for (int i = 0; i < 24; i++) {
        double meant = events * a[i] / amount;
        votes[i] = a[i] > 0 ? (sqrt(n[i] + 0.375) - sqrt(meant + 0.125)) / sqrt(events) : 0;
        shares[i] = n[i] / events - a[i] / amount;
    }
    return true;
}

/* p of the hours' means against what is left of the days; `up`: by how much of a day's events each
 * hour lies above what it should have. */
static double hour_effect(const struct cells *c, double up[24])
{
    double sum[24] = {0}, squares = 0, by_hour = 0, by_day = 0, days = 0;
    memset(up, 0, 24 * sizeof *up);
    for (size_t day = 0; day < c->days; day++) {
        double votes[24], shares[24], mean = 0;
        if (!day_votes(c, day, votes, shares))
            continue;
        for (int i = 0; i < 24; i++) {
            sum[i] += votes[i];
            up[i] += shares[i];
            squares += votes[i] * votes[i];
            mean += votes[i] / 24;
        }
        by_day += 24 * mean * mean;
        days++;
    }
    double all = 0;
    for (int i = 0; i < 24 && days > 0; i++) {
        all += sum[i];
        by_hour += sum[i] * sum[i] / days;
        up[i] /= days;
    }
    double level = days > 0 ? all * all / (24 * days) : 0;
    double left = squares - by_hour - by_day + level, freedom = 23 * (days - 1);
    if (days < 3 || left <= 0)
        return 1;
    return tail_f((by_hour - level) / 23 / (left / freedom), 23, freedom);
}

static void fill_amounts(const struct hours *h, struct cells *c, bool by_base)
{
    for (size_t i = 0; i < 24 * c->days; i++) {
        double begins = h->first + (double)i * 3600;
        c->amounts[i] =
            rhythm_amount(h->d, rhythm_utc(h->d, begins), rhythm_utc(h->d, begins + 3600), by_base);
    }
}

/* The hours around the highest one that are at least half as far up. */
static void span_of(const double up[24], struct rhythm_span *s)
{
    int top = 0, from, to;
    for (int i = 1; i < 24; i++)
        top = up[i] > up[top] ? i : top;
    double half = up[top] / 2;
    for (from = top; from > top - 23 && up[(from + 47) % 24] >= half; from--)
        ;
    for (to = top + 1; to < from + 24 && up[to % 24] >= half; to++)
        ;
    from = (from + 24) % 24;
    s->begins = from * 3600.0;
    s->width = fmod((to - from + 48) % 24, 24) * 3600.0;
    s->middle = fmod(s->begins + s->width / 2, RHYTHM_DAY);
}

static double try_counts(const struct hours *h, struct rhythm *out)
{
    const struct rhythm_data *d = h->d;
    struct cells c = {h->days, NULL, NULL};
    double up[24], p = 1;
    if (d->total < 24 * DENSE || d->step > 3600)
        return 1;
    c.counts = mem_alloc(48 * c.days * sizeof *c.counts);
    c.amounts = c.counts + 24 * c.days;
    for (size_t i = 0; i < d->in.count; i++) {
        double hour = (rhythm_local(d, d->in.events[i].time) - h->first) / 3600;
        if (hour >= 0 && hour < 24.0 * (double)c.days)
            c.counts[(size_t)hour] += d->in.events[i].value;
    }
    fill_amounts(h, &c, false);
    p = hour_effect(&c, up);
    if (p < RHYTHM_ALPHA && d->in.base_count) {
        fill_amounts(h, &c, true);
        p = fmax(p, hour_effect(&c, up));
    }
    struct rhythm_span s = {.p = p};
    span_of(up, &s);
    if (p < RHYTHM_ALPHA && (!out->span_count || (d->dense && s.width > 3600))) {
        out->spans[0] = s;
        out->span_count = 1;
    }
    free(c.counts);
    return p;
}

static void start_hours(struct rhythm_data *d, struct hours *h)
{
    double first = rhythm_local(d, d->from), last = rhythm_local(d, d->until);
    *h = (struct hours){.d = d, .at = mem_alloc((d->spot_count + 1) * sizeof *h->at)};
    h->first = floor(first / RHYTHM_DAY) * RHYTHM_DAY;
    h->days = (size_t)((last - h->first) / RHYTHM_DAY) + 1;
    h->count = rhythm_starts(d->spots, d->spot_count, GROUP, h->at);
    for (size_t i = 0; i < h->count; i++)
        h->at[i] = rhythm_local(d, h->at[i]);
}

double rhythm_try_hours(struct rhythm_data *d, struct rhythm *out)
{
    struct hours h;
    out->span_count = 0;
    if (d->until - d->from < 2 * RHYTHM_DAY)
        return 1;
    start_hours(d, &h);
    double p = 1;
    if (h.days >= 3 && h.days <= DAYS_MAX) {
        p = try_days(&h, out);
        p = fmin(1, 2 * fmin(p, try_counts(&h, out)));
    }
    for (size_t i = 0; i < out->span_count; i++) {
        out->hits += out->spans[i].days;
        out->of = out->spans[i].of > out->of ? out->spans[i].of : out->of;
    }
    if (out->span_count)
        out->hits = out->spans[0].days;
    free(h.at);
    return p;
}

/* By weekday: days looked at, and those with an occurrence in the span. */
static void count_days(const struct rhythm_data *d, const struct rhythm_span *s, size_t hits[7],
                       size_t of[7])
{
    double first = floor(rhythm_local(d, d->from) / RHYTHM_DAY) * RHYTHM_DAY;
    double last = rhythm_local(d, d->until);
    size_t i = 0;
    for (double day = first; day <= last; day += RHYTHM_DAY) {
        bool hit = false;
        /* A day of which only the other part was looked at tells nothing. */
        if (day + s->begins <
                first + fmod(rhythm_local(d, d->from) - first, RHYTHM_DAY) - s->width ||
            day + s->begins > last)
            continue;
        for (; i < d->spot_count && rhythm_local(d, d->spots[i]) < day + RHYTHM_DAY; i++)
            hit |= within(s, rhythm_local(d, d->spots[i]));
        of[rhythm_weekday(day)]++;
        hits[rhythm_weekday(day)] += hit;
    }
}

unsigned rhythm_span_days(const struct rhythm_data *d, const struct rhythm_span *s)
{
    static const unsigned sets[] = {0x3e, 0x41, 1, 2, 4, 8, 0x10, 0x20, 0x40};
    size_t hits[7] = {0}, of[7] = {0};
    unsigned best = 0x7f;
    double p = 0.05;
    count_days(d, s, hits, of);
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        size_t in[2] = {0}, all[2] = {0};
        for (int day = 0; day < 7; day++) {
            in[sets[i] >> day & 1] += hits[day];
            all[sets[i] >> day & 1] += of[day];
        }
        double one = rhythm_fisher(in[1], all[1], in[0], all[0]) * (i < 2 ? 1 : 7);
        if (all[0] && 2 * in[1] >= all[1] && 3 * in[0] <= all[0] && one < p) {
            p = one;
            best = sets[i];
        }
    }
    return best;
}
