#include <string.h>

#include "clues/cron_table.h"
#include "check/lua_cron.h"

#define TIMERS_MAX 200
#define OUTPUT_MAX (4u << 20)
#define SPAN_MS 10000

/* Runs systemctl; its output is then in the host's `ran`. False with the host's `why`. */
static bool ask(lua_State *L, const char **argv)
{
    struct lua_host *h = lua_host_of(L);
    int64_t left = lua_host_left_ms(h);
    struct world_run what = {.argv = argv,
                             .timeout_ms = left < SPAN_MS ? left : SPAN_MS,
                             .output_max = OUTPUT_MAX,
                             .live_fd = -1};
    text_clear(&h->ran.out);
    text_clear(&h->ran.err);
    text_clear(&h->why);
    h->ran.timed_out = h->ran.cut = false;
    if (!h->world->run(h->world->self, &what, &h->ran, &h->why))
        return false;
    if (h->ran.timed_out)
        text_add(&h->why, "it did not end in time");
    else if (h->ran.status != 0)
        text_add_n(&h->why, text_get(&h->ran.err), strcspn(text_get(&h->ran.err), "\n"));
    return !h->ran.timed_out && h->ran.status == 0;
}

/* Pushes a copy that may be changed. */
static char *push_output(lua_State *L)
{
    struct text *out = &lua_host_of(L)->ran.out;
    char *copy = lua_newuserdatauv(L, out->len + 1, 0);
    memcpy(copy, text_get(out), out->len + 1);
    return copy;
}

/* Asks for properties of the units that are named in the field `key` of the timers' list. */
static bool show(lua_State *L, int timers, const char *key, const char *properties)
{
    size_t count = lua_rawlen(L, timers), words = 0;
    const char **argv = lua_newuserdatauv(L, (count + 5) * sizeof *argv, 0);
    argv[words++] = "systemctl";
    argv[words++] = "show";
    argv[words++] = lua_pushfstring(L, "--property=%s", properties);
    argv[words++] = "--";
    for (size_t i = 1; i <= count; i++) {
        lua_rawgeti(L, timers, (lua_Integer)i);
        lua_raw_field(L, -1, key);
        argv[words++] = lua_tostring(L, -1); /* which the table holds */
        lua_pop(L, 2);
    }
    argv[words] = NULL;
    bool ok = ask(L, argv);
    lua_pop(L, 2);
    return ok;
}

static const char *text_of(const struct jval *object, const char *key)
{
    const struct jval *j = jval_get(object, key);
    size_t len;
    const char *text = j ? jval_text(j, &len) : NULL;
    return text && strlen(text) == len && text[0] && text[0] != '-' ? text : NULL;
}

/* Pushes a list of {unit=, starts=, last=}, from the JSON of list-timers. */
static void push_timers(lua_State *L, const struct jval *list)
{
    lua_newtable(L);
    lua_Integer count = 0;
    for (size_t i = 0; i < jval_count(list) && count < TIMERS_MAX; i++) {
        const struct jval *one = jval_at(list, i), *last = jval_get(one, "last");
        const char *unit = text_of(one, "unit"), *starts = text_of(one, "activates");
        if (!unit || !starts)
            continue;
        lua_createtable(L, 0, 3);
        lua_pushstring(L, unit);
        lua_setfield(L, -2, "unit");
        lua_pushstring(L, starts);
        lua_setfield(L, -2, "starts");
        if (last && jval_kind(last) == JVAL_INT && jval_int(last) > 0) {
            lua_pushinteger(L, jval_int(last) / 1000000);
            lua_setfield(L, -2, "last");
        }
        lua_rawseti(L, -2, ++count);
    }
}

/* Pushes {unit = {command=, user=}} from what `show` said. */
static void push_services(lua_State *L)
{
    struct cron_unit u;
    lua_newtable(L);
    for (char *at = push_output(L); cron_unit_next(&at, &u);) {
        lua_createtable(L, 0, 2);
        lua_pushstring(L, u.exec ? u.exec : u.id);
        lua_setfield(L, -2, "command");
        if (u.user) {
            lua_pushstring(L, u.user);
            lua_setfield(L, -2, "user");
        }
        lua_setfield(L, -3, u.id);
    }
    lua_pop(L, 1);
}

/* Takes the zone off the end of a calendar expression, where its last word is one. */
static void split_zone(char *calendar, char zone[80])
{
    char *word = strrchr(calendar, ' ');
    zone[0] = '\0';
    if (!word || strcspn(word, ":*") < strlen(word) ||
        (!strchr(word, '/') && strcmp(word, " UTC")) || strlen(word + 1) >= 80 ||
        (word[1] >= '0' && word[1] <= '9'))
        return;
    strcpy(zone, word + 1);
    *word = '\0';
}

