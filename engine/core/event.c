#include "core/event.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static const char *const names[] = {
    [EVENT_OPENED] = "opened",
    [EVENT_ALERTED] = "alerted",
    [EVENT_ASKED] = "asked",
    [EVENT_ANSWERED] = "answered",
    [EVENT_PASSED] = "passed",
    [EVENT_NOTED] = "noted",
    [EVENT_TODO] = "todo",
    [EVENT_SEVERITY] = "severity",
    [EVENT_UNDONE] = "undone",
    [EVENT_CONFIRMED] = "confirmed",
    [EVENT_MITIGATED] = "mitigated",
    [EVENT_OVERDUE] = "overdue",
    [EVENT_SENT] = "message_sent",
    [EVENT_HANDED_OVER] = "handed_over",
    [EVENT_CHECKED] = "checked",
    [EVENT_FOUND] = "found",
    [EVENT_CAPTURED] = "captured",
    [EVENT_SAVED] = "saved",
    [EVENT_STARTED] = "action_started",
    [EVENT_ENDED] = "action_ended",
    [EVENT_VERIFIED] = "verified",
    [EVENT_REVERTED] = "reverted",
    [EVENT_DECLINED] = "declined",
    [EVENT_ORDER] = "order",
    [EVENT_CLOSED] = "closed",
};

const char *event_kind_name(enum event_kind kind)
{
    return names[kind];
}

bool event_kind_parse(const char *name, enum event_kind *kind)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(names[i], name) == 0) {
            *kind = (enum event_kind)i;
            return true;
        }
    }
    return false;
}

struct event *events_add(struct events *list, const struct event *e)
{
    if (!list->arena)
        list->arena = arena_new();
    list->items = mem_grow(list->items, list->count, &list->cap, sizeof *list->items);
    struct event *added = &list->items[list->count++];
    *added = *e;
    added->actor = arena_text(list->arena, e->actor);
    added->step = arena_text(list->arena, e->step);
    added->value = arena_text(list->arena, e->value);
    added->evidence = arena_text(list->arena, e->evidence);
    added->source = arena_text(list->arena, e->source);
    return added;
}

void events_release(struct events *list)
{
    arena_free(list->arena);
    free(list->items);
    *list = (struct events){0};
}
