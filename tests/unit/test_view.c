#include "views.h"

static const struct screen at_80 = {80, false};

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
                "clue 1 of 2 (causes left: 3)\n"
                "Was code deployed around the time the errors started?\n"
                "  Why: Most incidents follow a change.\n"
                "  How: Compare the first error with the end of the last\n"
                "       rollout, and read both times twice.\n"
                "  1  yes\n"
                "  2  no\n"
                "  3  I can't tell\n");
    check_asked(&w, at_80, view_question,
                "clue 1 of 2 (causes left: 3)\n"
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
                "\033[2mclue 1 of 2 (causes left: 3)\033[0m\n"
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
                "clue 2 of 2 (causes left: 2)\n"
                "How full is the fullest disk?\n"
                "  Answer: a number (unit %); or unknown, if you can't tell\n");
    answer_step(&w, "used", "71");
    check_asked(&w, at_60, view_question,
                "pattern 1 of 1 (causes left: 1)\n"
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
                "clue 2 of 2 (causes left: 2)\n"
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
                "anomaly 1 of 1 (causes left: 3)\n"
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
                "severity 1 of 1\n"
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
                "clue 1 of 1\n"
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

int main(void)
{
    return suite_run("view", (CU_TestInfo[]){{"asks_a_choice", asks_a_choice},
                                             {"asks_in_color", asks_in_color},
                                             {"asks_what_is_typed", asks_what_is_typed},
                                             {"says_it_asks_again", says_it_asks_again},
                                             {"helps_with_a_number", helps_with_a_number},
                                             {"helps_with_a_choice", helps_with_a_choice},
                                             {"helps_with_the_severity", helps_with_the_severity},
                                             {"leaves_commands_whole", leaves_commands_whole},
                                             {"opens", opens},
                                             CU_TEST_INFO_NULL});
}
