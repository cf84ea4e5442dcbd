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
#include "check/ranks.h"

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

int main(void)
{
    compare_rows();
    shape_rows();
    return 0;
}
