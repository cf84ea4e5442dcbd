#include "suite.h"

#include <stdlib.h>

#include "base/json.h"

static void check_written(struct jval *j, enum json_layout layout, const char *want)
{
    char *got = jval_write(j, layout);
    CHECK_TEXT(got, want);
    free(got);
    jval_free(j);
}

static void writes_every_kind(void)
{
    struct jval *o = jval_object(), *a = jval_array();
    jval_put_text(o, "text", "say \"hi\"\n");
    jval_put_text(o, "none", NULL);
    jval_put_int(o, "most", INT64_MAX);
    jval_put_int(o, "least", INT64_MIN);
    jval_put_bool(o, "yes", true);
    jval_put_bool(o, "no", false);
    jval_put_null(o, "null");
    jval_add_text(a, "a");
    jval_add_text(a, NULL);
    jval_add_int(a, -1);
    jval_add(a, jval_object());
    jval_put(o, "list", a);
    check_written(o, JSON_LINE,
                  "{\"text\":\"say \\\"hi\\\"\\n\",\"none\":null,\"most\":9223372036854775807,"
                  "\"least\":-9223372036854775808,\"yes\":true,\"no\":false,\"null\":null,"
                  "\"list\":[\"a\",null,-1,{}]}");
}

static void writes_pretty(void)
{
    struct jval *o = jval_object(), *a = jval_array();
    jval_put(o, "b", a);
    jval_add_int(a, 1);
    jval_put_null(o, "a");
    check_written(o, JSON_PRETTY, "{\n  \"b\": [\n    1\n  ],\n  \"a\": null\n}");
    check_written(jval_array(), JSON_PRETTY, "[]");
}

static void keeps_the_order_of_keys(void)
{
    struct jval *o = jval_object();
    jval_put_int(o, "zeta", 1);
    jval_put_int(o, "alpha", 2);
    jval_put_int(o, "mid", 3);
    jval_put_int(o, "zeta", 4); /* stays where it was */
    check_written(o, JSON_LINE, "{\"zeta\":4,\"alpha\":2,\"mid\":3}");
}

static void writes_times(void)
{
    struct jval *o = jval_object();
    jval_put_time(o, "at", INT64_C(1789380120123));
    jval_put_time(o, "epoch", 0);
    jval_put_time(o, "never", -1);
    check_written(o, JSON_LINE,
                  "{\"at\":\"2026-09-14T10:02:00.123Z\",\"epoch\":\"1970-01-01T00:00:00.000Z\","
                  "\"never\":null}");
}

static void mends_what_is_not_utf8(void)
{
    static const struct {
        const char *s, *want;
    } rows[] = {
        {"a\xff\xfez", "[\"a\xef\xbf\xbd\xef\xbf\xbdz\"]"},
        {"\xc3", "[\"\xef\xbf\xbd\"]"},
        {"\xed\xa0\x80", "[\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"]"},
        {"\xf0\x9f\x94\xa5 \xe6\xbc\xa2", "[\"\xf0\x9f\x94\xa5 \xe6\xbc\xa2\"]"},
        {"\x01\x1b\x7f", "[\"\\u0001\\u001B\\u007F\"]"},
        {"a\xc2\x9b"
         "2J b\xe2\x80\xae c\xe2\x81\xa6",
         "[\"a\\u009B2J b\\u202E c\\u2066\"]"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct jval *a = jval_array();
        jval_add_text(a, rows[i].s);
        check_written(a, JSON_LINE, rows[i].want);
    }
    struct jval *o = jval_object();
    jval_put_text(o, "k\xff", "v");
    check_written(o, JSON_LINE, "{\"k\xef\xbf\xbd\":\"v\"}");
}

static void frees_nothing(void)
{
    jval_free(NULL);
    struct jval *deep = jval_array();
    for (int i = 0; i < 500; i++) {
        struct jval *outer = jval_array();
        jval_add(outer, deep);
        deep = outer;
    }
    char *text = jval_write(deep, JSON_LINE);
    CHECK_HOLDS(text, "[[[[]]]]");
    free(text);
    jval_free(deep);
}

int main(void)
{
    return suite_run("json", (CU_TestInfo[]){{"writes every kind", writes_every_kind},
                                             {"writes pretty", writes_pretty},
                                             {"keeps the order of keys", keeps_the_order_of_keys},
                                             {"writes times", writes_times},
                                             {"mends what is not UTF-8", mends_what_is_not_utf8},
                                             {"frees nothing, and much", frees_nothing},
                                             CU_TEST_INFO_NULL});
}
