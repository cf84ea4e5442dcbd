#include <math.h>
#include <string.h>

#include "base/time.h"
#include "clues/cron_falls.h"
#include "check/lua_cron.h"
#include "check/lua_points.h"

#define RUNS_MAX 400000
#define SLACK 120.0
#define NAME "cron.falls"

struct falls {
    double *times;
    size_t count;
    double from, until, slack;
    int64_t *runs;
    int jobs, found; /* stack */
    struct cron_chance *chance;
};

static double number_field(lua_State *L, int table, const char *key, double without)
{
    lua_raw_field(L, table, key);
    double n = lua_type(L, -1) == LUA_TNUMBER ? lua_tonumber(L, -1) : without;
    lua_pop(L, 1);
    return isfinite(n) ? n : without;
}

/* The moments: a list of times, or the occurrences of a rhythm, which are no groups any more. */
static void read_times(lua_State *L, struct falls *f)
{
    bool rhythm = lua_raw_field(L, 1, "rhythm") != LUA_TNIL;
    if (rhythm && !lua_istable(L, -1))
        luaL_error(L, NAME ": rhythm must be what series.rhythm gave");
    const struct points *p =
        lua_points_field(L, rhythm ? lua_gettop(L) : 1, NAME, rhythm ? "occurrences" : "times");
    f->times = lua_newuserdatauv(L, (p->count + 1) * sizeof *f->times, 0);
    for (size_t i = 0; i < p->count; i++)
        f->times[i] = p->timed ? p->at[i].time : p->at[i].value;
    for (size_t i = 1; i < p->count; i++)
        if (f->times[i] < f->times[i - 1])
            luaL_error(L, NAME ": times must be in order, the oldest first");
    f->count = rhythm ? p->count : cron_falls_starts(f->times, p->count, f->slack);
    while (f->count > CRON_FALLS_TIMES_MAX) {
        for (size_t i = 0; 2 * i < f->count; i++)
            f->times[i] = f->times[2 * i];
        f->count = (f->count + 1) / 2;
    }
}

static void read_span(lua_State *L, struct falls *f)
{
    f->from = f->count ? f->times[0] - f->slack : 0;
    f->until = f->count ? f->times[f->count - 1] : 0;
    if (lua_raw_field(L, 1, "from") != LUA_TNIL)
        f->from = (double)lua_api_moment_ms(L, -1, NAME, "from") / 1000;
    if (lua_raw_field(L, 1, "until") != LUA_TNIL)
        f->until = (double)lua_api_moment_ms(L, -1, NAME, "until") / 1000;
    lua_pop(L, 2);
    /* A time that is hardly longer than the moments tells nothing of chance: a day at least. */
    if (f->until - f->from < CRON_FALLS_DAY)
        f->from = f->until - CRON_FALLS_DAY;
}

static void set_number(lua_State *L, const char *key, double n)
{
    lua_pushnumber(L, n);
    lua_setfield(L, -2, key);
}

static void set_count(lua_State *L, const char *key, size_t n)
{
    lua_pushinteger(L, (lua_Integer)n);
    lua_setfield(L, -2, key);
}

static void copy_field(lua_State *L, int from, const char *key)
{
    lua_raw_field(L, from, key);
    lua_setfield(L, -2, key);
}

static void push_found(lua_State *L, int job, const struct cron_fall *c)
{
    lua_createtable(L, 0, 12);
    copy_field(L, job, "command");
    copy_field(L, job, "source");
    copy_field(L, job, "schedule");
    copy_field(L, job, "user");
    set_count(L, "hits", c->hits);
    set_count(L, "of", c->of);
    set_count(L, "runs", c->runs);
    set_count(L, "runs_met", c->runs_met);
    set_number(L, "slack", c->slack);
    set_number(L, "by_chance", c->by_chance);
    set_number(L, "odds", c->odds);
}

/* The jobs found so far are in order: a smaller p, then more of the runs met, goes before. */
static void put_in_place(lua_State *L, const struct falls *f)
{
    int row = lua_gettop(L);
    double odds = number_field(L, row, "odds", 1);
    double met = number_field(L, row, "runs_met", 0) / fmax(1, number_field(L, row, "runs", 1));
    lua_Integer at = (lua_Integer)lua_rawlen(L, f->found) + 1;
    for (; at > 1; at--) {
        lua_rawgeti(L, f->found, at - 1);
        int other = lua_gettop(L);
        double q = number_field(L, other, "odds", 1);
        double share =
            number_field(L, other, "runs_met", 0) / fmax(1, number_field(L, other, "runs", 1));
        if (q < odds || (q == odds && share >= met)) {
            lua_pop(L, 1);
            break;
        }
        lua_rawseti(L, f->found, at);
    }
    lua_rawseti(L, f->found, at);
}

