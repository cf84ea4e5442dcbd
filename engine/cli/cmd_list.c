#include <stdlib.h>
#include <string.h>

#include "book/library.h"
#include "book/part.h"
#include "cli/command.h"
#include "cli/drill_files.h"
#include "cli/say.h"
#include "base/time.h"
#include "record/record.h"

static const struct option_spec options[] = {
    {"json", OPTION_FLAG, NULL, "one JSON document"}, OPTION_COLOR, {0}};

/* One runbook of the library. `book` is NULL where it does not load. */
struct listed {
    const struct library_entry *entry;
    const struct book *book;
    int64_t last_used_ms; /* -1: never */
    size_t drills;
};

static struct jval *listed_json(const struct listed *l)
{
    struct jval *j = jval_object();
    jval_put_text(j, "id", l->entry->id);
    jval_put_text(j, "title", l->book ? l->book->title : NULL);
    jval_put_text(j, "file", l->entry->path);
    jval_put_text(j, "owner", l->book ? l->book->owner : NULL);
    jval_put_text(j, "reviewed", l->book ? l->book->reviewed : NULL);
    jval_put_int(j, "drills", (int64_t)l->drills);
    jval_put_time(j, "last_used", l->last_used_ms);
    jval_put_bool(j, "shadowed", l->entry->shadowed);
    jval_put_bool(j, "loads", l->book != NULL);
    return j;
}

/* "owner team-shop, reviewed 2026-09-01, 2 drills, never walked" */
static void listed_about(const struct listed *l, struct text *out)
{
    char used[TIME_TEXT_MAX];
    if (l->book && l->book->owner) {
        text_add(out, "owner ");
        text_add_shown_line(out, l->book->owner);
        text_add(out, ", ");
    }
    if (l->book && l->book->reviewed)
        text_format(out, "reviewed %s, ", l->book->reviewed);
    if (l->drills)
        text_format(out, "%zu drill%s, ", l->drills, l->drills == 1 ? "" : "s");
    if (l->last_used_ms < 0) {
        text_add(out, "never walked");
        return;
    }
    time_local_people(l->last_used_ms, used);
    text_format(out, "last walked %s", used);
}

static void listed_text(const struct listed *l, struct text *out)
{
    struct text id = {0}, about = {0};
    text_add_shown_line(&id, l->entry->id);
    listed_about(l, &about);
    text_format(out, "%-16s  ", text_get(&id));
    text_add_shown_line(out, l->book ? l->book->title : "does not load: see ruleout lint");
    text_format(out, "\n%-16s  %s\n%-16s  ", "", text_get(&about), "");
    text_add_shown_line(out, l->entry->path);
    text_add(out,
             l->entry->shadowed ? " (not used: an earlier folder has one of this id)\n" : "\n");
    text_release(&id);
    text_release(&about);
}

static void list_entry(const struct library_entry *e, struct book_files *files,
                       const struct drill_files *drills, struct record *r, struct jval *json,
                       struct text *out)
{
    struct diags ds = {0};
    struct source *source = source_read(e->path, &ds);
    struct book *book = source ? book_load(source, files, &ds) : NULL;
    struct listed l = {e, book, r ? record_last_used(r, e->id) : -1,
                       drill_files_count(drills, e->path)};
    if (json)
        jval_add(json, listed_json(&l));
    else
        listed_text(&l, out);
    book_free(book);
    diags_release(&ds);
    source_free(source);
}

/* Those below the library's folders. What cannot be looked into has none. */
static void find_drills(const struct library *library, struct drill_files *drills)
{
    struct diags ds = {0};
    for (size_t i = 0; i < library->folder_count; i++)
        drill_files_find(drills, library->folders[i], &ds);
    drill_files_read(drills);
    diags_release(&ds);
}

static void list_all(const struct library *library, struct record *r, struct jval *json,
                     struct text *out)
{
    struct drill_files drills = {0};
    struct book_files *files = files_on_disk();
    find_drills(library, &drills);
    for (size_t i = 0; i < library->entry_count; i++)
        list_entry(&library->entries[i], files, &drills, r, json, out);
    files_free(files);
    drill_files_release(&drills);
}

static int run(const struct args *args)
{
    struct diags ds = {0};
    struct library *library = library_open();
    library_scan(library);
    char *path = record_path();
    struct record *r =
        record_open(path, RECORD_READ, &ds); /* without it, nobody knows when each was used */
    struct jval *json = args_has(args, "json") ? jval_array() : NULL;
    struct text t = {0};
    list_all(library, r, json, &t);
    if (json)
        say_json(json, JSON_PRETTY);
    else
        say_result(&t);
    if (library->entry_count == 0)
        say_line("No runbook was found. RULEOUT_PATH names the folders to look in.");
    say_diags(&ds);
    diags_release(&ds);
    jval_free(json);
    text_release(&t);
    record_close(r);
    free(path);
    library_free(library);
    return EXIT_DONE;
}

const struct command cmd_list = {
    .name = "list",
    .words = "",
    .about = "the runbooks that there are",
    .options = options,
    .run = run,
};
