#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "book/library.h"
#include "cli/command.h"
#include "cli/drill_files.h"
#include "cli/drill_jobs.h"
#include "cli/drill_stage.h"
#include "cli/jobs.h"
#include "cli/say.h"

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

/* The drills that are wanted. */
struct wanted {
    const char **files;
    size_t count, skipped;
};

/* The title of a drill tells whether it is meant, so with a filter some are loaded for that alone:
 * nothing is said of those. */
static void filter(const struct drill_files *files, const char *text, struct wanted *out)
{
    struct drill_stage stage = {0};
    struct diags ds = {0};
    out->files = mem_alloc((files->count + 1) * sizeof *out->files);
    for (size_t i = 0; i < files->count; i++) {
        const char *file = files->items[i].path;
        bool meant = !text || strstr(file, text);
        if (!meant) {
            struct staged one = drill_stage_load(&stage, file, &ds);
            meant = one.drill && strstr(one.drill->title, text);
            diags_release(&ds);
            staged_release(&one);
        }
        if (meant)
            out->files[out->count++] = file;
        else
            out->skipped++;
    }
    drill_stage_release(&stage);
}

static void list_one(struct drill_stage *stage, const char *file, struct text *out, bool *all_load)
{
    struct diags ds = {0};
    struct staged one = drill_stage_load(stage, file, &ds);
    text_add_shown_line(out, file);
    text_add(out, ": ");
    text_add_shown_line(out, one.drill ? one.drill->title : "does not load");
    text_add_char(out, '\n');
    *all_load = *all_load && one.drill;
    diags_sort(&ds);
    say_diags(&ds);
    diags_release(&ds);
    staged_release(&one);
}

static int list_all(const struct wanted *w)
{
    struct drill_stage stage = {0};
    struct text t = {0};
    bool all_load = true;
    for (size_t i = 0; i < w->count; i++)
        list_one(&stage, w->files[i], &t, &all_load);
    say_result(&t);
    text_release(&t);
    drill_stage_release(&stage);
    return all_load ? EXIT_DONE : EXIT_USE;
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

static bool options_fit(const struct args *args, int *jobs, struct diags *ds)
{
    if (least_coverage(args) < 0)
        diag_hint(diag_environment(ds, "--coverage cannot be \"%s\"", args_value(args, "coverage")),
                  "write a share: --coverage=90%%");
    jobs_read(args, drill_jobs_usual(), jobs, ds);
    return !ds->errors;
}

static int outcome(const struct drill_run *run, const struct args *args)
{
    struct text t = {0};
    double reached = results_coverage(&run->results), least = least_coverage(args);
    bool less = args_has(args, "coverage") && reached < least;
    if (less)
        text_format(&t, "The drills reach %.1f%% of what there is, less than %g%%.\n", reached,
                    least);
    say_talk(&t);
    text_release(&t);
    return run->unloaded                           ? EXIT_USE
           : less || results_failed(&run->results) ? EXIT_FINDING
                                                   : EXIT_DONE;
}

static int run_all(const struct wanted *w, const struct args *args, int jobs)
{
    const char *format = args_value(args, "format");
    struct drill_orders orders = {w->files, w->count, jobs, args_has(args, "fail-fast"),
                                  args_has(args, "coverage") ||
                                      (format && strcmp(format, "json") == 0)};
    struct drill_run run;
    struct diags ds = {0};
    bool ok = drill_jobs_run(&orders, &run, &ds);
    run.results.skipped += w->skipped;
    say_talk(&run.complaints);
    say_diags(&ds);
    diags_release(&ds);
    report(&run.results, format);
    int status = ok ? outcome(&run, args) : EXIT_ENVIRONMENT;
    drill_run_release(&run);
    return status;
}

static int run_found(const struct drill_files *files, const struct args *args, int jobs,
                     struct diags *ds)
{
    struct wanted w = {0};
    const char *text = args_value(args, "filter");
    filter(files, text, &w);
    int status = EXIT_USE;
    if (!w.count)
        diag_environment(ds, "no drill has \"%s\" in its path or title", text);
    else
        status = args_has(args, "list") ? list_all(&w) : run_all(&w, args, jobs);
    free(w.files);
    return status;
}

static int run(const struct args *args)
{
    struct drill_files files = {0};
    struct diags ds = {0};
    int status = EXIT_USE, jobs;
    setenv("TZ", "UTC", 1); /* what a drill says means the same everywhere */
    tzset();
    if (options_fit(args, &jobs, &ds))
        collect(&files, args, &ds);
    if (!ds.errors)
        status = run_found(&files, args, jobs, &ds);
    drill_files_release(&files);
    return say_failed(&ds, status);
}

const struct command cmd_drill = {
    .name = "drill",
    .words = "[PATH...]",
    .max_words = 100000,
    .about = "rehearsals: walks runbooks with written answers in a written world",
    .options = options,
    .run = run,
};
