#include "record/record.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "record/inside.h"
#include "record/place.h"

enum kind { KIND_EMPTY, KIND_OURS, KIND_BAD };

/* Whether there is `path` with `suffix` behind it, and something in it. */
static bool has_beside(const char *path, const char *suffix)
{
    struct text name = {0};
    struct stat st;
    text_format(&name, "%s%s", path, suffix);
    bool there = stat(text_get(&name), &st) == 0 && st.st_size > 0;
    text_release(&name);
    return there;
}

static bool refuse_foreign(struct record *r, struct diags *ds)
{
    return failure_add(ds, r->path, "it is a database of another program",
                       "set RULEOUT_DB to another file");
}

/*
 * Looks at the file's head before SQLite touches it, so that what is not ours stays as it is, down
 * to the files beside it. A record is made in one transaction before its log is switched on: its
 * head is complete, or empty, or half written with a journal beside it, which SQLite mends.
 */
static bool head_is_fit(struct record *r, struct diags *ds)
{
    struct db_head head;
    if (db_failure(r->db)->status != DB_OK || !db_head(r->db, &head))
        return record_failed(r, ds);
    if (!head.sqlite && (head.size == 0 || has_beside(r->path, "-journal")))
        return true;
    if (!head.sqlite)
        return failure_add(ds, r->path, "it is no SQLite database",
                           "move it away, or set RULEOUT_DB to another file");
    if (head.application == DB_APPLICATION || (head.application == 0 && head.schema == 0))
        return true;
    return refuse_foreign(r, ds);
}

static enum kind kind_of(struct record *r, struct diags *ds)
{
    int64_t application = 0, version = 0, tables = 0;
    /* In this order: somebody else may make the record between two of them. */
    if (!db_number(r->db, "SELECT count(*) FROM sqlite_schema", &tables) ||
        !db_number(r->db, "PRAGMA application_id", &application) ||
        !db_number(r->db, "PRAGMA user_version", &version)) {
        record_failed(r, ds);
        return KIND_BAD;
    }
    if (application == 0 && tables == 0)
        return KIND_EMPTY;
    if (application != DB_APPLICATION) {
        refuse_foreign(r, ds);
        return KIND_BAD;
    }
    if (version == DB_VERSION)
        return KIND_OURS;
    struct text why = {0};
    text_format(&why, "it has version %lld of the record's format, and this program knows %d",
                (long long)version, DB_VERSION);
    failure_add(ds, r->path, text_get(&why),
                "use the newer ruleout, or set RULEOUT_DB to another file");
    text_release(&why);
    return KIND_BAD;
}

/* Makes the tables, unless somebody else has meanwhile. */
static bool make_tables(struct record *r, struct diags *ds)
{
    if (!db_run(r->db, "BEGIN EXCLUSIVE"))
        return record_failed(r, ds);
    enum kind kind = kind_of(r, ds);
    bool ok = kind != KIND_BAD;
    if (kind == KIND_EMPTY)
        ok = (db_make_tables(r->db) && db_commit(r->db)) || record_failed(r, ds);
    db_rollback(r->db);
    return ok;
}

static bool open_to_write(struct record *r, struct diags *ds)
{
    r->db = db_open(r->path, DB_WRITE);
    if (!head_is_fit(r, ds))
        return false;
    enum kind kind = kind_of(r, ds);
    if (kind == KIND_BAD || (kind == KIND_EMPTY && !make_tables(r, ds)))
        return false;
    return db_write_ahead(r->db) || record_failed(r, ds);
}

/*
 * Where we may not write, SQLite cannot read in the ordinary way, or leaves a log behind that the
 * owner of the record cannot use. With no log there the whole record is in the one file, and nobody
 * has it open.
 */
static bool stands_still(const char *path)
{
    return !place_is_writable(path) && !has_beside(path, "-wal") && !has_beside(path, "-shm");
}

static bool open_to_read(struct record *r, struct diags *ds)
{
    r->db = db_open(r->path, stands_still(r->path) ? DB_IMMUTABLE : DB_READ);
    if (!head_is_fit(r, ds))
        return false;
    enum kind kind = kind_of(r, ds);
    if (kind == KIND_EMPTY) {
        db_close(r->db);
        r->db = NULL;
    }
    return kind != KIND_BAD;
}

struct record *record_open(const char *path, enum record_mode mode, struct diags *ds)
{
    bool there;
    if (!place_prepare(path, mode, &there, ds))
        return NULL;
    struct record *r = mem_alloc(sizeof *r);
    *r = (struct record){
        .path = mem_text(path), .arena = arena_new(), .writable = mode == RECORD_WRITE};
    if (mode == RECORD_WRITE ? open_to_write(r, ds) : !there || open_to_read(r, ds))
        return r;
    record_close(r);
    return NULL;
}

void record_close(struct record *r)
{
    if (!r)
        return;
    db_close(r->db);
    arena_free(r->arena);
    free(r->path);
    free(r);
}
