#include "drill/shelf.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"
#include "book/library.h"
#include "book/part.h"

static void load_severity(struct shelved *b, struct diags *ds)
{
    struct library *library = library_open();
    char *path = library_severity(library, b->path);
    if (path)
        b->severity_source = source_read(path, ds);
    if (b->severity_source)
        b->severity = severity_load(b->severity_source, ds);
    b->severity_broken = path && !b->severity;
    free(path);
    library_free(library);
}

static void read_book(struct shelved *b)
{
    struct diags ds = {0};
    b->source = source_read(b->path, &ds);
    b->unread = ds.count ? mem_text(ds.items[0].message) : NULL;
    diags_release(&ds);
}

static bool is_at(const struct shelved *b, const char *path, const struct stat *st)
{
    return st->st_ino ? b->device == st->st_dev && b->inode == st->st_ino
                      : strcmp(b->path, path) == 0;
}

size_t shelf_take(struct shelf *s, const char *path, struct diags *ds)
{
    struct stat st = {0};
    if (stat(path, &st) != 0)
        st.st_ino = 0;
    for (size_t i = 0; i < s->count; i++)
        if (is_at(s->books[i], path, &st))
            return i;
    struct shelved *b = mem_alloc(sizeof *b);
    s->books = mem_grow(s->books, s->count, &s->cap, sizeof *s->books);
    s->books[s->count] = b;
    b->path = mem_text(path);
    b->device = st.st_dev;
    b->inode = st.st_ino;
    read_book(b);
    s->files = s->files ? s->files : files_on_disk();
    b->book = b->source ? book_load(b->source, s->files, ds) : NULL;
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
        free(b->unread);
        free(b->path);
        free(b);
    }
    free(s->books);
    files_free(s->files);
    *s = (struct shelf){0};
}
