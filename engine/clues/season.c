#include "clues/season.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "clues/spacing.h"

#define PHASES_MAX 336
#define TELLS 0.86      /* of what one level for all leaves, a season leaves at most so much */
#define WEEK_TELLS 0.92 /* and a week of what a day leaves */
#define FEW 12          /* values: phases beside it help out */
#define SPREAD_LEAST 0.1

/* The values by phase: those of phase i stand from first[i] to first[i + 1]. */
struct phases {
    size_t count;
    double length;
    size_t *first;
    double *values;
};

static size_t phase_of(const struct phases *s, double time)
{
    double into = fmod(time, s->length);
    if (into < 0)
        into += s->length;
    size_t i = (size_t)(into / s->length * (double)s->count);
    return i < s->count ? i : s->count - 1;
}

static bool is_every_second(const struct phases *s, double time)
{
    return fmod(floor(time / s->length), 2) != 0;
}

/* With `half`, every second period's alone. */
static struct phases sort_by_phase(const struct point *points, size_t count, double length,
                                   bool half)
{
    double every = spacing_of(points, count);
    struct phases s = {.length = length, .count = PHASES_MAX};
    if (every > 0 && length / every < PHASES_MAX)
        s.count = (size_t)fmax(1, length / every);
    s.first = mem_alloc((s.count + 2) * sizeof *s.first);
    s.values = mem_alloc((count + 1) * sizeof *s.values);
    for (size_t i = 0; i < count; i++)
        if (!half || is_every_second(&s, points[i].time))
            s.first[phase_of(&s, points[i].time) + 2]++;
    for (size_t i = 2; i < s.count + 2; i++)
        s.first[i] += s.first[i - 1];
    for (size_t i = 0; i < count; i++)
        if (!half || is_every_second(&s, points[i].time))
            s.values[s.first[phase_of(&s, points[i].time) + 1]++] = points[i].value;
    return s;
}

static void release(struct phases *s)
{
    free(s->first);
    free(s->values);
}

/* The median and spread of a phase, with as many beside it as make FEW values, or a fiftieth of the
 * season. False where there are none. */
static bool level_of(const struct phases *s, size_t phase, double *room, double *level,
                     double *spread)
{
    size_t n = 0;
    for (size_t beside = 0; beside <= s->count / 50 && n < FEW; beside++) {
        size_t at[2] = {(phase + beside) % s->count, (phase + s->count - beside) % s->count};
        for (size_t side = 0; side < (beside ? 2 : 1); side++)
            for (size_t i = s->first[at[side]]; i < s->first[at[side] + 1]; i++)
                room[n++] = s->values[i];
    }
    *level = stats_median(room, n);
    *spread = STATS_MAD_SIGMA * stats_mad(room, n, *level);
    return n > 0;
}

struct levels {
    double *level, *spread; /* of each phase, in one block that begins at level */
};

static struct levels levels_of(const struct phases *s, size_t count, double none)
{
    struct levels l;
    double *room = mem_alloc((count + 1) * sizeof *room);
    l.level = mem_alloc(2 * s->count * sizeof *l.level);
    l.spread = l.level + s->count;
    for (size_t i = 0; i < s->count; i++)
        if (!level_of(s, i, room, &l.level[i], &l.spread[i]))
            l.level[i] = none;
    free(room);
    return l;
}

/* The mean distance of the other half of the periods from what this half foretells. */
static double left_by(const struct point *points, size_t count, double length, double median)
{
    struct phases s = sort_by_phase(points, count, length, true);
    struct levels l = levels_of(&s, count, median);
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        if (!is_every_second(&s, points[i].time))
            sum += fabs(points[i].value - l.level[phase_of(&s, points[i].time)]);
    free(l.level);
    release(&s);
    return sum;
}

static double left_by_none(const struct point *points, size_t count, double length, double median)
{
    struct phases s = {.length = length};
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        if (!is_every_second(&s, points[i].time))
            sum += fabs(points[i].value - median);
    return sum;
}

/* Where more than half are the same, the mean distance takes the place of their median. */
static double median_of(const struct point *points, size_t count, double *mad)
{
    double *values = mem_alloc((count + 1) * sizeof *values);
    for (size_t i = 0; i < count; i++)
        values[i] = points[i].value;
    double median = stats_median(values, count);
    *mad = stats_mad(values, count, median);
    for (size_t i = 0; i < count; i++)
        values[i] = fabs(values[i] - median);
    if (*mad == 0)
        *mad = stats_mean(values, count);
    free(values);
    return median;
}

double season_find(const struct point *points, size_t count)
{
    double every = spacing_of(points, count), mad, median = median_of(points, count, &mad);
    double span = count ? points[count - 1].time - points[0].time + every : 0, share[2] = {1, 1};
    static const double lengths[] = {SEASON_DAY, SEASON_WEEK};
    for (int i = 0; i < 2; i++) {
        double none = left_by_none(points, count, lengths[i], median);
        if (span >= SEASON_PERIODS_LEAST * lengths[i] && every <= lengths[i] / 8 && none > 0)
            share[i] = left_by(points, count, lengths[i], median) / none;
    }
    if (share[1] <= TELLS && share[1] <= WEEK_TELLS * share[0])
        return SEASON_WEEK;
    return share[0] <= TELLS ? SEASON_DAY : 0;
}

void season_take_off(const struct point *points, size_t count, double length, double *out)
{
    double mad, median = median_of(points, count, &mad), most = 0;
    if (!(length > 0)) {
        for (size_t i = 0; i < count; i++)
            out[i] = (points[i].value - median) / (mad > 0 ? STATS_MAD_SIGMA * mad : 1);
        return;
    }
    struct phases s = sort_by_phase(points, count, length, false);
    struct levels l = levels_of(&s, count, median);
    for (size_t i = 0; i < s.count; i++)
        most = fmax(most, l.spread[i]);
    double middle = fmax(stats_median(l.spread, s.count), SPREAD_LEAST * most);
    for (size_t i = 0; i < count; i++) {
        size_t phase = phase_of(&s, points[i].time);
        double spread = fmax(l.spread[phase], middle / 2);
        out[i] = (points[i].value - l.level[phase]) / (spread > 0 ? spread : 1);
    }
    free(l.level);
    release(&s);
}
