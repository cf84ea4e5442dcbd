#include <string.h>

#include "core/session_inside.h"

const char *session_input(const struct session *s, int input)
{
    const struct input_now *now = &s->inputs[input];
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
