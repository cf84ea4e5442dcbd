#include "views.h"

#include <string.h>

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

int main(void)
{
    return suite_run("view_board",
                     (CU_TestInfo[]){{"shows_the_board", shows_the_board},
                                     {"shows_both_sides", shows_both_sides},
                                     {"shows_what_moved", shows_what_moved},
                                     {"shows_what_fell", shows_what_fell},
                                     {"says_when_nothing_is_left", says_when_nothing_is_left},
                                     {"closes", closes},
                                     CU_TEST_INFO_NULL});
}
