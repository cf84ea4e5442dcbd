#include <string.h>

#include "base/text.h"
#include "book/book.h"
#include "book/cond.h"
#include "suite.h"

/* Loads a text as if it were a file; prints what is wrong with one that should be right. */
static struct source *source;
static struct diags diags;

static struct book *load(const char *text)
{
    source = source_from("x", text, strlen(text));
    struct book *b = book_load(source, NULL, &diags);
    if (!b) {
        struct text out = {0};
        diags_write(&diags, &out, false);
        printf("%s", text_get(&out));
        text_release(&out);
    }
    CHECK(b != NULL);
    return b;
}

static void done(struct book *b)
{
    book_free(b);
    source_free(source);
    diags_release(&diags);
}

#define HEAD \
    "ruleout: 1\nid: x\ntitle: X\ncauses: {a: {title: A}, b: {title: B, odds: 2.5}}\nsteps:\n"

static void loads_a_whole_runbook(void)
{
    struct book *b =
        load("ruleout: 1\n"
             "id: checkout-5xx   # the file's name\n"
             "title: Checkout answers 5xx\n"
             "summary: Customers see errors.\n"
             "owner: team\n"
             "reviewed: 2026-11-01\n"
             "review_every: 180d\n"
             "causes:\n"
             "  new-code: {title: New, category: untested-code, odds: 4}\n"
             "  config: {title: Config}\n"
             "steps:\n"
             "- id: after_deploy\n"
             "  clue: After the deploy?\n"
             "  why: Because.\n"
             "  answers:\n"
             "    yes: {suspects: [new-code, config]}\n"
             "    no: {rules_out: {new-code: It was there before.}, note: Good}\n"
             "    random:\n"
             "- id: load\n"
             "  when: suspected(\"new-code\") or after_deploy == \"random\"\n"
             "  anomaly: Load?\n"
             "  type: number\n"
             "  unit: \"%\"\n"
             "  answers:\n"
             "    \"< 1.5%\": {label: as usual, rules_out: {config: \"It is ${load}.\"}}\n"
             "    else: {next: after_deploy, max: 2}\n"
             "  unknown: {next: end, note: Ask.}\n"
             "resolve:\n"
             "  when: any_confirmed()\n"
             "  else: {after: 2h, hand_over: primary}\n");
    if (!b)
        return;
    CHECK_TEXT(b->id, "checkout-5xx");
    CHECK_TEXT(b->summary, "Customers see errors.");
    CHECK_TEXT(b->reviewed, "2026-11-01");
    CHECK_INT(b->review_every_ms, 180LL * 24 * 3600 * 1000);
    CHECK_INT(b->cause_count, 2);
    CHECK_TEXT(b->causes[0].category, "untested-code");
    CHECK_INT(b->causes[0].odds, 4);
    CHECK_INT(b->causes[1].odds, 1);
    CHECK_INT(b->step_count, 2);
    const struct step *s = &b->steps[0];
    CHECK_INT(s->kind, STEP_CLUE);
    CHECK_INT(s->answer_count, 3);
    CHECK_INT(s->answers[0].effect_count, 2);
    CHECK(s->answers[0].effects[1].reason == NULL);
    CHECK_INT(s->answers[0].effects[1].cause, 1);
    CHECK_INT(s->answers[1].effects[0].kind, EFFECT_RULES_OUT);
    CHECK_TEXT(s->answers[1].effects[0].reason->raw, "It was there before.");
    CHECK_TEXT(s->answers[1].note->raw, "Good");
    CHECK_INT(s->answers[2].effect_count, 0);
    CHECK(s->referred);
    s = &b->steps[1];
    CHECK(!s->referred);
    CHECK_TEXT(s->unit, "%");
    CHECK_TEXT(s->answers[0].label, "as usual");
    CHECK_INT(s->answers[0].match, MATCH_RANGE);
    CHECK_INT(s->answers[0].effects[0].reason->count, 3);
    CHECK_INT(s->answers[0].effects[0].reason->parts[1].index, 1);
    CHECK_INT(s->answers[1].match, MATCH_ELSE);
    CHECK_INT(s->answers[1].next.kind, NEXT_STEP);
    CHECK_INT(s->answers[1].next.max, 2);
    CHECK_INT(s->unknown.next.kind, NEXT_END);
    CHECK_INT(s->when->kind, COND_OR);
    CHECK_TEXT(step_match_number(s, 1)->key, "< 1.5%");
    CHECK_TEXT(step_match_number(s, 1.5)->key, "else");
    CHECK_INT(b->resolve.when->kind, COND_ANY_CONFIRMED);
    CHECK_INT(b->resolve.after_ms, 2 * 3600 * 1000);
    CHECK_INT(book_step(b, "load"), 1);
    CHECK_INT(book_cause(b, "nothing"), -1);
    CHECK_INT(strlen(book_hash(b)), 64);
    done(b);
}

