#include "books.h"
#include "core/board.h"

/* Every combination of what can be said of one cause. */
static void states(void)
{
    static const struct {
        bool suspects, rules_out, confirms;
        enum cause_state state;
        bool disputed;
    } cases[] = {
        {0, 0, 0, CAUSE_OPEN, 0},         {1, 0, 0, CAUSE_SUSPECTED, 0},
        {0, 1, 0, CAUSE_RULED_OUT, 0},    {1, 1, 0, CAUSE_RULED_OUT, 1},
        {0, 0, 1, CAUSE_CONFIRMED, 0},    {1, 0, 1, CAUSE_CONFIRMED, 0},
        {0, 1, 1, CAUSE_CONTRADICTED, 0}, {1, 1, 1, CAUSE_CONTRADICTED, 0},
    };
    static const struct cause cause = {"a", "A"};
    const struct book book = {.causes = &cause, .cause_count = 1};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct board *b = board_new(&book);
        if (cases[i].suspects)
            board_add(b, &(struct move){0, EFFECT_SUSPECTS, 1, "s", "suspects"});
        if (cases[i].rules_out)
            board_add(b, &(struct move){0, EFFECT_RULES_OUT, 2, "s", "rules out"});
        if (cases[i].confirms)
            board_add(b, &(struct move){0, EFFECT_CONFIRMS, 3, "s", "confirms"});
        board_sum(b);
        CHECK_INT(b->causes[0].state, cases[i].state);
        CHECK_INT(b->causes[0].disputed, cases[i].disputed);
        CHECK_INT(b->causes[0].decided != NULL, cases[i].state != CAUSE_OPEN);
        CHECK_INT(board_left(b), cases[i].state != CAUSE_RULED_OUT);
        board_free(b);
    }
}

static void names(void)
{
    for (int i = CAUSE_OPEN; i <= CAUSE_CONTRADICTED; i++) {
        enum cause_state back;
        CHECK(cause_state_parse(cause_state_name((enum cause_state)i), &back));
        CHECK_INT(back, i);
    }
    enum cause_state none;
    CHECK(!cause_state_parse("ruled out", &none));
}

static void differences(void)
{
    static const struct cause causes[] = {{"a", "A"}, {"b", "B"}, {"c", "C"}};
    const struct book book = {.causes = causes, .cause_count = 3};
    struct board *before = board_new(&book), *after = board_new(&book);
    board_add(before, &(struct move){0, EFFECT_RULES_OUT, 1, "s", "gone"});
    board_add(before, &(struct move){1, EFFECT_SUSPECTS, 2, "s", "stays"});
    board_add(after, &(struct move){1, EFFECT_SUSPECTS, 2, "s", "stays"});
    board_add(after, &(struct move){2, EFFECT_CONFIRMS, 3, "s", "new"});
    board_sum(before);
    board_sum(after);
    struct cause_change found[3];
    CHECK_INT(board_diff(before, after, found), 2);
    CHECK_INT(found[0].cause, 0);
    CHECK_TEXT(found[0].reason, "gone");
    CHECK_INT(found[0].to, CAUSE_OPEN);
    CHECK_INT(found[1].cause, 2);
    CHECK_TEXT(found[1].reason, "new");
    board_free(before);
    board_free(after);
}

int main(void)
{
    return suite_run("board", (CU_TestInfo[]){{"states", states},
                                              {"names", names},
                                              {"differences", differences},
                                              CU_TEST_INFO_NULL});
}
