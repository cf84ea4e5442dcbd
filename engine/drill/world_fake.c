#include "drill/world_fake.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/glob.h"
#include "base/mem.h"
#include "core/rotated.h"
#include "drill/world_shared.h"

#define UNLISTED_LINE 4096

struct fake {
    struct world_shared *shared;
};

struct fake *fake_new(void)
{
    struct world_shared *shared = world_shared_new();
    if (!shared)
        return NULL;
    struct fake *f = mem_alloc(sizeof *f);
    f->shared = shared;
    return f;
}

void fake_free(struct fake *f)
{
    if (!f)
        return;
    world_shared_free(f->shared);
    free(f);
}

bool fake_begin(struct fake *f, const struct drill *d)
{
    return world_shared_set(f->shared, d);
}

int64_t fake_now_ms(const struct fake *f)
{
    return f->shared->now_ms;
}

void fake_pass(struct fake *f, int64_t ms)
{
    f->shared->now_ms += ms;
}

void fake_done(struct fake *f, int action)
{
    f->shared->done[action] = ++f->shared->deeds;
}

void fake_reverted(struct fake *f, int action)
{
    f->shared->done[action] = 0;
}

const char *fake_unlisted(const struct fake *f)
{
    return f->shared->unlisted;
}

/* Once each, and with room for its line end; a verify asks for the same again and again. */
static void keep_unlisted(struct fake *f, const char *before, const char *kind, const char *call)
{
    char line[UNLISTED_LINE];
    char *kept = f->shared->unlisted;
    size_t len = strlen(kept);
    snprintf(line, sizeof line - 1, "%s%s: %s", before, kind, call);
    for (char *c = line; *c; c++)
        if (*c == '\n')
            *c = ' ';
    strcat(line, "\n");
    if (!strstr(kept, line) && len + strlen(line) < UNLISTED_MOST)
        strcpy(kept + len, line);
}

/* The item that counts now: of those after an action, the one done last; else the first. */
static const struct world_item *find(struct fake *f, const struct world_list *list,
                                     const char *call, const char *method)
{
    const struct world_item *found = NULL;
    unsigned latest = 0;
    for (size_t i = 0; i < list->count; i++) {
        const struct world_item *one = &list->items[i];
        unsigned when = one->after < 0 ? 0 : f->shared->done[one->after];
        if ((one->after >= 0 && !when) || !glob_matches(one->match, call) ||
            (method && one->method && strcmp(one->method, method) != 0))
            continue;
        if (!found || when > latest) {
            found = one;
            latest = when;
        }
    }
    return found;
}

/* NULL, with the reason, where there is none or it fails. */
static const struct world_item *take(struct fake *f, const struct world_list *list,
                                     const char *kind, const char *call, const char *method,
                                     struct text *why)
{
    const struct world_item *one = find(f, list, call, method);
    if (!one) {
        keep_unlisted(f, "the drill's world has no ", kind, call);
        text_format(why, "the drill's world has no such thing (%s: %s)", kind, call);
        return NULL;
    }
    if (one->fails)
        text_add(why, one->fails);
    return one->fails ? NULL : one;
}

/* Whether it is through by then; the clock goes on as far as it was waited for. */
static bool in_time(struct fake *f, const struct world_item *one, int64_t timeout_ms)
{
    bool in_time = timeout_ms <= 0 || one->takes_ms <= timeout_ms;
    fake_pass(f, in_time ? one->takes_ms : timeout_ms);
    return in_time;
}

static void add_most(struct text *to, const char *s, size_t most, bool *cut)
{
    size_t len = s ? strlen(s) : 0;
    *cut = *cut || len > most;
    text_add_n(to, s ? s : "", len > most ? most : len);
}

static bool run(void *self, const struct world_run *what, struct world_ran *out, struct text *why)
{
    struct fake *f = self;
    struct text words = {0};
    for (size_t i = 0; what->argv[i]; i++)
        text_format(&words, "%s%s", i ? " " : "", what->argv[i]);
    const struct world_item *one = take(f, &f->shared->runs, "run", text_get(&words), NULL, why);
    text_release(&words);
    if (!one)
        return false;
    out->timed_out = !in_time(f, one, what->timeout_ms);
    if (out->timed_out) {
        out->status = 137; /* as what is killed at its deadline has */
        return true;
    }
    out->status = one->status;
    add_most(&out->out, one->out, what->output_max, &out->cut);
    add_most(&out->err, one->err, what->output_max, &out->cut);
    return true;
}

static bool write_text(int fd, const char *s)
{
    size_t len = strlen(s);
    ssize_t wrote = 1;
    while (len && (wrote = write(fd, s, len)) > 0) {
        s += wrote;
        len -= (size_t)wrote;
    }
    return !len;
}

