#include "check/mounts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysmacros.h>

#include "base/mem.h"

/* Blanks and the like are written \040 there. */
static char *unescaped(const char *s)
{
    char *made = mem_text(s), *to = made;
    for (; *s; s++) {
        if (s[0] == '\\' && s[1] >= '0' && s[1] <= '3' && s[2] >= '0' && s[2] <= '7' &&
            s[3] >= '0' && s[3] <= '7') {
            *to++ = (char)((s[1] - '0') * 64 + (s[2] - '0') * 8 + (s[3] - '0'));
            s += 3;
        } else {
            *to++ = *s;
        }
    }
    *to = '\0';
    return made;
}

static bool is_read_only(const char *options)
{
    return strcmp(options, "ro") == 0 || strncmp(options, "ro,", 3) == 0;
}

/* 36 35 98:0 /root /mnt rw,noatime master:1 - ext4 /dev/sda1 rw,errors=continue */
static bool read_line(const char *line, struct mount *mount)
{
    unsigned high, low;
    char path[4096], options[1024], type[64], source[4096], super[256] = "";
    const char *rest = strstr(line, " - ");
    if (!rest || sscanf(line, "%*u %*u %u:%u %*s %4095s %1023s", &high, &low, path, options) != 4 ||
        sscanf(rest, " - %63s %4095s %255s", type, source, super) < 2)
        return false;
    *mount = (struct mount){makedev(high, low), unescaped(path), mem_text(type), unescaped(source),
                            is_read_only(options) || is_read_only(super)};
    return true;
}

void mounts_read(struct mounts *m)
{
    char *line = NULL;
    size_t cap = 0;
    FILE *list = fopen("/proc/self/mountinfo", "re");
    while (list && getline(&line, &cap, list) > 0) {
        m->at = mem_grow(m->at, m->count, &m->cap, sizeof *m->at);
        m->count += read_line(line, &m->at[m->count]);
    }
    if (list)
        fclose(list);
    free(line);
}

void mounts_release(struct mounts *m)
{
    for (size_t i = 0; i < m->count; i++) {
        free(m->at[i].path);
        free(m->at[i].type);
        free(m->at[i].source);
    }
    free(m->at);
    *m = (struct mounts){0};
}

static bool lies_beneath(const char *path, const char *mount)
{
    size_t len = strcmp(mount, "/") == 0 ? 0 : strlen(mount);
    return strncmp(path, mount, len) == 0 && (path[len] == '/' || path[len] == '\0');
}

const struct mount *mounts_holder(const struct mounts *m, const char *path, dev_t device)
{
    const struct mount *found = NULL;
    for (size_t i = 0; i < m->count; i++) {
        const struct mount *one = &m->at[i];
        bool same = one->device == device, was_same = found && found->device == device;
        if (lies_beneath(path, one->path) && same >= was_same &&
            (same > was_same || !found || strlen(one->path) >= strlen(found->path)))
            found = one;
    }
    return found;
}

const struct mount *mounts_of_device(const struct mounts *m, const char *path, dev_t device)
{
    const struct mount *holder = mounts_holder(m, path, device);
    if (holder && (holder->device == device || strcmp(holder->type, "btrfs") == 0))
        return holder;
    for (size_t i = 0; i < m->count; i++)
        if (m->at[i].device == device)
            return &m->at[i];
    return NULL;
}
