/* A step of type many: what is said to it, and what several answers do together. */
#include <string.h>

#include "books.h"
#include "core/expr.h"
#include "core/many.h"
#include "core/prose.h"
#include "drills.h"

static const char *const yaml =
    "ruleout: 1\n"
    "id: test\n"
    "title: T\n"
    "causes: {config: {title: C}, schema: {title: S}, tls: {title: T}}\n"
    "steps:\n"
    "- id: seen\n"
    "  clue: What does it say?\n"
    "  type: many\n"
    "  answers:\n"
    "    a setting, not found: {confirms: {config: The key is missing.}, note: Look there.}\n"
    "    unknown column: {suspects: [schema], do: back, next: middle}\n"
    "    TLS failure: {label: TLS or 410, suspects: [tls], do: call, note: 'See ${seen}.',\n"
    "      next: last}\n"
    "    a setting: {rules_out: {config: One was found.}}\n"
    "    none: {alone: true, rules_out: {config: Nothing was missing., tls: No.}}\n"
    "- {id: between, clue: Between?, answers: {yes: {}, no: {}}}\n"
    "- {id: middle, clue: Middle?, answers: {yes: {next: seen, max: 1}, no: {}}}\n"
    "- id: last\n"
    "  when: seen == \"TLS failure\" or seen ~= \"unknown column\"\n"
    "  clue: 'Last, after ${seen}?'\n"
    "  answers: {yes: {}, no: {}}\n"
    "actions:\n"
    "  back: {title: Back, for: [schema], how: x}\n"
    "  call: {title: Call, for: [tls], how: x}\n"
    "resolve: {when: done(\"back\")}\n";

#define ALL "[\"a setting, not found\",\"unknown column\",\"TLS failure\",\"a setting\"]"

static const struct {
    const char *line;
    enum reading reading;
    const char *said; /* the value, or a part of the complaint */
} CASES[] = {
    {"1", READING_OK, "[\"a setting, not found\"]"},
    {"3, 1", READING_OK, "[\"a setting, not found\",\"TLS failure\"]"},
    {"2,2,  2", READING_OK, "[\"unknown column\"]"},
    {"a setting, not found", READING_OK, "[\"a setting, not found\"]"},
    {"A Setting, not found, a setting", READING_OK, "[\"a setting, not found\",\"a setting\"]"},
    {"a setting, tls", READING_OK, "[\"TLS failure\",\"a setting\"]"},
    {"tls or 410, unknown c", READING_OK, "[\"unknown column\",\"TLS failure\"]"},
    {"a setting, not", READING_UNFIT, "\"not\" is not one of the answers"},
    {"a setting, 7", READING_UNFIT, "\"7\" is not one of the answers"},
    {"u", READING_UNFIT, "\"u\" could be \"unknown column\" or \"I can't tell\""},
    {"5", READING_OK, "[\"none\"]"},
    {"5, 1", READING_UNFIT, "\"none\" excludes the others"},
    {"6", READING_OK, "unknown"},
    {"unknown", READING_OK, "unknown"},
    {"1, unknown", READING_UNFIT, "\"I can't tell\" excludes the others"},
    {ALL, READING_OK, ALL},
    {"[\"2\",\"tls\"]", READING_OK, "[\"unknown column\",\"TLS failure\"]"},
    {"[\"none\",\"tls\"]", READING_UNFIT, "\"none\" excludes"},
    {"[\"nothing\"]", READING_UNFIT, "\"nothing\" is not one of the answers"},
    {"[]", READING_UNFIT, "names none of the answers"},
    {"[1", READING_UNFIT, "\"[1\" is not one of the answers"},
    {", ,", READING_UNFIT, "names none of the answers"},
    {"", READING_UNFIT, "An empty line is no answer."},
};

static void reads_several(void)
{
    struct walked w = walked_new(yaml, NULL);
    struct arena *a = arena_new();
    struct text said = {0};
    char either[2][40];
    struct question q = question_of(a, w.session, walk_wanted(w.session));
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        bool ok = CHECK_INT(question_read(&q, CASES[i].line, 0, &said, either), CASES[i].reading);
        ok = (CASES[i].reading == READING_OK ? CHECK_TEXT(text_get(&said), CASES[i].said)
                                             : CHECK_HOLDS(text_get(&said), CASES[i].said)) &&
             ok;
        if (!ok)
            printf("  (said \"%s\")\n", CASES[i].line);
    }
    text_release(&said);
    arena_free(a);
    walked_free(&w);
}

static void a_check_says_keys_exactly(void)
{
    static const struct {
        const char *answer, *said; /* NULL: it cannot tell */
    } cases[] = {
        {"[\"TLS failure\",\"unknown column\"]", "[\"unknown column\",\"TLS failure\"]"},
        {"a setting, not found", "[\"a setting, not found\"]"},
        {"[\"none\"]", "[\"none\"]"},
        {"[\"none\",\"TLS failure\"]", NULL},
        {"[\"tls\"]", NULL},
        {"[\"TLS failure\",\"else\"]", NULL},
        {"[]", NULL},
        {"1", NULL},
        {"unknown", NULL},
    };
    struct walked w = walked_new(yaml, NULL);
    struct arena *a = arena_new();
    struct text said = {0};
    struct question q = question_of(a, w.session, walk_wanted(w.session));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (!CHECK_INT(question_take(&q, cases[i].answer, &said), cases[i].said != NULL))
            printf("  (the check said %s)\n", cases[i].answer);
        if (cases[i].said)
            CHECK_TEXT(text_get(&said), cases[i].said);
        else
            CHECK(said.len > 0);
    }
    text_release(&said);
    arena_free(a);
    walked_free(&w);
}

