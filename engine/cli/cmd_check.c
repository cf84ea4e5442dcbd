#include <string.h>

#include "base/time.h"
#include "cli/checked.h"
#include "cli/command.h"
#include "cli/jobs.h"
#include "cli/say.h"
#include "tty/signals.h"

static const struct option_spec options[] = {
    {"input", OPTION_PAIR, "KEY=VALUE", "a value that the runbook takes from outside; also -i"},
    {"format", OPTION_VALUE, "pretty|json|junit|tap|nagios|prometheus",
     "for people (the default), for programs, for a CI server, a test harness, a monitoring "
     "system, "
     "or the textfile collector of a node exporter"},
    {"fail-on", OPTION_VALUE, "suspected|confirmed",
     "what makes the exit status 1; suspected is the default"},
    {"jobs", OPTION_VALUE, "N",
     "so many checks at a time; else as many as there are processors, and at least 2"},
    {"watch", OPTION_VALUE, "SPAN",
     "again every SPAN (30s), and say what changed, until Ctrl-C; with pretty or json"},
    {"trust", OPTION_FLAG, NULL,
     "let these runbooks do what they list, without having been asked before"},
    OPTION_COLOR,
    {0}};

static int report(const struct checked_list *all, const char *format)
{
    struct text out = {0};
    int status = checked_worst(all);
    if (format && strcmp(format, "json") == 0) {
        struct jval *json = checked_json(all);
        say_json(json, JSON_PRETTY);
        jval_free(json);
        return status;
    }
    if (!format || strcmp(format, "pretty") == 0)
        checked_pretty(all, &out);
    else if (strcmp(format, "junit") == 0)
        checked_junit(all, &out);
    else if (strcmp(format, "tap") == 0)
        checked_tap(all, &out);
    else if (strcmp(format, "prometheus") == 0)
        checked_prometheus(all, &out);
    else
        status = checked_nagios(all, &out);
    say_result(&out);
    text_release(&out);
    return status;
}

static int check_once(const struct args *args, struct checker *checker, int jobs)
{
    struct checked_list all = checked_list_new(args);
    for (size_t i = 0; i < all.count; i++) {
        struct diags ds = {0};
        checked_open(&all.items[i], args->words[i], checker, args, args_has(args, "trust"), &ds);
        say_diags(&ds);
        diags_release(&ds);
    }
    int status = checked_run(&all, checker, jobs) ? report(&all, args_value(args, "format"))
                                                  : 128 + signals_ended();
    checked_list_release(&all);
    return status;
}

static bool watch_fits(const struct args *args, int64_t *every_ms, struct diags *ds)
{
    const char *span = args_value(args, "watch"), *format = args_value(args, "format");
    *every_ms = 0;
    if (!span)
        return true;
    if (!time_parse_span(span, every_ms) || *every_ms < WATCH_LEAST_MS)
        diag_hint(diag_environment(ds, "--watch cannot be \"%s\"", span),
                  "write a span, at least %d ms: --watch 30s", WATCH_LEAST_MS);
    else if (format && strcmp(format, "pretty") != 0 && strcmp(format, "json") != 0)
        diag_hint(diag_environment(ds, "--watch has no format %s: it tells what changed", format),
                  "leave --watch away and let a timer run it, or use --format json");
    return !ds->errors;
}

static int run(const struct args *args)
{
    struct diags ds = {0};
    int jobs;
    int64_t every_ms;
    if (!jobs_read(args, jobs_for_checks(), &jobs, &ds) || !watch_fits(args, &every_ms, &ds))
        return say_failed(&ds, EXIT_USE);
    struct checker *checker = checker_start(NULL, &ds);
    if (!checker)
        return say_failed(&ds, EXIT_ENVIRONMENT);
    signals_start();
    int status =
        every_ms ? checked_watch(args, checker, jobs, every_ms) : check_once(args, checker, jobs);
    checker_stop(checker);
    signals_stop();
    return status;
}

const struct command cmd_check = {
    .name = "check",
    .words = "RUNBOOK...",
    .min_words = 1,
    .max_words = 1000,
    .about = "what the checks find by themselves, nobody asked",
    .options = options,
    .more = "\nExit status:\n"
            "  0    the checks found nothing; some told, and others may not have been able to\n"
            "  1    a cause is confirmed, or suspected (see --fail-on)\n"
            "  2    wrong use, or a runbook does not load or may not run\n"
            "  3    checks cannot be run here\n"
            "  4    nothing could tell\n"
            "  130  Ctrl-C; with --watch, the status of the last round\n"
            "With --format nagios: 0 ok, 1 suspected, 2 confirmed, 3 nothing could tell.\n",
    .run = run,
};
