#include "clues/log_peek.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "clues/log_time.h"
#include "clues/log_unpack.h"

#define PEEKED (64u << 10)

static size_t read_some(int fd, char *piece)
{
    struct log_unpack *u = log_unpack_new(fd);
    size_t len = 0;
    ssize_t got = 1;
    while (len < PEEKED && got > 0) {
        got =
            u ? log_unpack_read(u, piece + len, PEEKED - len) : read(fd, piece + len, PEEKED - len);
        len += got > 0 ? (size_t)got : 0;
    }
    log_unpack_free(u);
    lseek(fd, 0, SEEK_SET);
    return len;
}

bool log_peek(int fd, int64_t now_ms, int64_t *ms)
{
    char *piece = mem_alloc(PEEKED);
    const char *at = piece, *end = piece + read_some(fd, piece), *stop;
    bool found = false;
    for (; at < end && !found; at = stop + 1) {
        stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop ? stop : end;
        found = log_time(at, (size_t)(stop - at), now_ms, ms);
    }
    free(piece);
    return found;
}
