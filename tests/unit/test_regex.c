#include "suite.h"

#include <stdlib.h>
#include <string.h>

#include "base/regex.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void finds(void)
{
    static const struct {
        const char *pattern, *text;
        enum regex_found want;
    } rows[] = {
        {"b+", "abbc", REGEX_YES},
        {"^b", "abbc", REGEX_NO},
        {"", "", REGEX_YES},
        {"(?i)ERROR\\b", "an error here", REGEX_YES},
        {"\\d{3}$", "status 502", REGEX_YES},
        {".", "\xff", REGEX_YES},
        {"^\xc3\xbc$", "\xc3\xbc", REGEX_YES},
        {"^(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!",
         REGEX_GAVE_UP},
        {"(x+x+)+y", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", REGEX_NO},
    };
    struct text why = {0};
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct regex *r = regex_new(rows[i].pattern, &why);
        suite_check_int(regex_find(r, rows[i].text, strlen(rows[i].text), NULL), rows[i].want,
                        rows[i].pattern, __FILE__, __LINE__);
        regex_free(r);
    }
    CHECK_INT(why.len, 0);
    text_release(&why);
}

static void tells_groups(void)
{
    struct text why = {0};
    struct regex_span spans[REGEX_GROUPS];
    struct regex *r = regex_new("(\\w+)=(x)?(\\d+)", &why);
    CHECK_INT(regex_groups(r), 3);
    CHECK_INT(regex_find(r, ", age=42;", 9, spans), REGEX_YES);
    CHECK_INT(spans[0].from, 2);
    CHECK_INT(spans[0].to, 8);
    CHECK_INT(spans[1].to, 5);
    CHECK_INT(spans[2].from, spans[2].to); /* took no part */
    CHECK_INT(spans[3].from, 6);
    CHECK_INT(spans[9].to, 0);
    regex_free(r);

    r = regex_new("(1)(2)(3)(4)(5)(6)(7)(8)(9)(0)(1)", &why); /* more groups than are told */
    CHECK_INT(regex_find(r, "12345678901", 11, spans), REGEX_YES);
    CHECK_INT(spans[9].from, 8);
    regex_free(r);
    text_release(&why);
}

static void tells_what_is_wrong(void)
{
    static const struct {
        const char *pattern, *why;
    } rows[] = {
        {"(", "missing closing parenthesis at character 2"},
        {"a**", "at character"},
        {"[z-a]", "range out of order in character class at character 4"},
        {"(*UTF)a", "at character"},
        {"(*UCP)a", "at character"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct text why = {0};
        suite_check(regex_new(rows[i].pattern, &why) == NULL, rows[i].pattern, __FILE__, __LINE__);
        CHECK_HOLDS(text_get(&why), rows[i].why);
        text_release(&why);
    }
    regex_free(NULL);
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"finds", finds},
        {"tells groups", tells_groups},
        {"tells what is wrong", tells_what_is_wrong},
        CU_TEST_INFO_NULL,
    };
    return suite_run("regex", tests);
}
