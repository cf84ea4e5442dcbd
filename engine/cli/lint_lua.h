#ifndef RULEOUT_CLI_LINT_LUA_H
#define RULEOUT_CLI_LINT_LUA_H

/*
 * lint_lua: the Lua of runbooks, looked at and never run by lint itself.
 *
 * A worker compiles what stands in the runbooks and reads the headers of the checks that they name,
 * each file once, all in one go. Then the steps are held against the headers. Books, their sources
 * and this must live until the diagnostics were written, which point into them and into Lua files.
 */
#include "base/diag.h"
#include "base/json.h"
#include "book/book.h"

struct lint_lua;

/* One check as a step or a verify uses it. */
struct lint_use {
    const struct book *book;
    const struct step *step; /* NULL: a verify's */
    const struct check *check;
    const char *kind, *id; /* "step", "disk" */
    size_t piece;          /* which Lua it is; without meaning where its file is not there */
    bool missing;
};

struct lint_lua *lint_lua_new(void);
void lint_lua_free(struct lint_lua *l); /* NULL is allowed */

/* Notes the checks of the runbook at `path`; complains of files that are not there. */
void lint_lua_add(struct lint_lua *l, const struct book *book, const char *path, struct diags *ds);

/* Looks at all that was noted. Where this machine cannot, the reason is put into `why`. */
void lint_lua_look(struct lint_lua *l, struct diags *ds, struct text *why);

/* lint_use.c: holds a use against the header of its check: JSON {about, input, gives}. */
void lint_use_check(const struct lint_use *use, const struct jval *header, struct diags *ds);
/* An error or a warning about it. */
struct diag *lint_use_say(const struct lint_use *use, struct diags *ds, enum diag_level level,
                          const char *code, struct span span, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

#endif
