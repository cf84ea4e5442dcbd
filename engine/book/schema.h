#ifndef RULEOUT_BOOK_SCHEMA_H
#define RULEOUT_BOOK_SCHEMA_H

/*
 * schema: the format as a JSON Schema, draft 2020-12, for editors and other tools.
 *
 * Made from the table of keys (book/keys.h). A schema looks at one file and at shapes: it knows no
 * ids that are named elsewhere, no conditions and no other file. It takes what tools make of
 * scalars that look like numbers or truth values; to ruleout they are texts.
 */
#include "base/json.h"
#include "book/keys.h"

enum schema_kind { SCHEMA_RUNBOOK, SCHEMA_DRILL, SCHEMA_SEVERITY };

struct jval *schema_new(enum schema_kind kind); /* jval_free() it */

/* schema_rules.c: what the keys of a place have to do with each other. NULL where nothing. */
struct jval *schema_rules(enum key_place place);

#endif
