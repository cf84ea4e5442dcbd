#include "clues/usual.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "clues/tails.h"

#define WINDOWS_MAX 300
#define STEPS_MAX 20000 /* that a gap may take */
#define BESIDE 3        /* windows of a period: at the phase, before it and behind it */

/* The first point not before `time`. */
static size_t first_from(const struct point *points, size_t count, double time)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (points[middle].time < time)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static size_t median_within(const struct point *points, size_t count, double from, double until,
                            double *median)
{
    size_t first = first_from(points, count, from), end = first_from(points, count, until);
    double *values = mem_alloc((end - first + 1) * sizeof *values);
    for (size_t i = first; i < end; i++)
        values[i - first] = points[i].value;
    stats_sort(values, end - first);
    *median = stats_quantile(values, end - first, 0.5);
    free(values);
    return end - first;
}

/* Windows of earlier times that have at least half as many points. */
struct earlier {
    double medians[WINDOWS_MAX];
    size_t count, periods;
};

static bool add_window(const struct point *points, size_t count, double from, double until,
                       size_t least, struct earlier *e)
{
    double median;
    if (e->count == WINDOWS_MAX || median_within(points, count, from, until, &median) < least)
        return false;
    e->medians[e->count++] = median;
    return true;
}

/* Windows one after another, or of the same phase in each period; none that reaches into the one
 * that is judged. */
static void gather(const struct point *points, size_t count, double from, double until,
                   double season, size_t least, struct earlier *e)
{
    double wide = until - from, every = season > 0 ? season : wide;
    double back = every;
    for (int i = 0; i < STEPS_MAX && e->count + BESIDE <= WINDOWS_MAX; i++, back += every) {
        if (until - back + wide < points[0].time)
            break;
        bool any = add_window(points, count, from - back, until - back, least, e);
        for (int side = -1; season > 0 && side <= 1; side += 2)
            if (side * wide + until - back <= from)
                any |= add_window(points, count, from - back + side * wide,
                                  until - back + side * wide, least, e);
        e->periods += any;
    }
}

static void judge(struct usual *u, struct earlier *e)
{
    double n = (double)e->count, periods = (double)e->periods;
    u->expected = stats_median(e->medians, e->count);
    u->spread = STATS_MAD_SIGMA * stats_mad(e->medians, e->count, u->expected);
    double away = u->value - u->expected, unit = fmax(u->spread, 1e-3 * fabs(u->expected));
    u->z = 0;
    u->p = 1;
    if (away == 0)
        return;
    if (unit > 0) {
        double freedom = u->season > 0 ? fmax(periods - 1, (n - 1) / 2) : fmin(n - 1, 60);
        u->z = away / unit;
        u->p = tail_student(u->z / sqrt(1 + 1 / periods), freedom);
    } else { /* it never varied, and was 0 */
        u->z = away > 0 ? INFINITY : -INFINITY;
        u->p = 1 / (n + 1);
    }
    bool never = unit == 0 && e->count >= USUAL_WINDOWS_LEAST;
    if (never || (u->p <= USUAL_P && fabs(u->z) >= USUAL_Z))
        u->moved = away > 0 ? 1 : -1;
}

bool usual_judge(const struct point *points, size_t count, double from, double until, double season,
                 struct usual *out)
{
    struct earlier *e = mem_alloc(sizeof *e);
    *out = (struct usual){.season = season};
    out->points = count ? median_within(points, count, from, until, &out->value) : 0;
    size_t half = (out->points + 1) / 2;
    if (out->points && season > 0)
        gather(points, count, from, until, season, half, e);
    if (out->points && e->periods < USUAL_PERIODS_LEAST) {
        *e = (struct earlier){.count = 0};
        out->season = 0;
        gather(points, count, from, until, 0, half, e);
    }
    out->periods = e->periods;
    bool enough = out->season > 0 || e->periods >= USUAL_WINDOWS_LEAST;
    if (out->points && enough)
        judge(out, e);
    free(e);
    return out->points && enough;
}
