#include "books.h"

#include "base/mem.h"
#include "book/order.h"
#include "core/ahead.h"
#include "core/belief.h"
#include "core/best.h"

#define HEAD "ruleout: 1\nid: test\ntitle: T\norder: best\n"
#define FOUR "causes: {a: {title: A}, b: {title: B}, c: {title: C}, d: {title: D}}\n"

/* The second splits in halves; as written the first would only take one away. */
static const char *const halves = HEAD FOUR
    "steps:\n"
    "- {id: one, clue: One?, answers: {yes: {rules_out: [b, c, d]}, no: {rules_out: [a]}}}\n"
    "- {id: half, clue: Half?, answers: {yes: {rules_out: [c, d]}, no: {rules_out: [a, b]}}}\n"
    "- {id: three, clue: Three?, answers: {yes: {rules_out: [a, b, d]}, no: {rules_out: [c]}}}\n";

static void asks_what_splits_best(void)
{
    struct walked w = walked_new(halves, NULL);
    CHECK_TEXT(w.want, "half");
    CHECK_TEXT(session_chosen(w.session), "splits 4 causes 2/2");
    CHECK_TEXT(w.events.items[w.events.count - 1].value, "splits 4 causes 2/2");
    answer_step(&w, "half", "no");
    CHECK_TEXT(w.want, "three"); /* one tells c from d no better than it tells them from nothing */
    check_resumes(&w);
    answer_step(&w, "three", "yes");
    CHECK_TEXT(w.want, "one"); /* the last cause can still fall */
    check_resumes(&w);
    walked_free(&w);
}

static void written_is_the_default(void)
{
    struct text yaml = {0};
    text_add(&yaml, "ruleout: 1\nid: test\ntitle: T\n");
    text_add(&yaml, halves + strlen(HEAD));
    struct walked w = walked_new(text_get(&yaml), NULL);
    CHECK_TEXT(w.want, "one");
    CHECK(session_chosen(w.session) == NULL);
    struct batch b = {0};
    walk_fact(w.session, &b, walked_moment(&w),
              (struct event){.kind = EVENT_ORDER, .value = "best"});
    walk_settle(w.session, &b, walked_moment(&w));
    keep_batch(&w, &b);
    CHECK_TEXT(w.want, "one"); /* it was asked: it stays */
    check_resumes(&w);
    answer_step(&w, "one", "unknown");
    CHECK_TEXT(w.want, "half");
    check_resumes(&w);
    answer_step(&w, "half", "yes");
    take_back(&w, "half");
    CHECK_TEXT(w.want, "half");
    walked_free(&w);
    text_release(&yaml);
}

static void odds_and_costs_count(void)
{
    struct walked w = walked_new(
        HEAD
        "causes: {a: {title: A, odds: 50}, b: {title: B}, c: {title: C}, d: {title: D}}\n"
        "steps:\n"
        "- {id: half, clue: H?, answers: {yes: {rules_out: [c, d]}, no: {rules_out: [a, b]}}}\n"
        "- {id: is_a, clue: A?, answers: {yes: {rules_out: [b, c, d]}, no: {rules_out: [a]}}}\n",
        NULL);
    CHECK_TEXT(w.want, "is_a"); /* 50 to 3, and not 51 to 2 */
    CHECK_TEXT(session_chosen(w.session), "splits 4 causes 1/3");
    walked_free(&w);
    w = walked_new(
        HEAD FOUR
        "steps:\n"
        "- {id: half, clue: H?, cost: 10m, answers: {yes: {rules_out: [c, d]}, no: {rules_out: [a, "
        "b]}}}\n"
        "- {id: one, clue: A?, cost: 20s, answers: {yes: {rules_out: [b, c, d]}, no: {rules_out: "
        "[a]}}}\n",
        NULL);
    CHECK_TEXT(w.want, "one");
    CHECK_TEXT(session_chosen(w.session), "splits 4 causes 1/3, about 20s");
    walked_free(&w);
}

static void costs_of_before_count(void)
{
    static const int64_t costs[] = {5000, 90000, -1};
    struct walked w = walked_new(halves, NULL);
    session_use_costs(w.session, costs);
    answer_step(&w, "half", "unknown");
    take_back(&w, "half");
    CHECK_TEXT(w.want, "one");
    CHECK_TEXT(session_chosen(w.session), "splits 4 causes 1/3, about 5s");
    walked_free(&w);
}

