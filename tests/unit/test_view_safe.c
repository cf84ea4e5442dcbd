#include "views.h"

#include <string.h>

#include "base/utf8.h"

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
    return suite_run("view_safe", (CU_TestInfo[]){{"nothing_raw_gets_out", nothing_raw_gets_out},
                                                  {"fits_narrow_terminals", fits_narrow_terminals},
                                                  CU_TEST_INFO_NULL});
}
