#include <unistd.h>

#include "cli/command.h"
#include "cli/incident.h"
#include "cli/say.h"

static const struct option_spec options[] = {
    {"json", OPTION_FLAG, NULL, "one JSON object a line for each event"}, OPTION_COLOR, {0}};

static void log_json(const struct opened *o)
{
    for (size_t i = 0; i < o->events.count; i++) {
        struct jval *line = timeline_event(&o->events.items[i]);
        say_json(line, JSON_LINE);
        jval_free(line);
    }
}

static void log_text(const struct opened *o)
{
    struct story story = opened_story(o);
    struct text page = {0}, fit = {0};
    timeline_write(&story, &page);
    say_fit(STDOUT_FILENO, &page, &fit);
    say_result(&fit);
    text_release(&page);
    text_release(&fit);
}

static int run(const struct args *args)
{
    struct diags ds = {0};
    struct opened o;
    int status = EXIT_DONE;
    if (!opened_find(&o, args->words[0], RECORD_READ, &ds, &status))
        say_diags(&ds);
    else {
        status = EXIT_DONE;
        if (args_has(args, "json"))
            log_json(&o);
        else
            log_text(&o);
    }
    diags_release(&ds);
    opened_release(&o);
    return status;
}

const struct command cmd_log = {
    .name = "log",
    .words = "ID",
    .min_words = 1,
    .max_words = 1,
    .about = "the timeline of an incident; ID is last, a number, or how its name begins",
    .options = options,
    .run = run,
};
