#include "drills.h"

static const char *const book =
    "ruleout: 1\n"
    "id: test\n"
    "title: T\n"
    "inputs:\n"
    "  env: {default: prod, one_of: [prod, test]}\n"
    "causes:\n"
    "  release: {title: The last release}\n"
    "  visitors: {title: More visitors}\n"
    "steps:\n"
    "- id: load\n"
    "  anomaly: How much?\n"
    "  type: number\n"
    "  unit: x\n"
    "  answers:\n"
    "    \"< 2\": {rules_out: {visitors: \"It is ${load}.\"}}\n"
    "    else: {suspects: [visitors]}\n"
    "- id: recent\n"
    "  clue: Was there a release?\n"
    "  answers:\n"
    "    yes: {suspects: [release], do: back}\n"
    "    no: {rules_out: [release]}\n"
    "- id: shared\n"
    "  when: suspected(\"release\")\n"
    "  pattern: What is shared?\n"
    "  type: text\n"
    "  answers:\n"
    "    nothing: {}\n"
    "    else: {confirms: {release: \"They share: ${shared}\"}}\n"
    "- id: again\n"
    "  clue: Look again?\n"
    "  answers:\n"
    "    yes: {next: load, max: 1}\n"
    "    no: {}\n"
    "actions:\n"
    "  back:\n"
    "    title: Roll back\n"
    "    for: [release]\n"
    "    guard: [{ask: May it?}, {ask: Shall it?, is: aye}]\n"
    "    save: {before: app version}\n"
    "    confirm: ${env}\n"
    "    run: app undo ${env}\n"
    "    timeout: 1m\n"
    "    temporary: resolved\n"
    "    undo: app redo ${before}\n"
    "    on_fail: call\n"
    "  call: {title: Call them, for: [release], kind: escalate, how: Ring them up.}\n"
    "resolve:\n"
    "  when: confirmed(\"release\")\n";

#define WORLD                                    \
    "world:\n"                                   \
    "  run:\n"                                   \
    "  - {match: app version, out: \"41\\n\"}\n" \
    "  - {match: app undo prod, takes: 30s}\n"   \
    "  - {match: app redo 41, takes: 10s}\n"
#define ANSWERS "answers: {load: 1, recent: yes, shared: a header}\n"
#define BACK "actions: {back: {guard: [yes, aye], confirm: prod}}\n"
#define UNDONE "actions: {back: {guard: [yes, aye], confirm: prod, undo: yes}}\n"

static void it_passes(void)
{
    struct drilled d =
        drilled_run(book,
                    ANSWERS UNDONE WORLD "expect:\n"
                                         "  confirmed: {release: \"share: a header\"}\n"
                                         "  ruled_out: {visitors: It is 1.}\n"
                                         "  asked_at_most: 3\n"
                                         "  not_asked: [again]\n"
                                         "  actions: {back: done, call: untried}\n"
                                         "  open_changes: []\n"
                                         "  ends: resolved\n",
                    NULL);
    CHECK_TEXT(text_get(&d.r.failures), "");
    CHECK_INT(d.r.answered, 5);
    CHECK_INT(fake_now_ms(d.fake) - d.drill->clock_ms, 40000);
    drilled_free(&d);
}

static void without_expectations_it_passes_unless_it_is_stuck(void)
{
    CHECK_DRILL(book, "answers: {load: 3, recent: no, again: no}\n", NULL, "");
    CHECK_DRILL(book, "answers: {load: unknown, recent: \"I can't tell\", again: unknown}\n", NULL,
                "");
    CHECK_DRILL(book, "", NULL, "asked load (How much?), to which the drill has no answer\n");
    CHECK_DRILL(book, "answers: {load: 3 x}\n", NULL,
                "asked recent (Was there a release?), to which the drill has no answer\n");
}

