#include "core/board.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static const struct {
    const char *name, *words;
} states[] = {
    [CAUSE_OPEN] = {"open", "open"},
    [CAUSE_SUSPECTED] = {"suspected", "suspected"},
    [CAUSE_RULED_OUT] = {"ruled_out", "ruled out"},
    [CAUSE_CONFIRMED] = {"confirmed", "confirmed"},
    [CAUSE_CONTRADICTED] = {"contradicted", "contradicted"},
};

const char *cause_state_name(enum cause_state state)
{
    return states[state].name;
}

const char *cause_state_words(enum cause_state state)
{
    return states[state].words;
}

bool cause_state_parse(const char *name, enum cause_state *state)
{
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        if (strcmp(states[i].name, name) == 0) {
            *state = (enum cause_state)i;
            return true;
        }
    }
    return false;
}

struct board *board_new(const struct book *book)
{
    struct board *b = mem_alloc(sizeof *b);
    b->arena = arena_new();
    b->cause_count = book->cause_count;
    b->causes = arena_alloc(b->arena, book->cause_count * sizeof *b->causes);
    return b;
}

void board_free(struct board *b)
{
    if (!b)
        return;
    arena_free(b->arena);
    free(b->moves);
    free(b);
}

void board_add(struct board *b, const struct move *m)
{
    assert(m->cause >= 0 && (size_t)m->cause < b->cause_count && m->reason);
    b->moves = mem_grow(b->moves, b->move_count, &b->move_cap, sizeof *b->moves);
    struct move *added = &b->moves[b->move_count++];
    for (; added > b->moves && added[-1].seq > m->seq; added--)
        *added = added[-1];
    *added = *m;
    added->step = arena_text(b->arena, m->step);
    added->reason = arena_text(b->arena, m->reason);
}

/* The latest move of each kind for one cause. */
struct speaking {
    const struct move *by[EFFECT_CONFIRMS + 1];
};

static void settle(struct cause_status *c, const struct speaking *s)
{
    const struct move *suspects = s->by[EFFECT_SUSPECTS];
    const struct move *against = s->by[EFFECT_RULES_OUT], *for_it = s->by[EFFECT_CONFIRMS];
    bool away = c->away;
    *c = (struct cause_status){.state = CAUSE_OPEN};
    if (for_it && against)
        *c = (struct cause_status){.state = CAUSE_CONTRADICTED,
                                   .decided = for_it->seq > against->seq ? for_it : against};
    else if (for_it)
        *c = (struct cause_status){.state = CAUSE_CONFIRMED, .decided = for_it};
    else if (against)
        *c = (struct cause_status){
            .state = CAUSE_RULED_OUT, .decided = against, .disputed = suspects != NULL};
    else if (suspects)
        *c = (struct cause_status){.state = CAUSE_SUSPECTED, .decided = suspects};
    c->away = away;
}

void board_sum(struct board *b)
{
    struct speaking *all = mem_alloc((b->cause_count + 1) * sizeof *all);
    for (size_t i = 0; i < b->move_count; i++)
        all[b->moves[i].cause].by[b->moves[i].kind] = &b->moves[i];
    for (size_t i = 0; i < b->cause_count; i++)
        settle(&b->causes[i], &all[i]);
    free(all);
}

size_t board_count(const struct board *b, enum cause_state state)
{
    size_t n = 0;
    for (size_t i = 0; i < b->cause_count; i++)
        n += b->causes[i].state == state && !b->causes[i].away;
    return n;
}

size_t board_size(const struct board *b)
{
    size_t n = 0;
    for (size_t i = 0; i < b->cause_count; i++)
        n += !b->causes[i].away;
    return n;
}

size_t board_left(const struct board *b)
{
    return board_size(b) - board_count(b, CAUSE_RULED_OUT);
}

bool board_settled(const struct board *b, int cause)
{
    const struct cause_status *c = &b->causes[cause];
    return (c->state == CAUSE_RULED_OUT || c->state == CAUSE_CONFIRMED) && !c->disputed;
}

size_t board_diff(const struct board *before, const struct board *after, struct cause_change *out)
{
    assert(before->cause_count == after->cause_count);
    size_t n = 0;
    for (size_t i = 0; i < after->cause_count; i++) {
        const struct cause_status *was = &before->causes[i], *is = &after->causes[i];
        if (was->state == is->state)
            continue;
        const struct move *why = is->decided ? is->decided : was->decided;
        out[n++] = (struct cause_change){(int)i, was->state, is->state, why ? why->reason : ""};
    }
    return n;
}
