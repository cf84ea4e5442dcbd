#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "book/match.h"
#include "core/prose.h"
#include "core/session_inside.h"

void session_use_secrets(struct session *s, struct secrets *all)
{
    s->secrets = all;
}

struct secrets *session_secrets(const struct session *s)
{
    return s->secrets;
}

/* A secret's value is in no fact, but that nobody knows it is. */
static const char *secret_of(const struct session *s, int input)
{
    const char *said = s->inputs[input].value;
    if (said && strcmp(said, VALUE_UNKNOWN) == 0)
        return said;
    return secrets_get(s->secrets, s->book->inputs[input].id);
}

/* Whether an input can have that value. */
static bool input_fits(const struct input *in, const char *value)
{
    int64_t ms;
    char *end;
    bool ok = *value && (!in->match || match_fits(in->match, value));
    if (in->type == INPUT_PATH)
        ok = ok && *value == '/';
    else if (in->type == INPUT_NUMBER)
        ok = ok && isfinite(strtod(value, &end)) && !*end;
    else if (in->type == INPUT_TIME)
        ok = ok && time_parse_rfc3339(value, &ms);
    for (size_t i = 0; ok && i < in->one_of_count; i++)
        if (strcmp(in->one_of[i], value) == 0)
            return true;
    return ok && !in->one_of_count;
}

/* What the call that is underway gives it; NULL: nothing. */
static const struct prose *given_by_call(const struct session *s, int input)
{
    const struct call *call = s->parts[s->book->inputs[input].part].call;
    for (size_t i = 0; call && i < call->with_count; i++)
        if (call->with[i].input == input && prose_known(call->with[i].value, s))
            return call->with[i].value;
    return NULL;
}

/* By what is known now; NULL: nothing fit. */
static const char *passed_in(const struct session *s, int input)
{
    const struct prose *given = given_by_call(s, input);
    if (!given)
        return NULL;
    struct text value = {0};
    prose_fill(given, s, &value);
    const char **kept = &((struct session *)s)->passed_in[input];
    if (!*kept || strcmp(*kept, text_get(&value)) != 0)
        *kept = arena_text(s->arena, text_get(&value));
    text_release(&value);
    return input_fits(&s->book->inputs[input], *kept) ? *kept : NULL;
}

const char *session_input(const struct session *s, int input)
{
    const struct input_now *now = &s->inputs[input];
    if (s->book->inputs[input].secret)
        return secret_of(s, input);
    const char *from_call = passed_in(s, input);
    if (from_call)
        return from_call;
    return now->value || now->refused ? now->value : s->book->inputs[input].fallback;
}

bool session_input_given(const struct session *s, int input)
{
    return s->inputs[input].value;
}

const char *session_input_refused(const struct session *s, int input)
{
    return s->inputs[input].refused;
}

/* A person's answer binds as what they type for an input; what a check or a command found does not.
 */
static bool part_binds(const struct session *s, const struct prose_part *part)
{
    const struct given *g = part->kind == REF_STEP ? session_given(s, part->index) : NULL;
    if (part->kind == REF_INPUT)
        return session_input_binds(s, part->index);
    return g && !part->path && strcmp(g->source, "person") == 0;
}

/* What others wrote may be passed on to a called runbook, and is no more bounded there. */
static bool binds(const struct session *s, const struct prose *p)
{
    for (size_t i = 0; i < p->count; i++) {
        if (!p->parts[i].literal && !part_binds(s, &p->parts[i]))
            return false;
    }
    return true;
}

bool session_input_binds(const struct session *s, int input)
{
    const struct input *in = &s->book->inputs[input];
    const struct prose *given = given_by_call(s, input);
    if (in->one_of_count || in->match)
        return true;
    return given ? binds(s, given) : !s->inputs[input].from_alert;
}

static int named(const struct session *s, const char *step)
{
    return strncmp(step, "input.", 6) == 0 ? book_input(s->book, step + 6) : -1;
}

bool input_apply(struct session *s, const struct event *e)
{
    if (strncmp(e->step, "input.", 6) != 0)
        return false;
    int input = named(s, e->step);
    if (input >= 0)
        s->inputs[input] =
            (struct input_now){.value = arena_text(s->arena, e->value),
                               .from_alert = e->source && strcmp(e->source, "alert") == 0};
    board_free(s->board);
    s->board = NULL;
    return true;
}

bool input_refuse(struct session *s, const struct event *e)
{
    int input = named(s, e->step);
    if (input >= 0)
        s->inputs[input] =
            (struct input_now){.refused = arena_text(s->arena, e->evidence ? e->evidence : "")};
    return input >= 0;
}

const char *input_hide(struct session *s, int input, const char *value, char room[STEP_NAME_MAX])
{
    const struct input *in = &s->book->inputs[input];
    if (!in->secret || strcmp(value, VALUE_UNKNOWN) == 0)
        return value;
    if (s->secrets)
        secrets_set(s->secrets, in->id, value);
    snprintf(room, STEP_NAME_MAX, "[secret %s]", in->id);
    return room;
}
