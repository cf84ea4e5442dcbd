#include "check/lua_figures.h"

#include <math.h>
#include <string.h>

#include "base/time.h"

void lua_put_number(lua_State *L, const char *key, double value)
{
    if (value == floor(value) && fabs(value) < 1e15)
        lua_pushinteger(L, (lua_Integer)value);
    else
        lua_pushnumber(L, value);
    lua_setfield(L, -2, key);
}

void lua_put_text(lua_State *L, const char *key, const char *value)
{
    lua_pushstring(L, value);
    lua_setfield(L, -2, key);
}

void lua_says_number(struct text *t, double value)
{
    bool whole = fabs(value) >= 1000 && fabs(value) < 1e15;
    text_format(t, whole ? "%.0f" : "%.4g", value);
}

void lua_says_p(struct text *t, double p)
{
    if (p < 0.001)
        text_add(t, "p < 0.001");
    else
        text_format(t, "p = %.2g", p);
}

void lua_says_time(struct text *t, double time, bool timed)
{
    char utc[TIME_TEXT_MAX];
    if (!timed) {
        text_format(t, "point %.0f", time);
        return;
    }
    time_utc(llround(time * 1000), utc);
    char *fraction = strchr(utc, '.');
    if (fraction)
        strcpy(fraction, "Z");
    text_add(t, utc);
}

void lua_says_moved(struct text *t, double before, double now)
{
    lua_says_number(t, before);
    text_add(t, " before and ");
    lua_says_number(t, now);
    text_add(t, " now");
    if (before > 0 && now > 0 && (now >= 1.05 * before || before >= 1.05 * now))
        text_format(t, " (%.3g times)", now / before);
}
