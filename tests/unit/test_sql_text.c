#include "suite.h"

#include <stdlib.h>

#include "check/sql_text.h"

/* A statement for each client, and what must never reach one. */
#define COUNT(array) (sizeof(array) / sizeof *(array))

struct row {
    enum sql_dialect d;
    const char *query, *values[3]; /* values: texts, until NULL */
    const char *want;              /* the statement, or "no: " and the reason */
};

static void check_row(const struct row *row)
{
    struct text made = {0}, why = {0}, got = {0}, literals[3] = {{0}};
    const char *values[3];
    size_t count = 0;
    bool ok = true;
    for (; count < 3 && row->values[count]; count++) {
        const char *s = row->values[count];
        ok = ok && sql_text_quote(row->d, s, strlen(s), &literals[count], &why);
        values[count] = text_get(&literals[count]);
    }
    ok = ok && sql_text_make(row->d, row->query, values, count, &made, &why);
    text_format(&got, "%s%s", ok ? "" : "no: ", text_get(ok ? &made : &why));
    suite_check_text(got.at, row->want, row->query, __FILE__, __LINE__);
    for (size_t i = 0; i < 3; i++)
        text_release(&literals[i]);
    text_release(&made);
    text_release(&why);
    text_release(&got);
}

static void check_rows(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        check_row(&rows[i]);
}

static void makes_one_statement(void)
{
    static const struct row rows[] = {
        {SQL_POSTGRES, "  select 1\n  from t;\n", {0}, "select 1 from t"},
        {SQL_POSTGRES, "select 1 -- one; two\n;; -- end", {0}, "select 1"},
        {SQL_POSTGRES, "/* a /* b */ ; */ select 2", {0}, "select 2"},
        {SQL_POSTGRES, "(select 1) union (select 2)", {0}, "(select 1) union (select 2)"},
        {SQL_POSTGRES,
         "select ';' , \"a;b\", $$;$$, $q$ $$ ; $q$",
         {0},
         "select ';' , \"a;b\", $$;$$, $q$ $$ ; $q$"},
        {SQL_POSTGRES, "select E'it\\'s; \\\\', 'it''s;'", {0}, "select E'it\\'s; \\\\', 'it''s;'"},
        {SQL_POSTGRES, "select 'a\nb'", {0}, "select 'a\nb'"},
        {SQL_POSTGRES, "select a[1], b#>'{x}' from t", {0}, "select a[1], b#>'{x}' from t"},
        {SQL_POSTGRES, "SELECT /*+ SeqScan(t) */ 1", {0}, "SELECT /*+ SeqScan(t) */ 1"},
        {SQL_POSTGRES, "select 'C:\\dir'", {0}, "select 'C:\\dir'"},
        {SQL_MYSQL, "select 5--3 # three; four", {0}, "select 5--3"},
        {SQL_MYSQL, "select 'it\\'s;', `a;b`", {0}, "select 'it\\'s;', `a;b`"},
        {SQL_MYSQL, "show status", {0}, "show status"},
        {SQL_SQLITE, "select [a;b], `c;d` from t", {0}, "select [a;b], `c;d` from t"},
        {SQL_SQLITE, "pragma table_info(t)", {0}, "pragma table_info(t)"},
    };
    check_rows(rows, COUNT(rows));
}

