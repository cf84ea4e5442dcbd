/* Runbooks with inputs, allow, checks, actions and verify. Messages are in tests/golden. */
#include <string.h>

#include "base/text.h"
#include "book/cond.h"
#include "books.h"
#include "core/expr.h"
#include "core/prose.h"

#define HEAD "ruleout: 1\nid: test\ntitle: T\ncauses: {a: {title: A}, b-c: {title: B}}\nsteps:\n"
#define STEP "- {id: one, clue: One?, type: text}\n"

/* Of a runbook that must load; warnings are counted. */
struct loaded {
    struct source *source;
    struct book *book;
    size_t warnings;
};

static struct loaded load(const char *yaml)
{
    struct diags ds = {0};
    struct loaded l = {.source = source_from("test.yaml", yaml, strlen(yaml))};
    l.book = book_load(l.source, NULL, &ds);
    l.warnings = ds.count - ds.errors;
    if (!CHECK(l.book != NULL)) {
        struct text t = {0};
        diags_write(&ds, &t, false);
        printf("%s", text_get(&t));
        text_release(&t);
    }
    diags_release(&ds);
    return l;
}

static void unload(struct loaded *l)
{
    book_free(l->book);
    source_free(l->source);
}

static size_t errors_of(const char *yaml)
{
    struct diags ds = {0};
    struct source *s = source_from("test.yaml", yaml, strlen(yaml));
    struct book *b = book_load(s, NULL, &ds);
    size_t errors = ds.errors;
    CHECK_INT(b == NULL, errors > 0);
    book_free(b);
    diags_release(&ds);
    source_free(s);
    return errors;
}

/* [word][word], with references as <kind index.path:form>. */
static void show_words(const struct command_line *c, struct text *out)
{
    for (size_t w = 0; w < c->word_count; w++) {
        text_add_char(out, '[');
        for (size_t i = 0; i < c->words[w]->count; i++) {
            const struct prose_part *p = &c->words[w]->parts[i];
            if (p->literal)
                text_add(out, p->literal);
            else
                text_format(out, "<%c%d%s%s:%d>", "SIO"[p->kind], p -> index, p -> path ? "." : "",
                            p->path ? p->path : "", p->form);
        }
        text_add_char(out, ']');
    }
}

