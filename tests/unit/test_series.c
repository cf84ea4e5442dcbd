#include "suite.h"

#include <stdio.h>

#include "clues/bend.h"
#include "clues/compare.h"
#include "clues/outside.h"
#include "clues/season.h"
#include "clues/share.h"
#include "clues/usual.h"
#include "made.h"

/* What the detectors find on made data, and how often they find what is not there. The bounds are
 * what is promised; scripts/dev/truth prints more, beside plainer methods. */
#define LONG 1440

/* Under valgrind one kind of noise goes through all the code as well. */
#ifdef RULEOUT_VALGRIND
#define KINDS 1
#else
#define KINDS MADE_KINDS
#endif

static void at_least(unsigned got, unsigned want, unsigned of, const char *what)
{
    char text[160];
    snprintf(text, sizeof text, "%s: %u of %u, at least %u are wanted", what, got, of, want);
    suite_check(got >= want, text, __FILE__, __LINE__);
}

static void at_most(unsigned got, unsigned most, unsigned of, const char *what)
{
    char text[160];
    snprintf(text, sizeof text, "%s: false alarms in %u of %u, %u are the most", what, got, of,
             most);
    suite_check(got <= most, text, __FILE__, __LINE__);
}

static unsigned compared(enum made_noise noise, double by, unsigned trials)
{
    static double shift[300], values[300];
    uint64_t seed = 11;
    unsigned hits = 0;
    for (size_t i = 0; i < 300; i++)
        shift[i] = i < 240 ? 0 : by;
    for (unsigned t = 0; t < trials; t++) {
        made_values(&seed, noise, shift, values, 300);
        struct comparison c = compare_values(values, 240, values + 240, 60);
        int moved = compare_moved(&c, c.p, COMPARE_P);
        hits += by != 0 ? moved == (by > 0 ? 1 : -1) : moved != 0;
    }
    return hits;
}

static void compares(void)
{
    for (int noise = 0; noise < KINDS; noise++) {
        at_most(compared(noise, 0, 100), 3, 100, made_names[noise]);
        if (noise != MADE_AR9)
            at_least(compared(noise, -2, 40), 38, 40, made_names[noise]);
    }
}

/* Counted by hand: of the 126 ways to choose 4 of 9, those whose rank sum lies as far out. */
static void is_exact_for_few(void)
{
    static const double low[] = {1, 2, 3, 4, 5}, high[] = {6, 7, 8, 9}, same[] = {3, 3, 3, 3};
    struct comparison c = compare_values(low, 5, high, 4);
    CHECK(fabs(c.p_plain - 2.0 / 126) < 1e-12);
    CHECK(c.effect == 1 && c.p >= c.p_plain);
    c = compare_values(low, 5, same, 4);
    CHECK(c.effect == 0 && c.p == 1);
    c = compare_values(same, 4, same, 4);
    CHECK(c.effect == 0 && c.p == 1 && compare_moved(&c, c.p, 0.05) == 0);
}

/* Newcombe's paper, table II, case a, by method 10: 56 of 70 and 48 of 80 differ by 0.0524 to
 * 0.3339. Fisher's tea: 3 of 4 and 1 of 4 have p = 0.4857. */
static void compares_shares(void)
{
    struct part a = {48, 80}, b = {56, 70}, few = {1, 4}, more = {3, 4};
    struct shares s = share_compare(&a, 1, &b, 1);
    CHECK(fabs(s.difference - 0.2) < 1e-9);
    CHECK(fabs(s.low - 0.0524) < 1e-4 && fabs(s.high - 0.3339) < 1e-4);
    CHECK(!s.exact && fabs(s.p - 0.0079) < 1e-3); /* chi-square without correction */
    s = share_compare(&few, 1, &more, 1);
    CHECK(s.exact && fabs(s.p - 34.0 / 70) < 1e-9);
    CHECK(share_moved(&s) == 0);
}

static unsigned shaped(enum made_noise noise, enum bend_kind kind, unsigned trials)
{
    static double shift[120], values[120];
    static struct point points[120];
    uint64_t seed = 21;
    unsigned hits = 0;
    for (size_t i = 0; i < 120; i++)
        shift[i] = kind == BEND_NONE || i < 70 ? 0
                   : kind == BEND_STEP         ? 3
                   : kind == BEND_RAMP         ? (double)(i - 70) / 8
                   : i < 85                    ? 6
                                               : 0;
    for (unsigned t = 0; t < trials; t++) {
        made_values(&seed, noise, shift, values, 120);
        made_points(values, 60, points, 120);
        struct bend b = bend_find(points, 120);
        hits += kind == BEND_NONE
                    ? b.kind != kind
                    : b.kind == kind && fabs(b.at - points[70].time) <= 900 && b.after > b.before;
    }
    return hits;
}

