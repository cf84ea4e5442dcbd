#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "core/redact_inside.h"

static const char STANDARD[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char FOR_URLS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static unsigned bit_at(const char *s, size_t bit)
{
    return (unsigned char)s[bit / 8] >> (7 - bit % 8) & 1;
}

/* Of base64 with `before` bytes in front: the digits that all six bits of are the secret's. */
static void add_base64(struct needles *n, const char *value, size_t before, const char *alphabet)
{
    size_t bits = 8 * strlen(value), first = (6 - 8 * before % 6) % 6;
    struct needle *one = &n->at[n->count];
    *one = (struct needle){mem_alloc(bits / 6 + 1), 0, true, (bits - first) % 6 != 0};
    for (size_t bit = first; bit + 6 <= bits; bit += 6) {
        unsigned digit = 0;
        for (size_t i = 0; i < 6; i++)
            digit = digit << 1 | bit_at(value, bit + i);
        one->bytes[one->len++] = alphabet[digit];
    }
    n->count++;
}

void needles_make(struct needles *n, const char *value)
{
    n->at[0] = (struct needle){mem_text(value), strlen(value), false, false};
    n->count = 1;
    for (size_t before = 0; before < 3; before++) {
        add_base64(n, value, before, STANDARD);
        if (memchr(n->at[n->count - 1].bytes, '+', n->at[n->count - 1].len) ||
            memchr(n->at[n->count - 1].bytes, '/', n->at[n->count - 1].len))
            add_base64(n, value, before, FOR_URLS);
    }
}

void needles_release(struct needles *n)
{
    for (size_t i = 0; i < n->count; i++) {
        explicit_bzero(n->at[i].bytes, n->at[i].len);
        free(n->at[i].bytes);
    }
    n->count = 0;
}

static int hex(char c)
{
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    const char *at = c ? strchr(digits, c) : NULL;
    return at ? (int)(at - digits) % 16 : -1;
}

/* `digits` hex digits at `s`. False where they are none; `*more`: the text ends in them. */
static bool read_hex(const char *s, size_t len, size_t digits, uint32_t *out, bool *more)
{
    *out = 0;
    for (size_t i = 0; i < digits; i++) {
        if (i == len) {
            *more = true;
            return false;
        }
        if (hex(s[i]) < 0)
            return false;
        *out = *out << 4 | (uint32_t)hex(s[i]);
    }
    return true;
}

/* What a part of the text stands for: so many bytes of it, for so many of the secret. */
struct step {
    size_t text, secret; /* 0: for something else */
    bool more;           /* the text ends within it */
};

static struct step step_raw(const char *s, const char *wanted)
{
    return (struct step){*s == *wanted, *s == *wanted, false};
}

static struct step step_url(const char *s, size_t len, const char *wanted)
{
    struct step step = {0};
    uint32_t byte;
    if (*s == '+' && *wanted == ' ')
        return (struct step){1, 1, false};
    if (*s != '%')
        return step_raw(s, wanted);
    if (read_hex(s + 1, len - 1, 2, &byte, &step.more) && byte == (unsigned char)*wanted)
        step.text = 3, step.secret = 1;
    return step;
}

/* \u1234, and the two of them that stand for what lies beyond. */
static struct step step_unicode(const char *s, size_t len, const char *wanted, size_t wanted_len)
{
    struct step step = {0};
    uint32_t c, low, want;
    size_t bytes = utf8_read(wanted, wanted_len, &want), text = 6;
    if (!read_hex(s + 2, len - 2, 4, &c, &step.more) || !bytes)
        return step;
    if (c >= 0xD800 && c < 0xDC00) {
        text = 12;
        if (len < 8) {
            step.more = true;
            return step;
        }
        if (s[6] != '\\' || s[7] != 'u' || !read_hex(s + 8, len - 8, 4, &low, &step.more))
            return step;
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
    }
    if (c == want)
        step.text = text, step.secret = bytes;
    return step;
}

static struct step step_json(const char *s, size_t len, const char *wanted, size_t wanted_len)
{
    static const char letters[] = "\"\\/bfnrt", meant[] = "\"\\/\b\f\n\r\t";
    if (*s != '\\')
        return step_raw(s, wanted);
    if (len == 1)
        return (struct step){0, 0, true};
    if (s[1] == 'u')
        return step_unicode(s, len, wanted, wanted_len);
    const char *at = s[1] ? strchr(letters, s[1]) : NULL;
    bool same = at && meant[at - letters] == *wanted;
    return (struct step){same ? 2 : 0, same, false};
}

enum coding { RAW, URL, JSON, CODINGS };

static enum needle_hit find_one(const struct needle *n, enum coding coding, const char *s,
                                size_t len, size_t *took)
{
    size_t i = 0, k = 0;
    while (k < n->len) {
        if (i == len)
            return NEEDLE_MORE;
        const char *at = s + i, *wanted = n->bytes + k;
        struct step step = coding == RAW   ? step_raw(at, wanted)
                           : coding == URL ? step_url(at, len - i, wanted)
                                           : step_json(at, len - i, wanted, n->len - k);
        if (!step.secret)
            return step.more ? NEEDLE_MORE : NEEDLE_NO;
        i += step.text;
        k += step.secret;
    }
    *took = i;
    return NEEDLE_YES;
}

/* The digit behind, which is partly the secret's, and the padding. */
static size_t tail(const struct needle *one, const char *s, size_t len)
{
    size_t n = one->cut && len && *s && (strchr(STANDARD, *s) || strchr(FOR_URLS, *s));
    while (n < len && n < 3 && s[n] == '=')
        n++;
    return n;
}

enum needle_hit needles_find(const struct needles *all, const char *s, size_t len, size_t *took,
                             bool *open)
{
    enum needle_hit best = NEEDLE_NO;
    *took = 0;
    *open = false;
    for (size_t i = 0; i < all->count; i++)
        for (int coding = RAW; coding < CODINGS; coding++) {
            const struct needle *n = &all->at[i];
            size_t this = 0;
            enum needle_hit hit = find_one(n, (enum coding)coding, s, len, &this);
            if (hit == NEEDLE_YES && n->base64)
                this += tail(n, s + this, len - this);
            if (hit == NEEDLE_YES && this > *took) {
                *took = this;
                *open = n->base64 && this == len;
            }
            if (hit == NEEDLE_YES || (hit == NEEDLE_MORE && best == NEEDLE_NO))
                best = hit;
        }
    return best;
}
