#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/time.h"
#include "book/library.h"
#include "cli/command.h"
#include "cli/drill_files.h"
#include "cli/runner.h"
#include "cli/say.h"
#include "drill/rehearse.h"
#include "drill/results.h"

static const struct option_spec options[] = {
    {"format", OPTION_VALUE, "pretty|tap|json",
     "for people (the default), for a test harness, or one JSON document"},
    {"coverage", OPTION_OPTIONAL_VALUE, "MIN%",
     "count the answers, causes, eliminations and actions that the drills reach; with MIN%, fewer "
     "is a failure"},
    {"filter", OPTION_VALUE, "TEXT", "only drills with this in their path or title"},
    {"list", OPTION_FLAG, NULL, "name the drills, and run none"},
    {"fail-fast", OPTION_FLAG, NULL, "stop at the first that fails"},
    OPTION_COLOR,
    {0}};

/* A run of drills. */
struct drills {
    struct drill_files files;
    struct source **sources;
    struct drill **items; /* NULL: it does not load */
    struct shelf shelf;
    struct runner *runners; /* by the shelf */
    struct coverage **coverage;
    struct fake *world;
    struct checker *checker;
    struct drill_results results;
    bool unloaded; /* one at least */
};

static void collect(struct drills *d, const struct args *args, struct diags *ds)
{
    struct library *library = library_open();
    for (size_t i = 0; i < args->word_count; i++)
        drill_files_find(&d->files, args->words[i], ds);
    for (size_t i = 0; args->word_count == 0 && i < library->folder_count; i++)
        drill_files_find(&d->files, library->folders[i], ds);
    if (d->files.count == 0 && ds->errors == 0)
        diag_hint(
            diag_environment(ds, "no drill was found"),
            "name a drill, or a folder with drills below it; docs/drills.md says how to write "
            "one");
    library_free(library);
}

static bool wanted(const struct args *args, const char *file, const struct drill *drill)
{
    const char *text = args_value(args, "filter");
    return !text || strstr(file, text) || (drill && strstr(drill->title, text));
}

/* All of them, before the broker is forked: what it has then is what checks see. */
static void load(struct drills *d, const struct args *args, struct diags *ds)
{
    size_t count = d->files.count;
    d->sources = mem_alloc((count + 1) * sizeof *d->sources);
    d->items = mem_alloc((count + 1) * sizeof *d->items);
    d->results.items = mem_alloc((count + 1) * sizeof *d->results.items);
    for (size_t i = 0; i < count; i++) {
        size_t kept = d->results.count, errors = ds->errors;
        struct source *source = source_read(d->files.paths[i], ds);
        struct drill *drill = source ? drill_load(source, &d->shelf, ds) : NULL;
        d->sources[i] = source;
        if (!wanted(args, d->files.paths[i], drill)) {
            drill_free(drill);
            ds->errors = errors;
            d->results.skipped++;
            continue;
        }
        d->items[kept] = drill;
        d->results.items[kept] =
            (struct drill_result){.file = d->files.paths[i], .title = drill ? drill->title : NULL};
        d->results.count++;
        d->unloaded |= !drill;
    }
}

static bool open_runners(struct drills *d, struct diags *ds)
{
    bool ok = true, needed = false;
    d->world = fake_new(d->items, d->results.count);
    d->runners = mem_alloc((d->shelf.count + 1) * sizeof *d->runners);
    d->coverage = mem_alloc((d->shelf.count + 1) * sizeof *d->coverage);
    for (size_t i = 0; i < d->shelf.count; i++) {
        const struct shelved *b = d->shelf.books[i];
        if (!b->book)
            continue;
        ok = runner_open(&d->runners[i], b->book, b->path, NULL, 0, NULL, ds) && ok;
        needed |= runner_needed(&d->runners[i]);
        d->coverage[i] = coverage_new(b->book);
    }
    if (!ok || !d->world || !needed)
        return ok && d->world;
    struct world world = fake_world(d->world);
    d->checker = checker_start(&world, ds);
    for (size_t i = 0; i < d->shelf.count; i++)
        d->runners[i].checker = d->checker;
    return d->checker;
}

/* Waits for a job, and takes its texts. */
static void told_by(struct checker *c, int job, struct text *why, struct told *out)
{
    struct text output = {0};
    struct job_result r = {0};
    enum checker_news news = NEWS_NONE;
    while (job && news != NEWS_RESULT)
        news = checker_wait(c, -1, &output, &r);
    bool told = job && r.outcome == CHECK_TOLD;
    *out = (struct told){.answer = told ? r.answer : NULL, .evidence = r.evidence};
    out->why = told ? NULL : mem_text(r.why ? r.why : text_get(why));
    r.evidence = NULL;
    if (told)
        r.answer = NULL;
    job_result_release(&r);
    text_release(&output);
    text_release(why);
}

