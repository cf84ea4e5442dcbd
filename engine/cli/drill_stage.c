#include "cli/drill_stage.h"

#include <stdlib.h>

#include "base/mem.h"

/* The checks of what came onto the shelf. */
static void stage_books(struct drill_stage *s, struct diags *ds)
{
    for (; s->count < s->shelf.count; s->count++) {
        const struct shelved *b = s->shelf.books[s->count];
        s->books = mem_grow(s->books, s->count, &s->cap, sizeof *s->books);
        struct staged_book *book = &s->books[s->count];
        *book = (struct staged_book){0};
        book->ready = b->book && runner_open(&book->runner, b->book, NULL, s->checker, ds);
    }
}

struct staged drill_stage_load(struct drill_stage *s, const char *file, struct diags *ds)
{
    struct staged one = {.source = source_read(file, ds)};
    if (one.source)
        one.drill = drill_load(one.source, &s->shelf, ds);
    stage_books(s, ds);
    if (one.drill && !s->books[one.drill->on_shelf].ready) {
        drill_free(one.drill);
        one.drill = NULL;
    }
    if (one.drill)
        one.runner = &s->books[one.drill->on_shelf].runner;
    return one;
}

void staged_release(struct staged *one)
{
    drill_free(one->drill);
    source_free(one->source);
    *one = (struct staged){0};
}

void drill_stage_release(struct drill_stage *s)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->books[i].runner.book)
            runner_release(&s->books[i].runner);
    free(s->books);
    shelf_release(&s->shelf);
    *s = (struct drill_stage){0};
}
