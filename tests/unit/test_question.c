#include <stdlib.h>
#include <time.h>

#include "base/time.h"
#include "books.h"

static const char *const yaml =
    "ruleout: 1\n"
    "id: test\n"
    "title: T\n"
    "causes: {a: {title: A}}\n"
    "steps:\n"
    "- id: which\n"
    "  anomaly: Which version?\n"
    "  answers:\n"
    "    new only: {}\n"
    "    old only: {label: only the old one}\n"
    "    none: {}\n"
    "    3: {}\n"
    "- {id: load, clue: How many?, type: number, unit: x, answers: {'< 2': {}, else: {}}}\n"
    "- {id: plain, clue: How many?, type: number}\n"
    "- {id: words, pattern: 'After ${load} of ${plain}?', type: text, answers: {nothing: {}, else: "
    "{}}}\n"
    "- {id: at, clue: When?, type: time}\n"
    "- {id: share, clue: How many?, type: number, unit: '%', answers: {'< 1%': {}, '1 % .. 5%': "
    "{}}}\n";

static const struct {
    int step;
    const char *line;
    enum reading reading;
    const char *said; /* the value, or a part of the complaint */
} cases[] = {
    {0, "new only", READING_OK, "new only"},
    {0, "  NEW ONLY ", READING_OK, "new only"},
    {0, "only the old one", READING_OK, "old only"},
    {0, "1", READING_OK, "new only"},
    {0, "2", READING_OK, "old only"},
    {0, "3", READING_OK, "3"}, /* the text before the number */
    {0, "4", READING_OK, "3"},
    {0, "5", READING_OK, "unknown"},
    {0, "6", READING_UNFIT, "\"6\" is not one of the answers."},
    {0, "0", READING_UNFIT, "is not one of the answers"},
    {0, "o", READING_OK, "old only"},
    {0, "ol", READING_UNFIT, "not one of the answers"}, /* the key is not on the screen */
    {0, "n", READING_UNFIT, "\"n\" could be \"new only\" or \"none\". Say which."},
    {0, "ne", READING_OK, "new only"},
    {0, "u", READING_OK, "unknown"},
    {0, "i can't", READING_OK, "unknown"},
    {0, "don't know", READING_OK, "unknown"},
    {0, "nwe only", READING_UNFIT, "Did you mean \"new only\"?"},
    {0, "", READING_UNFIT, "An empty line is no answer."},
    {1, "1.5", READING_OK, "1.5"},
    {1, "1.5 x", READING_OK, "1.5"},
    {1, "-2x", READING_OK, "-2"},
    {1, "2 ms", READING_UNFIT, "The unit here is x, not ms."},
    {1, "1,5", READING_UNFIT, "without a comma"},
    {1, "many", READING_UNFIT, "\"many\" is not a number in x"},
    {1, "nan", READING_UNFIT, "is not a number"},
    {1, "0x10", READING_UNFIT, "The unit here is x"},
    {1, "can't tell", READING_OK, "unknown"},
    {1, "1", READING_OK, "1"}, /* no option numbers in a typed question */
    {2, "12 ms", READING_UNFIT, "A bare number is wanted, without \"ms\"."},
    {2, ".", READING_UNFIT, "is not a number"},
    {3, "Nothing", READING_OK, "nothing"},
    {3, "  all in Bern ", READING_OK, "all in Bern"},
    {3, "1", READING_OK, "1"},
    {3, "unknown", READING_OK, "unknown"},
    {4, "14:02", READING_OK, "2026-09-14T14:02:00+00:00"},
    {4, "-20m", READING_OK, "2026-09-14T14:40:00+00:00"},
    {4, "15:30", READING_OK, "2026-09-13T15:30:00+00:00"},
    {4, "soon", READING_UNFIT, "\"soon\" is not a time"},
    {4, "-3d", READING_OK, "2026-09-11T15:00:00+00:00"},
    {4, "2026-09-14T10:02:00+02:00", READING_OK, "2026-09-14T08:02:00+00:00"},
    {5, "1%", READING_OK, "1"},
    {5, "0.5 %", READING_OK, "0.5"},
    {5, "1", READING_OK, "1"},
    {5, "1 ms", READING_UNFIT, "The unit here is %, not ms."},
    {5, "1%%", READING_UNFIT, "The unit here is %, not %%."},
};

