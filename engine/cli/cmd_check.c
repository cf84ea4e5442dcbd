#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
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

/* Those that cannot be opened are told of at once, and stay in the list as not loaded. */
static struct checked_list open_all(const struct args *args, struct checker *checker)
{
    const char *level = args_value(args, "fail-on");
    struct checked_list all = {mem_alloc((args->word_count + 1) * sizeof *all.items), 0,
                               !level || strcmp(level, "suspected") == 0};
    for (; all.count < args->word_count; all.count++) {
        struct diags ds = {0};
        checked_open(&all.items[all.count], args->words[all.count], checker, args,
                     args_has(args, "trust"), &ds);
        say_diags(&ds);
        diags_release(&ds);
    }
    return all;
}

static int worst_status(const struct checked_list *all)
{
    static const int worse[] = {[EXIT_DONE] = 0,
                                [EXIT_FINDING] = 2,
                                [EXIT_USE] = 4,
                                [EXIT_ENVIRONMENT] = 3,
                                [EXIT_UNRESOLVED] = 1};
    int status = EXIT_DONE;
    for (size_t i = 0; i < all->count; i++) {
        int one = checked_status(all, &all->items[i]);
        status = worse[one] > worse[status] ? one : status;
    }
    return status;
}

static int report(const struct checked_list *all, const char *format)
{
    struct text out = {0};
    int status = worst_status(all);
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
    struct checked_list all = open_all(args, checker);
    int status = checked_run(&all, checker, jobs) ? report(&all, args_value(args, "format"))
                                                  : 128 + signals_ended();
    for (size_t i = 0; i < all.count; i++)
        checked_release(&all.items[i]);
    free(all.items);
    return status;
}

static int run(const struct args *args)
{
    struct diags ds = {0};
    int jobs;
    if (!jobs_read(args, jobs_for_checks(), &jobs, &ds))
        return say_failed(&ds, EXIT_USE);
    struct checker *checker = checker_start(NULL, &ds);
    if (!checker)
        return say_failed(&ds, EXIT_ENVIRONMENT);
    signals_start();
    int status = check_once(args, checker, jobs);
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
    .run = run,
};
