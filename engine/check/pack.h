#ifndef RULEOUT_CHECK_PACK_H
#define RULEOUT_CHECK_PACK_H

/*
 * pack: values as bytes, for messages between processes of one build on one machine.
 *
 * Reading never passes the end of what was received, whoever wrote it: what is missing or misformed
 * sets `bad` and reads as 0 or NULL. Texts that were read lie in the message and live as long.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"

void pack_int(struct text *t, int64_t value);
void pack_bytes(struct text *t, const char *bytes, size_t len); /* NULL stays NULL */
void pack_text(struct text *t, const char *s);                  /* NULL stays NULL */
void pack_list(struct text *t, const char *const *list); /* NULL ends it; NULL is an empty one */

struct unpack {
    const char *at;
    size_t left;
    bool bad;
};

int64_t unpack_int(struct unpack *u);
const char *unpack_bytes(struct unpack *u, size_t *len); /* a NUL stands behind them */
const char *unpack_text(struct unpack *u);
const char *const *unpack_list(struct unpack *u, struct arena *a); /* never NULL; NULL ends it */

#endif
