#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "check/lua_command.h"

#define UNITS_MOST 200

#define UNIT_PROPERTIES                                                                        \
    "--property=Id,Description,LoadState,ActiveState,SubState,UnitFileState,Result,"           \
    "StateChangeTimestamp,ActiveEnterTimestamp,NRestarts,MainPID,ExecMainCode,ExecMainStatus," \
    "MemoryCurrent,TasksCurrent"
#define TIMER_PROPERTIES                                                                        \
    "--property=Id,Description,ActiveState,Result,Unit,LastTriggerUSec,NextElapseUSecRealtime," \
    "TimersCalendar"

static const char *const timeout_only[] = {"timeout", NULL};

/* "Tue 2026-11-24 17:31:42 CET", of which the clock may have shown two in one night. */
static int64_t read_time(const char *s, size_t len)
{
    char text[64], zone[16] = "";
    struct tm at = {0};
    if (len >= sizeof text)
        return -1;
    memcpy(text, s, len);
    text[len] = '\0';
    if (sscanf(text, "%*3s %d-%d-%d %d:%d:%d %15s", &at.tm_year, &at.tm_mon, &at.tm_mday,
               &at.tm_hour, &at.tm_min, &at.tm_sec, zone) < 6)
        return -1;
    at.tm_year -= 1900;
    at.tm_mon--;
    if (strcmp(zone, "UTC") == 0)
        return (int64_t)timegm(&at) * 1000;
    for (int summer = 0; summer <= 1; summer++) {
        struct tm local = at;
        local.tm_isdst = summer;
        time_t seconds = mktime(&local);
        if (seconds != -1 && local.tm_isdst == summer && strcmp(local.tm_zone, zone) == 0)
            return (int64_t)seconds * 1000;
    }
    at.tm_isdst = -1;
    return (int64_t)mktime(&at) * 1000;
}

enum put { TEXT, NUMBER, NUMBER_OR_NONE, TIME, HOW, CALENDAR };

static const struct property {
    const char *name, *key;
    enum put put;
} properties[] = {
    {"Id", "name", TEXT},
    {"Description", "about", TEXT},
    {"LoadState", "load", TEXT},
    {"ActiveState", "active", TEXT},
    {"SubState", "sub", TEXT},
    {"UnitFileState", "enabled", TEXT},
    {"Result", "result", TEXT},
    {"StateChangeTimestamp", "since", TIME},
    {"ActiveEnterTimestamp", "started", TIME},
    {"NRestarts", "restarts", NUMBER},
    {"MainPID", "main_pid", NUMBER_OR_NONE},
    {"ExecMainCode", "ended_by", HOW},
    {"ExecMainStatus", "exit", NUMBER},
    {"MemoryCurrent", "memory", NUMBER},
    {"TasksCurrent", "tasks", NUMBER},
    {"Unit", "unit", TEXT},
    {"LastTriggerUSec", "last", TIME},
    {"NextElapseUSecRealtime", "next", TIME},
    {"TimersCalendar", "calendar", CALENDAR},
};

/* "[not set]" and the highest number both mean that there is none. */
static bool push_number(lua_State *L, const char *s, size_t len, bool zero_too)
{
    char digits[24];
    if (len == 0 || len >= sizeof digits || strspn(s, "0123456789") < len)
        return false;
    memcpy(digits, s, len);
    digits[len] = '\0';
    unsigned long long n = strtoull(digits, NULL, 10);
    if (n > INT64_MAX || (n == 0 && !zero_too))
        return false;
    lua_pushinteger(L, (lua_Integer)n);
    return true;
}

/* CLD_EXITED and its like, of sigaction(2). */
static bool push_how(lua_State *L, const char *s, size_t len)
{
    static const char *const how[] = {"exit", "signal", "core dump"};
    if (len != 1 || *s < '1' || *s > '3')
        return false;
    lua_pushstring(L, how[*s - '1']);
    return true;
}

/* { OnCalendar=*-*-* 02:00:00 ; next_elapse=Wed 2026-11-25 02:00:00 UTC } */
static bool push_calendar(lua_State *L, const char *s, size_t len)
{
    static const char name[] = "OnCalendar=";
    const char *at = memmem(s, len, name, strlen(name));
    const char *end = at ? memmem(at, len - (size_t)(at - s), " ;", 2) : NULL;
    if (!end)
        return false;
    at += strlen(name);
    lua_pushlstring(L, at, (size_t)(end - at));
    return true;
}

static bool push_value(lua_State *L, enum put put, const char *s, size_t len)
{
    int64_t ms = put == TIME ? read_time(s, len) : 0;
    switch (put) {
    case TIME:
        if (ms > 0)
            lua_api_push_seconds(L, ms);
        return ms > 0;
    case NUMBER:
    case NUMBER_OR_NONE:
        return push_number(L, s, len, put == NUMBER);
    case HOW:
        return push_how(L, s, len);
    case CALENDAR:
        return push_calendar(L, s, len);
    default:
        lua_pushlstring(L, s, len);
        return len > 0;
    }
}

