#include <stdlib.h>
#include <string.h>

#include "check/lua_command.h"

#define ENTRIES_DEFAULT 200
#define ENTRIES_MOST 10000
#define COUNT_MOST 100000
#define MESSAGE_MOST 4096 /* bytes */
#define BOOT_ID 32        /* hexadecimal digits */

static const char *const keys[] = {"unit",      "priority", "since",  "until", "last",
                                   "match",     "max",      "kernel", "boot",  "name",
                                   "directory", "timeout",  NULL};

/* No pattern, or a plain name of it: "err", "3", "warning..err". */
static void add_priority(lua_State *L, int words, const char *function)
{
    const char *priority = lua_ask_text(L, function, "priority");
    if (!priority)
        return;
    if (!*priority || priority[strspn(priority, "abcdefghijklmnopqrstuvwxyz01234567.")])
        luaL_error(L, "%s: priority \"%s\" is none, as \"err\" is", function, priority);
    lua_command_add(L, words, "--priority=%s", priority);
}

static void add_moment(lua_State *L, int words, const char *option, int64_t ms)
{
    if (ms == INT64_MIN || ms == INT64_MAX)
        return;
    if (ms < 0)
        ms = 0;
    lua_pushfstring(L, "%I", (LUAI_UACINT)(ms % 1000 + 1000));
    const char *part = lua_tostring(L, -1) + 1; /* of a second, three digits */
    lua_command_add(L, words, "%s@%I.%s", option, (LUAI_UACINT)(ms / 1000), part);
    lua_pop(L, 1);
}

/* journalctl with what the options at 1 say; `what` is how it shall show an entry. */
static int begin(lua_State *L, const char *function, const char *what, lua_Integer most)
{
    struct lua_window w = lua_command_window(L, function);
    int words = lua_command_begin(L, "journalctl --no-pager");
    while (*what) {
        size_t len = strcspn(what, " ");
        lua_pushlstring(L, what, len);
        lua_command_add(L, words, "%s", lua_tostring(L, -1));
        lua_pop(L, 1);
        what += len + (what[len] == ' ');
    }
    lua_command_add(L, words, "--lines=%I", (LUAI_UACINT)most);
    add_moment(L, words, "--since=", w.since_ms);
    add_moment(L, words, "--until=", w.until_ms);
    add_priority(L, words, function);
    lua_command_add_option(L, words, function, "unit", "--unit=");
    lua_command_add_option(L, words, function, "name", "--identifier=");
    lua_command_add_option(L, words, function, "directory", "--directory=");
    if (lua_ask_text(L, function, "match")) {
        lua_command_add(L, words, "--case-sensitive=yes");
        lua_command_add_option(L, words, function, "match", "--grep=");
    }
    if (lua_command_true(L, "boot"))
        lua_command_add(L, words, "--boot");
    if (lua_command_true(L, "kernel"))
        lua_command_add(L, words, "_TRANSPORT=kernel");
    return words;
}

/* Who may not see all of it is told so, and gets what he may see, which would be read as all. */
static bool saw_all(struct lua_host *h)
{
    static const char *const told[] = {"You are currently not seeing messages from other users",
                                       "No journal files were", NULL};
    for (const char *const *one = told; *one; one++) {
        const char *at = strstr(text_get(&h->ran.err), *one);
        if (!at)
            continue;
        text_format(&h->why, "journalctl: %.*s", (int)strcspn(at, "\n"), at);
        return false;
    }
    return true;
}

/* A folder without a journal shows no entries, as one does in which none fits. */
static bool holds_journal(lua_State *L, const char *function)
{
    struct lua_host *h = lua_host_of(L);
    const char *folder = lua_ask_text(L, function, "directory");
    if (!folder || h->ran.out.len)
        return true;
    int words = lua_command_begin(L, "journalctl --no-pager --output=cat --lines=1");
    lua_command_add(L, words, "--directory=%s", folder);
    if (!lua_command_run(L, words, function))
        return false;
    if (!h->ran.out.len)
        text_format(&h->why, "there is no journal in %s", folder);
    text_clear(&h->ran.out);
    return !h->why.len;
}

/* With --grep it shows the matches alone, and ends with 1 where there are none. */
static bool ask(lua_State *L, int words, const char *function)
{
    struct lua_host *h = lua_host_of(L);
    bool ok = lua_command_run(L, words, function);
    if (!ok && h->ran.status == 1 && !h->ran.timed_out && !h->ran.out.len && !h->ran.err.len &&
        lua_ask_text(L, function, "match")) {
        text_clear(&h->why);
        ok = true;
    }
    return ok && saw_all(h) && holds_journal(L, function);
}

/* A field as text. journald writes what is no plain text as a list of bytes, and several values as
 * a list of those. */
static bool push_text(lua_State *L, const struct jval *v)
{
    if (!v || (jval_kind(v) != JVAL_TEXT && jval_kind(v) != JVAL_ARRAY))
        return false;
    size_t len;
    const char *text = jval_text(v, &len);
    if (text) {
        lua_pushlstring(L, text, len < MESSAGE_MOST ? len : MESSAGE_MOST);
        return true;
    }
    const struct jval *first = jval_at(v, 0);
    if (first && jval_kind(first) != JVAL_INT)
        return push_text(L, first);
    luaL_Buffer bytes;
    luaL_buffinit(L, &bytes);
    for (size_t i = 0; i < jval_count(v) && i < MESSAGE_MOST; i++)
        luaL_addchar(&bytes, (char)jval_int(jval_at(v, i)));
    luaL_pushresult(&bytes);
    return true;
}

static void put_text(lua_State *L, const char *key, const struct jval *entry, const char *field)
{
    if (push_text(L, jval_get(entry, field)))
        lua_setfield(L, -2, key);
}

