#include "book/cond_inside.h"

#include <string.h>

#include "book/codes.h"
#include "book/names.h"

const char *cond_noun(const struct cond_parser *p)
{
    return p->scope->causes.at ? "step" : "question";
}

const char *cond_noun_of(const struct cond_parser *p, const struct cond *c)
{
    return c->kind == COND_INPUT ? "input" : cond_noun(p);
}

const struct cond_name *cond_name_of(const struct cond_parser *p, const struct cond *c)
{
    if (c->kind == COND_INPUT)
        return &p->scope->inputs[c->index];
    return c->kind == COND_NAME ? &p->scope->names[c->index] : NULL;
}

/* Names: steps or questions, and inputs. */

static int find_name(const struct names *index, const struct cond_name *names, size_t count,
                     const char *text)
{
    if (index)
        return names_get(index, text, strlen(text));
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i].id, text) == 0)
            return (int)i;
    return -1;
}

static int find_id(const struct cond_ids *ids, const char *text)
{
    if (ids->index)
        return names_get(ids->index, text, strlen(text));
    for (size_t i = 0; i < ids->count; i++)
        if (strcmp(ids->at[i], text) == 0)
            return (int)i;
    return -1;
}

static bool nearest_name(struct cond_parser *p, struct diag *d, const char *word)
{
    const struct cond_scope *scope = p->scope;
    size_t count = 0;
    const char **ids =
        arena_alloc(p->arena, (scope->name_count + scope->input_count + 1) * sizeof *ids);
    for (size_t i = 0; i < scope->name_count; i++)
        ids[count++] = scope->names[i].id;
    for (size_t i = 0; i < scope->input_count; i++)
        ids[count++] = scope->inputs[i].id;
    return complain_nearest(d, word, ids, count);
}

static void unknown_name(struct cond_parser *p, const struct token *t)
{
    const struct cond_scope *scope = p->scope;
    struct diag *d = cond_complain(p, scope->causes.at ? RB_UNKNOWN_STEP : RB_UNKNOWN_QUESTION,
                                   t->at, t->len, "unknown %s%s \"%s\"", cond_noun(p),
                                   scope->input_count ? " or input" : "", t->text);
    if (find_id(&scope->verifies, t->text) >= 0)
        complain_hint(d, "that is a verify; write verified(\"%s\")", t->text);
    else if (find_id(&scope->actions, t->text) >= 0)
        complain_hint(d, "that is an action; write done(\"%s\")", t->text);
    else if (!nearest_name(p, d, t->text))
        complain_hint(d, "text goes in quotes; names without quotes are %ss%s", cond_noun(p),
                      scope->input_count ? " and inputs" : "");
}

int cond_find_name(struct cond_parser *p, const struct token *t, enum cond_kind *kind)
{
    const struct cond_scope *scope = p->scope;
    int i = find_name(scope->name_index, scope->names, scope->name_count, t->text);
    *kind = COND_NAME;
    if (i >= 0) {
        if (p->named)
            p->named[i] = true;
        return i;
    }
    *kind = COND_INPUT;
    i = find_name(scope->input_index, scope->inputs, scope->input_count, t->text);
    if (i < 0 && !scope->names_unsure)
        unknown_name(p, t);
    if (i < 0 || !scope->inputs[i].secret)
        return i;
    complain_hint(cond_complain(p, RB_SECRET, t->at, t->len,
                                "\"%s\" is a secret, and what a condition finds is recorded",
                                t->text),
                  "only \"env\" and \"stdin\" of an action take it");
    return -1;
}

/* Arguments of functions. */

static const struct argument {
    const char *what, *whats, *key, *code;
} CAUSE = {"cause", "causes", "causes", RB_UNKNOWN_CAUSE},
  ACTION = {"action", "actions", "actions", RB_UNKNOWN_ACTION},
  VERIFY = {"verify", "verifies", "verify", RB_UNKNOWN_VERIFY},
  CAPTURE = {"capture", "captures", "capture", RB_UNKNOWN_CAPTURE};

/* It is there, but its id cannot be one: that was complained about. */
static bool is_unfit(const struct cond_ids *ids, const char *text)
{
    for (size_t i = 0; i < ids->count; i++)
        if (strcmp(ids->at[i], text) == 0)
            return true;
    return false;
}

static int find_argument(struct cond_parser *p, const struct argument *a,
                         const struct cond_ids *ids, const struct token *t)
{
    if (!p->scope->causes.at) {
        complain_hint(cond_complain(p, RB_NO_CAUSES_HERE, t->at, t->len,
                                    "a severity framework has no %s", a->whats),
                      "compare an answer: data == \"yes\"");
        return -1;
    }
    int i = find_id(ids, t->text);
    if (i >= 0 || ids->unsure || is_unfit(ids, t->text))
        return i;
    struct diag *d =
        cond_complain(p, a->code, t->at, t->len, "unknown %s \"%s\"", a->what, t->text);
    if (!complain_nearest(d, t->text, ids->at, ids->count))
        complain_hint(d, "add it under \"%s\"", a->key);
    return -1;
}

static int find_answered(struct cond_parser *p, const struct token *t)
{
    enum cond_kind kind;
    int i = cond_find_name(p, t, &kind);
    if (i < 0 || kind == COND_NAME)
        return i;
    complain_hint(cond_complain(p, RB_UNKNOWN_STEP, t->at, t->len,
                                "\"%s\" is an input, and answered() takes a step", t->text),
                  "compare it with a value");
    return -1;
}

/* Its step must be asked. */
static int find_capture(struct cond_parser *p, const struct token *t)
{
    int i = find_argument(p, &CAPTURE, &p->scope->captures, t);
    if (i >= 0 && p->named)
        p->named[i] = true;
    return i;
}

int cond_find_argument(struct cond_parser *p, enum cond_kind function, const struct token *t)
{
    switch (function) {
    case COND_ANSWERED:
        return find_answered(p, t);
    case COND_VERIFIED:
        return find_argument(p, &VERIFY, &p->scope->verifies, t);
    case COND_DONE:
        return find_argument(p, &ACTION, &p->scope->actions, t);
    case COND_HAS:
        return find_capture(p, t);
    default:
        return find_argument(p, &CAUSE, &p->scope->causes, t);
    }
}