static void answers_fit_or_fail_it(void)
{
    CHECK_DRILL(book, "answers: {load: much}\n", NULL,
                "line 4: load: \"much\" is not a number in x: write it like 12 or 1.5.\n");
    CHECK_DRILL(book, "answers: {load: 3 km}\n", NULL,
                "line 4: load: The unit here is x, not km.\n");
    CHECK_DRILL(book, "answers:\n  load: 3\n  recent: perhaps\n", NULL,
                "line 6: recent: \"perhaps\" is not one of the answers. Say \"yes\", \"no\" or \"I "
                "can't tell\".\n");
    CHECK_DRILL(book, "inputs: {env: stage}\nanswers: {load: 3}\n", NULL,
                "line 4: input.env: \"stage\" is not one of the answers. Say \"prod\", \"test\" or "
                "\"I can't tell\".\n");
}

static void every_answer_is_asked_for(void)
{
    CHECK_DRILL(book,
                "answers:\n  load: 3\n  load#2: 3\n  recent: no\n  shared: x\n  again: no\n"
                "  resolve: yes\n",
                NULL,
                "line 6: nobody asked for load#2\n"
                "line 8: nobody asked for shared\n"
                "line 10: nobody asked for resolve\n");
    CHECK_DRILL(book,
                "answers: {load: 3, recent: no, again: no}\nactions:\n  back: no\n  call: {}\n",
                NULL, "line 6: back was not offered\nline 7: call was not offered\n");
}

static void a_later_visit_has_its_own_answer(void)
{
    CHECK_DRILL(book,
                "answers: {load#1: 3, recent: no, again: yes, load#2: 1, again#2: no}\n"
                "expect: {ruled_out: {visitors: It is 1.}, asked_at_most: 5}\n",
                NULL, "");
    CHECK_DRILL(book, "answers: {load: 3, recent: no, again: yes}\n", NULL,
                "asked load#2 (How much?), to which the drill has no answer\n");
}

static void actions_are_expected(void)
{
    CHECK_DRILL(book, ANSWERS WORLD, NULL,
                "asked back (Roll back - do it now?), to which the drill has no answer\n");
    CHECK_DRILL(book, ANSWERS "actions: {back: no}\nexpect: {actions: {back: declined}}\n", NULL,
                "");
    CHECK_DRILL(book,
                ANSWERS "actions:\n  back: {guard: [no]}\nexpect: {actions: {back: declined}}\n",
                NULL, "");
    CHECK_DRILL(book, ANSWERS "actions: {back: {}}\n", NULL,
                "line 5: back asks for an answer to a guard, which the drill does not give: May "
                "it? It goes on only with \"yes\".\n");
    CHECK_DRILL(book, ANSWERS "actions: {back: {guard: [yes]}}\n", NULL,
                "line 5: back asks for an answer to a guard, which the drill does not give: Shall "
                "it? It goes on only with \"aye\".\n");
    CHECK_DRILL(book, ANSWERS "actions: {back: {guard: [yes, aye]}}\n" WORLD, NULL,
                "line 5: back asks for confirm, which the drill does not give: Type prod to do "
                "it; anything else leaves it.\n");
    CHECK_DRILL(book,
                ANSWERS "actions: {back: {guard: [yes, aye], confirm: test}}\n" WORLD
                        "expect: {actions: {back: declined}}\n",
                NULL, "");
}

#define FAILS                             \
    "world:\n"                            \
    "  run:\n"                            \
    "  - {match: app version, out: 41}\n" \
    "  - {match: app undo prod, code: 1}\n"

static void a_failed_action_offers_the_next(void)
{
    CHECK_DRILL(book,
                ANSWERS
                "actions: {back: {guard: [yes, aye], confirm: prod}, call: {outcome: done}}\n" FAILS
                "expect: {actions: {back: failed, call: done}, open_changes: []}\n",
                NULL, "");
    CHECK_DRILL(book,
                ANSWERS "actions:\n  back: {guard: [yes, aye], confirm: prod}\n  call: {}\n" FAILS,
                NULL,
                "line 7: call asks for outcome, which the drill does not give: Do it now, then "
                "say how it went: done, failed or unknown.\n");
    /* What failed has nothing to be taken back. */
    CHECK_DRILL(book,
                ANSWERS "actions:\n  back: {guard: [yes, aye], confirm: prod, undo: yes}\n"
                        "  call: {outcome: unknown}\n" FAILS "expect: {actions: {call: unknown}}\n",
                NULL, "");
    CHECK_DRILL(book,
                ANSWERS BACK "world:\n  run:\n  - {match: app version, out: 41}\n"
                             "  - {match: app undo prod, takes: 61s}\n"
                             "expect: {actions: {back: unknown}, open_changes: [back]}\n",
                NULL, "");
}