static const char *const tied = HEAD FOUR
    "steps:\n"
    "- {id: weak, clue: W?, answers: {yes: {suspects: [a]}, no: {}}}\n"
    "- {id: kind, clue: K?, answers: {x: {}, z: {}}}\n"
    "- {id: strong, clue: 'S of ${kind}?', answers: {yes: {rules_out: [c, d]}, no: {rules_out: [a, "
    "b]}}}\n"
    "- {id: gated, clue: G?, when: 'strong == \"yes\"', answers: {yes: {rules_out: [a]}, no: "
    "{rules_out: [b]}}}\n"
    "- {id: leads, clue: L?, answers: {on: {next: far}, here: {}}}\n"
    "- {id: behind, clue: B?, answers: {yes: {rules_out: [a, b, c]}, no: {rules_out: [d]}}}\n"
    "- {id: far, clue: F?, answers: {yes: {rules_out: [a, c]}, no: {rules_out: [b, d]}}}\n"
    "- {id: again, clue: R?, answers: {yes: {next: weak, max: 1}, no: {}}}\n";

/* What one question needs of another comes first, and what only leads on waits with what is behind
 * it. */
static void what_is_tied_stays_tied(void)
{
    struct walked w = walked_new(tied, NULL);
    CHECK_TEXT(w.want, "kind"); /* strong waits for it */
    CHECK_TEXT(session_chosen(w.session), "decides nothing by itself");
    answer_step(&w, "kind", "x");
    answer_step(&w, "strong", "yes");
    answer_step(&w, "gated", "no");
    check_resumes(&w);
    CHECK_TEXT(w.want, "weak");
    answer_step(&w, "weak", "unknown");
    answer_step(&w, "leads", "here");
    check_resumes(&w);
    CHECK_TEXT(w.want, "behind"); /* of equals the first */
    walked_free(&w);
}

static void a_jump_is_honoured(void)
{
    struct walked w = walked_new(tied, NULL);
    answer_step(&w, "kind", "x");
    answer_step(&w, "strong", "unknown");
    CHECK_TEXT(w.want, "weak"); /* gated's condition does not hold: it waits to the last */
    answer_step(&w, "weak", "no");
    CHECK_TEXT(w.want, "leads");
    answer_step(&w, "leads", "on");
    CHECK(session_passed(w.session, book_step(w.book, "gated")) == NULL); /* it may yet hold */
    answer_step(&w, "far", "unknown");
    CHECK_TEXT(session_passed(w.session, book_step(w.book, "gated")),
               "its condition does not hold: strong == \"yes\"");
    check_resumes(&w);
    answer_step(&w, "again", "yes");
    CHECK_TEXT(w.want, "weak#2");
    check_resumes(&w);
    change_step(&w, "strong", "yes"); /* gated is open again */
    CHECK_TEXT(w.want, "gated");
    check_resumes(&w);
    walked_free(&w);
}

static void places_are_found(void)
{
    static const enum step_place places[] = {PLACE_FREE,     PLACE_FREE, PLACE_FREE, PLACE_FREE,
                                             PLACE_LEADS_ON, PLACE_FREE, PLACE_FREE, PLACE_FIXED};
    struct walked w = walked_new(tied, NULL);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        CHECK_INT(order_place(w.book, (int)i), places[i]);
    struct arena *a = arena_new();
    size_t count;
    const int *needs = order_needs(w.book, 2, a, &count);
    CHECK_INT(count, 1);
    CHECK_INT(needs[0], 1);
    CHECK(order_has_choice(w.book));
    arena_free(a);
    walked_free(&w);
}

static void lua_and_actions_hold_a_question_back(void)
{
    struct walked w = walked_new(
        HEAD FOUR "steps:\n"
                  "- {id: which, clue: W?, type: text, answers: {x: {}}}\n"
                  "- id: looks\n"
                  "  clue: L?\n"
                  "  lua: |\n"
                  "    return answer(\"which\") == \"x\" and \"yes\" or \"no\"\n"
                  "  answers: {yes: {rules_out: [a]}, no: {}}\n"
                  "- {id: acts, clue: A?, answers: {yes: {confirms: [a], do: mend}, no: {}}}\n"
                  "actions:\n"
                  "  mend: {title: M, for: [a], run: \"mend ${which}\"}\n",
        NULL);
    struct arena *a = arena_new();
    size_t count;
    for (int i = 1; i <= 2; i++)
        if (CHECK(order_needs(w.book, i, a, &count) != NULL) && CHECK_INT(count, 1))
            CHECK_INT(order_needs(w.book, i, a, &count)[0], 0);
    CHECK_TEXT(w.want, "which");
    arena_free(a);
    walked_free(&w);
}

