#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/time.h"
#include "book/library.h"
#include "cli/answers.h"
#include "cli/command.h"
#include "cli/costs.h"
#include "cli/inputs.h"
#include "cli/jobs.h"
#include "cli/say.h"
#include "cli/walk.h"
#include "tty/prompt.h"

static const struct option_spec options[] = {
    {"resume", OPTION_OPTIONAL_VALUE, "ID", "go on with an incident: the last one, or ID"},
    {"answers", OPTION_VALUE, "FILE", "answers given beforehand, a YAML mapping of step to answer"},
    {"alert", OPTION_VALUE, "FILE",
     "begin with an alert: what Alertmanager or PagerDuty sent to a webhook; - is standard input"},
    {"input", OPTION_PAIR, "KEY=VALUE", "a value that the runbook takes from outside; also -i"},
    {"jobs", OPTION_VALUE, "N",
     "so many checks at a time look ahead while you are asked; else as many as there are "
     "processors, and at least 2. Where no terminal is, none do without this"},
    {"no-checks", OPTION_FLAG, NULL, "no check and no action runs: you answer every question"},
    {"best", OPTION_FLAG, NULL,
     "ask what is expected to decide most for its cost, not what is written next"},
    {"dry-run", OPTION_FLAG, NULL, "actions are shown, and recorded as not done"},
    {"trust", OPTION_FLAG, NULL, "let this runbook do what it lists, without asking"},
    {"plain", OPTION_FLAG, NULL, "no colour and no styles, for screen readers"},
    OPTION_COLOR,
    {0}};

static struct pinned pin(const char *role, const char *path, const struct source *s)
{
    return (struct pinned){role, path, s->bytes, s->len};
}

/* A check that several steps call is pinned once. */
static size_t pin_checks(const struct runnable *list, size_t count, struct pinned *pins, size_t n)
{
    for (size_t i = 0; list && i < count; i++) {
        bool there = !list[i].file;
        for (size_t k = 0; k < n && !there; k++)
            there =
                strcmp(pins[k].role, "check") == 0 && strcmp(pins[k].path, list[i].pinned_as) == 0;
        if (!there)
            pins[n++] = pin("check", list[i].pinned_as, list[i].file);
    }
    return n;
}

/* All that the incident is walked with; free() it. */
static struct pinned *pins_of(const struct walk *w, size_t *count)
{
    const struct texts *t = &w->o.texts;
    const struct book *b = t->book;
    struct pinned *pins =
        mem_alloc((2 + b->step_count + b->verify_count + b->file_count) * sizeof *pins);
    size_t n = 0;
    pins[n++] = pin("runbook", t->book_source->path, t->book_source);
    if (t->severity)
        pins[n++] = pin("severity", t->severity_source->path, t->severity_source);
    for (size_t i = 0; i < b->file_count; i++)
        pins[n++] = pin(file_role(b->files[i].kind), b->files[i].name, b->files[i].source);
    n = pin_checks(w->runner.steps, b->step_count, pins, n);
    *count = pin_checks(w->runner.verifies, b->verify_count, pins, n);
    return pins;
}

/* What the order best goes by, where that may be asked for. */
static bool order_by_cost(struct walk *w, const struct args *args, struct diags *ds)
{
    struct opened *o = &w->o;
    if (!args_has(args, "best") && !session_order_is_best(o->session))
        return true;
    free(o->costs);
    o->costs = costs_read(o->record, o->texts.book, ds);
    session_use_costs(o->session, o->costs);
    return o->costs;
}

/* --best is a fact, so that it holds when the walk is gone on with. */
static void order_best(struct walk *w, const struct args *args, struct batch *b, struct moment m)
{
    if (args_has(args, "best") && !session_order_is_best(w->o.session))
        walk_fact(w->o.session, b, m,
                  (struct event){.kind = EVENT_ORDER, .value = ORDER_NAME_BEST});
}

