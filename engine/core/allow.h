#ifndef RULEOUT_CORE_ALLOW_H
#define RULEOUT_CORE_ALLOW_H

/*
 * allow: what a session's checks may touch, with the values of its inputs filled in.
 *
 * A value is held to what a runbook itself may write there (see book/permit.h); one that is not
 * known yet, or is no path or no URL, permits nothing. Lists end with NULL.
 */
#include "core/session.h"

const char *const *allow_paths(const struct session *s, int part, struct arena *a);
/* The origin of a URL that an input gives is permitted, whatever its path. */
const char *const *allow_origins(const struct session *s, int part, struct arena *a);
/* Of `run` and `env`, which name no inputs. */
const char *const *allow_texts(const struct permit *list, size_t count, struct arena *a);

#endif
