#include "clues/log_bisect.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clues/log_time.h"

#define WORTH_IT (1 << 20) /* bytes */
#define NEAR (64 << 10)    /* bytes: then reading is as good as searching on */
#define SPREAD 8           /* places, one after another, that are looked at first */
#define FEW 4096           /* bytes that are read at a place, more where no time is in them */

struct place {
    off_t line;     /* where the first line with a time begins */
    int64_t latest; /* of the lines there, so that one that was late does not count */
};

struct search {
    int fd;
    char *room;
    const struct log_filter *filter;
    off_t from, end;
};

/* Times of whole lines. */
static bool see_lines(const struct search *s, off_t at, size_t len, bool at_start, struct place *p)
{
    const char *line = s->room, *end = s->room + len, *newline;
    bool found = false;
    if (!at_start) {
        newline = memchr(line, '\n', len);
        line = newline ? newline + 1 : end;
    }
    for (; (newline = memchr(line, '\n', (size_t)(end - line))); line = newline + 1) {
        int64_t ms;
        if (!log_time(line, (size_t)(newline - line), s->filter->now_ms, &ms))
            continue;
        if (!found)
            *p = (struct place){at + (line - s->room), ms};
        p->latest = ms > p->latest ? ms : p->latest;
        found = true;
    }
    return found;
}

static bool look(const struct search *s, off_t at, struct place *p)
{
    for (size_t want = FEW; want <= LOG_BISECT_ROOM; want *= 8) {
        ssize_t got = pread(s->fd, s->room, want, at);
        if (got <= 0)
            return false;
        if (see_lines(s, at, (size_t)got, at == s->from, p))
            return true;
    }
    return false;
}

static bool in_order(int64_t earlier, int64_t later)
{
    return earlier <= later || earlier - later <= LOG_LATE_MS;
}

static bool before(const struct search *s, const struct place *p)
{
    return s->filter->since_ms != INT64_MIN && p->latest < s->filter->since_ms - LOG_EARLY_MS;
}

/* Between a place before the window and one that is not. */
static bool narrow(const struct search *s, struct place low, struct place high, off_t *start)
{
    off_t to = high.line;
    while (to - low.line > NEAR) {
        off_t middle = low.line + (to - low.line) / 2;
        struct place p;
        if (!look(s, middle, &p) || !in_order(low.latest, p.latest) ||
            !in_order(p.latest, high.latest))
            return false;
        if (before(s, &p)) {
            if (p.line >= to)
                break;
            low = p;
        } else {
            to = middle;
        }
    }
    *start = low.line;
    return true;
}

/* At places over the whole file; the last is near its end. */
static bool spread(const struct search *s, struct place places[SPREAD + 1])
{
    for (int i = 0; i <= SPREAD; i++) {
        off_t at = s->from + (s->end - NEAR - s->from) / SPREAD * i;
        if (!look(s, at, &places[i]))
            return false;
        for (int k = 0; k < i; k++)
            if (!in_order(places[k].latest, places[i].latest))
                return false;
    }
    return true;
}

bool log_bisect(int fd, char *room, const struct log_filter *f, off_t *start)
{
    struct stat file;
    struct search s = {fd, room, f, lseek(fd, 0, SEEK_CUR), 0};
    struct place places[SPREAD + 1];
    if (s.from < 0 || fstat(fd, &file) != 0 || !S_ISREG(file.st_mode) ||
        file.st_size - s.from < WORTH_IT)
        return false;
    s.end = file.st_size;
    if (!spread(&s, places))
        return false;
    int low = SPREAD;
    while (low >= 0 && !before(&s, &places[low]))
        low--;
    *start = low < 0 ? s.from : places[low].line;
    return low < 0 || low == SPREAD || narrow(&s, places[low], places[low + 1], start);
}
