#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "book/library.h"
#include "cli/command.h"
#include "cli/drill_jobs.h"
#include "cli/say.h"

#define JOBS_MOST 256

static const struct option_spec options[] = {
    {"format", OPTION_VALUE, "pretty|tap|json",
     "for people (the default), for a test harness, or one JSON document"},
    {"coverage", OPTION_OPTIONAL_VALUE, "MIN%",
     "count the answers, causes, eliminations and actions that the drills reach; with MIN%, fewer "
     "is a failure"},
    {"filter", OPTION_VALUE, "TEXT", "only drills with this in their path or title"},
    {"list", OPTION_FLAG, NULL, "name the drills, and run none"},
    {"fail-fast", OPTION_FLAG, NULL, "stop at the first that fails"},
    {"jobs", OPTION_VALUE, "N", "so many at a time; else as many as there are processors"},
    OPTION_COLOR,
    {0}};

/* Those that are named; else one's own, else those that are installed. */
static void collect(struct drill_files *files, const struct args *args, struct diags *ds)
{
    struct library *library = library_open();
    size_t folders = library->own_count ? library->own_count : library->folder_count;
    for (size_t i = 0; i < args->word_count; i++)
        drill_files_find(files, args->words[i], ds);
    for (size_t i = 0; args->word_count == 0 && i < folders; i++)
        drill_files_find(files, library->folders[i], ds);
    if (files->count == 0 && ds->errors == 0)
        diag_hint(
            diag_environment(ds, "no drill was found"),
            "name a drill, or a folder with drills below it; docs/drills.md says how to write "
            "one");
    library_free(library);
}

static int list_all(const struct drill_set *s)
{
    struct text t = {0};
    for (size_t i = 0; i < s->count; i++) {
        text_add_shown_line(&t, s->files[i]);
        text_add(&t, ": ");
        text_add_shown_line(&t, s->drills[i] ? s->drills[i]->title : "does not load");
        text_add_char(&t, '\n');
    }
    say_result(&t);
    text_release(&t);
    return s->unloaded ? EXIT_USE : EXIT_DONE;
}

static void report(const struct drill_results *r, const char *format)
{
    struct text out = {0};
    if (format && strcmp(format, "json") == 0) {
        struct jval *j = results_json(r);
        say_json(j, JSON_PRETTY);
        jval_free(j);
        return;
    }
    if (format && strcmp(format, "tap") == 0)
        results_tap(r, &out);
    else
        results_pretty(r, &out);
    say_result(&out);
    text_release(&out);
}

/* "90%" or "90"; -1 where there is no number. */
static double least_coverage(const struct args *args)
{
    const char *value = args_value(args, "coverage");
    char *end;
    double least = value ? strtod(value, &end) : 0;
    if (value && (end == value || (*end && strcmp(end, "%") != 0) || !(least >= 0 && least <= 100)))
        return -1;
    return least;
}

/* A whole number from 1 to JOBS_MOST, as many as there are processors where none is given; -1. */
static int jobs_of(const struct args *args)
{
    const char *value = args_value(args, "jobs");
    if (!value)
        return drill_jobs_usual();
    bool digits = *value && strlen(value) <= 4 && strspn(value, "0123456789") == strlen(value);
    int n = digits ? atoi(value) : 0;
    return n >= 1 && n <= JOBS_MOST ? n : -1;
}

static bool options_fit(const struct args *args, struct diags *ds)
{
    if (least_coverage(args) < 0)
        diag_hint(diag_environment(ds, "--coverage cannot be \"%s\"", args_value(args, "coverage")),
                  "write a share: --coverage=90%%");
    if (jobs_of(args) < 0)
        diag_hint(diag_environment(ds, "--jobs cannot be \"%s\"", args_value(args, "jobs")),
                  "write a number from 1 to %d", JOBS_MOST);
    return !ds->errors;
}