/* Name=value into the table at the top. */
static void put_property(lua_State *L, const char *line, size_t len)
{
    for (size_t i = 0; i < sizeof properties / sizeof *properties; i++) {
        const struct property *p = &properties[i];
        size_t name = strlen(p->name);
        if (len <= name || line[name] != '=' || strncmp(line, p->name, name) != 0)
            continue;
        int top = lua_gettop(L);
        if (push_value(L, p->put, line + name + 1, len - name - 1))
            lua_setfield(L, top, p->key);
        lua_settop(L, top);
        return;
    }
}

/* Pushes a list of what `systemctl show` printed: paragraphs, one for each unit. */
static void push_units(lua_State *L, const char *out)
{
    lua_newtable(L);
    int list = lua_gettop(L);
    while (*out) {
        lua_newtable(L);
        for (; *out && *out != '\n';
             out += out[strcspn(out, "\n")] ? strcspn(out, "\n") + 1 : strlen(out))
            put_property(L, out, strcspn(out, "\n"));
        if (lua_raw_field(L, list + 1, "name") != LUA_TNIL) {
            lua_pop(L, 1);
            lua_rawseti(L, list, (lua_Integer)lua_rawlen(L, list) + 1);
        }
        lua_settop(L, list);
        out += strspn(out, "\n");
    }
}

static bool is_name(const char *name)
{
    return *name && *name != '-' && strlen(name) < 256 &&
           !name[strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                              ":_.\\@-")];
}

/* Adds the units that `list-units` printed, the first word of each line, and returns how many. */
static int add_names(lua_State *L, int words, const char *out)
{
    int count = 0;
    for (const char *line = out; *line && count < UNITS_MOST; line += strcspn(line, "\n")) {
        line += strspn(line, " \n");
        lua_pushlstring(L, line, strcspn(line, " \n"));
        const char *name = lua_tostring(L, -1);
        if (is_name(name)) {
            lua_command_add(L, words, "%s", name);
            count++;
        }
        lua_pop(L, 1);
    }
    return count;
}

/* Units of `list-units` with that option, then `show` of all. */
static int describe_listed(lua_State *L, const char *function, const char *option,
                           const char *wanted)
{
    lua_settop(L, 1);
    lua_api_options(L, 1, function, timeout_only);
    struct lua_host *h = lua_api_begin(L);
    int words = lua_command_begin(L, "systemctl list-units");
    lua_command_add(L, words, "%s", option);
    for (const char *const *one =
             (const char *const[]){"--all", "--plain", "--full", "--no-legend", "--no-pager", NULL};
         *one; one++)
        lua_command_add(L, words, "%s", *one);
    if (!lua_command_run(L, words, function))
        return lua_api_failed(L);
    words = lua_command_begin(L, "systemctl show --no-pager");
    lua_command_add(L, words, "%s", wanted);
    lua_command_add(L, words, "--");
    if (add_names(L, words, text_get(&h->ran.out)) == 0) {
        lua_newtable(L);
        return 1;
    }
    if (!lua_command_run(L, words, function))
        return lua_api_failed(L);
    push_units(L, text_get(&h->ran.out));
    return 1;
}

static int systemd_failed(lua_State *L)
{
    return describe_listed(L, "systemd.failed", "--state=failed", UNIT_PROPERTIES);
}

static int systemd_timers(lua_State *L)
{
    return describe_listed(L, "systemd.timers", "--type=timer", TIMER_PROPERTIES);
}

static int systemd_unit(lua_State *L)
{
    struct lua_host *h = lua_api_begin(L);
    const char *name = lua_api_text(L, 1, "systemd.unit", "name");
    if (!is_name(name))
        return luaL_error(L, "systemd.unit: \"%s\" is no name of a unit", name);
    lua_api_options(L, 2, "systemd.unit", timeout_only);
    lua_insert(L, 1); /* options first, as lua_command wants them */
    int words = lua_command_begin(L, "systemctl show --no-pager " UNIT_PROPERTIES " --");
    lua_command_add(L, words, "%s", name);
    if (!lua_command_run(L, words, "systemd.unit"))
        return lua_api_failed(L);
    push_units(L, text_get(&h->ran.out));
    if (lua_rawgeti(L, -1, 1) == LUA_TTABLE)
        return 1;
    text_format(&h->why, "systemctl tells nothing of %s", name);
    return lua_api_failed(L);
}

const struct lua_entry lua_api_systemd[] = {
    {"systemd.failed", "systemd.failed([{timeout=}])",
     "The units that failed, a list of what `systemd.unit` gives. Wants `systemctl list-units` and "
     "`systemctl show` under allow.",
     systemd_failed},
    {"systemd.timers", "systemd.timers([{timeout=}])",
     "All timers: a list of {name=, about=, active=, result=, unit=, last=, next=, calendar=}. "
     "Wants "
     "the same two.",
     systemd_timers},
    {"systemd.unit", "systemd.unit(name [, {timeout=}])",
     "{name=, about=, load=, active=, sub=, enabled=, result=, since=, started=, restarts=, "
     "main_pid=, ended_by=, exit=, memory=, tasks=}, what there is of it; `load` is not-found "
     "where "
     "systemd knows no such unit. Wants `systemctl show`.",
     systemd_unit},
    {NULL},
};
