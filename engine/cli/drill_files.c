#include "cli/drill_files.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/mem.h"

static void add(struct drill_files *f, const char *path)
{
    f->paths = mem_grow(f->paths, f->count, &f->cap, sizeof *f->paths);
    f->paths[f->count++] = mem_text(path);
}

static bool is_yaml(const char *name)
{
    size_t len = strlen(name);
    return (len > 5 && strcmp(name + len - 5, ".yaml") == 0) ||
           (len > 4 && strcmp(name + len - 4, ".yml") == 0);
}

/* Whether a line of it begins with the key. */
static bool is_drill(const char *path)
{
    struct diags ds = {0};
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

static void look_through(struct drill_files *f, const char *folder)
{
    struct dirent **names;
    int count = scandir(folder, &names, NULL, alphasort);
    for (int i = 0; i < count; i++) {
        struct text path = {0};
        struct stat st;
        const char *name = names[i]->d_name;
        text_format(&path, "%s%s%s", folder, folder[strlen(folder) - 1] == '/' ? "" : "/", name);
        if (name[0] != '.' && lstat(text_get(&path), &st) == 0) {
            if (S_ISDIR(st.st_mode))
                look_through(f, text_get(&path));
            else if (S_ISREG(st.st_mode) && is_yaml(name) && is_drill(text_get(&path)))
                add(f, text_get(&path));
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
        look_through(f, path);
    else
        add(f, path);
}

void drill_files_release(struct drill_files *f)
{
    for (size_t i = 0; i < f->count; i++)
        free(f->paths[i]);
    free(f->paths);
    *f = (struct drill_files){0};
}
