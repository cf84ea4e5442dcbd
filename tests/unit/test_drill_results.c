#include "drill/results.h"

#include "drills.h"

static const char *const book =
    "ruleout: 1\n"
    "id: test\n"
    "title: T\n"
    "causes: {a: {title: A}}\n"
    "steps:\n"
    "- {id: one, clue: One?, answers: {yes: {confirms: [a]}, no: {}}}\n";

static struct drill_result result(const char *file, const char *title, const char *failures)
{
    struct drill_result r = {.file = file, .title = title ? mem_text(title) : NULL};
    text_add(&r.failures, failures);
    r.answered = 1;
    r.took_ms = 7;
    return r;
}

static struct drill_results results(size_t count, ...)
{
    va_list args;
    struct drill_results r = {.items = mem_alloc((count + 1) * sizeof *r.items)};
    va_start(args, count);
    for (; r.count < count; r.count++)
        r.items[r.count] = va_arg(args, struct drill_result);
    va_end(args);
    return r;
}

static void check_written(const struct drill_results *r,
                          void (*write)(const struct drill_results *r, struct text *out),
                          const char *want)
{
    struct text out = {0};
    write(r, &out);
    CHECK_TEXT(text_get(&out), want);
    text_release(&out);
}

static void check_json(const struct drill_results *r, const char *want)
{
    struct jval *j = results_json(r);
    char *written = jval_write(j, JSON_LINE);
    CHECK_TEXT(written, want);
    free(written);
    jval_free(j);
}

static void nothing(void)
{
    struct drill_results r = {.skipped = 2};
    CHECK_INT(results_failed(&r), 0);
    CHECK(results_coverage(&r) >= 100);
    check_written(&r, results_pretty, "0 drills: 0 passed, 0 failed, 2 skipped\n");
    check_written(&r, results_tap, "TAP version 13\n1..0\n");
}

static void passed_and_failed(void)
{
    struct drill_results r = results(3, result("a.yaml", "A", ""), result("b.yaml", "B", "x\ny\n"),
                                     result("c.yaml", NULL, "it does not load\n"));
    r.items[0].answered = 2;
    r.skipped = 1;
    CHECK_INT(results_failed(&r), 2);
    check_written(&r, results_pretty,
                  "ok    a.yaml: A (2 answers)\n"
                  "FAIL  b.yaml: B (1 answer)\n"
                  "        x\n"
                  "        y\n"
                  "FAIL  c.yaml (1 answer)\n"
                  "        it does not load\n"
                  "3 drills: 1 passed, 2 failed, 1 skipped\n");
    check_written(&r, results_tap,
                  "TAP version 13\n"
                  "1..3\n"
                  "ok 1 - a.yaml: A\n"
                  "not ok 2 - b.yaml: B\n"
                  "# x\n"
                  "# y\n"
                  "not ok 3 - c.yaml\n"
                  "# it does not load\n");
    check_json(&r, "{\"passed\":1,\"failed\":2,\"skipped\":1,\"drills\":["
                   "{\"file\":\"a.yaml\",\"title\":\"A\",\"result\":\"passed\",\"failures\":"
                   "[],\"steps\":2,\"took_ms\":7},"
                   "{\"file\":\"b.yaml\",\"title\":\"B\",\"result\":\"failed\",\"failures\":"
                   "[\"x\",\"y\"],\"steps\":1,\"took_ms\":7},"
                   "{\"file\":\"c.yaml\",\"title\":null,\"result\":\"failed\",\"failures\":"
                   "[\"it does not load\"],\"steps\":1,\"took_ms\":7}],"
                   "\"coverage\":{\"answers\":{\"covered\":0,\"total\":0},\"causes\":"
                   "{\"covered\":0,\"total\":0},\"eliminations\":{\"covered\":0,\"total\":"
                   "0},\"actions\":{\"covered\":0,\"total\":0},\"not_reached\":{}}}");
    results_release(&r);
}

/* What would be a directive, a line, or an order to the terminal. */
static void words_of_others_stay_words(void)
{
    struct drill_results r =
        results(1, result("a#b.yaml", "T # SKIP \\ \x1b[2J\nok 9", "F\x1b]0;x\a # TODO\xff\n"));
    check_written(&r, results_pretty,
                  "FAIL  a#b.yaml: T # SKIP \\ ^[[2J ok 9 (1 answer)\n"
                  "        F^[]0;x^G # TODO<FF>\n"
                  "1 drill: 0 passed, 1 failed\n");
    check_written(&r, results_tap,
                  "TAP version 13\n"
                  "1..1\n"
                  "not ok 1 - a\\#b.yaml: T \\# SKIP \\\\ ^[[2J ok 9\n"
                  "# F^[]0;x^G # TODO<FF>\n");
    struct jval *j = results_json(&r);
    char *written = jval_write(j, JSON_LINE);
    for (const char *c = written; *c; c++)
        CHECK((unsigned char)*c >= ' ' && (unsigned char)*c != 0x7f);
    CHECK_HOLDS(written, "\"T # SKIP \\\\ \\u001B[2J\\nok 9\"");
    free(written);
    jval_free(j);
    results_release(&r);
}

static void coverage_is_told(void)
{
    struct drilled d = drilled_run(book, "answers: {one: yes}\n", NULL);
    struct drill_results r = results(1, result("a.yaml", "A", ""));
    r.coverage = (struct coverage *const[]){d.coverage};
    r.coverage_count = 1;
    double reached = results_coverage(&r);
    CHECK(reached > 66 && reached < 67);
    check_written(&r, results_pretty,
                  "ok    a.yaml: A (1 answer)\n"
                  "coverage of test: 1/2 answers, 1/1 causes, 0/0 eliminations, 0/0 actions\n"
                  "  not reached: answer one: no\n"
                  "1 drill: 1 passed, 0 failed\n");
    check_written(&r, results_tap,
                  "TAP version 13\n"
                  "1..1\n"
                  "ok 1 - a.yaml: A\n"
                  "# coverage of test: 1/2 answers, 1/1 causes, 0/0 eliminations, 0/0 actions\n"
                  "#   not reached: answer one: no\n");
    struct jval *j = results_json(&r);
    char *written = jval_write(j, JSON_LINE);
    CHECK_HOLDS(written, "\"coverage\":{\"answers\":{\"covered\":1,\"total\":2},\"causes\":"
                         "{\"covered\":1,\"total\":1},\"eliminations\":{\"covered\":0,"
                         "\"total\":0},\"actions\":{\"covered\":0,\"total\":0},"
                         "\"not_reached\":{\"test\":[\"answer one: no\"]}}}");
    free(written);
    jval_free(j);
    results_release(&r);
    drilled_free(&d);
}

int main(void)
{
    alarm(60);
    return suite_run("drill_results",
                     (CU_TestInfo[]){{"nothing", nothing},
                                     {"passed and failed", passed_and_failed},
                                     {"words of others stay words", words_of_others_stay_words},
                                     {"coverage is told", coverage_is_told},
                                     CU_TEST_INFO_NULL});
}
