#ifndef RULEOUT_CHECK_SQL_TEXT_H
#define RULEOUT_CHECK_SQL_TEXT_H

/*
 * sql_text: one statement that reads, made ready to be handed to psql, mysql or sqlite3.
 *
 * What a client would take for a command of its own (`\!`, `.shell`, `system`) cannot be in it:
 * it begins with a word that reads, has no second statement, and no backslash outside of quotes.
 * Comments are left out (but for hints), and line ends outside of quotes are blanks.
 *
 * Values stand for $1, $2 ... as literals that mean the same under every setting of the server:
 * what MySQL would read differently by its sql_mode is given in hexadecimal, and a backslash is
 * written for PostgreSQL as E'\\'.
 */
#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"

enum sql_dialect { SQL_POSTGRES, SQL_MYSQL, SQL_SQLITE };

/* A text as a literal. False with the reason: it is not UTF-8, or holds a NUL. */
bool sql_text_quote(enum sql_dialect d, const char *s, size_t len, struct text *out,
                    struct text *why);

/* Adds the statement to `out`, each $n as the literal values[n - 1]. False with the reason. */
bool sql_text_make(enum sql_dialect d, const char *query, const char *const *values, size_t count,
                   struct text *out, struct text *why);

#endif
