#include "suite.h"

#include <stdlib.h>
#include <string.h>

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

static void writes_fractions(void)
{
    struct jval *o = jval_object();
    jval_put_real(o, "tenth", 0.1, 1);
    jval_put_real(o, "share", 12.349, 1);
    jval_put_real(o, "whole", 100, 1);
    jval_put_real(o, "below", -2.5, 2);
    jval_put_real(o, "none", 0.0 / 0.0, 1);
    jval_put_real(o, "beyond", 1e300, 1);
    check_written(o, JSON_LINE,
                  "{\"tenth\":0.1,\"share\":12.3,\"whole\":100.0,\"below\":-2.5,\"none\":null,"
                  "\"beyond\":null}");
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

static struct jval *read_text(const char *text, struct text *why)
{
    text_clear(why);
    return jval_read(text, strlen(text), why);
}

static void reads_what_was_written(void)
{
    static const char *const texts[] = {
        "{\"b\":[1,-2.5,\"x\\u0001\",null,true,false,{}],\"a\":\"\xc3\xbc\"}",
        "[]",
        "5",
        "\"\"",
        "[9223372036854775807]",
    };
    struct text why = {0};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct jval *j = read_text(texts[i], &why);
        CHECK(j != NULL && !why.len);
        if (j && texts[i][0] != '5' && texts[i][0] != '"')
            check_written(j, JSON_LINE, texts[i]);
        else
            jval_free(j);
    }
    text_release(&why);
}

static void tells_kinds_and_values(void)
{
    struct text why = {0};
    struct jval *j = read_text("{\"z\": 7, \"list\": [true, 1.5, \"a\\u0000b\", null]}", &why);
    const struct jval *list = jval_get(j, "list"), *value;
    const char *key;
    void *step = NULL;
    size_t len;
    CHECK_INT(jval_kind(j), JVAL_OBJECT);
    CHECK_INT(jval_count(j), 2);
    CHECK_INT(jval_int(jval_get(j, "z")), 7);
    CHECK(jval_number(jval_get(j, "z")) == 7);
    CHECK(jval_get(j, "none") == NULL);
    CHECK_INT(jval_kind(list), JVAL_ARRAY);
    CHECK_INT(jval_count(list), 4);
    CHECK(jval_is_true(jval_at(list, 0)));
    CHECK(jval_number(jval_at(list, 1)) == 1.5);
    CHECK_TEXT(jval_text(jval_at(list, 2), &len), "a");
    CHECK_INT(len, 3);
    CHECK_INT(jval_kind(jval_at(list, 3)), JVAL_NULL);
    CHECK(jval_at(list, 4) == NULL);
    CHECK(jval_text(list, NULL) == NULL);
    CHECK(jval_next(j, &step, &key, &value));
    CHECK_TEXT(key, "z");
    CHECK(jval_next(j, &step, &key, &value));
    CHECK_TEXT(key, "list");
    CHECK(!jval_next(j, &step, &key, &value));
    jval_free(j);
    text_release(&why);
}

static char *nested(size_t depth)
{
    struct text t = {0};
    text_add_repeat(&t, '[', depth);
    text_add_repeat(&t, ']', depth);
    return text_take(&t);
}

static void refuses_what_passes_its_limits(void)
{
    static const struct {
        const char *text, *why;
    } rows[] = {
        {"", "line 1: "},
        {"[1,\n}", "line 2: "},
        {"{\"a\": 1, \"a\": 2}", "line 1: duplicate object key"},
        {"[1] x", "line 1: end of file expected"},
        {"[\"\xff\"]", "line 1: "},
        {"{\"a\\u0000\": 1}", "line 1: "},
        {"[1e999]", "line 1: "},
        {"nul", "line 1: "},
    };
    struct text why = {0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        CHECK(read_text(rows[i].text, &why) == NULL);
        CHECK_HOLDS(text_get(&why), rows[i].why);
    }
    char *most = nested(JSON_DEPTH_MAX), *more = nested(JSON_DEPTH_MAX + 1);
    struct jval *j = read_text(most, &why);
    CHECK(j != NULL);
    jval_free(j);
    CHECK(read_text(more, &why) == NULL);
    CHECK_TEXT(text_get(&why), "nested too deep");
    free(most);
    free(more);
    /* Brackets in a text nest nothing, and a quote behind a backslash does not end it. */
    j = read_text("[\"\\\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\"]",
                  &why);
    CHECK(j != NULL);
    jval_free(j);
    text_release(&why);
}

int main(void)
{
    return suite_run(
        "json", (CU_TestInfo[]){{"writes every kind", writes_every_kind},
                                {"writes fractions", writes_fractions},
                                {"writes pretty", writes_pretty},
                                {"keeps the order of keys", keeps_the_order_of_keys},
                                {"writes times", writes_times},
                                {"mends what is not UTF-8", mends_what_is_not_utf8},
                                {"frees nothing, and much", frees_nothing},
                                {"reads what was written", reads_what_was_written},
                                {"tells kinds and values", tells_kinds_and_values},
                                {"refuses what passes its limits", refuses_what_passes_its_limits},
                                CU_TEST_INFO_NULL});
}
