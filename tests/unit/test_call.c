#include "books.h"

static const char *const shop =
    "ruleout: 1\n"
    "id: shop\n"
    "title: The shop is down\n"
    "causes:\n"
    "  app: {title: The app}\n"
    "  cert: {title: The certificate}\n"
    "steps:\n"
    "- {id: calm, say: Breathe.}\n"
    "- id: where\n"
    "  clue: Where?\n"
    "  answers:\n"
    "    front: {call: {runbook: tls, with: {host: \"${where}.example\"}, for: cert}}\n"
    "    back: {suspects: [app]}\n"
    "- id: between\n"
    "  clue: Between?\n"
    "  answers: {yes: {suspects: [app]}, no: {}}\n"
    "- id: more\n"
    "  when: between == \"yes\" or confirmed(\"app\")\n"
    "  call: {runbook: tls, with: {host: more.example, kind: 5}}\n"
    "- id: last\n"
    "  clue: Last?\n"
    "  answers: {yes: {rules_out: [app]}, no: {}}\n"
    "resolve: {when: ruled_out(\"app\")}\n";

static const char *const tls =
    "ruleout: 1\n"
    "title: TLS\n"
    "inputs: {host: {one_of: [front.example, more.example]}, kind: {type: number, default: 3}}\n"
    "causes:\n"
    "  ended: {title: It ended, was: [expired]}\n"
    "  chain: {title: The chain}\n"
    "steps:\n"
    "- id: seen\n"
    "  clue: Has ${host} (${kind}) ended?\n"
    "  answers:\n"
    "    yes: {confirms: {ended: Past its date.}, next: end}\n"
    "    no: {rules_out: {ended: Not yet.}}\n"
    "    names: {call: {runbook: dns, for: chain}}\n"
    "- id: order\n"
    "  was: [chain_order]\n"
    "  clue: In order?\n"
    "  answers: {yes: {rules_out: [chain]}, no: {suspects: [chain]}}\n";

static const char *const dns = "ruleout: 1\n"
                               "title: DNS\n"
                               "causes:\n"
                               "  gone: {title: The name is gone}\n"
                               "steps:\n"
                               "- id: name\n"
                               "  clue: Is it there?\n"
                               "  answers: {yes: {rules_out: [gone]}, no: {confirms: [gone]}}\n";

struct called {
    struct others others;
    struct walked w;
};

static struct called called_new(void)
{
    struct called c = {0};
    others_add(&c.others, "tls.yaml", tls);
    others_add(&c.others, "dns.yaml", dns);
    c.w = walked_with(shop, NULL, &c.others);
    return c;
}

static void called_free(struct called *c)
{
    walked_free(&c->w);
    others_free(&c->others);
}

static const char *asked(const struct walked *w)
{
    return question_of(w->texts, w->session, walk_wanted(w->session)).text;
}

static void there_and_back(void)
{
    struct called c = called_new();
    CHECK_INT(board_size(session_board(c.w.session)), 2);
    answer_step(&c.w, "where", "front");
    CHECK_INT(board_size(session_board(c.w.session)), 4);
    CHECK_TEXT(asked(&c.w), "Has front.example (3) ended?");
    answer_step(&c.w, "tls/seen", "no");
    answer_step(&c.w, "tls/order", "no");
    check_state(&c.w, "tls/ended", "ruled_out");
    check_state(&c.w, "tls/chain", "suspected");
    check_state(&c.w, "tls/expired", "ruled_out");
    answer_step(&c.w, "between", "no");
    CHECK_TEXT(c.w.want, "last");
    check_resumes(&c.w);
    called_free(&c);
}

/* What is confirmed there confirms what the call is for, through two calls, and the end of a called
 * runbook is not the end. */
static void confirms_here(void)
{
    struct called c = called_new();
    answer_step(&c.w, "where", "front");
    answer_step(&c.w, "tls/seen", "names");
    answer_step(&c.w, "tls/dns/name", "no");
    check_state(&c.w, "tls/dns/gone", "confirmed");
    check_state(&c.w, "tls/chain", "confirmed");
    check_state(&c.w, "cert", "confirmed");
    CHECK_TEXT(c.w.want, "between"); /* tls/order could say nothing new */
    change_step(&c.w, "tls/seen", "yes");
    check_state(&c.w, "tls/chain", "open");
    check_state(&c.w, "cert", "confirmed");
    CHECK_TEXT(c.w.want, "between");
    CHECK_INT(board_size(session_board(c.w.session)), 4);
    check_resumes(&c.w);
    called_free(&c);
}

/* Another answer, and all that was found out in the called runbook is as if it never was; the old
 * answer again, and it is. */
static void a_change_takes_it_along(void)
{
    struct called c = called_new();
    answer_step(&c.w, "where", "front");
    answer_step(&c.w, "tls/seen", "yes");
    answer_step(&c.w, "between", "no");
    check_state(&c.w, "cert", "confirmed");
    change_step(&c.w, "where", "back");
    check_state(&c.w, "cert", "open");
    check_state(&c.w, "app", "suspected");
    CHECK_INT(board_size(session_board(c.w.session)), 2);
    CHECK_TEXT(c.w.want, "last");
    change_step(&c.w, "where", "front");
    check_state(&c.w, "tls/ended", "confirmed");
    CHECK_TEXT(c.w.want, "last");
    check_resumes(&c.w);
    called_free(&c);
}

