#include "check/world_facts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "check/mounts.h"
#include "check/proc_process.h"

#define FILES_TOLD 200
#define GONE " (deleted)"

/* Once for each file, whoever else has it open. */
struct gone {
    dev_t device;
    ino_t inode;
    int64_t size;
    int pid, holders, last; /* the first and the last that has it open, and how many do */
    char name[64], *path;
    const struct mount *mount;
};

struct search {
    struct mounts mounts;
    bool all;
    dev_t device; /* where not all */
    struct gone *at;
    size_t count, cap;
};

static struct gone *known(struct search *s, const struct stat *file)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->at[i].inode == file->st_ino && s->at[i].device == file->st_dev)
            return &s->at[i];
    return NULL;
}

/* Of a file that has no name any more, what it takes on its file system. */
static void see_file(void *self, const struct proc_process *p, int folder, const char *name)
{
    struct search *s = self;
    struct stat file;
    char link[4096];
    ssize_t n = readlinkat(folder, name, link, sizeof link - 1);
    size_t end = strlen(GONE);
    if (n <= (ssize_t)end || strncmp(link + n - end, GONE, end) != 0 ||
        fstatat(folder, name, &file, 0) != 0 || !S_ISREG(file.st_mode) || file.st_nlink > 0 ||
        (!s->all && file.st_dev != s->device))
        return;
    link[(size_t)n - end] = '\0';
    const struct mount *mount = mounts_of_device(&s->mounts, link, file.st_dev);
    struct gone *before = known(s, &file);
    if (before) {
        before->holders += before->last != p->pid;
        before->last = p->pid;
    }
    if (before || (!mount && s->all)) /* on no mount: memory that a program shares */
        return;
    s->at = mem_grow(s->at, s->count, &s->cap, sizeof *s->at);
    struct gone *one = &s->at[s->count++];
    *one = (struct gone){.device = file.st_dev,
                         .inode = file.st_ino,
                         .size = (int64_t)file.st_blocks * 512,
                         .pid = p->pid,
                         .last = p->pid,
                         .holders = 1,
                         .path = mem_text(link),
                         .mount = mount};
    memcpy(one->name, p->name, sizeof one->name);
}

static int by_size(const void *a, const void *b)
{
    const struct gone *x = a, *y = b;
    return x->size != y->size ? (x->size < y->size) - (x->size > y->size)
                              : strcmp(x->path, y->path);
}

static struct jval *describe(const struct gone *one)
{
    struct jval *j = jval_object();
    char unit[256];
    proc_process_unit(one->pid, unit);
    jval_put_int(j, "pid", one->pid);
    jval_put_text(j, "name", one->name);
    jval_put_text(j, "path", one->path);
    jval_put_int(j, "size", one->size);
    jval_put_int(j, "holders", one->holders);
    if (one->mount)
        jval_put_text(j, "mount", one->mount->path);
    if (*unit)
        jval_put_text(j, "unit", unit);
    return j;
}

static struct jval *tell(struct search *s, int unseen)
{
    struct jval *j = jval_object(), *files = jval_array();
    int64_t bytes = 0;
    if (s->count)
        qsort(s->at, s->count, sizeof *s->at, by_size);
    for (size_t i = 0; i < s->count; i++) {
        bytes += s->at[i].size;
        if (i < FILES_TOLD)
            jval_add(files, describe(&s->at[i]));
    }
    jval_put_int(j, "bytes", bytes);
    jval_put_int(j, "count", (int64_t)s->count);
    jval_put(j, "files", files);
    jval_put_int(j, "unseen", unseen);
    return j;
}

struct jval *world_deleted(const char *path, struct text *why)
{
    struct search s = {.all = !path || !*path};
    struct stat file;
    if (!s.all && (path[0] != '/' || stat(path, &file) != 0)) {
        text_format(why, "\"%.200s\": %s", path,
                    path[0] == '/' ? strerror(errno) : "deleted wants an absolute path");
        return NULL;
    }
    s.device = s.all ? 0 : file.st_dev;
    mounts_read(&s.mounts);
    int unseen = proc_process_descriptors(see_file, &s, why);
    struct jval *j = unseen < 0 ? NULL : tell(&s, unseen);
    for (size_t i = 0; i < s.count; i++)
        free(s.at[i].path);
    free(s.at);
    mounts_release(&s.mounts);
    return j;
}