static void check_step(void *self, const struct session *s, int step, struct told *out)
{
    struct runner *r = self;
    struct text why = {0};
    int job = runner_start_step(r, s, step, &why);
    told_by(r->checker, job, &why, out);
}

static void check_verify(void *self, const struct session *s, int verify, struct told *out)
{
    struct runner *r = self;
    struct text why = {0};
    int job = runner_start_verify(r, s, verify, &why);
    told_by(r->checker, job, &why, out);
}

static void run_one(struct drills *d, size_t i)
{
    const struct drill *drill = d->items[i];
    struct drill_result *result = &d->results.items[i];
    int64_t began = time_mono_ms();
    if (!drill) {
        text_add(&result->failures, "it does not load\n");
        return;
    }
    struct outside outside = {&d->runners[drill->on_shelf], check_step, check_verify};
    fake_begin(d->world, i);
    struct rehearsal r =
        rehearse(drill, d->world, d->checker ? &outside : NULL, d->coverage[drill->on_shelf]);
    result->failures = r.failures;
    result->answered = r.answered;
    result->took_ms = time_mono_ms() - began;
}

static void run_all(struct drills *d, bool fail_fast)
{
    for (size_t i = 0; i < d->results.count; i++) {
        run_one(d, i);
        if (fail_fast && d->results.items[i].failures.len) {
            d->results.skipped += d->results.count - i - 1;
            d->results.count = i + 1;
        }
    }
}

static void list_all(const struct drills *d)
{
    struct text t = {0};
    for (size_t i = 0; i < d->results.count; i++) {
        text_add_shown_line(&t, d->results.items[i].file);
        text_add(&t, ": ");
        text_add_shown_line(&t, d->items[i] ? d->items[i]->title : "does not load");
        text_add_char(&t, '\n');
    }
    say_result(&t);
    text_release(&t);
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

static void drills_release(struct drills *d)
{
    checker_stop(d->checker);
    for (size_t i = 0; i < d->results.count + d->results.skipped && d->items; i++) {
        text_release(&d->results.items[i].failures);
        drill_free(d->items[i]);
    }
    for (size_t i = 0; i < d->files.count && d->sources; i++)
        source_free(d->sources[i]);
    for (size_t i = 0; i < d->shelf.count && d->runners; i++) {
        if (d->runners[i].book)
            runner_release(&d->runners[i]);
        coverage_free(d->coverage[i]);
    }
    free(d->runners);
    free(d->coverage);
    free(d->results.items);
    free(d->items);
    free(d->sources);
    fake_free(d->world);
    shelf_release(&d->shelf);
    drill_files_release(&d->files);
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

static int outcome(struct drills *d, const struct args *args)
{
    struct text t = {0};
    double reached = results_coverage(&d->results), least = least_coverage(args);
    if (args_has(args, "coverage") && reached < least) {
        text_format(&t, "The drills reach %.1f%% of what there is, less than %g%%.\n", reached,
                    least);
        say_talk(&t);
        text_release(&t);
        return d->unloaded ? EXIT_USE : EXIT_FINDING;
    }
    return d->unloaded ? EXIT_USE : results_failed(&d->results) ? EXIT_FINDING : EXIT_DONE;
}

/* Only those that are there: a runbook that does not load has none. */
static void count_coverage(struct drills *d, struct coverage **kept)
{
    size_t n = 0;
    for (size_t i = 0; i < d->shelf.count; i++)
        if (d->coverage[i])
            kept[n++] = d->coverage[i];
    d->results.coverage = kept;
    d->results.coverage_count = n;
}

static int run_loaded(struct drills *d, const struct args *args, struct diags *ds)
{
    if (args_has(args, "list")) {
        list_all(d);
        return d->unloaded ? EXIT_USE : EXIT_DONE;
    }
    if (!open_runners(d, ds))
        return EXIT_USE;
    run_all(d, args_has(args, "fail-fast"));
    const char *format = args_value(args, "format");
    struct coverage **kept = mem_alloc((d->shelf.count + 1) * sizeof *kept);
    if (args_has(args, "coverage") || (format && strcmp(format, "json") == 0))
        count_coverage(d, kept);
    report(&d->results, format);
    int status = outcome(d, args);
    free(kept);
    return status;
}

static int run(const struct args *args)
{
    struct drills d = {0};
    struct diags ds = {0};
    if (least_coverage(args) < 0) {
        diag_hint(
            diag_environment(&ds, "--coverage cannot be \"%s\"", args_value(args, "coverage")),
            "write a share: --coverage=90%%");
        return say_failed(&ds, EXIT_USE);
    }
    collect(&d, args, &ds);
    int status = EXIT_USE;
    if (!ds.errors) {
        load(&d, args, &ds);
        status = run_loaded(&d, args, &ds);
    }
    say_diags(&ds);
    diags_release(&ds);
    drills_release(&d);
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
