#include "clues/log_clock.h"

#include <string.h>

#include "clues/log_time.h"

#define AROUND " - - ["
#define ADDRESS_MAX 15

/* How long "203.0.113.7 - - [" is at the line's start, in which no time can stand; 0: it is not. */
static size_t web_head(const char *line, size_t len)
{
    size_t i = 0, dots = 0, around = strlen(AROUND);
    for (; i < len && i <= ADDRESS_MAX; i++) {
        if (line[i] == '.')
            dots++;
        else if (line[i] < '0' || line[i] > '9')
            break;
    }
    return dots == 3 && len - i > around && memcmp(line + i, AROUND, around) == 0 ? i + around : 0;
}

/* Whether what follows a time cannot belong to it: a zone, a year. */
static bool stands_alone(const char *behind)
{
    return (behind[0] == ' ' || behind[0] == ']') && !strchr("+-0123456789", behind[1]) &&
           !(behind[1] >= 'A' && behind[1] <= 'Z');
}

static void remember(struct log_clock *c, const char *line, size_t len, const struct log_stamp *st)
{
    size_t head = web_head(line, len);
    c->len = 0;
    c->ms = st->ms;
    c->web =
        head && st->form == LOG_FORM_WEB && st->from == head && len > st->to && line[st->to] == ']';
    size_t from = c->web ? st->from : 0, to = st->to + (c->web ? 1 : 2);
    if (to - from > LOG_CLOCK_SEEN || to > len || st->to == 0 ||
        (!c->web && (st->from != 0 || !stands_alone(line + st->to))))
        return;
    c->len = to - from;
    memcpy(c->seen, line + from, c->len);
}

bool log_clock_time(struct log_clock *c, const char *line, size_t len, int64_t now_ms, int64_t *ms)
{
    struct log_stamp st;
    size_t head = c->len && c->web ? web_head(line, len) : 0;
    if (c->len && len - head >= c->len && (head || !c->web) &&
        memcmp(line + head, c->seen, c->len) == 0) {
        *ms = c->ms;
        return true;
    }
    if (!log_stamp(line, len, now_ms, &st))
        return false;
    remember(c, line, len, &st);
    *ms = st.ms;
    return true;
}
