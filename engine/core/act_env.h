#ifndef RULEOUT_CORE_ACT_ENV_H
#define RULEOUT_CORE_ACT_ENV_H

/*
 * act_env: the environment variables that an action sets for its commands.
 */
#include "core/session.h"

/* "NAME=value" each, NULL behind the last; one whose value is not known yet is left out. */
const char *const *act_env(const struct action *action, const struct session *s, struct arena *a);

/* " (with API_TOKEN set)"; "" where it sets none. */
const char *act_env_names(const struct action *action, struct arena *a);

#endif
