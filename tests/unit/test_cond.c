#include <string.h>

#include "base/text.h"
#include "book/codes.h"
#include "book/cond.h"
#include "suite.h"

static const char *const shapes[] = {"random", "one step up"};
static const struct cond_name names[] = {{"shape", COND_TYPE_TEXT, shapes, 2},
                                         {"load", COND_TYPE_NUMBER, NULL, 0, false, "ms"},
                                         {"what", COND_TYPE_TEXT, NULL, 0},
                                         {"started", COND_TYPE_TIME, NULL, 0}};
static const char *const causes[] = {"config", "new-code"};
static const char *const envs[] = {"prod", "staging"};
static const struct cond_name inputs[] = {{"env", COND_TYPE_TEXT, envs, 2},
                                          {"limit", COND_TYPE_NUMBER, NULL, 0},
                                          {"since", COND_TYPE_TIME, NULL, 0}};
static const char *const actions[] = {"rollback"}, *const verifies[] = {"calm", "recovered"};
static const char *const captures[] = {"", "", "sample", ""};
static const struct cond_scope scope = {.names = names,
                                        .name_count = 4,
                                        .inputs = inputs,
                                        .input_count = 3,
                                        .causes = {.at = causes, .count = 2},
                                        .actions = {.at = actions, .count = 1},
                                        .verifies = {.at = verifies, .count = 2},
                                        .captures = {.at = captures, .count = 4}};

/* The tree in prefix form, so that what binds how can be compared as text. */
static void show(const struct cond *c, struct text *out)
{
    static const char *const words[] = {[COND_TRUE] = "true",
                                        [COND_FALSE] = "false",
                                        [COND_AND] = "and",
                                        [COND_OR] = "or",
                                        [COND_NOT] = "not",
                                        [COND_EQ] = "==",
                                        [COND_NE] = "~=",
                                        [COND_LT] = "<",
                                        [COND_LE] = "<=",
                                        [COND_GT] = ">",
                                        [COND_GE] = ">=",
                                        [COND_SUSPECTED] = "suspected",
                                        [COND_CONFIRMED] = "confirmed",
                                        [COND_RULED_OUT] = "ruled_out",
                                        [COND_ANSWERED] = "answered",
                                        [COND_VERIFIED] = "verified",
                                        [COND_DONE] = "done",
                                        [COND_HAS] = "has",
                                        [COND_ANY_CONFIRMED] = "any_confirmed"};
    if (c->kind == COND_NAME)
        text_add(out, names[c->index].id);
    else if (c->kind == COND_INPUT)
        text_format(out, "$%s", inputs[c->index].id);
    else if (c->kind == COND_STRING)
        text_format(out, "'%s'", c->text);
    else if (c->kind == COND_NUMBER)
        text_format(out, "%g", c->number);
    else
        text_add(out, words[c->kind]);
    if (c->kind >= COND_SUSPECTED && c->kind <= COND_RULED_OUT)
        text_format(out, "(%s)", causes[c->index]);
    if (c->kind == COND_ANSWERED)
        text_format(out, "(%s)", names[c->index].id);
    if (c->kind == COND_VERIFIED)
        text_format(out, "(%s)", verifies[c->index]);
    if (c->kind == COND_DONE)
        text_format(out, "(%s)", actions[c->index]);
    if (c->kind == COND_HAS)
        text_format(out, "(%s)", captures[c->index]);
    if (!c->left)
        return;
    text_add(out, "[");
    show(c->left, out);
    if (c->right) {
        text_add(out, " ");
        show(c->right, out);
    }
    text_add(out, "]");
}

struct result {
    struct arena *arena;
    struct source *source;
    struct diags diags;
    const struct cond *cond;
    bool named[4];
};

static void parse(struct result *r, const char *text)
{
    *r = (struct result){.arena = arena_new(), .source = source_from("x", text, strlen(text))};
    r->cond = cond_parse(r->arena, r->source, (struct span){0, (uint32_t)strlen(text)}, text,
                         &scope, r->named, &r->diags);
}

static void release(struct result *r)
{
    arena_free(r->arena);
    source_free(r->source);
    diags_release(&r->diags);
}

