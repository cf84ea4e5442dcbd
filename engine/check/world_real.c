#include "check/world_real.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/time.h"
#include "check/beneath.h"
#include "check/http_fetch.h"
#include "core/rotated.h"

#define NAMES_MOST (1u << 20)

static int real_open(void *self, const char *path, struct text *why)
{
    (void)self;
    return beneath_open("/", path, why);
}

/* A name that could not stand on a line is passed over. */
static bool add_names(int folder, struct text *out, struct text *why)
{
    DIR *dir = fdopendir(folder);
    if (!dir) {
        text_add(why, strerror(errno));
        close(folder);
        return false;
    }
    for (const struct dirent *entry; (entry = readdir(dir)) && out->len < NAMES_MOST;) {
        const char *name = entry->d_name;
        if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0 && !strpbrk(name, "\n\r"))
            text_format(out, "%s\n", name);
    }
    closedir(dir);
    return true;
}

static bool is_file(int folder, const char *name)
{
    struct stat s;
    return fstatat(folder, name, &s, AT_SYMLINK_NOFOLLOW) == 0 &&
           (S_ISREG(s.st_mode) || S_ISLNK(s.st_mode));
}

/* Of the folder around a file no other names are told. */
static bool add_rotated(const char *root, const char *path, struct text *out, struct text *why)
{
    struct text around = {0}, names = {0};
    const char *name = strrchr(path, '/') + 1;
    text_add_n(&around, path, name - 1 == path ? 1 : (size_t)(name - 1 - path));
    const char *from = strcmp(root, path) == 0 ? text_get(&around) : root;
    int folder = beneath_open_folder(from, text_get(&around), why);
    bool ok = folder >= 0 && is_file(folder, name);
    if (folder >= 0 && !ok)
        close(folder);
    ok = ok && add_names(folder, &names, why);
    if (ok)
        rotated_names(name, text_get(&names), out);
    text_release(&around);
    text_release(&names);
    return ok;
}

bool world_real_list(const char *root, const char *path, struct text *out, struct text *why)
{
    struct text ignored = {0};
    int folder = beneath_open_folder(root, path, why);
    if (folder >= 0)
        return add_names(folder, out, why);
    bool ok = add_rotated(root, path, out, &ignored);
    text_release(&ignored);
    if (ok)
        text_clear(why);
    return ok;
}

static bool real_list(void *self, const char *path, struct text *out, struct text *why)
{
    (void)self;
    return world_real_list("/", path, out, why);
}

static bool real_http(void *self, const struct world_request *what, struct world_response *out,
                      struct text *why)
{
    (void)self;
    return http_fetch(what, out, why);
}

static int64_t real_now(void *self)
{
    (void)self;
    return time_now_ms();
}

struct world world_real(void)
{
    return (struct world){.run = world_real_run,
                          .open = real_open,
                          .list = real_list,
                          .http = real_http,
                          .host = world_real_host,
                          .now_ms = real_now};
}
