#include "clues/rhythm.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "clues/rhythm_inside.h"

#define FAMILIES 3.0    /* that are tried beside one another */
#define SPLITS 0.99     /* of a day: shorter intervals are no calendar's */
#define QUARTER 21000.0 /* parts of a day, from six hours on, are hours of the day */
#define MORNING (5 * 3600.0)
#define NOON (11.5 * 3600.0)

const char *rhythm_word(enum rhythm_kind kind)
{
    static const char *const words[] = {"too few",        "random",  "fixed interval",
                                        "hour of day",    "weekday", "start of the working day",
                                        "follows traffic"};
    return words[kind];
}

/* A whole number of them makes a day. */
static bool divides_a_day(double period)
{
    double times = RHYTHM_DAY / period;
    return period >= QUARTER && fabs(times - nearbyint(times)) < 0.01 * times;
}

/* An interval of a day or of six hours is told as hours, where those were found too. */
static bool by_calendar(const struct rhythm *interval, const struct rhythm *hours)
{
    double days = interval->period / RHYTHM_DAY;
    if (!hours->span_count)
        return false;
    if (divides_a_day(interval->period) || fabs(days - 1) < 0.01 || fabs(days - 7) < 0.05)
        return true;
    /* A part of a day fits what comes daily, but then most of what is due does not come. */
    const struct rhythm_span *s = &hours->spans[0];
    return s->of && 2 * interval->kept < (double)s->days / (double)s->of;
}

static double now_of_day(const struct rhythm_data *d, const struct rhythm *r)
{
    double local = rhythm_local(d, d->until), best = INFINITY;
    for (int day = 0; day <= 7; day++)
        for (size_t i = 0; i < r->span_count; i++) {
            double at = (floor(local / RHYTHM_DAY) + day) * RHYTHM_DAY + r->spans[i].middle;
            if (at > local && at < best && (r->days >> rhythm_weekday(at) & 1))
                best = at;
        }
    return isinf(best) ? 0 : rhythm_utc(d, best);
}

/* What hours are called: by the weekdays that they are bound to. */
static void name_hours(const struct rhythm_data *d, struct rhythm *r)
{
    const struct rhythm_span *s = &r->spans[0];
    r->kind = RHYTHM_HOURS;
    r->days = rhythm_span_days(d, s);
    if (r->days == 0x3e && s->middle >= MORNING && s->middle <= NOON && s->width <= 4 * 3600)
        r->kind = RHYTHM_WORK;
    else if ((r->days & (r->days - 1)) == 0 || r->days == 0x41)
        r->kind = RHYTHM_WEEKDAYS;
    r->next = now_of_day(d, r);
}

static void name_interval(const struct rhythm_data *d, struct rhythm *r)
{
    r->kind = RHYTHM_INTERVAL;
    r->days = 0x7f;
    r->next = r->last + r->period * (1 + floor((d->until - r->last) / r->period));
}

static void name_weekdays(const struct rhythm_data *d, struct rhythm *r)
{
    double day = floor(rhythm_local(d, d->until) / RHYTHM_DAY);
    r->kind = RHYTHM_WEEKDAYS;
    r->span_count = 0;
    for (int i = 1; i <= 7 && !r->next; i++)
        if (r->days >> rhythm_weekday((day + i) * RHYTHM_DAY) & 1)
            r->next = rhythm_utc(d, (day + i) * RHYTHM_DAY);
}

static void take(struct rhythm *out, const struct rhythm *from, double p)
{
    struct text says = out->says;
    *out = *from;
    out->says = says;
    out->p = fmin(1, p);
}

static void decide(struct rhythm_data *d, struct rhythm tried[3], struct rhythm *out)
{
    struct rhythm *interval = &tried[0], *hours = &tried[1], *weekdays = &tried[2];
    double p_interval = FAMILIES * rhythm_try_interval(d, interval);
    double p_hours = FAMILIES * rhythm_try_hours(d, hours);
    double p_weekdays = FAMILIES * rhythm_try_weekdays(d, weekdays);
    bool in_hours = p_hours < RHYTHM_ALPHA && hours->span_count;
    if (p_interval < RHYTHM_ALPHA && !(in_hours && by_calendar(interval, hours))) {
        take(out, interval, p_interval);
        name_interval(d, out);
    } else if (in_hours) {
        take(out, hours, p_hours);
        name_hours(d, out);
    } else if (p_weekdays < RHYTHM_ALPHA) {
        take(out, weekdays, p_weekdays);
        name_weekdays(d, out);
    } else {
        double p = rhythm_try_traffic(d, out);
        out->kind = p < RHYTHM_ALPHA ? RHYTHM_TRAFFIC : RHYTHM_RANDOM;
        out->p = out->kind == RHYTHM_TRAFFIC
                     ? p
                     : fmin(1, fmin(fmin(p_interval, p_hours), fmin(p_weekdays, p)));
    }
}

static void put_occurrences(struct rhythm_data *d, struct rhythm *out)
{
    double gap = out->kind == RHYTHM_INTERVAL && !out->drifts ? out->period / 4
                 : out->span_count                            ? 1800
                                   : rhythm_group_gap(d->spots, d->spot_count, d->scratch);
    size_t count = rhythm_starts(d->spots, d->spot_count, gap, d->scratch), from = 0;
    if (count > RHYTHM_OCCURRENCES_MAX)
        from = count - RHYTHM_OCCURRENCES_MAX;
    out->occurrences_count = count - from;
    memcpy(out->occurrences, d->scratch + from, (count - from) * sizeof *out->occurrences);
    if (!out->of)
        out->of = count;
}

void rhythm_find(const struct rhythm_input *in, struct rhythm *out)
{
    struct rhythm_data d;
    struct rhythm *tried = mem_alloc(3 * sizeof *tried);
    memset(out, 0, sizeof *out);
    out->p = 1;
    rhythm_data_init(&d, in);
    decide(&d, tried, out);
    put_occurrences(&d, out);
    if (out->kind == RHYTHM_RANDOM && (out->occurrences_count < RHYTHM_RANDOM_AT && !d.dense))
        out->kind = RHYTHM_TOO_FEW;
    rhythm_say(&d, out);
    rhythm_data_release(&d);
    free(tried);
}

void rhythm_release(struct rhythm *r)
{
    text_release(&r->says);
}