/* The job of a timer, at the top, gets its times. */
static void put_calendar(lua_State *L, int jobs, const char *unit, char *calendar)
{
    char zone[80], rule[CRON_RULE_MAX];
    split_zone(calendar, zone);
    lua_pushstring(L, calendar);
    lua_setfield(L, -2, "schedule");
    lua_pushliteral(L, "calendar");
    lua_setfield(L, -2, "kind");
    if (!*zone)
        return;
    lua_pushstring(L, zone);
    lua_setfield(L, -2, "zone");
    lua_cron_rule(L, zone, rule);
    if (*rule) {
        lua_pushstring(L, rule);
        lua_setfield(L, -2, "rule");
    } else {
        lua_cron_unread(L, jobs, unit, text_get(&lua_host_of(L)->why));
    }
}

static void put_interval(lua_State *L, int timer, const struct cron_unit *u)
{
    lua_pushfstring(L, "every %d s", (int)(u->period_us / 1000000));
    lua_setfield(L, -2, "schedule");
    lua_pushliteral(L, "interval");
    lua_setfield(L, -2, "kind");
    lua_pushinteger(L, u->period_us / 1000000);
    lua_setfield(L, -2, "every");
    lua_raw_field(L, timer, "last");
    lua_setfield(L, -2, "last");
}

static void push_timer_job(lua_State *L, int timer, int services, const struct cron_unit *u)
{
    lua_createtable(L, 0, 8);
    int job = lua_gettop(L);
    lua_pushstring(L, u->id);
    lua_setfield(L, job, "source");
    lua_raw_field(L, timer, "starts");
    lua_pushvalue(L, -1);
    lua_setfield(L, job, "command");
    if (lua_rawget(L, services) == LUA_TTABLE) {
        lua_raw_field(L, -1, "command");
        lua_setfield(L, job, "command");
        lua_raw_field(L, -1, "user");
        lua_setfield(L, job, "user");
    }
    lua_settop(L, job);
    if (u->delay_us > 0) {
        lua_pushnumber(L, (double)u->delay_us / 1e6);
        lua_setfield(L, job, "spread");
    }
}

/* Timers of times on a calendar, and those that run some time after their last run. */
static void add_timer(lua_State *L, int jobs, int timer, int services, const struct cron_unit *u)
{
    for (size_t i = 0; i < u->calendar_count; i++) {
        push_timer_job(L, timer, services, u);
        put_calendar(L, jobs, u->id, (char *)u->calendars[i]);
        lua_rawseti(L, jobs, (lua_Integer)lua_rawlen(L, jobs) + 1);
    }
    if (u->period_us >= 1000000) {
        push_timer_job(L, timer, services, u);
        put_interval(L, timer, u);
        lua_rawseti(L, jobs, (lua_Integer)lua_rawlen(L, jobs) + 1);
    }
}

static void add_timers(lua_State *L, int jobs, int timers, int services)
{
    struct cron_unit u;
    for (char *at = push_output(L); cron_unit_next(&at, &u);) {
        for (lua_Integer i = 1; lua_rawgeti(L, timers, i) != LUA_TNIL; i++) {
            int timer = lua_gettop(L);
            lua_raw_field(L, timer, "unit");
            bool same = strcmp(lua_tostring(L, -1), u.id) == 0;
            lua_pop(L, 1);
            if (same)
                add_timer(L, jobs, timer, services, &u);
            lua_pop(L, 1);
        }
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

/* A container has none, and then no timers either. */
static bool has_no_systemd(const struct lua_host *h)
{
    return strstr(text_get(&h->why), "not been booted with systemd") ||
           strstr(text_get(&h->why), "No such file or directory");
}

void lua_cron_timers(lua_State *L, int jobs)
{
    static const char *list[] = {"systemctl", "list-timers", "--all", "--output=json", NULL};
    struct lua_host *h = lua_host_of(L);
    int top = lua_gettop(L);
    bool ok = ask(L, list);
    if (ok) {
        jval_free(h->json);
        h->json = jval_read(text_get(&h->ran.out), h->ran.out.len, &h->why);
        ok = h->json && jval_kind(h->json) == JVAL_ARRAY;
    }
    if (ok) {
        push_timers(L, h->json);
        bool some = lua_rawlen(L, -1) > 0;
        lua_newtable(L);
        if (some && show(L, top + 1, "starts", "Id,ExecStart,User")) {
            lua_pop(L, 1);
            push_services(L);
        }
        ok = !some ||
             show(L, top + 1, "unit", "Id,TimersCalendar,TimersMonotonic,RandomizedDelayUSec");
        if (ok && some)
            add_timers(L, jobs, top + 1, top + 2);
    }
    if (!ok && !has_no_systemd(h))
        lua_cron_unread(L, jobs, "systemd's timers",
                        h->why.len ? text_get(&h->why) : "systemctl said nothing that can be read");
    lua_settop(L, top);
}
