#include "check/lua_api.h"

#include <math.h>
#include <stdlib.h>

#include "clues/compare.h"
#include "check/lua_figures.h"
#include "check/lua_points.h"
#include "check/lua_share.h"
#include "clues/spacing.h"

#define LIST_MAX 5000

static const char *moved_word(int moved)
{
    return moved > 0 ? "up" : moved < 0 ? "down" : "no";
}

struct compared {
    size_t missing_before, missing_now;
    struct comparison c;
};

/* The fields before and now of the table at `table`. False with a reason in `why`. */
static bool compare_fields(lua_State *L, int table, const char *function, struct compared *out,
                           struct text *why)
{
    int top = lua_gettop(L);
    const struct points *before = lua_points_field(L, table, function, "before");
    const struct points *now = lua_points_field(L, table, function, "now");
    bool enough = before->count >= COMPARE_BEFORE_LEAST && now->count >= COMPARE_NOW_LEAST;
    if (enough) {
        const double *values = lua_points_values(L, before), *later = lua_points_values(L, now);
        out->c = compare_values(values, before->count, later, now->count);
        out->missing_before = before->timed ? spacing_missing(before->at, before->count) : 0;
        out->missing_now = now->timed ? spacing_missing(now->at, now->count) : 0;
    } else {
        text_format(why, "too few points to tell: %zu before and %zu now, and it takes %d and %d",
                    before->count, now->count, COMPARE_BEFORE_LEAST, COMPARE_NOW_LEAST);
    }
    lua_settop(L, top);
    return enough;
}

static void says_missing(struct text *t, size_t missing, size_t count, const char *when)
{
    if (10 * missing > count)
        text_format(t, "; %zu points are missing %s", missing, when);
}

static void says_test(struct text *t, const struct comparison *c, double p, bool adjusted)
{
    double all = (double)(c->before.n + c->now.n), worth = c->before.worth + c->now.worth;
    text_add(t, "; Mann-Whitney ");
    lua_says_p(t, p);
    if (worth < 0.9 * all)
        text_format(t, " with autocorrelation (%.0f points tell as much as %.0f)", all, worth);
    if (adjusted)
        text_add(t, ", adjusted for false discoveries");
    text_format(t, "; a value now is above one of before in %.0f %% of the pairs",
                50 * (c->effect + 1));
}

static void says_compared(struct text *t, const struct comparison *c, double p, int moved,
                          bool adjusted)
{
    if (c->before.mad == 0 && c->now.mad == 0 && c->effect == 0) {
        text_add(t, "no move: mostly ");
        lua_says_number(t, c->before.median);
        text_add(t, " before and now");
    } else {
        text_add(t, moved > 0 ? "rose: " : moved < 0 ? "fell: " : "no clear move: ");
        text_add(t, "median ");
        lua_says_moved(t, c->before.median, c->now.median);
    }
    if (c->before.mad == 0 && c->before.n)
        text_add(t, "; it was nearly constant before");
    says_test(t, c, p, adjusted);
}

static void push_side(lua_State *L, const char *key, const struct side *s)
{
    lua_createtable(L, 0, 3);
    lua_put_number(L, "median", s->median);
    lua_put_number(L, "mad", s->mad);
    lua_put_number(L, "n", (double)s->n);
    lua_setfield(L, -2, key);
}

static void push_compared(lua_State *L, const struct comparison *c, double p, double most_p,
                          const struct text *says)
{
    lua_createtable(L, 0, 8);
    lua_put_text(L, "moved", moved_word(compare_moved(c, p, most_p)));
    lua_put_number(L, "sure", compare_sure(c, p, most_p));
    lua_put_number(L, "p", p);
    lua_put_number(L, "effect", c->effect);
    push_side(L, "before", &c->before);
    push_side(L, "now", &c->now);
    lua_put_text(L, "says", text_get(says));
}

static void says_all(struct text *t, const struct compared *found, double p, double most_p,
                     bool adjusted)
{
    says_compared(t, &found->c, p, compare_moved(&found->c, p, most_p), adjusted);
    says_missing(t, found->missing_before, found->c.before.n, "before");
    says_missing(t, found->missing_now, found->c.now.n, "now");
}

static int stats_compare(lua_State *L)
{
    static const char *const keys[] = {"before", "now", NULL};
    struct lua_host *h = lua_api_begin(L);
    struct compared found;
    lua_api_options(L, 1, "stats.compare", keys);
    if (!compare_fields(L, 1, "stats.compare", &found, &h->why))
        return lua_api_failed(L);
    says_all(&h->out, &found, found.c.p, COMPARE_P, false);
    push_compared(L, &found.c, found.c.p, COMPARE_P, &h->out);
    return 1;
}

/* One of `list`. */
struct candidate {
    int at; /* its place in the list */
    bool enough;
    struct compared found;
    double p; /* adjusted */
    int moved;
};

/* The largest first: by effect, and where that is the same, by the distance in MADs of before. */
static int compare_candidates(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    double effect[2] = {fabs(x->found.c.effect), fabs(y->found.c.effect)}, away[2];
    for (int i = 0; i < 2; i++) {
        const struct comparison *c = i ? &y->found.c : &x->found.c;
        double unit = fmax(c->before.mad, 1e-3 * fabs(c->before.median));
        away[i] = fabs(c->now.median - c->before.median) / fmax(unit, 1e-12);
    }
    if (effect[0] != effect[1])
        return effect[0] < effect[1] ? 1 : -1;
    return (away[0] < away[1]) - (away[0] > away[1]);
}