static void the_world_is_closed(void)
{
    CHECK_DRILL(book, ANSWERS BACK "expect: {actions: {back: declined}}\n", NULL,
                "the drill's world has no run: app version\n");
    CHECK_DRILL(book,
                ANSWERS UNDONE "world:\n  run:\n  - {match: app version, out: 41}\n"
                               "  - {match: app undo prod}\n",
                NULL, "the drill's world has no run: app redo 41\n");
}

static void what_must_come_of_it(void)
{
    CHECK_DRILL(book,
                ANSWERS BACK WORLD "expect:\n"
                                   "  confirmed: [visitors]\n"
                                   "  open: [visitors]\n"
                                   "  suspected: {release: x}\n"
                                   "  ruled_out: {visitors: It is 2.}\n"
                                   "  not_asked: [load, recent]\n"
                                   "  asked_at_most: 2\n"
                                   "  actions: {back: failed, call: done}\n"
                                   "  open_changes: [call]\n"
                                   "  mitigated_within: 1s\n"
                                   "  ends: handed over\n",
                NULL,
                "line 12: visitors should be confirmed, and is ruled out: It is 1.\n"
                "line 14: release should be suspected, and is confirmed: They share: a header\n"
                "line 15: visitors is ruled out, but for another reason: It is 1.\n"
                "line 13: visitors should be open, and is ruled out: It is 1.\n"
                "line 12: release is confirmed too: They share: a header\n"
                "line 16: load should not be asked of anybody, and was\n"
                "line 16: recent should not be asked of anybody, and was\n"
                "line 17: 2 questions at most, and there were 3\n"
                "line 18: back should be failed, and is done\n"
                "line 18: call should be done, and is untried\n"
                "line 19: back is still in force\n"
                "line 19: call is not in force\n"
                "line 20: nothing that was done has helped, within 1s or later\n"
                "line 21: it should end handed over, and ends resolved\n");
}

static void resolving_is_refused(void)
{
    CHECK_DRILL(book,
                "answers: {load: 1, recent: yes, shared: x, resolve: no, again: no}\n" UNDONE WORLD
                "expect: {open_changes: [], ends: handed over}\n",
                NULL, "");
    CHECK_DRILL(book, "answers: {load: 1, recent: yes, shared: x, resolve: maybe}\n" BACK WORLD,
                NULL,
                "line 4: resolve: \"maybe\" is not one of the answers. Say \"yes\" or \"no\".\n");
}

/* As at the prompt: with the unit or without it, and times by the drill's own clock. */
static void units_and_times_mean_what_they_say(void)
{
    static const char *const measured =
        "ruleout: 1\n"
        "id: test\n"
        "title: T\n"
        "inputs: {since: {type: time, default: 2026-09-14T09:00:00Z}}\n"
        "causes: {slow: {title: S}, early: {title: E}}\n"
        "steps:\n"
        "- {id: share, clue: How many?, type: number, unit: '%',\n"
        "  answers: {< 1%: {rules_out: [slow]}, else: {suspects: [slow]}}}\n"
        "- {id: at, clue: When?, type: time, when: share > '0.5 %'}\n"
        "- id: early\n"
        "  clue: Early?\n"
        "  when: at < \"2026-09-14T10:00:00Z\" or at < since\n"
        "  answers: {yes: {}, no: {}}\n";
#define CLOCK "clock: 2026-09-14T12:20:00+02:00\n"
    CHECK_DRILL(measured, CLOCK "answers: {share: 0.8%, at: -20m, early: no}\n", NULL,
                "line 5: nobody asked for early\n");
    CHECK_DRILL(measured, CLOCK "answers: {share: 0.8, at: \"9:59\", early: no}\n", NULL, "");
    CHECK_DRILL(measured, CLOCK "answers: {share: 0.5 %}\nexpect: {ruled_out: [slow]}\n", NULL, "");
    CHECK_DRILL(measured, CLOCK "answers: {share: 2 ms}\n", NULL,
                "line 5: share: The unit here is %, not ms.\n");
    CHECK_DRILL(
        measured, CLOCK "answers: {share: 2, at: soon}\n", NULL,
        "line 5: at: \"soon\" is not a time: write 14:02, 2026-09-14 14:02, -20m (20 minutes "
        "ago) or now.\n");
}

