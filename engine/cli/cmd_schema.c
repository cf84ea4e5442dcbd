#include <string.h>

#include "book/schema.h"
#include "cli/command.h"
#include "cli/say.h"

static const struct option_spec options[] = {OPTION_COLOR, {0}};

static const char *const kinds[] = {
    [SCHEMA_RUNBOOK] = "runbook", [SCHEMA_DRILL] = "drill", [SCHEMA_SEVERITY] = "severity"};
#define KINDS (sizeof kinds / sizeof *kinds)

static int unknown_kind(const char *word)
{
    struct diags ds = {0};
    const char *near = text_nearest(word, kinds, KINDS);
    struct diag *d = diag_environment(&ds, "there is no schema of \"%s\"", word);
    if (near)
        diag_hint(d, "did you mean \"%s\"?", near);
    else
        diag_hint(d, "write runbook, drill or severity");
    return say_failed(&ds, EXIT_USE);
}

static int run(const struct args *args)
{
    const char *word = args->word_count ? args->words[0] : kinds[SCHEMA_RUNBOOK];
    size_t kind = 0;
    while (kind < KINDS && strcmp(kinds[kind], word) != 0)
        kind++;
    if (kind == KINDS)
        return unknown_kind(word);
    struct jval *schema = schema_new((enum schema_kind)kind);
    say_json(schema, JSON_PRETTY);
    jval_free(schema);
    return EXIT_DONE;
}

const struct command cmd_schema = {
    .name = "schema",
    .words = "[KIND]",
    .max_words = 1,
    .about = "the format as a JSON Schema, for editors; KIND is runbook, drill or severity",
    .options = options,
    .run = run,
};
