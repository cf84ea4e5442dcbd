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
#include "truth_rows.h"
#include "base/json.h"
#include "base/time.h"
#include "clues/bend.h"
#include "clues/compare.h"
#include "clues/outside.h"
#include "clues/ranks.h"
#include "clues/season.h"
#include "clues/share.h"
#include "clues/usual.h"

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
            struct score none = shape_trials(noise, BEND_NONE, sizes[i], 0, 100);
            for (size_t k = 0; k < 3; k++) {
                char name[80];
                snprintf(name, sizeof name, "%s, %zu points, %s", made_names[noise], sizes[i],
                         kinds[all[k]]);
                row(name, shape_trials(noise, all[k], sizes[i], 3, 40), none);
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
            struct score none = anomaly_trials(ODD_NONE, noise, season, 50);
            for (int odd = 1; odd < ODDITIES - !season; odd++) {
                char name[80];
                snprintf(name, sizeof name, "%s%s, %s", made_names[noise], season ? " + daily" : "",
                         odd_names[odd]);
                row(name, anomaly_trials(odd, noise, season, 12), none);
            }
        }
}

/* series.baseline: the same hour of the last of ten days, one point of it moved; plain: 3 sigma of
 * all points before. */
static struct score baseline_trials(enum made_noise noise, bool season, double by, int trials)
{
    static double shift[LONG], values[LONG];
    static struct point points[LONG];
    struct score s = {trials};
    uint64_t seed = 50 + noise;
    for (int t = 0; t < trials; t++) {
        size_t from = LONG - 12 - (size_t)(made_uniform(&seed) * 250);
        for (size_t i = 0; i < LONG; i++)
            shift[i] = (season ? 3 * sin(2 * M_PI * (double)i / 288) : 0) + (i >= from ? by : 0);
        made_values(&seed, noise, shift, values, LONG);
        made_points(values, 300, points, LONG);
        struct usual u;
        double start = points[from].time, wanted = season_find(points, from), sum = 0;
        s.ours += usual_judge(points, LONG, start, start + 3600, wanted, &u) && u.moved;
        double mean = stats_mean(values, from), now = stats_mean(values + from, 12);
        for (size_t i = 0; i < from; i++)
            sum += (values[i] - mean) * (values[i] - mean) / (double)from;
        s.plain += fabs(now - mean) > 3 * sqrt(sum);
    }
    return s;
}

static void baseline_rows(void)
{
    head("series.baseline: an hour 3 deviations off", "3 sigma");
    for (int season = 0; season < 2; season++)
        for (int noise = 0; noise < MADE_KINDS; noise++) {
            char name[80];
            snprintf(name, sizeof name, "%s%s", made_names[noise], season ? " + daily" : "");
            row(name, baseline_trials(noise, season, 3, 100),
                baseline_trials(noise, season, 0, 100));
        }
}

/* stats.share: errors among requests of 30 spans before and 5 now; `burst`: errors come in bursts,
 * so that a span's share is drawn from a gamma distribution with that coefficient of variation. */
static struct part made_part(uint64_t *seed, double share, bool burst)
{
    double by = 1;
    if (burst) /* of the sum of two squares: exponential, its variation is 1 */
        by = -log(made_uniform(seed));
    double hits = made_count(seed, 200 * share * by);
    return (struct part){(uint64_t)fmin(hits, 200), 200};
}

static struct score share_trials(bool burst, double times, int trials)
{
    struct part before[30], now[5];
    struct score s = {trials};
    uint64_t seed = 3;
    for (int t = 0; t < trials; t++) {
        for (size_t i = 0; i < 30; i++)
            before[i] = made_part(&seed, 0.03, burst);
        for (size_t i = 0; i < 5; i++)
            now[i] = made_part(&seed, 0.03 * times, burst);
        struct part a = share_sum(before, 30), b = share_sum(now, 5);
        struct shares ours = share_compare(before, 30, now, 5), plain = share_compare(&a, 1, &b, 1);
        s.ours += share_moved(&ours) != 0;
        s.plain += plain.p <= SHARE_P;
    }
    return s;
}

static void share_rows(void)
{
    head("stats.share: 3 % became 9 %", "chi-sq.");
    row("independent", share_trials(false, 3, TRIALS), share_trials(false, 1, TRIALS));
    row("in bursts", share_trials(true, 3, TRIALS), share_trials(true, 1, TRIALS));
}

/* stats.moved: 200 metrics, of which 10 moved by 3 deviations. Here false alarms are the share of
 * what was called moved; plain: Mann-Whitney alone at p 0.01. */
