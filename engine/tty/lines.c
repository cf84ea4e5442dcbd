#include "tty/lines.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"
#include "tty/signals.h"

struct lines {
    int fd;
    bool ended;
    size_t at, len; /* what is read and not yet handed out */
    char buffer[8192];
};

struct lines *lines_new(int fd)
{
    struct lines *l = mem_alloc(sizeof *l);
    l->fd = fd;
    return l;
}

void lines_free(struct lines *l)
{
    free(l);
}

enum prompt_result lines_interrupted(void)
{
    switch (signals_ended()) {
    case SIGINT:
        return PROMPT_INTERRUPTED;
    case SIGHUP:
        return PROMPT_HUNG_UP;
    case SIGTERM:
        return PROMPT_TERMINATED;
    default:
        return PROMPT_LINE;
    }
}

/* False at the end of input and when a signal came. */
static bool fill(struct lines *l)
{
    while (!l->ended && signals_wait(l->fd)) {
        ssize_t n = read(l->fd, l->buffer, sizeof l->buffer);
        if (n > 0) {
            l->at = 0;
            l->len = (size_t)n;
            return true;
        }
        l->ended = n == 0 || (errno != EINTR && errno != EAGAIN);
    }
    return false;
}

/* Moves buffered bytes up to and with the line feed; true when it was there. Bytes beyond the limit
 * are dropped, but for two by which judge() knows: one may be the CR of the line end. */
static bool take(struct lines *l, struct text *line)
{
    const char *from = l->buffer + l->at;
    const char *end = memchr(from, '\n', l->len - l->at);
    size_t n = end ? (size_t)(end - from) : l->len - l->at;
    size_t room = PROMPT_LINE_MAX + 2 - line->len;
    text_add_n(line, from, n < room ? n : room);
    l->at += n + (end != NULL);
    return end != NULL;
}

static enum prompt_result judge(struct text *t, char **line)
{
    if (t->len > 0 && t->at[t->len - 1] == '\r')
        t->at[--t->len] = '\0';
    if (t->len > PROMPT_LINE_MAX || memchr(text_get(t), '\0', t->len) ||
        !utf8_valid(text_get(t), t->len))
        return PROMPT_UNREADABLE;
    *line = text_take(t);
    return PROMPT_LINE;
}

enum prompt_result lines_read(struct lines *l, char **line)
{
    struct text t = {0};
    enum prompt_result result = lines_interrupted();
    bool whole = false, more = true;
    *line = NULL;
    while (result == PROMPT_LINE && !whole && more) {
        if (l->at < l->len)
            whole = take(l, &t);
        else
            more = fill(l);
        result = lines_interrupted();
    }
    if (result == PROMPT_LINE)
        result = whole || t.len > 0 ? judge(&t, line) : PROMPT_END;
    text_release(&t);
    return result;
}
