#ifndef RULEOUT_BOOK_LOAD_H
#define RULEOUT_BOOK_LOAD_H

/*
 * load: what the files of the loader share. Nobody outside book/ includes this.
 *
 * Loading goes over the tree twice: first all ids, types and answers are declared, then texts,
 * effects, conditions and references are filled in, which may name what stands further down.
 */
#include "book/book.h"
#include "book/cond.h"
#include "book/reader.h"

struct load {
    struct reader r;
    struct arena *scratch; /* what only loading needs */
    struct book *book;

    struct cause *causes;
    const char **cause_ids;
    size_t cause_count;
    struct names *cause_names;
    bool causes_unsure; /* they could not be read, so that nothing can be said about their ids */
    uint32_t *moved_by; /* per cause: the last answer that moved it, numbered from 1 */
    uint32_t answer_number;

    struct step *steps;
    struct answer **answers; /* the steps' own, while they are filled in */
    struct node **fields;    /* STEP_KEYS of them for each step: its keys */
    size_t step_count;
    const char **step_ids;
    struct names *step_names;
    struct cond_scope scope;
    bool *named; /* a condition names that step */
};

/* load_cause.c */
void load_causes(struct load *l, const struct node *key);

/* load_step.c */
void load_steps(struct load *l, const struct node *key);

/*
 * load_answer.c: the answers of a step, first their keys, then what follows from them. `sure` is
 * false where the step's type could not be read, so that nothing can be said about the keys.
 */
void load_answer_keys(struct load *l, int step, bool sure);
void load_answers(struct load *l, int step);

/* load_next.c: `next` with its `max`, which may be NULL. */
struct next load_next(struct load *l, int from, const struct node *next, const struct node *max);

/* load_prose.c: NULL where `n` has nothing to say. `from`: the step that it belongs to, or -1. */
const struct prose *load_prose(struct load *l, int from, struct node *n, const char *what);
const struct prose *load_prose_key(struct load *l, int from, const struct node *key);

/* The cause of that id. Complains and returns -1 where there is none. */
int load_find_cause(struct load *l, const struct node *id);

const struct cond *load_cond(struct load *l, const struct node *key);

/* range.c: "< 1.5", "10..20", "== 0", with or without the unit; else what is wrong. */
enum range_reading { RANGE_OK, RANGE_NOT, RANGE_EMPTY, RANGE_UNIT };
enum range_reading range_read(const char *s, const char *unit, struct range *out);

#endif
