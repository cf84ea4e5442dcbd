#include "drill/shelf.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "book/library.h"

static void load_severity(struct shelved *b, struct diags *ds)
{
    struct library *library = library_open();
    char *path = library_severity(library, b->path);
    if (path)
        b->severity_source = source_read(path, ds);
    if (b->severity_source)
        b->severity = severity_load(b->severity_source, ds);
    free(path);
    library_free(library);
}

size_t shelf_take(struct shelf *s, const char *path, struct diags *ds)
{
    for (size_t i = 0; i < s->count; i++)
        if (strcmp(s->books[i]->path, path) == 0)
            return i;
    struct shelved *b = mem_alloc(sizeof *b);
    s->books = mem_grow(s->books, s->count, &s->cap, sizeof *s->books);
    s->books[s->count] = b;
    b->path = mem_text(path);
    b->source = source_read(path, ds);
    b->book = b->source ? book_load(b->source, ds) : NULL;
    load_severity(b, ds);
    return s->count++;
}

void shelf_release(struct shelf *s)
{
    for (size_t i = 0; i < s->count; i++) {
        struct shelved *b = s->books[i];
        book_free(b->book);
        severity_free(b->severity);
        source_free(b->source);
        source_free(b->severity_source);
        free(b->path);
        free(b);
    }
    free(s->books);
    *s = (struct shelf){0};
}