/* Checks that are played: what they say, and how long that takes. */
struct play {
    struct fake *fake; /* moved on with each check */
    const char *answer, *evidence, *why;
    int64_t takes_ms;
    int looks, good_from; /* a verify says yes from this look on */
};

static void play_step(void *self, const struct session *s, int step, struct told *out)
{
    struct play *p = self;
    (void)s;
    (void)step;
    fake_pass(p->fake, p->takes_ms);
    *out =
        (struct told){p->answer ? mem_text(p->answer) : NULL,
                      p->evidence ? mem_text(p->evidence) : NULL, p->why ? mem_text(p->why) : NULL};
}

static void play_verify(void *self, const struct session *s, int verify, struct told *out)
{
    struct play *p = self;
    (void)s;
    (void)verify;
    fake_pass(p->fake, p->takes_ms);
    *out = (struct told){.answer = mem_text(++p->looks >= p->good_from ? "yes" : "no"),
                         .evidence = mem_text("seen")};
}

static const char *const checked =
    "ruleout: 1\n"
    "id: test\n"
    "title: T\n"
    "causes: {a: {title: A}, b: {title: B}}\n"
    "steps:\n"
    "- id: one\n"
    "  clue: One?\n"
    "  lua: |\n"
    "    return \"yes\"\n"
    "  timeout: 10s\n"
    "  answers: {yes: {suspects: [a], do: mend}, no: {rules_out: [a]}}\n"
    "actions:\n"
    "  mend: {title: Mend, for: [a], how: Mend it., verify: better, on_fail: other,\n"
    "    then: {confirms: {a: It helped.}}}\n"
    "  other: {title: Other, for: [a], how: x}\n"
    "verify:\n"
    "  better:\n"
    "    lua: |\n"
    "      return true\n"
    "    every: 15s\n"
    "    hold: 1m\n"
    "    within: 15m\n";

/* Runs `keys` with the checks of `p`; the failures, and how much the clock moved in `passed_ms`. */
static void played(const char *keys, struct play p, const char *failing, int64_t passed_ms)
{
    struct drilled d = drilled_load(checked, keys);
    p.fake = d.fake;
    struct outside outside = {&p, play_step, play_verify};
    d.r = rehearse(d.drill, d.fake, &outside, d.coverage);
    CHECK_TEXT(text_get(&d.r.failures), failing);
    CHECK_INT(fake_now_ms(d.fake) - d.drill->clock_ms, passed_ms);
    drilled_free(&d);
}

#define MEND "actions: {mend: {outcome: done}}\n"

static void checks_answer(void)
{
    played("expect: {not_asked: [one], ruled_out: {a: seen it}, asked_at_most: 0}\n",
           (struct play){.answer = "no", .evidence = "seen it", .takes_ms = 10000}, "", 10000);
    played("", (struct play){.why = "it is\ngone"},
           "asked one (One?), to which the drill has no answer; its check cannot tell: it is "
           "gone\n",
           0);
    played("", (struct play){.answer = "perhaps"},
           "asked one (One?), to which the drill has no answer; its check cannot tell: it says "
           "\"perhaps\", which is none of the answers\n",
           0);
    played("answers: {one: no}\nexpect: {ruled_out: {a: \"One?: no\"}, not_asked: [one]}\n",
           (struct play){.why = "gone"}, "line 5: one should not be asked of anybody, and was\n",
           0);
    played("answers: {one: no}\n", (struct play){.answer = "no"}, "line 4: nobody asked for one\n",
           0);
}

/* The drill's clock, not the machine's. */
static void a_check_has_its_timeout(void)
{
    played("", (struct play){.answer = "no", .takes_ms = 10001},
           "asked one (One?), to which the drill has no answer; its check cannot tell: no answer "
           "within 10s: ended\n",
           10000);
}

