#ifndef RULEOUT_CHECK_PERMITS_H
#define RULEOUT_CHECK_PERMITS_H

/*
 * permits: whether `allow` covers what a check asks for. Decided in the keeper, before the world is
 * called. Where it does not, `why` says what was asked for and what there is.
 */
#include <stdbool.h>

#include "check/checker.h"

/*
 * The command begins with all the words of one entry. Words are compared whole: "kubectl get"
 * covers neither "kubectl get-all" nor "kubectl" nor "/tmp/kubectl get". An entry without words
 * covers nothing. A command that `never` names is refused, whatever covers it.
 */
bool permits_run(const struct permits *p, const char *const *argv, struct text *why);

/*
 * An absolute path with nothing to resolve in it: no "..", which is refused, and "." and doubled
 * slashes are dropped. `clean` gets it so, and `root` the entry that it is or lies beneath, as
 * clean. An entry covers also the files that a log of that name was rotated to (core/rotated.h), of
 * which each is its own root. Links are not followed here: see beneath.h.
 */
bool permits_read(const struct permits *p, const char *path, struct text *clean, struct text *root,
                  struct text *why);

/*
 * Scheme (http or https), host and port are those of an entry, the host as text: no name is
 * resolved, and a user name, a backslash, a blank or a control byte anywhere refuses the address.
 */
bool permits_http(const struct permits *p, const struct world_request *request, struct text *why);

#endif
