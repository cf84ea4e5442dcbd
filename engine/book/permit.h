#ifndef RULEOUT_BOOK_PERMIT_H
#define RULEOUT_BOOK_PERMIT_H

/*
 * permit: the one way in which a path or an origin that checks may touch is written.
 *
 * The same for what stands in a runbook and for what an input says; NULL where the text is none.
 */
#include "base/arena.h"

/* Absolute, without . and .., patterns and control bytes, without a / at the end. */
const char *permit_path(struct arena *a, const char *s);

/* In small letters, without a path and without the port that the scheme has anyway. */
const char *permit_origin(struct arena *a, const char *s);

#endif
