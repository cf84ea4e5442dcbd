#include "book/cond_inside.h"

#include <string.h>

#include "base/time.h"
#include "book/book.h"
#include "book/codes.h"
#include "book/names.h"

static int find(const struct names *index, const char *text, size_t count,
                const char *(*get)(const struct cond_scope *, size_t),
                const struct cond_scope *scope)
{
    if (index)
        return names_get(index, text, strlen(text));
    for (size_t i = 0; i < count; i++)
        if (strcmp(get(scope, i), text) == 0)
            return (int)i;
    return -1;
}

static const char *name_at(const struct cond_scope *scope, size_t i)
{
    return scope->names[i].id;
}

static const char *cause_at(const struct cond_scope *scope, size_t i)
{
    return scope->causes[i];
}

const char *cond_noun(const struct cond_parser *p)
{
    return p->scope->causes ? "step" : "question";
}

static bool nearest_name(struct cond_parser *p, struct diag *d, const char *word)
{
    size_t count = p->scope->name_count;
    const char **ids = arena_alloc(p->arena, (count + 1) * sizeof *ids);
    for (size_t i = 0; i < count; i++)
        ids[i] = p->scope->names[i].id;
    return complain_nearest(d, word, ids, count);
}

int cond_find_name(struct cond_parser *p, const struct token *t)
{
    const struct cond_scope *scope = p->scope;
    int i = find(scope->name_index, t->text, scope->name_count, name_at, scope);
    if (i >= 0) {
        if (p->named)
            p->named[i] = true;
        return i;
    }
    const char *code = scope->causes ? RB_UNKNOWN_STEP : RB_UNKNOWN_QUESTION;
    struct diag *d =
        cond_complain(p, code, t->at, t->len, "unknown %s \"%s\"", cond_noun(p), t->text);
    if (!nearest_name(p, d, t->text))
        complain_hint(d, "text goes in quotes; names without quotes are %ss", cond_noun(p));
    return -1;
}

int cond_find_cause(struct cond_parser *p, const struct token *t)
{
    const struct cond_scope *scope = p->scope;
    if (!scope->causes) {
        complain_hint(cond_complain(p, RB_NO_CAUSES_HERE, t->at, t->len,
                                    "a severity framework has no causes"),
                      "compare an answer: data == \"yes\"");
        return -1;
    }
    int i = find(scope->cause_index, t->text, scope->cause_count, cause_at, scope);
    if (i >= 0 || scope->causes_unsure)
        return i;
    struct diag *d =
        cond_complain(p, RB_UNKNOWN_CAUSE, t->at, t->len, "unknown cause \"%s\"", t->text);
    if (!complain_nearest(d, t->text, scope->causes, scope->cause_count))
        complain_hint(d, "add it under \"causes\"");
    return -1;
}

static const char *sort(const struct term *t)
{
    static const char *const words[] = {[VALUE_YES_NO] = "yes or no",
                                        [VALUE_TEXT] = "text",
                                        [VALUE_NUMBER] = "a number",
                                        [VALUE_TIME] = "a time",
                                        [VALUE_ANY] = "anything"};
    return words[t->gives];
}

bool cond_check_yes_no(struct cond_parser *p, const struct term *t)
{
    if (t->gives == VALUE_YES_NO || t->gives == VALUE_ANY)
        return true;
    struct diag *d = cond_complain(p, RB_NOT_YES_OR_NO, t->at, t->len,
                                   "this is %s, where yes or no is needed", sort(t));
    if (t->cond->kind != COND_NAME) {
        complain_hint(
            d, "compare it with a %s, and write the whole comparison on each side of and, or",
            cond_noun(p));
        return false;
    }
    const struct cond_name *n = &p->scope->names[t->cond->index];
    if (t->gives == VALUE_TEXT)
        complain_hint(d, "write %s == \"%s\", or answered(\"%s\")", n->id,
                      n->values && n->value_count ? n->values[0] : "...", n->id);
    else if (t->gives == VALUE_NUMBER)
        complain_hint(d, "write %s > 0, or answered(\"%s\")", n->id, n->id);
    else
        complain_hint(d, "write answered(\"%s\")", n->id);
    return false;
}

