#include "clues/log_variable.h"

#include <stdint.h>
#include <string.h>

#define LIST_HOLDS(list, s, n) holds((list), sizeof(list) / sizeof *(list), (s), (n))

enum { OTHER, LETTER, DIGIT };

static const uint8_t classes[256] = {
    ['0' ... '9'] = DIGIT, ['a' ... 'z'] = LETTER, ['A' ... 'Z'] = LETTER,
    ['_'] = LETTER,        [128 ... 255] = LETTER,
};

static bool holds(const char *const *list, size_t count, const char *s, size_t n)
{
    for (size_t i = 0; i < count; i++)
        if (list[i][0] == *s && strlen(list[i]) == n && memcmp(list[i], s, n) == 0)
            return true;
    return false;
}

size_t log_variable_name_len(const char *s, const char *end)
{
    const char *at = s;
    while (at < end && classes[(uint8_t)*at] != OTHER)
        at++;
    return (size_t)(at - s);
}

static bool is_hex(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!memchr("0123456789abcdefABCDEF", s[i], 22))
            return false;
    return true;
}

/* Names of things that have a digit, and codes of errors, as AH00128 and E11000. */
static bool is_fixed(const char *s, size_t n, size_t letters)
{
    static const char *const names[] = {
        "ssh2",   "ipv4",   "ipv6", "http2", "md5",    "sha1",  "sha256", "sha512", "utf8",
        "s3",     "ec2",    "x509", "log4j", "oauth2", "k8s",   "IPv4",   "IPv6",   "HTTP2",
        "base64", "x86_64", "i386", "i686",  "amd64",  "arm64", "v1",     "v2",     "v3",
        "ext2",   "ext3",   "ext4", "tls1",  "UTF8",   "MD5",   "SHA1",   "SHA256", "L1",
        "L2",     "L3",     "mp3",  "mp4",   "h2"};
    if (n <= 6 && LIST_HOLDS(names, s, n))
        return true;
    if (letters < 1 || letters > 4 || n - letters < 3 || n - letters > 6)
        return false;
    for (size_t i = 0; i < letters; i++)
        if (s[i] < 'A' || s[i] > 'Z')
            return false;
    for (size_t i = letters; i < n; i++)
        if (classes[(uint8_t)s[i]] != DIGIT)
            return false;
    return true;
}

enum log_variable log_variable_name(const char *s, size_t len, bool after_value, size_t *kept)
{
    size_t letters = 0, digits = 0;
    *kept = 0;
    while (letters < len && classes[(uint8_t)s[letters]] == LETTER)
        letters++;
    if (letters == len)
        return after_value && len >= 4 && len <= 12 && is_hex(s, len) ? LOG_VARIABLE_YES
                                                                      : LOG_VARIABLE_NO;
    if (!letters)
        return LOG_VARIABLE_YES;
    for (size_t i = letters; i < len; i++)
        digits += classes[(uint8_t)s[i]] == DIGIT;
    if (is_fixed(s, len, letters))
        return LOG_VARIABLE_NO;
    if (after_value && is_hex(s, len))
        return LOG_VARIABLE_YES;
    if (digits == 1 && letters >= 2 && classes[(uint8_t)s[len - 1]] == LETTER)
        return LOG_VARIABLE_NO; /* jk2_init */
    if (letters > 1 && s[letters - 1] == '_')
        *kept = letters; /* blk_1, attempt_1_2 */
    else if (letters + digits == len && letters >= 2 && !(is_hex(s, len) && len >= 6))
        *kept = letters; /* node7 */
    return LOG_VARIABLE_YES;
}

size_t log_variable_mail(const char *s, const char *end)
{
    const char *at = s;
    while (at < end && (classes[(uint8_t)*at] || memchr(".+-%", *at, 4)))
        at++;
    if (at == s || at >= end || *at != '@')
        return 0;
    const char *host = ++at;
    bool dotted = false;
    for (; at < end && (classes[(uint8_t)*at] || *at == '-' || *at == '.'); at++)
        dotted = dotted || *at == '.';
    while (at > host && at[-1] == '.')
        at--;
    return dotted && at > host ? (size_t)(at - s) : 0;
}

/* Two labels or more in small letters, of which the last is known to end names of hosts. */
size_t log_variable_host(const char *s, const char *end)
{
    static const char *const last[] = {
        "com", "net", "org", "edu", "gov", "mil",   "int",      "info", "biz",        "de",
        "uk",  "fr",  "nl",  "jp",  "cn",  "hk",    "kr",       "tw",   "br",         "ru",
        "es",  "ch",  "au",  "ca",  "lan", "local", "internal", "arpa", "localdomain"};
    const char *at = s, *label = s;
    bool dotted = false;
    for (; at < end; at++) {
        if (*at == '.') {
            dotted = true;
            label = at + 1;
        } else if (!((*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9') || *at == '-'))
            break;
    }
    if (!dotted || (at < end && classes[(uint8_t)*at]))
        return 0;
    if (label == at) { /* a full stop behind the name */
        at--;
        for (label = at; label > s && label[-1] != '.';)
            label--;
    }
    if (label == s || !LIST_HOLDS(last, label, (size_t)(at - label)))
        return 0;
    return (size_t)(at - s);
}

/* "Sat Jul", "Jul  9": words of dates, where another or a day follows. */
size_t log_variable_day(const char *s, const char *end)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    if (end - s < 5 || *s < 'A' || *s > 'Z' || s[3] != ' ')
        return 0;
    bool day = LIST_HOLDS(days, s, 3);
    if (!day && !LIST_HOLDS(months, s, 3))
        return 0;
    const char *next = s + 4;
    while (next < end && *next == ' ')
        next++;
    if (next < end && classes[(uint8_t)*next] == DIGIT)
        return 3;
    return day && end - next >= 4 && LIST_HOLDS(months, next, 3) ? 3 : 0;
}

bool log_variable_key(const char *key, size_t len)
{
    static const char *const keys[] = {
        "rhost", "host",    "hostname", "ip",      "addr",  "client",  "id",         "uid",
        "email", "session", "trace_id", "traceId", "trace", "span_id", "request_id", "requestId"};
    return len && LIST_HOLDS(keys, key, len);
}

bool log_variable_follows(const char *word, size_t len)
{
    static const char *const words[] = {
        "user",   "for",      "from",    "host",      "by",       "file",   "named",   "called",
        "client", "server",   "device",  "interface", "service",  "unit",   "job",     "queue",
        "table",  "database", "account", "session",   "customer", "topic",  "bucket",  "container",
        "pod",    "node",     "domain",  "name",      "id",       "volume", "package", "User"};
    return len && LIST_HOLDS(words, word, len);
}
