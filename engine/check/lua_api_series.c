#include "check/lua_api.h"

#include <math.h>
#include <string.h>

#include "clues/bend.h"
#include "check/lua_figures.h"
#include "check/lua_points.h"
#include "clues/outside.h"
#include "clues/season.h"
#include "clues/spacing.h"
#include "clues/usual.h"

static const char *const kinds[] = {"none", "step", "ramp", "spike"};

/* A time as Lua has it: whole where it is. */
static void put_time(lua_State *L, const char *key, double time)
{
    lua_put_number(L, key, round(time * 1000) / 1000);
}

static void says_began(struct text *t, const struct bend *b, bool timed)
{
    text_add(t, " at ");
    lua_says_time(t, b->at, timed);
    if (b->to <= b->from)
        return;
    text_add(t, " (between ");
    lua_says_time(t, b->from, timed);
    text_add(t, " and ");
    lua_says_time(t, b->to, timed);
    text_add(t, ")");
}

static void says_bend(struct text *t, const struct bend *b, const struct points *points)
{
    if (b->kind == BEND_NONE) {
        text_format(t, "neither a step nor a ramp nor a spike in %zu points", points->count);
    } else {
        text_format(t, "a %s ", kinds[b->kind]);
        text_add(t, b->after > b->before ? "up from " : "down from ");
        lua_says_number(t, b->before);
        text_add(t, " to ");
        lua_says_number(t, b->after);
        text_add(t, b->kind == BEND_RAMP ? ", which began" : "");
        says_began(t, b, points->timed);
    }
    if (b->kind == BEND_SPIKE) {
        text_add(t, ", over at ");
        lua_says_time(t, b->until, points->timed);
    }
    text_add(t, b->of_tail ? "; beyond the tail of the other values, "
                           : "; likelihood ratio with AR(1) errors, ");
    lua_says_p(t, b->p);
}

static void push_bend(lua_State *L, const struct bend *b)
{
    lua_createtable(L, 0, 10);
    lua_put_text(L, "kind", kinds[b->kind]);
    lua_put_number(L, "p", b->p);
    lua_put_number(L, "sure", b->kind == BEND_NONE ? b->p : 1 - b->p);
    if (b->kind == BEND_NONE)
        return;
    put_time(L, "at", b->at);
    put_time(L, "from", b->from);
    put_time(L, "to", b->to);
    if (b->kind == BEND_SPIKE)
        put_time(L, "ended", b->until);
    lua_put_number(L, "before", b->before);
    lua_put_number(L, "after", b->after);
}

static int series_shape(lua_State *L)
{
    struct lua_host *h = lua_api_begin(L);
    const struct points *p = lua_points_read(L, 1, "series.shape", "points");
    if (p->count < BEND_LEAST) {
        text_format(&h->why, "too few points to tell: %zu, and it takes %d", p->count, BEND_LEAST);
        return lua_api_failed(L);
    }
    if (!(p->at[p->count - 1].time > p->at[0].time)) {
        text_add(&h->why, "all points are of the same time");
        return lua_api_failed(L);
    }
    struct bend b = bend_find(p->at, p->count);
    push_bend(L, &b);
    says_bend(&h->out, &b, p);
    lua_put_text(L, "says", text_get(&h->out));
    return 1;
}

/* "1d", "1w", "none", or nothing: the season that the first `count` points show. In seconds. */
static double read_season(lua_State *L, const char *function, const struct points *p, size_t count)
{
    double season = 0;
    if (lua_raw_field(L, 1, "season") == LUA_TNIL) {
        season = p->timed ? season_find(p->at, count) : 0;
    } else {
        const char *word = lua_api_text(L, -1, function, "season");
        if (strcmp(word, "1w") == 0)
            season = SEASON_WEEK;
        else if (strcmp(word, "1d") == 0)
            season = SEASON_DAY;
        else if (strcmp(word, "none") != 0)
            luaL_error(L, "%s: season must be \"1d\", \"1w\" or \"none\"", function);
        if (season > 0 && !p->timed)
            luaL_error(L, "%s: a season wants points with times", function);
    }
    lua_pop(L, 1);
    return season;
}

static void put_season(lua_State *L, double season)
{
    if (season > 0)
        lua_put_text(L, "season", season == SEASON_WEEK ? "1w" : "1d");
}

static double read_moment(lua_State *L, const char *key, double otherwise)
{
    double time = otherwise;
    if (lua_raw_field(L, 1, key) != LUA_TNIL)
        time = (double)lua_api_moment_ms(L, -1, "series.baseline", key) / 1000;
    lua_pop(L, 1);
    return time;
}

/* The window from `from` until before `until`; `at` alone is that point. */
static void read_window(lua_State *L, const struct points *p, double *from, double *until)
{
    double every = spacing_of(p->at, p->count), at = read_moment(L, "at", NAN);
    double last = p->count ? p->at[p->count - 1].time : 0;
    *from = read_moment(L, "from", isnan(at) ? NAN : at - every / 2);
    *until = read_moment(L, "until", isnan(at) ? last + fmax(every, 1e-3) : at + every / 2);
    if (isnan(*from))
        luaL_error(L, "series.baseline: it wants `at`, or `from`: the window to judge");
    if (!(*until > *from) && p->count > 1)
        luaL_error(L, "series.baseline: until must be after from");
}

static const char *moved_word(int moved)
{
    return moved > 0 ? "up" : moved < 0 ? "down" : "no";
}

