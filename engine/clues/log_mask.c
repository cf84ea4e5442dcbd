#include "clues/log_mask.h"

#include <string.h>

#include "clues/log_variable.h"

#define MESSAGE_MAX 1024 /* bytes that are looked at */
#define QUOTED_MAX 200
#define ANY "<*>"
#define ANY_LEN 3

/* What joins two variables to one: 10.0.0.1:80, 12:30:01,5, 2026/09/14. */
static bool joins(char c)
{
    return c && strchr(".:-/,+@#~", c);
}

struct mask {
    const char *start, *at, *end; /* of the message */
    struct log_masked *m;
    size_t word_from; /* in the masked text */
    size_t any_end;   /* behind the word's last `<*>`; 0: none */
    bool letters;     /* the word has something that is not masked */
    bool mails, request;
};

static void put(struct mask *k, const char *s, size_t n)
{
    struct log_masked *m = k->m;
    if (m->len + n > LOG_MASKED_MAX)
        n = LOG_MASKED_MAX - m->len;
    memcpy(m->text + m->len, s, n);
    m->len += n;
}

static void put_any(struct mask *k)
{
    struct log_masked *m = k->m;
    if (k->any_end && m->len == k->any_end)
        return;
    if (k->any_end && m->len == k->any_end + 1 && joins(m->text[m->len - 1])) {
        m->len = k->any_end;
        return;
    }
    put(k, ANY, ANY_LEN);
    k->any_end = m->len;
}

static uint64_t hash_of(const char *s, size_t n)
{
    uint64_t h = UINT64_C(0x9e3779b97f4a7c15) ^ n, part;
    for (; n >= 8; s += 8, n -= 8) {
        memcpy(&part, s, 8);
        h = (h ^ part) * UINT64_C(0xff51afd7ed558ccd);
        h ^= h >> 32;
    }
    part = 0;
    memcpy(&part, s, n);
    h = (h ^ part) * UINT64_C(0xc4ceb9fe1a85ec53);
    h ^= h >> 29;
    return h | 2; /* never LOG_WORD_ANY */
}

/* The word is done. One that is variable and like the one before goes: a list has any length. */
static void end_word(struct mask *k)
{
    struct log_masked *m = k->m;
    size_t len = m->len - k->word_from;
    if (!len)
        return;
    struct log_word w = {.hash = hash_of(m->text + k->word_from, len),
                         .from = (uint16_t)k->word_from,
                         .len = (uint16_t)len,
                         .variable = k->any_end && !k->letters};
    struct log_word *before = m->count ? &m->words[m->count - 1] : NULL;
    if (w.variable && before && before->hash == w.hash) {
        m->len = k->word_from;
    } else if (m->count < LOG_WORDS_MAX) {
        m->words[m->count++] = w;
        m->hash = (m->hash ^ w.hash) * UINT64_C(0x9e3779b97f4a7c15);
        m->hash ^= m->hash >> 31;
    }
    k->word_from = m->len;
    k->any_end = 0;
    k->letters = false;
}

/* A word's letters and digits: some stay, some become `<*>`. */
static void take_name(struct mask *k)
{
    const char *s = k->at, *before = s > k->start ? s - 1 : s;
    size_t whole = k->mails ? log_variable_mail(s, k->end) : 0;
    if (!whole)
        whole = log_variable_host(s, k->end);
    if (!whole)
        whole = log_variable_day(s, k->end);
    if (whole) {
        put_any(k);
        k->at = s + whole;
        return;
    }
    size_t n = log_variable_name_len(s, k->end), kept = n;
    bool after_any = k->any_end && k->m->len == k->any_end + 1 && *before == '-';
    enum log_variable kind = log_variable_name(s, n, after_any, &kept);
    k->at = s + n;
    if (kind == LOG_VARIABLE_NO) {
        put(k, s, n);
        k->letters = true;
        return;
    }
    if (kept) {
        put(k, s, kept);
        k->letters = true;
    }
    put_any(k);
}

