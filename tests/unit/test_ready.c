#include "core/ready.h"

#include "books.h"
#include "core/expr.h"

/* Steps that check and steps that ask, in turns. */
static const char *const book =
    "ruleout: 1\n"
    "id: shop\n"
    "title: The shop is down\n"
    "allow: {read: [\"${log}\"]}\n"
    "inputs: {log: {type: path}, kind: {default: small}}\n"
    "causes:\n"
    "  app: {title: The app}\n"
    "  disk: {title: The disk}\n"
    "steps:\n"
    "- id: free\n"
    "  clue: Free?\n"
    "  check: some/thing\n"
    "  with: {much: 5}\n"
    "  answers: {yes: {suspects: [app]}, no: {}}\n"
    "- {id: who, clue: Who?, answers: {me: {}, you: {}}}\n"
    "- id: named\n"
    "  clue: Named?\n"
    "  check: some/thing\n"
    "  with: {who: \"it is ${who}\", kind: \"${kind}\"}\n"
    "  answers: {yes: {}, no: {}}\n"
    "- id: inline\n"
    "  clue: Inline?\n"
    "  lua: |\n"
    "    return answer(\"who\") == input.kind\n"
    "  answers: {yes: {}, no: {}}\n"
    "- id: later\n"
    "  clue: Later?\n"
    "  lua: |\n"
    "    return answer(\"behind\") == nil -- answer(\"who\")\n"
    "  answers: {yes: {}, no: {}}\n"
    "- id: any\n"
    "  clue: Any?\n"
    "  lua: |\n"
    "    local which = answer\n"
    "    return which(\"who\")\n"
    "  answers: {yes: {}, no: {}}\n"
    "- id: by_answer\n"
    "  clue: By answer?\n"
    "  when: who == \"me\"\n"
    "  check: some/thing\n"
    "  answers: {yes: {}, no: {}}\n"
    "- id: by_input\n"
    "  clue: By input?\n"
    "  when: kind == \"small\" or who == \"me\"\n"
    "  check: some/thing\n"
    "  answers: {yes: {}, no: {}}\n"
    "- {id: last_word, clue: Is it the app?, answers: {yes: {confirms: [app]}, no: {}}}\n"
    "- id: by_cause\n"
    "  clue: By cause?\n"
    "  when: not confirmed(\"app\")\n"
    "  check: some/thing\n"
    "  answers: {yes: {}, no: {}}\n"
    "- id: by_other_cause\n"
    "  clue: By other cause?\n"
    "  when: not confirmed(\"disk\")\n"
    "  check: some/thing\n"
    "  answers: {yes: {}, no: {}}\n"
    "- {id: behind, clue: Behind?, answers: {yes: {suspects: [disk]}, no: {next: end}}}\n"
    "- id: tail\n"
    "  clue: Tail?\n"
    "  check: some/thing\n"
    "  answers: {yes: {}, no: {}}\n";

/* The ids of all steps whose checks can start. */
static char *ready_ids(const struct ready *r)
{
    const struct book *b = session_book(r->session);
    struct text t = {0};
    for (size_t i = 0; i < b->step_count; i++)
        if (ready_now(r, (int)i))
            text_format(&t, "%s%s", t.len ? " " : "", b->steps[i].id);
    return text_take(&t);
}

static void check_ready(const struct walked *w, const char *want)
{
    struct ready r = {.session = w->session};
    char *got = ready_ids(&r);
    CHECK_TEXT(got, want);
    free(got);
}

static void the_log_is_known(struct walked *w)
{
    answer_step(w, "input.log", "/var/log/app.log");
}

static void waits_for_what_may_be_touched(void)
{
    struct walked w = walked_new(book, NULL);
    CHECK_TEXT(w.want, "input.log");
    check_ready(&w, ""); /* the input decides what all of them may read */
    the_log_is_known(&w);
    check_ready(&w, "free later by_input by_other_cause tail");
    walked_free(&w);
}

static void waits_for_questions_that_come_first(void)
{
    struct walked w = walked_new(book, NULL);
    the_log_is_known(&w);
    answer_step(&w, "free", "yes");
    check_ready(&w, "later by_input by_other_cause tail");
    answer_step(&w, "who", "me");
    check_ready(&w, "named inline later by_answer by_input by_other_cause tail");
    change_step(&w, "who", "you");
    check_ready(&w, "named inline later by_input by_other_cause tail");
    walked_free(&w);
}

