#include "clues/log_server.h"

#include <string.h>

#include "clues/log_head_fields.h"
#include "clues/log_json.h"

static const char *const status_keys[] = {
    "status",          "status_code",    "statusCode",
    "http_status",     "response_code",  "http.response.status_code",
    "response.status", "res.statusCode", "http.status_code",
    "sc_status",       "httpStatus",     NULL};
static const char *const server_keys[] = {"kubernetes.pod_name",
                                          "kubernetes.pod.name",
                                          "pod",
                                          "pod_name",
                                          "container",
                                          "container_name",
                                          "instance",
                                          "server",
                                          "upstream_addr",
                                          "upstream",
                                          "hostname",
                                          "host.name",
                                          "node",
                                          "host",
                                          "_HOSTNAME",
                                          NULL};

const char *const log_server_words[] = {"nothing", "a field", "upstream", "the line's prefix",
                                        "the host"};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Three digits from 100 to 599, and then no other. */
static int status_at(const char *s, const char *end)
{
    if (end - s < 3 || *s < '1' || *s > '5' || !is_digit(s[1]) || !is_digit(s[2]) ||
        (end - s > 3 && is_digit(s[3])))
        return 0;
    return (s[0] - '0') * 100 + (s[1] - '0') * 10 + (s[2] - '0');
}

/* HAProxy's five times, "10/0/30/69/109": its end, and where it starts. */
static const char *five_times(const char *line, const char *end, const char **start)
{
    for (const char *s = line; s < end;) {
        const char *blank = memchr(s, ' ', (size_t)(end - s));
        if (!blank)
            return NULL;
        int slashes = 0;
        const char *c = s;
        for (; c < blank && (is_digit(*c) || memchr("/-+", *c, 3)); c++)
            slashes += *c == '/';
        if (c == blank && slashes == 4) {
            *start = s;
            return blank;
        }
        s = blank + 1;
    }
    return NULL;
}

/* `" 502 ` behind a request, squid's `TCP_MISS/502 `, `status: 502`. */
static int status_in_words(const char *line, const char *end)
{
    static const char *const before[] = {"\" ", "_MISS/", "_HIT/", "_DENIED/", "status: "};
    for (size_t i = 0; i < sizeof before / sizeof *before; i++) {
        size_t n = strlen(before[i]);
        for (const char *s = line; (s = memmem(s, (size_t)(end - s), before[i], n));) {
            s += n;
            int status = status_at(s, end);
            if (status && (end - s == 3 || s[3] == ' ' || s[3] == ','))
                return status;
        }
    }
    return 0;
}

int log_status(const char *line, size_t len, const struct log_head *head)
{
    struct log_field f;
    struct log_span value;
    const char *end = line + len, *start;
    if (head->request)
        return status_at(head->message.at + head->message.len - 3,
                         head->message.at + head->message.len);
    if (len && *line == '{')
        return log_json_any(line, len, status_keys, &f) ? status_at(f.value, f.value + f.value_len)
                                                        : 0;
    const char *times = five_times(line, end, &start);
    if (times && status_at(times + 1, end))
        return status_at(times + 1, end);
    for (size_t i = 0; i < 4; i++)
        if (log_head_value(line, len, status_keys[i], &value) && value.len == 3)
            return status_at(value.at, value.at + value.len);
    return status_in_words(line, end);
}

static struct log_span by_field(const char *line, size_t len)
{
    struct log_field f;
    struct log_span value;
    if (len && *line == '{') {
        if (log_json_any(line, len, server_keys, &f) && f.text)
            return (struct log_span){f.value, f.value_len};
        return (struct log_span){0};
    }
    if (!memchr(line, '=', len))
        return (struct log_span){0};
    for (size_t i = 2; server_keys[i]; i++) /* those without a dot */
        if (log_head_value(line, len, server_keys[i], &value) && value.len &&
            value.at + value.len <= line + len)
            return value;
    return (struct log_span){0};
}

/* A scheme and a path do not name the server. */
static struct log_span by_upstream(const char *line, size_t len)
{
    const char *end = line + len, *start;
    const char *s = memmem(line, len, "upstream: \"", 11);
    if (s) {
        s += 11;
        const char *close = memchr(s, '"', (size_t)(end - s));
        const char *host = close ? memmem(s, (size_t)(close - s), "://", 3) : NULL;
        if (!close)
            return (struct log_span){0};
        host = host ? host + 3 : s;
        const char *path = memchr(host, '/', (size_t)(close - host));
        bool is_socket = (size_t)(close - host) > 5 && memcmp(host, "unix:", 5) == 0;
        return (struct log_span){host, (size_t)((path && !is_socket ? path : close) - host)};
    }
    if (!five_times(line, end, &start) || start < line + 2)
        return (struct log_span){0};
    const char *last = start - 1, *from = last;
    while (from > line && from[-1] != ' ')
        from--;
    return memchr(from, '/', (size_t)(last - from)) ? (struct log_span){from, (size_t)(last - from)}
                                                    : (struct log_span){0};
}

static struct log_span by_prefix(const char *line, size_t len)
{
    const char *end = line + (len < 100 ? len : 100), *s = line;
    if (len > 5 && memcmp(line, "[pod/", 5) == 0) {
        const char *close = memchr(line, ']', (size_t)(end - line));
        const char *slash = memchr(line + 5, '/', (size_t)(end - line - 5));
        if (close)
            return (struct log_span){line + 5,
                                     (size_t)((slash && slash < close ? slash : close) - line - 5)};
    }
    while (s < end && *s != ' ' && *s != '|')
        s++;
    size_t n = (size_t)(s - line);
    while (s < end && *s == ' ')
        s++;
    return n && end - s > 1 && s[0] == '|' && s[1] == ' ' ? (struct log_span){line, n}
                                                          : (struct log_span){0};
}

struct log_span log_server(const char *line, size_t len, const struct log_head *head,
                           enum log_server_by *by)
{
    for (enum log_server_by i = LOG_SERVER_FIELD; i <= LOG_SERVER_HOST; i++) {
        if (*by && *by != i)
            continue;
        struct log_span found = i == LOG_SERVER_FIELD      ? by_field(line, len)
                                : i == LOG_SERVER_UPSTREAM ? by_upstream(line, len)
                                : i == LOG_SERVER_PREFIX   ? by_prefix(line, len)
                                                           : head->host;
        if (found.len) {
            *by = i;
            return found;
        }
    }
    return (struct log_span){0};
}
