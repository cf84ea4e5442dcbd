#include "suite.h"

#include <stdio.h>

#include "lua_help.h"
#include "made_inputs.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

#ifdef RULEOUT_VALGRIND
#define SEEDS 2
#else
#define SEEDS 40
#endif

static struct made_inputs m;

static void properties_are_found(void)
{
    for (size_t i = 0; i < COUNT(made_shared); i++) {
        size_t right = 0, of_kind = 0;
        for (uint64_t seed = 1; seed <= SEEDS; seed++) {
            struct shared found;
            made_input_scene(&made_shared[i], seed, 18, 40, 9, 40, &m);
            shared_find(&m.in, &found);
            right += made_shared_right(&made_shared[i], &found);
            of_kind += strcmp(found.kind, made_shared[i].kind) == 0;
            shared_release(&found);
        }
        if (!suite_check(20 * right >= 19 * SEEDS && 4 * of_kind >= 3 * SEEDS, made_shared[i].name,
                         __FILE__, __LINE__))
            printf("  %zu of %d, of that kind %zu\n", right, SEEDS, of_kind);
    }
}

static void chance_shares_nothing(void)
{
    static const size_t sizes[][2] = {{3, 3}, {5, 50}, {18, 40}, {50, 50}};
    size_t told = 0, all = COUNT(sizes) * SEEDS * 2;
    for (size_t i = 0; i < COUNT(sizes); i++)
        for (uint64_t seed = 1; seed <= 2 * SEEDS; seed++) {
            struct shared found;
            made_input_scene(&made_shared[COUNT(made_shared) - 1], seed + 7000, sizes[i][0],
                             sizes[i][1], 0, 0, &m);
            shared_find(&m.in, &found);
            told += strcmp(found.kind, "nothing") != 0;
            shared_release(&found);
        }
    if (!CHECK(20 * told <= all))
        printf("  %zu of %zu\n", told, all);
}

static void lua_is_told(void)
{
    static const struct {
        const char *lua, *want;
    } rows[] = {
        {"local s = stats.shared{failing = {'', '', '', '', ''}, passing = {'a', 'bb', 'c', 'dd', "
         "'e'}}"
         "return s.kind, s.property .. ': ' .. s.failing .. ', ' .. s.passing",
         "told empty | it is empty: 5 of 5, 0 of 5"},
        {"local f, p = {}, {} for i = 1, 9 do f[i] = {day = '2026-0' .. i .. '-01', n = i} p[i] = "
         "{day "
         "= '2026-01-1' .. i, n = i} end local s = stats.shared{failing = f, passing = p} "
         "return s.kind, s.says",
         "told date | day is the first day of a month for 9 of 9 failing inputs and 0 of 9 passing "
         "ones "
         "(Fisher's exact test, corrected for 18 properties, p < 0.001)"},
        {"local f, p = {}, {} for i = 1, 8 do f[i] = '{\"user\": {\"a\": 1}, \"vip\": true}' p[i] "
         "= "
         "'{\"vip\": false, \"x\": null}' end local s = stats.shared{failing = f, passing = p} "
         "return s.kind, s.property",
         "told value | vip is true"},
        {"local s = stats.shared{failing = {3, 4, 5}, passing = {1.5, 2.5, 0.5}} "
         "return s.kind, s.says",
         "told nothing | nothing that chance would not do; nearest: it is an integer for 3 of 3 "
         "failing inputs and 0 of 3 passing ones (Fisher's exact test, corrected for 10 "
         "properties, p = 0.2); more examples would tell more"},
        {"local s = stats.shared{failing = {'to=\"Ann B\" n=1', 'to=Ann n=2'}, passing = {'to=Cy "
         "n=3'}}"
         "return s.kind, s.failing",
         "told nothing | 1 of 2"},
        {"return stats.shared{failing = {1}, passing = {}}",
         "cannot: there are no passing inputs to compare with"},
        {"return stats.shared{failing = {print}, passing = {1}}",
         "cannot: step:1: stats.shared: failing: input 1 must be a text, a number or a table of "
         "fields, not a function"},
        {"return stats.shared{failing = 'x', passing = {1}}",
         "cannot: step:1: stats.shared: failing must be a list of inputs"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct fake f = {.runs = NULL};
        char *got = lua_inline(&f, rows[i].lua);
        suite_check_text(got, rows[i].want, rows[i].lua, __FILE__, __LINE__);
        free(got);
        text_release(&f.asked);
    }
}

int main(void)
{
    setenv("TZ", "UTC", 1);
    CU_TestInfo tests[] = {
        {"properties are found", properties_are_found},
        {"chance shares nothing", chance_shares_nothing},
        {"lua is told", lua_is_told},
        CU_TEST_INFO_NULL,
    };
    return suite_run("shared", tests);
}