static void finds_shapes(void)
{
    static const enum bend_kind kinds[] = {BEND_STEP, BEND_RAMP, BEND_SPIKE};
    for (int noise = 0; noise < KINDS; noise++) {
        at_most(shaped(noise, BEND_NONE, 60), 4, 60, made_names[noise]);
        for (int k = 0; k < 3 && noise != MADE_AR9 && noise != MADE_AR5; k++)
            at_least(shaped(noise, kinds[k], 20), 18, 20, made_names[noise]);
    }
    if (KINDS < MADE_KINDS)
        return;
    at_least(shaped(MADE_AR5, BEND_STEP, 20), 18, 20, "AR(1) 0.5, step");
    at_least(shaped(MADE_AR9, BEND_STEP, 20), 10, 20, "AR(1) 0.9, step");
}

/* Five days at five minutes; the moved window is an hour of the last. */
static void make_days(uint64_t *seed, enum made_noise noise, double by, struct point *points)
{
    static double shift[LONG], values[LONG];
    for (size_t i = 0; i < LONG; i++)
        shift[i] = 3 * sin(2 * M_PI * (double)i / 288) + (i >= 1250 && i < 1290 ? by : 0);
    made_values(seed, noise, shift, values, LONG);
    made_points(values, 300, points, LONG);
}

static void knows_days(void)
{
    static struct point points[LONG];
    static double off[LONG];
    uint64_t seed = 31;
    for (int noise = 0; noise < KINDS; noise++) {
        make_days(&seed, noise, 0, points);
        CHECK_INT(season_find(points, LONG), SEASON_DAY);
        season_take_off(points, LONG, SEASON_DAY, off);
        CHECK(fabs(stats_median(off, LONG)) < 0.2);
    }
    for (size_t i = 0; i < LONG; i++)
        points[i].value = made_normal(&seed);
    CHECK_INT(season_find(points, LONG), 0);
}

static void knows_what_is_usual(void)
{
    static struct point points[LONG];
    struct usual u;
    for (int noise = 0; noise < KINDS; noise++) {
        unsigned found = 0, wrong = 0;
        uint64_t seed = 41;
        for (int t = 0; t < 40; t++) {
            double from = MADE_START + 1260 * 300;
            make_days(&seed, noise, 0, points);
            wrong += usual_judge(points, LONG, from, from + 3600, SEASON_DAY, &u) && u.moved;
            make_days(&seed, noise, 5, points);
            found += usual_judge(points, LONG, from, from + 3600, SEASON_DAY, &u) && u.moved > 0;
        }
        at_most(wrong, 2, 40, made_names[noise]);
        if (noise != MADE_AR9)
            at_least(found, 36, 40, made_names[noise]);
    }
}

static void finds_what_is_outside(void)
{
    static struct point points[LONG];
    struct outside found[OUTSIDE_MOST];
    for (int noise = 0; noise < KINDS; noise++) {
        unsigned met = 0, wrong = 0;
        uint64_t seed = 51;
        for (int t = 0; t < 12; t++) {
            make_days(&seed, noise, 0, points);
            wrong += outside_find(points, LONG, SEASON_DAY, found) > 0;
            make_days(&seed, noise, 6, points);
            size_t n = outside_find(points, LONG, SEASON_DAY, found);
            bool any = false;
            for (size_t i = 0; i < n; i++)
                any |= found[i].first < 1290 && found[i].last >= 1250 && found[i].direction > 0;
            met += any;
        }
        at_most(wrong, 3, 12, made_names[noise]);
        at_least(met, 11, 12, made_names[noise]);
    }
}

/* Nearly always 0: three hours in which it is not are outside; one of forty spikes is, if it is
 * much higher than the others, and none where they are alike. */
static void knows_rare_values(void)
{
    static struct point points[LONG];
    static double values[LONG];
    struct outside found[OUTSIDE_MOST];
    for (size_t i = 0; i < LONG; i++)
        values[i] = i >= 700 && i < 736 ? 1 + (double)(i % 3) : 0;
    made_points(values, 300, points, LONG);
    CHECK_INT(outside_find(points, LONG, 0, found), 1);
    CHECK_INT(found[0].first, 700);
    CHECK_INT(found[0].last, 735);
    for (size_t i = 0; i < LONG; i++)
        values[i] = i % 36 == 7 ? i == 36 * 20 + 7 ? 50 : 2 + (double)(i % 5) : 0;
    made_points(values, 300, points, LONG);
    CHECK_INT(outside_find(points, LONG, 0, found), 1);
    CHECK_INT(found[0].first, 36 * 20 + 7);
    values[36 * 20 + 7] = 3;
    made_points(values, 300, points, LONG);
    CHECK_INT(outside_find(points, LONG, 0, found), 0);
    for (size_t i = 0; i < LONG; i++)
        points[i].value = 4;
    CHECK_INT(outside_find(points, LONG, 0, found), 0);
}

int main(void)
{
    return suite_run("series", (CU_TestInfo[]){{"compares", compares},
                                               {"is exact for few", is_exact_for_few},
                                               {"compares shares", compares_shares},
                                               {"finds shapes", finds_shapes},
                                               {"knows days", knows_days},
                                               {"knows what is usual", knows_what_is_usual},
                                               {"finds what is outside", finds_what_is_outside},
                                               {"knows rare values", knows_rare_values},
                                               CU_TEST_INFO_NULL});
}