static void a_verify_holds_by_the_clock(void)
{
    played(MEND "expect: {confirmed: {a: It helped.}, mitigated_within: 1m, ends: resolved}\n",
           (struct play){.answer = "yes", .good_from = 1}, "", 60000);
    played(MEND "expect:\n  mitigated_within: 1m\n", (struct play){.answer = "yes", .good_from = 5},
           "line 6: mitigated after 2m, not within 1m\n", 120000);
    /* It has to hold within 15 min, so 14 min is the last moment to get better. */
    played(MEND, (struct play){.answer = "yes", .good_from = 57}, "", 15 * 60000);
    played("actions: {mend: {outcome: done}, other: {outcome: done}}\n"
           "expect: {actions: {mend: done, other: done}, suspected: [a], ends: handed over}\n",
           (struct play){.answer = "yes", .good_from = 58}, "", 15 * 60000);
}

static void coverage_counts_what_was_reached(void)
{
    struct text left = {0}, written = {0};
    struct drilled d =
        drilled_run(book, "answers: {load: 1, recent: yes, shared: a header}\n" BACK WORLD, NULL);
    CHECK_TEXT(text_get(&d.r.failures), "");
    CHECK_INT(coverage_total(d.coverage, COVER_ANSWERS), 8);
    CHECK_INT(coverage_reached(d.coverage, COVER_ANSWERS), 3);
    CHECK_INT(coverage_total(d.coverage, COVER_ELIMINATIONS), 2);
    CHECK_INT(coverage_reached(d.coverage, COVER_ELIMINATIONS), 1);
    CHECK_INT(coverage_total(d.coverage, COVER_CAUSES), 2);
    CHECK_INT(coverage_reached(d.coverage, COVER_CAUSES), 1);
    CHECK_INT(coverage_total(d.coverage, COVER_ACTIONS), 2);
    CHECK_INT(coverage_reached(d.coverage, COVER_ACTIONS), 1);
    coverage_left(d.coverage, &left);
    CHECK_TEXT(text_get(&left), "answer load: else\n"
                                "answer recent: no\n"
                                "elimination of release by recent: no\n"
                                "answer shared: nothing\n"
                                "answer again: yes\n"
                                "answer again: no\n"
                                "cause visitors\n"
                                "action call\n");
    struct coverage *other = coverage_new(d.drill->book);
    coverage_write(d.coverage, &written);
    coverage_add(other, "1", 1);
    CHECK_INT(coverage_reached(other, COVER_ANSWERS), 1);
    coverage_add(other, text_get(&written), written.len);
    coverage_add(other, "00000000000000000000000000000000", 32);
    CHECK_INT(coverage_reached(other, COVER_ANSWERS), 3);
    CHECK_INT(coverage_reached(other, COVER_ACTIONS), 1);
    coverage_clear(other);
    for (int kind = 0; kind < COVER_KINDS; kind++)
        CHECK_INT(coverage_reached(other, (enum covered)kind), 0);
    coverage_free(other);
    text_release(&left);
    text_release(&written);
    drilled_free(&d);
}

/* Nothing confirms `visitors`, so to suspect it is all that can be reached. Unknown is no answer,
 * and an action that failed was not done. */
static void coverage_is_not_given_away(void)
{
    struct drilled d = drilled_run(book, "answers: {load: 3, recent: unknown, again: no}\n", NULL);
    CHECK_TEXT(text_get(&d.r.failures), "");
    CHECK_INT(coverage_reached(d.coverage, COVER_ANSWERS), 2);
    CHECK_INT(coverage_reached(d.coverage, COVER_CAUSES), 1);
    CHECK_INT(coverage_reached(d.coverage, COVER_ELIMINATIONS), 0);
    drilled_free(&d);
    d = drilled_run(
        book,
        ANSWERS
        "actions: {back: {guard: [yes, aye], confirm: prod}, call: {outcome: done}}\n" FAILS,
        NULL);
    CHECK_TEXT(text_get(&d.r.failures), "");
    CHECK_INT(coverage_reached(d.coverage, COVER_ACTIONS), 1);
    drilled_free(&d);
    d = drilled_run(book, "answers: {load: 3, recent: no, again: yes, load#2: 1, again#2: no}\n",
                    NULL);
    CHECK_TEXT(text_get(&d.r.failures), "");
    CHECK_INT(coverage_reached(d.coverage, COVER_ANSWERS), 5);
    drilled_free(&d);
    /* An answer that rules out what another one confirms has eliminated nothing. */
    d = drilled_run("ruleout: 1\nid: test\ntitle: T\ncauses: {a: {title: A}}\nsteps:\n"
                    "- {id: one, clue: One?, answers: {yes: {confirms: [a]}, no: {}}, next: two}\n"
                    "- {id: two, clue: Two?, answers: {yes: {rules_out: [a]}, no: {}}, next: end}\n"
                    "resolve: {when: ruled_out(\"a\")}\n",
                    "answers: {one: yes, two: yes}\n", NULL);
    CHECK_TEXT(text_get(&d.r.failures), "");
    CHECK_INT(coverage_reached(d.coverage, COVER_ANSWERS), 2);
    CHECK_INT(coverage_reached(d.coverage, COVER_ELIMINATIONS), 0);
    drilled_free(&d);
}

