#include "book/bytes.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"
#include "book/codes.h"

#define SHOWN_MAX 10
#define CHUNK 64

/* Printable ASCII and line feeds, a chunk at once: the compiler makes vectors of this. */
static bool all_plain(const char *s)
{
    unsigned char odd = 0;
    for (size_t i = 0; i < CHUNK; i++) {
        unsigned char b = (unsigned char)s[i];
        odd |= (unsigned char)(b - 0x20) > 0x5e && b != '\n';
    }
    return !odd;
}

static bool allowed(uint32_t c)
{
    return c != '\r' && c != 0xfffe && c != 0xffff && !utf8_unsafe(c);
}

static const char *what_it_is(uint32_t c)
{
    if (c == 0)
        return "a NUL byte";
    if (c == '\r')
        return "a carriage return without a line feed";
    if (c == 0x85 || c == 0x2028 || c == 0x2029)
        return "a line separator that editors do not show";
    if (c < 0x20 || (c >= 0x7f && c < 0xa0))
        return "a control character";
    if (c == 0xfeff)
        return "a byte order mark inside the file";
    if (c >= 0xfffe)
        return "no character";
    return "a character that turns the direction of text";
}

static void complain(struct complaints *to, size_t at, uint32_t c, size_t len)
{
    struct span span = {(uint32_t)at, (uint32_t)(len ? len : 1)};
    const char *bytes = to->source->bytes;
    if (len == 0) {
        struct diag *d = complain_error(to, RB_NOT_UTF8, span, "byte 0x%02X is not UTF-8",
                                        (unsigned)(unsigned char)bytes[at]);
        complain_hint(d, "save the file as UTF-8");
        return;
    }
    struct diag *d =
        complain_error(to, RB_UNFIT_CHARACTER, span, "U+%04X is %s", (unsigned)c, what_it_is(c));
    if (c == '\r')
        complain_hint(d, "end lines with a line feed");
    else
        complain_hint(d, "delete it");
}

/* The first place before `end` that is not fit, or one behind it; a character may lie across it. */
static size_t over_fit(const struct source *s, size_t at, size_t end, bool *ascii, uint32_t *c,
                       size_t *len)
{
    while (at < end) {
        unsigned char b = (unsigned char)s->bytes[at];
        if ((b >= 0x20 && b < 0x7f) || b == '\n' || b == '\t') {
            at++;
            continue;
        }
        if (b == '\r' && at + 1 < s->len && s->bytes[at + 1] == '\n') {
            at += 2;
            continue;
        }
        *len = utf8_read(s->bytes + at, s->len - at, c);
        if (*len == 0 || !allowed(*c))
            return at;
        *ascii = false;
        at += *len;
    }
    return at;
}

/* The first place at or after `at` that is not fit, or the end. */
static size_t next_unfit(const struct source *s, size_t at, bool *ascii, uint32_t *c, size_t *len)
{
    while (at < s->len) {
        if (s->len - at >= CHUNK && all_plain(s->bytes + at)) {
            at += CHUNK;
            continue;
        }
        size_t end = s->len - at >= CHUNK ? at + CHUNK : s->len;
        at = over_fit(s, at, end, ascii, c, len);
        if (at < end)
            return at;
    }
    return at;
}

static bool check_characters(struct complaints *to, size_t start, bool *ascii)
{
    const struct source *s = to->source;
    size_t found = 0, len = 0;
    uint32_t c = 0;
    for (size_t at = start; found < SHOWN_MAX; found++) {
        at = next_unfit(s, at, ascii, &c, &len);
        if (at >= s->len)
            break;
        complain(to, at, c, len);
        const char *line_end = memchr(s->bytes + at, '\n', s->len - at);
        at = line_end ? (size_t)(line_end - s->bytes) : s->len;
    }
    return found == 0;
}

static bool check_directives(struct complaints *to, size_t start)
{
    const struct source *s = to->source;
    for (size_t at = start; at < s->len;) {
        const char *line = s->bytes + at, *end = memchr(line, '\n', s->len - at);
        size_t len = end ? (size_t)(end - line) : s->len - at;
        if (*line == '%') {
            struct diag *d = complain_error(to, RB_DIRECTIVE, (struct span){(uint32_t)at, 1},
                                            "a line that begins with %% is a YAML directive, and a "
                                            "runbook has none");
            complain_hint(d, "delete the line, or indent it if it is text");
            return false;
        }
        at += len + 1;
    }
    return true;
}

bool bytes_check(struct complaints *to, struct bytes *out)
{
    const struct source *s = to->source;
    *out = (struct bytes){0, true};
    if (s->len > SOURCE_MAX) {
        struct diag *d =
            complain_error(to, RB_TOO_BIG, (struct span){0, 0}, "the file is larger than 4 MB");
        complain_hint(d, "split it");
        return false;
    }
    if (s->len >= 3 && memcmp(s->bytes, "\xEF\xBB\xBF", 3) == 0)
        out->start = 3;
    return check_characters(to, out->start, &out->ascii) && check_directives(to, out->start);
}

const char *bytes_unfit(const char *text, size_t len, uint32_t *c)
{
    for (size_t at = 0; at < len;) {
        size_t n = utf8_read(text + at, len - at, c);
        if (n == 0 || !allowed(*c))
            return n == 0 ? "no character" : what_it_is(*c);
        at += n;
    }
    return NULL;
}
