#ifndef RULEOUT_CORE_ALLOW_H
#define RULEOUT_CORE_ALLOW_H

/*
 * allow: what a session's checks may touch, with the values of its inputs filled in.
 *
 * A value is held to what a runbook itself may write there (see book/permit.h); one that is not
 * known yet, is no path or no URL, or came from an alert and is not bounded, permits nothing. Lists
 * end with NULL.
 */
#include "core/session.h"

const char *const *allow_paths(const struct session *s, int part, struct arena *a);
/* The origin of a URL that an input gives is permitted, whatever its path. */
const char *const *allow_origins(const struct session *s, int part, struct arena *a);
/* Inputs that permit nothing because their values came from an alert and nothing bounds them: a
 * sentence for each. */
const char *const *allow_withheld(const struct session *s, int part, struct arena *a);
/* Of `run` and `env`, which name no inputs. */
const char *const *allow_texts(const struct permit *list, size_t count, struct arena *a);

#endif
