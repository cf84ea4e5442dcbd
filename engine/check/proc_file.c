#include "check/proc_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

bool proc_file(const char *path, char *room, size_t cap, struct text *why)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    size_t len = 0;
    ssize_t n = fd < 0 ? -1 : 0;
    while (fd >= 0 && len < cap - 1 && (n = read(fd, room + len, cap - 1 - len)) > 0)
        len += (size_t)n;
    if (n < 0 && why)
        text_format(why, "%s: %s", path, strerror(errno));
    if (fd >= 0)
        close(fd);
    room[len] = '\0';
    return n >= 0;
}

bool proc_field(const char *file, const char *name, int64_t *value)
{
    size_t len = strlen(name);
    for (const char *line = file; line && *line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (strncmp(line, name, len) == 0) {
            char *end;
            *value = strtoll(line + len, &end, 10);
            return end != line + len;
        }
    }
    return false;
}
