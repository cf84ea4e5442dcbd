#include "tty/view.h"

#include <string.h>

#include "base/utf8.h"
#include "books.h"

static const char *const checkout =
    "ruleout: 1\n"
    "id: checkout\n"
    "title: Checkout answers 5xx\n"
    "summary: Customers see errors when they pay.\n"
    "causes:\n"
    "  deploy: {title: The last deploy}\n"
    "  disk-full: {title: Disk full}\n"
    "  psp: {title: The payment provider is down}\n"
    "steps:\n"
    "- id: deployed\n"
    "  clue: Was code deployed around the time the errors started?\n"
    "  why: Most incidents follow a change.\n"
    "  how: Compare the first error with the end of the last rollout, and read both times twice.\n"
    "  answers:\n"
    "    yes: {suspects: {deploy: It came right before the first error.}}\n"
    "    no: {rules_out: {deploy: Nothing was deployed.}}\n"
    "- id: used\n"
    "  clue: How full is the fullest disk?\n"
    "  type: number\n"
    "  unit: \"%\"\n"
    "  answers:\n"
    "    \"< 90\": {label: room enough, rules_out: {disk-full: \"${used}% of it is used.\"}}\n"
    "    else: {confirms: {disk-full: \"${used}% of it is used.\"}}\n"
    "- id: first_error\n"
    "  pattern: What does the first error say?\n"
    "  type: text\n"
    "  answers:\n"
    "    nothing: {rules_out: [psp]}\n"
    "    else: {suspects: {psp: \"It says: ${first_error}\"}}\n"
    "- id: again\n"
    "  anomaly: Is it still so?\n"
    "  answers:\n"
    "    yes: {next: deployed, max: 2}\n"
    "    no: {next: end, note: It went away by itself.}\n"
    "resolve:\n"
    "  when: confirmed(\"deploy\")\n";

static const char *const levels =
    "severity:\n"
    "  ask:\n"
    "  - {id: reach, question: \"Who is affected?\", answers: [all customers, a few]}\n"
    "  levels:\n"
    "  - {id: sev1, title: \"Critical, significant impact\", when: reach == \"all customers\"}\n"
    "  - {id: sev3, title: \"Minor, low impact\", when: true}\n";

static const struct screen at_60 = {60, false}, at_80 = {80, false};

/* What is asked now, as `view` shows it. */
static void check_asked(const struct walked *w, struct screen v,
                        void (*view)(struct text *, struct screen, const struct session *,
                                     const struct question *),
                        const char *want)
{
    struct arena *a = arena_new();
    struct text out = {0};
    struct question q = question_of(a, w->session, walk_wanted(w->session));
    view(&out, v, w->session, &q);
    CHECK_TEXT(text_get(&out), want);
    text_release(&out);
    arena_free(a);
}

static void asks_a_choice(void)
{
    struct walked w = walked_new(checkout, NULL);
    check_asked(&w, at_60, view_question,
                "\nclue 1 of 2 (causes left: 3)\n"
                "Was code deployed around the time the errors started?\n"
                "  Why: Most incidents follow a change.\n"
                "  How: Compare the first error with the end of the last\n"
                "       rollout, and read both times twice.\n"
                "  1  yes\n"
                "  2  no\n"
                "  3  I can't tell\n");
    check_asked(&w, at_80, view_question,
                "\nclue 1 of 2 (causes left: 3)\n"
                "Was code deployed around the time the errors started?\n"
                "  Why: Most incidents follow a change.\n"
                "  How: Compare the first error with the end of the last rollout, and read both\n"
                "       times twice.\n"
                "  1  yes\n"
                "  2  no\n"
                "  3  I can't tell\n");
    walked_free(&w);
}

static void asks_in_color(void)
{
    struct walked w = walked_new(checkout, NULL);
    check_asked(&w, (struct screen){60, true}, view_question,
                "\n\033[2mclue 1 of 2 (causes left: 3)\033[0m\n"
                "\033[1mWas code deployed around the time the errors started?\033[0m\n"
                "  \033[2mWhy: \033[0m\033[2mMost incidents follow a change.\033[0m\n"
                "  How: Compare the first error with the end of the last\n"
                "       rollout, and read both times twice.\n"
                "  1  yes\n"
                "  2  no\n"
                "  3  I can't tell\n");
    walked_free(&w);
}

