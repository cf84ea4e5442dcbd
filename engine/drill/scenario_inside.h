#ifndef RULEOUT_DRILL_SCENARIO_INSIDE_H
#define RULEOUT_DRILL_SCENARIO_INSIDE_H

/*
 * scenario_inside: what the files that load a drill share.
 */
#include "book/reader.h"
#include "drill/drill.h"

struct scenario {
    struct reader r;
    struct drill *out;
    const struct severity *framework; /* beside the runbook; may be NULL */
};

/* A KEY_WHOLE of that place; `not_given` where there is no key. */
int scenario_whole(struct scenario *s, const struct node *key, enum key_place place, int not_given);
/* The word that a key of that place has; NULL where there is none, or with a complaint. */
const char *scenario_word(struct scenario *s, const struct node *key, enum key_place place);
/* Complains of an id that the runbook does not have, and says which is near. -1. */
int scenario_unknown(struct scenario *s, const struct node *id, const char *code, const char *what,
                     const char *const *names, size_t count);
/* A moment, RFC 3339; `not_given` where there is no key, or with a complaint. */
int64_t scenario_moment(struct scenario *s, const struct node *key, int64_t not_given);
/* The index of what a node names; -1 with a complaint. */
int scenario_action(struct scenario *s, const struct node *id);
int scenario_step(struct scenario *s, const struct node *name, int *visit); /* "load#2" too */
/* A file beside the drill, by its path from there. */
const char *scenario_beside(struct scenario *s, const char *path);

/* scenario_alert.c */
void scenario_alert(struct scenario *s, const struct node *key);
/* scenario_said.c: what the responder says, by the names that the walk has; captures with the texts
 * of their files. */
struct said_list scenario_inputs(struct scenario *s, const struct node *key);
struct said_list scenario_answers(struct scenario *s, const struct node *key);
struct said_list scenario_triage(struct scenario *s, const struct node *key);
struct said_list scenario_captures(struct scenario *s, const struct node *key);

void scenario_world(struct scenario *s, const struct node *key);
void scenario_expect(struct scenario *s, const struct node *key);

#endif
