#include "check/lua_share.h"

#include <math.h>

#include "check/lua_figures.h"
#include "clues/share.h"

#define SPANS_MAX 10000

/* stats.share, with what it reads: {hits, of}, or a list of them. */
struct parts {
    size_t count;
    struct part at[];
};

static uint64_t read_count(lua_State *L, int pair, int place, const char *what)
{
    lua_rawgeti(L, pair, place);
    double n = lua_type(L, -1) == LUA_TNUMBER ? lua_tonumber(L, -1) : -1;
    if (!(n >= 0 && n <= 1e15 && n == floor(n)))
        luaL_error(L, "stats.share: %s must be {hits, of}, whole numbers, or a list of such pairs",
                   what);
    lua_pop(L, 1);
    return (uint64_t)n;
}

static struct part read_part(lua_State *L, int pair, const char *what)
{
    if (!lua_istable(L, pair))
        luaL_error(L, "stats.share: %s must be {hits, of} or a list of such pairs", what);
    struct part p = {read_count(L, pair, 1, what), read_count(L, pair, 2, what)};
    if (p.hits > p.of)
        luaL_error(L, "stats.share: %s has more hits (%f) than there are (%f)", what,
                   (double)p.hits, (double)p.of);
    return p;
}

static const struct parts *read_parts(lua_State *L, const char *key)
{
    lua_raw_field(L, 1, key);
    int field = lua_gettop(L);
    if (!lua_istable(L, field))
        luaL_error(L, "stats.share: %s must be {hits, of} or a list of such pairs", key);
    size_t count = lua_rawlen(L, field);
    bool single = lua_rawgeti(L, field, 1) != LUA_TTABLE;
    lua_pop(L, 1);
    if (count > SPANS_MAX)
        luaL_error(L, "stats.share: %s has more than %d pairs", key, SPANS_MAX);
    struct parts *parts = lua_newuserdatauv(L, sizeof *parts + (count + 1) * sizeof *parts->at, 0);
    parts->count = single ? 1 : count;
    if (single)
        parts->at[0] = read_part(L, field, key);
    for (size_t i = 0; !single && i < count; i++) {
        lua_rawgeti(L, field, (lua_Integer)i + 1);
        parts->at[i] = read_part(L, lua_gettop(L), key);
        lua_pop(L, 1);
    }
    return parts;
}

static void says_percent(struct text *t, struct part p)
{
    text_format(t, "%.3g %% (%.0f of %.0f)", 100 * (double)p.hits / (double)p.of, (double)p.hits,
                (double)p.of);
}

static void says(struct text *t, const struct shares *s, struct part before, struct part now)
{
    int moved = share_moved(s);
    text_add(t, moved > 0 ? "rose: " : moved < 0 ? "fell: " : "no clear move: ");
    says_percent(t, before);
    text_add(t, " before and ");
    says_percent(t, now);
    text_format(t, " now; the difference is %+.3g points (95 %%: %+.3g to %+.3g)",
                100 * s->difference, 100 * s->low, 100 * s->high);
    text_add(t, s->exact ? ", Fisher's exact test " : ", score test ");
    lua_says_p(t, s->p);
    if (s->dispersion == 0)
        text_add(t, ", as if each were independent of the others");
    else if (s->dispersion > 1.5)
        text_format(t, ", reckoned with spans that differ %.3g times as much as by chance",
                    s->dispersion);
    if (!moved && s->p <= SHARE_P)
        text_add(t, "; so small a move counts for nothing");
}

static void push_part(lua_State *L, const char *key, struct part p)
{
    lua_createtable(L, 0, 3);
    lua_put_number(L, "hits", (double)p.hits);
    lua_put_number(L, "of", (double)p.of);
    lua_put_number(L, "share", (double)p.hits / (double)p.of);
    lua_setfield(L, -2, key);
}

int lua_stats_share(lua_State *L)
{
    static const char *const keys[] = {"before", "now", NULL};
    struct lua_host *h = lua_api_begin(L);
    lua_api_options(L, 1, "stats.share", keys);
    const struct parts *before = read_parts(L, "before"), *now = read_parts(L, "now");
    struct part sums[2] = {share_sum(before->at, before->count), share_sum(now->at, now->count)};
    if (!sums[0].of || !sums[1].of) {
        text_format(&h->why, "there was nothing %s to take a share of",
                    sums[0].of ? "now" : "before");
        return lua_api_failed(L);
    }
    struct shares s = share_compare(before->at, before->count, now->at, now->count);
    int moved = share_moved(&s);
    says(&h->out, &s, sums[0], sums[1]);
    lua_createtable(L, 0, 10);
    lua_put_text(L, "moved", moved > 0 ? "up" : moved < 0 ? "down" : "no");
    lua_put_number(L, "p", s.p);
    lua_put_number(L, "sure", moved ? 1 - s.p : s.p);
    lua_put_number(L, "difference", s.difference);
    lua_put_number(L, "low", s.low);
    lua_put_number(L, "high", s.high);
    if (s.before > 0)
        lua_put_number(L, "ratio", s.now / s.before);
    push_part(L, "before", sums[0]);
    push_part(L, "now", sums[1]);
    lua_put_text(L, "says", text_get(&h->out));
    return 1;
}