static void waits_for_causes_that_may_move(void)
{
    struct walked w = walked_new(book, NULL);
    the_log_is_known(&w);
    answer_step(&w, "free", "no");
    answer_step(&w, "who", "you");
    answer_step(&w, "named", "no");
    answer_step(&w, "inline", "no");
    answer_step(&w, "later", "no");
    answer_step(&w, "any", "no");
    answer_step(&w, "by_input", "no");
    CHECK_TEXT(w.want, "last_word");
    check_ready(&w, "by_other_cause tail");
    answer_step(&w, "last_word", "no");
    check_ready(&w, "by_cause by_other_cause tail");
    walked_free(&w);
}

/* What a person cannot tell is no value for `with`, and an answer for a condition. */
static void an_unknown_answer_is_settled(void)
{
    struct walked w = walked_new(book, NULL);
    the_log_is_known(&w);
    answer_step(&w, "free", "no");
    answer_step(&w, "who", VALUE_UNKNOWN);
    check_ready(&w, "inline later by_input by_other_cause tail");
    walked_free(&w);
}

static void what_the_walk_has_left_behind_is_not_ready(void)
{
    static const char *const jumps =
        "ruleout: 1\n"
        "id: jumps\n"
        "title: Jumps\n"
        "causes: {app: {title: The app}}\n"
        "steps:\n"
        "- {id: one, clue: One?, answers: {over: {next: three}, on: {}}}\n"
        "- id: two\n"
        "  clue: Two?\n"
        "  check: some/thing\n"
        "  answers: {yes: {suspects: [app]}, no: {}}\n"
        "- {id: three, clue: Three?, answers: {yes: {}, no: {}}}\n"
        "- id: four\n"
        "  clue: Four?\n"
        "  check: some/thing\n"
        "  when: not answered(two)\n"
        "  answers: {yes: {rules_out: [app]}, no: {}}\n";
    struct walked w = walked_new(jumps, NULL);
    check_ready(&w, "two");
    answer_step(&w, "one", "over");
    check_ready(&w, "four");
    change_step(&w, "one", "on");
    check_ready(&w, "two");
    walked_free(&w);
}

static void one_that_could_not_tell_is_not_started_again(void)
{
    struct walked w = walked_new(book, NULL);
    struct batch b = {0};
    the_log_is_known(&w);
    struct event e = {.kind = EVENT_CHECKED, .step = "tail", .evidence = "it is dark"};
    walk_fact(w.session, &b, walked_moment(&w), e);
    check_ready(&w, "free later by_input by_other_cause");
    batch_release(&b);
    e = (struct event){
        .kind = EVENT_CHECKED, .step = "later", .value = "yes", .source = SOURCE_AHEAD};
    walk_fact(w.session, &b, walked_moment(&w), e);
    check_ready(&w, "free later by_input by_other_cause"); /* that moves nothing */
    CHECK(!session_given(w.session, book_step(w.book, "later")));
    batch_release(&b);
    walked_free(&w);
}

static void unattended_only_checks_come_first(void)
{
    struct walked w = walked_new(book, NULL);
    struct ready r = {w.session, true, 0};
    char *got = ready_ids(&r);
    CHECK_TEXT(got, "free inline later by_input by_other_cause tail");
    free(got);
    r.through = book_step(w.book, "any");
    got = ready_ids(&r);
    CHECK_TEXT(got, "any by_input by_cause by_other_cause tail");
    free(got);
    walked_free(&w);
}

static void check_reads(const struct walked *w, const char *step, const char *want)
{
    struct text t = {0};
    ready_reads(w->session, book_step(w->book, step), &t);
    CHECK_TEXT(text_get(&t), want);
    text_release(&t);
}

