#include <math.h>
#include <string.h>

#include "base/time.h"
#include "clues/rhythm_inside.h"

static void add_p(struct text *t, double p)
{
    if (p < 0.001)
        text_add(t, "p < 0.001");
    else
        text_format(t, "p = %.2g", p);
}

/* Spans of less than a minute need more than whole seconds. */
static void add_span(struct text *t, double seconds)
{
    char span[TIME_TEXT_MAX];
    if (seconds < 90 && fabs(seconds - nearbyint(seconds)) > 0.005 * seconds) {
        text_format(t, "%.1fs", seconds);
        return;
    }
    time_span((int64_t)nearbyint(seconds) * 1000, span);
    text_add(t, span);
}

static void add_clock(struct text *t, double second)
{
    int minute = (int)floor(second / 60 + 0.5) % 1440;
    text_format(t, "%02d:%02d", minute / 60, minute % 60);
}

static void add_days(struct text *t, unsigned days)
{
    static const char *const names[] = {"Sundays",   "Mondays", "Tuesdays", "Wednesdays",
                                        "Thursdays", "Fridays", "Saturdays"};
    if (days == 0x3e)
        text_add(t, "weekdays");
    else if (days == 0x41)
        text_add(t, "weekends");
    else if (days == 0x7f)
        text_add(t, "all days");
    for (int i = 0; i < 7; i++)
        if (days == 1u << i)
            text_add(t, names[i]);
}

static void say_interval(const struct rhythm *r, struct text *t)
{
    text_add(t, r->drifts ? "one follows about " : "they come each ");
    add_span(t, r->period);
    if (r->drifts) {
        text_format(t,
                    " on the other: %zu of %zu gaps are within 15 %% of that (against gaps of "
                    "chance, binomial, ",
                    r->hits, r->of);
    } else {
        text_format(t, ": %zu of %zu occurrences lie within ", r->hits, r->of);
        add_span(t, r->jitter);
        text_add(t, " of such a period (H-test and scan over the phases, corrected for the periods "
                    "tried, ");
    }
    add_p(t, r->p);
    text_add(t, ")");
}

static void say_hours(const struct rhythm_data *d, const struct rhythm *r, struct text *t)
{
    text_add(t, "they come at certain times of day: ");
    for (size_t i = 0; i < r->span_count; i++) {
        const struct rhythm_span *s = &r->spans[i];
        text_add(t, i ? ", " : "");
        if (s->of) {
            text_add(t, "about ");
            add_clock(t, s->middle);
            text_format(t, " on %zu of %zu days with any", s->days, s->of);
        } else {
            text_add(t, "most between ");
            add_clock(t, s->begins);
            text_add(t, " and ");
            add_clock(t, s->begins + s->width);
        }
    }
    if (r->days != 0x7f) {
        text_add(t, ", on ");
        add_days(t, r->days);
    }
    text_add(t, r->spans[0].of ? " (binomial over days, corrected for the spans tried, "
                               : " (F-test of the hours over days, ");
    add_p(t, r->p);
    text_add(t, ")");
    if (!d->in.base_count && !r->spans[0].of)
        text_add(t, "; the traffic may have that shape too");
}

static void say_nothing(const struct rhythm_data *d, const struct rhythm *r, struct text *t)
{
    double span = d->until - d->from;
    if (r->kind == RHYTHM_TOO_FEW) {
        text_format(t,
                    r->occurrences_count == 1 ? "%zu occurrence is too few to tell a rhythm"
                                              : "%zu occurrences are too few to tell a rhythm",
                    r->occurrences_count);
        return;
    }
    if (d->dense)
        text_format(t,
                    "%.0f events come all the time, with %zu peaks, and keep none that chance "
                    "would not (smallest ",
                    d->total, r->occurrences_count);
    else
        text_format(t, "%zu occurrences keep no time that chance would not (smallest ",
                    r->occurrences_count);
    add_p(t, r->p);
    text_add(t, ")");
    if (span < 2 * RHYTHM_DAY)
        text_add(t, "; less than three days cannot tell hours of the day");
    else if (span < 20 * RHYTHM_DAY)
        text_add(t, "; less than three weeks cannot tell weekdays");
}

void rhythm_say(const struct rhythm_data *d, struct rhythm *r)
{
    struct text *t = &r->says;
    if (r->kind == RHYTHM_INTERVAL) {
        say_interval(r, t);
    } else if (r->span_count) {
        say_hours(d, r, t);
    } else if (r->kind == RHYTHM_WEEKDAYS) {
        text_add(t, "they come on ");
        add_days(t, r->days);
        text_format(t,
                    ": %zu of %zu such days have any (rank sum and Fisher's test over days, "
                    "corrected for nine sets of days, ",
                    r->hits, r->of);
        add_p(t, r->p);
        text_add(t, ")");
    } else if (r->kind == RHYTHM_TRAFFIC) {
        text_add(t, "they are a steady share of the traffic, and keep no other time (rank of the "
                    "traffic and F-test of the scatter, ");
        add_p(t, r->p);
        text_add(t, ")");
    } else {
        say_nothing(d, r, t);
    }
}
