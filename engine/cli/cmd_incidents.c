#include <stdlib.h>

#include "base/time.h"
#include "cli/command.h"
#include "cli/say.h"
#include "record/record.h"

static const struct option_spec options[] = {
    {"open", OPTION_FLAG, NULL, "only those that are not resolved"},
    {"cause", OPTION_VALUE, "ID", "only those in which that cause is confirmed or suspected"},
    {"since", OPTION_VALUE, "TIME",
     "only those opened since: 2026-09-14 00:00, or 7d for the last 7 days"},
    {"json", OPTION_FLAG, NULL, "one JSON document"},
    OPTION_COLOR,
    {0}};

static const char *state_of(const struct incident_row *row)
{
    return row->handed_over ? "handed over" : row->open ? "open" : "resolved";
}

static struct jval *row_json(const struct incident_row *row)
{
    struct jval *j = jval_object();
    jval_put_int(j, "id", row->incident.id);
    jval_put_text(j, "name", row->incident.name);
    jval_put_text(j, "runbook", row->incident.runbook);
    jval_put_text(j, "title", row->incident.title);
    jval_put_text(j, "state", row->handed_over ? "handed_over" : state_of(row));
    jval_put_text(j, "severity", row->severity);
    jval_put_time(j, "opened", row->incident.opened_ms);
    jval_put_time(j, "closed", row->closed_ms);
    jval_put_text(j, "confirmed", row->confirmed);
    jval_put_int(j, "events", row->events);
    return j;
}

static void row_text(const struct incident_row *row, struct text *out)
{
    char opened[TIME_TEXT_MAX];
    time_local_people(row->incident.opened_ms, opened);
    text_format(out, "%4lld  %-11s  %-8s  %s  ", (long long)row->incident.id, state_of(row),
                row->severity ? row->severity : "-", opened);
    text_add_shown_line(out, row->incident.name);
    if (*row->confirmed) {
        text_add(out, "  confirmed: ");
        text_add_shown_line(out, row->confirmed);
    }
    text_add_char(out, '\n');
}

static void print(const struct incident_row *rows, size_t count, bool json)
{
    if (json) {
        struct jval *list = jval_array();
        for (size_t i = 0; i < count; i++)
            jval_add(list, row_json(&rows[i]));
        say_json(list, JSON_PRETTY);
        jval_free(list);
        return;
    }
    struct text t = {0};
    for (size_t i = 0; i < count; i++)
        row_text(&rows[i], &t);
    say_result(&t);
    text_release(&t);
    if (count == 0)
        say_line("No incident in the record answers to that.");
}

/* A span before now, or a moment. */
static bool read_since(const char *said, int64_t *since_ms, struct diags *ds)
{
    int64_t span, ms[2];
    *since_ms = INT64_MIN;
    if (!said)
        return true;
    if (time_parse_span(said, &span))
        *since_ms = time_now_ms() - span;
    else if (time_parse_said(said, time_now_ms(), ms) == TIME_SAID)
        *since_ms = ms[0];
    else
        diag_hint(diag_environment(ds, "\"%s\" is not a time", said),
                  "write 7d (the last seven days) or 2026-09-14 00:00");
    return ds->errors == 0;
}

static int list(struct record *r, const struct incident_filter *filter, bool json, struct diags *ds)
{
    struct incident_row *rows = NULL;
    size_t count = 0;
    if (!record_incidents(r, filter, &rows, &count, ds))
        return EXIT_ENVIRONMENT;
    print(rows, count, json);
    return EXIT_DONE;
}

static int run(const struct args *args)
{
    struct diags ds = {0};
    struct incident_filter filter = {args_has(args, "open"), args_value(args, "cause"), INT64_MIN};
    if (!read_since(args_value(args, "since"), &filter.since_ms, &ds))
        return say_failed(&ds, EXIT_USE);
    char *path = record_path();
    struct record *r = record_open(path, RECORD_READ, &ds);
    int status = r ? list(r, &filter, args_has(args, "json"), &ds) : EXIT_ENVIRONMENT;
    free(path);
    record_close(r);
    say_diags(&ds);
    diags_release(&ds);
    return status;
}

const struct command cmd_incidents = {
    .name = "incidents",
    .words = "",
    .about = "past and open incidents, the newest first",
    .options = options,
    .run = run,
};
