#include "record_help.h"

static void incidents_are_found(void)
{
    static const struct {
        const char *which;
        int64_t id; /* 0: none */
        const char *message;
    } rows[] = {
        {"last", 4, ""},
        {"1", 1, ""},
        {"2", 2, ""},
        {"20260914-1020-dns", 3, ""},
        {"20260914-1020-dn", 3, ""},
        {"20260914-1020-checkout-5xx", 1, ""}, /* a name wins over what begins with it */
        {"20260914-1020-checkout-5xx-", 2, ""},
        {"20260914-1020-c", 0, "several incidents: 20260914-1020-checkout-5xx-2, "},
        {"2026091", 0, "several incidents: 20260914-1020-disk, "},
        {"99", 0, "no incident \"99\"; the latest are 20260914-1020-disk, "},
        {"%", 0, "no incident \"%\""},
        {"", 0, "no incident \"\""},
        {"99999999999999999999", 0, "no incident"},
    };
    struct kept p = kept_new();
    static const char *const runbooks[] = {"checkout-5xx", "checkout-5xx", "dns", "disk"};
    for (size_t n = 0; n < 4; n++) {
        struct incident i;
        CHECK(begin_at(p.r, runbooks[n], OPENED_MS, &i, &p.ds));
        CHECK_INT(i.id, n + 1);
    }
    for (size_t n = 0; n < sizeof rows / sizeof *rows; n++) {
        struct incident i = {0};
        struct diags ds = {0};
        CHECK(record_find(p.r, rows[n].which, &i, &ds) == (rows[n].id != 0));
        if (rows[n].id)
            CHECK_INT(i.id, rows[n].id);
        CHECK_HOLDS(first_message(&ds), rows[n].message);
        CHECK_INT(ds.count, rows[n].id == 0);
        diags_release(&ds);
    }
    struct incident i;
    CHECK(record_find(p.r, "2", &i, &p.ds));
    CHECK_TEXT(i.name, "20260914-1020-checkout-5xx-2");
    CHECK_TEXT(i.runbook, "checkout-5xx");
    CHECK_TEXT(i.title, "Checkout answers 5xx");
    CHECK_INT(i.opened_ms, OPENED_MS);
    kept_end(&p);
}

static void append_kind(struct kept *p, int64_t incident, struct event e)
{
    struct batch b = {0};
    add_event(&b, e);
    CHECK_INT(record_append_any(p->r, incident, &b, &p->ds), RECORD_OK);
    batch_release(&b);
}

static void move(struct kept *p, int64_t incident, const char *cause, enum cause_state from,
                 enum cause_state to)
{
    struct batch b = answer("s", "yes");
    add_change(&b, cause, from, to, "it was so");
    CHECK_INT(record_append_any(p->r, incident, &b, &p->ds), RECORD_OK);
    batch_release(&b);
}

/* 1: closed, confirmed twice. 2: handed over. 3: handed over, then answered. 4: nothing. */
static struct kept kept_with_incidents(void)
{
    struct kept p = kept_new();
    struct incident i;
    for (int n = 0; n < 4; n++)
        CHECK(begin_at(p.r, n < 2 ? "dns" : "disk", OPENED_MS + n * 60000, &i, &p.ds));
    move(&p, 1, "zone", CAUSE_OPEN, CAUSE_CONFIRMED);
    move(&p, 1, "cache", CAUSE_OPEN, CAUSE_CONFIRMED);
    move(&p, 1, "fell", CAUSE_OPEN, CAUSE_CONFIRMED);
    move(&p, 1, "fell", CAUSE_CONFIRMED, CAUSE_RULED_OUT);
    append_kind(&p, 1, (struct event){.kind = EVENT_SEVERITY, .value = "sev3"});
    append_kind(&p, 1, (struct event){.kind = EVENT_SEVERITY, .value = "sev1"});
    append_kind(&p, 1, (struct event){.kind = EVENT_CLOSED, .value = "resolved", .at_ms = 42});
    append_kind(&p, 2, (struct event){.kind = EVENT_HANDED_OVER, .value = "primary"});
    move(&p, 3, "full", CAUSE_OPEN, CAUSE_SUSPECTED);
    append_kind(&p, 3, (struct event){.kind = EVENT_HANDED_OVER, .value = "primary"});
    append_kind(&p, 3, (struct event){.kind = EVENT_ANSWERED, .step = "s", .value = "no"});
    return p;
}

static void incidents_are_summed_up(void)
{
    static const struct {
        bool open, handed_over;
        int64_t closed, events;
        const char *severity, *confirmed;
    } want[] = {{true, false, -1, 1, NULL, ""},
                {true, false, -1, 4, NULL, ""},
                {true, true, -1, 2, NULL, ""},
                {false, false, 42, 8, "sev1", "zone, cache"}};
    struct kept p = kept_with_incidents();
    struct incident_row *rows;
    size_t count;
    const struct incident_filter all = {.since_ms = INT64_MIN};
    CHECK(record_incidents(p.r, &all, &rows, &count, &p.ds));
    CHECK_INT(count, 4);
    for (size_t n = 0; n < count; n++) {
        CHECK_INT(rows[n].incident.id, 4 - n);
        CHECK_INT(rows[n].open, want[n].open);
        CHECK_INT(rows[n].handed_over, want[n].handed_over);
        CHECK_INT(rows[n].closed_ms, want[n].closed);
        CHECK_INT(rows[n].events, want[n].events);
        CHECK_TEXT(rows[n].severity, want[n].severity);
        CHECK_TEXT(rows[n].confirmed, want[n].confirmed);
    }
    CHECK(record_last_used(p.r, "dns") > 0);
    CHECK_INT(record_last_used(p.r, "none"), -1);
    kept_end(&p);
}

static void incidents_are_filtered(void)
{
    static const struct {
        struct incident_filter filter;
        const char *ids;
    } rows[] = {
        {{.since_ms = INT64_MIN}, "4321"},
        {{.since_ms = OPENED_MS + 60000}, "432"},
        {{.since_ms = INT64_MIN, .open_only = true}, "432"},
        {{.since_ms = INT64_MIN, .cause = "zone"}, "1"},
        {{.since_ms = INT64_MIN, .cause = "full"}, "3"},
        {{.since_ms = INT64_MIN, .cause = "fell"}, ""},
        {{.since_ms = INT64_MIN, .cause = "zone", .open_only = true}, ""},
    };
    struct kept p = kept_with_incidents();
    for (size_t n = 0; n < sizeof rows / sizeof *rows; n++) {
        struct incident_row *found;
        size_t count;
        struct text ids = {0};
        CHECK(record_incidents(p.r, &rows[n].filter, &found, &count, &p.ds));
        for (size_t i = 0; i < count; i++)
            text_format(&ids, "%lld", (long long)found[i].incident.id);
        CHECK_TEXT(text_get(&ids), rows[n].ids);
        text_release(&ids);
    }
    kept_end(&p);
}

int main(void)
{
    return suite_run("record, finding", (CU_TestInfo[]){{"find", incidents_are_found},
                                                        {"sums", incidents_are_summed_up},
                                                        {"filter", incidents_are_filtered},
                                                        CU_TEST_INFO_NULL});
}
