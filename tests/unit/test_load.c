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
    struct book *b = book_load(source, &diags);
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
    CHECK_INT(s->answers[0].effects[0].reason->parts[1].step, 1);
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
    CHECK_INT(strlen(b->hash), 64);
    done(b);
}

int main(void)
{
    return suite_run("load", (CU_TestInfo[]){{"loads a whole runbook", loads_a_whole_runbook},
                                             CU_TEST_INFO_NULL});
}