/* Puts the incident with its first facts on disk. */
static bool record_opening(struct walk *w, const struct args *args, struct diags *ds, int *status)
{
    struct opened *o = &w->o;
    const struct texts *t = &o->texts;
    struct batch b = {0};
    struct moment m = {time_now_ms(), own_name()};
    o->secrets = w->secrets;
    o->session = session_new(t->book, t->severity);
    session_use_secrets(o->session, o->secrets);
    *status = EXIT_ENVIRONMENT;
    if (!order_by_cost(w, args, ds))
        return false;
    walk_open(o->session, &b, m);
    order_best(w, args, &b, m);
    *status = EXIT_USE;
    if (!inputs_take(o->session, args, &b, m, ds)) {
        batch_release(&b);
        return false;
    }
    walk_take_alert(w, &b, m);
    *status = EXIT_ENVIRONMENT;
    walk_settle(o->session, &b, m);
    size_t count;
    struct pinned *pins = pins_of(w, &count);
    bool ok =
        record_begin(o->record, t->book->id, t->book->title, pins, count, &b, &o->incident, ds);
    free(pins);
    for (size_t i = 0; ok && i < b.events.count; i++)
        events_add(&o->events, &b.events.items[i]);
    batch_release(&b);
    return ok;
}

static bool begin(struct walk *w, const struct args *args, const char *runbook, struct diags *ds,
                  int *status)
{
    struct opened *o = &w->o;
    *status = EXIT_USE;
    if (!texts_open(&o->texts, runbook, ds) ||
        !answers_fit(w->answers, o->texts.book, o->texts.severity, ds) ||
        !walk_may_run(w, args, ds, status))
        return false;
    *status = EXIT_ENVIRONMENT;
    char *path = record_path();
    o->record = record_open(path, RECORD_WRITE, ds);
    free(path);
    return o->record && record_opening(w, args, ds, status);
}

/* The question that waits is recorded where the last end came before it was. */
static bool settle(struct walk *w, const struct args *args, struct diags *ds)
{
    struct batch b = {0};
    struct moment m = {time_now_ms(), own_name()};
    int64_t seq = session_seq(w->o.session);
    if (!order_by_cost(w, args, ds))
        return false;
    order_best(w, args, &b, m);
    walk_settle(w->o.session, &b, m);
    enum record_result r = RECORD_OK;
    if (b.events.count)
        r = record_append(w->o.record, w->o.incident.id, seq, &b, ds);
    for (size_t i = 0; i < b.events.count; i++)
        w->overdue = w->overdue || b.events.items[i].kind == EVENT_OVERDUE;
    batch_release(&b);
    return r != RECORD_FAILED && opened_reload(&w->o, ds);
}

static bool resume(struct walk *w, const struct args *args, const char *which, struct diags *ds,
                   int *status)
{
    if (!opened_find(&w->o, which ? which : "last", RECORD_READ, ds, status))
        return false;
    if (session_state(w->o.session) == SESSION_RESOLVED) {
        diag_hint(diag_environment(ds, "%s is resolved: there is nothing to go on with",
                                   w->o.incident.name),
                  "ruleout log %s shows it; ruleout incidents --open lists what is open",
                  w->o.incident.name);
        *status = EXIT_USE;
        return false;
    }
    *status = EXIT_USE;
    w->o.secrets = w->secrets;
    opened_let_go(&w->o);
    if (!answers_fit(w->answers, w->o.texts.book, w->o.texts.severity, ds) ||
        !walk_may_run(w, args, ds, status))
        return false;
    *status = EXIT_ENVIRONMENT;
    return opened_again(&w->o, ds) && settle(w, args, ds);
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
    if (!resumed) /* what was said before the first question */
        walk_tell_notes(w, &(struct batch){.events = w->o.events});
}

/* That it became so while nobody walked. */
static void tell_overdue(const struct walk *w)
{
    for (size_t i = w->o.events.count; w->overdue && i > 0; i--)
        if (w->o.events.items[i - 1].kind == EVENT_OVERDUE) {
            walk_tell_overdue(w, &w->o.events.items[i - 1]);
            return;
        }
}