static void what_is_read_is_written_down(void)
{
    struct walked w = walked_new(book, NULL);
    check_reads(&w, "inline", "who=?\nkind=small\nlog=?\n");
    the_log_is_known(&w);
    answer_step(&w, "free", "no");
    check_reads(&w, "named", "who=it is [who?]\nkind=small\nlog=/var/log/app.log\n");
    answer_step(&w, "who", "me");
    check_reads(&w, "named", "who=it is me\nkind=small\nlog=/var/log/app.log\n");
    check_reads(&w, "free", "much=5\nlog=/var/log/app.log\n");
    walked_free(&w);
}

static void stands_while_fresh_and_the_same(void)
{
    struct walked w = walked_new(book, NULL);
    struct text reads = {0};
    the_log_is_known(&w);
    answer_step(&w, "free", "no");
    answer_step(&w, "who", "me");
    int step = book_step(w.book, "named");
    ready_reads(w.session, step, &reads);
    struct ready_look look = {step, text_get(&reads), 1000};
    CHECK(ready_stands(w.session, &look, 1000));
    CHECK(ready_stands(w.session, &look, 61000));
    CHECK(!ready_stands(w.session, &look, 61001));
    CHECK(!ready_stands(w.session, &look, 999)); /* the clock was set back */
    change_step(&w, "who", "you");
    CHECK(!ready_stands(w.session, &look, 1000));
    change_step(&w, "who", "me");
    CHECK(ready_stands(w.session, &look, 1000));
    text_release(&reads);
    walked_free(&w);
}

static void called_runbooks(void)
{
    static const char *const caller =
        "ruleout: 1\n"
        "id: caller\n"
        "title: Caller\n"
        "causes: {cert: {title: The certificate}}\n"
        "steps:\n"
        "- id: where\n"
        "  clue: Where?\n"
        "  answers:\n"
        "    front: {call: {runbook: tls, with: {host: front}, for: cert}}\n"
        "    back: {}\n"
        "- {id: beside, clue: Beside?, answers: {yes: {}, no: {}}}\n"
        "- id: after\n"
        "  clue: After?\n"
        "  when: not confirmed(\"cert\")\n"
        "  check: some/thing\n"
        "  answers: {yes: {}, no: {}}\n";
    static const char *const tls = "ruleout: 1\n"
                                   "title: TLS\n"
                                   "inputs: {host: {}}\n"
                                   "causes: {ended: {title: It ended}}\n"
                                   "steps:\n"
                                   "- id: seen\n"
                                   "  clue: Seen?\n"
                                   "  lua: |\n"
                                   "    return input.host == 'front'\n"
                                   "  answers: {yes: {confirms: [ended]}, no: {}}\n"
                                   "- {id: asked, clue: Asked?, answers: {yes: {}, no: {}}}\n"
                                   "- id: close\n"
                                   "  clue: Close?\n"
                                   "  lua: |\n"
                                   "    return answer(\"asked\") == 'yes'\n"
                                   "  answers: {yes: {}, no: {}}\n";
    struct others others = {0};
    others_add(&others, "tls.yaml", tls);
    struct walked w = walked_with(caller, NULL, &others);
    check_ready(&w, ""); /* what is called is not yet, and what comes after hangs on it */
    answer_step(&w, "where", "front");
    check_ready(&w, "tls/seen");
    check_reads(&w, "tls/seen", "tls/host=front\n");
    answer_step(&w, "tls/seen", "no");
    check_ready(&w, "after");
    answer_step(&w, "tls/asked", "yes");
    check_ready(&w, "after tls/close");
    walked_free(&w);
    others_free(&others);
}

int main(void)
{
    return suite_run(
        "ready", (CU_TestInfo[]){
                     {"waits for what may be touched", waits_for_what_may_be_touched},
                     {"waits for questions that come first", waits_for_questions_that_come_first},
                     {"waits for causes that may move", waits_for_causes_that_may_move},
                     {"an unknown answer is settled", an_unknown_answer_is_settled},
                     {"what the walk has left behind is not ready",
                      what_the_walk_has_left_behind_is_not_ready},
                     {"one that could not tell is not started again",
                      one_that_could_not_tell_is_not_started_again},
                     {"unattended, only checks come first", unattended_only_checks_come_first},
                     {"what is read is written down", what_is_read_is_written_down},
                     {"stands while fresh and the same", stands_while_fresh_and_the_same},
                     {"called runbooks", called_runbooks},
                     CU_TEST_INFO_NULL});
}