static void reads_lines(void)
{
    setenv("TZ", "UTC", 1);
    tzset();
    struct walked w = walked_new(yaml, NULL);
    struct arena *a = arena_new();
    struct text said = {0};
    char either[2][TIME_TEXT_MAX];
    int64_t now;
    CHECK(time_parse_rfc3339("2026-09-14T15:00:00Z", &now));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct question q = question_of(a, w.session, (struct want){WANT_STEP, cases[i].step, 1});
        bool ok = CHECK_INT(question_read(&q, cases[i].line, now, &said, either), cases[i].reading);
        if (cases[i].reading == READING_OK)
            ok = CHECK_TEXT(text_get(&said), cases[i].said) && ok;
        else
            ok = CHECK_HOLDS(text_get(&said), cases[i].said) && ok;
        if (!ok)
            printf("  (said \"%s\" to step %d)\n", cases[i].line, cases[i].step);
    }
    text_release(&said);
    arena_free(a);
    walked_free(&w);
}

static void asks_which_of_two_moments(void)
{
    setenv("TZ", "Europe/Berlin", 1);
    tzset();
    struct walked w = walked_new(yaml, NULL);
    struct arena *a = arena_new();
    struct question q = question_of(a, w.session, (struct want){WANT_STEP, 4, 1});
    struct text said = {0};
    char either[2][TIME_TEXT_MAX];
    int64_t now;
    CHECK(time_parse_rfc3339("2026-10-25T05:00:00Z", &now));
    CHECK_INT(question_read(&q, "02:30", now, &said, either), READING_TWICE);
    CHECK_TEXT(either[0], "2026-10-25T02:30:00+02:00");
    CHECK_TEXT(either[1], "2026-10-25T02:30:00+01:00");
    CHECK_INT(question_read(&q, either[1], now, &said, either), READING_OK);
    CHECK_TEXT(text_get(&said), "2026-10-25T02:30:00+01:00");
    text_release(&said);
    arena_free(a);
    walked_free(&w);
    setenv("TZ", "UTC", 1);
    tzset();
}

static void fills_in_what_is_known(void)
{
    struct walked w = walked_new(yaml, NULL);
    struct arena *a = arena_new();
    answer_step(&w, "which", "none");
    answer_step(&w, "load", "1.5");
    struct question q = question_of(a, w.session, (struct want){WANT_STEP, 3, 1});
    CHECK_TEXT(q.text, "After 1.5 of [plain?]?");
    CHECK_TEXT(q.heading, "pattern");
    CHECK_INT(q.option_count, 1);
    q = question_of(a, w.session, (struct want){WANT_STEP, 2, 1});
    CHECK_INT(q.number, 2);
    CHECK_INT(q.of, 4);
    arena_free(a);
    walked_free(&w);
}

static void the_walks_own_questions_know_no_unknown(void)
{
    struct walked w = walked_new(yaml, NULL);
    struct arena *a = arena_new();
    struct text said = {0};
    char either[2][TIME_TEXT_MAX];
    struct question q = question_of(a, w.session, (struct want){WANT_RESOLVE, 0, 0});
    CHECK_INT(question_read(&q, "unknown", 0, &said, either), READING_UNFIT);
    CHECK_HOLDS(text_get(&said), "Say \"yes\" or \"no\".");
    CHECK_INT(question_read(&q, "y", 0, &said, either), READING_OK);
    q = question_of(a, w.session, (struct want){WANT_END, 0, 0});
    CHECK_INT(question_read(&q, "hand", 0, &said, either), READING_OK);
    CHECK_TEXT(text_get(&said), ANSWER_HAND_OVER);
    text_release(&said);
    arena_free(a);
    walked_free(&w);
}

int main(void)
{
    return suite_run(
        "question",
        (CU_TestInfo[]){{"reads lines", reads_lines},
                        {"asks which of two moments", asks_which_of_two_moments},
                        {"fills in what is known", fills_in_what_is_known},
                        {"the walk's own questions", the_walks_own_questions_know_no_unknown},
                        CU_TEST_INFO_NULL});
}
