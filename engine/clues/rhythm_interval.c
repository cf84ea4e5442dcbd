#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "clues/rhythm_inside.h"
#include "clues/tails.h"

#define STARTS_MAX 600
#define HARMONICS 4
#define PEAKS 6
#define ARCS 7
#define MISSED 3.0  /* of so many occurrences that are due, one at least must come */
#define H_LEAST 8.0 /* a lower H is not looked at */
#define NEAR 0.15   /* of a gap: about the median */

/* Occurrences, as they are for periods of about some length. */
struct train {
    const double *at;
    size_t count;
    double span;
};

struct found {
    double period, begins, arc; /* the arc of phases, as a share of the period */
    size_t hits, of;
    double p;
};

static double phase_of(double at, double period)
{
    double turns = at / period;
    return turns - floor(turns);
}

/* For each occurrence where its phase stands on the unit circle, and by how much the next frequency
 * turns it. */
struct wheel {
    double c[STARTS_MAX], s[STARTS_MAX], turn_c[STARTS_MAX], turn_s[STARTS_MAX];
};

static void start_wheel(const struct train *t, double frequency, double step, struct wheel *w)
{
    for (size_t i = 0; i < t->count; i++) {
        double at = 2 * M_PI * (t->at[i] - t->at[0]);
        w->c[i] = cos(at * frequency);
        w->s[i] = sin(at * frequency);
        w->turn_c[i] = cos(at * step);
        w->turn_s[i] = sin(at * step);
    }
}

/* H of de Jager and others, of the first harmonics; turns the wheel to the next frequency. */
static double next_h(struct wheel *w, size_t count)
{
    double c[HARMONICS] = {0}, s[HARMONICS] = {0}, z = 0, best = 0;
    for (size_t i = 0; i < count; i++) {
        double c1 = w->c[i], s1 = w->s[i], ck = 1, sk = 0;
        for (int k = 0; k < HARMONICS; k++) {
            double next = ck * c1 - sk * s1;
            sk = sk * c1 + ck * s1;
            ck = next;
            c[k] += ck;
            s[k] += sk;
        }
        w->c[i] = c1 * w->turn_c[i] - s1 * w->turn_s[i];
        w->s[i] = s1 * w->turn_c[i] + c1 * w->turn_s[i];
    }
    for (int k = 0; k < HARMONICS; k++) {
        z += 2 * (c[k] * c[k] + s[k] * s[k]) / (double)count;
        best = fmax(best, z - 4 * k);
    }
    return best;
}

