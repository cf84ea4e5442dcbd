#ifndef RULEOUT_BOOK_SHAPE_H
#define RULEOUT_BOOK_SHAPE_H

/*
 * shape: the mend where a text, a list or a map stands and another of the three belongs.
 */
#include "book/complain.h"
#include "book/keys.h"
#include "book/yaml.h"

/* For a key whose value has the wrong shape. `d` may be NULL. */
void shape_hint(struct diag *d, const struct key *key, const struct node *value);

/* For what should be a map with the keys of `place`. */
void shape_hint_map(struct diag *d, enum key_place place, const struct node *n);

#endif