static void asks_what_is_typed(void)
{
    struct walked w = walked_new(checkout, NULL);
    answer_step(&w, "deployed", "no");
    check_asked(&w, at_60, view_question,
                "\nclue 2 of 2 (causes left: 2)\n"
                "How full is the fullest disk?\n"
                "  Answer: a number (unit %); or unknown, if you can't tell\n");
    answer_step(&w, "used", "71");
    check_asked(&w, at_60, view_question,
                "\npattern 1 of 1 (causes left: 1)\n"
                "What does the first error say?\n"
                "  Answer: in your own words, such as \"nothing\"; or unknown,\n"
                "    if you can't tell\n");
    walked_free(&w);
}

static void says_it_asks_again(void)
{
    struct walked w = walked_new(checkout, NULL);
    answer_step(&w, "deployed", "unknown");
    answer_step(&w, "used", "unknown");
    answer_step(&w, "first_error", "unknown");
    answer_step(&w, "again", "yes");
    struct arena *a = arena_new();
    struct text out = {0};
    struct question q = question_of(a, w.session, walk_wanted(w.session));
    view_question(&out, at_60, w.session, &q);
    CHECK_HOLDS(text_get(&out), "clue 1 of 2, again (causes left: 3)\n");
    text_release(&out);
    arena_free(a);
    walked_free(&w);
}

#define HELP_COMMANDS                                              \
    "Enter shows the question again. :causes shows every cause\n"  \
    "and why it stands as it does, :back takes the last answer\n"  \
    "back, :change STEP corrects an earlier one, :note TEXT\n"     \
    "writes something down, :quit stops; what you said is kept.\n" \
    "Tab completes.\n"

static void helps_with_a_number(void)
{
    struct walked w = walked_new(checkout, NULL);
    answer_step(&w, "deployed", "no");
    check_asked(&w, at_60, view_help,
                "\nclue 2 of 2 (causes left: 2)\n"
                "How full is the fullest disk?\n"
                "  Answer: a number (unit %); or unknown, if you can't tell\n"
                "\n"
                "What each answer does\n"
                "  < 90 (room enough)\n"
                "     rules out Disk full (disk-full): [used?]% of it is\n"
                "       used.\n"
                "  anything else\n"
                "     confirms Disk full (disk-full): [used?]% of it is used.\n"
                "  I can't tell\n"
                "     moves no cause\n"
                "\n" HELP_COMMANDS);
    walked_free(&w);
}

static void helps_with_a_choice(void)
{
    struct walked w = walked_new(checkout, NULL);
    answer_step(&w, "deployed", "unknown");
    answer_step(&w, "used", "unknown");
    answer_step(&w, "first_error", "unknown");
    check_asked(&w, at_60, view_help,
                "\nanomaly 1 of 1 (causes left: 3)\n"
                "Is it still so?\n"
                "  1  yes\n"
                "  2  no\n"
                "  3  I can't tell\n"
                "\n"
                "What each answer does\n"
                "  yes\n"
                "     moves no cause\n"
                "     then goes to \"Was code deployed around the time the\n"
                "       errors started?\", at most 2 times\n"
                "  no\n"
                "     moves no cause\n"
                "     notes: It went away by itself.\n"
                "     then nothing more is asked\n"
                "  I can't tell\n"
                "     moves no cause\n"
                "\n"
                "Answer with the text, its number, or its first letters.\n" HELP_COMMANDS);
    walked_free(&w);
}

static void helps_with_the_severity(void)
{
    struct walked w = walked_new(checkout, levels);
    check_asked(&w, at_60, view_help,
                "\nseverity 1 of 1\n"
                "Who is affected?\n"
                "  1  all customers\n"
                "  2  a few\n"
                "  3  I can't tell\n"
                "\n"
                "These answers set the severity. \"I can't tell\" counts as the\n"
                "worst that it could be: in doubt take the worse, and correct\n"
                "it later.\n"
                "  sev1  Critical, significant impact\n"
                "  sev3  Minor, low impact\n"
                "\n"
                "Answer with the text, its number, or its first letters.\n" HELP_COMMANDS);
    walked_free(&w);
}

