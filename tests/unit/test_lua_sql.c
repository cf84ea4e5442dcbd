#include "suite.h"

#include "lua_help.h"

/* sql.query: the commands that it makes, and the rows of what they print. */
#define COUNT(array) (sizeof(array) / sizeof *(array))
#define PSQL(conn, query)                                                                     \
    "psql -X -q -w --csv -P null=\\N -v ON_ERROR_STOP=1 -d " conn                             \
    "connect_timeout=10 client_encoding=UTF8 application_name=ruleout -c BEGIN READ ONLY -c " \
    "SET LOCAL statement_timeout = 10000 -c " query " -c ROLLBACK"
#define MYSQL(with, conn, query)                                                             \
    with " --batch --binary-mode --column-names --no-auto-rehash --local-infile=0 "          \
         "--default-character-set=utf8mb4 --init-command=SET SESSION TRANSACTION READ ONLY " \
         "--connect-timeout=10 " conn "-e " query
#define SQLITE(query)                                                                   \
    "sqlite3 -init /dev/null -batch -bail -readonly -safe -csv -header -nullvalue \\N " \
    "/app.db " query

static const struct fake_row runs[] = {
    {PSQL("", "select a"), "a,b,c\n1,\"x,\"\"y\"\"\nz\",\\N\n2,,\"\\N\"\n"},
    {PSQL("dbname='it\\'s \\\\ host=evil' host='h' port='5432' user='u' ", "select b"), "n\n"},
    {"runuser -u postgres -- " PSQL("", "select c"), "n\n7\n"},
    {PSQL("", "select d"), "a,a\n1,2\n"},
    {PSQL("", "select e"), "a,b\n1\n"},
    {PSQL("", "select f"), "a\n1\n2\n3\n"},
    {PSQL("", "select g"), "", 1, "ERROR:  relation \"t\" does not exist\nLINE 1: ...\n"},
    {PSQL("", "select h"), "", 2, "psql: error: connection refused\n"},
    {PSQL("", "select i"), "", 3, ""},
    {PSQL("", "select j"), "a\n\"cut off"},
    {PSQL("", "select k"), "a,b\n1,2\n3,"},
    {PSQL("", "select (-5), (2.5), TRUE, NULL, 'it''s'"), "a\n1\n"},
    {MYSQL("mysql", "--host=h --port=3306 --user=u --database=d ", "show status"),
     "Name\tValue\nT\\tx\tNULL\nN\\nl\ta\\\\b\\0c\n"},
    {MYSQL("mariadb", "", "select 1"), "", 1,
     "--------------\nselect 1\n--------------\n\nERROR 1064 (42000) at line 1: no\n"},
    {SQLITE("select a"), "a,b\r\n1,\\N\r\n\"q\"\"\",\"\"\r\n"},
    {SQLITE("select b"), ""},
    {NULL}};
static const struct fake_row files[] = {{"/app.db", "SQLite"}, {NULL}};

struct row {
    const char *options, *then, *want;
};

static void rows_hold(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct fake f = {.runs = runs, .files = files};
        struct text lua = {0};
        text_format(&lua,
                    "local r, why = sql.query{%s} if not r then return nil, why end return %s",
                    rows[i].options, rows[i].then ? rows[i].then : "#r");
        char *got = lua_inline(&f, lua.at);
        suite_check_text(got, rows[i].want, rows[i].options, __FILE__, __LINE__);
        free(got);
        text_release(&lua);
        text_release(&f.asked);
    }
}