static void ranges_take_what_they_say(void)
{
    struct book *b = load(HEAD "- id: n\n  clue: N?\n  type: number\n  unit: \"%\"\n  answers:\n"
                               "    \"< 1.5%\": {}\n    1.5..2: {}\n    \"2 % .. 10 %\": {}\n"
                               "    \"== 20\": {}\n    \">= 90\": {}\n    \"> -1e3\": {}\n");
    static const struct {
        double number;
        int answer; /* -1: none */
    } cases[] = {{-5, 0}, {1.49, 0}, {1.5, 1}, {2, 1},  {2.01, 2},
                 {10, 2}, {20, 3},   {90, 4},  {89, 5}, {10.5, 5}};
    if (!b)
        return;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct answer *a = step_match_number(&b->steps[0], cases[i].number);
        CHECK_INT(a ? a - b->steps[0].answers : -1, cases[i].answer);
    }
    CHECK(step_match_text(&b->steps[0], "< 1.5%") == NULL);
    done(b);
}

static void texts_match_as_listed(void)
{
    struct book *b = load(HEAD "- id: t\n  clue: T?\n  type: text\n  answers:\n"
                               "    else: {}\n    nothing: {}\n    Nil: {}\n"
                               "- id: c\n  clue: C?\n  answers: {yes: {}, no: {}}\n");
    if (!b)
        return;
    CHECK_TEXT(step_match_text(&b->steps[0], "nothing")->key, "nothing");
    CHECK_TEXT(step_match_text(&b->steps[0], "Nil")->key, "Nil");
    CHECK_TEXT(step_match_text(&b->steps[0], "nil")->key, "else");
    CHECK_TEXT(step_match_text(&b->steps[1], "no")->key, "no");
    CHECK(step_match_text(&b->steps[1], "maybe") == NULL);
    done(b);
}

static void next_serves_every_answer(void)
{
    struct book *b = load(HEAD "- id: a\n  clue: A?\n  next: c\n  answers:\n"
                               "    yes: {}\n    no: {next: end}\n    maybe:\n"
                               "  unknown: {note: Hm.}\n"
                               "- id: b\n  clue: B?\n  type: number\n  next: a\n  max: 3\n"
                               "  answers: {\"> 5\": {next: c}}\n  unknown: {next: c}\n"
                               "- id: c\n  clue: C?\n  type: time\n");
    if (!b)
        return;
    const struct step *a = &b->steps[0];
    CHECK_INT(a->answers[0].next.step, 2);
    CHECK_INT(a->answers[1].next.kind, NEXT_END);
    CHECK_INT(a->answers[2].next.kind, NEXT_STEP);
    CHECK_INT(a->unknown.next.step, 2);
    CHECK_TEXT(a->unknown.key, VALUE_UNKNOWN);
    CHECK_TEXT(a->unknown.note->raw, "Hm.");
    const struct step *n = &b->steps[1];
    CHECK_INT(n->answer_count, 2);
    CHECK_INT(n->answers[0].next.step, 2);
    CHECK_INT(n->answers[1].match, MATCH_ELSE);
    CHECK_INT(n->answers[1].next.step, 0);
    CHECK_INT(n->answers[1].next.max, 3);
    CHECK_INT(n->unknown.next.step, 2);
    CHECK_INT(b->steps[2].answer_count, 0);
    CHECK_INT(b->steps[2].unknown.next.kind, NEXT_FOLLOWING);
    CHECK(a->referred);
    CHECK(!n->referred);
    CHECK(b->steps[2].referred);
    CHECK_INT(b->resolve.after_ms, -1);
    CHECK(b->resolve.when == NULL);
    done(b);
}