static void says_usual(struct text *t, const struct usual *u)
{
    text_add(t, u->moved > 0   ? "above the baseline: "
                : u->moved < 0 ? "below the baseline: "
                               : "as usual: ");
    lua_says_number(t, u->value);
    text_add(t, u->points > 1 ? " (median of " : " (");
    text_format(t, u->points > 1 ? "%zu points) against " : "%zu point) against ", u->points);
    lua_says_number(t, u->expected);
    text_add(t, " +- ");
    lua_says_number(t, u->spread);
    text_format(t,
                u->season == SEASON_WEEK  ? " at that time of %zu earlier weeks"
                : u->season == SEASON_DAY ? " at that time of %zu earlier days"
                                          : " in %zu windows before",
                u->periods);
    if (isfinite(u->z))
        text_format(t, " (median and MAD); z = %.1f, ", u->z);
    else
        text_add(t, ", where it never varied; ");
    lua_says_p(t, u->p);
}

static int push_usual(lua_State *L, struct lua_host *h, const struct usual *u)
{
    lua_createtable(L, 0, 10);
    lua_pushboolean(L, !u->moved);
    lua_setfield(L, -2, "normal");
    lua_put_text(L, "moved", moved_word(u->moved));
    lua_put_number(L, "value", u->value);
    lua_put_number(L, "expected", u->expected);
    lua_put_number(L, "spread", u->spread);
    if (isfinite(u->z))
        lua_put_number(L, "z", u->z);
    lua_put_number(L, "p", u->p);
    lua_put_number(L, "sure", u->moved ? 1 - u->p : u->p);
    lua_put_number(L, "periods", (double)u->periods);
    put_season(L, u->season);
    says_usual(&h->out, u);
    lua_put_text(L, "says", text_get(&h->out));
    return 1;
}

static int series_baseline(lua_State *L)
{
    static const char *const keys[] = {"points", "at", "from", "until", "season", NULL};
    struct lua_host *h = lua_api_begin(L);
    double from, until;
    struct usual u;
    size_t before = 0;
    lua_api_options(L, 1, "series.baseline", keys);
    const struct points *p = lua_points_field(L, 1, "series.baseline", "points");
    read_window(L, p, &from, &until);
    while (before < p->count && p->at[before].time < from)
        before++;
    double season = read_season(L, "series.baseline", p, before);
    if (usual_judge(p->at, p->count, from, until, season, &u))
        return push_usual(L, h, &u);
    if (!u.points)
        text_add(&h->why, "there are no points in that window");
    else
        text_format(&h->why, "too little is before it: %zu windows as long, and it takes %d",
                    u.periods, USUAL_WINDOWS_LEAST);
    return lua_api_failed(L);
}

static void says_outside(struct text *t, const struct outside *o, const struct points *p)
{
    lua_says_time(t, p->at[o->first].time, p->timed);
    if (o->last > o->first) {
        text_add(t, " to ");
        lua_says_time(t, p->at[o->last].time, p->timed);
    }
    text_add(t, o->spread          ? o->direction > 0 ? ": wilder" : ": calmer"
                : o->direction > 0 ? ": up"
                                   : ": down");
    text_format(t, ", %.2g times the limit", o->strength);
}

static void push_outside(lua_State *L, const struct outside *o, const struct points *p)
{
    lua_createtable(L, 0, 6);
    put_time(L, "from", p->at[o->first].time);
    put_time(L, "to", p->at[o->last].time);
    lua_put_text(L, "moved", moved_word(o->direction));
    lua_put_text(L, "what", o->spread ? "spread" : "level");
    lua_put_number(L, "strength", o->strength);
    lua_put_number(L, "points", (double)(o->last - o->first + 1));
}

static int series_anomalies(lua_State *L)
{
    static const char *const keys[] = {"points", "season", NULL};
    struct lua_host *h = lua_api_begin(L);
    struct outside found[OUTSIDE_MOST];
    lua_api_options(L, 1, "series.anomalies", keys);
    const struct points *p = lua_points_field(L, 1, "series.anomalies", "points");
    double season = read_season(L, "series.anomalies", p, p->count);
    if (p->count < OUTSIDE_LEAST) {
        text_format(&h->why, "too few points to tell: %zu, and it takes %d", p->count,
                    OUTSIDE_LEAST);
        return lua_api_failed(L);
    }
    size_t count = outside_find(p->at, p->count, season, found);
    text_format(&h->out, count == 1 ? "%zu window leaves" : "%zu windows leave", count);
    text_format(&h->out, " the baseline of %zu points", p->count);
    text_add(&h->out, season == SEASON_WEEK  ? ", the week's season taken off"
                      : season == SEASON_DAY ? ", the day's season taken off"
                                             : "");
    lua_createtable(L, (int)count, 3);
    for (size_t i = 0; i < count; i++) {
        text_add(&h->out, i ? "; " : ": ");
        says_outside(&h->out, &found[i], p);
        push_outside(L, &found[i], p);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    put_season(L, season);
    lua_put_text(L, "says", text_get(&h->out));
    return 1;
}

const struct lua_entry lua_api_series[] = {
    {"series.shape", "series.shape(points)",
     "Which shape it has: {kind=, at=, from=, to=, ended=, before=, after=, p=, sure=, says=}; "
     "`kind` is step, ramp, spike or none, and `at` when it began, between `from` and `to`.",
     series_shape},
    {"series.baseline", "series.baseline{points=, at=, from=, until=, season=}",
     "Is a window as usual, at that time of earlier days or weeks? {normal=, moved=, value=, "
     "expected=, spread=, z=, p=, sure=, periods=, season=, says=}.",
     series_baseline},
    {"series.anomalies", "series.anomalies{points=, season=}",
     "The windows that leave the baseline: a list of {from=, to=, moved=, what=, strength=, "
     "points=}, "
     "with `says` and `season`; `what` is level or spread.",
     series_anomalies},
    {NULL},
};
