#ifndef RULEOUT_CORE_BOARD_H
#define RULEOUT_CORE_BOARD_H

/*
 * board: the state of every cause, from the answers that stand.
 *
 *   confirms, no rules_out     confirmed
 *   rules_out, no confirms     ruled out; disputed where something also suspects it
 *   both                       contradicted: suspected, until somebody settles it
 *   only suspects              suspected
 *   nothing                    open
 *
 * The order of the answers does not matter, so a changed answer or a late check is simply a new
 * sum.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "book/book.h"

enum cause_state {
    CAUSE_OPEN,
    CAUSE_SUSPECTED,
    CAUSE_RULED_OUT,
    CAUSE_CONFIRMED,
    CAUSE_CONTRADICTED
};

const char *cause_state_name(enum cause_state state);  /* "ruled_out": as in the record */
const char *cause_state_words(enum cause_state state); /* "ruled out": as people read it */
bool cause_state_parse(const char *name, enum cause_state *state);

/* One reason for one cause. */
struct move {
    int cause;
    enum effect_kind kind;
    int64_t seq;        /* of the event that brought it */
    const char *step;   /* in full; NULL for a responder's own verdict */
    const char *reason; /* never NULL */
};

struct cause_status {
    bool away; /* of a runbook that was not called: it is not on the board */
    enum cause_state state;
    bool disputed;
    const struct move *decided; /* the latest move that supports the state; NULL while open */
};

struct board {
    struct arena *arena;
    struct cause_status *causes; /* one for each of the book's, in its order */
    size_t cause_count;
    struct move *moves; /* by seq */
    size_t move_count, move_cap;
};

/* The board for a book with no moves; then add moves by seq, and sum up. */
struct board *board_new(const struct book *book);
void board_free(struct board *b);                      /* NULL is allowed */
void board_add(struct board *b, const struct move *m); /* copies its texts */
void board_sum(struct board *b);

size_t board_count(const struct board *b, enum cause_state state);
/* Causes on the board, and those of them not ruled out: what is left to tell apart. */
size_t board_size(const struct board *b);
size_t board_left(const struct board *b);
/* Ruled out or confirmed, and nothing disputes it. */
bool board_settled(const struct board *b, int cause);

/* What differs between two boards of one book. */
struct cause_change {
    int cause;
    enum cause_state from, to;
    const char *reason; /* why it is so now; where a reason fell and nothing else speaks, the one
                           that fell */
};

/* Fills `out`, which has room for every cause; returns how many changed. Texts belong to the
 * boards. */
size_t board_diff(const struct board *before, const struct board *after, struct cause_change *out);

#endif