static void effects_of_all_in_written_order(void)
{
    struct walked w = walked_new(yaml, NULL);
    answer_step(&w, "seen", ALL);
    check_state(&w, "config", "contradicted");
    check_state(&w, "schema", "suspected");
    check_state(&w, "tls", "suspected");
    const struct board *b = session_board(w.session);
    CHECK_TEXT(b->moves[0].reason, "The key is missing.");
    CHECK_TEXT(b->moves[2].reason, "What does it say?: TLS or 410");
    CHECK_INT(b->move_count, 4);
    /* The action of the first that has one; the notes of all. */
    CHECK_TEXT(w.want, "back");
    struct text notes = {0};
    for (size_t i = 0; i < w.events.count; i++)
        if (w.events.items[i].kind == EVENT_NOTED)
            text_format(&notes, "%s|", w.events.items[i].value);
    CHECK_TEXT(text_get(&notes),
               "Look there.|See a setting, not found, unknown column, TLS or 410, a setting.|");
    text_release(&notes);
    check_resumes(&w);
    walked_free(&w);
}

static void the_first_next_is_followed(void)
{
    static const char *const cases[][2] = {{"[\"unknown column\",\"TLS failure\"]", "middle"},
                                           {"[\"TLS failure\",\"a setting\"]", "last"},
                                           {"[\"a setting\"]", "between"},
                                           {"unknown", "between"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct walked w = walked_new(yaml, NULL);
        answer_step(&w, "seen", cases[i][0]);
        while (walk_wanted(w.session).kind == WANT_ACTION)
            answer_to(&w, walk_wanted(w.session), "no");
        CHECK_TEXT(w.want, cases[i][1]);
        walked_free(&w);
    }
}

static void conditions_ask_for_one_of_them(void)
{
    static const struct {
        const char *value;
        bool asked; /* last */
    } cases[] = {{"[\"a setting\",\"TLS failure\"]", true},
                 {"[\"a setting\"]", true},
                 {"[\"unknown column\"]", false},
                 {"[\"unknown column\",\"TLS failure\"]", true},
                 {"unknown", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct walked w = walked_new(yaml, NULL);
        answer_to(&w, walk_wanted(w.session), cases[i].value);
        if (!CHECK_INT(expr_holds(w.book->steps[3].when, w.session), cases[i].asked))
            printf("  (of %s)\n", cases[i].value);
        walked_free(&w);
    }
}

static void a_change_and_a_way_back_are_new_sums(void)
{
    struct walked w = walked_new(yaml, NULL);
    answer_step(&w, "seen", "[\"a setting\",\"TLS failure\"]");
    answer_to(&w, walk_wanted(w.session), "no");
    check_state(&w, "config", "ruled_out");
    change_step(&w, "seen", "[\"unknown column\"]");
    check_state(&w, "config", "open");
    check_state(&w, "tls", "open");
    answer_to(&w, walk_wanted(w.session), "no");
    answer_step(&w, "middle", "yes");
    CHECK_TEXT(w.want, "seen#2");
    check_state(&w, "schema", "open");
    take_back(&w, "middle");
    check_state(&w, "schema", "suspected");
    check_resumes(&w);
    walked_free(&w);
}

static void in_words(void)
{
    struct walked w = walked_new(yaml, NULL);
    struct text out = {0};
    many_show(&w.book->steps[0], "[\"unknown column\",\"TLS failure\"]", &out);
    CHECK_TEXT(text_get(&out), "unknown column, TLS or 410");
    text_clear(&out);
    many_show(&w.book->steps[0], "unknown", &out);
    CHECK_TEXT(text_get(&out), "unknown");
    text_clear(&out);
    many_show(&w.book->steps[0], "[\"no such\"]", &out); /* of another version of the runbook */
    CHECK_TEXT(text_get(&out), "[\"no such\"]");
    text_clear(&out);
    many_show(&w.book->steps[1], "yes", &out);
    CHECK_TEXT(text_get(&out), "yes");
    text_release(&out);
    walked_free(&w);
}

static void a_drill_lists_them_and_covers_each(void)
{
    struct drilled d = drilled_run(yaml,
                                   "answers: {seen: [tls, a setting], last: no}\n"
                                   "actions: {call: no}\n"
                                   "expect: {ruled_out: [config], suspected: [tls]}\n",
                                   NULL);
    CHECK_TEXT(text_get(&d.r.failures), "");
    struct text left = {0};
    coverage_left(d.coverage, &left);
    CHECK(!strstr(text_get(&left), "answer seen: TLS failure\n"));
    CHECK(!strstr(text_get(&left), "answer seen: a setting\n"));
    CHECK(!strstr(text_get(&left), "elimination of config by seen: a setting\n"));
    CHECK_HOLDS(text_get(&left), "answer seen: unknown column\n");
    text_release(&left);
    drilled_free(&d);
}

int main(void)
{
    return suite_run(
        "many", (CU_TestInfo[]){{"reads several", reads_several},
                                {"a check says keys exactly", a_check_says_keys_exactly},
                                {"effects of all", effects_of_all_in_written_order},
                                {"the first next is followed", the_first_next_is_followed},
                                {"conditions", conditions_ask_for_one_of_them},
                                {"a change and a way back", a_change_and_a_way_back_are_new_sums},
                                {"in words", in_words},
                                {"a drill", a_drill_lists_them_and_covers_each},
                                CU_TEST_INFO_NULL});
}
