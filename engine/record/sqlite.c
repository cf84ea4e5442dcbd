#include "record/db.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <sqlite3.h>

#include "base/mem.h"
#include "base/text.h"

struct query {
    struct db *db;
    const char *sql;
    sqlite3_stmt *stmt;
    int bound;
    bool busy, failed;
};

struct db {
    sqlite3 *at;
    struct query **queries; /* each stays where it is while the array moves */
    size_t count, cap;
    struct db_failure failure;
};

static const char schema[] =
#include "schema.sql.h"
    ;

static bool disk_full(int error)
{
    return error == ENOSPC || error == EDQUOT;
}

static enum db_status status_of(int code, int error)
{
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return DB_BUSY;
    case SQLITE_FULL:
        return DB_FULL;
    case SQLITE_READONLY:
        return DB_READ_ONLY;
    case SQLITE_CANTOPEN:
        return disk_full(error) ? DB_FULL : DB_CANNOT_OPEN;
    case SQLITE_NOTADB:
        return DB_NOT_SQLITE;
    case SQLITE_CONSTRAINT:
        return DB_REFUSED;
    case SQLITE_IOERR:
        return disk_full(error) ? DB_FULL : DB_IO;
    default: /* a table that is not there, too: the file says it is a record */
        return DB_DAMAGED;
    }
}

/*
 * Keeps what failed; returns false. SQLite does not keep the errno of a failed commit; ours is of
 * the call that failed, since the callers clear it and calls that succeed leave it alone.
 */
static bool note_failure(struct db *db)
{
    int error = errno;
    int code = sqlite3_extended_errcode(db->at);
    if ((code & 0xff) == SQLITE_NOMEM || code == SQLITE_IOERR_NOMEM)
        mem_out();
    if (!error)
        error = sqlite3_system_errno(db->at);
    free(db->failure.message);
    db->failure =
        (struct db_failure){status_of(code, error), error, mem_text(sqlite3_errmsg(db->at))};
    return false;
}

/* With a folder before the name and marks escaped, no name means ":memory:" or an option. */
static char *uri_of(const char *path, bool immutable)
{
    struct text uri = {0};
    text_add(&uri, *path == '/' ? "file:" : "file:./");
    for (; *path; path++)
        text_format(&uri, strchr("%?#", *path) ? "%%%02x" : "%c", (unsigned char)*path);
    text_add(&uri, immutable ? "?immutable=1" : "");
    return text_take(&uri);
}

