#include "book/cond_inside.h"

#include <stdarg.h>
#include <string.h>

#include "base/text.h"
#include "book/codes.h"
#include "book/yaml.h"

static struct term parse_or(struct cond_parser *p);

struct diag *cond_complain(struct cond_parser *p, const char *code, size_t at, size_t len,
                           const char *format, ...)
{
    struct text message = {0};
    va_list args;
    va_start(args, format);
    text_vformat(&message, format, args);
    va_end(args);
    struct span span = yaml_within(p->to.source, p->span, p->text, at, len);
    struct diag *d = complain_error(&p->to, code, span, "%s", text_get(&message));
    text_release(&message);
    return d;
}

static struct term make(struct cond_parser *p, enum cond_kind kind, enum cond_value gives,
                        const struct token *t)
{
    struct cond *c = arena_alloc(p->arena, sizeof *c);
    c->kind = kind;
    c->index = -1;
    c->at = (uint32_t)t->at;
    c->len = (uint32_t)t->len;
    return (struct term){c, gives, t->at, t->len, 1};
}

static struct term wrong(struct cond_parser *p, const struct token *t)
{
    return make(p, COND_FALSE, VALUE_ANY, t);
}

/* A syntax error: the rest of the condition is not looked at. */
static struct term stop(struct cond_parser *p, const char *message, const char *hint)
{
    struct token t = p->token;
    if (!p->stopped)
        complain_hint(cond_complain(p, RB_BAD_CONDITION, t.at, t.len ? t.len : 1, "%s", message),
                      "%s", hint);
    p->stopped = true;
    return wrong(p, &t);
}

static struct term too_deep(struct cond_parser *p)
{
    if (!p->stopped)
        complain_hint(cond_complain(p, RB_CONDITION_DEPTH, p->token.at, 1,
                                    "the condition is nested, or goes on, more than %d deep",
                                    COND_DEPTH_MAX),
                      "ask in a step of its own what this tries to work out");
    p->stopped = true;
    return wrong(p, &p->token);
}

static bool accept(struct cond_parser *p, enum token_kind kind)
{
    if (p->stopped || p->token.kind != kind)
        return false;
    cond_next(p);
    return true;
}

static struct term join(struct cond_parser *p, enum cond_kind kind, struct term a, struct term b)
{
    int depth = (a.depth > b.depth ? a.depth : b.depth) + 1;
    if (depth > COND_DEPTH_MAX)
        return too_deep(p);
    struct token whole = {.at = a.at, .len = b.at + b.len - a.at};
    struct term t = make(p, kind, VALUE_YES_NO, &whole);
    t.cond->left = a.cond;
    t.cond->right = b.cond;
    t.depth = depth;
    return t;
}

/* Functions. */

static const struct function {
    const char *name;
    enum cond_kind kind;
    enum takes { TAKES_CAUSE, TAKES_ID, TAKES_NOTHING } takes;
} FUNCTIONS[] = {
    {"suspected", COND_SUSPECTED, TAKES_CAUSE},
    {"confirmed", COND_CONFIRMED, TAKES_CAUSE},
    {"ruled_out", COND_RULED_OUT, TAKES_CAUSE},
    {"answered", COND_ANSWERED, TAKES_ID},
    {"verified", COND_VERIFIED, TAKES_ID},
    {"done", COND_DONE, TAKES_ID},
    {"any_confirmed", COND_ANY_CONFIRMED, TAKES_NOTHING},
    {"has", COND_HAS, TAKES_ID},
};
#define FUNCTION_COUNT (sizeof FUNCTIONS / sizeof *FUNCTIONS)

static const struct function *find_function(struct cond_parser *p, const struct token *name)
{
    const char *names[FUNCTION_COUNT];
    for (size_t i = 0; i < FUNCTION_COUNT; i++) {
        names[i] = FUNCTIONS[i].name;
        if (strcmp(names[i], name->text) == 0)
            return &FUNCTIONS[i];
    }
    struct diag *d = cond_complain(p, RB_UNKNOWN_FUNCTION, name->at, name->len,
                                   "unknown function \"%s\"", name->text);
    if (!complain_nearest(d, name->text, names, FUNCTION_COUNT))
        complain_hint(d, "there are suspected, confirmed, ruled_out, answered, verified, done, has "
                         "and any_confirmed");
    return NULL;
}

/* Behind the opening parenthesis. */
static struct term call(struct cond_parser *p, const struct token *name)
{
    const struct function *f = find_function(p, name);
    struct token argument = p->token;
    bool given = accept(p, TOKEN_STRING) || accept(p, TOKEN_NAME);
    struct token end = p->token;
    if (!accept(p, TOKEN_CLOSE))
        return stop(p, "the function's ) is missing here",
                    "a function takes one id in quotes: suspected(\"new-code\")");
    struct token whole = {.at = name->at, .len = end.at + end.len - name->at};
    struct term t = make(p, f ? f->kind : COND_FALSE, f ? VALUE_YES_NO : VALUE_ANY, &whole);
    if (!f)
        return t;
    if (given != (f->takes != TAKES_NOTHING) ||
        (given && f->takes == TAKES_CAUSE && argument.kind != TOKEN_STRING)) {
        struct diag *d =
            cond_complain(p, RB_BAD_CONDITION, whole.at, whole.len, "%s takes %s", f->name,
                          f->takes == TAKES_NOTHING ? "nothing" : "one id in quotes");
        if (f->takes == TAKES_NOTHING)
            complain_hint(d, "write %s()", f->name);
        else
            complain_hint(d, "write %s(\"%s\")", f->name, given ? argument.text : "id");
    } else if (given) {
        t.cond->index = cond_find_argument(p, f->kind, &argument);
    } else if (f->takes == TAKES_NOTHING && !p->scope->causes.at) {
        cond_find_argument(p, f->kind, name);
    }
    return t;
}