/* A sign before a number belongs to it: =-5, blk_-16. */
static bool take_sign(struct mask *k)
{
    const char *s = k->at;
    if (*s != '-' || s + 1 >= k->end || s[1] < '0' || s[1] > '9' ||
        (s > k->start && !memchr(" =:([,_", s[-1], 7)))
        return false;
    k->at++;
    return true;
}

static const char *const methods[] = {"GET ",  "POST ",  "PUT ",    "DELETE ",
                                      "HEAD ", "PATCH ", "OPTIONS "};

static size_t method_at(const char *s, const char *end)
{
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        size_t n = strlen(methods[i]);
        if ((size_t)(end - s) > n && memcmp(s, methods[i], n) == 0)
            return n;
    }
    return 0;
}

/* One word in quotes is a value; a request in quotes keeps its method. Other quotes say something.
 */
static bool take_quoted(struct mask *k)
{
    const char *s = k->at, quote = *s;
    if (quote == '\'' && s > k->start && log_variable_name_len(s - 1, s))
        return false;
    size_t left = (size_t)(k->end - s - 1);
    const char *close = memchr(s + 1, quote, left < QUOTED_MAX ? left : QUOTED_MAX);
    if (!close || close == s + 1)
        return false;
    size_t method = quote == '"' ? method_at(s + 1, close) : 0;
    if (!method && memchr(s, ' ', (size_t)(close - s)))
        return false;
    const char *inside_end = close[-1] == '\\' ? close - 1 : close;
    put(k, s, 1 + method);
    k->letters = k->letters || method;
    k->any_end = 0;
    put_any(k);
    put(k, inside_end, (size_t)(close + 1 - inside_end));
    k->at = close + 1;
    return true;
}

/* Behind host= and its like, whatever stands there. */
static void take_value(struct mask *k)
{
    const char *key = k->at;
    put(k, "=", 1);
    k->at++;
    while (key > k->start && log_variable_name_len(key - 1, key))
        key--;
    if (!log_variable_key(key, (size_t)(k->at - 1 - key)))
        return;
    const char *s = k->at;
    while (s < k->end && !memchr(" ,;)&\"'", *s, 7))
        s++;
    if (s > k->at)
        put_any(k);
    k->at = s;
}

/* "?a=1&b=2" of a request. */
static bool take_query(struct mask *k)
{
    if (!k->request || *k->at != '?')
        return false;
    const char *blank = memchr(k->at, ' ', (size_t)(k->end - k->at));
    k->at = blank ? blank : k->end;
    put(k, "?", 1);
    put_any(k);
    return true;
}

static void mask_all(struct mask *k)
{
    while (k->at < k->end && k->m->count < LOG_WORDS_MAX) {
        char c = *k->at;
        if (c == ' ' || c == '\t') {
            end_word(k);
            k->at++;
        } else if (log_variable_name_len(k->at, k->at + 1)) {
            take_name(k);
        } else if ((c == '"' || c == '\'') && take_quoted(k)) {
            continue;
        } else if (c == '=') {
            take_value(k);
        } else if (!take_query(k) && !take_sign(k)) {
            put(k, k->at++, 1);
        }
    }
    end_word(k);
}

void log_mask(const char *message, size_t len, bool request, struct log_masked *m)
{
    struct mask k = {.start = message, .at = message, .m = m, .request = request};
    size_t status = 0;
    if (request && len > 4) { /* `"` and the status: it stays as it is */
        status = 3;
        const char *http = memmem(message, len, " HTTP/", 6);
        len = http ? (size_t)(http - message) : len - 5;
    }
    k.end = message + (len < MESSAGE_MAX ? len : MESSAGE_MAX);
    k.mails = memchr(message, '@', (size_t)(k.end - message)) != NULL;
    m->len = m->count = 0;
    m->hash = 0;
    mask_all(&k);
    if (status) {
        size_t past = 0;
        const char *close = memchr(message + len, '"', 64);
        past = close ? (size_t)(close - message) + 2 : len;
        put(&k, message + past, status);
        k.letters = true;
        end_word(&k);
    }
}
