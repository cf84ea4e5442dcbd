#include "check/lua_ask.h"
#include "check/lua_rows.h"
#include "check/sql_text.h"

#include <math.h>
#include <string.h>
#include <unistd.h>

#define FUNCTION "sql.query"
#define USUAL_MS 10000
#define LONGEST_MS 86400000
#define ROWS_USUAL 1000
#define ROWS_MAX 10000
#define OUTPUT_MAX (4u << 20)
#define WORDS_MAX 40
#define SAID_MAX 500

static const char *const keys[] = {"with",  "database", "host",    "port", "user", "as",
                                   "query", "params",   "timeout", "max",  NULL};

struct asked {
    enum sql_dialect d;
    const char *argv[WORDS_MAX + 1];
    size_t count;
    int64_t statement_ms;
};

static void add(struct asked *a, const char *word)
{
    if (a->count < WORDS_MAX)
        a->argv[a->count++] = word;
}

static enum sql_dialect dialect(lua_State *L, const char *with)
{
    if (strcmp(with, "psql") == 0)
        return SQL_POSTGRES;
    if (strcmp(with, "mysql") == 0 || strcmp(with, "mariadb") == 0)
        return SQL_MYSQL;
    if (strcmp(with, "sqlite3") != 0)
        luaL_error(L, FUNCTION ": with must be psql, mysql, mariadb or sqlite3, not \"%s\"", with);
    return SQL_SQLITE;
}

/* Pushes what the host's `out` holds, and empties that. */
static const char *push_out(lua_State *L)
{
    struct text *out = &lua_host_of(L)->out;
    const char *pushed = lua_pushlstring(L, text_get(out), out->len);
    text_clear(out);
    return pushed;
}

static void add_number(lua_State *L, int index, struct text *out)
{
    if (lua_isinteger(L, index))
        text_format(out, "(%lld)", lua_tointeger(L, index));
    else if (isfinite(lua_tonumber(L, index)))
        text_format(out, "(%.17g)", lua_tonumber(L, index));
    else
        luaL_error(L, FUNCTION ": a value of params is not finite");
}

/* Pushes the literal of the value at the top. False with the host's `why`. */
static bool push_literal(lua_State *L, enum sql_dialect d)
{
    struct lua_host *h = lua_host_of(L);
    size_t len;
    const char *s;
    switch (lua_type(L, -1)) {
    case LUA_TNUMBER:
        add_number(L, -1, &h->out);
        break;
    case LUA_TBOOLEAN:
        text_add(&h->out, lua_toboolean(L, -1) ? "TRUE" : "FALSE");
        break;
    case LUA_TLIGHTUSERDATA: /* json.null */
        text_add(&h->out, "NULL");
        break;
    case LUA_TSTRING:
        s = lua_tolstring(L, -1, &len);
        if (!sql_text_quote(d, s, len, &h->out, &h->why))
            return false;
        break;
    default:
        luaL_error(L, FUNCTION ": a value of params is a %s", luaL_typename(L, -1));
    }
    push_out(L);
    return true;
}

/* Pushes the statement. NULL with the host's `why`. */
static const char *push_statement(lua_State *L, enum sql_dialect d)
{
    struct lua_host *h = lua_host_of(L);
    const char *query = lua_ask_needed(L, FUNCTION, "query");
    bool given = lua_raw_field(L, 1, "params") != LUA_TNIL;
    if (given && !lua_istable(L, -1))
        luaL_error(L, FUNCTION ": params must be a list, as {5, \"eu\"}");
    int params = lua_gettop(L);
    size_t count = given ? lua_rawlen(L, params) : 0;
    const char **values = lua_newuserdatauv(L, (count + 1) * sizeof *values, 0);
    luaL_checkstack(L, (int)count + 8, "params are too many");
    for (size_t i = 0; i < count; i++) {
        lua_rawgeti(L, params, (lua_Integer)i + 1);
        if (!push_literal(L, d))
            return NULL;
        values[i] = lua_tostring(L, -1);
        lua_remove(L, -2);
    }
    if (!sql_text_make(d, query, values, count, &h->out, &h->why))
        return NULL;
    return push_out(L);
}

