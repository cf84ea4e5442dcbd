#include "base/source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/mem.h"
#include "base/utf8.h"

static bool refuse(struct diags *ds, const char *path, const char *why)
{
    diag_environment(ds, "cannot read \"%s\": %s", path, why);
    return false;
}

static const char *not_a_file(mode_t mode)
{
    if (S_ISDIR(mode))
        return "it is a folder";
    if (S_ISFIFO(mode))
        return "it is a pipe, not a file";
    if (S_ISSOCK(mode))
        return "it is a socket, not a file";
    return "it is a device, not a file";
}

/* Non-blocking: opening a pipe must not wait for somebody to write into it. */
static int open_file(const char *path, struct stat *st, struct diags *ds)
{
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        refuse(ds, path, strerror(errno));
        return -1;
    }
    const char *why = NULL;
    if (fstat(fd, st) != 0)
        why = strerror(errno);
    else if (!S_ISREG(st->st_mode))
        why = not_a_file(st->st_mode);
    if (!why)
        return fd;
    refuse(ds, path, why);
    close(fd);
    return -1;
}

/* Reads to the end, whatever the size was said to be: a file may grow, and those of /proc say 0. */
static bool read_all(int fd, size_t expected, struct text *bytes, const char **why)
{
    size_t room = (expected < SOURCE_MAX ? expected : SOURCE_MAX) + 1;
    char *buffer = mem_resize(NULL, room);
    ssize_t got;
    for (;;) {
        got = read(fd, buffer, room);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        text_add_n(bytes, buffer, (size_t)got);
        if (bytes->len > SOURCE_MAX)
            break;
    }
    if (got < 0)
        *why = strerror(errno);
    else if (bytes->len > SOURCE_MAX)
        *why = "it is larger than 4 MB, the limit for a file";
    free(buffer);
    return !*why;
}

static struct source *make(const char *path, char *bytes, size_t len)
{
    struct source *s = mem_alloc(sizeof *s);
    s->path = mem_text(path);
    s->bytes = bytes;
    s->len = len;
    return s;
}

struct source *source_read(const char *path, struct diags *ds)
{
    struct stat st;
    int fd = open_file(path, &st, ds);
    if (fd < 0)
        return NULL;
    struct text bytes = {0};
    const char *why = NULL;
    bool ok = read_all(fd, (size_t)st.st_size, &bytes, &why);
    close(fd);
    if (!ok) {
        refuse(ds, path, why);
        text_release(&bytes);
        return NULL;
    }
    size_t len = bytes.len;
    return make(path, text_take(&bytes), len);
}

struct source *source_from(const char *path, const char *bytes, size_t len)
{
    return make(path, mem_text_n(bytes, len), len);
}

void source_free(struct source *s)
{
    if (!s)
        return;
    free(s->path);
    free(s->bytes);
    free(s);
}

static uint32_t count_chars(const char *s, size_t len)
{
    uint32_t count = 0, c;
    for (size_t i = 0; i < len; count++) {
        /* Most is ASCII, and a line may have megabytes. */
        size_t took = (unsigned char)s[i] < 0x80 ? 1 : utf8_read(s + i, len - i, &c);
        i += took ? took : 1;
    }
    return count;
}

/* A byte order mark belongs to no line: editors do not show it. */
static size_t after_bom(const struct source *s)
{
    return s->len >= 3 && memcmp(s->bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
}

struct place source_place(const struct source *s, size_t at)
{
    size_t start = after_bom(s);
    struct place p = {.line = 1, .column = 1};
    if (at > s->len)
        at = s->len;
    if (at < start)
        at = start;
    for (const char *lf; (lf = memchr(s->bytes + start, '\n', at - start)); p.line++)
        start = (size_t)(lf - s->bytes) + 1;
    const char *end = memchr(s->bytes + start, '\n', s->len - start);
    p.text = s->bytes + start;
    p.text_len = end ? (size_t)(end - p.text) : s->len - start;
    if (p.text_len && p.text[p.text_len - 1] == '\r')
        p.text_len--;
    p.column += count_chars(p.text, at - start);
    return p;
}
