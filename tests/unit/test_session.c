#include "books.h"

static const char *const three =
    "ruleout: 1\n"
    "id: test\n"
    "title: T\n"
    "causes:\n"
    "  a: {title: A}\n"
    "  b: {title: B}\n"
    "  c: {title: C}\n"
    "steps:\n"
    "- id: one\n"
    "  clue: One?\n"
    "  answers:\n"
    "    yes: {suspects: {a: one says so}}\n"
    "    no: {rules_out: {a: one says no}}\n"
    "- id: two\n"
    "  anomaly: Two?\n"
    "  answers:\n"
    "    yes: {confirms: {a: two says so}, rules_out: {b: two says no}}\n"
    "    no: {rules_out: [b]}\n"
    "- id: three\n"
    "  pattern: Three?\n"
    "  answers:\n"
    "    yes: {suspects: {b: three says so}}\n"
    "    no: {}\n"
    "- id: only_a\n"
    "  when: suspected(\"a\")\n"
    "  clue: Only when a is suspected (three is ${three})?\n"
    "  answers:\n"
    "    yes: {rules_out: {c: a alone}}\n"
    "    no: {}\n"
    "resolve:\n"
    "  when: confirmed(\"c\")\n"
    "  else: {hand_over: the lead}\n";

static void walks_top_to_bottom(void)
{
    struct walked w = walked_new(three, NULL);
    answer_step(&w, "one", "yes");
    check_state(&w, "a", "suspected");
    CHECK_INT(w.last_count, 1);
    CHECK_TEXT(w.last[0].reason, "one says so");
    answer_step(&w, "two", "no");
    check_state(&w, "b", "ruled_out");
    CHECK_TEXT(w.last[0].reason, "Two?: no");
    answer_step(&w, "three", "no");
    answer_step(&w, "only_a", "yes");
    CHECK_TEXT(w.want, "end");
    check_resumes(&w);
    answer_step(&w, "end", ANSWER_HAND_OVER);
    CHECK_INT(session_state(w.session), SESSION_HANDED_OVER);
    CHECK_TEXT(w.events.items[w.events.count - 1].value, "the lead");
    walked_free(&w);
}

static void unknown_moves_nothing(void)
{
    struct walked w = walked_new(three, NULL);
    answer_step(&w, "one", "unknown");
    answer_step(&w, "two", "unknown");
    char *states = states_of(w.session);
    CHECK_TEXT(states, "open open open");
    free(states);
    CHECK(session_given(w.session, 0)->unknown);
    walked_free(&w);
}

static void passes_over_with_the_reason(void)
{
    struct walked w = walked_new(three, NULL);
    answer_step(&w, "one", "no");
    answer_step(&w, "two", "no");
    answer_step(&w, "three", "no");
    CHECK_TEXT(w.want, "end");
    CHECK_TEXT(session_passed(w.session, 3), "its condition does not hold: suspected(\"a\")");
    check_resumes(&w);
    walked_free(&w);
}

/* A question whose causes are all settled is not asked; one that a condition needs is. */
static void passes_over_what_decides_nothing(void)
{
    static const char *const yaml =
        "ruleout: 1\n"
        "id: test\n"
        "title: T\n"
        "causes: {a: {title: A}, b: {title: B}}\n"
        "steps:\n"
        "- {id: one, clue: One?, answers: {yes: {rules_out: [a]}, no: {suspects: [a]}}}\n"
        "- {id: two, clue: Two?, answers: {yes: {rules_out: [a]}, no: {}}}\n"
        "- {id: used, clue: Used?, answers: {yes: {rules_out: [a]}, no: {}}}\n"
        "- {id: noted, clue: Noted?, answers: {yes: {rules_out: [a], note: Look.}, no: {}}}\n"
        "- {id: last, clue: Last?, when: 'used == \"yes\"', answers: {yes: {rules_out: [b]}, no: "
        "{}}}\n";
    struct walked w = walked_new(yaml, NULL);
    answer_step(&w, "one", "yes");
    CHECK(session_passed(w.session, 1) != NULL);
    answer_step(&w, "used", "yes");
    answer_step(&w, "noted", "yes");
    CHECK_TEXT(w.events.items[w.events.count - 2].value, "Look.");
    CHECK_INT(w.events.items[w.events.count - 2].kind, EVENT_NOTED);
    answer_step(&w, "last", "no");
    walked_free(&w);

    w = walked_new(yaml, NULL);
    answer_step(&w, "one", "no");
    answer_step(&w, "two", "yes"); /* ruled out now, but disputed: worth another question */
    CHECK_TEXT(w.want, "used");
    walked_free(&w);
}