/* Adds name='value' to a connection string.
 * https://www.postgresql.org/docs/current/libpq-connect.html
 */
static void add_setting(struct text *t, const char *name, const char *value)
{
    if (!value)
        return;
    text_format(t, "%s%s='", t->len ? " " : "", name);
    for (; *value; value++)
        text_format(t, *value == '\'' || *value == '\\' ? "\\%c" : "%c", *value);
    text_add_char(t, '\'');
}

/* The texts that say where; `port` is a text too. */
struct where {
    const char *database, *host, *port, *user;
};

static struct where where(lua_State *L)
{
    lua_Integer port = lua_ask_number(L, FUNCTION, "port", 1, 65535, 0);
    return (struct where){lua_ask_text(L, FUNCTION, "database"), lua_ask_text(L, FUNCTION, "host"),
                          port ? lua_pushfstring(L, "%I", port) : NULL,
                          lua_ask_text(L, FUNCTION, "user")};
}

static lua_Integer whole_seconds(int64_t ms)
{
    return ms < 2000 ? 2 : (lua_Integer)((ms + 999) / 1000);
}

/*
 * A transaction that only reads, ended whatever the query does: what holds for a session could
 * outlive it in a pooler. With -c no backslash is read, nor a variable filled in.
 */
static void add_psql(lua_State *L, struct asked *a, const char *statement)
{
    static const char *const words[] = {
        "-X", "-q", "-w", "--csv", "-P", "null=\\N", "-v", "ON_ERROR_STOP=1", "-d"};
    struct where w = where(L);
    struct text *out = &lua_host_of(L)->out;
    add_setting(out, "dbname", w.database);
    add_setting(out, "host", w.host);
    add_setting(out, "port", w.port);
    add_setting(out, "user", w.user);
    text_format(out, "%sconnect_timeout=%lld client_encoding=UTF8 application_name=ruleout",
                out->len ? " " : "", whole_seconds(a->statement_ms));
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        add(a, words[i]);
    add(a, push_out(L));
    add(a, "-c");
    add(a, "BEGIN READ ONLY");
    add(a, "-c");
    add(a, lua_pushfstring(L, "SET LOCAL statement_timeout = %I", (lua_Integer)a->statement_ms));
    add(a, "-c");
    add(a, statement);
    add(a, "-c");
    add(a, "ROLLBACK");
}

static void add_option(lua_State *L, struct asked *a, const char *name, const char *value)
{
    if (value)
        add(a, lua_pushfstring(L, "--%s=%s", name, value));
}

/* --binary-mode: in a batch, the client has no commands of its own. */
static void add_mysql(lua_State *L, struct asked *a, const char *statement)
{
    static const char *const words[] = {"--batch",
                                        "--binary-mode",
                                        "--column-names",
                                        "--no-auto-rehash",
                                        "--local-infile=0",
                                        "--default-character-set=utf8mb4",
                                        "--init-command=SET SESSION TRANSACTION READ ONLY"};
    struct where w = where(L);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        add(a, words[i]);
    add(a, lua_pushfstring(L, "--connect-timeout=%I", whole_seconds(a->statement_ms)));
    add_option(L, a, "host", w.host);
    add_option(L, a, "port", w.port);
    add_option(L, a, "user", w.user);
    add_option(L, a, "database", w.database);
    add(a, "-e");
    add(a, statement);
}

/* The file must be one that the check may read: what names it may be an input. */
static bool add_sqlite(lua_State *L, struct asked *a, const char *statement)
{
    static const char *const words[] = {"-init", "/dev/null", "-batch",  "-bail",      "-readonly",
                                        "-safe", "-csv",      "-header", "-nullvalue", "\\N"};
    struct lua_host *h = lua_host_of(L);
    const char *path = lua_ask_needed(L, FUNCTION, "database");
    int fd = h->world->open(h->world->self, path, &h->why);
    if (fd < 0)
        return false;
    close(fd);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        add(a, words[i]);
    add(a, path);
    add(a, statement);
    return true;
}

