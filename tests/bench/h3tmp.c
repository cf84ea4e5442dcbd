/*
 * truth: how often each detector finds what is there, and what is not, on made data with known
 * truth, beside the plain alternative.
 *
 * A row is one call of row() in a function of the detector; the seed is fixed, so it prints the
 * same each time.
 *
 *   truth [DATA]    DATA: a folder whose metrics/windows.json names labelled windows of its files
 */
#include <stdio.h>
#include <string.h>

#include "../unit/made.h"
#include "check/bend.h"
#include "check/compare.h"
#include "check/outside.h"
#include "check/ranks.h"
#include "check/season.h"

/* Of one detector and of the plain alternative: hits of trials. */
struct score {
    unsigned trials, ours, plain;
};

static void head(const char *detector, const char *plain)
{
    printf("\n%-46s %19s  %19s\n", "", "found", "false alarms");
    printf("%-46s %9s %9s  %9s %9s\n", detector, "ours", plain, "ours", plain);
}

static void part(unsigned hits, unsigned trials)
{
    if (trials)
        printf(" %8.1f%%", 100.0 * hits / trials);
    else
        printf(" %9s", "");
}

static void row(const char *name, struct score there, struct score not_there)
{
    printf("%-46s", name);
    part(there.ours, there.trials);
    part(there.plain, there.trials);
    printf(" ");
    part(not_there.ours, not_there.trials);
    part(not_there.plain, not_there.trials);
    printf("\n");
}

#define TRIALS 400

/* stats.compare: a day's hour against its last minutes. */
static struct score compare_trials(enum made_noise kind, size_t before, size_t now, double by)
{
    static double shift[2000], values[2000];
    struct score s = {TRIALS};
    uint64_t seed = 1 + kind;
    for (size_t i = 0; i < before + now; i++)
        shift[i] = i < before ? 0 : by;
    for (int t = 0; t < TRIALS; t++) {
        made_values(&seed, kind, shift, values, before + now);
        struct comparison c = compare_values(values, before, values + before, now);
        s.ours += compare_moved(&c, c.p, COMPARE_P) != 0;
        s.plain += c.p_plain <= COMPARE_P;
    }
    return s;
}

static void compare_rows(void)
{
    static const size_t sizes[][2] = {{20, 5}, {60, 20}, {240, 30}, {1440, 60}};
    head("stats.compare: moved by 2 deviations", "M.-W.");
    for (int kind = 0; kind < MADE_KINDS; kind++)
        for (size_t i = 0; i < 4; i++) {
            char name[80];
            snprintf(name, sizeof name, "%s, %zu before, %zu now", made_names[kind], sizes[i][0],
                     sizes[i][1]);
            row(name, compare_trials(kind, sizes[i][0], sizes[i][1], 2),
                compare_trials(kind, sizes[i][0], sizes[i][1], 0));
        }
}

/* series.shape: the plain alternative is A. N. Pettitt's test of 1979 alone, on ranks. */
static bool pettitt(const double *values, size_t count)
{
    static double ranks[2000];
    double sum = 0, most = 0, n = (double)count;
    ranks_of(values, count, ranks);
    for (size_t k = 0; k < count; k++) {
        sum += 2 * ranks[k] - n - 1;
        most = fmax(most, fabs(sum));
    }
    return 2 * exp(-6 * most * most / (n * n * n + n * n)) <= BEND_P;
}

/* From six tenths on; a spike is a tenth of the series long. */
static void make_shape(enum bend_kind kind, double by, double *shift, size_t count)
{
    size_t at = count * 6 / 10, end = at + count / 10;
    for (size_t i = 0; i < count; i++) {
        double along = i < at ? 0 : (double)(i - at) / (double)(count - at);
        shift[i] = kind == BEND_STEP    ? i < at ? 0 : by
                   : kind == BEND_RAMP  ? 2 * by * along
                   : kind == BEND_SPIKE ? i >= at && i < end ? 2 * by : 0
                                        : 0;
    }
}

/* Right: of the kind that is there, beginning within a tenth of the series of where it does. */
static struct score shape_trials(enum made_noise noise, enum bend_kind kind, size_t count,
                                 double by, int trials)
{
    static double shift[2000], values[2000];
    static struct point points[2000];
    struct score s = {trials};
    uint64_t seed = 100 * noise + kind;
    make_shape(kind, by, shift, count);
    for (int t = 0; t < trials; t++) {
        made_values(&seed, noise, shift, values, count);
        made_points(values, 60, points, count);
        struct bend b = bend_find(points, count);
        double off = fabs(b.at - points[count * 6 / 10].time) / (60.0 * (double)count);
        s.ours += kind == BEND_NONE ? b.kind != BEND_NONE
                                    : b.kind == kind && off <= (kind == BEND_RAMP ? 0.25 : 0.1);
        s.plain += pettitt(values, count);
    }
    return s;
}