static void a_change_is_a_new_sum(void)
{
    struct walked w = walked_new(three, NULL);
    answer_step(&w, "one", "no");
    answer_step(&w, "two", "no");
    change_step(&w, "one", "yes");
    check_state(&w, "a", "suspected");
    CHECK_TEXT(w.want, "three");
    check_resumes(&w);
    answer_step(&w, "three", "yes");
    answer_step(&w, "only_a", "no"); /* asked, now that its condition holds */
    change_step(&w, "one", "no");
    CHECK_TEXT(w.want, "end");
    char *states = states_of(w.session);
    CHECK_TEXT(states, "ruled_out ruled_out! open");
    free(states);
    check_resumes(&w);
    walked_free(&w);
}

static void a_change_opens_what_was_passed_over(void)
{
    struct walked w = walked_new(three, NULL);
    answer_step(&w, "one", "no");
    answer_step(&w, "two", "no");
    answer_step(&w, "three", "no");
    CHECK_TEXT(w.want, "end");
    change_step(&w, "one", "yes");
    CHECK_TEXT(w.want, "only_a");
    CHECK(session_passed(w.session, 3) == NULL);
    check_resumes(&w);
    walked_free(&w);
}

static void back_takes_answers_back_one_by_one(void)
{
    struct walked w = walked_new(three, NULL);
    answer_step(&w, "one", "yes");
    answer_step(&w, "two", "no");
    take_back(&w, "two");
    CHECK_TEXT(w.want, "two");
    CHECK_INT(w.last_count, 1);
    CHECK_INT(w.last[0].from, CAUSE_RULED_OUT);
    CHECK_INT(w.last[0].to, CAUSE_OPEN);
    CHECK_TEXT(w.last[0].reason, "Two?: no");
    check_resumes(&w);
    take_back(&w, "one");
    CHECK_TEXT(w.want, "one");
    char *states = states_of(w.session);
    CHECK_TEXT(states, "open open open");
    free(states);
    struct batch b = {0};
    char undone[STEP_NAME_MAX];
    CHECK(!walk_back(w.session, &b, walked_moment(&w), undone));
    answer_step(&w, "one", "no");
    CHECK_TEXT(w.want, "two");
    check_resumes(&w);
    walked_free(&w);
}

static const char *const loop =
    "ruleout: 1\n"
    "id: test\n"
    "title: T\n"
    "causes: {a: {title: A}, b: {title: B}}\n"
    "steps:\n"
    "- {id: zero, clue: Zero?, answers: {yes: {}, no: {}}}\n"
    "- {id: top, clue: Top?, answers: {yes: {rules_out: [a]}, no: {}}}\n"
    "- {id: mid, clue: Mid?, answers: {yes: {rules_out: [b]}, no: {}}}\n"
    "- id: again\n"
    "  clue: Again?\n"
    "  answers:\n"
    "    yes: {next: top, max: 2}\n"
    "    no: {next: end}\n"
    "- {id: last, clue: Last?, answers: {yes: {}, no: {}}}\n";

static void next_goes_back_up_at_most_max_times(void)
{
    struct walked w = walked_new(loop, NULL);
    answer_step(&w, "zero", "yes");
    answer_step(&w, "top", "yes");
    answer_step(&w, "mid", "yes");
    answer_step(&w, "again", "yes");
    CHECK_TEXT(w.want, "top#2");
    check_state(&w, "a", "open");      /* withdrawn until answered again */
    check_state(&w, "b", "ruled_out"); /* a person's answer between stands */
    check_resumes(&w);
    answer_step(&w, "top#2", "no");
    answer_step(&w, "again#2", "yes");
    answer_step(&w, "top#3", "yes");
    check_state(&w, "a", "ruled_out");
    answer_step(&w, "again#3", "yes"); /* used up: falls through */
    CHECK_TEXT(w.want, "last");
    check_resumes(&w);
    walked_free(&w);
}

