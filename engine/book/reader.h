#ifndef RULEOUT_BOOK_READER_H
#define RULEOUT_BOOK_READER_H

/*
 * reader: from nodes to values, with complaints that name place and mend.
 *
 * What loading a runbook and loading a severity framework share. A function that returns a value
 * complains where there is none to be had; what is wrong already (NODE_BAD) is passed over in
 * silence.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "book/codes.h"
#include "book/complain.h"
#include "book/keys.h"
#include "book/names.h"
#include "book/yaml.h"

struct reader {
    struct arena *arena; /* of what is loaded, and of the tree */
    struct complaints to;
    const char *owner_kind, *owner_id; /* messages begin with `step "x": `; NULL: with nothing */
};

struct diag *reader_error(struct reader *r, const char *code, struct span span, const char *format,
                          ...) __attribute__((format(printf, 4, 5)));

struct diag *reader_warning(struct reader *r, const char *code, struct span span,
                            const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Messages are about this map from now on: `step "x": `, x being its id. */
void reader_owner(struct reader *r, const struct node *map);

/* Where to point when a whole map or list is meant: at its first key or item. */
struct span reader_span(const struct node *n);

/*
 * The keys of a map, by their number in the place's table; NULL for those that are not there or not
 * fit. Complains of unknown and missing keys, and of a list where a text belongs. False
 * where `map` is no map.
 */
bool reader_fields(struct reader *r, const struct node *map, enum key_place place,
                   struct node **out);

/* Whether a key of those numbers is there, fit or not; after reader_fields(). */
bool reader_has(const struct node *map, int first, int last);

/* The values of keys. `key` may be NULL, which gives the value that stands for "not given". */
const char *reader_text(const struct node *key); /* NULL */
/* One of the words that the key of that place has, by its index. -1 where the value is none. */
int reader_word(struct reader *r, const struct node *key, enum key_place place);
int reader_count(struct reader *r, const struct node *key);         /* 0 */
double reader_number(struct reader *r, const struct node *key);     /* 1 */
int64_t reader_time_span(struct reader *r, const struct node *key); /* -1 */
int64_t reader_time_span_or(struct reader *r, const struct node *key, int64_t not_given);
const char *reader_date(struct reader *r, const struct node *key); /* NULL */
const char *reader_due(struct reader *r, const struct node *key);  /* NULL */
const char *const *reader_texts(struct reader *r, const struct node *key, size_t *count);

/* What is said to a question, called `what`: a text, or a list of them, which becomes a JSON array
 * (core/many.h). NULL with a complaint. */
const char *reader_said(struct reader *r, struct node *n, const char *what);

/* Whether `n` is an id: letters, digits, _ and, where `dash`, -. Complains of others as `what`. */
bool reader_id(struct reader *r, const struct node *n, bool dash, const char *what);

/* Whether `n` is a text with something in it. Complains of others: "a reason" and the like. */
bool reader_is_text(struct reader *r, const struct node *n, const char *what);

/* Complains that the id stands at `first` already. */
void reader_twice(struct reader *r, const char *id, struct span span, const char *what,
                  struct span first);

/* Text written without a line end behind it: block scalars have one. */
void reader_trim(struct node *n);

#endif