/* What was said of a moment with -i means a date too. */
static void tell_moments(const struct walk *w)
{
    const struct book *b = session_book(w->o.session);
    for (size_t i = 0; i < b->input_count; i++) {
        const char *value =
            b->inputs[i].type == INPUT_TIME ? session_input(w->o.session, (int)i) : NULL;
        if (value)
            say_line("%s: %s", b->inputs[i].id, value);
    }
}

static void set_screen(struct walk *w, const struct args *args)
{
    if (args_has(args, "plain"))
        say_set_color(COLOR_NEVER);
    w->screen = (struct screen){term_width(STDERR_FILENO), say_color(STDERR_FILENO)};
}

static void tell_left(const struct walk *w)
{
    struct text names = {0};
    if (answers_left(w->answers, &names))
        say_line("Not asked, so not taken from the answers file: %s.", text_get(&names));
    text_release(&names);
}

/* What a walk without a terminal looks at does not hang on how fast its lines come. */
static int jobs_of(const struct walk *w, const struct args *args)
{
    struct diags none = {0};
    int jobs;
    jobs_read(args, w->interactive ? jobs_for_checks() : 0, &jobs, &none);
    diags_release(&none);
    return jobs;
}

static int walk(struct walk *w, const struct args *args, const char *runbook)
{
    struct diags ds = {0};
    int status = EXIT_USE;
    const char *file = args_value(args, "answers");
    bool resumed = args_has(args, "resume");
    if (file && !answers_read(file, &w->answers, &ds))
        return say_failed(&ds, EXIT_USE);
    bool ok = resumed ? resume(w, args, args_value(args, "resume"), &ds, &status)
                      : begin(w, args, runbook, &ds, &status);
    if (!ok)
        return say_failed(&ds, status);
    say_diags(&ds);
    diags_release(&ds);
    tell_opening(w, resumed);
    walk_tell_alert(w);
    tell_moments(w);
    tell_overdue(w);
    walk_look_ahead(w, jobs_of(w, args));
    status = walk_run(w);
    walk_end_looks(w);
    tell_left(w);
    return status;
}

/* What --resume cannot stand beside. */
static bool resumes_only(const struct args *args, struct diags *ds)
{
    if (!args_has(args, "resume"))
        return true;
    if (args->word_count)
        diag_hint(
            diag_environment(ds, "--resume goes on with the runbook that was begun: name none"),
            "an incident is named with --resume=%s", args->words[0]);
    else if (args_has(args, "alert"))
        diag_hint(diag_environment(ds, "--resume goes on with what was begun, and --alert begins"),
                  "leave --alert away: what the alert said is in the record");
    return ds->errors == 0;
}

static char *choose(const struct walk *w, int *status)
{
    return w->alert_body.len ? walk_choose_alerted(w, status) : walk_choose(w, status);
}

/* At the prompt, once all that comes before it is read. */
static int run_prompted(struct walk *w, const struct args *args)
{
    int status = EXIT_USE;
    bool resumed = args_has(args, "resume");
    w->interactive = prompt_start();
    char *chosen = resumed || args->word_count ? NULL : choose(w, &status);
    const char *runbook = args->word_count ? args->words[0] : chosen;
    if (resumed || runbook)
        status = walk(w, args, runbook);
    free(chosen);
    answers_free(w->answers);
    checker_stop(w->checker);
    looks_release(&w->looks);
    runner_release(&w->runner);
    opened_release(&w->o);
    prompt_stop();
    return status;
}

static int run(const struct args *args)
{
    struct walk w = {.secrets = secrets_new()};
    struct diags ds = {0};
    int status = EXIT_USE, jobs;
    const char *alert = args_value(args, "alert");
    set_screen(&w, args);
    say_hide(w.secrets);
    if (jobs_read(args, 0, &jobs, &ds) && resumes_only(args, &ds) &&
        (!alert || walk_read_alert(&w, alert, &ds, &status)))
        status = run_prompted(&w, args);
    else
        say_failed(&ds, status);
    alerts_release(&w.alerts);
    text_release(&w.alert_body);
    say_hide(NULL);
    secrets_free(w.secrets);
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
