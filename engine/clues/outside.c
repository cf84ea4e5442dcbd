#include "clues/outside.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "clues/extreme.h"
#include "clues/season.h"

#define P 0.05
#define SAMPLE 256  /* values of a window that are looked at; of a longer one, every so many */
#define GROWS 4     /* each length is so many times the one before */
#define REFERENCE 8 /* the time before is so many windows */
#define REFERENCE_LEAST 60
#define SPREAD_WINDOW 16
#define WINDOWS_LEAST 40 /* of a length in the whole, or it is not looked at */
#define TINY_SPREAD 0.05
#define RARE 8         /* more episodes than that, and such are usual here */
#define STANDS_OUT 1.5 /* times as strong as the usual ones is one that counts all the same */

/* What a window is compared with: the time before, the whole, or the spread of the time before. */
enum measure { LEVEL, RANGE, SPREAD };

struct flags {
    double *strength; /* of each point; 0: within */
    signed char *direction;
    bool *spread;
};

/* The mean of the middle half of a sorted list: as deaf to wild values as matters here, and finer
 * than the median where values are small counts. */
static double middle_half(const double *sorted, size_t n)
{
    size_t cut = n / 4;
    return stats_mean(sorted + cut, n - 2 * cut);
}

/* Of some of the values from `from` on. */
static void middle_of(const double *z, size_t from, size_t count, double *level, double *spread)
{
    double some[SAMPLE];
    size_t step = (count + SAMPLE - 1) / SAMPLE, n = 0;
    for (size_t i = 0; i < count; i += step)
        some[n++] = z[from + i];
    stats_sort(some, n);
    *level = middle_half(some, n);
    if (!spread)
        return;
    for (size_t i = 0; i < n; i++)
        some[i] = fabs(some[i] - *level);
    stats_sort(some, n);
    *spread = middle_half(some, n);
}

/* One length of window: where it stands, and how it differs from what it is compared with. */
struct scale {
    enum measure kind;
    size_t width, hop, reference, count;
    double *differs; /* of each place */
};

static size_t place(const struct scale *s, size_t i)
{
    return s->reference + i * s->hop;
}

static double differs_at(const double *z, const struct scale *s, size_t at)
{
    double level, before, spread, spread_before;
    middle_of(z, at, s->width, &level, s->kind == SPREAD ? &spread : NULL);
    if (s->kind == RANGE)
        return level;
    middle_of(z, at - s->reference, s->reference, &before,
              s->kind == SPREAD ? &spread_before : NULL);
    if (s->kind == LEVEL)
        return level - before;
    return log((spread + TINY_SPREAD) / (spread_before + TINY_SPREAD));
}

static bool is_within(double away, double half)
{
    return half > 0 ? away < half : away > half;
}

static void flag(const double *z, const struct scale *s, size_t i, double strength,
                 struct flags *flags)
{
    size_t at = place(s, i), end = at + s->width;
    double half = s->differs[i] / 2, before = 0;
    if (s->kind == LEVEL)
        middle_of(z, at - s->reference, s->reference, &before, NULL);
    while (s->kind != SPREAD && at + 1 < end && is_within(z[at] - before, half))
        at++;
    while (s->kind != SPREAD && at + 1 < end && is_within(z[end - 1] - before, half))
        end--;
    for (; at < end; at++) {
        if (strength <= flags->strength[at])
            continue;
        flags->strength[at] = strength;
        flags->direction[at] = s->differs[i] > 0 ? 1 : -1;
        flags->spread[at] = s->kind == SPREAD;
    }
}

/* The middle of a few values tames no wild ones. */
static double power_of(size_t width, enum measure kind)
{
    return width < 4 ? 2.2 : width < 16 ? 1.3 : kind == SPREAD ? 1 : 0.67;
}

static void look(const double *z, size_t count, size_t width, enum measure kind,
                 struct flags *flags)
{
    struct scale s = {.kind = kind, .width = width, .hop = (width + 3) / 4};
    if (kind != RANGE)
        s.reference = width * REFERENCE > REFERENCE_LEAST ? width * REFERENCE : REFERENCE_LEAST;
    if (s.reference > count / 4)
        s.reference = count / 4;
    if (count < s.reference + width)
        return;
    s.count = (count - s.reference - width) / s.hop + 1;
    s.differs = mem_alloc(2 * s.count * sizeof *s.differs);
    double *away = s.differs + s.count;
    for (size_t i = 0; i < s.count; i++) {
        s.differs[i] = differs_at(z, &s, place(&s, i));
        away[i] = fabs(s.differs[i]);
    }
    double limit = extreme_of_body(away, s.count, P, power_of(width, kind));
    for (size_t i = 0; limit > 0 && i < s.count; i++)
        if (fabs(s.differs[i]) > limit)
            flag(z, &s, i, fabs(s.differs[i]) / limit, flags);
    free(s.differs);
}

/* Windows of points flagged more strongly than `least`; those less than `apart` points from one
 * another are one. How many; `out` gets the first ones. */
static size_t gather(const struct flags *f, size_t count, double least, size_t apart,
                     struct outside out[OUTSIDE_MOST])
{
    size_t n = 0, last = 0;
    for (size_t i = 0; i < count; i++) {
        if (!(f->strength[i] > least))
            continue;
        if (!n || i - last > apart) {
            if (n++ < OUTSIDE_MOST)
                out[n - 1] = (struct outside){.first = i};
        }
        last = i;
        if (n > OUTSIDE_MOST)
            continue;
        struct outside *o = &out[n - 1];
        o->last = i;
        if (f->strength[i] > o->strength) {
            o->strength = f->strength[i];
            o->direction = f->direction[i];
            o->spread = f->spread[i];
        }
    }
    return n;
}

/* What happens often is no anomaly, so where many windows are flagged, the limit is that of the
 * strongest ones, and they must stand out from the others. */
static size_t keep_rare(const struct flags *f, size_t count, struct outside out[OUTSIDE_MOST])
{
    size_t apart = count / 50 + 1, n = gather(f, count, 0, apart, out);
    double least = 1;
    if (n <= RARE)
        return n;
    while (n > RARE) {
        least *= 1.05;
        n = gather(f, count, least, apart, out);
    }
    return gather(f, count, least * STANDS_OUT, apart, out);
}

size_t outside_find(const struct point *points, size_t count, double season,
                    struct outside out[OUTSIDE_MOST])
{
    double *z = mem_alloc((count + 1) * sizeof *z);
    struct flags f = {mem_alloc((count + 1) * sizeof *f.strength), mem_alloc(count + 1),
                      mem_alloc((count + 1) * sizeof *f.spread)};
    season_take_off(points, count, season, z);
    for (size_t width = 1; width * WINDOWS_LEAST <= count; width *= GROWS) {
        look(z, count, width, LEVEL, &f);
        look(z, count, width, RANGE, &f);
        if (width >= SPREAD_WINDOW)
            look(z, count, width, SPREAD, &f);
    }
    size_t n = keep_rare(&f, count, out);
    free(f.spread);
    free(f.direction);
    free(f.strength);
    free(z);
    return n;
}