static void beliefs_sum_up(void)
{
    struct walked w = walked_new(halves, NULL);
    struct arena *a = arena_new();
    struct belief before = belief_of(w.session, a);
    CHECK(before.of[0] > 0.237 && before.of[0] < 0.239); /* 1 of 4.2 */
    answer_step(&w, "half", "yes");
    struct belief after = belief_of(w.session, a);
    double sum = 0;
    for (size_t i = 0; i < after.count; i++)
        sum += after.of[i];
    CHECK(sum > 0.999999 && sum < 1.000001);
    CHECK(after.of[2] == 0);
    CHECK(after.of[0] > 0.47);
    struct outcomes o = outcomes_of(w.session, 1, a);
    CHECK_INT(o.count, 2);
    CHECK(o.chance[0] > 0.97 && o.chance[2] < 0.03);
    arena_free(a);
    walked_free(&w);
}

static void words_say_what_it_can_do(void)
{
    struct walked w = walked_new("ruleout: 1\nid: test\ntitle: T\n" FOUR "steps:\n"
                                 "- {id: s, clue: S?, answers: {yes: {suspects: [a, b]}, no: {}}}\n"
                                 "- {id: c, clue: C?, answers: {yes: {confirms: [a]}, no: {}}}\n"
                                 "- {id: l, clue: L?, answers: {yes: {rules_out: [a]}, no: {}, "
                                 "maybe: {rules_out: [b, c]}}}\n"
                                 "- {id: n, clue: N?, check: a/b, answers: {yes: {}, no: {}}}\n",
                                 NULL);
    static const char *const says[] = {"can point to 2 of 4 causes", "can confirm 1 of 4 causes",
                                       "leaves of 4 causes 3/4/2",
                                       "decides nothing by itself, about 2s"};
    for (int i = 0; i < 4; i++) {
        struct text t = {0};
        best_why(w.session, i, &t);
        CHECK_TEXT(text_get(&t), says[i]);
        text_release(&t);
    }
    walked_free(&w);
}

static unsigned next_random(unsigned *r)
{
    *r = *r * 1664525u + 1013904223u;
    return *r >> 8;
}

/* Ten causes, twelve questions with effects, conditions, texts and jumps at random. */
static char *random_book(unsigned seed)
{
    static const char *const kinds[] = {"suspects", "rules_out", "rules_out", "confirms"};
    struct text t = {0};
    unsigned r = seed * 2654435761u;
    text_add(&t, HEAD "causes:\n");
    for (int i = 0; i < 10; i++)
        text_format(&t, "  c%d: {title: C, odds: %u}\n", i, 1 + next_random(&r) % 9);
    text_add(&t, "steps:\n");
    for (unsigned i = 0; i < 12; i++) {
        text_format(&t, "- id: s%u\n  clue: 'S", i);
        if (i && next_random(&r) % 4 == 0)
            text_format(&t, " ${s%u}", next_random(&r) % i);
        text_add(&t, "?'\n");
        if (i && next_random(&r) % 5 == 0)
            text_format(&t, "  when: s%u ~= \"no\"\n", next_random(&r) % i);
        else if (next_random(&r) % 5 == 0)
            text_format(&t, "  when: not ruled_out(\"c%u\")\n", next_random(&r) % 10);
        text_add(&t, "  answers:\n");
        for (int k = 0; k < 2; k++) {
            text_format(&t, "    %s: {%s: [c%u]", k ? "no" : "yes", kinds[next_random(&r) % 4],
                        next_random(&r) % 10);
            if (next_random(&r) % 9 == 0 && i < 10)
                text_format(&t, ", next: s%u", i + 1 + next_random(&r) % 2);
            else if (next_random(&r) % 12 == 0 && i)
                text_format(&t, ", next: s%u, max: 1", next_random(&r) % i);
            text_add(&t, "}\n");
        }
    }
    return text_take(&t);
}

/* At the end nothing on the way is left open. */
static void check_all_settled(const struct walked *w)
{
    struct arena *a = arena_new();
    CHECK_INT(ahead_of(w->session, a).count, 0);
    arena_free(a);
}

