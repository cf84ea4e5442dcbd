#include "base/excerpt.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"

/* Not in the middle of a character. */
static size_t cut_at(const char *bytes, size_t most)
{
    size_t at = most;
    while (at > most - 4 && ((unsigned char)bytes[at] & 0xc0) == 0x80)
        at--;
    return at;
}

void excerpt_text(const char *bytes, size_t len, size_t whole, struct text *out)
{
    size_t kept = len > EXCERPT_MOST ? cut_at(bytes, EXCERPT_MOST) : len;
    for (size_t i = 0; i < kept;) {
        const char *nul = memchr(bytes + i, '\0', kept - i);
        size_t n = nul ? (size_t)(nul - bytes) - i : kept - i;
        text_add_n(out, bytes + i, n);
        text_add(out, nul ? "^@" : NULL);
        i += n + (nul != NULL);
    }
    if (!whole && len > kept)
        text_format(out, "\n[cut: only the first %zu bytes are kept]\n", kept);
    if (whole > kept)
        text_format(out, "\n[cut: the first %zu of %zu bytes are kept]\n", kept, whole);
}

static char *below_home(const char *path)
{
    const char *home = getenv("HOME");
    struct text t = {0};
    if (strncmp(path, "~/", 2) == 0 && home)
        text_format(&t, "%s/%s", home, path + 2);
    else
        text_add(&t, path);
    return text_take(&t);
}

bool excerpt_is_file(const char *path)
{
    struct stat st;
    char *own = below_home(path);
    bool is = stat(own, &st) == 0 && S_ISREG(st.st_mode);
    free(own);
    return is;
}

bool excerpt_read(int fd, size_t most, struct text *out)
{
    char buffer[16384];
    ssize_t n = 1;
    while (n > 0 && out->len <= most) {
        n = read(fd, buffer, sizeof buffer);
        if (n > 0)
            text_add_n(out, buffer, (size_t)n);
        else if (n < 0 && errno == EINTR)
            n = 1;
    }
    return n >= 0;
}

static bool keep_file(int fd, const char *path, struct text *out, struct text *why)
{
    struct stat st;
    struct text bytes = {0};
    bool ok = false;
    if (fstat(fd, &st) != 0)
        text_format(why, "%s cannot be read: %s", path, strerror(errno));
    else if (!S_ISREG(st.st_mode))
        text_format(why, "%s is no regular file", path);
    else if (!excerpt_read(fd, EXCERPT_MOST, &bytes))
        text_format(why, "%s cannot be read: %s", path, strerror(errno));
    else if (bytes.len == 0)
        text_format(why, "%s is empty", path);
    else
        ok = true;
    if (ok) {
        size_t size = st.st_size > 0 ? (size_t)st.st_size : 0;
        excerpt_text(bytes.at, bytes.len, size > bytes.len ? size : bytes.len, out);
    }
    text_release(&bytes);
    return ok;
}

bool excerpt_file(const char *path, struct text *out, struct text *why)
{
    char *own = below_home(path);
    int fd = open(own, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0)
        text_format(why, "%s cannot be read: %s", path, strerror(errno));
    bool ok = fd >= 0 && keep_file(fd, path, out, why);
    if (fd >= 0)
        close(fd);
    free(own);
    return ok;
}

void excerpt_size(const char *text, struct text *out)
{
    size_t bytes = strlen(text), lines = 0;
    for (const char *at = text; *at; lines++) {
        at += strcspn(at, "\n");
        at += *at == '\n';
    }
    text_format(out, "%zu line%s, ", lines, lines == 1 ? "" : "s");
    if (bytes < 1000)
        text_format(out, "%zu byte%s", bytes, bytes == 1 ? "" : "s");
    else
        text_format(out, "%.1f kB", (double)bytes / 1000);
}