/* A choice is never what it does not list; no answer compares as "unknown". */
static void check_possible(struct cond_parser *p, const struct term *name, const struct term *text)
{
    if (name->cond->kind != COND_NAME || text->cond->kind != COND_STRING)
        return;
    const struct cond_name *n = &p->scope->names[name->cond->index];
    const char *value = text->cond->text;
    struct diag *d;
    if (strcmp(value, VALUE_UNKNOWN) == 0) {
        d = cond_complain(p, RB_NEVER_TRUE, text->at, text->len,
                          "every comparison with an unknown answer is false, this one too");
        complain_hint(d, "compare with what is known: %s == \"%s\"", n->id,
                      n->values && n->value_count ? n->values[0] : "...");
        return;
    }
    if (!n->values)
        return;
    for (size_t i = 0; i < n->value_count; i++)
        if (strcmp(n->values[i], value) == 0)
            return;
    d = cond_complain(p, RB_NEVER_TRUE, text->at, text->len, "%s \"%s\" has no answer \"%s\"",
                      cond_noun(p), n->id, value);
    if (!complain_nearest(d, value, n->values, n->value_count) && n->value_count)
        complain_hint(d, "its answers begin with \"%s\"", n->values[0]);
}

static void check_moment(struct cond_parser *p, const struct term *text)
{
    int64_t ms;
    if (text->cond->kind == COND_STRING && !time_parse_rfc3339(text->cond->text, &ms))
        complain_hint(cond_complain(p, RB_WRONG_TYPES, text->at, text->len,
                                    "\"%s\" is no moment to compare a time with", text->cond->text),
                      "write it with date and offset: \"2026-09-14T10:02:00Z\"");
}

static void different(struct cond_parser *p, const struct term *a, const struct term *b)
{
    const struct term *name = a->cond->kind == COND_NAME ? a : b, *other = name == a ? b : a;
    struct diag *d;
    const char *id = name->cond->kind == COND_NAME ? p->scope->names[name->cond->index].id : NULL;
    if (!id) {
        cond_complain(p, RB_WRONG_TYPES, other->at, other->len, "this is %s, and the other side %s",
                      sort(other), sort(name));
        return;
    }
    d = cond_complain(p, RB_WRONG_TYPES, other->at, other->len,
                      "%s \"%s\" gives %s, and this is %s", cond_noun(p), id, sort(name),
                      sort(other));
    if (name->gives == VALUE_NUMBER)
        complain_hint(d, "compare it with a number without quotes: %s > 1.5", id);
    else if (name->gives == VALUE_TEXT)
        complain_hint(d, "compare it with text in quotes: %s == \"%s\"", id,
                      p->scope->names[name->cond->index].value_count &&
                              p->scope->names[name->cond->index].values
                          ? p->scope->names[name->cond->index].values[0]
                          : "...");
    else
        complain_hint(d, "compare it with a time in quotes: %s < \"2026-09-14T10:02:00Z\"", id);
}

static bool check_comparable(struct cond_parser *p, const struct term *a, const struct token *op,
                             const struct term *b)
{
    const struct term *flag = a->gives == VALUE_YES_NO ? a : b;
    if (flag->gives == VALUE_YES_NO) {
        complain_hint(cond_complain(p, RB_WRONG_TYPES, flag->at, flag->len,
                                    "this is yes or no already, and compares with nothing"),
                      "write it alone, or not before it");
        return false;
    }
    if (a->cond->kind == COND_NAME || b->cond->kind == COND_NAME)
        return true;
    complain_hint(cond_complain(p, RB_WRONG_TYPES, a->at, b->at + b->len - a->at,
                                "neither side of %.*s is a %s", (int)op->len, p->text + op->at,
                                cond_noun(p)),
                  "names stand without quotes: shape == \"random\"");
    return false;
}

void cond_check_compare(struct cond_parser *p, const struct term *a, const struct token *op,
                        const struct term *b)
{
    if (a->gives == VALUE_ANY || b->gives == VALUE_ANY || !check_comparable(p, a, op, b))
        return;
    if (a->gives == VALUE_TIME && b->cond->kind == COND_STRING)
        check_moment(p, b);
    else if (b->gives == VALUE_TIME && a->cond->kind == COND_STRING)
        check_moment(p, a);
    else if (a->gives != b->gives)
        different(p, a, b);
    else if (a->gives == VALUE_TEXT && op->op != COND_EQ && op->op != COND_NE)
        complain_hint(cond_complain(p, RB_WRONG_TYPES, op->at, op->len,
                                    "text has no order; only numbers and times do"),
                      "write == or ~=");
    else {
        check_possible(p, a, b);
        check_possible(p, b, a);
    }
}
