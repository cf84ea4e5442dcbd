#include "core/batch.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "core/session_inside.h"

void batch_release(struct batch *b)
{
    events_release(&b->events);
    free(b->changes);
    *b = (struct batch){0};
}

static bool moves_causes(enum event_kind kind)
{
    return kind == EVENT_ANSWERED || kind == EVENT_UNDONE || kind == EVENT_CONFIRMED ||
           kind == EVENT_VERIFIED || kind == EVENT_STARTED;
}

static void add_changes(struct session *s, struct batch *b, size_t event,
                        const struct board *before)
{
    const struct book *book = session_book(s);
    struct cause_change *found = mem_alloc((book->cause_count + 1) * sizeof *found);
    size_t n = board_diff(before, session_board(s), found);
    for (size_t i = 0; i < n; i++) {
        b->changes = mem_grow(b->changes, b->change_count, &b->change_cap, sizeof *b->changes);
        b->changes[b->change_count++] = (struct batch_change){
            event, arena_text(b->events.arena, book->causes[found[i].cause].id), found[i].from,
            found[i].to, arena_text(b->events.arena, found[i].reason)};
    }
    free(found);
}

/* Whoever wrote it, no secret goes into the record. */
static const struct event *add_redacted(const struct session *s, struct batch *b, struct event e)
{
    struct text value = {0}, evidence = {0};
    if (secrets_any(s->secrets) && e.value && redact(s->secrets, e.value, strlen(e.value), &value))
        e.value = text_get(&value);
    if (secrets_any(s->secrets) && e.evidence &&
        redact(s->secrets, e.evidence, strlen(e.evidence), &evidence))
        e.evidence = text_get(&evidence);
    const struct event *added = events_add(&b->events, &e);
    text_release(&value);
    text_release(&evidence);
    return added;
}

void batch_add(struct session *s, struct batch *b, struct moment m, struct event e)
{
    e.seq = session_seq(s) + 1;
    e.recorded_ms = m.now_ms;
    if (!e.at_ms)
        e.at_ms = m.now_ms;
    e.actor = m.actor;
    if (e.kind != EVENT_ANSWERED)
        e.took_ms = -1;
    const struct event *added = add_redacted(s, b, e);
    if (!moves_causes(e.kind)) {
        session_apply(s, added);
        return;
    }
    struct board *before = session_board_take(s);
    session_apply(s, added);
    add_changes(s, b, b->events.count - 1, before);
    board_free(before);
}
