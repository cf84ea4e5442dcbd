#include "report/retold.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* What retold_make() carries along. */
struct retelling {
    const struct story *story;
    struct session *session;
    struct board *board;          /* before the event that is next */
    struct cause_change *changes; /* room for every cause */
};

static bool may_move(enum event_kind kind)
{
    return kind == EVENT_ANSWERED || kind == EVENT_PASSED || kind == EVENT_UNDONE ||
           kind == EVENT_CONFIRMED || kind == EVENT_VERIFIED || kind == EVENT_STARTED;
}

static const char *suspicion(const struct board *b, int cause)
{
    const char *reason = "";
    for (size_t i = 0; i < b->move_count; i++)
        if (b->moves[i].cause == cause && b->moves[i].kind == EFFECT_SUSPECTS)
            reason = b->moves[i].reason;
    return reason;
}

/* Adds to the changes of state the causes that stay ruled out and are suspected now as well. */
static size_t add_disputes(const struct board *was, const struct board *is,
                           struct cause_change *changes, size_t count)
{
    for (size_t i = 0; i < is->cause_count; i++) {
        enum cause_state state = is->causes[i].state;
        bool disputed = is->causes[i].disputed && !was->causes[i].disputed;
        if (disputed && was->causes[i].state == state)
            changes[count++] = (struct cause_change){(int)i, state, state, suspicion(is, (int)i)};
    }
    return count;
}

static void keep_moves(struct retold *r, struct retold_event *item, const struct cause_change *c,
                       size_t count)
{
    struct moved *moves = arena_alloc(r->arena, (count + 1) * sizeof *moves);
    for (size_t i = 0; i < count; i++) {
        moves[i] =
            (struct moved){c[i].cause, c[i].from, c[i].to, arena_text(r->arena, c[i].reason)};
        r->touched[c[i].cause] = item->event->seq;
    }
    item->moves = moves;
    item->move_count = count;
}

static void retell(struct retold *r, struct retelling *t, struct retold_event *item)
{
    struct text sentence = {0};
    tell_event(t->story, t->session, item->event, &sentence);
    item->sentence = arena_text_n(r->arena, text_get(&sentence), sentence.len);
    text_release(&sentence);

    session_apply(t->session, item->event);
    if (!may_move(item->event->kind))
        return;
    struct board *now = session_board_copy(t->session);
    size_t count = board_diff(t->board, now, t->changes);
    keep_moves(r, item, t->changes, add_disputes(t->board, now, t->changes, count));
    board_free(t->board);
    t->board = now;
}

void retold_make(struct retold *r, const struct story *s)
{
    size_t causes = s->book->cause_count, count = s->events->count;
    struct retelling t = {
        .story = s,
        .session = session_new(s->book, s->severity),
        .board = board_new(s->book),
        .changes = mem_alloc((causes + 1) * sizeof *t.changes),
    };
    *r = (struct retold){.arena = arena_new(), .count = count};
    r->items = arena_alloc(r->arena, (count + 1) * sizeof *r->items);
    r->touched = arena_alloc(r->arena, (causes + 1) * sizeof *r->touched);
    int64_t latest = INT64_MIN;
    for (size_t i = 0; i < count; i++) {
        const struct event *e = &s->events->items[i];
        r->items[i] = (struct retold_event){.event = e, .back_dated = e->at_ms < latest};
        bool check = e->source &&
                     (strcmp(e->source, SOURCE_CHECK) == 0 || strcmp(e->source, SOURCE_AHEAD) == 0);
        r->items[i].dated = check ? "looked ahead" : "back-dated";
        latest = e->at_ms > latest ? e->at_ms : latest;
        retell(r, &t, &r->items[i]);
    }
    session_free(t.session);
    board_free(t.board);
    free(t.changes);
}

void retold_release(struct retold *r)
{
    arena_free(r->arena);
    *r = (struct retold){0};
}

static int by_time(const void *a, const void *b)
{
    const struct event *x = (*(const struct retold_event *const *)a)->event;
    const struct event *y = (*(const struct retold_event *const *)b)->event;
    if (x->at_ms != y->at_ms)
        return x->at_ms < y->at_ms ? -1 : 1;
    return (x->seq > y->seq) - (x->seq < y->seq);
}

const struct retold_event **retold_by_time(const struct retold *r)
{
    const struct retold_event **sorted = arena_alloc(r->arena, (r->count + 1) * sizeof *sorted);
    for (size_t i = 0; i < r->count; i++)
        sorted[i] = &r->items[i];
    qsort(sorted, r->count, sizeof *sorted, by_time);
    return sorted;
}
