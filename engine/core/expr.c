#include "core/expr.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/time.h"
#include "core/action.h"
#include "core/board.h"

/* Where the names of a condition get their values: a session's steps, or the answers to the triage.
 */
struct place_of_names {
    const struct session *session; /* NULL for the triage */
    const char *const *answers;
};

enum value_kind { VALUE_NONE, VALUE_TEXT, VALUE_NUMBER, VALUE_TIME };

struct value {
    enum value_kind kind;
    const char *text;
    double number;
    int64_t time_ms;
    const struct given *several; /* of a step of type many: `text` is not looked at */
};

static struct value of_step(const struct session *s, int step)
{
    const struct given *g = session_given(s, step);
    if (!g || g->unknown)
        return (struct value){VALUE_NONE};
    static const enum value_kind kinds[] = {[TYPE_CHOICE] = VALUE_TEXT,
                                            [TYPE_NUMBER] = VALUE_NUMBER,
                                            [TYPE_TEXT] = VALUE_TEXT,
                                            [TYPE_TIME] = VALUE_TIME,
                                            [TYPE_MANY] = VALUE_TEXT};
    enum answer_type type = session_book(s)->steps[step].type;
    return (struct value){kinds[type], g->value, g->number, g->time_ms,
                          type == TYPE_MANY ? g : NULL};
}

static struct value of_input(const struct session *s, int input)
{
    static const enum value_kind kinds[] = {[INPUT_TEXT] = VALUE_TEXT,
                                            [INPUT_PATH] = VALUE_TEXT,
                                            [INPUT_NUMBER] = VALUE_NUMBER,
                                            [INPUT_TIME] = VALUE_TIME};
    const char *given = session_input(s, input);
    if (!given || strcmp(given, VALUE_UNKNOWN) == 0)
        return (struct value){VALUE_NONE};
    struct value v = {kinds[session_book(s)->inputs[input].type], given, strtod(given, NULL), 0,
                      NULL};
    if (v.kind == VALUE_TIME && !time_parse_rfc3339(given, &v.time_ms))
        v.kind = VALUE_NONE;
    return v;
}

static struct value of_answer(const char *answer)
{
    if (!answer || strcmp(answer, VALUE_UNKNOWN) == 0)
        return (struct value){VALUE_NONE};
    return (struct value){VALUE_TEXT, answer, 0, 0, NULL};
}

static struct value value_of(const struct cond *c, const struct place_of_names *names)
{
    if (c->kind == COND_STRING)
        return (struct value){VALUE_TEXT, c->text, 0, 0, NULL};
    if (c->kind == COND_NUMBER)
        return (struct value){VALUE_NUMBER, NULL, c->number, 0, NULL};
    if (c->kind == COND_INPUT)
        return of_input(names->session, c->index);
    return names->session ? of_step(names->session, c->index) : of_answer(names->answers[c->index]);
}

/* A written moment beside an answered one; anything else stays as it is. */
static void as_time(struct value *v, const struct value *other)
{
    if (v->kind == VALUE_TEXT && other->kind == VALUE_TIME)
        v->kind = time_parse_rfc3339(v->text, &v->time_ms) ? VALUE_TIME : VALUE_NONE;
}

/* Of several answers, one that is the same is enough. */
static int order(const struct value *a, const struct value *b)
{
    if (a->several)
        return given_has(a->several, b->text) ? 0 : 1;
    if (b->several)
        return given_has(b->several, a->text) ? 0 : 1;
    if (a->kind == VALUE_TEXT)
        return strcmp(a->text, b->text);
    if (a->kind == VALUE_TIME)
        return (a->time_ms > b->time_ms) - (a->time_ms < b->time_ms);
    return (a->number > b->number) - (a->number < b->number);
}

static bool compare(const struct cond *c, const struct place_of_names *names)
{
    struct value a = value_of(c->left, names), b = value_of(c->right, names);
    as_time(&a, &b);
    as_time(&b, &a);
    if (a.kind == VALUE_NONE || a.kind != b.kind)
        return false;
    return cond_order_holds(c->kind, order(&a, &b));
}

