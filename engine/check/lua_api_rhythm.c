#include <math.h>

#include "check/lua_points.h"
#include "clues/rhythm.h"

#define NAME "series.rhythm"

/* The shortest distance of a series' points. */
static double step_of(const struct points *p)
{
    double step = 0;
    for (size_t i = 1; p->timed && i < p->count; i++) {
        double gap = p->at[i].time - p->at[i - 1].time;
        if (gap > 0 && (step == 0 || gap < step))
            step = gap;
    }
    return step;
}

/* Times alone, or points whose values are counts, become events. */
static const struct point *read_events(lua_State *L, const char *key, size_t *count, double *step)
{
    *count = 0;
    if (lua_raw_field(L, 1, key) == LUA_TNIL)
        return NULL;
    lua_pop(L, 1);
    const struct points *p = lua_points_field(L, 1, NAME, key);
    struct point *events = lua_newuserdatauv(L, (p->count + 1) * sizeof *events, 0);
    for (size_t i = 0; i < p->count; i++) {
        events[i] = p->timed ? p->at[i] : (struct point){p->at[i].value, 1};
        if (i > 0 && events[i].time < events[i - 1].time)
            luaL_error(L, NAME ": %s must be in order, the oldest first", key);
    }
    *count = p->count;
    *step = step_of(p);
    return events;
}

static double read_moment(lua_State *L, const char *key)
{
    double at = NAN;
    if (lua_raw_field(L, 1, key) != LUA_TNIL)
        at = (double)lua_api_moment_ms(L, -1, NAME, key) / 1000;
    lua_pop(L, 1);
    return at;
}

static void set_number(lua_State *L, const char *key, double n)
{
    if (n == floor(n) && fabs(n) < 1e15)
        lua_pushinteger(L, (lua_Integer)n);
    else
        lua_pushnumber(L, n);
    lua_setfield(L, -2, key);
}

static void push_hours(lua_State *L, const struct rhythm *r)
{
    lua_createtable(L, (int)r->span_count, 0);
    for (size_t i = 0; i < r->span_count; i++) {
        double minute = floor(r->spans[i].middle / 60);
        lua_createtable(L, 0, 3);
        set_number(L, "hour", floor(minute / 60));
        set_number(L, "minute", fmod(minute, 60));
        set_number(L, "width", r->spans[i].width);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

static void push_days(lua_State *L, unsigned days)
{
    static const char *const names[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    lua_Integer count = 0;
    lua_newtable(L);
    for (int i = 1; i <= 7; i++)
        if (days >> (i % 7) & 1) {
            lua_pushstring(L, names[i % 7]);
            lua_rawseti(L, -2, ++count);
        }
}

static void put_kind(lua_State *L, const struct rhythm *r)
{
    if (r->kind == RHYTHM_INTERVAL) {
        set_number(L, "period", r->period);
        set_number(L, "phase", fmod(r->last, r->period));
        lua_pushboolean(L, r->drifts);
        lua_setfield(L, -2, "drifts");
    }
    if (r->span_count) {
        double minute = floor(r->spans[0].middle / 60);
        set_number(L, "hour", floor(minute / 60));
        set_number(L, "minute", fmod(minute, 60));
        push_hours(L, r);
        lua_setfield(L, -2, "hours");
    }
    if (r->span_count || r->kind == RHYTHM_WEEKDAYS) {
        push_days(L, r->days);
        lua_setfield(L, -2, "days");
    }
    if (r->next > 0)
        set_number(L, "next", r->next);
}

static void push_rhythm(lua_State *L, const struct rhythm *r)
{
    lua_createtable(L, 0, 12);
    lua_pushstring(L, rhythm_word(r->kind));
    lua_setfield(L, -2, "kind");
    lua_pushnumber(L, r->p);
    lua_setfield(L, -2, "p");
    lua_pushlstring(L, text_get(&lua_host_of(L)->out), lua_host_of(L)->out.len);
    lua_setfield(L, -2, "says");
    set_number(L, "hits", (double)r->hits);
    set_number(L, "of", (double)r->of);
    put_kind(L, r);
    lua_createtable(L, (int)r->occurrences_count, 0);
    for (size_t i = 0; i < r->occurrences_count; i++) {
        if (r->occurrences[i] == floor(r->occurrences[i]))
            lua_pushinteger(L, (lua_Integer)r->occurrences[i]);
        else
            lua_pushnumber(L, r->occurrences[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_setfield(L, -2, "occurrences");
}

static int series_rhythm(lua_State *L)
{
    static const char *const keys[] = {"times", "from", "until", "against", NULL};
    struct rhythm_input in;
    double unused;
    if (!lua_istable(L, 1))
        luaL_error(L, NAME ": it wants a table, as {times = log.times{...}}");
    lua_api_options(L, 1, NAME, keys);
    struct lua_host *h = lua_api_begin(L);
    in.from = read_moment(L, "from");
    in.until = read_moment(L, "until");
    in.events = read_events(L, "times", &in.count, &in.step);
    if (!in.events)
        luaL_error(L, NAME ": times is missing: a list of times, or a series of counts");
    in.base = read_events(L, "against", &in.base_count, &unused);
    struct rhythm *r = lua_newuserdatauv(L, sizeof *r, 0);
    rhythm_find(&in, r);
    text_add(&h->out, text_get(&r->says));
    rhythm_release(r);
    push_rhythm(L, r);
    return 1;
}

const struct lua_entry lua_api_rhythm[] = {
    {"series.rhythm", "series.rhythm{times=, from=, until=, against=}",
     "Whether events keep time: {kind=, p=, says=, next=, occurrences=}; with `period`, `phase` "
     "and `drifts` "
     "of an interval, `hour`, `minute`, `hours` and `days` of times of day and weekdays.",
     series_rhythm},
    {NULL},
};