/* What is asked is answered by its check. */
static void check_says(struct walked *w, const char *step, const char *value, const char *found)
{
    struct batch b = {0};
    struct want to = walk_wanted(w->session);
    CHECK_TEXT(w->want, step);
    CHECK(to.check);
    walk_answer_checked(w->session, &b, walked_moment(w), to,
                        &(struct checked_answer){value, "seen", found, 0});
    walk_settle(w->session, &b, walked_moment(w));
    keep_batch(w, &b);
}

static void what_a_check_said_is_looked_at_again_after_going_back(void)
{
    struct walked w = walked_new("ruleout: 1\nid: x\ntitle: T\n"
                                 "causes: {a: {title: A}, b: {title: B}}\nsteps:\n"
                                 "- {id: top, clue: T?, answers: {yes: {}}}\n"
                                 "- {id: looks, clue: L?, check: a/b, "
                                 "answers: {yes: {rules_out: [a]}, no: {}}}\n"
                                 "- {id: blind, clue: B?, check: a/b, "
                                 "answers: {yes: {rules_out: [b]}}}\n"
                                 "- {id: again, clue: \"${looks.part}?\", "
                                 "answers: {yes: {next: top, max: 1}}}\n",
                                 NULL);
    answer_step(&w, "top", "yes");
    check_says(&w, "looks", "yes", "{\"part\": 3}");
    answer_step(&w, "blind", "yes"); /* by a person */
    check_state(&w, "a", "ruled_out");
    check_resumes(&w);
    answer_step(&w, "again", "yes");
    check_state(&w, "a", "open"); /* withdrawn until it has looked */
    check_state(&w, "b", "ruled_out");
    answer_step(&w, "top#2", "yes");
    check_says(&w, "looks#2", "no", NULL);
    CHECK_TEXT(w.want, "again#2");
    check_state(&w, "a", "open");
    check_resumes(&w);
    walked_free(&w);
}

static void back_over_a_jump_undoes_the_jump(void)
{
    struct walked w = walked_new(loop, NULL);
    answer_step(&w, "zero", "yes");
    answer_step(&w, "top", "yes");
    answer_step(&w, "mid", "yes");
    answer_step(&w, "again", "yes");
    take_back(&w, "again");
    CHECK_TEXT(w.want, "again");
    check_state(&w, "a", "ruled_out");
    check_resumes(&w);
    answer_step(&w, "again", "no");
    CHECK_TEXT(w.want, "end");
    change_step(&w, "again", "yes");
    CHECK_TEXT(w.want, "top#2");
    answer_step(&w, "top#2", "no");
    change_step(&w, "again#1", "no"); /* without the jump, the second visit never was */
    CHECK_TEXT(w.want, "end");
    check_state(&w, "a", "ruled_out");
    check_resumes(&w);
    walked_free(&w);
}

static void a_visit_that_a_change_closed_can_open_again(void)
{
    struct walked w = walked_new(loop, NULL);
    answer_step(&w, "zero", "yes");
    answer_step(&w, "top", "yes");
    answer_step(&w, "mid", "yes");
    answer_step(&w, "again", "yes");
    answer_step(&w, "top#2", "no");
    take_back(&w, "top#2");
    take_back(&w, "again");
    answer_step(&w, "again", "yes");
    answer_step(&w, "top#2", "yes");
    check_state(&w, "a", "ruled_out");
    change_step(&w, "top#2", "no");
    check_state(&w, "a", "open");
    CHECK_TEXT(w.want, "again#2");
    check_resumes(&w);
    walked_free(&w);
}