static void try_job(lua_State *L, struct falls *f, int job)
{
    struct cron_schedule s;
    struct cron_fall c;
    if (!lua_cron_schedule(L, job, NAME, &s) || s.kind == CRON_REBOOT)
        return;
    double slack = f->slack + fmax(0, number_field(L, job, "spread", 0));
    size_t runs = cron_runs(&s, (int64_t)floor(f->from - slack),
                            (int64_t)(f->until + CRON_FALLS_DAY), f->runs, RUNS_MAX);
    if (runs == RUNS_MAX || !cron_falls_judge(f->times, f->count, f->runs, runs, f->from, f->until,
                                              slack, f->chance, &c))
        return;
    if (!c.hits)
        return;
    push_found(L, job, &c);
    put_in_place(L, f);
}

static void add_says(lua_State *L, struct text *t, const struct cron_chance *chance)
{
    size_t tried = chance->tried;
    int row = lua_gettop(L);
    char slack[TIME_TEXT_MAX];
    struct cron_fall c = {.odds = number_field(L, row, "odds", 1)};
    cron_falls_finish(chance, &c);
    double p = c.p;
    lua_pushnil(L);
    lua_setfield(L, row, "odds");
    time_span((int64_t)(number_field(L, row, "slack", 0) * 1000), slack);
    text_clear(t);
    text_format(t, "%.0f of %.0f times followed within %s on a run of \"",
                number_field(L, row, "hits", 0), number_field(L, row, "of", 0), slack);
    lua_raw_field(L, row, "command");
    text_format(t, "%.200s\" (", lua_isstring(L, -1) ? lua_tostring(L, -1) : "?");
    lua_raw_field(L, row, "source");
    lua_raw_field(L, row, "schedule");
    text_format(t, "%s: %s), and %.0f of its %.0f runs had one; by chance %.2g %% would",
                lua_isstring(L, -2) ? lua_tostring(L, -2) : "?", lua_tostring(L, -1),
                number_field(L, row, "runs_met", 0), number_field(L, row, "runs", 0),
                100 * number_field(L, row, "by_chance", 1));
    lua_pop(L, 3);
    text_format(t, " (binomial and shifts over a day, corrected for %zu jobs: p %s%.2g)", tried,
                p < 0.001 ? "< " : "= ", p < 0.001 ? 0.001 : p);
    lua_pushlstring(L, t->at, t->len);
    lua_setfield(L, row, "says");
    set_number(L, "p", p);
}

int lua_cron_falls(lua_State *L)
{
    static const char *const keys[] = {"jobs", "times", "rhythm", "slack", "from", "until", NULL};
    struct falls f = {.slack = SLACK};
    if (!lua_istable(L, 1))
        luaL_error(L, NAME ": it wants a table, as {jobs = cron.jobs(), times = ...}");
    lua_api_options(L, 1, NAME, keys);
    struct lua_host *h = lua_api_begin(L);
    if (lua_raw_field(L, 1, "slack") != LUA_TNIL)
        f.slack = (double)lua_api_span_ms(L, -1, NAME, "slack") / 1000;
    if (lua_raw_field(L, 1, "jobs") != LUA_TTABLE)
        luaL_error(L, NAME ": jobs must be a list, as cron.jobs gives it");
    f.jobs = lua_gettop(L);
    read_times(L, &f);
    read_span(L, &f);
    if (!f.count) {
        text_add(&h->why, "there are no times that a job could fall on");
        return lua_api_failed(L);
    }
    f.runs = lua_newuserdatauv(L, RUNS_MAX * sizeof *f.runs, 0);
    f.chance = lua_newuserdatauv(L, sizeof *f.chance, 0);
    cron_chance_init(f.chance);
    lua_newtable(L);
    f.found = lua_gettop(L);
    for (lua_Integer i = 1; lua_rawgeti(L, f.jobs, i) == LUA_TTABLE; i++) {
        try_job(L, &f, lua_gettop(L));
        lua_settop(L, f.found);
    }
    lua_settop(L, f.found);
    for (lua_Integer i = 1; lua_rawgeti(L, f.found, i) == LUA_TTABLE; i++) {
        add_says(L, &h->out, f.chance);
        lua_settop(L, f.found);
    }
    lua_settop(L, f.found);
    set_count(L, "tried", f.chance->tried);
    return 1;
}
