/* What an input's `match` lets through: typed, given beforehand, and into a command. */
#include <string.h>

#include "books.h"
#include "core/words.h"

#define HEAD                                                    \
    "ruleout: 1\nid: test\ntitle: T\ncauses: {a: {title: A}}\n" \
    "steps: [{id: one, clue: One?, type: text}]\n"

static const char book[] =
    HEAD "inputs:\n"
         "  env: {match: '[a-z]+'}\n"
         "  any: {}\n"
         "  words: {match: '[a-z ;]+'}\n"
         "  since: {type: time, match: '2026-.*'}\n"
         "  slow: {match: '(a+)+b'}\n"
         "actions:\n"
         "  go: {title: Go, for: [a], run: 'app ${env} --x=${words} ${any}'}\n"
         "  when: {title: Go, for: [a], run: 'app ${since:ms}'}\n";

static struct question asked(struct walked *w, const char *input)
{
    struct want to = {.kind = WANT_INPUT, .index = book_input(w->book, input)};
    return question_of(w->texts, w->session, to);
}

static void what_is_typed_has_to_match(void)
{
    static const struct {
        const char *input, *line, *said;
        enum reading r;
    } cases[] = {
        {"env", "prod", "prod", READING_OK},
        {"env", " prod ", "prod", READING_OK},
        {"env", "prod2", "\"prod2\" does not fit: all of it has to match [a-z]+", READING_UNFIT},
        {"env", "Prod", "\"Prod\" does not fit: all of it has to match [a-z]+", READING_UNFIT},
        {"env", "unknown", "unknown", READING_OK},
        {"any", "a; b", "a; b", READING_OK},
        {"words", "a; b", "a; b", READING_OK},
        {"since", "2025-01-01T00:00:00Z", NULL, READING_UNFIT},
        {"since", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00+00:00", READING_OK},
        {"slow", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac", NULL, READING_UNFIT},
    };
    struct walked w = walked_new(book, NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct question q = asked(&w, cases[i].input);
        struct text said = {0};
        char either[2][40];
        CHECK_INT(question_read(&q, cases[i].line, 1800000000000, &said, either), cases[i].r);
        if (cases[i].said)
            CHECK_TEXT(text_get(&said), cases[i].said);
        text_release(&said);
    }
    struct question q = asked(&w, "env");
    struct text said = {0};
    CHECK(question_take(&q, "prod", &said));
    CHECK(!question_take(&q, "pr od", &said));
    CHECK_HOLDS(text_get(&said), "does not fit");
    text_release(&said);
    walked_free(&w);
}

static void give(struct walked *w, const char *input, const char *value)
{
    answer_to(w, (struct want){.kind = WANT_INPUT, .index = book_input(w->book, input)}, value);
}

static void a_command_takes_what_matches(void)
{
    struct walked w = walked_new(book, NULL);
    give(&w, "env", "prod");
    give(&w, "words", "a ; b");
    give(&w, "any", "x");
    give(&w, "since", "2026-09-14T10:02:00+00:00");
    struct text why = {0};
    const char *const *words = words_fill(w.book->actions[0].run, w.session, w.texts, &why);
    CHECK(words && strcmp(words[2], "--x=a ; b") == 0 && !words[4]);
    words = words_fill(w.book->actions[1].run, w.session, w.texts, &why);
    CHECK(words && strcmp(words[1], "1789380120000") == 0);
    give(&w, "any", "a;b");
    CHECK(!words_fill(w.book->actions[0].run, w.session, w.texts, &why));
    CHECK_HOLDS(text_get(&why), "the value \"a;b\" may not stand in a command");
    give(&w, "any", "x");
    give(&w, "words", "a;B"); /* as an old record may have it */
    text_clear(&why);
    CHECK(!words_fill(w.book->actions[0].run, w.session, w.texts, &why));
    CHECK_HOLDS(text_get(&why), "the value \"a;B\"");
    text_release(&why);
    walked_free(&w);
}

int main(void)
{
    setenv("TZ", "UTC", 1);
    return suite_run("input",
                     (CU_TestInfo[]){{"what is typed has to match", what_is_typed_has_to_match},
                                     {"a command takes what matches", a_command_takes_what_matches},
                                     CU_TEST_INFO_NULL});
}