static void put_number(lua_State *L, const char *key, const struct jval *entry, const char *field)
{
    const char *text = jval_text(jval_get(entry, field), NULL);
    if (!text || !*text || text[strspn(text, "0123456789")])
        return;
    lua_pushinteger(L, strtoll(text, NULL, 10));
    lua_setfield(L, -2, key);
}

/* The entry in the host's `json`. */
static void push_entry(lua_State *L, const struct jval *entry)
{
    const char *us = jval_text(jval_get(entry, "__REALTIME_TIMESTAMP"), NULL);
    lua_createtable(L, 0, 7);
    if (us)
        lua_command_put_time(L, "time", strtoll(us, NULL, 10) / 1000);
    put_text(L, "message", entry, "MESSAGE");
    put_text(L, "unit", entry, jval_get(entry, "UNIT") ? "UNIT" : "_SYSTEMD_UNIT");
    put_text(L, "name", entry,
             jval_get(entry, "SYSLOG_IDENTIFIER") ? "SYSLOG_IDENTIFIER" : "_COMM");
    put_text(L, "host", entry, "_HOSTNAME");
    put_number(L, "priority", entry, "PRIORITY");
    put_number(L, "pid", entry, "_PID");
}

/* Pushes whether there may be more, and a list of the entries. */
static bool push_entries(lua_State *L, lua_Integer most)
{
    struct lua_host *h = lua_host_of(L);
    lua_Integer count = 0;
    lua_newtable(L);
    const char *line = text_get(&h->ran.out), *end;
    for (; (end = strchr(line, '\n')); line = end + 1) {
        if (*line != '{')
            continue; /* -- No entries -- */
        jval_free(h->json);
        h->json = jval_read(line, (size_t)(end - line), &h->why);
        if (!h->json)
            return false;
        push_entry(L, h->json);
        lua_rawseti(L, -2, ++count);
    }
    lua_pushboolean(L, h->ran.cut || count >= most);
    lua_insert(L, -2);
    return true;
}

static lua_Number time_at(lua_State *L, lua_Integer i)
{
    lua_rawgeti(L, -1, i);
    lua_raw_field(L, -1, "time");
    lua_Number t = lua_tonumber(L, -1);
    lua_pop(L, 2);
    return t;
}

/* --grep begins with the newest. */
static void oldest_first(lua_State *L)
{
    lua_Integer n = (lua_Integer)lua_rawlen(L, -1);
    if (n < 2 || time_at(L, 1) <= time_at(L, n))
        return;
    for (lua_Integer i = 1; i <= n / 2; i++) {
        lua_rawgeti(L, -1, i);
        lua_rawgeti(L, -2, n + 1 - i);
        lua_rawseti(L, -3, i);
        lua_rawseti(L, -2, n + 1 - i);
    }
}

static int journal_read(lua_State *L)
{
    static const char function[] = "journal.read";
    lua_api_begin(L);
    lua_settop(L, 1);
    lua_api_options(L, 1, function, keys);
    lua_Integer most = lua_ask_number(L, function, "max", 1, ENTRIES_MOST, ENTRIES_DEFAULT);
    int words = begin(L, function,
                      "--output=json --all --output-fields=MESSAGE,PRIORITY,_SYSTEMD_UNIT,UNIT,"
                      "SYSLOG_IDENTIFIER,_COMM,_PID,_HOSTNAME",
                      most);
    if (!ask(L, words, function) || !push_entries(L, most))
        return lua_api_failed(L);
    oldest_first(L);
    lua_insert(L, -2);
    return 2;
}

/* An entry is one line: that of the boot it is from, which all have. */
static bool count_lines(struct lua_host *h, lua_Integer *count)
{
    const char *line = text_get(&h->ran.out), *end;
    for (*count = 0; (end = strchr(line, '\n')); line = end + 1) {
        if (strncmp(line, "-- ", 3) == 0)
            continue;
        if (end - line != BOOT_ID || strspn(line, "0123456789abcdef") != BOOT_ID) {
            text_add(&h->why, "this journalctl cannot show one field alone, so it cannot count");
            return false;
        }
        ++*count;
    }
    return true;
}

static int journal_count(lua_State *L)
{
    static const char function[] = "journal.count";
    struct lua_host *h = lua_api_begin(L);
    lua_Integer count;
    lua_settop(L, 1);
    lua_api_options(L, 1, function, keys);
    lua_Integer most = lua_ask_number(L, function, "max", 1, COUNT_MOST, COUNT_MOST);
    int words = begin(L, function, "--output=cat --output-fields=_BOOT_ID", most);
    if (!ask(L, words, function) || !count_lines(h, &count))
        return lua_api_failed(L);
    lua_createtable(L, 0, 2);
    lua_pushinteger(L, count);
    lua_setfield(L, -2, "count");
    lua_pushboolean(L, h->ran.cut || count >= most);
    lua_setfield(L, -2, "cut");
    return 1;
}

const struct lua_entry lua_api_journal[] = {
    {"journal.count",
     "journal.count{unit=, name=, priority=, since=, until=, last=, match=, kernel=, boot=, "
     "directory=, max=, timeout=}",
     "How many entries of the journal are so: {count=, cut=}. Wants `journalctl --no-pager` under "
     "allow.",
     journal_count},
    {"journal.read",
     "journal.read{unit=, name=, priority=, since=, until=, last=, match=, kernel=, boot=, "
     "directory=, max=, timeout=}",
     "The newest of them, 200 or `max`, the oldest first: a list of {time=, message=, unit=, "
     "name=, "
     "priority=, pid=, host=}, and whether there may be more. Wants the same.",
     journal_read},
    {NULL},
};
