#include "cli/drill_set.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/* Loaded for its title alone, so that nothing is said of a drill that is not wanted. */
static bool title_holds(const char *file, const char *text)
{
    struct shelf shelf = {0};
    struct diags ds = {0};
    struct source *source = source_read(file, &ds);
    struct drill *d = source ? drill_load(source, &shelf, &ds) : NULL;
    bool holds = d && strstr(d->title, text);
    drill_free(d);
    shelf_release(&shelf);
    diags_release(&ds);
    source_free(source);
    return holds;
}

static bool is_wanted(const char *file, const char *filter)
{
    return !filter || strstr(file, filter) || title_holds(file, filter);
}

/* The checks of what came onto the shelf. */
static void set_stages(struct drill_set *s, struct diags *ds)
{
    for (; s->stage_count < s->shelf.count; s->stage_count++) {
        const struct shelved *b = s->shelf.books[s->stage_count];
        s->stages = mem_grow(s->stages, s->stage_count, &s->stage_cap, sizeof *s->stages);
        struct stage *stage = &s->stages[s->stage_count];
        *stage = (struct stage){0};
        stage->ready = b->book && runner_open(&stage->runner, b->book, b->path, NULL, 0, NULL, ds);
    }
}

static void load_one(struct drill_set *s, const char *file, struct diags *ds)
{
    struct source *source = source_read(file, ds);
    struct drill *d = source ? drill_load(source, &s->shelf, ds) : NULL;
    set_stages(s, ds);
    if (d && !s->stages[d->on_shelf].ready) {
        drill_free(d);
        d = NULL;
    }
    s->files[s->count] = file;
    s->sources[s->count] = source;
    s->drills[s->count++] = d;
    s->unloaded += !d;
}

void drill_set_load(struct drill_set *s, const struct drill_files *files, const char *filter,
                    struct diags *ds)
{
    *s = (struct drill_set){0};
    s->files = mem_alloc((files->count + 1) * sizeof *s->files);
    s->sources = mem_alloc((files->count + 1) * sizeof *s->sources);
    s->drills = mem_alloc((files->count + 1) * sizeof *s->drills);
    for (size_t i = 0; i < files->count; i++) {
        if (is_wanted(files->items[i].path, filter))
            load_one(s, files->items[i].path, ds);
        else
            s->skipped++;
    }
}

void drill_set_release(struct drill_set *s)
{
    for (size_t i = 0; i < s->count; i++) {
        drill_free(s->drills[i]);
        source_free(s->sources[i]);
    }
    for (size_t i = 0; i < s->stage_count; i++)
        if (s->stages[i].runner.book)
            runner_release(&s->stages[i].runner);
    free(s->stages);
    shelf_release(&s->shelf);
    free(s->files);
    free(s->sources);
    free(s->drills);
    *s = (struct drill_set){0};
}
