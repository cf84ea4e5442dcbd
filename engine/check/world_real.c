#include "check/world_real.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/time.h"
#include "check/beneath.h"
#include "check/http_fetch.h"

#define NAMES_MOST (1u << 20)

static int real_open(void *self, const char *path, struct text *why)
{
    (void)self;
    return beneath_open("/", path, why);
}

/* A name that could not stand on a line is passed over. */
bool world_real_names(int folder, struct text *out, struct text *why)
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

static bool real_list(void *self, const char *path, struct text *out, struct text *why)
{
    (void)self;
    int folder = beneath_open_folder("/", path, why);
    return folder >= 0 && world_real_names(folder, out, why);
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