static struct candidate *read_candidates(lua_State *L, struct lua_host *h, size_t count)
{
    struct candidate *all = lua_newuserdatauv(L, (count + 1) * sizeof *all, 0);
    for (size_t i = 0; i < count; i++) {
        all[i] = (struct candidate){.at = (int)i + 1};
        if (lua_rawgeti(L, 1, all[i].at) != LUA_TTABLE)
            luaL_error(L, "stats.moved: entry %d must be a table, as {name=, before=, now=}",
                       all[i].at);
        int entry = lua_gettop(L);
        lua_raw_field(L, entry, "name");
        lua_api_text(L, -1, "stats.moved", "name");
        all[i].enough = compare_fields(L, entry, "stats.moved", &all[i].found, &h->why);
        lua_pop(L, 2);
    }
    return all;
}

/* Every p that was tested is adjusted with the others; pushes a buffer for them. */
static size_t judge(lua_State *L, struct candidate *all, size_t count, double rate)
{
    double *p = lua_newuserdatauv(L, (count + 1) * sizeof *p, 0);
    size_t tested = 0;
    for (size_t i = 0; i < count; i++)
        if (all[i].enough)
            p[tested++] = all[i].found.c.p;
    stats_adjust(p, tested);
    tested = 0;
    for (size_t i = 0; i < count; i++)
        if (all[i].enough) {
            all[i].p = p[tested++];
            all[i].moved = compare_moved(&all[i].found.c, all[i].p, rate);
        }
    lua_pop(L, 1);
    qsort(all, count, sizeof *all, compare_candidates);
    return tested;
}

/* A list of those that moved that way, into the table at the top. */
static size_t put_moved(lua_State *L, struct lua_host *h, const struct candidate *all, size_t count,
                        int moved, double rate, const char *key)
{
    lua_Integer n = 0;
    lua_newtable(L);
    for (size_t i = 0; i < count; i++) {
        if (all[i].moved != moved)
            continue;
        text_clear(&h->out);
        says_all(&h->out, &all[i].found, all[i].p, rate, true);
        push_compared(L, &all[i].found.c, all[i].p, rate, &h->out);
        lua_rawgeti(L, 1, all[i].at);
        lua_raw_field(L, lua_gettop(L), "name");
        lua_setfield(L, -3, "name");
        lua_pop(L, 1);
        lua_rawseti(L, -2, ++n);
    }
    lua_setfield(L, -2, key);
    return (size_t)n;
}

static double read_rate(lua_State *L)
{
    static const char *const keys[] = {"rate", NULL};
    lua_api_options(L, 2, "stats.moved", keys);
    double rate = lua_raw_field(L, 2, "rate") == LUA_TNIL ? 0.05 : lua_tonumber(L, -1);
    lua_pop(L, 1);
    if (!(rate > 0 && rate < 1))
        luaL_error(L, "stats.moved: rate must lie between 0 and 1, as 0.05 does");
    return rate;
}

static int stats_moved(lua_State *L)
{
    struct lua_host *h = lua_api_begin(L);
    double rate = read_rate(L);
    size_t count = lua_istable(L, 1) ? lua_rawlen(L, 1) : 0;
    if (!lua_istable(L, 1) || count > LIST_MAX)
        luaL_error(L, "stats.moved: it wants a list of {name=, before=, now=}, of %d at most",
                   LIST_MAX);
    struct candidate *all = read_candidates(L, h, count);
    size_t tested = judge(L, all, count, rate);
    if (!tested) {
        if (!count)
            text_add(&h->why, "the list is empty");
        return lua_api_failed(L);
    }
    lua_createtable(L, 0, 5);
    size_t rose = put_moved(L, h, all, count, 1, rate, "rose");
    size_t fell = put_moved(L, h, all, count, -1, rate, "fell");
    lua_put_number(L, "steady", (double)(tested - rose - fell));
    lua_put_number(L, "untold", (double)(count - tested));
    text_clear(&h->out);
    text_format(&h->out,
                "%zu rose, %zu fell and %zu did not clearly move, by Mann-Whitney with "
                "autocorrelation and at most %.3g %% false discoveries (Benjamini-Hochberg)",
                rose, fell, tested - rose - fell, 100 * rate);
    if (count > tested)
        text_format(&h->out, "; %zu have too few points", count - tested);
    lua_put_text(L, "says", text_get(&h->out));
    return 1;
}

const struct lua_entry lua_api_stats[] = {
    {"stats.compare", "stats.compare{before=, now=}",
     "Did the values move? {moved=, sure=, p=, effect=, before=, now=, says=}; `moved` is up, down "
     "or no, `effect` from -1 to 1, `before` and `now` are {median=, mad=, n=}.",
     stats_compare},
    {"stats.share", "stats.share{before=, now=}",
     "Did a share move? Each side is {hits, of}, or better a list of them, one for each span of "
     "time: {moved=, sure=, p=, difference=, low=, high=, ratio=, before=, now=, says=}.",
     lua_stats_share},
    {"stats.moved", "stats.moved(list [, {rate=}])",
     "Which of many moved: of a list of {name=, before=, now=}, {rose=, fell=, steady=, untold=, "
     "says=}; `rose` and `fell` are lists as of stats.compare with `name`, the largest first.",
     stats_moved},
    {NULL},
};