static void random_move(struct walked *w, unsigned *r)
{
    static const char *const values[] = {"yes", "no", "unknown"};
    struct want to = walk_wanted(w->session), change;
    unsigned what = next_random(r) % 16;
    const char *value = values[next_random(r) % 3];
    int step = (int)(next_random(r) % w->book->step_count);
    if (to.kind == WANT_END || what < 2) {
        struct batch b = {0};
        char undone[STEP_NAME_MAX];
        if (to.kind == WANT_END)
            check_all_settled(w);
        if (walk_back(w->session, &b, walked_moment(w), undone)) {
            walk_settle(w->session, &b, walked_moment(w));
            keep_batch(w, &b);
        }
    } else if (what < 4 && want_parse(w->session, w->book->steps[step].id, &change)) {
        answer_to(w, change, value);
    } else {
        answer_to(w, to, to.kind == WANT_RESOLVE ? "no" : value);
    }
}

static const char *const calls = HEAD FOUR
    "steps:\n"
    "- {id: weak, clue: W?, answers: {yes: {suspects: [a]}, no: {}}}\n"
    "- {id: half, clue: H?, answers: {yes: {rules_out: [c, d]}, no: {rules_out: [a, b]}}}\n"
    "- {id: over, clue: O?, answers: {yes: {call: {runbook: sub, for: a}}, no: {}}}\n"
    "- {id: late, clue: L?, answers: {yes: {rules_out: [a, c]}, no: {rules_out: [b, d]}}}\n"
    "- {id: again, clue: R?, answers: {yes: {next: half, max: 2}, no: {}}}\n";

static const char *const sub =
    "ruleout: 1\nid: sub\ntitle: S\n"
    "causes: {x: {title: X}, y: {title: Y}, z: {title: Z}}\n"
    "steps:\n"
    "- {id: first, clue: F?, answers: {yes: {suspects: [x]}, no: {}}}\n"
    "- {id: split, clue: S?, answers: {yes: {rules_out: [x, y]}, no: {rules_out: [z]}}}\n"
    "- {id: last, clue: L?, answers: {yes: {confirms: [x]}, no: {rules_out: [x]}}}\n";

/* A call comes in its place; within the called runbook the order is best too. */
static void a_call_keeps_its_place(void)
{
    struct others others = {0};
    others_add(&others, "sub.yaml", sub);
    struct walked w = walked_with(calls, NULL, &others);
    answer_step(&w, "half", "unknown");
    answer_step(&w, "weak", "no");
    answer_step(&w, "over", "yes");
    CHECK_TEXT(w.want, "sub/last");
    check_resumes(&w);
    answer_step(&w, "sub/last", "no");
    answer_step(&w, "sub/split", "unknown");
    CHECK_TEXT(w.want, "late");
    change_step(&w, "over", "no");
    CHECK_TEXT(w.want, "late");
    check_resumes(&w);
    walked_free(&w);
    others_free(&others);
}

/* Whatever is answered, changed and taken back, folding the record anew gives the same question and
 * board, and nothing that waits is lost. */
static void random_walks_resume(void)
{
    struct others others = {0};
    others_add(&others, "sub.yaml", sub);
    for (unsigned seed = 1; seed <= 200; seed++) {
        char *yaml = seed % 4 ? random_book(seed) : mem_text(calls);
        struct walked w = walked_with(yaml, NULL, &others);
        unsigned r = seed * 747796405u;
        for (int i = 0; i < 40; i++) {
            random_move(&w, &r);
            check_resumes(&w);
        }
        walked_free(&w);
        free(yaml);
    }
    others_free(&others);
}

int main(void)
{
    return suite_run("best",
                     (CU_TestInfo[]){{"what splits best", asks_what_splits_best},
                                     {"written is the default", written_is_the_default},
                                     {"odds and costs", odds_and_costs_count},
                                     {"costs of before", costs_of_before_count},
                                     {"what is tied", what_is_tied_stays_tied},
                                     {"a jump", a_jump_is_honoured},
                                     {"places", places_are_found},
                                     {"Lua and actions", lua_and_actions_hold_a_question_back},
                                     {"beliefs", beliefs_sum_up},
                                     {"words", words_say_what_it_can_do},
                                     {"a call", a_call_keeps_its_place},
                                     {"random walks resume", random_walks_resume},
                                     CU_TEST_INFO_NULL});
}
