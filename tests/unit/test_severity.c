#include <string.h>

#include "base/text.h"
#include "book/book.h"
#include "book/cond.h"
#include "suite.h"

static struct source *source;
static struct diags diags;

static struct severity *load(const char *text)
{
    source = source_from("severity.yaml", text, strlen(text));
    return severity_load(source, &diags);
}

static void done(struct severity *s)
{
    severity_free(s);
    source_free(source);
    diags_release(&diags);
}

static void loads_questions_and_levels(void)
{
    struct severity *s =
        load("severity:\n"
             "  ask:\n"
             "  - {id: reach, question: \"Who is affected?\", answers: [all customers, nobody]}\n"
             "  - {id: data, question: \"Is data lost?\", answers: [yes, no]}\n"
             "  levels:\n"
             "  - id: sev1\n"
             "    title: Critical, significant impact\n"
             "    when: data == \"yes\" or (reach == \"all customers\" and answered(\"data\"))\n"
             "    page: [incident-commander, primary]\n"
             "    acknowledge: 5m\n"
             "    update_every: 20m\n"
             "    tell: [customers]\n"
             "    postmortem: {due: 5bd}\n"
             "  - {id: sev2, title: Minor, when: true, postmortem: none}\n");
    CHECK(s != NULL);
    CHECK_INT(diags.count, 0);
    if (!s)
        return;
    CHECK_INT(s->question_count, 2);
    CHECK_TEXT(s->questions[0].id, "reach");
    CHECK_TEXT(s->questions[0].question, "Who is affected?");
    CHECK_INT(s->questions[0].answer_count, 2);
    CHECK_TEXT(s->questions[0].answers[0], "all customers");
    CHECK_TEXT(s->questions[1].answers[0], "yes");
    CHECK_INT(s->level_count, 2);
    const struct level *l = &s->levels[0];
    CHECK_TEXT(l->title, "Critical, significant impact");
    CHECK_INT(l->when->kind, COND_OR);
    CHECK_INT(l->when->left->left->index, 1);
    CHECK_INT(l->page_count, 2);
    CHECK_TEXT(l->page[0], "incident-commander");
    CHECK_TEXT(l->tell[0], "customers");
    CHECK_INT(l->acknowledge_ms, 5 * 60 * 1000);
    CHECK_INT(l->update_every_ms, 20 * 60 * 1000);
    CHECK_TEXT(l->postmortem_due, "5bd");
    l++;
    CHECK_INT(l->when->kind, COND_TRUE);
    CHECK_INT(l->acknowledge_ms, -1);
    CHECK_INT(l->page_count, 0);
    CHECK(l->postmortem_due == NULL);
    CHECK_INT(strlen(s->hash), 64);
    done(s);
}

#define ASK "severity:\n  ask: [{id: data, question: Lost, answers: [yes, no]}]\n  levels:\n"

static void warns_and_loads(void)
{
    struct severity *s = load(ASK "  - {id: a, title: A, when: data == \"yes\"}\n");
    CHECK(s != NULL);
    CHECK_INT(diags.count, 1);
    CHECK_TEXT(diags.items[0].code, "RB302");
    done(s);
    s = load(ASK "  - {id: a, title: A, when: true}\n  - {id: b, title: B, when: true}\n");
    CHECK(s != NULL);
    CHECK_INT(diags.count, 1);
    CHECK_TEXT(diags.items[0].code, "RB303");
    done(s);
}

static void due_is_a_number_of_days(void)
{
    static const struct {
        const char *due;
        bool fit;
    } cases[] = {{"3d", true}, {"5bd", true}, {"14d", true},  {"0d", false},  {"d", false},
                 {"3", false}, {"3h", false}, {"3 d", false}, {"-3d", false}, {"99999d", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text t = {0};
        text_format(&t, ASK "  - {id: a, title: A, when: true, postmortem: {due: %s}}\n",
                    cases[i].due);
        struct severity *s = load(t.at);
        if (!CHECK_INT(s != NULL, cases[i].fit))
            printf("in: %s\n", cases[i].due);
        if (s)
            CHECK_TEXT(s->levels[0].postmortem_due, cases[i].due);
        done(s);
        text_release(&t);
    }
}

int main(void)
{
    return suite_run("severity",
                     (CU_TestInfo[]){{"loads questions and levels", loads_questions_and_levels},
                                     {"warns and loads", warns_and_loads},
                                     {"due is a number of days", due_is_a_number_of_days},
                                     CU_TEST_INFO_NULL});
}
