#ifndef RULEOUT_RECORD_DB_H
#define RULEOUT_RECORD_DB_H

/*
 * db: the one door to SQLite, for the files of this folder.
 *
 * A connection keeps what failed last, until the next failure: see failure.h for what to tell the
 * responder. Running out of memory ends the program.
 *
 *   struct query *q = db_query(db, SQL);         prepared once, kept by the address of SQL
 *   query_int(q, incident);                      the parameters, in order
 *   while (query_row(q))
 *       use(query_get_text(q, 0));               columns from 0; texts until the next row
 *   return query_end(q);                         false: it failed, there or before
 *
 * A query that could not be prepared is NULL, which all of these take and query_end() reports.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DB_APPLICATION 0x72754f75 /* "ruOu", in the file's header */
#define DB_VERSION 1
#define DB_BUSY_MS 10000 /* how long to wait for another writer */

enum db_status {
    DB_OK,
    DB_BUSY, /* another program kept it locked */
    DB_FULL,
    DB_READ_ONLY,
    DB_CANNOT_OPEN,
    DB_NOT_SQLITE,
    DB_DAMAGED,
    DB_REFUSED, /* a trigger or constraint */
    DB_IO       /* errno says more */
};

struct db_failure {
    enum db_status status;
    int error;     /* errno, where it is not 0 */
    char *message; /* SQLite's own words; NULL where it has none */
};

enum db_how {
    DB_WRITE,
    DB_READ,
    DB_IMMUTABLE /* nobody writes to it; its log is not looked at */
};

struct db;
struct query;

/* Opens a file that is there. Never NULL: look at db_failure(). Reads nothing yet. */
struct db *db_open(const char *path, enum db_how how);
void db_close(struct db *db); /* NULL is allowed */

const struct db_failure *db_failure(const struct db *db);

/* The file's first bytes, read behind SQLite's back: nothing is locked, recovered or made. */
struct db_head {
    int64_t size;
    bool sqlite; /* begins as a SQLite database does */
    uint32_t application, schema;
};
bool db_head(struct db *db, struct db_head *out);

bool db_run(struct db *db, const char *sql);                  /* statements that give no rows */
bool db_number(struct db *db, const char *sql, int64_t *out); /* the first column of the one row */
bool db_make_tables(struct db *db);                           /* schema.sql, in a transaction */
bool db_write_ahead(struct db *db);                           /* journal_mode=WAL */

bool db_begin(struct db *db); /* takes the write lock at once */
bool db_commit(struct db *db);
void db_rollback(struct db *db); /* where there is something to roll back */

struct query *db_query(struct db *db, const char *sql);
void query_int(struct query *q, int64_t value);
void query_text(struct query *q, const char *text); /* borrowed until query_end(); NULL is NULL */
void query_bytes(struct query *q, const void *bytes, size_t len); /* the same */
void query_null(struct query *q);
bool query_row(struct query *q);
bool query_end(struct query *q);
bool query_run(struct query *q); /* all rows, looked at by nobody */

int64_t query_get_int(const struct query *q, int column);
bool query_is_null(const struct query *q, int column);
const char *query_get_text(const struct query *q, int column); /* NULL for NULL */
const void *query_get_bytes(const struct query *q, int column, size_t *len);

#endif
