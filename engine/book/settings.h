#ifndef RULEOUT_BOOK_SETTINGS_H
#define RULEOUT_BOOK_SETTINGS_H

/*
 * settings: ruleout.yaml, what a team decided once.
 *
 * The first of: ruleout.yaml in a folder of the library, in their order, but not the installed one;
 * $XDG_CONFIG_HOME/ruleout/ruleout.yaml, or ~/.config/... in its place.
 */
#include <stdbool.h>

#include "base/diag.h"
#include "base/source.h"

struct settings {
    char *time_zone; /* "Europe/Berlin": one that this machine knows; NULL where none is set */
};

/* False with diagnostics where the file is wrong. Release it in either case. */
bool settings_load(const struct source *source, struct settings *out, struct diags *ds);
void settings_release(struct settings *s);

/* The path of the file, to be freed; NULL where there is none. */
char *settings_find(void);

#endif
