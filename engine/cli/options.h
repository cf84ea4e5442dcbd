#ifndef RULEOUT_CLI_OPTIONS_H
#define RULEOUT_CLI_OPTIONS_H

/*
 * options: a command line read by a command's own table.
 *
 * `--x=v` and `--x v`; an optional value only as `--x=v`; `--` ends options; options and arguments
 * may mix. The table is also what `--help` prints.
 */
#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "base/text.h"

/* OPTION_PAIR is `--input KEY=VALUE`, also written -i, and may be given again and again. */
enum option_kind { OPTION_FLAG, OPTION_VALUE, OPTION_OPTIONAL_VALUE, OPTION_PAIR };

struct option_spec {
    const char *name; /* without the dashes; NULL ends a table */
    enum option_kind kind;
    const char *value; /* what the value is called, "FILE" or "md|json": with `|`, one of these */
    const char *help;
};

/* Of every command; main.c obeys it. */
#define OPTION_COLOR                                                 \
    {                                                                \
        "color", OPTION_VALUE, "auto|always|never", "when to colour" \
    }

#define OPTIONS_MAX 16
#define HELP_WIDTH 80

struct args {
    const struct option_spec *specs;
    bool given[OPTIONS_MAX];
    const char *values[OPTIONS_MAX]; /* NULL where none was written */
    const char **pairs;              /* of OPTION_PAIR, "KEY=VALUE", in order */
    size_t pair_count;
    const char **words; /* the rest, in order */
    size_t word_count;
};

/* False with a diagnostic: unknown option (and what it could be), value missing, not wanted or not
 * one of those. */
bool args_read(struct args *a, const struct option_spec *specs, int argc, char **argv,
               struct diags *ds);
void args_release(struct args *a);

bool args_has(const struct args *a, const char *option);
const char *args_value(const struct args *a, const char *option); /* NULL where none was written */

void options_help(const struct option_spec *specs, struct text *out); /* two columns */

#endif
