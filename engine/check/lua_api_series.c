#include "check/lua_api.h"

#include <math.h>

#include "check/bend.h"
#include "check/lua_figures.h"
#include "check/lua_points.h"

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

const struct lua_entry lua_api_series[] = {
    {"series.shape", "series.shape(points)",
     "Which shape it has: {kind=, at=, from=, to=, ended=, before=, after=, p=, sure=, says=}; "
     "`kind` is step, ramp, spike or none, and `at` when it began, between `from` and `to`.",
     series_shape},
    {NULL},
};