static void commands_are_split_into_words(void)
{
    static const struct {
        const char *command, *words;
    } cases[] = {
        {"ls", "[ls]"},
        {"ls   -l\t/tmp ", "[ls][-l][/tmp]"},
        {"say 'two words' \"and more\"", "[say][two words][and more]"},
        {"say a'b c'd\"e  f\"", "[say][ab cde  f]"},
        {"say '' \"\" x''", "[say][][][x]"},
        {"say \"it's\" 'a \"b\"'", "[say][it's][a \"b\"]"},
        {"awk '$1 > 5 && x {print `$(x)`; } #'", "[awk][$1 > 5 && x {print `$(x)`; } #]"},
        {"grep \"5\\d|x;y>z<w(v)&\" 'a\\'", "[grep][5\\d|x;y>z<w(v)&][a\\]"},
        {"x a$ \"$\" $/ h?b=c#d ~x a~/b {a,b} @%+=,!",
         "[x][a$][$][$/][h?b=c#d][~x][a~/b][{a,b}][@%+=,!]"},
        {"kubectl --context ${env} get", "[kubectl][--context][<I0:0>][get]"},
        {"x --${env}=${one:json}s", "[x][--<I0:0>=<S0:3>s]"},
        {"x '${env} ${env}' \"${kept}\"", "[x][<I0:0> <I0:0>][<O0:0>]"},
        {"x ${probe.status.code} $${env} '$${env}'", "[x][<S1.status.code:0>][${env}][${env}]"},
        {"x a${env}b${one}c d", "[x][a<I0:0>b<S0:0>c][d]"},
        {"sh -c 'echo \"$1\"' sh ${env}", "[sh][-c][echo \"$1\"][sh][<I0:0>]"},
        {"sh ${env} -x ${env}", "[sh][<I0:0>][-x][<I0:0>]"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text yaml = {0}, got = {0};
        text_format(&yaml,
                    HEAD STEP "- {id: probe, clue: P?, check: p, type: text}\n"
                              "inputs: {env: {}}\n"
                              "actions:\n  x:\n    title: X\n    for: [a]\n    save: {kept: ls}\n"
                              "    run: |\n      %s\n",
                    cases[i].command);
        struct loaded l = load(yaml.at);
        if (l.book)
            show_words(l.book->actions[0].run, &got);
        CHECK_TEXT(text_get(&got), cases[i].words);
        CHECK_INT(l.warnings, 0);
        unload(&l);
        text_release(&yaml);
        text_release(&got);
    }
}

/* Every shell sign is refused outside quotes, and none of them inside single ones. */
static void what_only_a_shell_knows_is_refused(void)
{
    static const char *const signs[] = {
        "a|b",  "a||b",  "a&&b", "a&",       "a;b", "a>b", "2>&1",   "<b",
        "a<<b", "$(b)",  "`b`",  "(b)",      "$b",  "a$1", "\"$b\"", "\"`b`\"",
        "$?",   "a\\ b", "\\\\", "\"\\$b\"", "#b",  "a)",  "$$",     "a\n      b"};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        for (int quoted = 0; quoted < 2; quoted++) {
            struct text yaml = {0};
            const char *quote = quoted ? "'" : "";
            text_format(&yaml,
                        HEAD STEP "actions:\n  x:\n    title: X\n    for: [a]\n"
                                  "    run: |\n      x %s%s%s\n",
                        quote, signs[i], quote);
            if (!CHECK_INT(errors_of(yaml.at), !quoted))
                printf("in: %s\n", yaml.at);
            text_release(&yaml);
        }
}

static void permits_are_written_one_way(void)
{
    struct loaded l =
        load(HEAD STEP "allow:\n"
                       "  run: [kubectl  get , \"journalctl\"]\n"
                       "  read: [/var/log//, /, /etc/hosts, /a/.b/..c]\n"
                       "  http: ['https://X.Example:443', 'http://x:80', 'http://x:8080',"
                       " 'https://[::1]:80', 'http://10.0.0.1']\n"
                       "  env: [KUBECONFIG, _a1]\n");
    static const char *const run[] = {"kubectl get", "journalctl"};
    static const char *const read[] = {"/var/log", "/", "/etc/hosts", "/a/.b/..c"};
    static const char *const http[] = {"https://x.example", "http://x", "http://x:8080",
                                       "https://[::1]:80", "http://10.0.0.1"};
    if (!l.book)
        return;
    const struct allow *a = &l.book->allow;
    CHECK_INT(a->run_count, 2);
    CHECK_INT(a->read_count, 4);
    CHECK_INT(a->http_count, 5);
    CHECK_INT(a->env_count, 2);
    for (size_t i = 0; i < a->run_count && i < 2; i++)
        CHECK_TEXT(a->run[i].text, run[i]);
    for (size_t i = 0; i < a->read_count && i < 4; i++)
        CHECK_TEXT(a->read[i].text, read[i]);
    for (size_t i = 0; i < a->http_count && i < 5; i++)
        CHECK_TEXT(a->http[i].text, http[i]);
    CHECK_TEXT(a->env[1].text, "_a1");
    unload(&l);
}

static void permits_that_reach_further_are_refused(void)
{
    static const char *const cases[] = {
        "run: ['kubectl *']",   "run: ['a;b']",
        "run: ['$x']",          "read: [log]",
        "read: [/a/../b]",      "read: [/a/./b]",
        "read: [/..]",          "read: [/a//b]",
        "read: ['/a/*']",       "read: ['${log}']",
        "http: ['http://']",    "http: ['http://a/']",
        "http: ['http://a?b']", "http: ['http://u@a']",
        "http: ['http://*.a']", "http: ['http://a:0']",
        "http: ['http://a:']",  "http: ['http://a:65536']",
        "http: ['http://a:x']", "http: ['file:///etc']",
        "http: [a.example]",    "http: ['http://[::1']",
        "http: ['http://-a']",  "http: ['http://a:80:80']",
        "env: [A=b]",           "env: [1a]",
        "env: ['A B']",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text yaml = {0};
        text_format(&yaml, HEAD STEP "allow: {%s}\n", cases[i]);
        if (!CHECK_INT(errors_of(yaml.at), 1))
            printf("in: %s\n", cases[i]);
        text_release(&yaml);
    }
}

static void inputs_are_what_they_say(void)
{
    struct loaded l = load(HEAD STEP "inputs:\n"
                                     "  env: {default: prod, one_of: [prod, staging]}\n"
                                     "  log: {type: path, default: /var/log/x, ask: Which log?}\n"
                                     "  limit: {type: number, default: -1.5e3}\n"
                                     "  started: {type: time, default: '2026-09-14T10:02:00Z'}\n"
                                     "  host:\n");
    static const enum input_type types[] = {INPUT_TEXT, INPUT_PATH, INPUT_NUMBER, INPUT_TIME,
                                            INPUT_TEXT};
    const struct book *b = l.book;
    if (!b)
        return;
    CHECK_INT(b->input_count, 5);
    for (size_t i = 0; i < b->input_count && i < 5; i++)
        CHECK_INT(b->inputs[i].type, types[i]);
    CHECK_TEXT(b->inputs[0].fallback, "prod");
    CHECK_INT(b->inputs[0].one_of_count, 2);
    CHECK_TEXT(b->inputs[0].one_of[1], "staging");
    CHECK_TEXT(b->inputs[1].ask, "Which log?");
    CHECK_TEXT(b->inputs[4].fallback, NULL);
    CHECK_INT(book_input(b, "limit"), 2);
    CHECK_INT(book_input(b, "one"), -1);
    CHECK(strncmp(l.source->bytes + b->inputs[1].span.at, "log:", 4) == 0);
    unload(&l);
}

static void checks_are_what_they_say(void)
{
    struct loaded l =
        load(HEAD "- id: one\n  clue: One?\n  check: log/rate_below\n  type: number\n"
                  "  with: {file: '${log}', 'match': '\" 5\\d\\d ', after: \"${three.at:ms}\", "
                  "none: \"\"}\n"
                  "  timeout: 1m\n"
                  "- id: two\n  clue: Two?\n  fresh: 2h\n"
                  "  lua: |\n\n    -- reads it\n    return answer (\n     'one')\n"
                  "  answers: {yes: {}, no: {}}\n"
                  "- id: three\n  clue: Three?\n  lua: return answer \"four\"\n  type: text\n"
                  "- {id: four, clue: Four?, type: text}\n"
                  "- {id: five, clue: Five?, type: text}\n"
                  "inputs: {log: {type: path}}\n");
    const struct book *b = l.book;
    if (!b)
        return;
    CHECK_INT(l.warnings, 1);
    const struct check *c = b->steps[0].check;
    CHECK_TEXT(c->name, "log/rate_below");
    CHECK_TEXT(c->lua, NULL);
    CHECK_INT(c->timeout_ms, 60000);
    CHECK_INT(c->fresh_ms, 60000);
    CHECK_INT(c->with_count, 4);
    CHECK_TEXT(c->with[3].value->parts[0].literal, "");
    CHECK_TEXT(c->with[1].name, "match");
    CHECK_TEXT(c->with[1].value->raw, "\" 5\\d\\d ");
    const struct prose_part *p = &c->with[0].value->parts[0];
    CHECK_INT(p->kind, REF_INPUT);
    CHECK_INT(p->index, 0);
    p = &c->with[2].value->parts[0];
    CHECK_INT(p->kind, REF_STEP);
    CHECK_TEXT(p->path, "at");
    CHECK_INT(p->form, FORM_MS);
    c = b->steps[1].check;
    CHECK_TEXT(c->name, NULL);
    CHECK_TEXT(c->lua, "\n-- reads it\nreturn answer (\n 'one')");
    CHECK_INT(c->timeout_ms, 10000);
    CHECK_INT(c->fresh_ms, 2 * 3600 * 1000);
    struct place first =
        source_place(l.source, (size_t)(strstr(l.source->bytes, "lua: |") - l.source->bytes));
    CHECK_INT(c->lua_line, first.line + 1);
    CHECK_INT(b->steps[2].check->lua_line, 0);
    CHECK(b->steps[3].check == NULL);
    static const bool referred[] = {true, false, true, true, false};
    for (size_t i = 0; i < 5; i++)
        CHECK_INT(b->steps[i].referred, referred[i]);
    unload(&l);
}

/* What is read in Lua is not known where its id is worked out: then anything may be. */
static void lua_may_read_any_step(void)
{
    static const struct {
        const char *lua;
        bool one; /* is referred to */
    } cases[] = {{"return answer(x)", true},        {"return answer", false},
                 {"return answers('x')", false},    {"local my_answer = 'one'", false},
                 {"x = answer  ( [[one]] )", true}, {"return answer 'one'", true},
                 {"return answer('two')", false},   {"-- the answer: none", false},
                 {"return answer('open", true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text yaml = {0};
        text_format(&yaml, HEAD STEP "- id: two\n  clue: Two?\n  type: text\n  lua: |\n    %s\n",
                    cases[i].lua);
        struct loaded l = load(yaml.at);
        if (l.book && !CHECK_INT(l.book->steps[0].referred, cases[i].one))
            printf("in: %s\n", cases[i].lua);
        unload(&l);
        text_release(&yaml);
    }
}

static const char *const acting =
    HEAD "- id: one\n  clue: One?\n  answers:\n    yes: {suspects: [a], do: roll}\n    no: {}\n"
         "  unknown: {do: tell}\n"
         "- {id: two, clue: Two?, type: text}\n"
         "- {id: three, clue: Three?, type: text}\n"
         "- {id: four, clue: Four?, type: text}\n"
         "- {id: five, clue: Five?, type: text}\n"
         "actions:\n"
         "  roll:\n"
         "    title: Roll back\n"
         "    for: [b-c, a]\n"
         "    when: two == 'x'\n"
         "    kind: fix\n"
         "    risk: medium\n"
         "    danger: It drops ${three}.\n"
         "    guard: [{ask: 'Is ${four} well?', role: dba}, {ask: Sure?, is: no}]\n"
         "    save: {before: cat x, after: cat y}\n"
         "    confirm: prod\n"
         "    run: roll ${five}\n"
         "    undo: roll ${after}\n"
         "    stdin: |\n      ${before} \n\n"
         "    timeout: 90s\n"
         "    verify: better\n"
         "    on_fail: tell\n"
         "    temporary: resolved\n"
         "    then: {confirms: {a: It was.}, rules_out: [b-c]}\n"
         "  tell: {title: Tell, for: [a], how: Call.}\n"
         "verify:\n"
         "  better: {check: log/rate, with: {x: y}, every: 5s, hold: 1m, within: 2m, timeout: 3s}\n"
         "  calm:\n    lua: |\n      return 'yes'\n"
         "resolve: {when: verified('calm') and done('tell')}\n";

static void actions_are_what_they_say(void)
{
    struct loaded l = load(acting);
    const struct book *b = l.book;
    if (!b)
        return;
    CHECK_INT(b->action_count, 2);
    const struct action *a = &b->actions[0];
    CHECK_TEXT(a->title, "Roll back");
    CHECK_INT(a->cause_count, 2);
    CHECK_INT(a->causes[0], 1);
    CHECK_INT(a->kind, ACTION_FIX);
    CHECK_TEXT(a->risk, "medium");
    CHECK_TEXT(a->when_text, "two == 'x'");
    CHECK_INT(a->when->kind, COND_EQ);
    CHECK_INT(a->danger->count, 3);
    CHECK_INT(a->guard_count, 2);
    CHECK_TEXT(a->guards[0].is, "yes");
    CHECK_TEXT(a->guards[0].role, "dba");
    CHECK_TEXT(a->guards[1].is, "no");
    CHECK_TEXT(a->guards[1].role, NULL);
    CHECK_INT(a->save_count, 2);
    CHECK_INT(a->saves[1].saved, 1);
    CHECK_TEXT(a->saves[1].command->words[1]->raw, "y");
    CHECK_TEXT(b->saved[1], "after");
    CHECK_INT(b->saved_count, 2);
    CHECK_TEXT(a->confirm->raw, "prod");
    CHECK_TEXT(a->run->raw, "roll ${five}");
    CHECK_TEXT(a->run->words[1]->raw, "${five}");
    CHECK_INT(a->undo->words[1]->parts[0].kind, REF_SAVED);
    CHECK_INT(a->undo->words[1]->parts[0].index, 1);
    CHECK_INT(a->stdin_text->parts[0].index, 0);
    CHECK_TEXT(a->stdin_text->raw, "${before} \n");
    CHECK_INT(a->timeout_ms, 90000);
    CHECK_INT(a->verify, 0);
    CHECK_INT(a->on_fail, 1);
    CHECK_TEXT(a->temporary, "resolved");
    CHECK_INT(a->then_count, 2);
    CHECK_INT(a->then[0].kind, EFFECT_CONFIRMS);
    CHECK_TEXT(a->then[0].reason->raw, "It was.");
    CHECK_INT(a->then[1].cause, 1);
    a = &b->actions[1];
    CHECK_INT(a->kind, ACTION_MITIGATE);
    CHECK(!a->risk && !a->when && !a->run && !a->undo && !a->confirm && !a->temporary);
    CHECK_INT(a->timeout_ms, 120000);
    CHECK_INT(a->verify, -1);
    CHECK_INT(a->on_fail, -1);
    CHECK_INT(b->steps[0].answers[0].action, 0);
    CHECK_INT(b->steps[0].answers[1].action, -1);
    CHECK_INT(b->steps[0].unknown.action, 1);
    CHECK_INT(b->steps[1].unknown.action, -1);
    CHECK_INT(book_action(b, "tell"), 1);
    for (size_t i = 1; i < 5; i++)
        CHECK(b->steps[i].referred);
    CHECK(!b->steps[0].referred);
    unload(&l);
}

static void verifies_are_what_they_say(void)
{
    struct loaded l = load(acting);
    const struct book *b = l.book;
    if (!b)
        return;
    CHECK_INT(b->verify_count, 2);
    const struct verify *v = &b->verifies[0];
    CHECK_TEXT(v->check.name, "log/rate");
    CHECK_INT(v->check.with_count, 1);
    CHECK_INT(v->check.timeout_ms, 3000);
    CHECK_INT(v->every_ms, 5000);
    CHECK_INT(v->hold_ms, 60000);
    CHECK_INT(v->within_ms, 120000);
    v = &b->verifies[1];
    CHECK_TEXT(v->check.lua, "return 'yes'");
    CHECK(v->check.lua_line > 0);
    CHECK_INT(v->every_ms, 15000);
    CHECK_INT(v->hold_ms, 0);
    CHECK_INT(v->within_ms, 15 * 60 * 1000);
    CHECK_INT(book_verify(b, "calm"), 1);
    CHECK_INT(book_verify(b, "tell"), -1);
    const struct cond *c = b->resolve.when;
    CHECK_INT(c->left->kind, COND_VERIFIED);
    CHECK_INT(c->left->index, 1);
    CHECK_INT(c->right->kind, COND_DONE);
    CHECK_INT(c->right->index, 1);
    unload(&l);
}

/* An answer that offers an action says more than what it does to causes. */
static void an_answer_with_an_action_is_asked(void)
{
    static const struct {
        const char *answers;
        const char *want;
    } cases[] = {{"{yes: {suspects: [a]}, no: {}}", "end"},
                 {"{yes: {suspects: [a], do: roll}, no: {}}", "two"},
                 {"{yes: {suspects: [a]}, no: {}}\n  unknown: {do: roll}", "two"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text yaml = {0};
        text_format(&yaml,
                    HEAD "- {id: one, clue: One?, answers: {yes: {confirms: [a]}, no: {}}}\n"
                         "- id: two\n  clue: Two?\n  answers: %s\n"
                         "actions: {roll: {title: Roll, for: [a], how: Roll.}}\n"
                         "resolve: {when: false}\n",
                    cases[i].answers);
        struct walked w = walked_new(yaml.at, NULL);
        answer_step(&w, "one", "yes");
        CHECK_TEXT(w.want, cases[i].want);
        walked_free(&w);
        text_release(&yaml);
    }
}

static void values_reach_texts_and_conditions(void)
{
    static const struct {
        const char *when;
        bool holds;
    } cases[] = {
        {"env == 'prod'", true},
        {"env ~= 'prod'", false},
        {"limit > 5", true},
        {"limit == 10", true},
        {"10.5 < limit", false},
        {"host == 'x'", false},
        {"host ~= 'x'", false},
        {"log == '/x'", true},
        {"since < '2026-09-14T12:03:00+02:00'", true},
        {"since == '2026-09-14T12:02:00+02:00'", true},
        {"not verified('v')", true},
        {"done('x')", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text yaml = {0}, got = {0};
        text_format(&yaml,
                    HEAD "- {id: one, clue: \"${env} ${host} ${since:date} ${limit:json} "
                         "${one.part} ${kept} ${two}\", type: text, lua: \"return 'x'\"}\n"
                         "- {id: two, clue: Two?, when: \"%s\", type: text}\n"
                         "inputs: {env: {default: prod}, limit: {type: number, default: '10.0'}, "
                         "host: {}, log: {type: path, default: /x}, "
                         "since: {type: time, default: '2026-09-14T10:02:00Z'}}\n"
                         "actions: {x: {title: X, for: [a], run: ls, save: {kept: ls}}}\n"
                         "verify: {v: {check: v}}\n",
                    cases[i].when);
        struct loaded l = load(yaml.at);
        struct session *s = l.book ? session_new(l.book, NULL) : NULL;
        if (s) {
            if (!CHECK_INT(expr_holds(l.book->steps[1].when, s), cases[i].holds))
                printf("in: %s\n", cases[i].when);
            prose_fill(l.book->steps[0].question, s, &got);
            CHECK_TEXT(text_get(&got),
                       "prod [host?] 2026-09-14 \"10.0\" [one.part?] [kept?] [two?]");
        }
        session_free(s);
        unload(&l);
        text_release(&yaml);
        text_release(&got);
    }
}

int main(void)
{
    return suite_run(
        "load_actions",
        (CU_TestInfo[]){
            {"commands are split into words", commands_are_split_into_words},
            {"what only a shell knows is refused", what_only_a_shell_knows_is_refused},
            {"permits are written one way", permits_are_written_one_way},
            {"permits that reach further are refused", permits_that_reach_further_are_refused},
            {"inputs are what they say", inputs_are_what_they_say},
            {"checks are what they say", checks_are_what_they_say},
            {"Lua may read any step", lua_may_read_any_step},
            {"actions are what they say", actions_are_what_they_say},
            {"verifies are what they say", verifies_are_what_they_say},
            {"an answer with an action is asked", an_answer_with_an_action_is_asked},
            {"values reach texts and conditions", values_reach_texts_and_conditions},
            CU_TEST_INFO_NULL});
}