static void a_changed_jump_asks_what_it_had_jumped_over(void)
{
    static const char *const yaml =
        "ruleout: 1\n"
        "id: test\n"
        "title: T\n"
        "causes: {a: {title: A}}\n"
        "steps:\n"
        "- {id: one, clue: One?, answers: {far: {next: four}, near: {}}}\n"
        "- {id: two, clue: Two?, answers: {yes: {}, no: {}}}\n"
        "- {id: three, clue: Three?, answers: {yes: {}, no: {}}}\n"
        "- {id: four, clue: Four?, answers: {yes: {}, no: {}}}\n"
        "- {id: five, clue: Five?, answers: {yes: {}, no: {}}}\n";
    struct walked w = walked_new(yaml, NULL);
    answer_step(&w, "one", "far");
    answer_step(&w, "four", "yes");
    change_step(&w, "one", "near");
    answer_step(&w, "two", "yes");
    check_resumes(&w);
    answer_step(&w, "three", "yes");
    CHECK_TEXT(w.want, "five"); /* four was answered */
    walked_free(&w);
}

static void resolving_is_asked_and_can_be_declined(void)
{
    static const char *const yaml =
        "ruleout: 1\n"
        "id: test\n"
        "title: T\n"
        "causes: {a: {title: A}, b: {title: B}}\n"
        "steps:\n"
        "- {id: one, clue: One?, answers: {yes: {confirms: [a]}, no: {}}}\n"
        "- {id: two, clue: Two?, answers: {yes: {}, no: {}}}\n"
        "- {id: three, clue: Three?, answers: {yes: {confirms: [b]}, no: {}}}\n";
    struct walked w = walked_new(yaml, NULL);
    answer_step(&w, "one", "yes");
    answer_step(&w, "resolve", "no");
    answer_step(&w, "two", "yes"); /* the board did not move: not asked again */
    answer_step(&w, "three", "yes");
    check_resumes(&w);
    answer_step(&w, "resolve", "yes");
    CHECK_INT(session_state(w.session), SESSION_RESOLVED);
    CHECK_INT(session_times(w.session).closed_ms, w.now_ms - 1000);
    check_resumes(&w);
    walked_free(&w);
}

static const char *const levels =
    "severity:\n"
    "  ask:\n"
    "  - {id: reach, question: Who?, answers: [all, some, few]}\n"
    "  - {id: data, question: Data?, answers: [yes, no]}\n"
    "  levels:\n"
    "  - {id: sev1, title: Critical, when: 'data == \"yes\" or reach == \"all\"'}\n"
    "  - {id: sev2, title: Major, when: 'reach == \"some\"'}\n"
    "  - {id: sev3, title: Minor, when: true}\n";