static void a_second_call_asks_anew(void)
{
    struct called c = called_new();
    answer_step(&c.w, "where", "front");
    answer_step(&c.w, "tls/seen", "yes");
    answer_step(&c.w, "between", "yes");
    CHECK_TEXT(c.w.want, "tls/seen#2");
    CHECK_TEXT(asked(&c.w), "Has more.example (5) ended?");
    check_state(&c.w, "tls/ended", "open");
    check_state(&c.w, "cert", "open");
    answer_step(&c.w, "tls/seen#2", "no");
    answer_step(&c.w, "tls/order", "yes");
    CHECK_TEXT(c.w.want, "last");
    take_back(&c.w, "tls/order");
    CHECK_TEXT(c.w.want, "tls/order");
    change_step(&c.w, "between", "no");
    check_state(&c.w, "tls/ended", "confirmed");
    CHECK_TEXT(c.w.want, "last");
    check_resumes(&c.w);
    called_free(&c);
}

static void what_does_not_fit_is_asked(void)
{
    struct called c = called_new();
    answer_step(&c.w, "where", "unknown");
    answer_step(&c.w, "between", "no");
    change_step(&c.w, "where", "front");
    CHECK_TEXT(c.w.want, "tls/seen");
    change_step(&c.w, "where", "back");
    CHECK_TEXT(c.w.want, "last");
    CHECK(session_input(c.w.session, book_input(c.w.book, "tls/host")) == NULL);
    called_free(&c);
}

static const char *const mend =
    "ruleout: 1\n"
    "id: mend\n"
    "title: An action in place of a question\n"
    "causes: {app: {title: The app}}\n"
    "steps:\n"
    "- id: is_it\n"
    "  clue: Is it the app?\n"
    "  answers: {yes: {suspects: [app]}, no: {rules_out: [app]}}\n"
    "- id: again\n"
    "  do: restart\n"
    "  answers:\n"
    "    done: {confirms: {app: It came back.}}\n"
    "    failed: {next: is_it, max: 1}\n"
    "    not done: {next: end}\n"
    "- {id: after, clue: After?, when: again == \"done\", answers: {yes: {}, no: {}}}\n"
    "actions: {restart: {title: Restart, for: [app], how: Push.}}\n"
    "resolve: {when: any_confirmed() and answered(\"after\")}\n";

static void fact(struct walked *w, enum event_kind kind, const char *value)
{
    struct batch b = {0};
    walk_fact(w->session, &b, walked_moment(w),
              (struct event){.kind = kind, .step = "restart", .value = value});
    walk_settle(w->session, &b, walked_moment(w));
    keep_batch(w, &b);
}

static void an_action_has_answers(void)
{
    struct walked w = walked_new(mend, NULL);
    answer_step(&w, "is_it", "yes");
    CHECK_TEXT(w.want, "restart");
    CHECK_INT(walk_wanted(w.session).kind, WANT_ACTION);
    fact(&w, EVENT_STARTED, NULL);
    fact(&w, EVENT_ENDED, "failed");
    CHECK_TEXT(w.want, "is_it#2");
    answer_step(&w, "is_it#2", "yes");
    CHECK_TEXT(w.want, "restart");
    fact(&w, EVENT_STARTED, NULL);
    fact(&w, EVENT_ENDED, "done");
    check_state(&w, "app", "confirmed");
    CHECK_TEXT(w.want, "after");
    check_resumes(&w);
    walked_free(&w);
}

/* The done of the step is recorded, and says what it says, before it is asked whether all is over.
 */
static void what_ends_it_is_answered_first(void)
{
    static const char ending[] =
        "ruleout: 1\n"
        "id: t\n"
        "title: T\n"
        "causes: {app: {title: The app}}\n"
        "steps:\n"
        "- {id: is_it, clue: Is it?, answers: {yes: {suspects: [app]}, no: {rules_out: [app]}}}\n"
        "- {id: again, do: restart, answers: {done: {confirms: {app: It came back.}}}}\n"
        "- {id: after, clue: After?, answers: {yes: {note: So.}, no: {}}}\n"
        "actions: {restart: {title: Restart, for: [app], how: Push.}}\n"
        "resolve: {when: done(\"restart\")}\n";
    struct walked w = walked_new(ending, NULL);
    answer_step(&w, "is_it", "yes");
    fact(&w, EVENT_STARTED, NULL);
    fact(&w, EVENT_ENDED, "done");
    const struct given *given = session_given(w.session, book_step(w.book, "again"));
    CHECK(given && strcmp(given->value, "done") == 0);
    check_state(&w, "app", "confirmed");
    CHECK_INT(walk_wanted(w.session).kind, WANT_RESOLVE);
    walked_free(&w);
}

static void an_action_not_called_for_is_passed_over(void)
{
    struct walked w = walked_new(mend, NULL);
    answer_step(&w, "is_it", "no");
    CHECK(session_passed(w.session, book_step(w.book, "again")) != NULL);
    CHECK_TEXT(w.want, "end");
    change_step(&w, "is_it", "yes");
    CHECK_TEXT(w.want, "restart");
    fact(&w, EVENT_DECLINED, NULL);
    CHECK_TEXT(session_given(w.session, book_step(w.book, "again"))->value, "not done");
    CHECK_TEXT(w.want, "end");
    walked_free(&w);
}

int main(void)
{
    return suite_run("call",
                     (CU_TestInfo[]){{"there and back", there_and_back},
                                     {"confirms here", confirms_here},
                                     {"a change takes it along", a_change_takes_it_along},
                                     {"a second call asks anew", a_second_call_asks_anew},
                                     {"what does not fit is asked", what_does_not_fit_is_asked},
                                     {"an action has answers", an_action_has_answers},
                                     {"not called for", an_action_not_called_for_is_passed_over},
                                     {"what ends it", what_ends_it_is_answered_first},
                                     CU_TEST_INFO_NULL});
}