/* Commands stand on lines of their own, whole, however narrow the terminal is. */
static void leaves_commands_whole(void)
{
    struct walked w =
        walked_new("ruleout: 1\n"
                   "id: one\n"
                   "title: One\n"
                   "steps:\n"
                   "- id: one\n"
                   "  clue: One?\n"
                   "  how: |\n"
                   "    Look at the log, from the first error on, and read it twice:\n"
                   "      journalctl -p err --since \"-6h\" -o short-iso | head -50\n"
                   "\n"
                   "    Say yes or no.\n"
                   "  answers: {yes: {}, no: {}}\n",
                   NULL);
    check_asked(&w, at_60, view_question,
                "\nclue 1 of 1\n"
                "One?\n"
                "  How: Look at the log, from the first error on, and read it\n"
                "       twice:\n"
                "         journalctl -p err --since \"-6h\" -o short-iso | head -50\n"
                "\n"
                "       Say yes or no.\n"
                "  1  yes\n"
                "  2  no\n"
                "  3  I can't tell\n");
    walked_free(&w);
}

static void opens(void)
{
    struct walked w = walked_new(checkout, NULL);
    struct text out = {0};
    view_opening(&out, at_60, w.session, "20260914-1020-checkout");
    CHECK_TEXT(text_get(&out), "Checkout answers 5xx\n"
                               "Customers see errors when they pay.\n"
                               "\n"
                               "Breathe. Slow is smooth, smooth is fast. One question at a\n"
                               "time; \"I can't tell\" is always an answer.\n"
                               "Everything is recorded, as incident 20260914-1020-checkout.\n"
                               "Help: ? for a question, :causes for the board, :back to take\n"
                               "an answer back, :quit to stop and go on later.\n");
    text_release(&out);
    walked_free(&w);
}

static void shows_the_board(void)
{
    struct walked w = walked_new(checkout, NULL);
    struct text out = {0};
    answer_step(&w, "deployed", "no");
    answer_step(&w, "used", "97");
    view_board(&out, at_60, w.session);
    CHECK_TEXT(text_get(&out), "2 of 3 causes left\n"
                               "confirmed (1)\n"
                               "  Disk full (disk-full)\n"
                               "    97% of it is used.\n"
                               "open (1)\n"
                               "  The payment provider is down (psp)\n"
                               "ruled out (1)\n"
                               "  The last deploy (deploy)\n"
                               "    Nothing was deployed.\n");
    text_release(&out);
    walked_free(&w);
}

static const char *const quarrel =
    "ruleout: 1\n"
    "id: quarrel\n"
    "title: Quarrel\n"
    "causes:\n"
    "  a: {title: Cause A}\n"
    "  b: {title: Cause B}\n"
    "steps:\n"
    "- id: one\n"
    "  clue: One?\n"
    "  answers: {yes: {suspects: {a: One says so.}, confirms: {b: One is sure.}}}\n"
    "- id: two\n"
    "  clue: Two?\n"
    "  answers: {yes: {rules_out: {a: Two says no., b: Two is against it.}}}\n";

/* Where answers stand against each other, both sides are shown. */
static void shows_both_sides(void)
{
    struct walked w = walked_new(quarrel, NULL);
    struct text out = {0};
    answer_step(&w, "one", "yes");
    answer_step(&w, "resolve", "no");
    answer_step(&w, "two", "yes");
    view_board(&out, at_60, w.session);
    CHECK_TEXT(text_get(&out), "1 of 2 causes left\n"
                               "contradicted (1)\n"
                               "  Cause B (b)\n"
                               "    confirmed: One is sure.\n"
                               "    ruled out: Two is against it.\n"
                               "ruled out (1)\n"
                               "  Cause A (a), disputed\n"
                               "    suspected: One says so.\n"
                               "    ruled out: Two says no.\n");
    text_release(&out);
    walked_free(&w);
}