static int up(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The arc of that length with the most phases, which are sorted. */
static size_t fullest_arc(const double *phases, size_t count, double arc, double *begins)
{
    size_t most = 0, end = 0;
    for (size_t i = 0; i < count; i++) {
        end = end < i ? i : end;
        while (end < i + count &&
               (end < count ? phases[end] : phases[end - count] + 1) < phases[i] + arc)
            end++;
        if (end - i > most) {
            most = end - i;
            *begins = phases[i];
        }
    }
    return most;
}

/* The share of the base in that arc of all periods, where periods are long enough to matter. */
static double arc_share(const struct rhythm_data *d, const struct train *t, double period,
                        double begins, double arc)
{
    double sum = 0, cycle = floor((d->from - t->at[0]) / period);
    if (!d->in.base_count || period < 600)
        return arc;
    for (double at = t->at[0] + (cycle + begins) * period; at < d->until; at += period)
        sum += rhythm_share(d, at, at + arc * period);
    return fmin(1, fmax(arc, sum));
}

static struct found judge(const struct rhythm_data *d, const struct train *t, double period,
                          double octave, double *phases)
{
    struct found best = {.period = period, .of = t->count, .p = 1};
    for (size_t i = 0; i < t->count; i++)
        phases[i] = phase_of(t->at[i] - t->at[0], period);
    qsort(phases, t->count, sizeof *phases, up);
    double arc = 0.5;
    for (int a = 0; a < ARCS && arc * period >= d->step * 0.999; a++, arc /= 2) {
        double begins = 0, tries = ARCS * (1 + t->span / octave / 2 / arc);
        size_t hits = fullest_arc(phases, t->count, arc, &begins);
        double share = arc_share(d, t, period, begins, arc);
        double p = (double)t->count * tail_binomial_at_least(hits - 1, t->count - 1, share) * tries;
        if (p < best.p)
            best = (struct found){period, begins, arc, hits, t->count, p};
    }
    return best;
}

/* Least squares through those occurrences that lie near the fullest phase. */
static double refine(const struct train *t, double period, double *phases)
{
    static const double near[] = {0.2, 0.12, 0.07, 0.05};
    for (size_t round = 0; round < sizeof near / sizeof *near; round++) {
        double begins = 0, n = 0, k = 0, kk = 0, x = 0, kx = 0;
        for (size_t i = 0; i < t->count; i++)
            phases[i] = phase_of(t->at[i] - t->at[0], period);
        qsort(phases, t->count, sizeof *phases, up);
        fullest_arc(phases, t->count, near[round] * 2, &begins);
        double origin = t->at[0] + (begins + near[round]) * period;
        for (size_t i = 0; i < t->count; i++) {
            double cycle = nearbyint((t->at[i] - origin) / period);
            double off = t->at[i] - origin - cycle * period;
            if (fabs(off) > near[round] * period)
                continue;
            n++, k += cycle, kk += cycle * cycle, x += off, kx += cycle * off;
        }
        double under = n * kk - k * k;
        if (n < 4 || under <= 0)
            break;
        period += (n * kx - k * x) / under;
    }
    return period;
}

/* The highest H of an octave, apart from each other. */
static size_t candidates(const struct train *t, double octave, double longest, struct wheel *w,
                         double *periods)
{
    double step = 0.2 / t->span, heights[PEAKS] = {0}, before = 0, last = 0;
    double f = 1 / fmin(2 * octave, longest);
    size_t count = 0;
    start_wheel(t, f, step, w);
    for (; f <= 1 / octave + 2 * step; f += step) {
        double h = next_h(w, t->count);
        if (last > H_LEAST && last >= before && last > h &&
            (count < PEAKS || last > heights[PEAKS - 1])) {
            size_t at = count < PEAKS ? count++ : PEAKS - 1;
            for (; at > 0 && heights[at - 1] < last; at--)
                heights[at] = heights[at - 1], periods[at] = periods[at - 1];
            heights[at] = last;
            periods[at] = 1 / (f - step);
        }
        before = last;
        last = h;
    }
    return count;
}

static struct train train_for(struct rhythm_data *d, double octave)
{
    size_t count = rhythm_starts(d->spots, d->spot_count, octave / 4, d->scratch);
    const double *at = d->scratch;
    if (count > STARTS_MAX) {
        at += count - STARTS_MAX;
        count = STARTS_MAX;
    }
    return (struct train){at, count, count ? at[count - 1] - at[0] : 0};
}

static bool worth_trying(const struct train *t, double octave)
{
    return t->count >= RHYTHM_LEAST && t->span >= 3 * octave &&
           t->span / (double)(t->count - 1) <= MISSED * 2 * octave;
}

/* What the search works with. */
struct bench {
    double phases[STARTS_MAX];
    struct wheel wheel;
};

static void try_octave(struct rhythm_data *d, double octave, struct bench *b, struct found *best)
{
    double periods[PEAKS];
    struct train t = train_for(d, octave);
    if (!worth_trying(&t, octave))
        return;
    size_t count = candidates(&t, octave, t.span / 3, &b->wheel, periods);
    for (size_t i = 0; i < count; i++) {
        struct found f = judge(d, &t, refine(&t, periods[i], b->phases), octave, b->phases);
        if (f.p < best->p)
            *best = f;
    }
}

/* Events each hour come each half hour too: the longest period that takes in as many is meant. */
static void climb(struct rhythm_data *d, double *phases, struct found *best)
{
    static const int times[] = {2, 3, 5, 7};
    for (size_t i = 0; i < sizeof times / sizeof *times;) {
        double period = best->period * times[i];
        struct train t = train_for(d, period);
        struct found f = {.p = 1};
        if (t.count >= RHYTHM_LEAST && t.span >= 2.9 * period)
            f = judge(d, &t, refine(&t, period, phases), period, phases);
        bool as_good = f.p < RHYTHM_ALPHA && fabs(f.period / period - 1) < 0.02 &&
                       (double)f.hits / (double)f.of >= 0.9 * (double)best->hits / (double)best->of;
        if (as_good)
            *best = f;
        i = as_good ? 0 : i + 1;
    }
}

/* Gaps of nearly one length, which need not be in step with any clock. */
static double try_gaps(struct rhythm_data *d, struct rhythm *out)
{
    double gap = rhythm_group_gap(d->spots, d->spot_count, d->scratch);
    size_t count = rhythm_starts(d->spots, d->spot_count, gap, d->scratch), near = 0;
    if (count < RHYTHM_RANDOM_AT)
        return 1;
    double last = d->scratch[count - 1];
    for (size_t i = 0; i + 1 < count; i++)
        d->scratch[i] = d->scratch[i + 1] - d->scratch[i];
    double median = stats_median(d->scratch, count - 1);
    double within = fmax(NEAR, median > 0 ? 0.51 * d->step / median : 1);
    if (within > 0.5 || median < 2)
        return 1;
    for (size_t i = 0; i + 1 < count; i++)
        near += fabs(d->scratch[i] / median - 1) <= within;
    double p =
        20 * tail_binomial_at_least(near, count - 1, exp2(-(1 - within)) - exp2(-(1 + within)));
    if (p >= RHYTHM_ALPHA || 2 * near < count)
        return 1;
    *out = (struct rhythm){.period = median,
                           .last = last,
                           .jitter = 2 * within * median,
                           .drifts = true,
                           .kept = 1,
                           .hits = near,
                           .of = count - 1,
                           .says = out->says};
    return p;
}

/* The roundest length that the occurrences allow: 1 h and not 59 min 59 s. */
static double rounded(double period, double slack)
{
    static const double steps[] = {3600, 900, 300, 60, 10, 5, 1, 0.5};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        double round = nearbyint(period / steps[i]) * steps[i];
        if (round > 0 && fabs(round - period) <= slack)
            return round;
    }
    return period;
}