static void triage_sets_the_level(void)
{
    static const struct {
        const char *reach, *data, *level;
    } cases[] = {
        {"all", "no", "sev1"},      {"some", "no", "sev2"},         {"few", "no", "sev3"},
        {"few", "yes", "sev1"},     {"unknown", "no", "sev1"},      {"some", "unknown", "sev1"},
        {"few", "unknown", "sev1"}, {"unknown", "unknown", "sev1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct walked w = walked_new(three, levels);
        answer_step(&w, "severity.reach", cases[i].reach);
        CHECK_INT(session_level(w.session), -1);
        answer_step(&w, "severity.data", cases[i].data);
        CHECK_TEXT(w.severity->levels[session_level(w.session)].id, cases[i].level);
        CHECK_TEXT(w.want, "one");
        check_resumes(&w);
        walked_free(&w);
    }
}

static void a_level_can_be_set_by_hand(void)
{
    struct walked w = walked_new(three, levels);
    answer_step(&w, "severity.reach", "some");
    answer_step(&w, "severity.data", "no");
    change_step(&w, "severity.reach", "few");
    CHECK_INT(session_level(w.session), 2);
    CHECK_TEXT(w.want, "one");
    struct batch b = {0};
    walk_fact(
        w.session, &b, walked_moment(&w),
        (struct event){.kind = EVENT_SEVERITY, .value = "sev1", .evidence = "the press calls"});
    keep_batch(&w, &b);
    change_step(&w, "severity.reach", "some"); /* a person's word stands */
    CHECK_INT(session_level(w.session), 0);
    check_resumes(&w);
    walked_free(&w);
}

static void verdicts_count_as_confirming(void)
{
    struct walked w = walked_new(three, NULL);
    struct batch b = {0};
    walk_fact(w.session, &b, walked_moment(&w),
              (struct event){.kind = EVENT_CONFIRMED, .value = "c", .evidence = "I saw it"});
    walk_settle(w.session, &b, walked_moment(&w));
    keep_batch(&w, &b);
    check_state(&w, "c", "confirmed");
    CHECK_TEXT(w.last[0].reason, "I saw it");
    CHECK_TEXT(w.want, "resolve");
    check_resumes(&w);
    walked_free(&w);
}

/* Whatever is answered, changed and taken back, folding the record anew gives the same session. */
static void random_walks_resume(void)
{
    static const char *const values[] = {"yes", "no", "unknown"};
    for (unsigned seed = 1; seed <= 300; seed++) {
        struct walked w = walked_new(seed % 2 ? loop : three, seed % 3 ? NULL : levels);
        unsigned r = seed * 2654435761u;
        for (int i = 0; i < 30; i++) {
            r = r * 1664525u + 1013904223u;
            struct want to = walk_wanted(w.session);
            struct batch b = {0};
            char undone[STEP_NAME_MAX];
            if (to.kind == WANT_END || (r >> 28) < 2) {
                if (walk_back(w.session, &b, walked_moment(&w), undone)) {
                    walk_settle(w.session, &b, walked_moment(&w));
                    keep_batch(&w, &b);
                }
                continue;
            }
            size_t count = w.book->step_count;
            int step = (int)((r >> 16) % count);
            struct want change;
            const char *value = values[(r >> 8) % 3];
            if (to.kind == WANT_RESOLVE)
                value = "no";
            if ((r >> 28) < 5 && want_parse(w.session, w.book->steps[step].id, &change))
                answer_to(&w, change, value);
            else if (to.kind != WANT_TRIAGE)
                answer_to(&w, to, value);
            else
                answer_to(&w, to, to.index ? "no" : "few");
            check_resumes(&w);
        }
        walked_free(&w);
    }
}

static void times_come_from_the_record(void)
{
    static const char *const yaml =
        "ruleout: 1\n"
        "id: test\n"
        "title: T\n"
        "causes: {a: {title: A}}\n"
        "steps:\n"
        "- {id: started, clue: Since when?, type: time}\n"
        "- {id: load, anomaly: 'Load?', type: number, unit: x, answers: "
        "{'< 1.5': {rules_out: {a: 'Load is ${load} since ${started:ms}.'}}, else: {}}}\n";
    struct walked w = walked_new(yaml, NULL);
    CHECK_INT(session_times(w.session).started_ms, -1);
    answer_step(&w, "started", "1970-01-01T01:00:05+01:00");
    CHECK_INT(session_times(w.session).started_ms, 5000);
    CHECK_INT(session_times(w.session).opened_ms, 1000000);
    answer_step(&w, "load", "1.2");
    CHECK_TEXT(w.last[0].reason, "Load is 1.2 since 5000.");
    CHECK_INT(w.events.items[w.events.count - 2].took_ms, 1000);
    walked_free(&w);
}

int main(void)
{
    return suite_run(
        "session",
        (CU_TestInfo[]){
            {"walks top to bottom", walks_top_to_bottom},
            {"unknown moves nothing", unknown_moves_nothing},
            {"passes over with the reason", passes_over_with_the_reason},
            {"passes over what decides nothing", passes_over_what_decides_nothing},
            {"a change is a new sum", a_change_is_a_new_sum},
            {"a change opens what was passed over", a_change_opens_what_was_passed_over},
            {"back takes answers back", back_takes_answers_back_one_by_one},
            {"next goes back up", next_goes_back_up_at_most_max_times},
            {"going back looks again", what_a_check_said_is_looked_at_again_after_going_back},
            {"back over a jump", back_over_a_jump_undoes_the_jump},
            {"a closed visit opens again", a_visit_that_a_change_closed_can_open_again},
            {"a changed jump", a_changed_jump_asks_what_it_had_jumped_over},
            {"resolving", resolving_is_asked_and_can_be_declined},
            {"triage", triage_sets_the_level},
            {"a level by hand", a_level_can_be_set_by_hand},
            {"verdicts", verdicts_count_as_confirming},
            {"random walks resume", random_walks_resume},
            {"times", times_come_from_the_record},
            CU_TEST_INFO_NULL});
}