static void binds_as_written(void)
{
    static const struct {
        const char *text, *tree;
    } cases[] = {
        {"true", "true"},
        {"false or true", "or[false true]"},
        {"shape == \"random\"", "==[shape 'random']"},
        {"'random' ~= shape", "~=['random' shape]"},
        {"load < -1.5", "<[load -1.5]"},
        {"1 <= load", "<=[1 load]"},
        {"load>1 and load>=2", "and[>[load 1] >=[load 2]]"},
        {"suspected(\"new-code\")", "suspected(new-code)"},
        {"confirmed('config') or ruled_out('config')", "or[confirmed(config) ruled_out(config)]"},
        {"answered(\"load\") and answered(load)", "and[answered(load) answered(load)]"},
        {"any_confirmed()", "any_confirmed"},
        {"load > '5 ms' or '0.5ms' <= load", "or[>[load 5] <=[0.5 load]]"},
        {"load > '-2.5 ms'", ">[load -2.5]"},
        {"not has('sample')", "not[has(sample)]"},
        {"load > 1 or load > 2 and load > 3", "or[>[load 1] and[>[load 2] >[load 3]]]"},
        {"(load > 1 or load > 2) and load > 3", "and[or[>[load 1] >[load 2]] >[load 3]]"},
        {"load > 1 and load > 2 or load > 3", "or[and[>[load 1] >[load 2]] >[load 3]]"},
        {"not load > 1 and true", "and[not[>[load 1]] true]"},
        {"not (load > 1 and true)", "not[and[>[load 1] true]]"},
        {"not not true", "not[not[true]]"},
        {"what == shape", "==[what shape]"},
        {"what == 'it\\'s \\\\'", "==[what 'it's \\']"},
        {"started < \"2026-09-14T10:02:00Z\"", "<[started '2026-09-14T10:02:00Z']"},
        {"started == started", "==[started started]"},
        {"env == 'prod' and limit > 1", "and[==[$env 'prod'] >[$limit 1]]"},
        {"since < started or env == what", "or[<[$since started] ==[$env what]]"},
        {"verified('recovered') and not done(rollback)",
         "and[verified(recovered) not[done(rollback)]]"},
        {"  (\n true )\n", "true"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct result r;
        struct text tree = {0};
        parse(&r, cases[i].text);
        CHECK_INT(r.diags.count, 0);
        if (CHECK(r.cond != NULL))
            show(r.cond, &tree);
        else
            printf("in: %s\n", cases[i].text);
        CHECK_TEXT(text_get(&tree), cases[i].tree);
        text_release(&tree);
        release(&r);
    }
}

static void says_where_it_is_wrong(void)
{
    static const struct {
        const char *text, *code, *at; /* at: what the caret is under; "" for the end */
        const char *hint;
    } cases[] = {
        {"shap == 'random'", RB_UNKNOWN_STEP, "shap", "did you mean \"shape\"?"},
        {"true and suspected('confg')", RB_UNKNOWN_CAUSE, "'confg'", "did you mean \"config\"?"},
        {"answered('lod')", RB_UNKNOWN_STEP, "'lod'", "did you mean \"load\"?"},
        {"verified('recoverd')", RB_UNKNOWN_VERIFY, "'recoverd'", "did you mean \"recovered\"?"},
        {"done('recovered')", RB_UNKNOWN_ACTION, "'recovered'", "\"actions\""},
        {"done()", RB_BAD_CONDITION, "done()", "done(\"id\")"},
        {"limmit > 1", RB_UNKNOWN_STEP, "limmit", "did you mean \"limit\"?"},
        {"recovered == 'yes'", RB_UNKNOWN_STEP, "recovered", "verified(\"recovered\")"},
        {"rollback", RB_UNKNOWN_STEP, "rollback", "done(\"rollback\")"},
        {"answered('env')", RB_UNKNOWN_STEP, "'env'", "compare"},
        {"env == 'prd'", RB_NEVER_TRUE, "'prd'", "did you mean \"prod\"?"},
        {"env == 'unknown'", RB_NEVER_TRUE, "'unknown'", "\"prod\""},
        {"env == 1", RB_WRONG_TYPES, "1", "env == \"prod\""},
        {"limit == '1'", RB_WRONG_TYPES, "'1'", "limit > 1.5"},
        {"since == limit", RB_WRONG_TYPES, "limit", "since <"},
        {"env", RB_NOT_YES_OR_NO, "env", "env == \"prod\""},
        {"load == 'x'", RB_WRONG_TYPES, "'x'", "without quotes"},
        {"load == what", RB_WRONG_TYPES, "what", "number"},
        {"shape == 5", RB_WRONG_TYPES, "5", "in quotes"},
        {"shape > 'random'", RB_WRONG_TYPES, ">", "=="},
        {"started > 'yesterday'", RB_WRONG_TYPES, "'yesterday'", "2026"},
        {"shape == 'randm'", RB_NEVER_TRUE, "'randm'", "did you mean \"random\"?"},
        {"what ~= 'unknown'", RB_NEVER_TRUE, "'unknown'", "what"},
        {"shape", RB_NOT_YES_OR_NO, "shape", "answered(\"shape\")"},
        {"true and load", RB_NOT_YES_OR_NO, "load", "load > 0"},
        {"shape != 'random'", RB_FOREIGN_OPERATOR, "!=", "~="},
        {"true && true", RB_FOREIGN_OPERATOR, "&&", "and"},
        {"true || true", RB_FOREIGN_OPERATOR, "||", "or"},
        {"!true", RB_FOREIGN_OPERATOR, "!", "not"},
        {"load = 1", RB_FOREIGN_OPERATOR, "=", "=="},
        {"load > '5 s'", RB_WRONG_UNIT, "'5 s'", "its unit is ms"},
        {"limit > '5%'", RB_WRONG_UNIT, "'5%'", "it has none"},
        {"load > 'much'", RB_WRONG_TYPES, "'much'", "without quotes"},
        {"load > '5'", RB_WRONG_TYPES, "'5'", "without quotes"},
        {"has('x')", RB_UNKNOWN_CAPTURE, "'x'", "add it under \"capture\""},
        {"suspect('config')", RB_UNKNOWN_FUNCTION, "suspect", "did you mean \"suspected\"?"},
        {"suspected(config)", RB_BAD_CONDITION, "suspected(config)", "suspected(\"config\")"},
        {"true true", RB_BAD_CONDITION, "true", "join"},
        {"load == ", RB_BAD_CONDITION, "", "write"},
        {"", RB_BAD_CONDITION, "", "write"},
        {"(true", RB_BAD_CONDITION, "", "close"},
        {"what == 'open", RB_BAD_CONDITION, "'", "close"},
        {"true\xc3\xa4", RB_BAD_CONDITION, "\xc3", "quotes"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct result r;
        parse(&r, cases[i].text);
        bool ok = CHECK(r.cond == NULL) && CHECK_INT(r.diags.errors, 1);
        if (r.diags.count) {
            const struct diag *d = &r.diags.items[0];
            ok = CHECK_TEXT(d->code, cases[i].code) && ok;
            ok = CHECK_HOLDS(d->hint, cases[i].hint) && ok;
            size_t len = strlen(cases[i].at);
            ok = CHECK_INT(d->span.len, len) && ok;
            ok = CHECK(strncmp(cases[i].text + d->span.at, cases[i].at, len) == 0) && ok;
        }
        if (!ok)
            printf("in: %s\n", cases[i].text);
        release(&r);
    }
}

static void says_all_that_is_wrong(void)
{
    struct result r;
    parse(&r, "shap == 'x' and load == 'y' or suspected('z')");
    CHECK_INT(r.diags.errors, 3);
    release(&r);
}

static void notes_the_names_it_uses(void)
{
    struct result r;
    parse(&r, "load > 1 or answered('what') or env == 'prod' or verified('calm')");
    CHECK(!r.named[0] && r.named[1] && r.named[2] && !r.named[3]);
    release(&r);
}

static void deep_and_long_ones_are_refused(void)
{
    static const char *const pieces[][3] = {{"(", "true", ")"},
                                            {"not ", "true", ""},
                                            {"", "true", " and true"},
                                            {"", "load > 1", " or true"}};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++)
        for (size_t times = 60; times <= 100000; times *= 40) {
            struct text t = {0};
            struct result r;
            for (size_t n = 0; n < times; n++)
                text_add(&t, pieces[i][0]);
            text_add(&t, pieces[i][1]);
            for (size_t n = 0; n < times; n++)
                text_add(&t, pieces[i][2]);
            parse(&r, t.at);
            CHECK_INT(r.cond != NULL, times == 60);
            if (times > 60) {
                CHECK_INT(r.diags.errors, 1);
                CHECK_TEXT(r.diags.items[0].code, RB_CONDITION_DEPTH);
            }
            release(&r);
            text_release(&t);
        }
}

static void severity_has_no_causes(void)
{
    static const struct cond_scope questions = {.names = names, .name_count = 4};
    static const char *const cases[] = {"suspected('config')", "any_confirmed()",
                                        "verified('calm')", "done('rollback')", "shap == 'random'"};
    for (size_t i = 0; i < 5; i++) {
        struct diags ds = {0};
        struct arena *a = arena_new();
        struct source *s = source_from("x", cases[i], strlen(cases[i]));
        CHECK(cond_parse(a, s, (struct span){0, (uint32_t)s->len}, cases[i], &questions, NULL,
                         &ds) == NULL);
        CHECK_INT(ds.errors, 1);
        CHECK_TEXT(ds.items[0].code, i < 4 ? RB_NO_CAUSES_HERE : RB_UNKNOWN_QUESTION);
        diags_release(&ds);
        source_free(s);
        arena_free(a);
    }
}

int main(void)
{
    return suite_run(
        "cond", (CU_TestInfo[]){{"binds as written", binds_as_written},
                                {"says where it is wrong", says_where_it_is_wrong},
                                {"says all that is wrong", says_all_that_is_wrong},
                                {"notes the names it uses", notes_the_names_it_uses},
                                {"deep and long ones are refused", deep_and_long_ones_are_refused},
                                {"severity has no causes", severity_has_no_causes},
                                CU_TEST_INFO_NULL});
}
