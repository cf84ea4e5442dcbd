#include "check/lua_command.h"

#include <string.h>

#include "base/time.h"

#define OUTPUT_MAX (4u << 20)
#define COMPLAINT_MAX 300

int lua_command_begin(lua_State *L, const char *words)
{
    lua_newtable(L);
    int list = lua_gettop(L);
    while (*words) {
        size_t len = strcspn(words, " ");
        lua_pushlstring(L, words, len);
        lua_rawseti(L, list, (lua_Integer)lua_rawlen(L, list) + 1);
        words += len + (words[len] == ' ');
    }
    return list;
}

void lua_command_add(lua_State *L, int words, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    lua_pushvfstring(L, format, args);
    va_end(args);
    lua_rawseti(L, words, (lua_Integer)lua_rawlen(L, words) + 1);
}

const char *lua_command_name(lua_State *L, const char *function, const char *key)
{
    const char *name = lua_ask_text(L, function, key);
    if (name && (*name == '-' || !*name))
        luaL_error(L, "%s: %s \"%s\" is no name", function, key, name);
    return name;
}

void lua_command_add_option(lua_State *L, int words, const char *function, const char *key,
                            const char *before)
{
    const char *text = lua_ask_text(L, function, key);
    if (text)
        lua_command_add(L, words, "%s%s", before, text);
}

bool lua_command_true(lua_State *L, const char *key)
{
    lua_raw_field(L, 1, key);
    bool is = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return is;
}

struct lua_window lua_command_window(lua_State *L, const char *function)
{
    const struct lua_host *h = lua_host_of(L);
    struct lua_window w = {INT64_MIN, INT64_MAX};
    if (lua_raw_field(L, 1, "last") != LUA_TNIL)
        w.since_ms = h->world->now_ms(h->world->self) - lua_api_span_ms(L, -1, function, "last");
    if (lua_raw_field(L, 1, "since") != LUA_TNIL) {
        int64_t since = lua_api_moment_ms(L, -1, function, "since");
        w.since_ms = since > w.since_ms ? since : w.since_ms;
    }
    if (lua_raw_field(L, 1, "until") != LUA_TNIL)
        w.until_ms = lua_api_moment_ms(L, -1, function, "until");
    lua_pop(L, 3);
    return w;
}

/* Pushes a block with the words, then NULL. */
static const char **push_argv(lua_State *L, int words)
{
    size_t count = lua_rawlen(L, words);
    const char **argv = lua_newuserdatauv(L, (count + 1) * sizeof *argv, 0);
    for (size_t i = 0; i < count; i++) {
        lua_rawgeti(L, words, (lua_Integer)i + 1);
        argv[i] = lua_tostring(L, -1);
        lua_pop(L, 1); /* the list keeps it */
    }
    argv[count] = NULL;
    return argv;
}

/* A line that a Go program logs on its way: "E1124 18:02:38.102850 5352 memcache.go:265] ...". */
static bool is_logged(const char *line)
{
    return strchr("IWE", *line) && strspn(line + 1, "0123456789") == 4 && line[5] == ' ';
}

static void tell_failure(struct lua_host *h, const char *program)
{
    const char *said = text_get(&h->ran.err);
    while (*said && (strchr(" \n\t", *said) || is_logged(said)))
        said += strchr(" \n\t", *said) ? 1 : strcspn(said, "\n");
    int len = (int)strcspn(said, "\n");
    text_format(&h->why, "%s: ", program);
    if (len)
        text_format(&h->why, "%.*s", len < COMPLAINT_MAX ? len : COMPLAINT_MAX, said);
    else
        text_format(&h->why, "it failed, with status %d", h->ran.status);
}

bool lua_command_run(lua_State *L, int words, const char *function)
{
    struct world_run what = {.live_fd = -1, .output_max = OUTPUT_MAX};
    what.timeout_ms = lua_api_timeout_ms(L, 1, function);
    what.argv = push_argv(L, words);
    struct lua_host *h = lua_api_begin(L);
    if (!lua_ask_run(h, &what))
        return false;
    if (h->ran.status != 0)
        tell_failure(h, what.argv[0]);
    return !h->why.len;
}

bool lua_command_json(lua_State *L, int words, const char *function)
{
    struct lua_host *h = lua_host_of(L);
    if (!lua_command_run(L, words, function))
        return false;
    lua_rawgeti(L, words, 1);
    const char *program = lua_tostring(L, -1);
    if (h->ran.cut) {
        text_format(&h->why, "%s says more than can be read; ask for less of it", program);
        return false;
    }
    struct text no = {0};
    jval_free(h->json);
    h->json = jval_read(text_get(&h->ran.out), h->ran.out.len, &no);
    if (!h->json)
        text_format(&h->why, "%s printed no JSON: %s", program, text_get(&no));
    text_release(&no);
    return h->json;
}

void lua_command_put(lua_State *L, const char *key, const char *text)
{
    lua_ask_put_text(L, key, text, text ? strlen(text) : 0);
}

void lua_command_put_time(lua_State *L, const char *key, int64_t ms)
{
    if (ms < 0)
        return;
    lua_api_push_seconds(L, ms);
    lua_setfield(L, -2, key);
}

int64_t lua_command_json_time(const struct jval *object, const char *name)
{
    const struct jval *v = jval_get(object, name);
    const char *text = jval_text(v, NULL);
    int64_t ms;
    return text && time_parse_rfc3339(text, &ms) ? ms : -1;
}