static void gives_rows(void)
{
    static const struct row rows[] = {
        {"with = 'psql', query = 'select a'",
         "#r, r[1].a .. r[1].b .. tostring(r[1].c), {r.columns, r[2]}",
         "told 2 | 1x,\"y\"\nznil | "
         "[[\"a\",\"b\",\"c\"],{\"a\":\"2\",\"b\":\"\",\"c\":\"\\\\N\"}]"},
        {"with = 'psql', query = 'select b', database = \"it's \\\\ host=evil\", host = 'h', "
         "port = 5432, user = 'u'",
         "#r, r.columns[1]", "told 0 | n"},
        {"with = 'psql', query = 'select c', as = 'postgres'", "r[1].n", "told 7"},
        {"with = 'psql', query = 'select f', max = 2", "#r, tostring(r.cut)", "told 2 | true"},
        {"with = 'psql', query = 'select f', max = 3", "#r, tostring(r.cut)", "told 3 | false"},
        {"with = 'psql', query = 'select j'", "#r, tostring(r.cut)", "told 0 | false"},
        {"with = 'psql', query = 'select k'", "#r, r[1].b", "told 1 | 2"},
        {"with = 'psql', query = 'select $1, $2, $3, $4, $5', "
         "params = {-5, 2.5, true, json.null, \"it's\"}",
         "#r", "told 1"},
        {"with = 'mysql', query = 'show status', host = 'h', port = 3306, user = 'u', "
         "database = 'd'",
         "#r, r[1].Name .. tostring(r[1].Value) .. r[2].Name .. #r[2].Value",
         "told 2 | T\txnilN\nl5"},
        {"with = 'sqlite3', query = 'select a', database = '/app.db'",
         "#r, tostring(r[1].b) .. r[2].a .. r[2].b", "told 2 | nilq\""},
        {"with = 'sqlite3', query = 'select b', database = '/app.db'", "#r", "told 0"},
    };
    rows_hold(rows, COUNT(rows));
}

static void tells_why_not(void)
{
    static const struct row rows[] = {
        {"with = 'psql', query = 'select d'", NULL,
         "cannot: two columns have the name a: name them with AS"},
        {"with = 'psql', query = 'select e'", NULL,
         "cannot: what was printed is no table: a row has another number of columns"},
        {"with = 'psql', query = 'select g'", NULL,
         "cannot: psql: ERROR:  relation \"t\" does not exist"},
        {"with = 'psql', query = 'select h'", NULL, "cannot: psql: error: connection refused"},
        {"with = 'psql', query = 'select i'", NULL, "cannot: psql ended with status 3"},
        {"with = 'mariadb', query = 'select 1'", NULL,
         "cannot: mariadb: ERROR 1064 (42000) at line 1: no"},
        {"with = 'sqlite3', query = 'select a', database = '/etc/shadow'", NULL,
         "cannot: not expected: /etc/shadow"},
        {"with = 'psql', query = 'drop table t'", NULL,
         "cannot: the query begins with \"drop\", and a check only reads: SELECT, WITH, SHOW, "
         "EXPLAIN"},
        {"with = 'psql', query = 'select $1', params = {'a\\0b'}", NULL,
         "cannot: a value for the query is not UTF-8, or holds a NUL byte"},
        {"with = 'psql', query = 'select $1', params = {{}}", NULL,
         "cannot: step:1: sql.query: a value of params is a table"},
        {"with = 'psql', query = 'select $1', params = {0/0}", NULL,
         "cannot: step:1: sql.query: a value of params is not finite"},
        {"with = 'oracle', query = 'select 1'", NULL,
         "cannot: step:1: sql.query: with must be psql, mysql, mariadb or sqlite3, not \"oracle\""},
        {"query = 'select 1'", NULL, "cannot: step:1: sql.query: with is missing"},
        {"with = 'psql'", NULL, "cannot: step:1: sql.query: query is missing"},
        {"with = 'psql', query = 'select 1', password = 'x'", NULL,
         "cannot: step:1: sql.query: it knows no \"password\""},
        {"with = 'psql', query = 'select 1', port = 70000", NULL,
         "cannot: step:1: sql.query: port must be a whole number from 1 to 65535"},
        {"with = 'psql', query = 'select 1', as = '-x'", NULL,
         "cannot: step:1: sql.query: as is no user's name"},
        {"with = 'psql', query = 'select 1', timeout = 0", NULL,
         "cannot: step:1: sql.query: timeout must be more than 0, and a day at most"},
    };
    rows_hold(rows, COUNT(rows));
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"gives rows", gives_rows},
        {"tells why not", tells_why_not},
        CU_TEST_INFO_NULL,
    };
    return suite_run("lua_sql", tests);
}
