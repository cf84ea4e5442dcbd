#include "base/utf8.h"

#include "base/utf8_width.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static bool follows(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

/* The length that a first byte announces, 0 where no character begins with it; `*c` gets its bits.
 */
static size_t announced(unsigned char first, uint32_t *c)
{
    if (first >= 0xc2 && first <= 0xdf) {
        *c = first & 0x1f;
        return 2;
    }
    if (first >= 0xe0 && first <= 0xef) {
        *c = first & 0x0f;
        return 3;
    }
    if (first >= 0xf0 && first <= 0xf4) {
        *c = first & 0x07;
        return 4;
    }
    return 0;
}

size_t utf8_read(const char *s, size_t len, uint32_t *out)
{
    static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (len == 0)
        return 0;
    unsigned char first = (unsigned char)*s;
    if (first < 0x80) {
        *out = first;
        return 1;
    }
    uint32_t c;
    size_t n = announced(first, &c);
    if (n == 0 || n > len)
        return 0;
    for (size_t i = 1; i < n; i++) {
        if (!follows(s[i]))
            return 0;
        c = c << 6 | ((unsigned char)s[i] & 0x3f);
    }
    if (c < smallest[n] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
        return 0;
    *out = c;
    return n;
}

bool utf8_valid(const char *s, size_t len)
{
    uint32_t c;
    for (size_t took; len; s += took, len -= took) {
        took = utf8_read(s, len, &c);
        if (!took)
            return false;
    }
    return true;
}

static bool within(uint32_t c, const struct utf8_range *ranges, size_t count)
{
    while (count) {
        size_t middle = count / 2;
        if (c > ranges[middle].last) {
            ranges += middle + 1;
            count -= middle + 1;
        } else if (c < ranges[middle].first) {
            count = middle;
        } else {
            return true;
        }
    }
    return false;
}

int utf8_char_width(uint32_t c)
{
    if (c < 0x300)
        return 1;
    if (within(c, utf8_zero, COUNT(utf8_zero)))
        return 0;
    return within(c, utf8_wide, COUNT(utf8_wide)) ? 2 : 1;
}

size_t utf8_width(const char *s, size_t len)
{
    size_t width = 0;
    uint32_t c;
    for (size_t took; len; s += took, len -= took) {
        took = utf8_read(s, len, &c);
        width += took ? (size_t)utf8_char_width(c) : 1;
        if (!took)
            took = 1;
    }
    return width;
}

bool utf8_unsafe(uint32_t c)
{
    if (c < 0x20)
        return c != '\t' && c != '\n';
    if (c < 0x7f)
        return false;
    return c <= 0x9f || c == 0x61c || c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}