static void check_moves(struct walked *w, struct board *before,
                        void (*view)(struct text *, struct screen, const struct session *,
                                     const struct board *),
                        const char *want)
{
    struct text out = {0};
    view(&out, at_60, w->session, before);
    CHECK_TEXT(text_get(&out), want);
    text_release(&out);
    board_free(before);
}

static void shows_what_moved(void)
{
    struct walked w = walked_new(checkout, NULL);
    struct board *before = session_board_copy(w.session);
    answer_step(&w, "deployed", "unknown");
    check_moves(&w, before, view_moves, "");
    before = session_board_copy(w.session);
    answer_step(&w, "used", "71");
    check_moves(&w, before, view_moves,
                "ruled out  Disk full (disk-full): 71% of it is used.\n"
                "3 -> 2 causes left.\n");
    before = session_board_copy(w.session);
    answer_step(&w, "first_error", "connection to the payment provider refused");
    check_moves(&w, before, view_moves,
                "suspected  The payment provider is down (psp): It says:\n"
                "    connection to the payment provider refused\n"
                "2 causes left.\n");
    walked_free(&w);
}

static void shows_what_fell(void)
{
    struct walked w = walked_new(checkout, NULL);
    answer_step(&w, "deployed", "no");
    answer_step(&w, "used", "71");
    struct board *before = session_board_copy(w.session);
    take_back(&w, "used");
    check_moves(&w, before, view_fallen,
                "no longer ruled out  Disk full (disk-full): \"71% of it is\n"
                "    used.\" no longer holds.\n"
                "1 -> 2 causes left.\n");
    before = session_board_copy(w.session);
    change_step(&w, "deployed", "yes");
    check_moves(&w, before, view_fallen,
                "no longer ruled out, now suspected  The last deploy\n"
                "    (deploy): It came right before the first error.\n"
                "2 -> 3 causes left.\n");
    before = session_board_copy(w.session);
    change_step(&w, "deployed", "yes");
    check_moves(&w, before, view_fallen, "No cause moved.\n");
    walked_free(&w);
}

static void says_when_nothing_is_left(void)
{
    struct walked w = walked_new(checkout, NULL);
    answer_step(&w, "deployed", "no");
    answer_step(&w, "used", "71");
    struct board *before = session_board_copy(w.session);
    answer_step(&w, "first_error", "nothing");
    check_moves(&w, before, view_moves,
                "ruled out  The payment provider is down (psp): What does the\n"
                "    first error say?: nothing\n"
                "1 -> 0 causes left. Every cause is ruled out: look at the\n"
                "reasons again (:causes), or it is one that this runbook does\n"
                "not know.\n");
    walked_free(&w);
}

static void closes(void)
{
    struct walked w = walked_new(checkout, levels);
    struct text out = {0};
    answer_step(&w, "severity.reach", "a few");
    answer_step(&w, "deployed", "unknown");
    answer_step(&w, "used", "71");
    view_closing(&out, at_60, w.session);
    CHECK_TEXT(text_get(&out), "Not resolved yet. All that was answered is saved.\n"
                               "Severity: sev3 (Minor, low impact)\n"
                               "No cause was confirmed.\n"
                               "ruled out (1)\n"
                               "  Disk full (disk-full)\n"
                               "    71% of it is used.\n"
                               "open: nothing spoke for or against (2)\n"
                               "  The last deploy (deploy)\n"
                               "  The payment provider is down (psp)\n"
                               "answered with \"I can't tell\" (1)\n"
                               "  Was code deployed around the time the errors started?\n"
                               "    (deployed)\n"
                               "never answered (2)\n"
                               "  What does the first error say? (first_error)\n"
                               "  Is it still so? (again)\n");
    text_release(&out);
    walked_free(&w);
}

static bool only_shown(const char *s, size_t len)
{
    for (size_t at = 0, took; at < len; at += took) {
        uint32_t c;
        took = utf8_read(s + at, len - at, &c);
        if (took == 0 || (utf8_unsafe(c) && c != '\n') || c == '\t')
            return false;
    }
    return true;
}

/* Everything a session can be shown by, with hostile text in an answer, its reason, an incident's
 * name. */
