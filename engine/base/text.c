#include "base/text.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

/* Room for `more` bytes and the NUL. */
static void reserve(struct text *t, size_t more)
{
    size_t need;
    if (__builtin_add_overflow(t->len, more, &need) || need == SIZE_MAX)
        mem_out();
    if (++need <= t->cap)
        return;
    size_t cap = t->cap ? t->cap : 32;
    while (cap < need)
        cap = cap > SIZE_MAX / 2 ? need : cap * 2;
    t->at = mem_resize(t->at, cap);
    t->cap = cap;
}

void text_add(struct text *t, const char *s)
{
    if (s)
        text_add_n(t, s, strlen(s));
}

void text_add_n(struct text *t, const char *bytes, size_t len)
{
    reserve(t, len);
    if (len)
        memcpy(t->at + t->len, bytes, len);
    t->len += len;
    t->at[t->len] = '\0';
}

void text_add_char(struct text *t, char c)
{
    text_add_n(t, &c, 1);
}

void text_add_repeat(struct text *t, char c, size_t times)
{
    reserve(t, times);
    memset(t->at + t->len, c, times);
    t->len += times;
    t->at[t->len] = '\0';
}

void text_format(struct text *t, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    text_vformat(t, format, args);
    va_end(args);
}

void text_vformat(struct text *t, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    reserve(t, 64);
    int len = vsnprintf(t->at + t->len, t->cap - t->len, format, args);
    if (len < 0)
        mem_out(); /* the only other cause would be a wrong format, which the compiler checks */
    if ((size_t)len >= t->cap - t->len) {
        reserve(t, (size_t)len);
        vsnprintf(t->at + t->len, t->cap - t->len, format, again);
    }
    va_end(again);
    t->len += (size_t)len;
}

const char *text_get(const struct text *t)
{
    return t->at ? t->at : "";
}

char *text_take(struct text *t)
{
    char *taken = t->at ? t->at : mem_text("");
    *t = (struct text){0};
    return taken;
}

void text_clear(struct text *t)
{
    t->len = 0;
    if (t->at)
        t->at[0] = '\0';
}

void text_release(struct text *t)
{
    free(t->at);
    *t = (struct text){0};
}

void text_wipe(struct text *t)
{
    if (t->at)
        explicit_bzero(t->at, t->cap);
    text_release(t);
}

size_t text_add_shown_char(struct text *t, const char *s, size_t len)
{
    uint32_t c;
    size_t took = utf8_read(s, len, &c);
    if (!took) {
        text_format(t, "<%02X>", (unsigned char)*s);
        return 1;
    }
    if (c == '\t' || c == '\n')
        text_add_char(t, ' ');
    else if (c < 0x20 || c == 0x7f)
        text_format(t, "^%c", (char)(c ^ 0x40));
    else if (utf8_unsafe(c))
        text_format(t, "<U+%04X>", (unsigned)c);
    else
        text_add_n(t, s, took);
    return took;
}

static void add_shown(struct text *t, const char *s, bool keep_lines)
{
    if (!s)
        return;
    for (size_t left = strlen(s), took; left; s += took, left -= took) {
        if (keep_lines && *s == '\n') {
            text_add_char(t, '\n');
            took = 1;
        } else {
            took = text_add_shown_char(t, s, left);
        }
    }
}

void text_add_shown(struct text *t, const char *s)
{
    add_shown(t, s, true);
}

void text_add_shown_line(struct text *t, const char *s)
{
    add_shown(t, s, false);
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

char *text_trim(char *s)
{
    while (is_blank(*s))
        s++;
    size_t len = strlen(s);
    while (len && is_blank(s[len - 1]))
        len--;
    s[len] = '\0';
    return s;
}
