#include "record_help.h"

static void path_follows_the_environment(void)
{
    static const struct {
        const char *db, *state, *home, *want;
    } rows[] = {
        {"/a/b.db", "/s", "/h", "/a/b.db"},
        {"", "/s", "/h", "/s/ruleout/record.db"},
        {NULL, "/s", "/h", "/s/ruleout/record.db"},
        {NULL, "relative", "/h", "/h/.local/state/ruleout/record.db"},
        {NULL, NULL, "/h", "/h/.local/state/ruleout/record.db"},
    };
    static const char *const names[] = {"RULEOUT_DB", "XDG_STATE_HOME", "HOME"};
    char *home = mem_text(getenv("HOME"));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *values[] = {rows[i].db, rows[i].state, rows[i].home};
        for (int n = 0; n < 3; n++)
            values[n] ? setenv(names[n], values[n], 1) : unsetenv(names[n]);
        char *path = record_path();
        CHECK_TEXT(path, rows[i].want);
        free(path);
    }
    unsetenv("RULEOUT_DB");
    unsetenv("XDG_STATE_HOME");
    if (home)
        setenv("HOME", home, 1);
    free(home);
}

static int mode_of(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 ? (int)(st.st_mode & 07777) : -1;
}

static void only_the_owner_reads_it(void)
{
    mode_t mask = umask(0);
    struct kept p = kept_new();
    umask(mask);
    struct incident i;
    CHECK(begin(p.r, &i, &p.ds));
    char *folder = path_in(p.folder, "deep"), *log = path_in(p.folder, "deep/er/record.db-wal");
    char *shared = path_in(p.folder, "deep/er/record.db-shm");
    CHECK_INT(mode_of(folder), 0700);
    CHECK_INT(mode_of(p.path), 0600);
    CHECK_INT(mode_of(log), 0600);
    CHECK_INT(mode_of(shared), 0600);
    free(folder);
    free(log);
    free(shared);
    kept_end(&p);
}

static void check_event(const struct event *e, const struct event *want)
{
    CHECK_INT(e->seq, want->seq);
    CHECK_INT(e->at_ms, want->at_ms);
    CHECK_INT(e->recorded_ms, want->recorded_ms);
    CHECK_INT(e->kind, want->kind);
    CHECK_TEXT(e->actor, "ada");
    CHECK_TEXT(e->step, want->step);
    CHECK_TEXT(e->value, want->value);
    CHECK_TEXT(e->evidence, want->evidence);
    CHECK_TEXT(e->source, want->source);
    CHECK_INT(e->took_ms, want->took_ms);
}

static void what_was_put_in_comes_out(void)
{
    struct kept p = kept_new();
    struct text big = {0};
    for (int i = 0; i < 5000; i++)
        text_format(&big, "%d 502 GET /pay\n", i * 7919 % 1000);
    struct batch b = {0};
    add_event(&b, (struct event){.kind = EVENT_OPENED, .value = "checkout-5xx"});
    add_event(&b, (struct event){.kind = EVENT_ASKED, .step = "load"});
    add_event(&b, (struct event){.kind = EVENT_ANSWERED,
                                 .step = "load",
                                 .value = "1.5",
                                 .evidence = text_get(&big),
                                 .source = "check",
                                 .at_ms = OPENED_MS - 60000,
                                 .took_ms = 1234});
    add_event(&b, (struct event){.kind = EVENT_NOTED, .value = "é\n'\"", .evidence = ""});
    add_event(&b, (struct event){.kind = EVENT_NOTED, .value = "", .evidence = text_get(&big)});
    struct incident i;
    CHECK(record_begin(p.r, "checkout-5xx", "Title", &sample_book, 1, &b, &i, &p.ds));
    struct events got = {0};
    CHECK(record_events(p.r, i.id, 0, &got, &p.ds));
    CHECK_INT(got.count, b.events.count);
    for (size_t n = 0; n < got.count && n < b.events.count; n++) {
        CHECK_INT(got.items[n].seq, n + 1);
        CHECK(got.items[n].recorded_ms > OPENED_MS - 1000000000000);
        check_event(&got.items[n], &b.events.items[n]);
    }
    events_release(&got);
    CHECK(record_events(p.r, i.id, 3, &got, &p.ds));
    CHECK_INT(got.count, 2);
    CHECK(record_verify(p.r, &i, &p.ds));
    events_release(&got);
    batch_release(&b);
    text_release(&big);
    kept_end(&p);
}

