/* What monitoring systems send, which alert fits a runbook, and what of it inputs take. */
#include <string.h>

#include "books.h"
#include "core/alert.h"
#include "core/allow.h"

#define HEAD "ruleout: 1\nid: test\ntitle: T\n"
#define STEPS "steps: [{id: one, clue: One?, type: text}]\n"
#define BODY(alerts) "{\"version\": \"4\", \"alerts\": [" alerts "]}"
#define FIRING "\"status\": \"firing\""

static struct alerts read_alerts(const char *body)
{
    struct alerts all;
    struct text why = {0};
    CHECK(alerts_read(body, strlen(body), &all, &why));
    CHECK_TEXT(text_get(&why), "");
    text_release(&why);
    return all;
}

static void bodies_that_are_none_are_refused(void)
{
    static const struct {
        const char *body, *why;
    } cases[] = {
        {"", "line 1"},
        {"{", "line 1"},
        {"[]", "it is neither"},
        {"\"alerts\"", "it is neither"},
        {"{\"alerts\": []}", "it is version \"\""},
        {"{\"alerts\": [], \"version\": 4}", "it is version \"\""},
        {"{\"version\": \"4\", \"alerts\": {}}", "it is neither"},
        {"{\"event\": {\"data\": {\"type\": \"service\"}}}", "it is neither"},
        {"{\"event\": 1}", "it is neither"},
        {BODY("{\"labels\": {\"a\": \"\\ud800\"}}"), "line 1"},
        {BODY("{\"labels\": {\"a\": \"x\", \"a\": \"y\"}}"), "line 1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct alerts all;
        struct text why = {0};
        CHECK(!alerts_read(cases[i].body, strlen(cases[i].body), &all, &why));
        CHECK_HOLDS(text_get(&why), cases[i].why);
        text_release(&why);
        alerts_release(&all);
    }
}

static void odd_parts_are_left_out(void)
{
    struct alerts all = read_alerts(
        BODY("1, null, {}, {" FIRING ", \"labels\": {\"a\": 1, \"b\": \"x\", \"c\": null},"
             "\"annotations\": [], \"startsAt\": \"yesterday\", \"generatorURL\": {}}"));
    CHECK_INT(all.count, 2);
    CHECK_INT(all.firing, 1);
    const struct alert *a = &all.items[1];
    CHECK_INT(a->label_count, 1);
    CHECK_INT(a->annotation_count, 0);
    CHECK_INT(a->starts_ms, -1);
    CHECK(!alert_value(a, (struct alert_part){ALERT_GENERATOR_URL, NULL}));
    CHECK(!alert_value(a, (struct alert_part){ALERT_ANNOTATION, "b"}));
    CHECK_TEXT(alert_value(a, (struct alert_part){ALERT_LABEL, "b"}), "x");
    CHECK_TEXT(alert_value(a, (struct alert_part){ALERT_STARTS_AT, NULL}), "yesterday");
    alerts_release(&all);
}

static void the_alert_with_the_most_labels_fits_best(void)
{
    struct walked w = walked_new(HEAD "alerts: [{a: x}, {a: x, b: y}, {c: z}]\n" STEPS, NULL);
    struct alerts all = read_alerts(
        BODY("{" FIRING ", \"labels\": {\"a\": \"X\"}}, {" FIRING ", \"labels\": {\"a\": \"x\"}},"
             "{" FIRING ", \"labels\": {\"b\": \"y\", \"a\": \"x\"}},"
             "{\"status\": \"resolved\", \"labels\": {\"a\": \"x\", \"b\": \"y\"}},"
             "{" FIRING ", \"labels\": {\"c\": \"z\", \"more\": \"m\"}}"));
    static const size_t fits[] = {0, 1, 2, 2, 1};
    for (size_t i = 0; i < all.count; i++)
        CHECK_INT(alert_fit(w.book, &all.items[i]), fits[i]);
    CHECK(alerts_for(&all, w.book) == &all.items[2]);
    struct walked any = walked_new(HEAD STEPS, NULL);
    CHECK_INT(alert_fit(any.book, &all.items[0]), 0);
    CHECK(alerts_for(&all, any.book) == &all.items[0]);
    walked_free(&any);
    walked_free(&w);
    alerts_release(&all);
}

static const char inputs[] =
    HEAD "inputs:\n"
         "  env: {from: alert.labels.env, default: qa, one_of: [prod, qa]}\n"
         "  log: {from: alert.annotations.log, type: path, default: /a}\n"
         "  load: {from: alert.labels.load, type: number, default: 1}\n"
         "  since: {from: alert.startsAt, type: time}\n"
         "  more: {default: x}\n"
         "allow: {read: [/srv]}\n" STEPS;

/* With a startsAt and these labels and annotations; the inputs then, "?" where one is asked for. */
static void check_taken(const char *labels, const char *annotations, const char *want)
{
    struct walked w = {0};
    struct text body = {0}, got = {0};
    text_format(&body,
                "{\"version\": \"4\", \"alerts\": [{" FIRING ", \"startsAt\": "
                "\"2026-09-14T10:02:00.5Z\", \"labels\": {%s}, \"annotations\": {%s}}]}",
                labels, annotations);
    struct diags ds = {0};
    w.texts = arena_new();
    w.source = source_from("test", inputs, strlen(inputs));
    w.book = book_load(w.source, NULL, &ds);
    diags_release(&ds);
    w.session = session_new(w.book, NULL);
    struct alerts all = read_alerts(text_get(&body));
    struct batch b = {0};
    alert_take(w.session, &b, (struct moment){1790000000000, "t"}, alerts_for(&all, w.book),
               text_get(&body));
    CHECK_INT(b.events.items[0].kind, EVENT_ALERTED);
    CHECK_TEXT(b.events.items[0].evidence, text_get(&body));
    CHECK_INT(session_times(w.session).detected_ms, 1789380120500);
    for (size_t i = 0; i < w.book->input_count; i++) {
        const char *value = session_input(w.session, (int)i);
        text_format(&got, "%s%s", i ? " " : "", value ? value : "?");
    }
    CHECK_TEXT(text_get(&got), want);
    batch_release(&b);
    alerts_release(&all);
    text_release(&body);
    text_release(&got);
    walked_free(&w);
}

static void values_are_held_to_what_the_input_says(void)
{
    char long_path[5000] = "\"log\": \"/";
    memset(long_path + 9, 'a', 4200);
    strcpy(long_path + 4209, "\"");
#define SINCE " 2026-09-14T10:02:00+00:00 x"
    check_taken("", "", "qa /a 1" SINCE);
    check_taken("\"env\": \"prod\", \"load\": \"2.5\"", "\"log\": \"/b\"", "prod /b 2.5" SINCE);
    check_taken("\"env\": \"p\"", "\"log\": \"b\"", "? ? 1" SINCE);
    check_taken("\"env\": \"1\"", "\"log\": \"\"", "? /a 1" SINCE);
    check_taken("\"env\": \"PROD\"", "\"log\": \"unknown\"", "? ? 1" SINCE);
    check_taken("\"env\": \"prod \"", "\"log\": \"/a\\nb\"", "? ? 1" SINCE);
    check_taken("\"load\": \"many\"", "\"log\": \"/\\u001b[2J\"", "qa ? ?" SINCE);
    check_taken("\"load\": \"2,5\"", long_path, "qa ? ?" SINCE);
}

static void an_unbounded_value_permits_nothing(void)
{
    struct walked w = walked_new(
        HEAD
        "inputs:\n  log: {type: path}\n  env: {from: alert.labels.env, type: path, one_of: [/p]}\n"
        "allow: {read: ['${log}', '${env}', /srv]}\n" STEPS,
        NULL);
    const char *steps[] = {"input.log", "input.env"}, *values[] = {"/etc", "/p"};
    for (int i = 0; i < 2; i++)
        session_apply(w.session, &(struct event){.kind = EVENT_ANSWERED,
                                                 .seq = 3 + i,
                                                 .step = steps[i],
                                                 .value = values[i],
                                                 .source = "alert"});
    const char *const *paths = allow_paths(w.session, 0, w.texts);
    CHECK_TEXT(paths[0], "/p");
    CHECK_TEXT(paths[1], "/srv");
    CHECK_HOLDS(allow_withheld(w.session, 0, w.texts)[0], "\"${log}\" permits nothing");
    CHECK(!allow_withheld(w.session, 0, w.texts)[1]);
    session_apply(w.session, &(struct event){.kind = EVENT_ANSWERED,
                                             .seq = 5,
                                             .step = "input.log",
                                             .value = "/etc",
                                             .source = "person"});
    CHECK_TEXT(allow_paths(w.session, 0, w.texts)[0], "/etc");
    walked_free(&w);
}

static void an_unbounded_value_permits_nothing_where_it_is_passed_on(void)
{
    static const char *const values[] = {"alert", "person"};
    for (int i = 0; i < 2; i++) {
        struct others others = {0};
        others_add(&others, "called.yaml",
                   "ruleout: 1\nid: called\ntitle: C\n"
                   "inputs: {log: {type: path}, said: {type: path}, set: {type: path}}\n"
                   "allow: {read: ['${log}', '${said}', '${set}', /srv]}\n"
                   "steps: [{id: two, clue: Two?, type: text}]\n");
        struct walked w = walked_with(
            HEAD "inputs: {log: {type: path, from: alert.labels.log, default: /d}}\n"
                 "steps:\n- {id: zero, clue: Zero?, type: text}\n"
                 "- {id: one, call: {runbook: called, with: {log: '${log}/x', said: '${zero}', "
                 "set: /set}}}\n",
            NULL, &others);
        session_apply(w.session, &(struct event){.kind = EVENT_ANSWERED,
                                                 .seq = session_seq(w.session) + 1,
                                                 .step = "input.log",
                                                 .value = "/etc",
                                                 .source = values[i]});
        struct batch b = {0};
        walk_answer(w.session, &b, walked_moment(&w), walk_wanted(w.session), "/said", NULL,
                    i ? "person" : "check");
        walk_settle(w.session, &b, walked_moment(&w));
        keep_batch(&w, &b);
        CHECK_TEXT(w.want, "called/two");
        const char *const *paths = allow_paths(w.session, 1, w.texts);
        const char *const *withheld = allow_withheld(w.session, 1, w.texts);
        struct text got = {0};
        for (size_t k = 0; paths[k]; k++)
            text_format(&got, "%s ", paths[k]);
        for (size_t k = 0; withheld[k]; k++)
            text_format(&got, "%.*s ", (int)strcspn(withheld[k], " "), withheld[k]);
        CHECK_TEXT(text_get(&got),
                   i ? "/etc/x /said /set /srv " : "/set /srv \"${log}\" \"${said}\" ");
        text_release(&got);
        walked_free(&w);
        others_free(&others);
    }
}

int main(void)
{
    return suite_run(
        "alert",
        (CU_TestInfo[]){
            {"bodies that are none are refused", bodies_that_are_none_are_refused},
            {"odd parts are left out", odd_parts_are_left_out},
            {"the alert with the most labels fits best", the_alert_with_the_most_labels_fits_best},
            {"values are held to what the input says", values_are_held_to_what_the_input_says},
            {"an unbounded value permits nothing", an_unbounded_value_permits_nothing},
            {"nor where it is passed on", an_unbounded_value_permits_nothing_where_it_is_passed_on},
            CU_TEST_INFO_NULL});
}
