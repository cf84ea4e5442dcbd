#include "record_help.h"

/* What somebody with the sqlite3 program can do to the record, and what shows afterwards. */

static char *sample(char *folder)
{
    char *path = path_in(folder, "record.db");
    struct diags ds = {0};
    struct incident i;
    struct record *r = record_open(path, RECORD_WRITE, &ds);
    CHECK(begin(r, &i, &ds));
    struct batch b = answer("dns", "no");
    b.events.items[0].evidence = "the secret is hunter2";
    add_change(&b, "resolver", CAUSE_OPEN, CAUSE_SUSPECTED, "a guess");
    CHECK_INT(put(r, 1, 1, b, &ds), RECORD_OK);
    b = answer("ping", "yes");
    add_change(&b, "resolver", CAUSE_SUSPECTED, CAUSE_RULED_OUT, "it answers");
    CHECK_INT(put(r, 1, 2, b, &ds), RECORD_OK);
    CHECK_TEXT(first_message(&ds), "");
    record_close(r);
    return path;
}

#define EVENT_COLUMNS "incident, seq, at, recorded_at, actor, kind, chain"
#define CHANGE_COLUMNS "incident, cause, seq, from_state, to_state, reason"

static void nothing_is_changed(void)
{
    static const struct {
        const char *sql, *message;
    } rows[] = {
        {"DELETE FROM event", "append-only"},
        {"DELETE FROM incident", "append-only"},
        {"DELETE FROM book", "append-only"},
        {"DELETE FROM pinned", "append-only"},
        {"DELETE FROM evidence", "append-only"},
        {"DELETE FROM cause_change", "append-only"},
        {"UPDATE event SET value = 'x'", "append-only"},
        {"UPDATE OR REPLACE event SET seq = 1 WHERE seq = 2", "append-only"},
        {"UPDATE incident SET title = 'x'", "append-only"},
        {"UPDATE book SET bytes = x''", "append-only"},
        {"UPDATE pinned SET path = 'x'", "append-only"},
        {"UPDATE evidence SET bytes = x'00'", "only be erased"},
        {"UPDATE evidence SET codec = 'erased'", "only be erased"},
        {"UPDATE evidence SET digest = 'x', codec = 'erased', bytes = x''", "only be erased"},
        {"UPDATE cause_change SET reason = 'x'", "only be erased"},
        {"UPDATE cause_change SET reason = '[erased]', to_state = 'open'", "only be erased"},
        {"INSERT INTO event (" EVENT_COLUMNS ") VALUES (1, 5, 0, 0, 'a', 'noted', '')",
         "seq is not the next"},
        {"INSERT INTO event (" EVENT_COLUMNS ") VALUES (1, 3, 0, 0, 'a', 'noted', '')",
         "seq is not the next"},
        {"INSERT INTO event (" EVENT_COLUMNS ") VALUES (2, 1, 0, 0, 'a', 'noted', '')",
         "FOREIGN KEY"},
        {"REPLACE INTO event (" EVENT_COLUMNS ") VALUES (1, 3, 0, 0, 'a', 'noted', '')",
         "seq is not the next"},
        {"INSERT OR IGNORE INTO event (" EVENT_COLUMNS ") VALUES (1, 3, 0, 0, 'a', 'n', '')",
         "seq is not the next"},
        {"INSERT INTO event (" EVENT_COLUMNS ") VALUES (1, 3, 0, 0, 'a', 'noted', '') "
         "ON CONFLICT DO UPDATE SET value = 'x'",
         "seq is not the next"},
        {"REPLACE INTO incident VALUES (1, 'n', 'r', 't', 0)", "id is not the next"},
        {"REPLACE INTO incident VALUES (2, '20260914-1020-checkout-5xx', 'r', 't', 0)",
         "the name is taken"},
        {"REPLACE INTO book SELECT hash, x'00' FROM book", "already there"},
        {"REPLACE INTO pinned SELECT incident, role, 'x', book FROM pinned", "pinned: only"},
        {"REPLACE INTO evidence SELECT 2, digest, codec, x'00' FROM evidence", "digest is there"},
        {"REPLACE INTO evidence VALUES (1, 'new', 'plain', x'00')", "id is not the next"},
        {"REPLACE INTO cause_change SELECT " CHANGE_COLUMNS " FROM cause_change",
         "cause_change: not"},
        {"INSERT INTO cause_change VALUES (1, 'other', 2, 'open', 'open', '')",
         "cause_change: not"},
    };
    char *folder = temp_folder(), *path = sample(folder);
    for (size_t n = 0; n < sizeof rows / sizeof *rows; n++) {
        struct text said = {0};
        sql_says(path, rows[n].sql, &said);
        if (!suite_check_holds(text_get(&said), rows[n].message, rows[n].sql, __FILE__, __LINE__))
            printf("  %s\n", rows[n].sql);
        text_release(&said);
    }
    free(path);
    remove_folder(folder);
}

static void verify(const char *path, const char *message)
{
    struct diags ds = {0};
    struct incident i;
    struct record *r = record_open(path, RECORD_READ, &ds);
    CHECK(record_find(r, "1", &i, &ds));
    CHECK(record_verify(r, &i, &ds) == (*message == '\0'));
    CHECK_HOLDS(first_message(&ds), message);
    record_close(r);
    diags_release(&ds);
}