static void refuses_what_does_not_read(void)
{
    static const struct row rows[] = {
        {SQL_POSTGRES, "\\! id", {0}, "no: the query has a backslash outside of quotes"},
        {SQL_POSTGRES, "\n\\! id", {0}, "no: the query has a backslash outside of quotes"},
        {SQL_POSTGRES, "select 1 \\g |id", {0}, "no: the query has a backslash outside of quotes"},
        {SQL_POSTGRES, "select 1; drop table t", {0}, "no: the query has more than one statement"},
        {SQL_POSTGRES, "select 1;\\! id", {0}, "no: the query has more than one statement"},
        {SQL_POSTGRES,
         "select 'a\\'; drop table t; --'",
         {0},
         "no: the query has \\' in a text, which settings may change: write E'...'"},
        {SQL_POSTGRES, "select 'a", {0}, "no: the query has a quote that does not end"},
        {SQL_POSTGRES, "select $a$ $b$", {0}, "no: the query has a quote that does not end"},
        {SQL_POSTGRES,
         "update t set a = 1",
         {0},
         "no: the query begins with \"update\", and a check only reads: SELECT, WITH, SHOW, "
         "EXPLAIN"},
        {SQL_POSTGRES,
         "copy t to program 'id'",
         {0},
         "no: the query begins with \"copy\", and a check only reads: SELECT, WITH, SHOW, EXPLAIN"},
        {SQL_POSTGRES,
         "-- nothing",
         {0},
         "no: the query begins with \"\", and a check only reads: SELECT, WITH, SHOW, EXPLAIN"},
        {SQL_SQLITE,
         ".shell id",
         {0},
         "no: the query begins with \".shell\", and a check only reads: SELECT, WITH, SHOW, "
         "EXPLAIN"},
        {SQL_SQLITE,
         "/**/.shell id",
         {0},
         "no: the query begins with \".shell\", and a check only reads: SELECT, WITH, SHOW, "
         "EXPLAIN"},
        {SQL_SQLITE, "select 1;\n.shell id", {0}, "no: the query has more than one statement"},
        {SQL_SQLITE,
         "attach 'x' as y",
         {0},
         "no: the query begins with \"attach\", and a check only reads: SELECT, WITH, SHOW, "
         "EXPLAIN"},
        {SQL_MYSQL,
         "system id",
         {0},
         "no: the query begins with \"system\", and a check only reads: SELECT, WITH, SHOW, "
         "EXPLAIN"},
        {SQL_MYSQL, "select 1 \\! id", {0}, "no: the query has a backslash outside of quotes"},
        {SQL_MYSQL,
         "select 1 /*! ; drop table t */",
         {0},
         "no: the query has a comment that MySQL executes"},
        {SQL_MYSQL,
         "select 1 /*M! ; drop table t */",
         {0},
         "no: the query has a comment that MySQL executes"},
        {SQL_MYSQL, "select 1 into OutFile '/x'", {0}, "no: the query writes a file"},
    };
    check_rows(rows, COUNT(rows));
}

static void puts_values_in(void)
{
    static const struct row rows[] = {
        {SQL_POSTGRES, "select $1, $2", {"eu", "it's"}, "select 'eu', 'it''s'"},
        {SQL_POSTGRES, "select $2,$1,$2", {"a", "b"}, "select 'b','a','b'"},
        {SQL_POSTGRES, "select $1", {"'; drop table t; --"}, "select '''; drop table t; --'"},
        {SQL_POSTGRES,
         "select $1",
         {"\\'; drop table t; --"},
         "select  E'\\\\''; drop table t; --'"},
        {SQL_POSTGRES, "select $1", {"a\n\\! id\n"}, "select  E'a\n\\\\! id\n'"},
        {SQL_POSTGRES,
         "select '$1', \"$1\", $$ $1 $$, x$1, $1",
         {"v"},
         "select '$1', \"$1\", $$ $1 $$, x$1, 'v'"},
        {SQL_POSTGRES, "select 'a'$1'b'", {"v"}, "select 'a' 'v' 'b'"},
        {SQL_POSTGRES, "select E'a'$1", {"\\"}, "select E'a'  E'\\\\'"},
        {SQL_POSTGRES, "select $1", {"\xe2\x82\xac"}, "select '\xe2\x82\xac'"},
        {SQL_POSTGRES,
         "select $1",
         {"\xbf'"},
         "no: a value for the query is not UTF-8, or holds a NUL byte"},
        {SQL_POSTGRES, "select 1", {"v"}, "no: params has 1 values, and the query has no $1"},
        {SQL_POSTGRES,
         "select $1, $3",
         {"a", "b"},
         "no: the query has $3, and params has 2 values"},
        {SQL_POSTGRES, "select $0", {"a"}, "no: the query has $0, and params has 1 values"},
        {SQL_POSTGRES,
         "select $99999999999999999999",
         {"a"},
         "no: the query has $99, and params has 1 values"},
        {SQL_MYSQL, "select $1, $2", {"eu-1 @x", "it's"}, "select 'eu-1 @x', _utf8mb4 X'69742773'"},
        {SQL_MYSQL, "select $1", {"\\"}, "select _utf8mb4 X'5C'"},
        {SQL_MYSQL, "select $1", {""}, "select ''"},
        {SQL_SQLITE, "select $1", {"\\' .shell"}, "select '\\'' .shell'"},
    };
    check_rows(rows, COUNT(rows));
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"makes one statement", makes_one_statement},
        {"refuses what does not read", refuses_what_does_not_read},
        {"puts values in", puts_values_in},
        CU_TEST_INFO_NULL,
    };
    return suite_run("sql_text", tests);
}