/* Values. */

static struct term name_of(struct cond_parser *p, const struct token *name)
{
    static const enum cond_value gives[] = {[COND_TYPE_TEXT] = VALUE_TEXT,
                                            [COND_TYPE_NUMBER] = VALUE_NUMBER,
                                            [COND_TYPE_TIME] = VALUE_TIME};
    if (strcmp(name->text, "true") == 0)
        return make(p, COND_TRUE, VALUE_YES_NO, name);
    if (strcmp(name->text, "false") == 0)
        return make(p, COND_FALSE, VALUE_YES_NO, name);
    enum cond_kind kind;
    int i = cond_find_name(p, name, &kind);
    if (i < 0)
        return wrong(p, name);
    struct term t = make(p, kind, VALUE_ANY, name);
    t.cond->index = i;
    t.gives = gives[cond_name_of(p, t.cond)->type];
    return t;
}

static struct term in_parentheses(struct cond_parser *p, const struct token *open)
{
    if (++p->depth > COND_DEPTH_MAX)
        return too_deep(p);
    struct term t = parse_or(p);
    p->depth--;
    struct token close = p->token;
    if (!accept(p, TOKEN_CLOSE))
        return stop(p, "a ) is missing here", "close every ( with a )");
    t.at = open->at;
    t.len = close.at + close.len - open->at;
    return t;
}

static struct term parse_value(struct cond_parser *p)
{
    struct token t = p->token;
    if (accept(p, TOKEN_OPEN))
        return in_parentheses(p, &t);
    if (accept(p, TOKEN_NAME))
        return accept(p, TOKEN_OPEN) ? call(p, &t) : name_of(p, &t);
    if (accept(p, TOKEN_STRING)) {
        struct term term = make(p, COND_STRING, VALUE_TEXT, &t);
        term.cond->text = t.text;
        return term;
    }
    if (accept(p, TOKEN_NUMBER)) {
        struct term term = make(p, COND_NUMBER, VALUE_NUMBER, &t);
        term.cond->number = t.number;
        return term;
    }
    return stop(p, t.kind == TOKEN_END ? "the condition ends too early" : "a value is missing here",
                "write a name, text in quotes, a number or a function");
}

static struct term parse_compare(struct cond_parser *p)
{
    struct term a = parse_value(p);
    struct token op = p->token;
    if (!accept(p, TOKEN_COMPARE))
        return a;
    struct term b = parse_value(p);
    if (p->stopped)
        return b;
    cond_check_compare(p, &a, &op, &b);
    struct term t = join(p, op.op, a, b);
    if (p->token.kind == TOKEN_COMPARE)
        return stop(p, "comparisons cannot be strung together",
                    "join two with and: 1 < load and load < 5");
    return t;
}

static struct term parse_not(struct cond_parser *p)
{
    struct token sign = p->token;
    if (!accept(p, TOKEN_NOT))
        return parse_compare(p);
    if (++p->depth > COND_DEPTH_MAX)
        return too_deep(p);
    struct term a = parse_not(p);
    p->depth--;
    if (p->stopped)
        return a;
    bool fit = cond_check_yes_no(p, &a);
    struct term t = join(p, COND_NOT, a, a);
    t.gives = fit ? VALUE_YES_NO : VALUE_ANY;
    t.cond->right = NULL;
    t.len += t.at - sign.at;
    t.at = sign.at;
    return t;
}

static struct term parse_chain(struct cond_parser *p, enum token_kind sign, enum cond_kind kind,
                               struct term (*part)(struct cond_parser *))
{
    struct term a = part(p);
    while (accept(p, sign)) {
        struct term b = part(p);
        if (p->stopped)
            return b;
        bool fit = cond_check_yes_no(p, &a);
        fit = cond_check_yes_no(p, &b) && fit;
        a = join(p, kind, a, b);
        a.gives = fit ? VALUE_YES_NO : VALUE_ANY;
    }
    return a;
}

static struct term parse_and(struct cond_parser *p)
{
    return parse_chain(p, TOKEN_AND, COND_AND, parse_not);
}

static struct term parse_or(struct cond_parser *p)
{
    return parse_chain(p, TOKEN_OR, COND_OR, parse_and);
}

const struct cond *cond_parse(struct arena *a, const struct source *source, struct span span,
                              const char *text, const struct cond_scope *scope, bool *named,
                              struct diags *ds)
{
    struct cond_parser p = {.arena = a,
                            .to = {.source = source, .ds = ds},
                            .span = span,
                            .text = text,
                            .scope = scope,
                            .named = named};
    cond_next(&p);
    struct term t = parse_or(&p);
    if (!p.stopped && p.token.kind != TOKEN_END)
        stop(&p, "the condition should end here", "join conditions with and, or");
    if (!p.stopped)
        cond_check_yes_no(&p, &t);
    if (p.to.errors)
        return NULL;
    t.cond->text = text;
    t.cond->span = span;
    return t.cond;
}

bool cond_order_holds(enum cond_kind comparison, int order)
{
    switch (comparison) {
    case COND_EQ:
        return order == 0;
    case COND_NE:
        return order != 0;
    case COND_LT:
        return order < 0;
    case COND_LE:
        return order <= 0;
    case COND_GT:
        return order > 0;
    default:
        return order >= 0;
    }
}
