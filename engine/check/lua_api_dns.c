#include "check/lua_ask.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define FUNCTION "dns.look"
#define USUAL_MS 3000
#define NAME_MAX_LEN 1010 /* 253 bytes, each written as \123 */
#define OUTPUT_MAX (256u << 10)
#define RECORDS_MAX 1000

static const char *const keys[] = {"name", "type", "server", "port", "timeout", NULL};

/* A name as in a zone: printable, and no blank, with which a second argument would begin. */
static const char *plain(lua_State *L, const char *key, const char *text)
{
    size_t len = strlen(text);
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)text[i] <= ' ' || text[i] == 0x7f)
            luaL_error(L, FUNCTION ": %s \"%s\" holds a blank or a control byte", key, text);
    if (len > NAME_MAX_LEN)
        luaL_error(L, FUNCTION ": %s is too long", key);
    return text;
}

static const char *record_type(lua_State *L)
{
    const char *type = lua_ask_text(L, FUNCTION, "type");
    type = type ? type : "A";
    for (const char *c = type; *c || c == type; c++)
        if (!isalnum((unsigned char)*c))
            luaL_error(L, FUNCTION ": type \"%s\" is no type of record, as A or TXT", type);
    return type;
}

static bool ask(lua_State *L, struct lua_host *h)
{
    const char *argv[20] = {"dig", "-r", "+noall", "+comments", "+answer", "+stats", "+tries=1"};
    size_t n = 7;
    int64_t ms = USUAL_MS, left = lua_api_timeout_ms(L, 1, FUNCTION);
    if (lua_raw_field(L, 1, "timeout") != LUA_TNIL)
        ms = lua_api_span_ms(L, -1, FUNCTION, "timeout");
    lua_Integer seconds = ms < 1000 ? 1 : (lua_Integer)((ms + 999) / 1000);
    argv[n++] = lua_pushfstring(L, "+time=%I", seconds < 3600 ? seconds : 3600);
    lua_Integer port = lua_ask_number(L, FUNCTION, "port", 1, 65535, 0);
    if (port) {
        argv[n++] = "-p";
        argv[n++] = lua_pushfstring(L, "%I", port);
    }
    const char *server = lua_ask_text(L, FUNCTION, "server");
    if (server)
        argv[n++] = lua_pushfstring(L, "@%s", plain(L, "server", server));
    argv[n++] = "-q";
    argv[n++] = plain(L, "name", lua_ask_needed(L, FUNCTION, "name"));
    argv[n++] = "-t";
    argv[n++] = record_type(L);
    struct world_run what = {.live_fd = -1, .argv = argv, .output_max = OUTPUT_MAX};
    what.timeout_ms = ms + 1000 < left ? ms + 1000 : left;
    return lua_ask_run(h, &what);
}

/* The `len` bytes behind `label`, up to one of `stops`, at its last place; NULL where there are
 * none. A record cannot imitate it: dig writes a line end in one as \010. */
static const char *behind(const char *out, const char *label, const char *stops, size_t *len)
{
    const char *found = NULL;
    for (const char *at = out; (at = strstr(at, label)); at++)
        found = at == out || at[-1] == '\n' ? at + strlen(label) : found;
    *len = found ? strcspn(found, stops) : 0;
    return *len ? found : NULL;
}

/* The next word of the line, or the rest of it. */
static const char *word(const char **at, bool rest, size_t *len)
{
    *at += strspn(*at, " \t");
    const char *from = *at;
    *len = strcspn(from, rest ? "\n" : " \t\n");
    *at += *len;
    return from;
}

/* shop.example. 300 IN A 192.0.2.7 */
static void push_record(lua_State *L, const char *line)
{
    static const char *const fields[] = {"name", "ttl", NULL, "type", "value"};
    lua_createtable(L, 0, 4);
    for (size_t i = 0; i < 5; i++) {
        size_t len;
        const char *text = word(&line, i == 4, &len);
        if (i == 1)
            lua_ask_put_number(L, "ttl", strtol(text, NULL, 10));
        else if (fields[i])
            lua_ask_put_text(L, fields[i], text, len);
    }
}

static void put_records(lua_State *L, const char *out)
{
    lua_Integer count = 0;
    lua_newtable(L);
    for (const char *at = out; *at && count < RECORDS_MAX; at += strcspn(at, "\n") + 1) {
        if (*at != ';' && *at != '\n') {
            push_record(L, at);
            lua_rawseti(L, -2, ++count);
        }
        if (!at[strcspn(at, "\n")])
            break;
    }
    lua_setfield(L, -2, "records");
}

/* What dig says of a server that does not answer. */
static void tell_silence(struct lua_host *h)
{
    static const char *const labels[] = {";; communications error to ", ";; connection ",
                                         ";; no servers ", "dig: "};
    size_t len;
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
        const char *out = i < 3 ? text_get(&h->ran.out) : text_get(&h->ran.err);
        const char *said = behind(out, labels[i], "\n", &len);
        if (!said)
            continue;
        const char *label = labels[i] + (i < 3 ? 3 : 0);
        text_format(&h->why, "%s%s%.*s", i < 3 ? "dig: " : "", label, (int)(len < 200 ? len : 200),
                    said);
        return;
    }
    text_format(&h->why, "dig ended with status %d and no answer", h->ran.status);
}

static void put_header(lua_State *L, const char *out)
{
    size_t len;
    const char *at = behind(out, ";; flags: ", ";", &len);
    bool own = false;
    for (size_t i = 0; at && i + 1 < len; i++)
        own = own || (at[i] == 'a' && at[i + 1] == 'a');
    lua_ask_put_flag(L, "authoritative", own);
    at = behind(out, ";; SERVER: ", "#(\n", &len);
    lua_ask_put_text(L, "server", at, len);
    at = behind(out, ";; Query time: ", " \n", &len);
    if (at)
        lua_ask_put_number(L, "took_ms", strtol(at, NULL, 10));
}

static int dns_look(lua_State *L)
{
    static const char header[] = ";; ->>HEADER<<- opcode: QUERY, status: ";
    size_t len;
    lua_ask_options(L, FUNCTION, keys, "{name = \"shop.example\", type = \"A\"}");
    struct lua_host *h = lua_api_begin(L);
    if (!ask(L, h))
        return lua_api_failed(L);
    const char *out = text_get(&h->ran.out), *status = behind(out, header, ",\n", &len);
    if (!status) {
        tell_silence(h);
        return lua_api_failed(L);
    }
    lua_createtable(L, 0, 5);
    lua_ask_put_text(L, "status", status, len);
    put_header(L, out);
    put_records(L, out);
    return 1;
}

const struct lua_entry lua_api_dns[] = {
    {"dns.look", "dns.look{name=, type=, server=, port=, timeout=}",
     "What a name server answers: {status=, records=, server=, took_ms=, authoritative=}; records "
     "are {name=, ttl=, type=, value=}.",
     dns_look},
    {NULL},
};
