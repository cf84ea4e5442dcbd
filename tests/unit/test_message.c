/* What others are told, by the clock; and that it takes too long. */
#include <string.h>

#include "books.h"
#include "core/message.h"

#define HOUR_MS 3600000

static const char book[] =
    "ruleout: 1\nid: test\ntitle: T\n"
    "inputs: {place: {default: shop}}\n"
    "messages:\n"
    "  next: 'At ${place}: ${next_update:ms} ${next_update:date}'\n"
    "  better: 'Since ${mitigated_at:ms}: ${one}'\n"
    "  over: 'Since ${resolved_at}, ${next_update:json}'\n"
    "steps: [{id: one, clue: One?, type: text}, {id: two, clue: Two?, type: text}]\n"
    "resolve: {else: {after: 2h, hand_over: primary}}\n";

static const char severity[] = "severity:\n"
                               "  ask: [{id: reach, question: Who?, answers: [all, few]}]\n"
                               "  levels:\n"
                               "  - {id: bad, title: Bad, when: reach == \"all\", update_every: "
                               "20m, tell: [customers, boss]}\n"
                               "  - {id: fine, title: Fine, when: true}\n";

static void check_fill(const struct walked *w, const char *id, bool known, const char *want)
{
    struct text out = {0};
    int message = message_find(w->book, id);
    CHECK(message >= 0 && message_fill(w->session, message, 1789380000000, &out) == known);
    CHECK_TEXT(text_get(&out), want);
    text_release(&out);
}

static void moments_are_filled_in(void)
{
    struct walked w = walked_new(book, severity);
    struct text whom = {0};
    CHECK_INT(message_find(w.book, "worse"), -1);
    check_fill(&w, "next", false, "At shop: [next_update?] [next_update?]");
    message_whom(w.session, &whom);
    CHECK_TEXT(text_get(&whom), "");
    answer_step(&w, "severity.reach", "all");
    check_fill(&w, "next", true, "At shop: 1789381200000 2026-09-14");
    check_fill(&w, "better", false, "Since [mitigated_at?]: [one?]");
    check_fill(&w, "over", true, "Since Mon 14 Sep 2026 10:00 UTC, \"Mon 14 Sep 2026 10:20 UTC\"");
    message_whom(w.session, &whom);
    CHECK_TEXT(text_get(&whom), "customers, boss");
    answer_step(&w, "one", "unknown");
    session_apply(
        w.session,
        &(struct event){.kind = EVENT_MITIGATED, .seq = session_seq(w.session) + 1, .at_ms = 5000});
    check_fill(&w, "better", false, "Since 5000: unknown");
    text_release(&whom);
    walked_free(&w);
    w = walked_new(book, severity);
    answer_step(&w, "severity.reach", "few");
    check_fill(&w, "over", false, "Since Mon 14 Sep 2026 10:00 UTC, [next_update?]");
    walked_free(&w);
}

static size_t overdue(const struct walked *w)
{
    size_t n = 0;
    for (size_t i = 0; i < w->events.count; i++) {
        const struct event *e = &w->events.items[i];
        if (e->kind != EVENT_OVERDUE)
            continue;
        CHECK_TEXT(e->value, "2h");
        CHECK_TEXT(e->evidence, "primary");
        n++;
    }
    return n;
}

/* By the clock of whoever walks, a drill's too. */
static void it_takes_too_long_once(void)
{
    struct walked w = walked_new(book, NULL);
    w.now_ms += 2 * HOUR_MS - 2000;
    answer_step(&w, "one", "x");
    CHECK_INT(overdue(&w), 0);
    w.now_ms += 1000;
    answer_step(&w, "two", "x");
    CHECK_INT(overdue(&w), 1);
    w.now_ms += HOUR_MS;
    change_step(&w, "one", "y");
    CHECK_INT(overdue(&w), 1);
    walked_free(&w);
}

int main(void)
{
    setenv("TZ", "UTC", 1);
    return suite_run("message", (CU_TestInfo[]){{"moments are filled in", moments_are_filled_in},
                                                {"it takes too long once", it_takes_too_long_once},
                                                CU_TEST_INFO_NULL});
}