static void configure(struct db *db)
{
    sqlite3_extended_result_codes(db->at, 1);
    sqlite3_busy_timeout(db->at, DB_BUSY_MS);
    sqlite3_db_config(db->at, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
    sqlite3_db_config(db->at, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    sqlite3_db_config(db->at, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
}

struct db *db_open(const char *path, enum db_how how)
{
    struct db *db = mem_alloc(sizeof *db);
    char *uri = uri_of(path, how == DB_IMMUTABLE);
    /* A reader may write where it can, so that the last one to close leaves no log behind. */
    int access = how == DB_IMMUTABLE ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    errno = 0;
    int code = sqlite3_open_v2(uri, &db->at, access | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);
    free(uri);
    if (!db->at)
        mem_out();
    configure(db);
    if (code != SQLITE_OK)
        note_failure(db);
    return db;
}

void db_close(struct db *db)
{
    if (!db)
        return;
    for (size_t i = 0; i < db->count; i++) {
        sqlite3_finalize(db->queries[i]->stmt);
        free(db->queries[i]);
    }
    free(db->queries);
    int code = sqlite3_close(db->at);
    assert(code == SQLITE_OK);
    (void)code;
    free(db->failure.message);
    free(db);
}

const struct db_failure *db_failure(const struct db *db)
{
    return &db->failure;
}

static uint32_t big_endian(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

bool db_head(struct db *db, struct db_head *out)
{
    unsigned char head[100] = {0};
    sqlite3_int64 size = 0;
    sqlite3_file *file = NULL;
    int code = sqlite3_file_control(db->at, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    assert(code == SQLITE_OK && file->pMethods);
    code = file->pMethods->xFileSize(file, &size);
    if (code == SQLITE_OK)
        code = file->pMethods->xRead(file, head, sizeof head, 0);
    if (code != SQLITE_OK && code != SQLITE_IOERR_SHORT_READ) {
        db->failure.error = errno;
        db->failure.status =
            DB_IO; /* the file was asked, not the connection, which knows nothing of it */
        return false;
    }
    *out = (struct db_head){.size = size,
                            .sqlite = memcmp(head, "SQLite format 3", 16) == 0,
                            .schema = big_endian(head + 40),
                            .application = big_endian(head + 68)};
    return true;
}

bool db_run(struct db *db, const char *sql)
{
    errno = 0;
    return sqlite3_exec(db->at, sql, NULL, NULL, NULL) == SQLITE_OK || note_failure(db);
}

bool db_number(struct db *db, const char *sql, int64_t *out)
{
    struct query *q = db_query(db, sql);
    if (query_row(q))
        *out = query_get_int(q, 0);
    return query_end(q);
}

bool db_make_tables(struct db *db)
{
    struct text sql = {0};
    text_add(&sql, schema);
    text_format(&sql, "PRAGMA application_id = %d; PRAGMA user_version = %d;", DB_APPLICATION,
                DB_VERSION);
    bool ok = db_run(db, text_get(&sql));
    text_release(&sql);
    return ok;
}

static int64_t clock_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

bool db_write_ahead(struct db *db)
{
    /* Changing the mode needs the file alone, and SQLite does not wait for that by itself. */
    int64_t until = clock_ms() + DB_BUSY_MS;
    while (!db_run(db, "PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL")) {
        if (db->failure.status != DB_BUSY || clock_ms() >= until)
            return false;
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    }
    return true;
}

bool db_begin(struct db *db)
{
    return query_run(db_query(db, "BEGIN IMMEDIATE"));
}

bool db_commit(struct db *db)
{
    return query_run(db_query(db, "COMMIT"));
}

void db_rollback(struct db *db)
{
    /* After some failures SQLite has done so itself. */
    if (!sqlite3_get_autocommit(db->at))
        sqlite3_exec(db->at, "ROLLBACK", NULL, NULL, NULL);
}

static struct query *prepare(struct db *db, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    errno = 0;
    int code = sqlite3_prepare_v3(db->at, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);
    if (code != SQLITE_OK) {
        note_failure(db);
        return NULL;
    }
    struct query *q = mem_alloc(sizeof *q);
    *q = (struct query){.db = db, .sql = sql, .stmt = stmt};
    db->queries = mem_grow(db->queries, db->count, &db->cap, sizeof(struct query *));
    db->queries[db->count++] = q;
    return q;
}

struct query *db_query(struct db *db, const char *sql)
{
    struct query *q = NULL;
    for (size_t i = 0; !q && i < db->count; i++) {
        if (db->queries[i]->sql == sql)
            q = db->queries[i];
    }
    if (!q)
        q = prepare(db, sql);
    assert(!q || !q->busy);
    if (q)
        q->busy = true;
    return q;
}

/* The parameter that comes next is there, by number. */
static void bound(struct query *q, int code)
{
    if (code == SQLITE_NOMEM)
        mem_out();
    assert(code == SQLITE_OK || code == SQLITE_TOOBIG);
    if (code != SQLITE_OK) {
        note_failure(q->db);
        q->failed = true;
    }
}

void query_int(struct query *q, int64_t value)
{
    if (q)
        bound(q, sqlite3_bind_int64(q->stmt, ++q->bound, value));
}

void query_text(struct query *q, const char *text)
{
    if (q)
        bound(q, sqlite3_bind_text64(q->stmt, ++q->bound, text, text ? strlen(text) : 0,
                                     SQLITE_STATIC, SQLITE_UTF8));
}

void query_bytes(struct query *q, const void *bytes, size_t len)
{
    /* A NULL pointer would be NULL, and no bytes are bytes. */
    if (q)
        bound(q, sqlite3_bind_blob64(q->stmt, ++q->bound, len ? bytes : "", len, SQLITE_STATIC));
}

void query_null(struct query *q)
{
    if (q)
        bound(q, sqlite3_bind_null(q->stmt, ++q->bound));
}

bool query_row(struct query *q)
{
    if (!q || q->failed)
        return false;
    errno = 0;
    int code = sqlite3_step(q->stmt);
    if (code == SQLITE_ROW)
        return true;
    q->failed = code != SQLITE_DONE;
    if (q->failed)
        note_failure(q->db);
    return false;
}

bool query_end(struct query *q)
{
    if (!q)
        return false;
    bool ok = !q->failed;
    sqlite3_reset(q->stmt);
    sqlite3_clear_bindings(q->stmt);
    q->bound = 0;
    q->busy = q->failed = false;
    return ok;
}

bool query_run(struct query *q)
{
    while (query_row(q))
        ;
    return query_end(q);
}

int64_t query_get_int(const struct query *q, int column)
{
    return sqlite3_column_int64(q->stmt, column);
}

bool query_is_null(const struct query *q, int column)
{
    return sqlite3_column_type(q->stmt, column) == SQLITE_NULL;
}

const char *query_get_text(const struct query *q, int column)
{
    return (const char *)sqlite3_column_text(q->stmt, column);
}

const void *query_get_bytes(const struct query *q, int column, size_t *len)
{
    const void *bytes = sqlite3_column_blob(q->stmt, column);
    *len = (size_t)sqlite3_column_bytes(q->stmt, column);
    return bytes;
}