static void a_secret_is_erased(void)
{
    char *folder = temp_folder(), *path = sample(folder);
    struct text said = {0};
    verify(path, "");
    sql_says(path,
             "UPDATE evidence SET codec = 'erased', bytes = x'' WHERE bytes LIKE '%hunter2%' "
             "OR id = 1; UPDATE cause_change SET reason = '[erased]' WHERE seq = 2",
             &said);
    CHECK_TEXT(text_get(&said), "");
    verify(path, "");
    struct diags ds = {0};
    struct events all = {0};
    struct record *r = record_open(path, RECORD_WRITE, &ds);
    struct batch again = answer("dns", "no");
    again.events.items[0].evidence = "the secret is hunter2"; /* stays erased */
    CHECK_INT(put(r, 1, 3, again, &ds), RECORD_OK);
    CHECK(record_events(r, 1, 0, &all, &ds));
    CHECK_INT(all.count, 4);
    CHECK_TEXT(all.items[1].evidence, "[erased]");
    CHECK_TEXT(all.items[3].evidence, "[erased]");
    events_release(&all);
    record_close(r);
    text_release(&said);
    diags_release(&ds);
    free(path);
    remove_folder(folder);
}

static void tampering_shows(void)
{
    static const struct {
        const char *sql, *message;
    } rows[] = {
        {"DROP TRIGGER event_update; UPDATE event SET value = 'yes' WHERE seq = 2",
         "event 2 of incident 1 was altered"},
        {"DROP TRIGGER event_update; UPDATE event SET at = at + 1 WHERE seq = 1",
         "event 1 of incident 1 was altered"},
        {"DROP TRIGGER event_update; UPDATE event SET evidence = NULL WHERE seq = 2",
         "event 2 of incident 1 was altered"},
        {"DROP TRIGGER event_delete; PRAGMA foreign_keys = OFF; DELETE FROM event WHERE seq = 2",
         "event 3 of incident 1 is not the next"},
        {"DROP TRIGGER incident_update; UPDATE incident SET title = 'x'",
         "event 1 of incident 1 was altered"},
        {"DROP TRIGGER evidence_update; UPDATE evidence SET bytes = x'41'",
         "event 2 of incident 1 has evidence that was altered"},
        {"DROP TRIGGER evidence_update; UPDATE evidence SET codec = 'zstd'",
         "event 2 of incident 1 has evidence that was altered"},
        {"DROP TRIGGER event_update; UPDATE event SET kind = 'unheard' WHERE seq = 2",
         "event 2 of incident 1 is of no kind"},
    };
    for (size_t n = 0; n < sizeof rows / sizeof *rows; n++) {
        char *folder = temp_folder(), *path = sample(folder);
        struct text said = {0};
        sql_says(path, rows[n].sql, &said);
        CHECK_TEXT(text_get(&said), "");
        verify(path, rows[n].message);
        text_release(&said);
        free(path);
        remove_folder(folder);
    }
}

static void damage_is_said(void)
{
    static const struct {
        const char *sql, *message;
    } rows[] = {
        {"DROP TRIGGER evidence_update; UPDATE evidence SET codec = 'zstd'", "damaged evidence"},
        {"DROP TRIGGER event_update; UPDATE event SET kind = 'new' WHERE seq = 2", "newer ruleout"},
        {"DROP TABLE cause_change; DROP TABLE event", "it is damaged (no such table: event)"},
    };
    for (size_t n = 0; n < sizeof rows / sizeof *rows; n++) {
        char *folder = temp_folder(), *path = sample(folder);
        struct text said = {0};
        sql_says(path, rows[n].sql, &said);
        CHECK_TEXT(text_get(&said), "");
        struct diags ds = {0};
        struct events all = {0};
        struct record *r = record_open(path, RECORD_READ, &ds);
        CHECK(!record_events(r, 1, 0, &all, &ds));
        CHECK_INT(ds.count, 1);
        CHECK_HOLDS(first_message(&ds), rows[n].message);
        CHECK_HOLDS(first_message(&ds), path);
        events_release(&all);
        record_close(r);
        diags_release(&ds);
        text_release(&said);
        free(path);
        remove_folder(folder);
    }
}

static void views_read_well(void)
{
    static const struct {
        const char *sql, *want;
    } rows[] = {
        {"SELECT cause || ': ' || reason FROM ruled_out", "resolver: it answers"},
        {"SELECT incident || ' ' || since FROM ruled_out",
         "20260914-1020-checkout-5xx 2026-09-14T10:20:00.123Z"},
        {"SELECT state FROM board", "ruled_out"},
        {"SELECT count(*) FROM confirmed", "0"},
        {"SELECT at || ' ' || step || ' ' || value || ' ' || evidence FROM timeline WHERE seq = 2",
         "2026-09-14T10:20:00.123Z dns no the secret is hunter2"},
    };
    char *folder = temp_folder(), *path = sample(folder);
    struct db *db = db_open(path, DB_READ);
    for (size_t n = 0; n < sizeof rows / sizeof *rows; n++) {
        struct query *q = db_query(db, rows[n].sql);
        CHECK_TEXT(query_row(q) ? query_get_text(q, 0) : db_failure(db)->message, rows[n].want);
        CHECK(!query_row(q));
        query_end(q);
    }
    db_close(db);
    free(path);
    remove_folder(folder);
}

int main(void)
{
    return suite_run("record, SQL", (CU_TestInfo[]){{"append-only", nothing_is_changed},
                                                    {"erased", a_secret_is_erased},
                                                    {"tampering", tampering_shows},
                                                    {"damage", damage_is_said},
                                                    {"views", views_read_well},
                                                    CU_TEST_INFO_NULL});
}