/* A cause that is contradicted is suspected: nothing settled it. */
static bool cause_is(const struct session *s, const struct cond *c)
{
    enum cause_state state = session_board(s)->causes[c->index].state;
    switch (c->kind) {
    case COND_SUSPECTED:
        return state == CAUSE_SUSPECTED || state == CAUSE_CONTRADICTED;
    case COND_CONFIRMED:
        return state == CAUSE_CONFIRMED;
    default:
        return state == CAUSE_RULED_OUT;
    }
}

static bool is_verified(const struct session *s, int verify)
{
    const struct book *b = session_book(s);
    for (size_t i = 0; i < b->action_count; i++)
        if (b->actions[i].verify == verify && session_action(s, (int)i)->verified == VERIFIED_YES)
            return true;
    return false;
}

static bool holds(const struct cond *c, const struct place_of_names *names)
{
    switch (c->kind) {
    case COND_TRUE:
        return true;
    case COND_FALSE:
        return false;
    case COND_AND:
        return holds(c->left, names) && holds(c->right, names);
    case COND_OR:
        return holds(c->left, names) || holds(c->right, names);
    case COND_NOT:
        return !holds(c->left, names);
    case COND_SUSPECTED:
    case COND_CONFIRMED:
    case COND_RULED_OUT:
        return names->session && cause_is(names->session, c);
    case COND_ANY_CONFIRMED:
        return names->session && board_count(session_board(names->session), CAUSE_CONFIRMED) > 0;
    case COND_VERIFIED:
        return names->session && is_verified(names->session, c->index);
    case COND_DONE:
        return names->session && session_action(names->session, c->index)->outcome == ACTION_DONE;
    case COND_HAS:
        return names->session && session_captured(names->session, c->index) > 0;
    case COND_ANSWERED:
        return names->session ? session_given(names->session, c->index) != NULL
                              : names->answers[c->index] != NULL;
    default:
        return compare(c, names);
    }
}

bool expr_holds(const struct cond *c, const struct session *s)
{
    return holds(c, &(struct place_of_names){.session = s});
}

bool expr_holds_severity(const struct cond *c, const char *const *answers)
{
    return holds(c, &(struct place_of_names){.answers = answers});
}

static void mark_names(const struct cond *c, bool *named)
{
    if (!c)
        return;
    if (c->kind == COND_NAME || c->kind == COND_ANSWERED)
        named[c->index] = true;
    mark_names(c->left, named);
    mark_names(c->right, named);
}

/* Whether some choice of the answers that are `open`, from question `i` on, makes the condition
 * hold. */
static bool can_hold(const struct severity *sev, const struct cond *c, const char **answers,
                     const bool *open, size_t i)
{
    while (i < sev->question_count && !open[i])
        i++;
    if (i == sev->question_count)
        return expr_holds_severity(c, answers);
    const struct severity_question *q = &sev->questions[i];
    bool can = can_hold(sev, c, answers, open, i + 1);
    for (size_t a = 0; a < q->answer_count && !can; a++) {
        answers[i] = q->answers[a];
        can = can_hold(sev, c, answers, open, i + 1);
    }
    answers[i] = NULL;
    return can;
}

int expr_level(const struct severity *sev, const char *const *answers)
{
    /* The worst level that any answers could give is the first whose condition some answers fulfil:
     * those before it cannot be fulfilled at all, so they cannot take precedence. */
    const char **tried = mem_alloc((sev->question_count + 1) * sizeof *tried);
    bool *open = mem_alloc(sev->question_count + 1), *named = mem_alloc(sev->question_count + 1);
    int found = -1;
    for (size_t level = 0; level < sev->level_count && found < 0; level++) {
        memset(named, 0, sev->question_count);
        mark_names(sev->levels[level].when, named);
        for (size_t i = 0; i < sev->question_count; i++) {
            bool known = answers[i] && strcmp(answers[i], VALUE_UNKNOWN) != 0;
            tried[i] = known ? answers[i] : NULL;
            open[i] = !known && named[i];
        }
        if (can_hold(sev, sev->levels[level].when, tried, open, 0))
            found = (int)level;
    }
    free(tried);
    free(open);
    free(named);
    return found;
}
