#include "clues/log_head_fields.h"

#include <string.h>

#include "clues/log_json.h"

static const char *const message_keys[] = {"msg",           "message", "log",  "MESSAGE",
                                           "event",         "error",   "text", "@m",
                                           "short_message", "@mt",     NULL};
static const char *const level_keys[] = {"level",    "severity",  "lvl",      "log.level",
                                         "PRIORITY", "levelname", "loglevel", "log_level",
                                         "@l",       "s",         NULL};
static const char *const host_keys[] = {"hostname", "host.name", "host", "_HOSTNAME", NULL};

enum log_level log_level_of_priority(int priority)
{
    if (priority <= 2)
        return LOG_LEVEL_FATAL;
    return priority == 3   ? LOG_LEVEL_ERROR
           : priority == 4 ? LOG_LEVEL_WARN
           : priority < 7  ? LOG_LEVEL_INFO
                           : LOG_LEVEL_DEBUG;
}

/* Pino and bunyan count in tens from 10, syslog and journald down from 7. */
static enum log_level level_of_number(const char *s, size_t len)
{
    int n = 0;
    for (size_t i = 0; i < len && i < 3; i++) {
        if (s[i] < '0' || s[i] > '9')
            return LOG_LEVEL_NONE;
        n = n * 10 + (s[i] - '0');
    }
    if (n < 8)
        return log_level_of_priority(n);
    return n >= 60   ? LOG_LEVEL_FATAL
           : n >= 50 ? LOG_LEVEL_ERROR
           : n >= 40 ? LOG_LEVEL_WARN
           : n >= 30 ? LOG_LEVEL_INFO
                     : LOG_LEVEL_DEBUG;
}

static enum log_level level_of_value(const char *s, size_t len)
{
    if (len == 1 && *s && strchr("IWEFD", *s)) /* MongoDB's */
        return *s == 'I'   ? LOG_LEVEL_INFO
               : *s == 'W' ? LOG_LEVEL_WARN
               : *s == 'E' ? LOG_LEVEL_ERROR
               : *s == 'F' ? LOG_LEVEL_FATAL
                           : LOG_LEVEL_DEBUG;
    if (len && *s >= '0' && *s <= '9')
        return level_of_number(s, len);
    return log_level_of(s, len);
}

bool log_head_json(const char *line, size_t len, struct log_head *h)
{
    struct log_field f;
    size_t at = 0;
    if (!log_json_next(line, len, &at, &f))
        return false;
    if (log_json_any(line, len, level_keys, &f))
        h->level = level_of_value(f.value, f.value_len);
    if (log_json_any(line, len, host_keys, &f) && f.text)
        h->host = (struct log_span){f.value, f.value_len};
    h->message = (struct log_span){line, len};
    if (log_json_any(line, len, message_keys, &f)) {
        const char *more = memmem(f.value, f.value_len, "\\n", 2);
        h->message = (struct log_span){f.value, more ? (size_t)(more - f.value) : f.value_len};
    }
    return true;
}

bool log_head_value(const char *line, size_t len, const char *key, struct log_span *value)
{
    const char *end = line + len;
    size_t n = strlen(key);
    for (const char *s = line; (s = memmem(s, (size_t)(end - s), key, n)); s += n) {
        if ((s > line && s[-1] != ' ' && s[-1] != '\t') || s + n >= end || s[n] != '=')
            continue;
        s += n + 1;
        char close = s < end && *s == '"' ? *s++ : ' ';
        const char *last = s;
        while (last < end && *last != close)
            last += *last == '\\' && last + 1 < end ? 2 : 1;
        *value = (struct log_span){s, (size_t)(last - s)};
        return true;
    }
    return false;
}

bool log_head_logfmt(const char *line, size_t len, struct log_head *h)
{
    struct log_span value;
    if (!log_head_value(line, len, "msg", &h->message) || !h->message.len)
        return false;
    if (log_head_value(line, len, "level", &value) || log_head_value(line, len, "lvl", &value))
        h->level = level_of_value(value.at, value.len);
    else if (!h->timed || !h->stamp.from)
        return false;
    if (log_head_value(line, len, "host", &value))
        h->host = value;
    return true;
}

bool log_head_request(const char *line, size_t len, struct log_head *h)
{
    const char *end = line + len, *open = line + h->stamp.to;
    if (end - open < 8 || memcmp(open, "] \"", 3) != 0)
        return false;
    const char *request = open + 3, *close = request;
    while ((close = memchr(close, '"', (size_t)(end - close))) && close[-1] == '\\')
        close++;
    if (!close || end - close < 5 || close[1] != ' ')
        return false;
    for (int i = 2; i < 5; i++)
        if (close[i] < '0' || close[i] > '9')
            return false;
    h->request = true;
    h->message = (struct log_span){request, (size_t)(close + 5 - request)};
    return true;
}
