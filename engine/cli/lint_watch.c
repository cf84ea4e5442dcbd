#include "cli/lint_watch.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "base/mem.h"
#include "book/library.h"
#include "book/part.h"
#include "tty/signals.h"

#define DEPTH_MAX 4       /* of folders below checks/ */
#define TOGETHER_US 60000 /* what is saved at once is one change */
#define WHAT (IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE | IN_CREATE | IN_ONLYDIR)

struct lint_watch {
    int fd;
};

struct lint_watch *lint_watch_new(struct diags *ds)
{
    int fd = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
    if (fd < 0) {
        diag_environment(ds, "files cannot be watched: %s", strerror(errno));
        return NULL;
    }
    struct lint_watch *w = mem_alloc(sizeof *w);
    w->fd = fd;
    return w;
}

void lint_watch_free(struct lint_watch *w)
{
    if (w)
        close(w->fd);
    free(w);
}

static void watch_below(struct lint_watch *w, const char *folder, int depth)
{
    if (inotify_add_watch(w->fd, folder, WHAT) < 0 || depth == 0)
        return;
    DIR *d = opendir(folder);
    for (struct dirent *e; d && (e = readdir(d));) {
        struct text path = {0};
        text_format(&path, "%s/%s", folder, e->d_name);
        if (e->d_name[0] != '.' && (e->d_type == DT_DIR || e->d_type == DT_UNKNOWN))
            watch_below(w, text_get(&path), depth - 1);
        text_release(&path);
    }
    if (d)
        closedir(d);
}

/* `below` is relative to the folder of the file at `path`. */
static void watch_beside(struct lint_watch *w, const char *path, const char *below, int depth)
{
    const char *slash = strrchr(path, '/');
    struct text folder = {0};
    if (slash)
        text_add_n(&folder, path, slash > path ? (size_t)(slash - path) : 1);
    else
        text_add_char(&folder, '.');
    text_add(&folder, below);
    watch_below(w, text_get(&folder), depth);
    text_release(&folder);
}

void lint_watch_file(struct lint_watch *w, const char *path)
{
    watch_beside(w, path, "", 0);
    watch_beside(w, path, "/checks", DEPTH_MAX);
    watch_beside(w, path, "/../scripts/checks", DEPTH_MAX);
}

void lint_watch_book(struct lint_watch *w, const struct book *book)
{
    for (size_t i = 0; i < book->file_count; i++)
        watch_beside(w, book->files[i].source->path, "", 0);
}

/* Editors write files of their own beside; a new file matters when it has been written. */
static bool matters(const struct inotify_event *e)
{
    size_t len = e->len ? strlen(e->name) : 0;
    if (e->mask & IN_Q_OVERFLOW)
        return true;
    if (!len || e->name[0] == '.')
        return false;
    if (e->mask & IN_ISDIR)
        return true;
    return !(e->mask & IN_CREATE) &&
           (library_is_yaml(e->name) || (len > 4 && strcmp(e->name + len - 4, ".lua") == 0));
}

/* Takes all that came. */
static bool take_events(struct lint_watch *w)
{
    _Alignas(struct inotify_event) char buffer[16384];
    bool found = false;
    for (ssize_t n; (n = read(w->fd, buffer, sizeof buffer)) > 0;)
        for (ssize_t at = 0; at < n;) {
            const struct inotify_event *e = (const struct inotify_event *)(buffer + at);
            found |= matters(e);
            at += (ssize_t)(sizeof *e + e->len);
        }
    return found;
}

int lint_watch_wait(struct lint_watch *w)
{
    bool changed = false;
    while (!changed && !signals_ended())
        if (signals_wait(w->fd))
            changed = take_events(w);
    if (changed && !signals_ended()) {
        usleep(TOGETHER_US);
        take_events(w);
    }
    return signals_ended();
}