/* The runbook that a drill names, without loading it. */
static void the_runbook_is_named(void)
{
    static const struct {
        const char *drill, *text, *book;
    } cases[] = {
        {"drills/a.yaml", "drill: 1\nrunbook: ../x.yaml\n", "x.yaml"},
        {"a.yaml", "drill: 1\nrunbook: ../x.yaml\n", "../x.yaml"},
        {"a.yaml", "drill: 1\nrunbook: x.yaml\n", "x.yaml"},
        {"./a.yaml", "drill: 1\nrunbook: x.yaml\n", "./x.yaml"},
        {"/a.yaml", "drill: 1\nrunbook: x.yaml\n", "/x.yaml"},
        {"/a/b.yaml", "drill: 1\nrunbook: ../x.yaml\n", "/x.yaml"},
        {"/a/b/c.yaml", "drill: 1\nrunbook: ../x.yaml\n", "/a/x.yaml"},
        {"a/b/c.yaml", "drill: 1\nrunbook: ../../../x.yaml\n", "../x.yaml"},
        {"../b/c.yaml", "drill: 1\nrunbook: ../../x.yaml\n", "../../x.yaml"},
        {"../b/c.yaml", "drill: 1\nrunbook: ../x.yaml\n", "../x.yaml"},
        {"a/c.yaml", "drill: 1\nrunbook: /x/y.yaml\n", "/x/y.yaml"},
        {"a/c.yaml", "drill: 1\nrunbook: \"b/y.yaml\" # so\nfuture: key\n", "a/b/y.yaml"},
        {"a/c.yaml", "drill: 1\n", NULL},
        {"a/c.yaml", "drill: 1\nrunbook: [x]\n", NULL},
        {"a/c.yaml", "- drill\n", NULL},
        {"a/c.yaml", "a: [\n", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct source *s = source_from(cases[i].drill, cases[i].text, strlen(cases[i].text));
        char *book_path = drill_runbook(s);
        if (!CHECK_TEXT(book_path, cases[i].book))
            printf("%s: %s\n", cases[i].drill, cases[i].text);
        free(book_path);
        source_free(s);
    }
}

int main(void)
{
    alarm(60);
    return suite_run(
        "drill",
        (CU_TestInfo[]){{"it passes", it_passes},
                        {"without expectations it passes unless it is stuck",
                         without_expectations_it_passes_unless_it_is_stuck},
                        {"answers fit or fail it", answers_fit_or_fail_it},
                        {"every answer is asked for", every_answer_is_asked_for},
                        {"units and times", units_and_times_mean_what_they_say},
                        {"a later visit has its own answer", a_later_visit_has_its_own_answer},
                        {"actions are expected", actions_are_expected},
                        {"a failed action offers the next", a_failed_action_offers_the_next},
                        {"the world is closed", the_world_is_closed},
                        {"what must come of it", what_must_come_of_it},
                        {"resolving is refused", resolving_is_refused},
                        {"checks answer", checks_answer},
                        {"a check has its timeout", a_check_has_its_timeout},
                        {"a verify holds by the clock", a_verify_holds_by_the_clock},
                        {"coverage counts what was reached", coverage_counts_what_was_reached},
                        {"coverage is not given away", coverage_is_not_given_away},
                        {"the runbook is named", the_runbook_is_named},
                        CU_TEST_INFO_NULL});
}
