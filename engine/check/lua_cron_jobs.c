#include <string.h>

#include "clues/cron_table.h"
#include "check/lua_cron.h"

#define TABLE_MAX (1u << 20)
#define FOLDERS "/etc/crontab", "/etc/cron.d/*", "/var/spool/cron/crontabs/*"

static void set_text(lua_State *L, const char *key, const char *text)
{
    if (!text)
        return;
    lua_pushstring(L, text);
    lua_setfield(L, -2, key);
}

/* The table of a job, at the top. */
static void push_job(lua_State *L, const struct cron_line *line, const char *user,
                     const char *source, const char *zone, const char *rule)
{
    lua_createtable(L, 0, 7);
    set_text(L, "schedule", line->schedule);
    set_text(L, "kind", strncmp(line->schedule, "@reboot", 7) == 0 ? "reboot" : "cron");
    set_text(L, "command", line->command);
    set_text(L, "user", line->user ? line->user : user);
    set_text(L, "source", source);
    set_text(L, "zone", *zone ? zone : NULL);
    set_text(L, "rule", *rule ? rule : NULL);
}

static void append(lua_State *L, int jobs)
{
    lua_rawseti(L, jobs, (lua_Integer)lua_rawlen(L, jobs) + 1);
}

static bool is_absent(const struct text *why)
{
    return strstr(text_get(why), "No such file or directory");
}

/* One job for each script that run-parts would run. False where the folder cannot be read. */
static bool add_parts(lua_State *L, int jobs, const char *folder)
{
    struct lua_host *h = lua_host_of(L);
    text_clear(&h->ran.out);
    text_clear(&h->why);
    if (!h->world->list(h->world->self, folder, &h->ran.out, &h->why)) {
        if (!is_absent(&h->why))
            lua_cron_unread(L, jobs, folder, text_get(&h->why));
        return is_absent(&h->why);
    }
    int job = lua_gettop(L);
    const char *at = text_get(&h->ran.out);
    for (size_t len; *at; at += len + (at[len] == '\n')) {
        len = strcspn(at, "\n");
        if (!cron_table_takes(at, len))
            continue;
        lua_createtable(L, 0, 7);
        for (lua_pushnil(L); lua_next(L, job);) {
            lua_pushvalue(L, -2);
            lua_insert(L, -2);
            lua_rawset(L, -4);
        }
        lua_pushlstring(L, at, len);
        lua_pushfstring(L, "%s/%s", folder, lua_tostring(L, -1));
        lua_setfield(L, -3, "command");
        lua_pop(L, 1);
        append(L, jobs);
    }
    return true;
}

static void add_line(lua_State *L, int jobs, const char *path, const char *user,
                     const struct cron_table *t, const struct cron_line *line, const char *rule)
{
    char folder[256];
    const char *source = lua_pushfstring(L, "%s:%d", path, (int)t->number);
    if (line->wrong) {
        lua_cron_unread(L, jobs, source, line->wrong);
        lua_pop(L, 1);
        return;
    }
    push_job(L, line, user, source, t->zone, rule);
    if (cron_table_parts(line->command, folder, sizeof folder) && add_parts(L, jobs, folder))
        lua_pop(L, 1);
    else
        append(L, jobs);
    lua_pop(L, 1);
}

/* The zone's rule needs a file of its own, so the table is moved out of the host's text first. */
static void read_table(lua_State *L, int jobs, const char *path, const char *user, bool system)
{
    struct lua_host *h = lua_host_of(L);
    struct cron_table t;
    struct cron_line line;
    char rule[CRON_RULE_MAX] = "", zone[sizeof t.zone] = "";
    if (!lua_cron_read(h, path, TABLE_MAX)) {
        if (!is_absent(&h->why))
            lua_cron_unread(L, jobs, path, text_get(&h->why));
        return;
    }
    size_t len = strlen(text_get(&h->out));
    char *copy = lua_newuserdatauv(L, len + 1, 0);
    memcpy(copy, text_get(&h->out), len + 1);
    cron_table_start(&t, copy, system);
    while (cron_table_next(&t, &line, &h->why)) {
        if (line.wrong)
            line.wrong = lua_pushstring(L, line.wrong);
        else
            lua_pushnil(L);
        if (strcmp(zone, t.zone) != 0) {
            strcpy(zone, t.zone);
            rule[0] = '\0';
            if (*zone)
                lua_cron_rule(L, zone, rule);
            if (*zone && !*rule)
                lua_cron_unread(L, jobs, zone, text_get(&h->why));
        }
        add_line(L, jobs, path, user, &t, &line, rule);
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

static bool begins_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

static void read_folder(lua_State *L, int jobs, const char *folder, bool system)
{
    struct lua_host *h = lua_host_of(L);
    text_clear(&h->out);
    text_clear(&h->why);
    if (!h->world->list(h->world->self, folder, &h->out, &h->why)) {
        if (!is_absent(&h->why))
            lua_cron_unread(L, jobs, folder, text_get(&h->why));
        return;
    }
    size_t len = h->out.len;
    char *names = lua_newuserdatauv(L, len + 1, 0);
    memcpy(names, text_get(&h->out), len + 1);
    for (char *end; *names; names = end + (*end != '\0')) {
        end = names + strcspn(names, "\n");
        bool takes = system ? cron_table_takes(names, (size_t)(end - names)) : *names != '.';
        if (!takes)
            continue;
        const char *name = lua_pushlstring(L, names, (size_t)(end - names));
        const char *path = lua_pushfstring(L, "%s/%s", folder, name);
        read_table(L, jobs, path, system ? NULL : name, system);
        lua_pop(L, 2);
    }
    lua_pop(L, 1);
}

/* Below /etc lines name a user; other crontabs are somebody's own. */
static void read_path(lua_State *L, int jobs, const char *path)
{
    size_t len = strlen(path);
    bool system = begins_with(path, "/etc/");
    if (len > 2 && strcmp(path + len - 2, "/*") == 0) {
        const char *folder = lua_pushlstring(L, path, len - 2);
        read_folder(L, jobs, folder, system);
        lua_pop(L, 1);
        return;
    }
    const char *name = strrchr(path, '/');
    bool spool = begins_with(path, "/var/spool/cron/");
    read_table(L, jobs, path, spool && name ? name + 1 : NULL, system);
}

static void read_paths(lua_State *L, int jobs)
{
    static const char *const usual[] = {FOLDERS};
    if (lua_raw_field(L, 1, "files") == LUA_TNIL) {
        for (size_t i = 0; i < sizeof usual / sizeof *usual; i++)
            read_path(L, jobs, usual[i]);
    } else if (!lua_istable(L, -1)) {
        luaL_error(L, "cron.jobs: files must be a list of paths");
    } else {
        for (lua_Integer i = 1; lua_rawgeti(L, -1, i) != LUA_TNIL; i++) {
            read_path(L, jobs, lua_api_text(L, -1, "cron.jobs", "a file"));
            lua_pop(L, 1);
        }
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
}

int lua_cron_jobs(lua_State *L)
{
    static const char *const keys[] = {"files", "timers", NULL};
    lua_api_options(L, 1, "cron.jobs", keys);
    lua_raw_field(L, 1, "timers");
    bool timers = lua_isnil(L, -1) ? true : lua_toboolean(L, -1);
    lua_pop(L, 1);
    lua_api_begin(L);
    lua_newtable(L);
    int jobs = lua_gettop(L);
    lua_newtable(L);
    lua_setfield(L, jobs, "unread");
    read_paths(L, jobs);
    if (timers)
        lua_cron_timers(L, jobs);
    lua_settop(L, jobs);
    return 1;
}