static bool write_file(int fd, const char *path)
{
    int from = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    ssize_t wrote = from < 0 ? -1 : 1;
    while (wrote > 0)
        wrote = sendfile(fd, from, NULL, 1u << 30);
    int error = errno;
    if (from >= 0)
        close(from);
    errno = error;
    return wrote == 0;
}

/* A copy, because what a check sees of a file is the drill's: also when it was written last. */
static int open_copy(const struct world_item *one, struct text *why)
{
    int64_t part_ms = (one->modified_ms % 1000 + 1000) % 1000;
    struct timespec modified = {(one->modified_ms - part_ms) / 1000, part_ms * 1000000};
    int fd = memfd_create("drill", MFD_CLOEXEC);
    if (fd >= 0 && (one->from ? write_file(fd, one->from) : write_text(fd, one->out)) &&
        futimens(fd, (struct timespec[]){modified, modified}) == 0 && lseek(fd, 0, SEEK_SET) == 0)
        return fd;
    text_format(why, "%s%s%s", one->from ? one->from : "", one->from ? ": " : "", strerror(errno));
    if (fd >= 0)
        close(fd);
    return -1;
}

static int open_file(void *self, const char *path, struct text *why)
{
    struct fake *f = self;
    const struct world_item *one = take(f, &f->shared->files, "files", path, NULL, why);
    if (!one)
        return -1;
    in_time(f, one, 0);
    int fd = open_copy(one, why);
    if (fd < 0)
        keep_unlisted(f, "this cannot be read: ", path, text_get(why));
    return fd;
}

/* Whether a line of `out` is the `len` bytes of a name. */
static bool has_line(const struct text *out, const char *name, size_t len)
{
    for (const char *at = text_get(out); *at; at += strcspn(at, "\n") + 1)
        if (strcspn(at, "\n") == len && strncmp(at, name, len) == 0)
            return true;
    return false;
}

/* Of a file that is there: what it was rotated to. */
static bool list_rotated(struct fake *f, const char *path, struct text *out)
{
    const struct world_list *files = &f->shared->files;
    struct text names = {0};
    const char *name = strrchr(path, '/');
    if (!name || !find(f, files, path, NULL))
        return false;
    for (size_t i = 0; i < files->count; i++) {
        const struct world_item *one = &files->items[i];
        if (rotated_path(path, one->match) && (one->after < 0 || f->shared->done[one->after]))
            text_format(&names, "%s\n", strrchr(one->match, '/') + 1);
    }
    rotated_names(name + 1, text_get(&names), out);
    text_release(&names);
    return true;
}

/* A folder is what files lie below. */
static bool list(void *self, const char *path, struct text *out, struct text *why)
{
    struct fake *f = self;
    const struct world_list *files = &f->shared->files;
    size_t len = strcmp(path, "/") == 0 ? 0 : strlen(path);
    bool any = false;
    const struct world_item *itself = find(f, files, path, NULL);
    if (itself && itself->fails) {
        text_add(why, itself->fails);
        return false;
    }
    for (size_t i = 0; i < files->count; i++) {
        const struct world_item *one = &files->items[i];
        if (strncmp(one->match, path, len) != 0 || one->match[len] != '/' ||
            (one->after >= 0 && !f->shared->done[one->after]))
            continue;
        const char *name = one->match + len + 1;
        size_t name_len = strcspn(name, "/");
        any = true;
        if (!one->fails && !has_line(out, name, name_len))
            text_format(out, "%.*s\n", (int)name_len, name);
    }
    if (any || list_rotated(f, path, out))
        return true;
    take(f, &(struct world_list){0}, "files", path, NULL, why);
    return false;
}

static bool http(void *self, const struct world_request *what, struct world_response *out,
                 struct text *why)
{
    struct fake *f = self;
    const struct world_item *one = take(f, &f->shared->https, "http", what->url, what->method, why);
    if (!one)
        return false;
    if (!in_time(f, one, what->timeout_ms)) {
        text_add(why, "no answer in its time");
        return false;
    }
    out->status = one->status;
    text_add(&out->headers, one->headers);
    if (strcmp(what->method, "HEAD") != 0)
        add_most(&out->body, one->out, what->body_max, &out->cut);
    return true;
}

static bool host(void *self, const char *what, const char *about, struct text *json,
                 struct text *why)
{
    struct fake *f = self;
    struct text call = {0};
    text_add(&call, what);
    if (about && *about)
        text_format(&call, " %s", about);
    const struct world_item *one = take(f, &f->shared->hosts, "host", text_get(&call), NULL, why);
    text_release(&call);
    if (!one)
        return false;
    in_time(f, one, 0);
    text_add(json, one->out);
    return true;
}

static int64_t now_ms(void *self)
{
    return fake_now_ms(self);
}

struct world fake_world(struct fake *f)
{
    return (struct world){f, run, open_file, list, http, host, now_ms, true};
}
