#include "suite.h"

#include "check/argument.h"
#include "lua_help.h"

/* What lint says of a value before is what Lua says of it when the check runs. */
struct case_of {
    const char *spec; /* of the input, in Lua and in JSON */
    const char *json;
    const char *values[12];
};

static const struct case_of cases[] = {
    {"{}", "{}", {"", "x", "7"}},
    {"{type = 'path'}", "{\"type\": \"path\"}", {"/", "/var/log", "var/log", "", "~"}},
    {"{type = 'number'}",
     "{\"type\": \"number\"}",
     {"7", "1.5", "-2", "1e3", "+4", "", "7x", "7 x", "x", ".", "1e", "0x10"}},
    {"{type = 'number', unit = '%'}",
     "{\"type\": \"number\", \"unit\": \"%\"}",
     {"7", "7%", "7 %", "7  %", "7 x", "%", "7%%"}},
    {"{type = 'time'}",
     "{\"type\": \"time\"}",
     {"2026-09-14T10:02:00Z", "2026-09-14T10:02:00+02:00", "2026-09-14", "14:02", "-20m", ""}},
    {"{type = 'duration'}",
     "{\"type\": \"duration\"}",
     {"20m", "1h30m", "3d", "20", "soon", "-5m"}},
    {"{type = 'boolean'}",
     "{\"type\": \"boolean\"}",
     {"yes", "no", "true", "false", "Yes", "1", "", "on"}},
    {"{one_of = {'a', 'b c'}}", "{\"one_of\": [\"a\", \"b c\"]}", {"a", "b c", "b", "A", ""}},
};

static bool lua_takes(const char *spec, const char *value)
{
    struct text lua = {0};
    struct pair given = {"it", value};
    struct job_result r = {0};
    struct world outside = {0};
    text_format(&lua, "return {about = 'x', input = {it = %s}, run = function() return 'ok' end}",
                spec);
    struct check_job job = {.name = "x",
                            .lua = lua.at,
                            .lua_len = lua.len,
                            .inputs = &given,
                            .input_count = 1,
                            .timeout_ms = 5000};
    struct lua_host *h = lua_host_new();
    lua_host_check(h, &outside, &job, &r);
    bool told = r.outcome == CHECK_TOLD;
    job_result_release(&r);
    lua_host_free(h);
    text_release(&lua);
    return told;
}

static void lint_and_lua_agree(void)
{
    size_t seen[2] = {0};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text why = {0};
        struct jval *spec = jval_read(cases[i].json, strlen(cases[i].json), &why);
        CHECK(spec != NULL);
        for (const char *const *value = cases[i].values; *value; value++) {
            bool fits = argument_misfit(spec, *value) == NULL;
            if (!CHECK_INT(fits, lua_takes(cases[i].spec, *value)))
                printf("of %s: \"%s\"\n", cases[i].json, *value);
            seen[fits]++;
        }
        jval_free(spec);
        text_release(&why);
    }
    CHECK(seen[0] > 20 && seen[1] > 15);
}

static bool needed(const char *json)
{
    struct text why = {0};
    struct jval *spec = jval_read(json, strlen(json), &why);
    bool is = argument_is_needed(spec);
    jval_free(spec);
    text_release(&why);
    return is;
}

static void what_can_be_left_out(void)
{
    CHECK(needed("{}"));
    CHECK(needed("{\"optional\": false}"));
    CHECK(!needed("{\"optional\": true}"));
    CHECK(!needed("{\"default\": \"\"}"));
    CHECK(!needed("{\"default\": 0}"));
    CHECK(!needed("{\"default\": false}"));
}

int main(void)
{
    alarm(60);
    return suite_run("argument", (CU_TestInfo[]){{"lint and Lua agree", lint_and_lua_agree},
                                                 {"what can be left out", what_can_be_left_out},
                                                 CU_TEST_INFO_NULL});
}
