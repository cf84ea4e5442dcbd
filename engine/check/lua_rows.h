#ifndef RULEOUT_CHECK_LUA_ROWS_H
#define RULEOUT_CHECK_LUA_ROWS_H

/*
 * lua_rows: a table that a command printed, as a list of Lua tables.
 *
 * The first line names the columns. ROWS_CSV is RFC 4180, as psql and sqlite3 print it, with \N for
 * NULL; ROWS_TABS is mysql's --batch, with \t, \n, \\ and \0 for these and NULL for NULL.
 */
#include "check/lua_inside.h"

enum rows_format { ROWS_CSV, ROWS_TABS };

/*
 * Pushes a list of rows, each {column = text}, without the columns that are NULL; at most `most` of
 * them. Its `columns` are the names in order, and its `cut` is true where there were more rows or
 * where `cut` says that the text itself was. False with `why`: two columns of one name, rows of
 * another length.
 */
bool lua_rows_push(lua_State *L, enum rows_format format, const struct text *printed, bool cut,
                   size_t most, struct text *why);

#endif