static void books_are_pinned(void)
{
    struct kept p = kept_new();
    const struct pinned all[] = {sample_book,
                                 {"severity", "severity.yaml", "severity:\0x", 11},
                                 {"check", "log/a", "return 1", 8},
                                 {"check", "log/b", "return 1", 8}};
    struct batch b = {0};
    add_event(&b, (struct event){.kind = EVENT_OPENED, .value = "a"});
    struct incident one, two;
    CHECK(record_begin(p.r, "a", "A", all, 4, &b, &one, &p.ds));
    CHECK(record_begin(p.r, "a", "A", all, 1, &b, &two, &p.ds));
    batch_release(&b);
    struct pinned_texts got;
    CHECK(record_pinned(p.r, one.id, &got, &p.ds));
    CHECK_TEXT(got.book->path, sample_book.path);
    CHECK_TEXT(got.book->bytes, sample_book.bytes);
    CHECK_INT(got.severity->len, 11);
    CHECK(memcmp(got.severity->bytes, all[1].bytes, 11) == 0);
    CHECK_INT(got.other_count, 2);
    CHECK_TEXT(got.others[0].source->path, "log/a");
    CHECK_TEXT(got.others[1].source->bytes, "return 1");
    pinned_texts_release(&got);
    CHECK(record_pinned(p.r, two.id, &got, &p.ds));
    CHECK(got.severity == NULL && got.other_count == 0);
    pinned_texts_release(&got);
    CHECK(!record_pinned(p.r, 3, &got, &p.ds));
    CHECK(got.book == NULL && got.severity == NULL);
    CHECK_HOLDS(first_message(&p.ds), "has no incident 3");
    kept_end(&p);
}

static void one_of_two_wins(void)
{
    struct kept p = kept_new();
    struct incident i;
    CHECK(begin(p.r, &i, &p.ds));
    CHECK_INT(i.id, 1);
    CHECK_INT(put(p.r, 1, 1, answer("a", "yes"), &p.ds), RECORD_OK);
    CHECK_INT(put(p.r, 1, 1, answer("a", "no"), &p.ds), RECORD_CONFLICT);
    CHECK_INT(put(p.r, 1, 3, answer("a", "no"), &p.ds), RECORD_CONFLICT);
    CHECK_INT(put(p.r, 1, 0, answer("a", "no"), &p.ds), RECORD_CONFLICT);
    CHECK_INT(p.ds.count, 0);
    struct batch note = {0};
    add_event(&note, (struct event){.kind = EVENT_NOTED, .value = "from elsewhere"});
    CHECK_INT(record_append_any(p.r, 1, &note, &p.ds), RECORD_OK);
    CHECK_INT(note.events.items[0].seq, 3);
    batch_release(&note);
    CHECK_INT(put(p.r, 1, 3, answer("a", "no"), &p.ds), RECORD_OK);
    CHECK_INT(put(p.r, 2, 0, answer("a", "no"), &p.ds), RECORD_FAILED);
    CHECK_HOLDS(first_message(&p.ds), "has no incident 2");
    struct events got = {0};
    CHECK(record_events(p.r, 1, 0, &got, &p.ds));
    CHECK_INT(got.count, 4);
    events_release(&got);
    kept_end(&p);
}

static void missing_is_empty(void)
{
    char *folder = temp_folder(), *path = path_in(folder, "none/record.db");
    char *empty = path_in(folder, "empty.db");
    fclose(fopen(empty, "w"));
    const char *const paths[] = {path, empty};
    for (int n = 0; n < 2; n++) {
        struct diags ds = {0};
        struct record *r = record_open(paths[n], RECORD_READ, &ds);
        struct incident i;
        struct events events = {0};
        struct incident_row *rows;
        size_t count = 9;
        CHECK(r != NULL);
        CHECK(record_incidents(r, &(struct incident_filter){0}, &rows, &count, &ds));
        CHECK_INT(count, 0);
        CHECK(record_events(r, 1, 0, &events, &ds));
        CHECK_INT(events.count, 0);
        CHECK_INT(record_last_used(r, "dns"), -1);
        CHECK(!record_find(r, "last", &i, &ds));
        CHECK_HOLDS(first_message(&ds), "has no incident yet");
        record_close(r);
        diags_release(&ds);
    }
    CHECK(access(path, F_OK) != 0);
    free(path);
    free(empty);
    remove_folder(folder);
}

static void a_reader_leaves_nothing_behind(void)
{
    struct kept p = kept_new();
    struct incident i;
    CHECK(begin(p.r, &i, &p.ds));
    record_close(p.r);
    p.r = record_open(p.path, RECORD_READ, &p.ds);
    CHECK(record_find(p.r, "last", &i, &p.ds));
    record_close(p.r);
    p.r = NULL;
    char *log = path_in(p.folder, "deep/er/record.db-wal");
    CHECK(access(log, F_OK) != 0);
    free(log);
    kept_end(&p);
}

int main(void)
{
    return suite_run("record", (CU_TestInfo[]){{"path", path_follows_the_environment},
                                               {"modes", only_the_owner_reads_it},
                                               {"round trip", what_was_put_in_comes_out},
                                               {"pinned", books_are_pinned},
                                               {"conflict", one_of_two_wins},
                                               {"missing", missing_is_empty},
                                               {"reader", a_reader_leaves_nothing_behind},
                                               CU_TEST_INFO_NULL});
}