static void moved_row(enum made_noise noise)
{
    static double values[300], shift[300];
    struct score there = {0}, called = {0};
    struct score wrong = {0};
    uint64_t seed = 9 + noise;
    for (int t = 0; t < 20; t++) {
        struct comparison c[200];
        double p[200];
        for (int m = 0; m < 200; m++) {
            for (size_t i = 0; i < 300; i++)
                shift[i] = m < 10 && i >= 240 ? 3 : 0;
            made_values(&seed, noise, shift, values, 300);
            c[m] = compare_values(values, 240, values + 240, 60);
            p[m] = c[m].p;
        }
        stats_adjust(p, 200);
        for (int m = 0; m < 200; m++) {
            bool ours = compare_moved(&c[m], p[m], 0.05) != 0, plain = c[m].p_plain <= COMPARE_P;
            there.trials += m < 10;
            there.ours += m < 10 && ours;
            there.plain += m < 10 && plain;
            called.ours += ours;
            called.plain += plain;
            wrong.ours += m >= 10 && ours;
            wrong.plain += m >= 10 && plain;
        }
    }
    char name[80];
    snprintf(name, sizeof name, "%s, 240 before, 60 now", made_names[noise]);
    printf("%-46s", name);
    part(there.ours, there.trials);
    part(there.plain, there.trials);
    printf(" ");
    part(wrong.ours, called.ours ? called.ours : 1);
    part(wrong.plain, called.plain ? called.plain : 1);
    printf("\n");
}

static void moved_rows(void)
{
    head("stats.moved: 10 of 200; false ones of those told", "M.-W.");
    for (int noise = 0; noise < MADE_KINDS; noise++)
        moved_row(noise);
}

/* Real metrics: how many of the labelled windows are met, and how many windows are told elsewhere.
 */
#define REAL_MOST 100000

static char *read_all(const char *folder, const char *name, size_t *len)
{
    char path[4096], piece[65536];
    struct text t = {0};
    snprintf(path, sizeof path, "%s/metrics/%s", folder, name);
    FILE *f = fopen(path, "r");
    for (size_t n; f && (n = fread(piece, 1, sizeof piece, f)) > 0;)
        text_add_n(&t, piece, n);
    if (f)
        fclose(f);
    *len = t.len;
    return f ? text_take(&t) : NULL;
}

/* "2014-07-01 00:30:00", in seconds. */
static double moment(const char *text)
{
    char iso[24];
    int64_t ms = 0;
    snprintf(iso, sizeof iso, "%.10sT%.8sZ", text, text + 11);
    time_parse_rfc3339(iso, &ms);
    return (double)ms / 1000;
}

static size_t read_metric(const char *folder, const char *name, struct point *points)
{
    size_t len, count = 0;
    char *all = read_all(folder, name, &len);
    for (char *line = all ? strchr(all, '\n') : NULL; line && count < REAL_MOST;
         line = strchr(line + 1, '\n')) {
        char *comma = strchr(line + 1, ',');
        if (comma && comma - line > 19)
            points[count++] = (struct point){moment(line + 1), strtod(comma + 1, NULL)};
    }
    free(all);
    return count;
}

static bool labelled(const struct jval *windows, double from, double to, bool *met)
{
    bool any = false;
    for (size_t i = 0; i < jval_count(windows); i++) {
        const struct jval *w = jval_at(windows, i);
        const char *first = jval_text(jval_at(w, 0), NULL), *last = jval_text(jval_at(w, 1), NULL);
        bool here = first && last && from <= moment(last) && to >= moment(first);
        met[i] |= here && i < 64;
        any |= here;
    }
    return any;
}

static void real_row(const char *folder, const char *name, const struct jval *windows)
{
    static struct point points[REAL_MOST];
    static double values[REAL_MOST];
    struct outside found[OUTSIDE_MOST];
    size_t count = read_metric(folder, name, points), hits[2] = {0}, wrong[2] = {0};
    bool met[2][64] = {{false}};
    double mean = 0, squares = 0, last = -1e18;
    size_t n = outside_find(points, count, season_find(points, count), found);
    for (size_t i = 0; i < n; i++)
        wrong[0] +=
            !labelled(windows, points[found[i].first].time, points[found[i].last].time, met[0]);
    for (size_t i = 0; i < count; i++)
        values[i] = points[i].value;
    mean = stats_mean(values, count);
    for (size_t i = 0; i < count; i++)
        squares += (values[i] - mean) * (values[i] - mean) / (double)count;
    for (size_t i = 0; i < count; i++) {
        if (fabs(values[i] - mean) <= 3 * sqrt(squares))
            continue;
        bool is_new = (double)i - last > (double)count / 50;
        last = (double)i;
        if (!labelled(windows, points[i].time, points[i].time, met[1]))
            wrong[1] += is_new;
    }
    for (size_t i = 0; i < 64; i++) {
        hits[0] += met[0][i];
        hits[1] += met[1][i];
    }
    printf("%-46s %4zu of %zu %4zu of %zu  %9zu %9zu\n", name, hits[0], jval_count(windows),
           hits[1], jval_count(windows), wrong[0], wrong[1]);
}

static void real_rows(const char *folder)
{
    size_t len;
    struct text why = {0};
    char *json = read_all(folder, "windows.json", &len);
    struct jval *all = json ? jval_read(json, len, &why) : NULL;
    if (!all)
        printf("\nreal metrics: skipped, %s/metrics/windows.json is not there\n", folder);
    else
        head("series.anomalies: labelled windows of real data", "3 sigma");
    void *step = NULL;
    const char *name;
    const struct jval *windows;
    while (all && jval_next(all, &step, &name, &windows))
        real_row(folder, name, windows);
    jval_free(all);
    free(json);
    text_release(&why);
}

int main(int argc, char **argv)
{
    compare_rows();
    share_rows();
    moved_rows();
    baseline_rows();
    anomaly_rows();
    shape_rows();
    real_rows(argc > 1 ? argv[1] : "../shared/data");
    return 0;
}