static int outcome(const struct drill_set *s, const struct drill_results *r,
                   const struct args *args)
{
    struct text t = {0};
    double reached = results_coverage(r), least = least_coverage(args);
    bool less = args_has(args, "coverage") && reached < least;
    if (less)
        text_format(&t, "The drills reach %.1f%% of what there is, less than %g%%.\n", reached,
                    least);
    say_talk(&t);
    text_release(&t);
    return s->unloaded ? EXIT_USE : less || results_failed(r) ? EXIT_FINDING : EXIT_DONE;
}

static void name_results(const struct drill_set *s, struct drill_results *r)
{
    r->items = mem_alloc((s->count + 1) * sizeof *r->items);
    r->skipped = s->skipped;
    for (size_t i = 0; i < s->count; i++)
        r->items[i] = (struct drill_result){.file = s->files[i],
                                            .title = s->drills[i] ? s->drills[i]->title : NULL};
}

/* One for each runbook that has all it needs, by the shelf. */
static struct coverage **coverages(const struct drill_set *s)
{
    struct coverage **c = mem_alloc((s->stage_count + 1) * sizeof *c);
    for (size_t i = 0; i < s->stage_count; i++)
        c[i] = s->stages[i].ready ? coverage_new(s->shelf.books[i]->book) : NULL;
    return c;
}

static void count_coverage(struct drill_results *r, struct coverage *const *all, size_t count,
                           struct coverage **kept)
{
    for (size_t i = 0; i < count; i++)
        if (all[i])
            kept[r->coverage_count++] = all[i];
    r->coverage = kept;
}

static int run_loaded(const struct drill_set *s, const struct args *args, struct diags *ds)
{
    struct drill_results r = {0};
    struct coverage **all = coverages(s), **kept = mem_alloc((s->stage_count + 1) * sizeof *kept);
    const char *format = args_value(args, "format");
    name_results(s, &r);
    bool ok = drill_jobs_run(s, jobs_of(args), args_has(args, "fail-fast"), &r, all, ds);
    if (args_has(args, "coverage") || (format && strcmp(format, "json") == 0))
        count_coverage(&r, all, s->stage_count, kept);
    say_diags(ds);
    report(&r, format);
    int status = ok ? outcome(s, &r, args) : EXIT_ENVIRONMENT;
    for (size_t i = 0; i < s->stage_count; i++)
        coverage_free(all[i]);
    for (size_t i = 0; i < s->count; i++)
        text_release(&r.items[i].failures);
    free(r.items);
    free(all);
    free(kept);
    return status;
}

static int run_found(const struct drill_files *files, const struct args *args, struct diags *ds)
{
    struct drill_set set;
    const char *filter = args_value(args, "filter");
    int status = EXIT_USE;
    drill_set_load(&set, files, filter, ds);
    diags_sort(ds);
    if (set.count && !args_has(args, "list")) {
        status = run_loaded(&set, args, ds);
    } else {
        if (!set.count)
            diag_environment(ds, "no drill has \"%s\" in its path or title", filter);
        say_diags(ds);
        status = set.count ? list_all(&set) : EXIT_USE;
    }
    diags_release(ds); /* they point into the set's sources */
    drill_set_release(&set);
    return status;
}

static int run(const struct args *args)
{
    struct drill_files files = {0};
    struct diags ds = {0};
    int status = EXIT_USE;
    setenv("TZ", "UTC", 1); /* what a drill says means the same everywhere */
    tzset();
    if (options_fit(args, &ds))
        collect(&files, args, &ds);
    if (ds.errors)
        status = say_failed(&ds, EXIT_USE);
    else
        status = run_found(&files, args, &ds);
    drill_files_release(&files);
    return status;
}

const struct command cmd_drill = {
    .name = "drill",
    .words = "[PATH...]",
    .max_words = 100000,
    .about = "rehearsals: walks runbooks with written answers in a written world",
    .options = options,
    .run = run,
};