static void show_all(struct text *out, struct screen v, struct walked *w, const char *hostile)
{
    struct board *nothing = board_new(w->book);
    struct arena *a = arena_new();
    struct question q = question_of(a, w->session, walk_wanted(w->session));
    view_opening(out, v, w->session, hostile);
    view_resumed(out, v, w->session, hostile);
    q.text = q.why = q.how = q.unit = hostile;
    view_question(out, v, w->session, &q);
    view_help(out, v, w->session, &q);
    struct option options[] = {{hostile, hostile}};
    q.options = options;
    q.option_count = 1;
    view_question(out, v, w->session, &q);
    q.type = TYPE_TEXT;
    view_question(out, v, w->session, &q);
    q.type = TYPE_NUMBER;
    view_question(out, v, w->session, &q);
    view_board(out, v, w->session);
    view_moves(out, v, w->session, nothing);
    view_fallen(out, v, w->session, nothing);
    view_closing(out, v, w->session);
    arena_free(a);
    board_free(nothing);
}

static void nothing_raw_gets_out(void)
{
    char hostile[4 * 256 + 40] = "";
    size_t len = 0;
    for (int c = 1; c < 256; c++) {
        hostile[len++] = (char)c;
        hostile[len++] = 'x';
    }
    strcpy(hostile + len, "\033]0;title\a \xc2\x9b"
                          "31m \xe2\x80\xae \xf0\x9f\x92\xa5 end");
    struct walked w = walked_new(checkout, levels);
    struct text out = {0};
    answer_step(&w, "severity.reach", "a few");
    answer_step(&w, "deployed", "no");
    answer_step(&w, "used", "97");
    answer_step(&w, "first_error", hostile);
    show_all(&out, at_60, &w, hostile);
    CHECK(only_shown(text_get(&out), out.len));
    CHECK_HOLDS(text_get(&out), "^[");
    CHECK_HOLDS(text_get(&out), "<FF>");
    CHECK_HOLDS(text_get(&out), "<U+202E>");
    CHECK_HOLDS(text_get(&out), "\xf0\x9f\x92\xa5");
    text_release(&out);
    walked_free(&w);
}

static void fits_narrow_terminals(void)
{
    for (int width = 20; width <= 100; width += 5) {
        struct walked w = walked_new(checkout, levels);
        struct text out = {0};
        answer_step(&w, "severity.reach", "unknown");
        answer_step(&w, "deployed", "no");
        answer_step(&w, "used", "97");
        answer_step(&w, "first_error", "漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字漢字");
        show_all(&out, (struct screen){width, false}, &w, "a-name-longer-than-twenty-columns");
        for (const char *line = text_get(&out); *line; line = strchr(line, '\n') + 1)
            if (!CHECK(utf8_width(line, strcspn(line, "\n")) <= (size_t)width))
                printf("  %.*s\n", (int)strcspn(line, "\n"), line);
        CHECK_INT(out.at[out.len - 1], '\n');
        text_release(&out);
        walked_free(&w);
    }
}

int main(void)
{
    return suite_run("view",
                     (CU_TestInfo[]){{"asks_a_choice", asks_a_choice},
                                     {"asks_in_color", asks_in_color},
                                     {"asks_what_is_typed", asks_what_is_typed},
                                     {"says_it_asks_again", says_it_asks_again},
                                     {"helps_with_a_number", helps_with_a_number},
                                     {"helps_with_a_choice", helps_with_a_choice},
                                     {"helps_with_the_severity", helps_with_the_severity},
                                     {"leaves_commands_whole", leaves_commands_whole},
                                     {"opens", opens},
                                     {"shows_the_board", shows_the_board},
                                     {"shows_both_sides", shows_both_sides},
                                     {"shows_what_moved", shows_what_moved},
                                     {"shows_what_fell", shows_what_fell},
                                     {"says_when_nothing_is_left", says_when_nothing_is_left},
                                     {"closes", closes},
                                     {"nothing_raw_gets_out", nothing_raw_gets_out},
                                     {"fits_narrow_terminals", fits_narrow_terminals},
                                     CU_TEST_INFO_NULL});
}
