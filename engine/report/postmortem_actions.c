#include "report/page.h"

#include <string.h>

#include "core/action.h"
#include "report/tell.h"
#include "report/tell_action.h"

/* One time that an action was taken up: its offer and its guards, what was saved, how it ran. */
struct attempt {
    const struct event *first;
    const struct event *started, *ended, *verified, *reverted, *declined; /* NULL where not */
};

struct attempts {
    struct attempt *items;
    size_t count;
    size_t *of; /* for each event the attempt it belongs to, from 1; 0: none */
};

static bool same_action(const struct event *a, const struct event *b)
{
    size_t len = tell_action_id_len(a);
    return tell_action_id_len(b) == len && strncmp(a->step, b->step, len) == 0;
}

/* What follows a start belongs to it, though the action was offered and declined since. */
static bool follows_start(enum event_kind kind)
{
    return kind == EVENT_ENDED || kind == EVENT_VERIFIED || kind == EVENT_REVERTED;
}

/* The latest attempt that the event may belong to, from 1; 0 where it begins one. */
static size_t find_attempt(const struct attempts *all, const struct event *e)
{
    for (size_t i = all->count; i > 0; i--) {
        const struct attempt *a = &all->items[i - 1];
        if (!same_action(a->first, e))
            continue;
        if (follows_start(e->kind) ? a->started || a->ended : !a->started && !a->declined)
            return i;
    }
    return 0;
}

static void keep(struct attempt *a, const struct event *e)
{
    switch (e->kind) {
    case EVENT_STARTED:
        a->started = e;
        break;
    case EVENT_ENDED:
        a->ended = e;
        break;
    case EVENT_VERIFIED:
        a->verified = e;
        break;
    case EVENT_REVERTED:
        a->reverted = e;
        break;
    case EVENT_DECLINED:
        a->declined = e;
        break;
    default:
        break;
    }
}

static struct attempts find_attempts(const struct page *p)
{
    const struct events *events = p->story->events;
    struct attempts all = {0};
    all.items = arena_alloc(p->facts.arena, (events->count + 1) * sizeof *all.items);
    all.of = arena_alloc(p->facts.arena, (events->count + 1) * sizeof *all.of);
    for (size_t i = 0; i < events->count; i++) {
        const struct event *e = &events->items[i];
        if (!tell_is_of_action(p->story, e))
            continue;
        size_t at = find_attempt(&all, e);
        if (at == 0) {
            at = ++all.count;
            all.items[at - 1].first = e;
        }
        all.of[i] = at;
        keep(&all.items[at - 1], e);
    }
    return all;
}

static void cite_event(struct page *p, const struct event *e)
{
    if (e)
        report_cite(p, e->seq);
}

static void write_outcome(struct page *p, const struct attempt *a)
{
    const char *verified = a->verified ? a->verified->value : NULL;
    if (!a->started && !a->ended)
        report_own(p, "not done");
    else if (!a->ended)
        report_own(p, "started, and no end is recorded");
    else
        report_say(p, a->ended->value ? a->ended->value : "?");
    if (verified)
        report_own(p, ", %s", strcmp(verified, "yes") == 0 ? "it helped" : "it did not help");
    else if (a->ended && a->ended->value && strcmp(a->ended->value, "failed") != 0)
        report_own(p, ", not verified");
    if (a->reverted)
        report_own(p, ", taken back");
    cite_event(p, a->started ? a->started : a->declined ? a->declined : a->first);
    cite_event(p, a->ended);
    cite_event(p, a->verified);
    cite_event(p, a->reverted);
}

static void write_attempt(struct page *p, const struct attempts *all, size_t number)
{
    struct text name = {0};
    const struct attempt *a = &all->items[number - 1];
    tell_action_name(p->story, a->first, &name);
    report_own(p, "- **");
    report_say(p, text_get(&name));
    report_own(p, "**: ");
    write_outcome(p, a);
    report_own(p, "\n");
    for (size_t i = 0; i < p->told.count; i++) {
        if (all->of[i] != number)
            continue;
        report_own(p, "  - ");
        report_time(p, p->told.items[i].event->at_ms);
        report_own(p, ", ");
        report_say(p, p->told.items[i].event->actor);
        report_own(p, ": ");
        report_event(p, &p->told.items[i]);
        report_cite(p, p->told.items[i].event->seq);
        report_own(p, "\n");
    }
    text_release(&name);
}

/* A section says of the whole record when there is nothing of the kind. */
static void write_none(struct page *p, const char *none)
{
    report_own(p, "- %s", none);
    report_cite(p, 0);
    report_own(p, "\n");
}

static void write_open_change(struct page *p, int action)
{
    const struct action *a = &p->story->book->actions[action];
    const struct action_state *now = session_action(p->story->session, action);
    report_own(p, "- **");
    report_say(p, a->id);
    report_own(p, "** (");
    report_say(p, a->title);
    report_own(p, "): %s",
               now->outcome == ACTION_DONE
                   ? "in force"
                   : "nobody knows whether it was made, so take it for in force");
    if (a->undo) {
        report_own(p, "; this takes it back: ");
        report_say(p, a->undo->raw);
    }
    report_cite(p, now->seq);
    report_own(p, "\n");
}

static void write_open_changes(struct page *p)
{
    size_t count = 0, actions = p->story->book->action_count;
    bool made = false;
    report_own(p, "\n## Open temporary changes\n\n");
    for (size_t i = 0; i < actions; i++) {
        made = made || (p->story->book->actions[i].temporary &&
                        session_action(p->story->session, (int)i)->reverted);
        if (!action_open_change(p->story->session, (int)i))
            continue;
        write_open_change(p, (int)i);
        count++;
    }
    if (count == 0)
        write_none(p, made ? "Every temporary change was taken back"
                           : "No temporary change was recorded");
    report_own(p, "\n");
}

void report_actions(struct page *p)
{
    struct attempts all = find_attempts(p);
    report_own(p, "## Actions tried\n\n");
    for (size_t i = 1; i <= all.count; i++)
        write_attempt(p, &all, i);
    if (all.count == 0)
        write_none(p, "No action was recorded");
    write_open_changes(p);
}
