#include <string.h>
#include <strings.h>

#include "clues/log_head.h"

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

enum log_level log_level_of(const char *word, size_t len)
{
    static const struct {
        const char *name;
        enum log_level level;
    } names[] = {
        {"info", LOG_LEVEL_INFO},        {"error", LOG_LEVEL_ERROR},
        {"warn", LOG_LEVEL_WARN},        {"warning", LOG_LEVEL_WARN},
        {"debug", LOG_LEVEL_DEBUG},      {"notice", LOG_LEVEL_INFO},
        {"fatal", LOG_LEVEL_FATAL},      {"trace", LOG_LEVEL_DEBUG},
        {"err", LOG_LEVEL_ERROR},        {"crit", LOG_LEVEL_FATAL},
        {"critical", LOG_LEVEL_FATAL},   {"alert", LOG_LEVEL_FATAL},
        {"emerg", LOG_LEVEL_FATAL},      {"panic", LOG_LEVEL_FATAL},
        {"severe", LOG_LEVEL_ERROR},     {"failure", LOG_LEVEL_ERROR},
        {"note", LOG_LEVEL_INFO},        {"log", LOG_LEVEL_INFO},
        {"fine", LOG_LEVEL_DEBUG},       {"verbose", LOG_LEVEL_DEBUG},
        {"information", LOG_LEVEL_INFO}, {"emergency", LOG_LEVEL_FATAL},
    };
    if (len < 3 || len > 11)
        return LOG_LEVEL_NONE;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i].name) == len && strncasecmp(names[i].name, word, len) == 0)
            return names[i].level;
    return LOG_LEVEL_NONE;
}

/* "=0", ": 0", "(0)" behind the word say that there was none. */
static bool none_follows(const char *s, const char *end)
{
    while (s < end && ((*s >= 'a' && *s <= 'z') || *s == '_'))
        s++;
    while (s < end && memchr("=:( \"", *s, 5))
        s++;
    return s < end && *s == '0' && (s + 1 >= end || !(is_word(s[1]) || s[1] == '.'));
}

static bool none_precedes(const char *from, const char *at)
{
    static const char *const words[] = {"no ", "0 ", "without ", "not ", "zero ", "any "};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = strlen(words[i]);
        if ((size_t)(at - from) >= n && strncasecmp(at - n, words[i], n) == 0 &&
            ((size_t)(at - from) == n || !is_word(at[-(ptrdiff_t)n - 1])))
            return true;
    }
    return false;
}

/* Beginnings of words. "Error" may also end one: NullPointerException, TypeError. */
static bool word_of_error(const char *s, const char *end, size_t *len)
{
    static const char *const words[] = {
        "error", "fail",      "fatal",     "panic",     "exception", "critical",
        "emerg", "refused",   "timed out", "denied",    "segfault",  "abort",
        "crash", "unable to", "cannot ",   "could not", "traceback"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        *len = strlen(words[i]);
        if ((size_t)(end - s) >= *len && strncasecmp(s, words[i], *len) == 0)
            return true;
    }
    return false;
}

static bool words_tell(const char *from, const char *end)
{
    for (const char *s = from; s < end; s++) {
        size_t len;
        bool starts = s == from || !is_word(s[-1]) || (*s >= 'A' && *s <= 'Z');
        if (!starts || !memchr("efpcrtdsauEFPCRTDSAU", *s, 20) || !word_of_error(s, end, &len))
            continue;
        if (!none_precedes(from, s) && !none_follows(s + len, end))
            return true;
    }
    return false;
}

bool log_head_tells_error(const struct log_head *h)
{
    if (h->request)
        return h->message.len > 3 && h->message.at[h->message.len - 3] == '5';
    if (h->level != LOG_LEVEL_NONE)
        return h->level >= LOG_LEVEL_ERROR;
    return words_tell(h->message.at, h->message.at + h->message.len);
}
