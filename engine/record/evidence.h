#ifndef RULEOUT_RECORD_EVIDENCE_H
#define RULEOUT_RECORD_EVIDENCE_H

/*
 * evidence: texts by their digest, and the chain that runs through the events.
 *
 * A link of the chain is SHA-256 over the one before and the event's fields, with the evidence
 * represented by its digest: what was altered shows, and a leaked secret can be erased from the
 * evidence while the chain still holds.
 */
#include <stdbool.h>

#include "base/arena.h"
#include "base/sha256.h"
#include "core/event.h"
#include "record/db.h"

#define EVIDENCE_ERASED "[erased]" /* read where a text was erased */

/* Stores a text once. Fills `digest`. */
bool evidence_store(struct db *db, const char *text, char digest[SHA256_HEX]);

/*
 * The text of the columns codec and bytes at `column`, with a NUL behind it, in `a`. NULL where
 * they do not hold one: the file is damaged.
 */
const char *evidence_text(struct arena *a, const struct query *q, int column, size_t *len);

/* The link before the first event. */
void chain_start(const struct incident *i, char out[SHA256_HEX]);
/* `digest` is NULL where there is no evidence. `out` may be `before`. */
void chain_next(const char before[SHA256_HEX], const struct event *e, const char *digest,
                char out[SHA256_HEX]);

#endif
