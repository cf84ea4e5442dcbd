#include "cli/lint_lua.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "book/codes.h"
#include "check/argument.h"

#define NAMES_MAX 32 /* inputs of a check: no more are allowed */

struct diag *lint_use_say(const struct lint_use *use, struct diags *ds, enum diag_level level,
                          const char *code, struct span span, const char *format, ...)
{
    struct text message = {0};
    va_list args;
    va_start(args, format);
    text_format(&message, "%s \"%s\": ", use->kind, use->id);
    text_vformat(&message, format, args);
    va_end(args);
    struct diag *d = diag_add(ds, level, code, use->book->source, span, "%s", text_get(&message));
    text_release(&message);
    return d;
}

/* What is given. */

static void unknown_argument(const struct lint_use *use, const struct named_prose *with,
                             const struct jval *inputs, struct diags *ds)
{
    const char *names[NAMES_MAX] = {NULL}, *name;
    const struct jval *spec;
    size_t count = 0;
    struct text list = {0};
    for (void *at = NULL; inputs && count < NAMES_MAX && jval_next(inputs, &at, &name, &spec);) {
        text_format(&list, "%s%s", count ? ", " : "", name);
        names[count++] = name;
    }
    const char *near = text_nearest(with->name, names, count);
    struct diag *d = lint_use_say(use, ds, DIAG_ERROR, RB_UNKNOWN_ARGUMENT, with->span,
                                  "check \"%s\" has no input \"%s\"", use->check->name, with->name);
    if (near)
        diag_hint(d, "did you mean \"%s\"?", near);
    else if (count)
        diag_hint(d, "it takes %s", text_get(&list));
    else
        diag_hint(d, "it takes none; remove it");
    text_release(&list);
}

/* The whole value, where nothing of it is filled in later; NULL where something is. */
static const char *literal(const struct prose *p)
{
    for (size_t i = 0; i < p->count; i++)
        if (!p->parts[i].literal)
            return NULL;
    return p->count == 1 ? p->parts[0].literal : p->count == 0 ? "" : NULL;
}

static void list_values(const struct jval *spec, struct text *out)
{
    const struct jval *list = jval_get(spec, "one_of");
    for (size_t i = 0; list && i < jval_count(list); i++) {
        const char *one = jval_text(jval_at(list, i), NULL);
        text_format(out, "%s%s", i ? ", " : "", one ? one : "");
    }
}

static void check_value(const struct lint_use *use, const struct named_prose *with,
                        const struct jval *spec, struct diags *ds)
{
    const char *value = with->value ? literal(with->value) : NULL;
    const char *wanted = value ? argument_misfit(spec, value) : NULL;
    struct text list = {0};
    if (!wanted)
        return;
    list_values(spec, &list);
    struct diag *d = lint_use_say(use, ds, DIAG_ERROR, RB_UNFIT_ARGUMENT, with->value->span,
                                  "input \"%s\" of check \"%s\" is %s, not \"%s\"", with->name,
                                  use->check->name, wanted, value);
    if (list.len)
        diag_hint(d, "it may be %s", list.at);
    text_release(&list);
}

static bool is_given(const struct check *c, const char *name)
{
    for (size_t i = 0; i < c->with_count; i++)
        if (strcmp(c->with[i].name, name) == 0)
            return true;
    return false;
}

static void check_arguments(const struct lint_use *use, const struct jval *inputs, struct diags *ds)
{
    const struct check *c = use->check;
    const struct jval *spec;
    const char *name;
    for (size_t i = 0; i < c->with_count; i++) {
        spec = inputs ? jval_get(inputs, c->with[i].name) : NULL;
        if (spec)
            check_value(use, &c->with[i], spec, ds);
        else
            unknown_argument(use, &c->with[i], inputs, ds);
    }
    for (void *at = NULL; inputs && jval_next(inputs, &at, &name, &spec);)
        if (argument_is_needed(spec) && !is_given(c, name))
            diag_hint(lint_use_say(use, ds, DIAG_ERROR, RB_MISSING_ARGUMENT, c->span,
                                   "check \"%s\" needs \"%s\"", c->name, name),
                      "give it: with: {%s: ...}", name);
}

/* What comes of it. */

static bool step_lists(const struct step *s, const char *answer)
{
    for (size_t i = 0; i < s->answer_count; i++)
        if (s->answers[i].match == MATCH_ELSE || strcmp(s->answers[i].key, answer) == 0)
            return true;
    return false;
}

static bool step_lists_a_number(const struct step *s)
{
    for (size_t i = 0; i < s->answer_count; i++)
        if (s->answers[i].key[0] >= '0' && s->answers[i].key[0] <= '9')
            return true;
    return false;
}

