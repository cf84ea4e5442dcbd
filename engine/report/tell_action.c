#include "report/tell_action.h"

#include "report/tell.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define GUARD ".guard."

static const char *known(const char *s)
{
    return s ? s : "?";
}

static const char *guard_mark(const struct event *e)
{
    return e->kind == EVENT_ANSWERED && e->step ? strstr(e->step, GUARD) : NULL;
}

size_t tell_action_id_len(const struct event *e)
{
    const char *mark = guard_mark(e);
    return mark ? (size_t)(mark - e->step) : e->step ? strlen(e->step) : 0;
}

int tell_action_index(const struct story *s, const struct event *e)
{
    size_t len = tell_action_id_len(e);
    for (size_t i = 0; len > 0 && i < s->book->action_count; i++) {
        const char *id = s->book->actions[i].id;
        if (strncmp(id, e->step, len) == 0 && id[len] == '\0')
            return (int)i;
    }
    return -1;
}

bool tell_is_of_action(const struct story *s, const struct event *e)
{
    switch (e->kind) {
    case EVENT_ANSWERED:
        return tell_action_index(s, e) >= 0;
    case EVENT_SAVED:
    case EVENT_STARTED:
    case EVENT_ENDED:
    case EVENT_VERIFIED:
    case EVENT_REVERTED:
    case EVENT_DECLINED:
        return e->step;
    default:
        return false;
    }
}

void tell_action_name(const struct story *s, const struct event *e, struct text *out)
{
    int at = tell_action_index(s, e);
    const struct action *a = at < 0 ? NULL : &s->book->actions[at];
    if (!a)
        text_add(out, known(e->step));
    else if (strcmp(a->id, a->title) == 0)
        text_add(out, a->id);
    else
        text_format(out, "%s (%s)", a->title, a->id);
}

/* "agreed to rollback, guard 1: Can the schema go back?  yes". Whoever gave another answer than the
 * guard wants did not agree. */
static bool tell_guard(const struct story *s, const struct event *e, struct text *out)
{
    const char *mark = guard_mark(e);
    int at = mark ? tell_action_index(s, e) : -1;
    if (at < 0)
        return false;
    const struct action *a = &s->book->actions[at];
    size_t number = strtoul(mark + strlen(GUARD), NULL, 10);
    bool there = number >= 1 && number <= a->guard_count;
    bool agreed = there && e->value && strcasecmp(e->value, a->guards[number - 1].is) == 0;
    text_format(out, "%s %s, guard %s: %s  %s", agreed ? "agreed to" : "did not agree to", a->id,
                mark + strlen(GUARD), known(e->evidence), known(e->value));
    return true;
}

static void tell_verified(const struct event *e, struct text *out)
{
    text_format(out, "verified %s: ", known(e->step));
    if (!e->value)
        text_add(out, "?");
    else
        text_add(out, strcmp(e->value, "yes") == 0 ? "it helped" : "it did not help (yet)");
}

/* "started Roll back (rollback): value" */
static void tell_done(const struct story *s, const struct event *e, const char *words,
                      struct text *out)
{
    text_add(out, words);
    tell_action_name(s, e, out);
    text_format(out, ": %s", known(e->value));
}

static void tell_checked(const struct story *s, const struct event *e, struct text *out)
{
    const char *words = "the check of", *behind = " could not tell";
    bool ahead = e->source && strcmp(e->source, SOURCE_AHEAD) == 0;
    if (ahead)
        words = "looked, not needed:", behind = "";
    else if (e->source && strcmp(e->source, "alert") == 0)
        words = "the alert gives no value for", behind = "";
    text_format(out, "%s %s%s", words, known(e->step), behind);
    if (ahead) {
        text_add(out, "  ");
        tell_value(s, e, out);
    }
    if (e->evidence)
        text_format(out, ": %s", e->evidence);
}

bool tell_action_event(const struct story *s, const struct event *e, struct text *out)
{
    switch (e->kind) {
    case EVENT_ANSWERED:
        return tell_guard(s, e, out);
    case EVENT_CHECKED:
        tell_checked(s, e, out);
        return true;
    case EVENT_SAVED:
        text_format(out, "saved %s for ", known(e->value));
        tell_action_name(s, e, out);
        return true;
    case EVENT_STARTED:
        tell_done(s, e, "started ", out);
        return true;
    case EVENT_ENDED:
        tell_done(s, e, "", out);
        return true;
    case EVENT_VERIFIED:
        tell_verified(e, out);
        return true;
    case EVENT_REVERTED:
        tell_done(s, e, "took back ", out);
        return true;
    case EVENT_DECLINED:
        text_format(out, "not done: %s%s%s", known(e->step), e->value ? " - " : "",
                    e->value ? e->value : "");
        return true;
    default:
        return false;
    }
}
