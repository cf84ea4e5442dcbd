#include "book/cond_inside.h"

#include <string.h>

#include "base/time.h"
#include "book/book.h"
#include "book/codes.h"
#include "book/load.h"

#define EXAMPLE_TIME "2026-09-14T10:02:00Z"

static const char *sort(const struct term *t)
{
    static const char *const words[] = {[VALUE_YES_NO] = "yes or no",
                                        [VALUE_TEXT] = "text",
                                        [VALUE_NUMBER] = "a number",
                                        [VALUE_TIME] = "a time",
                                        [VALUE_ANY] = "anything"};
    return words[t->gives];
}

static const char *example_of(const struct cond_name *n)
{
    return n->values && n->value_count ? n->values[0] : "...";
}

bool cond_check_yes_no(struct cond_parser *p, const struct term *t)
{
    if (t->gives == VALUE_YES_NO || t->gives == VALUE_ANY)
        return true;
    struct diag *d = cond_complain(p, RB_NOT_YES_OR_NO, t->at, t->len,
                                   "this is %s, where yes or no is needed", sort(t));
    const struct cond_name *n = cond_name_of(p, t->cond);
    if (!n) {
        complain_hint(
            d, "compare it with a %s, and write the whole comparison on each side of and, or",
            cond_noun(p));
        return false;
    }
    bool input = t->cond->kind == COND_INPUT;
    const char *answered = input ? "" : arena_format(p->arena, ", or answered(\"%s\")", n->id);
    if (t->gives == VALUE_TEXT)
        complain_hint(d, "write %s == \"%s\"%s", n->id, example_of(n), answered);
    else if (t->gives == VALUE_NUMBER)
        complain_hint(d, "write %s > 0%s", n->id, answered);
    else if (input)
        complain_hint(d, "write %s < \"%s\"", n->id, EXAMPLE_TIME);
    else
        complain_hint(d, "write answered(\"%s\")", n->id);
    return false;
}

static void say_impossible(struct cond_parser *p, const struct cond *name, const struct term *text)
{
    const struct cond_name *n = cond_name_of(p, name);
    bool input = name->kind == COND_INPUT;
    const char *value = text->cond->text;
    struct diag *d =
        cond_complain(p, RB_NEVER_TRUE, text->at, text->len, "%s \"%s\" %s \"%s\"",
                      cond_noun_of(p, name), n->id, input ? "is never" : "has no answer", value);
    if (!complain_nearest(d, value, n->values, n->value_count) && n->value_count)
        complain_hint(d, "its %s begin with \"%s\"", input ? "values" : "answers", n->values[0]);
}

/* A choice is never what it does not list; no answer compares as "unknown". */
static void check_possible(struct cond_parser *p, const struct term *name, const struct term *text)
{
    const struct cond_name *n = cond_name_of(p, name->cond);
    if (!n || text->cond->kind != COND_STRING)
        return;
    const char *value = text->cond->text;
    if (strcmp(value, VALUE_UNKNOWN) == 0 && name->cond->kind == COND_NAME) {
        struct diag *d;
        d = cond_complain(p, RB_NEVER_TRUE, text->at, text->len,
                          "every comparison with an unknown answer is false, this one too");
        complain_hint(d, "compare with what is known: %s == \"%s\"", n->id, example_of(n));
        return;
    }
    if (!n->values)
        return;
    for (size_t i = 0; i < n->value_count; i++)
        if (strcmp(n->values[i], value) == 0)
            return;
    say_impossible(p, name->cond, text);
}

/* Two lists have no key in common by which one could be meant. */
static bool check_one_side(struct cond_parser *p, const struct term *a, const struct term *b)
{
    const struct cond_name *x = cond_name_of(p, a->cond), *y = cond_name_of(p, b->cond);
    if (!x || !y || !x->many || !y->many)
        return true;
    complain_hint(cond_complain(p, RB_WRONG_TYPES, a->at, b->at + b->len - a->at,
                                "\"%s\" and \"%s\" may both have several answers", x->id, y->id),
                  "compare each with one of its answers: %s == \"%s\"", x->id, example_of(x));
    return false;
}

static void check_moment(struct cond_parser *p, const struct term *text)
{
    int64_t ms;
    if (text->cond->kind == COND_STRING && !time_parse_rfc3339(text->cond->text, &ms))
        complain_hint(cond_complain(p, RB_WRONG_TYPES, text->at, text->len,
                                    "\"%s\" is no moment to compare a time with", text->cond->text),
                      "write it with date and offset: \"%s\"", EXAMPLE_TIME);
}

static void different(struct cond_parser *p, const struct term *a, const struct term *b)
{
    const struct term *name = cond_name_of(p, a->cond) ? a : b, *other = name == a ? b : a;
    const struct cond_name *n = cond_name_of(p, name->cond);
    if (!n) {
        cond_complain(p, RB_WRONG_TYPES, other->at, other->len, "this is %s, and the other side %s",
                      sort(other), sort(name));
        return;
    }
    struct diag *d =
        cond_complain(p, RB_WRONG_TYPES, other->at, other->len, "%s \"%s\" %s %s, and this is %s",
                      cond_noun_of(p, name->cond), n->id,
                      name->cond->kind == COND_INPUT ? "is" : "gives", sort(name), sort(other));
    if (name->gives == VALUE_NUMBER)
        complain_hint(d, "compare it with a number without quotes: %s > 1.5", n->id);
    else if (name->gives == VALUE_TEXT)
        complain_hint(d, "compare it with text in quotes: %s == \"%s\"", n->id, example_of(n));
    else
        complain_hint(d, "compare it with a time in quotes: %s < \"%s\"", n->id, EXAMPLE_TIME);
}

/* Whether `text` is a number with a unit, beside a number; it is one then, or was complained of. */
static bool has_unit(struct cond_parser *p, const struct term *name, const struct term *text)
{
    const struct cond_name *n = cond_name_of(p, name->cond);
    struct range range;
    if (!n || name->gives != VALUE_NUMBER || text->cond->kind != COND_STRING)
        return false;
    const char *said = text->cond->text;
    size_t len = strlen(said);
    if (!len || strchr("0123456789.", said[len - 1]))
        return false;
    enum range_reading r = range_read(arena_format(p->arena, "== %s", said), n->unit, &range);
    if (r == RANGE_UNIT) {
        struct diag *d = cond_complain(p, RB_WRONG_UNIT, text->at, text->len,
                                       "\"%s\" has another unit than %s \"%s\"", said,
                                       cond_noun_of(p, name->cond), n->id);
        complain_hint(d, n->unit ? "its unit is %s" : "it has none; write the number alone",
                      n->unit);
    }
    if (r != RANGE_OK)
        return r == RANGE_UNIT;
    text->cond->kind = COND_NUMBER;
    text->cond->number = range.low;
    return true;
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
    if (cond_name_of(p, a->cond) || cond_name_of(p, b->cond))
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
    else if (has_unit(p, a, b) || has_unit(p, b, a))
        return;
    else if (a->gives != b->gives)
        different(p, a, b);
    else if (a->gives == VALUE_TEXT && op->op != COND_EQ && op->op != COND_NE)
        complain_hint(cond_complain(p, RB_WRONG_TYPES, op->at, op->len,
                                    "text has no order; only numbers and times do"),
                      "write == or ~=");
    else if (check_one_side(p, a, b)) {
        check_possible(p, a, b);
        check_possible(p, b, a);
    }
}
