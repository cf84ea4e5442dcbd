#include "cli/drill_files.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "book/library.h"
#include "drill/drill.h"

static void add(struct drill_files *f, const char *path, const struct stat *st)
{
    for (size_t i = 0; i < f->count; i++)
        if (f->items[i].inode == st->st_ino && f->items[i].device == st->st_dev)
            return;
    f->items = mem_grow(f->items, f->count, &f->cap, sizeof *f->items);
    f->items[f->count++] =
        (struct drill_file){.path = mem_text(path), .device = st->st_dev, .inode = st->st_ino};
}

/* Whether a line of it begins with the key. One that may not be read could be a drill, and whoever
 * loads it says so. */
static bool is_drill(const char *path)
{
    struct diags ds = {0};
    if (access(path, R_OK) != 0)
        return true;
    struct source *s = source_read(path, &ds);
    const char *at = s ? s->bytes : NULL;
    bool found = false;
    while (at && !found) {
        found = strncmp(at, "drill:", 6) == 0;
        at = strchr(at, '\n');
        at = at ? at + 1 : NULL;
    }
    source_free(s);
    diags_release(&ds);
    return found;
}

static void look_through(struct drill_files *f, const char *folder, struct diags *ds)
{
    struct dirent **names;
    int count = scandir(folder, &names, NULL, alphasort);
    if (count < 0)
        diag_environment(ds, "cannot look into \"%s\": %s", folder, strerror(errno));
    for (int i = 0; i < count; i++) {
        struct text path = {0};
        struct stat st;
        const char *name = names[i]->d_name;
        text_format(&path, "%s%s%s", folder, folder[strlen(folder) - 1] == '/' ? "" : "/", name);
        if (name[0] != '.' && lstat(text_get(&path), &st) == 0) {
            if (S_ISDIR(st.st_mode))
                look_through(f, text_get(&path), ds);
            else if (S_ISREG(st.st_mode) && library_is_yaml(name) && is_drill(text_get(&path)))
                add(f, text_get(&path), &st);
        }
        text_release(&path);
        free(names[i]);
    }
    if (count >= 0)
        free(names);
}

void drill_files_find(struct drill_files *f, const char *path, struct diags *ds)
{
    struct stat st;
    if (stat(path, &st) != 0)
        diag_hint(diag_environment(ds, "%s: %s", path, strerror(errno)),
                  "name a drill, or a folder with drills below it");
    else if (S_ISDIR(st.st_mode))
        look_through(f, path, ds);
    else
        add(f, path, &st);
}

static void read_one(struct drill_file *one)
{
    struct diags ds = {0};
    struct stat st;
    struct source *s = source_read(one->path, &ds);
    char *book = s ? drill_runbook(s) : NULL;
    if (book && stat(book, &st) == 0) {
        one->book_device = st.st_dev;
        one->book_inode = st.st_ino;
    }
    free(book);
    source_free(s);
    diags_release(&ds);
}

void drill_files_read(struct drill_files *f)
{
    for (size_t i = 0; i < f->count; i++)
        read_one(&f->items[i]);
}

size_t drill_files_count(const struct drill_files *f, const char *path)
{
    struct stat st;
    size_t n = 0;
    bool there = stat(path, &st) == 0;
    for (size_t i = 0; there && i < f->count; i++)
        n += f->items[i].book_inode == st.st_ino && f->items[i].book_device == st.st_dev;
    return n;
}

void drill_files_release(struct drill_files *f)
{
    for (size_t i = 0; i < f->count; i++)
        free(f->items[i].path);
    free(f->items);
    *f = (struct drill_files){0};
}
