#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "book/library.h"
#include "book/part.h"

struct opened_file {
    char *path;
    struct source *source;
};

struct on_disk {
    struct book_files files;
    struct library *library;
    struct opened_file *opened;
    size_t count, cap;
};

static const struct source *read_once(struct on_disk *d, const char *path, struct text *why)
{
    for (size_t i = 0; i < d->count; i++)
        if (strcmp(d->opened[i].path, path) == 0)
            return d->opened[i].source;
    struct diags ds = {0};
    struct source *s = source_read(path, &ds);
    if (!s)
        text_add(why, ds.count ? ds.items[0].message : "it cannot be read");
    diags_release(&ds);
    if (!s)
        return NULL;
    d->opened = mem_grow(d->opened, d->count, &d->cap, sizeof *d->opened);
    d->opened[d->count++] = (struct opened_file){mem_text(path), s};
    return s;
}

static char *beside(const struct source *from, const char *name, const char *suffix)
{
    const char *slash = strrchr(from->path, '/');
    struct text t = {0};
    if (slash && *name != '/')
        text_add_n(&t, from->path, (size_t)(slash - from->path) + 1);
    text_format(&t, "%s%s", name, suffix);
    return text_take(&t);
}

static bool is_in_library(const struct on_disk *d, const struct source *from)
{
    char *folder = beside(from, ".", "");
    struct stat here, there;
    bool in = false;
    if (stat(folder, &here) == 0)
        for (size_t i = 0; i < d->library->folder_count && !in; i++)
            in = stat(d->library->folders[i], &there) == 0 && here.st_dev == there.st_dev &&
                 here.st_ino == there.st_ino;
    free(folder);
    return in;
}

static const struct source *open_called(struct on_disk *d, const char *id,
                                        const struct source *from, struct text *why)
{
    struct diags ds = {0};
    char *path = beside(from, id, ".yaml");
    if (is_in_library(d, from) || access(path, R_OK) != 0) {
        free(path);
        path = library_find(d->library, id, &ds);
    }
    const struct source *s = path ? read_once(d, path, why) : NULL;
    if (!path && ds.count)
        text_add(why, ds.items[0].hint ? ds.items[0].hint : ds.items[0].message);
    free(path);
    diags_release(&ds);
    return s;
}

static const struct source *open_file(struct book_files *self, enum file_kind kind,
                                      const char *name, const struct source *from,
                                      const char *written, struct text *why)
{
    struct on_disk *d = (struct on_disk *)self;
    if (kind == FILE_CALLED)
        return open_called(d, name, from, why);
    char *path = beside(from, written, "");
    const struct source *s = read_once(d, path, why);
    free(path);
    return s;
}

struct book_files *files_on_disk(void)
{
    struct on_disk *d = mem_alloc(sizeof *d);
    d->files.open = open_file;
    d->library = library_open();
    return &d->files;
}

void files_free(struct book_files *f)
{
    struct on_disk *d = (struct on_disk *)f;
    if (!d)
        return;
    for (size_t i = 0; i < d->count; i++) {
        source_free(d->opened[i].source);
        free(d->opened[i].path);
    }
    free(d->opened);
    library_free(d->library);
    free(d);
}
