#ifndef RULEOUT_TESTS_MADE_TIMES_H
#define RULEOUT_TESTS_MADE_TIMES_H

/*
 * made_times: times of errors and of requests, made by chance from a known truth.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "clues/rhythm.h"

#define MADE_MAX 60000
#define MADE_DAY 86400.0
#define MADE_MONDAY 1788739200.0 /* 7 September 2026, 00:00 UTC */

struct made {
    struct point events[MADE_MAX], base[MADE_MAX];
    size_t count, base_count;
    double from, until;
};

static uint64_t made_state;

static inline double made_chance(void)
{
    made_state += UINT64_C(0x9e3779b97f4a7c15); /* splitmix64 (S. Vigna) */
    uint64_t z = made_state;
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (double)((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
}

static inline double made_gap(double mean)
{
    return -mean * log(1 - made_chance());
}

static inline int made_poisson(double mean)
{
    int n = 0;
    for (double at = made_gap(1); at < mean; at += made_gap(1))
        n++;
    return n;
}

static inline void made_add(struct made *m, double at)
{
    if (m->count < MADE_MAX && at >= m->from && at <= m->until)
        m->events[m->count++] = (struct point){floor(at), 1};
}

/* Several errors that follow one another. */
static inline void made_burst(struct made *m, double at, double most, double apart)
{
    for (int n = 1 + (int)(made_chance() * most); n > 0; n--, at += made_gap(apart))
        made_add(m, at);
}

static inline void made_noise(struct made *m, double mean_gap)
{
    for (double at = m->from + made_gap(mean_gap); at < m->until; at += made_gap(mean_gap))
        made_add(m, at);
}

static inline void made_every(struct made *m, double period, double jitter, double missed,
                              double burst)
{
    for (double at = m->from + made_chance() * period; at < m->until; at += period)
        if (made_chance() >= missed)
            made_burst(m, at + (made_chance() - 0.5) * 2 * jitter, burst, 1);
}

/* How busy the day is: from 0.2 at night to 1.8 in the afternoon. */
static inline double made_busy(double at)
{
    return 1 + 0.8 * sin(2 * 3.141592653589793 * (at / MADE_DAY - 0.4));
}

static inline void made_traffic(struct made *m, double a_minute, double share)
{
    for (double at = m->from; at < m->until && m->base_count < MADE_MAX; at += 300) {
        int n = made_poisson(5 * a_minute * made_busy(at));
        m->base[m->base_count++] = (struct point){at, n};
        for (int i = made_poisson(n * share); i > 0; i--)
            made_add(m, at + made_chance() * 300);
    }
}

static inline int made_up(const void *a, const void *b)
{
    const struct point *x = a, *y = b;
    return (x->time > y->time) - (x->time < y->time);
}

struct scene {
    const char *name;
    enum rhythm_kind kind;
    double period; /* of an interval */
    double hour;   /* of hours, else -1 */
    void (*make)(struct made *m);
};

static inline void made_span(struct made *m, double days)
{
    m->from = MADE_MONDAY + floor(made_chance() * 7) * MADE_DAY;
    m->until = m->from + days * MADE_DAY;
}

/* Those with a rhythm. */
static inline void make_seconds(struct made *m)
{
    made_span(m, 0.02);
    made_every(m, 10, 0.5, 0.1, 1);
}
static inline void make_minute(struct made *m)
{
    made_span(m, 0.05);
    made_every(m, 60, 3, 0.3, 4);
}
static inline void make_minute_noisy(struct made *m)
{
    made_span(m, 0.25);
    made_every(m, 60, 2, 0.2, 2);
    made_noise(m, 120);
}
static inline void make_odd(struct made *m)
{
    made_span(m, 1);
    made_every(m, 17 * 60 + 20, 20, 0.2, 6);
}
static inline void make_hour(struct made *m)
{
    made_span(m, 2);
    made_every(m, 3600, 60, 0.1, 30);
}
static inline void make_few(struct made *m)
{
    made_span(m, 0.35);
    made_every(m, 3600, 30, 0, 3);
}
static inline void make_drift(struct made *m)
{
    made_span(m, 0.3);
    for (double at = m->from; at < m->until; at += 60 + made_chance() * 8)
        made_add(m, at);
}
static inline void make_nightly(struct made *m)
{
    made_span(m, 8);
    for (double day = m->from; day < m->until; day += MADE_DAY)
        made_burst(m, day + 2 * 3600 + made_chance() * 90, 60, 5);
    made_noise(m, 86400);
}
static inline void make_twice(struct made *m)
{
    made_span(m, 9);
    for (double day = m->from; day < m->until; day += MADE_DAY) {
        made_burst(m, day + 3 * 3600 + made_chance() * 300, 10, 5);
        made_burst(m, day + 11.5 * 3600 + made_chance() * 300, 10, 5);
    }
}
static inline void make_evening(struct made *m)
{
    made_span(m, 7);
    for (double at = m->from; at < m->until; at += 300) {
        double hour = fmod(at - m->from, MADE_DAY) / 3600;
        for (int i = made_poisson(hour >= 19 && hour < 22 ? 12 : 3); i > 0; i--)
            made_add(m, at + made_chance() * 300);
    }
}
static inline void make_sundays(struct made *m)
{
    made_span(m, 42);
    for (double day = m->from; day < m->until; day += MADE_DAY)
        if (((int)floor(day / MADE_DAY) + 4) % 7 == 0)
            made_burst(m, day + 4 * 3600 + made_chance() * 600, 40, 5);
}
static inline void make_mondays(struct made *m)
{
    made_span(m, 42);
    for (double day = m->from; day < m->until; day += MADE_DAY) {
        bool monday = ((int)floor(day / MADE_DAY) + 4) % 7 == 1;
        for (int i = made_poisson(monday ? 30 : 6); i > 0; i--)
            made_add(m, day + made_chance() * MADE_DAY);
    }
}
static inline void make_work(struct made *m)
{
    made_span(m, 14);
    for (double day = m->from; day < m->until; day += MADE_DAY) {
        int weekday = ((int)floor(day / MADE_DAY) + 4) % 7;
        if (weekday >= 1 && weekday <= 5)
            made_burst(m, day + 8 * 3600 + made_chance() * 1500, 50, 20);
    }
    made_noise(m, 2 * 86400);
}
static inline void make_share(struct made *m)
{
    made_span(m, 5);
    made_traffic(m, 20, 0.01);
}
static inline void make_nightly_in_traffic(struct made *m)
{
    made_span(m, 7);
    made_traffic(m, 20, 0.0005);
    for (double day = m->from; day < m->until; day += MADE_DAY)
        made_burst(m, day + 2 * 3600 + made_chance() * 60, 30, 3);
}

/* Those without. */
static inline void make_poisson(struct made *m)
{
    made_span(m, 7);
    made_noise(m, 3600);
}
static inline void make_poisson_dense(struct made *m)
{
    made_span(m, 5);
    made_noise(m, 30);
}
static inline void make_poisson_day(struct made *m)
{
    made_span(m, 1);
    made_noise(m, 400);
}
static inline void make_bursts(struct made *m)
{
    made_span(m, 10);
    for (double at = m->from + made_gap(20000); at < m->until; at += made_gap(20000))
        made_burst(m, at, 200, 20);
}
static inline void make_incident(struct made *m)
{
    made_span(m, 6);
    made_noise(m, 20000);
    double at = m->from + made_chance() * 5.5 * MADE_DAY;
    for (int i = 0; i < 500; i++)
        made_add(m, at += made_gap(10));
    qsort(m->events, m->count, sizeof *m->events, made_up);
}
static inline void make_long_bursts(struct made *m)
{
    made_span(m, 14);
    for (double at = m->from; at < m->until; at += made_gap(50000)) {
        double end = at + made_gap(7200), apart = exp(3 + 3 * made_chance());
        for (; at < end; at += made_gap(apart))
            made_add(m, at);
    }
}
static inline void make_few_at_random(struct made *m)
{
    made_span(m, 4);
    made_noise(m, 30000);
}
static inline void make_random_in_traffic(struct made *m)
{
    made_span(m, 5);
    made_traffic(m, 20, 0);
    made_noise(m, 1800);
}

static const struct scene made_rhythms[] = {
    {"each 10 s", RHYTHM_INTERVAL, 10, -1, make_seconds},
    {"each minute, some missed", RHYTHM_INTERVAL, 60, -1, make_minute},
    {"each minute, as much noise", RHYTHM_INTERVAL, 60, -1, make_minute_noisy},
    {"each 17m 20s, bursts", RHYTHM_INTERVAL, 1040, -1, make_odd},
    {"each hour, bursts", RHYTHM_INTERVAL, 3600, -1, make_hour},
    {"each hour, eight times", RHYTHM_INTERVAL, 3600, -1, make_few},
    {"a minute after the last", RHYTHM_INTERVAL, 64, -1, make_drift},
    {"nightly at 02:00", RHYTHM_HOURS, 0, 2, make_nightly},
    {"at 03:00 and 11:30", RHYTHM_HOURS, 0, 3, make_twice},
    {"more in the evening", RHYTHM_HOURS, 0, 20.5, make_evening},
    {"Sundays at 04:00", RHYTHM_WEEKDAYS, 0, 4, make_sundays},
    {"more on Mondays", RHYTHM_WEEKDAYS, 0, -1, make_mondays},
    {"weekdays at 08:00", RHYTHM_WORK, 0, 8.2, make_work},
    {"a share of the traffic", RHYTHM_TRAFFIC, 0, -1, make_share},
    {"nightly beside traffic", RHYTHM_HOURS, 0, 2, make_nightly_in_traffic},
};

static const struct scene made_nulls[] = {
    {"at random, a week", RHYTHM_RANDOM, 0, -1, make_poisson},
    {"at random, dense", RHYTHM_RANDOM, 0, -1, make_poisson_dense},
    {"at random, a day", RHYTHM_RANDOM, 0, -1, make_poisson_day},
    {"bursts at random", RHYTHM_RANDOM, 0, -1, make_bursts},
    {"one incident", RHYTHM_RANDOM, 0, -1, make_incident},
    {"long bursts of any pace", RHYTHM_RANDOM, 0, -1, make_long_bursts},
    {"few at random", RHYTHM_RANDOM, 0, -1, make_few_at_random},
    {"at random beside traffic", RHYTHM_RANDOM, 0, -1, make_random_in_traffic},
};

static inline void made_scene(const struct scene *s, uint64_t seed, struct made *m)
{
    memset(m, 0, sizeof *m);
    made_state = seed * UINT64_C(1000003) + 17;
    s->make(m);
    qsort(m->events, m->count, sizeof *m->events, made_up);
}

static inline void made_find(const struct made *m, struct rhythm *r)
{
    struct rhythm_input in = {m->events, m->count, m->base, m->base_count, 0, m->from, m->until};
    rhythm_find(&in, r);
}

/* The kind is right, and so is what it says of it. */
static inline bool made_is_right(const struct scene *s, const struct rhythm *r)
{
    if (s->kind == RHYTHM_RANDOM)
        return r->kind == RHYTHM_RANDOM || r->kind == RHYTHM_TOO_FEW;
    if (r->kind != s->kind)
        return false;
    if (s->period > 0)
        return fabs(r->period / s->period - 1) < 0.03;
    double off = s->hour >= 0 && r->span_count ? fabs(r->spans[0].middle / 3600 - s->hour) : 0;
    if (r->span_count > 1)
        off = fmin(off, fabs(r->spans[1].middle / 3600 - s->hour));
    return off < 1.01;
}

#endif
