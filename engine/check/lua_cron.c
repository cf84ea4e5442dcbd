#include "check/lua_cron.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

bool lua_cron_read(struct lua_host *h, const char *path, size_t max)
{
    char piece[16384];
    ssize_t got;
    text_clear(&h->out);
    text_clear(&h->why);
    int fd = h->world->open(h->world->self, path, &h->why);
    if (fd < 0)
        return false;
    while (((got = read(fd, piece, sizeof piece)) > 0 || (got < 0 && errno == EINTR)) &&
           h->out.len < max)
        text_add_n(&h->out, piece, got > 0 ? (size_t)got : 0);
    if (got < 0)
        text_format(&h->why, "cannot read %s: %s", path, strerror(errno));
    else if (got > 0)
        text_format(&h->why, "%s is larger than %zu bytes", path, max);
    close(fd);
    return got == 0;
}

void lua_cron_unread(lua_State *L, int jobs, const char *name, const char *why)
{
    lua_raw_field(L, jobs, "unread");
    lua_pushfstring(L, "%s: %s", name, why);
    lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
    lua_pop(L, 1);
}

void lua_cron_rule(lua_State *L, const char *zone, char rule[CRON_RULE_MAX])
{
    struct cron_zone unused;
    struct lua_host *h = lua_host_of(L);
    rule[0] = '\0';
    if (strcmp(zone, "UTC") == 0 || strcmp(zone, "Etc/UTC") == 0 || strcmp(zone, "GMT") == 0) {
        strcpy(rule, "UTC");
        return;
    }
    const char *path = lua_pushfstring(L, "/usr/share/zoneinfo/%s", zone);
    if (lua_cron_read(h, path, 1u << 20)) {
        if (!cron_zone_rule(text_get(&h->out), h->out.len, rule) || !cron_zone_parse(rule, &unused))
            text_format(&h->why, "%s holds no rule of a zone", path);
    }
    if (h->why.len)
        rule[0] = '\0';
    lua_pop(L, 1);
}

static bool read_job(lua_State *L, int index, const char *function, struct cron_schedule *out)
{
    struct text *why = &lua_host_of(L)->why;
    lua_raw_field(L, index, "kind");
    const char *kind = lua_isnil(L, -1) ? "cron" : lua_api_text(L, -1, function, "the job's kind");
    lua_raw_field(L, index, "schedule");
    const char *text = lua_api_text(L, -1, function, "the job's schedule");
    bool ok = true;
    if (strcmp(kind, "interval") == 0) {
        *out = (struct cron_schedule){.kind = CRON_EVERY};
        lua_raw_field(L, index, "every");
        lua_raw_field(L, index, "last");
        out->period = lua_api_span_ms(L, -2, function, "the job's every") / 1000;
        out->anchor =
            lua_isnil(L, -1) ? 0 : lua_api_moment_ms(L, -1, function, "the job's last") / 1000;
        if (out->period < 1 || lua_isnil(L, -1)) {
            text_add(why, "it is not known when the job ran last");
            ok = false;
        }
        lua_pop(L, 2);
    } else {
        ok = strcmp(kind, "calendar") == 0 ? cron_parse_calendar(text, out, why)
                                           : cron_parse(text, out, why);
    }
    lua_pop(L, 2);
    return ok;
}

static bool read_zone(lua_State *L, int index, const char *function, struct cron_schedule *out)
{
    struct text *why = &lua_host_of(L)->why;
    bool zoned = lua_raw_field(L, index, "zone") != LUA_TNIL, ok = true;
    lua_raw_field(L, index, "rule");
    if (!lua_isnil(L, -1)) {
        ok = cron_zone_parse(lua_api_text(L, -1, function, "the job's rule"), &out->zone);
        if (!ok)
            text_add(why, "the job's rule is no rule of a zone");
    } else if (zoned) {
        ok = false;
        text_add(why, "it is not known what the clocks of the job's zone show");
    }
    lua_pop(L, 2);
    return ok;
}

bool lua_cron_schedule(lua_State *L, int index, const char *function, struct cron_schedule *out)
{
    struct text *why = &lua_host_of(L)->why;
    index = lua_absindex(L, index);
    text_clear(why);
    if (lua_istable(L, index))
        return read_job(L, index, function, out) && read_zone(L, index, function, out);
    const char *text = lua_api_text(L, index, function, "the schedule");
    if (cron_parse(text, out, why))
        return true;
    size_t len = why->len;
    if (cron_parse_calendar(text, out, why)) {
        text_clear(why);
        return true;
    }
    why->len = len; /* what is wrong with it as a line of a crontab */
    why->at[len] = '\0';
    return false;
}

static int find_run(lua_State *L, const char *function,
                    int64_t (*find)(const struct cron_schedule *s, int64_t at))
{
    struct cron_schedule s;
    struct lua_host *h = lua_api_begin(L);
    int64_t at_ms = lua_isnoneornil(L, 2) ? h->world->now_ms(h->world->self)
                                          : lua_api_moment_ms(L, 2, function, "the time");
    if (!lua_cron_schedule(L, 1, function, &s))
        return lua_api_failed(L);
    int64_t at = find(&s, at_ms / 1000 - (at_ms % 1000 < 0));
    if (at == CRON_NEVER) {
        text_add(&h->why, "it runs at no time that can be told");
        return lua_api_failed(L);
    }
    lua_pushinteger(L, at);
    return 1;
}

static int cron_next_run(lua_State *L)
{
    return find_run(L, "cron.next", cron_next);
}

static int cron_last_run(lua_State *L)
{
    return find_run(L, "cron.before", cron_before);
}

const struct lua_entry lua_api_cron[] = {
    {"cron.jobs", "cron.jobs{files=, timers=}",
     "What is scheduled: a list of {schedule=, kind=, command=, user=, source=}, with `unread`: "
     "what "
     "could not be read.",
     lua_cron_jobs},
    {"cron.falls", "cron.falls{jobs=, times= or rhythm=, slack=, from=, until=}",
     "Which jobs run right before those moments, the least likely by chance first: a list of "
     "{command=, "
     "source=, schedule=, hits=, of=, runs=, by_chance=, p=, says=}, with `tried`.",
     lua_cron_falls},
    {"cron.next", "cron.next(schedule or job [, time])", "When it runs next after a time, or now.",
     cron_next_run},
    {"cron.before", "cron.before(schedule or job [, time])",
     "When it ran last before a time, or now.", cron_last_run},
    {NULL},
};