static void shape_rows(void)
{
    static const size_t sizes[] = {30, 120, 300};
    static const char *const kinds[] = {"", "step", "ramp", "spike"};
    static const enum bend_kind all[] = {BEND_STEP, BEND_RAMP, BEND_SPIKE};
    head("series.shape: 3 deviations; kind and moment right", "Pettitt");
    for (int noise = 0; noise < MADE_KINDS; noise++)
        for (size_t i = 0; i < 3; i++) {
            struct score none = shape_trials(noise, BEND_NONE, sizes[i], 0, 200);
            for (size_t k = 0; k < 3; k++) {
                char name[80];
                snprintf(name, sizeof name, "%s, %zu points, %s", made_names[noise], sizes[i],
                         kinds[all[k]]);
                row(name, shape_trials(noise, all[k], sizes[i], 3, 100), none);
            }
        }
}

/* series.anomalies: ten days at five minutes, with a day's season, and one window at a place of its
 * own. The plain alternative: the windows of points beyond 3 standard deviations. */
#define DAYS 10
#define LONG (DAYS * 288)

enum oddity { ODD_NONE, ODD_SPIKE, ODD_LEVEL, ODD_SPREAD, ODD_SEASON, ODDITIES };

static const char *const odd_names[] = {"", "3 points 10 sd off", "5 h 4 sd off",
                                        "spread times 4 for 12 h", "a day without its season"};

struct window {
    size_t first, last;
};

static struct window make_odd(enum oddity odd, enum made_noise noise, bool season, uint64_t *seed,
                              double *values)
{
    static const size_t lengths[] = {0, 3, 60, 144, 288};
    static double shift[LONG];
    struct window w = {1000 + (size_t)(made_uniform(seed) * 1400), 0};
    w.last = w.first + lengths[odd] - 1;
    for (size_t i = 0; i < LONG; i++) {
        bool within = odd && i >= w.first && i <= w.last;
        shift[i] = season ? 3 * sin(2 * M_PI * (double)i / 288) : 0;
        if (within && odd == ODD_SEASON)
            shift[i] = 0;
        if (within && odd <= ODD_LEVEL)
            shift[i] += odd == ODD_SPIKE ? 10 : 4;
    }
    made_values(seed, noise, shift, values, LONG);
    double middle = noise == MADE_COUNTS ? 20 : 100, sd = noise == MADE_COUNTS ? sqrt(20) : 10;
    for (size_t i = w.first; odd == ODD_SPREAD && i <= w.last; i++) {
        double level = middle + sd * shift[i];
        values[i] = level + 4 * (values[i] - level);
    }
    return w;
}

static size_t three_sigma(const double *values, struct window *out)
{
    double mean = stats_mean(values, LONG), sum = 0;
    size_t n = 0;
    for (size_t i = 0; i < LONG; i++)
        sum += (values[i] - mean) * (values[i] - mean) / LONG;
    for (size_t i = 0; i < LONG; i++) {
        if (fabs(values[i] - mean) <= 3 * sqrt(sum))
            continue;
        if (!n || i - out[n - 1].last > LONG / 50)
            out[n++] = (struct window){i, i};
        out[n - 1].last = i;
    }
    return n;
}

static bool meets(const struct window *all, size_t count, struct window w)
{
    for (size_t i = 0; i < count; i++)
        if (all[i].first <= w.last && all[i].last >= w.first)
            return true;
    return false;
}

static struct score anomaly_trials(enum oddity odd, enum made_noise noise, bool season, int trials)
{
    static double values[LONG];
    static struct point points[LONG];
    struct score s = {trials};
    uint64_t seed = 1000 * odd + noise;
    for (int t = 0; t < trials; t++) {
        struct outside found[OUTSIDE_MOST];
        struct window ours[OUTSIDE_MOST], plain[LONG];
        struct window w = make_odd(odd, noise, season, &seed, values);
        made_points(values, 300, points, LONG);
        size_t n = outside_find(points, LONG, season_find(points, LONG), found);
        for (size_t i = 0; i < n; i++)
            ours[i] = (struct window){found[i].first, found[i].last};
        size_t m = three_sigma(values, plain);
        s.ours += odd ? meets(ours, n, w) : n > 0;
        s.plain += odd ? meets(plain, m, w) : m > 0;
    }
    return s;
}

static void anomaly_rows(void)
{
    head("series.anomalies: found; series with a false one", "3 sigma");
    for (int season = 0; season < 2; season++)
        for (int noise = 0; noise < MADE_KINDS; noise++) {
            struct score none = anomaly_trials(ODD_NONE, noise, season, 100);
            for (int odd = 1; odd < ODDITIES - !season; odd++) {
                char name[80];
                snprintf(name, sizeof name, "%s%s, %s", made_names[noise], season ? " + daily" : "",
                         odd_names[odd]);
                row(name, anomaly_trials(odd, noise, season, 50), none);
            }
        }
}

int main(void)
{
    anomaly_rows();
    return 0;
}
