#include <stdio.h>
#include <string.h>

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

const char *session_input(const struct session *s, int input)
{
    const struct input_now *now = &s->inputs[input];
    if (s->book->inputs[input].secret)
        return secret_of(s, input);
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

bool session_input_binds(const struct session *s, int input)
{
    const struct input *in = &s->book->inputs[input];
    return !s->inputs[input].from_alert || in->one_of_count || in->match;
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
