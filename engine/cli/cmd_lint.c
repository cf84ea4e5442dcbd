#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/time.h"
#include "book/book.h"
#include "book/library.h"
#include "book/part.h"
#include "book/settings.h"
#include "book/lint.h"
#include "cli/command.h"
#include "cli/findings.h"
#include "cli/lint_explain.h"
#include "cli/lint_lua.h"
#include "cli/lint_watch.h"
#include "cli/say.h"
#include "tty/signals.h"

static const struct option_spec options[] = {
    {"format", OPTION_VALUE, "pretty|json|sarif|github",
     "for people (the default), one JSON document, SARIF 2.1.0, or GitHub's annotations"},
    {"explain", OPTION_VALUE, "CODE", "what a code means, by number or name: RB101, unknown-step"},
    {"strict", OPTION_FLAG, NULL, "warnings count as errors"},
    {"watch", OPTION_FLAG, NULL, "again whenever a file changes, until Ctrl-C"},
    OPTION_COLOR,
    {0}};

/* Files to look at, and their sources, which the findings point into. */
struct files {
    char **paths;
    struct source **sources;
    struct book **books;      /* NULL where a file is none, or does not load */
    struct book_files *shelf; /* what they use and call */
    size_t count, cap;
};

static void files_add(struct files *f, const char *path)
{
    f->paths = mem_grow(f->paths, f->count, &f->cap, sizeof *f->paths);
    f->paths[f->count++] = mem_text(path);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* The runbooks of a folder; what lies in folders below is drills, fixtures and parts. */
static void add_folder(struct files *f, const char *folder)
{
    DIR *d = opendir(folder);
    size_t from = f->count;
    for (struct dirent *e; d && (e = readdir(d));) {
        struct text path = {0};
        text_format(&path, "%s%s%s", folder, folder[strlen(folder) - 1] == '/' ? "" : "/",
                    e->d_name);
        if (e->d_name[0] != '.' && library_is_yaml(e->d_name) && !is_folder(text_get(&path)))
            files_add(f, text_get(&path));
        text_release(&path);
    }
    if (d)
        closedir(d);
    if (f->count > from)
        qsort(f->paths + from, f->count - from, sizeof *f->paths, by_name);
}

/* A path as it is; an id through the library. */
static void add_named(struct files *f, struct library *library, const char *name, struct diags *ds)
{
    if (is_folder(name)) {
        size_t before = f->count;
        add_folder(f, name);
        if (f->count == before)
            diag_environment(ds, "there is no runbook in %s", name);
        return;
    }
    char *path = library_find(library, name, ds);
    if (path)
        files_add(f, path);
    free(path);
}

static void collect(struct files *f, const struct args *args, struct diags *ds)
{
    struct library *library = library_open();
    for (size_t i = 0; i < args->word_count; i++)
        add_named(f, library, args->words[i], ds);
    for (size_t i = 0; args->word_count == 0 && i < library->folder_count; i++)
        add_folder(f, library->folders[i]);
    if (f->count == 0 && ds->errors == 0)
        diag_hint(diag_environment(ds, "no runbook was found"), "name a file or a folder");
    library_free(library);
}

static bool is_called(const char *path, const char *name)
{
    const char *slash = strrchr(path, '/');
    return strcmp(slash ? slash + 1 : path, name) == 0;
}

static void lint_settings(const struct source *source, struct diags *ds)
{
    struct settings s;
    settings_load(source, &s, ds);
    settings_release(&s);
}

static void lint_file(struct files *f, size_t i, struct diags *ds)
{
    f->sources[i] = source_read(f->paths[i], ds);
    if (f->sources[i] && is_called(f->paths[i], "severity.yaml"))
        severity_free(severity_load(f->sources[i], ds));
    else if (f->sources[i] && is_called(f->paths[i], "ruleout.yaml"))
        lint_settings(f->sources[i], ds);
    else if (f->sources[i])
        f->books[i] = book_load(f->sources[i], f->shelf, ds);
    if (f->books[i])
        lint_book(f->books[i], time_now_ms(), ds);
}

static void lint_files(struct files *f, struct lint_lua *lua, struct diags *ds)
{
    struct text why = {0};
    f->sources = mem_alloc(f->count * sizeof *f->sources);
    f->books = mem_alloc(f->count * sizeof *f->books);
    for (size_t i = 0; i < f->count; i++) {
        lint_file(f, i, ds);
        if (f->books[i])
            lint_lua_add(lua, f->books[i], f->paths[i], ds);
    }
    lint_lua_look(lua, ds, &why);
    if (why.len)
        say_line("The Lua of checks was not looked at: %s", why.at);
    text_release(&why);
}

static void files_release(struct files *f)
{
    for (size_t i = 0; i < f->count; i++) {
        free(f->paths[i]);
        if (f->books)
            book_free(f->books[i]);
        if (f->sources)
            source_free(f->sources[i]);
    }
    free(f->paths);
    free(f->sources);
    free(f->books);
    files_free(f->shelf);
}

static void write_findings(const struct args *args, const struct files *f, const struct diags *ds)
{
    struct text out = {0};
    findings_write(ds, f->count, args_value(args, "format"), say_color(1), &out);
    say_result(&out);
    text_release(&out);
}

/* `watch`, where not NULL, gets to know what was looked at. */
static int lint_once(const struct args *args, struct lint_watch *watch)
{
    struct diags ds = {0};
    struct files f = {0};
    collect(&f, args, &ds);
    if (ds.errors) {
        files_release(&f);
        return say_failed(&ds, EXIT_USE);
    }
    for (size_t i = 0; watch && i < f.count; i++)
        lint_watch_file(watch, f.paths[i]);
    f.shelf = files_on_disk();
    struct lint_lua *lua = lint_lua_new();
    lint_files(&f, lua, &ds);
    diags_sort(&ds);
    write_findings(args, &f, &ds);
    for (size_t i = 0; watch && i < f.count; i++)
        if (f.books[i])
            lint_watch_book(watch, f.books[i]);
    bool found = ds.errors || (ds.count && args_has(args, "strict"));
    diags_release(&ds);
    lint_lua_free(lua);
    files_release(&f);
    return found ? EXIT_FINDING : EXIT_DONE;
}

static void clear_screen(void)
{
    const char *term = getenv("TERM");
    struct text t = {0};
    if (!isatty(STDOUT_FILENO) || !term || strcmp(term, "dumb") == 0)
        return;
    text_add(&t, "\033[H\033[2J");
    say_result(&t);
    text_release(&t);
}

/* Folders are watched before they are looked at, so that no change falls in between. */
static int lint_until_ended(const struct args *args)
{
    struct diags ds = {0};
    struct lint_watch *watch = lint_watch_new(&ds);
    if (!watch)
        return say_failed(&ds, EXIT_ENVIRONMENT);
    signals_start();
    clear_screen();
    int status = lint_once(args, watch), ended = 0;
    if (status != EXIT_USE)
        say_line("Waiting for a change; Ctrl-C ends.");
    while (status != EXIT_USE && !(ended = lint_watch_wait(watch))) {
        clear_screen();
        /* A file that was named and is gone may come back. */
        lint_once(args, watch);
        say_line("Waiting for a change; Ctrl-C ends.");
    }
    signals_stop();
    lint_watch_free(watch);
    return ended ? 128 + ended : status;
}

static int run(const struct args *args)
{
    const char *code = args_value(args, "explain");
    if (code)
        return lint_explain(code);
    return args_has(args, "watch") ? lint_until_ended(args) : lint_once(args, NULL);
}

const struct command cmd_lint = {
    .name = "lint",
    .words = "[PATH...]",
    .max_words = 100000,
    .about = "errors and warnings in runbooks",
    .options = options,
    .run = run,
};