/* Those of `answers` that the step does not list are "can't tell" when they come. */
static void check_listed(const struct lint_use *use, const char *const *answers, size_t count,
                         struct diags *ds)
{
    struct text list = {0};
    size_t lacks = 0;
    for (size_t i = 0; i < count; i++)
        if (!step_lists(use->step, answers[i]))
            text_format(&list, "%s\"%s\"", lacks++ ? ", " : "", answers[i]);
    if (lacks)
        diag_hint(lint_use_say(use, ds, DIAG_WARNING, RB_UNLISTED_ANSWER, use->check->span,
                               "check \"%s\" can say %s, which %s no answer of the step",
                               use->check->name, list.at, lacks == 1 ? "is" : "are"),
                  "list it, or it counts as \"can't tell\" when it comes");
    text_release(&list);
}

static void unfit_type(const struct lint_use *use, const char *gives, const char *hint,
                       struct diags *ds)
{
    static const char *const types[] = {[TYPE_CHOICE] = "a choice",
                                        [TYPE_NUMBER] = "a number",
                                        [TYPE_TEXT] = "a text",
                                        [TYPE_TIME] = "a time",
                                        [TYPE_MANY] = "a list of answers"};
    struct diag *d = lint_use_say(use, ds, DIAG_ERROR, RB_UNFIT_CHECK, use->check->span,
                                  "check \"%s\" gives %s, and the %s is %s", use->check->name,
                                  gives, use->step ? "answer" : "answer of a verify",
                                  use->step ? types[use->step->type] : "yes or no");
    diag_hint(d, "%s", hint);
}

static void check_number(const struct lint_use *use, const char *unit, struct diags *ds)
{
    const struct step *s = use->step;
    if (!s || s->type == TYPE_TIME || (type_is_listed(s->type) && !step_lists_a_number(s)))
        unfit_type(use, "a number",
                   s ? "say type: number, and ranges for answers"
                     : "take a check that says yes or no",
                   ds);
    else if (s->type == TYPE_NUMBER && unit && s->unit && strcmp(unit, s->unit) != 0)
        diag_hint(lint_use_say(use, ds, DIAG_ERROR, RB_UNFIT_CHECK, use->check->span,
                               "check \"%s\" gives a number in %s, and the step's unit is %s",
                               use->check->name, unit, s->unit),
                  "say unit: \"%s\", and mend the ranges", unit);
}

static void check_words(const struct lint_use *use, const char *const *answers, size_t count,
                        struct diags *ds)
{
    bool yes = false;
    for (size_t i = 0; i < count; i++)
        yes |= strcmp(answers[i], "yes") == 0;
    if (!use->step && !yes)
        unfit_type(use, "other answers", "take a check that says yes or no", ds);
    else if (use->step && (use->step->type == TYPE_NUMBER || use->step->type == TYPE_TIME))
        unfit_type(use, "words", "leave the type of the step out, and list its answers", ds);
    else if (use->step && use->step->type != TYPE_TEXT)
        check_listed(use, answers, count, ds);
}

/* A list of words, which only a step of type many takes. */
static void check_several(const struct lint_use *use, const char *const *answers, size_t count,
                          struct diags *ds)
{
    if (!use->step)
        unfit_type(use, "a list of answers", "take a check that says yes or no", ds);
    else if (use->step->type != TYPE_MANY)
        unfit_type(use, "a list of answers", "say type: many", ds);
    else
        check_listed(use, answers, count, ds);
}

static void check_gives(const struct lint_use *use, const struct jval *gives, struct diags *ds)
{
    static const char *const yes_no[] = {"yes", "no"};
    const char *type = jval_text(jval_get(gives, "type"), NULL), *words[NAMES_MAX];
    const struct jval *list = jval_get(gives, "one_of");
    size_t count = 0;
    if (type && strcmp(type, "number") == 0)
        check_number(use, jval_text(jval_get(gives, "unit"), NULL), ds);
    if (type && strcmp(type, "boolean") == 0)
        check_words(use, yes_no, 2, ds);
    for (size_t i = 0; list && i < jval_count(list) && count < NAMES_MAX; i++)
        if ((words[count] = jval_text(jval_at(list, i), NULL)))
            count++;
    if (type && strcmp(type, "choice") == 0 && count)
        check_words(use, words, count, ds);
    if (type && strcmp(type, "many") == 0)
        check_several(use, words, count, ds);
}

void lint_use_check(const struct lint_use *use, const struct jval *header, struct diags *ds)
{
    const struct jval *inputs = jval_get(header, "input"), *gives = jval_get(header, "gives");
    bool some = inputs && jval_kind(inputs) == JVAL_OBJECT;
    check_arguments(use, some ? inputs : NULL, ds);
    if (gives && jval_kind(gives) == JVAL_OBJECT)
        check_gives(use, gives, ds);
}