static void prose_is_cut_at_references(void)
{
    static const struct {
        const char *text;
        const char *parts; /* references as <step>, with the form's number unless plain */
    } cases[] = {
        {"plain", "plain"},
        {"${a}", "<0>"},
        {"x ${a} y${b:ms}", "x |<0>| y|<1:1>"},
        {"${b:date}${b:json}", "<1:2>|<1:3>"},
        {"cost $5 and $ and $$", "cost $5 and $ and $$"},
        {"$${a} and ${a}", "${a} and |<0>"},
        {"a $${ b", "a |${ b"},
        {"end $", "end $"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text yaml = {0}, got = {0};
        text_format(&yaml,
                    HEAD "- {id: a, clue: A, type: text}\n"
                         "- id: b\n  clue: '%s'\n  type: time\n",
                    cases[i].text);
        struct book *b = load(yaml.at);
        const struct prose *p = b ? b->steps[1].question : NULL;
        for (size_t n = 0; p && n < p->count; n++) {
            text_add(&got, n ? "|" : "");
            if (p->parts[n].literal)
                text_add(&got, p->parts[n].literal);
            else if (p->parts[n].form == FORM_PLAIN)
                text_format(&got, "<%d>", p->parts[n].index);
            else
                text_format(&got, "<%d:%d>", p->parts[n].index, p->parts[n].form);
        }
        CHECK_TEXT(text_get(&got), cases[i].parts);
        CHECK_TEXT(p ? p->raw : NULL, cases[i].text);
        done(b);
        text_release(&yaml);
        text_release(&got);
    }
}

/* A step is worth asking for its own sake if others use its answer; its own reasons are no others.
 */
static void referred_is_what_others_say(void)
{
    struct book *b =
        load(HEAD "- {id: own, clue: O, type: text, answers: {else: {note: \"${own}\"}}}\n"
                  "- {id: prose, clue: P, type: text}\n"
                  "- {id: cond, clue: C, type: text}\n"
                  "- {id: ended, clue: E, type: text}\n"
                  "- {id: last, clue: \"${prose}\", type: text, when: cond == \"x\"}\n"
                  "resolve: {when: answered(\"ended\")}\n");
    static const bool want[] = {false, true, true, true, false};
    for (size_t i = 0; b && i < 5; i++)
        CHECK_INT(b->steps[i].referred, want[i]);
    done(b);
}

static void texts_mean_what_is_written(void)
{
    struct book *b =
        load("ruleout: '1'\nid: x\ntitle: on\nsummary: |\n  Two\n  lines.\n\nowner: ~\n"
             "steps:\n- {id: a, clue: 07:30, answers: {1e3: {}, 'no': {}, null: {}}}\n");
    if (!b)
        return;
    CHECK_TEXT(b->title, "on");
    CHECK_TEXT(b->summary, "Two\nlines.");
    CHECK_TEXT(b->owner, "~");
    CHECK_TEXT(b->steps[0].question->raw, "07:30");
    CHECK_TEXT(b->steps[0].answers[0].key, "1e3");
    CHECK_TEXT(b->steps[0].answers[1].key, "no");
    CHECK_TEXT(b->steps[0].answers[2].key, "null");
    CHECK_INT(b->cause_count, 0);
    CHECK_INT(book_cause(b, "a"), -1);
    done(b);
}

static void the_id_is_the_files_name(void)
{
    static const struct {
        const char *path, *id; /* id: NULL where loading fails */
    } cases[] = {{"runbooks/dns.yaml", "dns"},
                 {"dns.yml", "dns"},
                 {"/a/b.c/tls-expiry.yaml", "tls-expiry"},
                 {"-", NULL},
                 {".yaml", NULL},
                 {"dns", NULL}};
    static const char text[] = "ruleout: 1\ntitle: X\nsteps: [{id: a, clue: A, type: text}]\n";
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        source = source_from(cases[i].path, text, strlen(text));
        struct book *b = book_load(source, NULL, &diags);
        CHECK_TEXT(b ? b->id : NULL, cases[i].id);
        CHECK_INT(diags.errors, cases[i].id == NULL);
        done(b);
    }
}

static void a_large_runbook_loads(void)
{
    struct text t = {0};
    text_add(&t, "ruleout: 1\nid: x\ntitle: X\ncauses:\n");
    for (int i = 0; i < 3000; i++)
        text_format(&t, "  c-%d: {title: C}\n", i);
    text_add(&t, "steps:\n");
    for (int i = 0; i < 3000; i++)
        text_format(
            &t, "- {id: s%d, clue: \"Ü ${s%d}?\", answers: {yes: {confirms: [c-%d]}, no: {}}}\n", i,
            2999 - i, 2999 - i);
    struct book *b = load(t.at);
    if (b) {
        CHECK_INT(b->step_count, 3000);
        CHECK_INT(book_step(b, "s2999"), 2999);
        CHECK_INT(book_cause(b, "c-1234"), 1234);
        CHECK_INT(b->steps[5].question->parts[1].index, 2994);
        CHECK_INT(b->steps[5].answers[0].effects[0].cause, 2994);
        CHECK(strncmp(source->bytes + b->steps[2999].span.at, "s2999", 5) == 0);
    }
    done(b);
    text_release(&t);
}

int main(void)
{
    return suite_run("load",
                     (CU_TestInfo[]){{"loads a whole runbook", loads_a_whole_runbook},
                                     {"ranges take what they say", ranges_take_what_they_say},
                                     {"texts match as listed", texts_match_as_listed},
                                     {"next serves every answer", next_serves_every_answer},
                                     {"prose is cut at references", prose_is_cut_at_references},
                                     {"referred is what others say", referred_is_what_others_say},
                                     {"texts mean what is written", texts_mean_what_is_written},
                                     {"the id is the file's name", the_id_is_the_files_name},
                                     {"a large runbook loads", a_large_runbook_loads},
                                     CU_TEST_INFO_NULL});
}
