#include <string.h>

#include "base/time.h"
#include "cli/command.h"
#include "cli/incident.h"
#include "cli/say.h"

static const struct option_spec options[] = {
    {"at", OPTION_VALUE, "TIME", "when it happened: 14:02, 2026-09-14 14:02, -20m"},
    {"todo", OPTION_FLAG, NULL, "something to do after the incident"},
    OPTION_COLOR,
    {0}};

static bool read_at(const char *said, int64_t *at_ms, struct diags *ds)
{
    int64_t ms[2] = {0};
    char either[2][TIME_TEXT_MAX];
    if (!said)
        return true;
    switch (time_parse_said(said, time_now_ms(), ms)) {
    case TIME_SAID:
        *at_ms = ms[0];
        return true;
    case TIME_SAID_TWICE:
        time_local(ms[0], either[0]);
        time_local(ms[1], either[1]);
        diag_environment(ds, "the clock showed %s twice that day: say %s or %s", said, either[0],
                         either[1]);
        return false;
    case TIME_SAID_WRONG:
        break;
    }
    diag_hint(diag_environment(ds, "\"%s\" is not a time", said),
              "write 14:02, 2026-09-14 14:02, -20m (20 minutes ago) or now");
    return false;
}

static int append(struct opened *o, struct event e, struct diags *ds)
{
    struct batch b = {0};
    struct moment m = {time_now_ms(), own_name()};
    walk_fact(o->session, &b, m, e);
    int status = record_append_any(o->record, o->incident.id, &b, ds) == RECORD_OK
                     ? EXIT_DONE
                     : EXIT_ENVIRONMENT;
    char then[TIME_TEXT_MAX];
    time_local(e.at_ms, then);
    if (status == EXIT_DONE && e.at_ms)
        say_line("Noted in %s, for %s.", o->incident.name, then);
    else if (status == EXIT_DONE)
        say_line("Noted in %s.", o->incident.name);
    batch_release(&b);
    return status;
}

static int run(const struct args *args)
{
    const char *which = args->word_count == 2 ? args->words[0] : "last";
    const char *note = args->words[args->word_count - 1];
    struct diags ds = {0};
    struct event e = {.kind = args_has(args, "todo") ? EVENT_TODO : EVENT_NOTED, .value = note};
    struct opened o = {0};
    int status = EXIT_USE;
    if (!note[strspn(note, " \t\n")])
        diag_environment(&ds, "the note is empty");
    else if (read_at(args_value(args, "at"), &e.at_ms, &ds) &&
             opened_find(&o, which, RECORD_WRITE, &ds, &status))
        status = append(&o, e, &ds);
    say_diags(&ds);
    diags_release(&ds);
    opened_release(&o);
    return status;
}

const struct command cmd_note = {
    .name = "note",
    .words = "[ID] TEXT",
    .min_words = 1,
    .max_words = 2,
    .about = "add a note to an incident (the last one, without ID) from another terminal",
    .options = options,
    .run = run,
};
