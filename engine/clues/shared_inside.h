#ifndef RULEOUT_CLUES_SHARED_INSIDE_H
#define RULEOUT_CLUES_SHARED_INSIDE_H

/*
 * shared_inside: what the files of shared have in common.
 */
#include <stdint.h>

#include "clues/shared.h"

/* Divisions of the inputs as they are tried. */
struct shared_trial {
    const struct shared_input *in;
    size_t field;
    const char *const *values; /* of the field */
    unsigned char *has;        /* of each input: the property holds */
    uint64_t *seen;            /* digests of the divisions that were tried */
    size_t seen_count, seen_cap;
    bool searched;   /* now: limits, values and beginnings that the inputs themselves give */
    size_t tried[2]; /* plain properties, searched ones */
    struct shared best[2];
};

typedef bool shared_test(const char *value);

/* Judges what stands in `has`; the format and what follows say it of the field. */
void shared_judge(struct shared_trial *t, const char *kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void shared_try(struct shared_trial *t, const char *kind, const char *says, shared_test *test);

bool shared_number(const char *value, double *n); /* the whole text is one */

/* Plain properties. */
void shared_try_numbers(struct shared_trial *t);
void shared_try_dates(struct shared_trial *t);
void shared_try_texts(struct shared_trial *t);
/* Searched ones. */
void shared_try_values(struct shared_trial *t);
void shared_try_limits(struct shared_trial *t);

#endif
