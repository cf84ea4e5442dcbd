#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/time.h"
#include "book/library.h"
#include "cli/answers.h"
#include "cli/command.h"
#include "cli/say.h"
#include "cli/walk.h"
#include "tty/prompt.h"

static const struct option_spec options[] = {
    {"resume", OPTION_OPTIONAL_VALUE, "ID", "go on with an incident: the last one, or ID"},
    {"answers", OPTION_VALUE, "FILE", "answers given beforehand, a YAML mapping of step to answer"},
    {"plain", OPTION_FLAG, NULL, "no colour and no styles, for screen readers"},
    {"color", OPTION_VALUE, "auto|always|never", "when to colour"},
    {0}};

static struct pinned pin(const struct source *s)
{
    return (struct pinned){s->path, s->bytes, s->len};
}

/* Opens a new incident; its first facts go in with it. */
static bool begin(struct walk *w, const char *runbook, struct diags *ds, int *status)
{
    struct opened *o = &w->o;
    *status = EXIT_USE;
    if (!texts_open(&o->texts, runbook, ds))
        return false;
    *status = EXIT_ENVIRONMENT;
    char *path = record_path();
    o->record = record_open(path, RECORD_WRITE, ds);
    free(path);
    if (!o->record)
        return false;
    const struct texts *t = &o->texts;
    o->session = session_new(t->book, t->severity);
    struct batch b = {0};
    struct moment m = {time_now_ms(), own_name()};
    walk_open(o->session, &b, m);
    walk_settle(o->session, &b, m);
    struct pinned book = pin(t->book_source), severity = {0};
    if (t->severity)
        severity = pin(t->severity_source);
    bool ok = record_begin(o->record, t->book->id, t->book->title, &book,
                           t->severity ? &severity : NULL, &b, &o->incident, ds);
    for (size_t i = 0; ok && i < b.events.count; i++)
        events_add(&o->events, &b.events.items[i]);
    batch_release(&b);
    return ok;
}

/* The question that waits is recorded where the last end came before it was. */
static bool settle(struct walk *w, struct diags *ds)
{
    struct batch b = {0};
    int64_t seq = session_seq(w->o.session);
    walk_settle(w->o.session, &b, (struct moment){time_now_ms(), own_name()});
    enum record_result r = RECORD_OK;
    if (b.events.count)
        r = record_append(w->o.record, w->o.incident.id, seq, &b, ds);
    batch_release(&b);
    return r != RECORD_FAILED && opened_reload(&w->o, ds);
}

static bool resume(struct walk *w, const char *which, struct diags *ds, int *status)
{
    if (!opened_find(&w->o, which ? which : "last", RECORD_WRITE, ds, status))
        return false;
    if (session_state(w->o.session) == SESSION_RESOLVED) {
        diag_hint(diag_environment(ds, "%s is resolved: there is nothing to go on with",
                                   w->o.incident.name),
                  "ruleout log %s shows it; ruleout incidents --open lists what is open",
                  w->o.incident.name);
        *status = EXIT_USE;
        return false;
    }
    *status = EXIT_ENVIRONMENT;
    return settle(w, ds);
}

static void tell_opening(const struct walk *w, bool resumed)
{
    struct text t = {0};
    if (resumed)
        view_resumed(&t, w->screen, w->o.session, w->o.incident.name);
    else
        view_opening(&t, w->screen, w->o.session, w->o.incident.name);
    say_talk(&t);
    text_release(&t);
}

static void set_screen(struct walk *w, const struct args *args)
{
    const char *color = args_value(args, "color");
    enum color_choice choice = !color                         ? COLOR_AUTO
                               : strcmp(color, "always") == 0 ? COLOR_ALWAYS
                               : strcmp(color, "never") == 0  ? COLOR_NEVER
                                                              : COLOR_AUTO;
    say_set_color(args_has(args, "plain") ? COLOR_NEVER : choice);
    w->screen = (struct screen){term_width(STDERR_FILENO), say_color(STDERR_FILENO)};
}

static int walk(struct walk *w, const struct args *args, const char *runbook)
{
    struct diags ds = {0};
    int status = EXIT_USE;
    const char *file = args_value(args, "answers");
    bool resumed = args_has(args, "resume");
    if (file && !answers_read(file, &w->answers, &ds))
        return say_failed(&ds, EXIT_USE);
    bool ok = resumed ? resume(w, args_value(args, "resume"), &ds, &status)
                      : begin(w, runbook, &ds, &status);
    if (!ok)
        return say_failed(&ds, status);
    say_diags(&ds);
    diags_release(&ds);
    tell_opening(w, resumed);
    status = walk_run(w);
    const char *left = answers_left(w->answers);
    if (left && status == EXIT_DONE)
        say_line("ruleout: the answers file also answers %s, which was not asked", left);
    return status;
}

/* Which runbook, where none was named: one of the library. NULL after saying why not. */
static char *choose(struct walk *w)
{
    struct library *library = library_open();
    library_scan(library);
    char *line = NULL, *chosen = NULL;
    struct text t = {0};
    for (size_t i = 0; i < library->entry_count; i++)
        if (!library->entries[i].shadowed)
            text_format(&t, "  %s\n", library->entries[i].id);
    if (t.len == 0) {
        say_line("No runbook was found. Name a file: ruleout walk PATH/TO/RUNBOOK.yaml");
    } else {
        say_talk(&(struct text){0});
        say_line("Which runbook? (when in doubt: any-incident)");
        say_talk(&t);
        if (prompt_read("> ", NULL, &line) == PROMPT_LINE && *text_trim(line))
            chosen = strdup(text_trim(line));
        else
            say_line("ruleout: runbook: Which runbook? An answer is needed, and there is none.");
    }
    (void)w;
    text_release(&t);
    free(line);
    library_free(library);
    return chosen;
}

static int run(const struct args *args)
{
    struct walk w = {0};
    set_screen(&w, args);
    bool resumed = args_has(args, "resume");
    if (resumed && args->word_count) {
        struct diags ds = {0};
        diag_hint(
            diag_environment(&ds, "--resume goes on with the runbook that was begun: name none"),
            "an incident is named with --resume=%s", args->words[0]);
        return say_failed(&ds, EXIT_USE);
    }
    w.interactive = prompt_start();
    char *chosen = resumed || args->word_count ? NULL : choose(&w);
    const char *runbook = args->word_count ? args->words[0] : chosen;
    int status = resumed || runbook ? walk(&w, args, runbook) : EXIT_NO_ANSWER;
    free(chosen);
    answers_free(w.answers);
    opened_release(&w.o);
    prompt_stop();
    return status;
}

const struct command cmd_walk = {
    .name = "walk",
    .words = "[RUNBOOK]",
    .max_words = 1,
    .about = "walk through an incident, one question at a time",
    .options = options,
    .run = run,
};