static void put_interval(struct rhythm_data *d, const struct found *f, struct rhythm *out)
{
    struct train t = train_for(d, f->period);
    double due = t.at[0] + (f->begins + f->arc / 2) * f->period;
    due += floor((d->until - due) / f->period) * f->period;
    *out = (struct rhythm){.period = rounded(f->period, f->arc * f->period / (double)f->hits),
                           .last = due,
                           .jitter = f->arc * f->period,
                           .hits = f->hits,
                           .of = f->of,
                           .kept = (double)f->hits / (1 + floor(t.span / f->period)),
                           .says = out->says};
}

double rhythm_try_interval(struct rhythm_data *d, struct rhythm *out)
{
    struct found best = {.p = 1};
    struct bench *b = mem_alloc(sizeof *b);
    double span = d->spot_count ? d->spots[d->spot_count - 1] - d->spots[0] : 0, octaves = 0;
    for (double octave = fmax(2, 2 * d->step); octave <= span / 3; octave *= 2, octaves++)
        try_octave(d, octave, b, &best);
    double p = best.p * fmax(1, octaves), by_gaps = 1;
    if (p < RHYTHM_ALPHA)
        climb(d, b->phases, &best);
    /* Where many lie outside, what comes after the last one may be the better word. */
    if (p >= RHYTHM_ALPHA || 10 * best.hits < 7 * best.of)
        by_gaps = try_gaps(d, out);
    bool drifts =
        by_gaps < RHYTHM_ALPHA && (p >= RHYTHM_ALPHA || out->hits * best.of >= best.hits * out->of);
    if (!drifts && p < RHYTHM_ALPHA)
        put_interval(d, &best, out);
    free(b);
    return drifts ? by_gaps : p;
}
