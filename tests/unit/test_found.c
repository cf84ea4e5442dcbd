#include "core/found.h"
#include "suite.h"

static const char json[] =
    "{\"mount\": \"/var\", \"used\": 91, \"share\": 0.25, \"big\": 19541262336, \"full\": true, "
    "\"none\": null, \"slots\": [{\"name\": \"a\"}, {\"name\": \"b\", \"n.m\": 1}], \"1\": "
    "\"one\"}";

static void parts_are_found(void)
{
    static const struct {
        const char *path, *want;
    } cases[] = {
        {"mount", "/var"},      {"used", "91"},         {"share", "0.25"},       {"full", "yes"},
        {"big", "19541262336"}, {"slots.1.name", "a"},  {"slots.2.name", "b"},   {"1", "one"},
        {"slots.3.name", NULL}, {"slots.0.name", NULL}, {"slots.-1.name", NULL}, {"slots.x", NULL},
        {"slots", NULL},        {"none", NULL},         {"mount.more", NULL},    {"nothing", NULL},
        {"slots.1", NULL}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text out = {0};
        bool found = found_part(json, cases[i].path, &out);
        CHECK_INT(found, cases[i].want != NULL);
        CHECK_TEXT(text_get(&out), cases[i].want ? cases[i].want : "");
        text_release(&out);
    }
}

static void what_is_no_json_has_no_parts(void)
{
    struct text out = {0};
    CHECK(!found_part("{", "a", &out));
    CHECK(!found_part("", "a", &out));
    CHECK(!found_part("[1, 2", "1", &out));
    CHECK_INT(out.len, 0);
    text_release(&out);
}

int main(void)
{
    return suite_run("found",
                     (CU_TestInfo[]){{"parts are found", parts_are_found},
                                     {"what is no JSON has no parts", what_is_no_json_has_no_parts},
                                     CU_TEST_INFO_NULL});
}
