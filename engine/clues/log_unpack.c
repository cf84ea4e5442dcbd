#include "clues/log_unpack.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include "base/mem.h"

#define PACKED (64u << 10)
#define ZSTD_WINDOW_LOG 23
#define GZIP_WINDOW (15 + 16) /* of 32 KiB, and gzip's head in front */

enum pack { PACK_GZIP, PACK_ZSTD, PACK_OTHER };

struct log_unpack {
    int fd;
    enum pack pack;
    bool ended;    /* nothing is left to read */
    bool complete; /* no member or frame is open */
    const char *why;
    size_t from, to;
    z_stream gzip;
    ZSTD_DStream *zstd;
    char packed[PACKED];
};

static const struct {
    const char *magic;
    size_t len;
    enum pack pack;
    const char *why;
} packs[] = {
    {"\x1f\x8b\x08", 3, PACK_GZIP, NULL},
    {"\x28\xb5\x2f\xfd", 4, PACK_ZSTD, NULL},
    {"\xfd\x37zXZ", 6, PACK_OTHER, "it is packed by xz, of which nothing is known here"},
    {"BZh", 3, PACK_OTHER, "it is packed by bzip2, of which nothing is known here"},
    {"PK\x03\x04", 4, PACK_OTHER, "it is packed by zip, of which nothing is known here"},
};

static void start(struct log_unpack *u)
{
    if (u->pack == PACK_GZIP && inflateInit2(&u->gzip, GZIP_WINDOW) != Z_OK)
        mem_out();
    if (u->pack != PACK_ZSTD)
        return;
    u->zstd = ZSTD_createDStream();
    if (!u->zstd)
        mem_out();
    ZSTD_DCtx_setParameter(u->zstd, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG);
}

struct log_unpack *log_unpack_new(int fd)
{
    char head[8];
    off_t at = lseek(fd, 0, SEEK_CUR);
    ssize_t got = at < 0 ? -1 : pread(fd, head, sizeof head, at);
    for (size_t i = 0; i < sizeof packs / sizeof *packs; i++) {
        if (got < (ssize_t)packs[i].len || memcmp(head, packs[i].magic, packs[i].len) != 0)
            continue;
        struct log_unpack *u = mem_alloc(sizeof *u);
        u->fd = fd;
        u->pack = packs[i].pack;
        u->why = packs[i].why;
        start(u);
        return u;
    }
    return NULL;
}

void log_unpack_free(struct log_unpack *u)
{
    if (!u)
        return;
    if (u->pack == PACK_GZIP)
        inflateEnd(&u->gzip);
    ZSTD_freeDStream(u->zstd);
    free(u);
}

const char *log_unpack_why(const struct log_unpack *u)
{
    return u->why;
}

static void fill(struct log_unpack *u)
{
    ssize_t got;
    if (u->from < u->to || u->ended)
        return;
    do
        got = read(u->fd, u->packed, PACKED);
    while (got < 0 && errno == EINTR);
    if (got < 0)
        u->why = strerror(errno);
    u->ended = got <= 0;
    u->from = 0;
    u->to = got > 0 ? (size_t)got : 0;
}

/* Behind a member: another, or zeros, which fill up a tape's block. False where neither comes. */
static bool next_member(struct log_unpack *u)
{
    while (u->from < u->to && !u->packed[u->from])
        u->from++;
    if (u->from == u->to)
        return true;
    u->complete = false;
    return (unsigned char)u->packed[u->from] == 0x1f && inflateReset(&u->gzip) == Z_OK;
}

static size_t inflate_some(struct log_unpack *u, char *out, size_t size)
{
    z_stream *z = &u->gzip;
    if (u->complete && !next_member(u)) {
        u->why = "what stands behind its gzip data is none";
        return 0;
    }
    z->next_in = (unsigned char *)u->packed + u->from;
    z->avail_in = (unsigned)(u->to - u->from);
    z->next_out = (unsigned char *)out;
    z->avail_out = (unsigned)size;
    int r = u->complete ? Z_OK : inflate(z, Z_NO_FLUSH);
    u->from = u->to - z->avail_in;
    u->complete = u->complete || r == Z_STREAM_END;
    if (r != Z_OK && r != Z_STREAM_END && r != Z_BUF_ERROR)
        u->why = "its gzip data is damaged";
    return size - z->avail_out;
}

static size_t decompress_some(struct log_unpack *u, char *out, size_t size)
{
    ZSTD_inBuffer in = {u->packed, u->to, u->from};
    ZSTD_outBuffer to = {out, size, 0};
    size_t r = ZSTD_decompressStream(u->zstd, &to, &in);
    u->from = in.pos;
    u->complete = r == 0;
    if (ZSTD_isError(r))
        u->why = ZSTD_getErrorCode(r) == ZSTD_error_frameParameter_windowTooLarge
                     ? "it was packed by zstd with a window of more than 8 MiB"
                     : "its zstd data is damaged";
    return to.pos;
}

ssize_t log_unpack_read(struct log_unpack *u, char *out, size_t size)
{
    size_t got = 0;
    while (!got && !u->why) {
        fill(u);
        if (u->ended && u->complete)
            return 0;
        got = u->pack == PACK_GZIP ? inflate_some(u, out, size) : decompress_some(u, out, size);
        if (!got && u->ended && !u->complete && !u->why)
            u->why = u->pack == PACK_GZIP ? "its gzip data ends too soon"
                                          : "its zstd data ends too soon";
    }
    return got ? (ssize_t)got : -1;
}