/* Another user of this machine, as PostgreSQL's peer authentication wants one. */
static void add_as(lua_State *L, struct asked *a)
{
    const char *as = lua_ask_text(L, FUNCTION, "as");
    if (!as)
        return;
    if (!*as || *as == '-')
        luaL_error(L, FUNCTION ": as is no user's name");
    add(a, "runuser");
    add(a, "-u");
    add(a, as);
    add(a, "--");
}

/* The line that says what is wrong: mysql's stands below the query, the others' comes first. */
static const char *said_line(const struct text *err)
{
    const char *found = strstr(text_get(err), "\nERROR ");
    const char *said = found ? found : text_get(err);
    return said + strspn(said, " \n");
}

static void tell_failure(struct lua_host *h, const char *with)
{
    const char *said = said_line(&h->ran.err);
    size_t len = strcspn(said, "\n"), name = strlen(with);
    bool named = strncmp(said, with, name) == 0 && said[name] == ':';
    if (len)
        text_format(&h->why, "%s%s%.*s", named ? "" : with, named ? "" : ": ",
                    (int)(len < SAID_MAX ? len : SAID_MAX), said);
    else
        text_format(&h->why, "%s ended with status %d", with, h->ran.status);
}

static bool run_it(lua_State *L, struct asked *a, const char *with)
{
    struct lua_host *h = lua_host_of(L);
    struct world_run what = {.live_fd = -1, .argv = a->argv, .output_max = OUTPUT_MAX};
    int64_t left = lua_api_timeout_ms(L, 2, FUNCTION); /* 2: no options, so all of its time */
    what.timeout_ms = a->statement_ms + 1000 < left ? a->statement_ms + 1000 : left;
    if (!lua_ask_run(h, &what))
        return false;
    if (h->ran.status != 0)
        tell_failure(h, with);
    return h->ran.status == 0;
}

static int sql_query(lua_State *L)
{
    struct asked a = {.statement_ms = USUAL_MS};
    lua_ask_options(L, FUNCTION, keys, "{with = \"psql\", query = \"SELECT 1 AS one\"}");
    struct lua_host *h = lua_api_begin(L);
    const char *with = lua_ask_needed(L, FUNCTION, "with");
    lua_Integer most = lua_ask_number(L, FUNCTION, "max", 1, ROWS_MAX, ROWS_USUAL);
    luaL_checkstack(L, WORDS_MAX + LUA_MINSTACK, "no memory");
    lua_newtable(L);
    if (lua_raw_field(L, 1, "timeout") != LUA_TNIL)
        a.statement_ms = lua_api_span_ms(L, -1, FUNCTION, "timeout");
    if (a.statement_ms < 1 || a.statement_ms > LONGEST_MS) /* 0 would be none */
        luaL_error(L, FUNCTION ": timeout must be more than 0, and a day at most");
    a.d = dialect(L, with);
    const char *statement = push_statement(L, a.d);
    if (!statement)
        return lua_api_failed(L);
    add_as(L, &a);
    add(&a, with);
    if (a.d == SQL_POSTGRES)
        add_psql(L, &a, statement);
    else if (a.d == SQL_MYSQL)
        add_mysql(L, &a, statement);
    else if (!add_sqlite(L, &a, statement))
        return lua_api_failed(L);
    if (!run_it(L, &a, with) || !lua_rows_push(L, a.d == SQL_MYSQL ? ROWS_TABS : ROWS_CSV,
                                               &h->ran.out, h->ran.cut, (size_t)most, &h->why))
        return lua_api_failed(L);
    return 1;
}

const struct lua_entry lua_api_sql[] = {
    {"sql.query",
     "sql.query{with=, database=, host=, port=, user=, as=, query=, params=, timeout=, max=}",
     "The rows that a query gives, by psql, mysql, mariadb or sqlite3: a list of {column = text}, "
     "with `columns` and `cut`.",
     sql_query},
    {NULL},
};
