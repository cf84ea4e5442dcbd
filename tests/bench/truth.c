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
#include "check/compare.h"

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

int main(void)
{
    compare_rows();
    return 0;
}
