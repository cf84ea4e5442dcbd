#include "clues/log_json.h"

#include <string.h>

static size_t skip_blanks(const char *s, size_t len, size_t i)
{
    while (i < len && (s[i] == ' ' || s[i] == '\t' || s[i] == '\r' || s[i] == '\n'))
        i++;
    return i;
}

/* From behind the quote that opens a text to the one that closes it; `len` where there is none. */
static size_t text_end(const char *s, size_t len, size_t from)
{
    for (size_t i = from; i < len;) {
        const char *quote = memchr(s + i, '"', len - i);
        if (!quote)
            return len;
        size_t end = (size_t)(quote - s), slash = end;
        while (slash > from && s[slash - 1] == '\\')
            slash--;
        if ((end - slash) % 2 == 0)
            return end;
        i = end + 1;
    }
    return len;
}

static size_t nested_end(const char *s, size_t len, size_t i)
{
    size_t depth = 0;
    for (; i < len; i++) {
        if (s[i] == '"')
            i = text_end(s, len, i + 1);
        else if (s[i] == '{' || s[i] == '[')
            depth++;
        else if ((s[i] == '}' || s[i] == ']') && --depth == 0)
            return i + 1;
    }
    return len;
}

static size_t plain_end(const char *s, size_t len, size_t i)
{
    while (i < len && !memchr(",}] \t\r\n", s[i], 7))
        i++;
    return i;
}

static size_t read_value(const char *s, size_t len, size_t i, struct log_field *f)
{
    size_t end;
    f->text = s[i] == '"';
    if (f->text) {
        end = text_end(s, len, i + 1);
        f->value = s + i + 1;
        f->value_len = end - i - 1;
        return end < len ? end + 1 : len;
    }
    end = s[i] == '{' || s[i] == '[' ? nested_end(s, len, i) : plain_end(s, len, i);
    f->value = s + i;
    f->value_len = end - i;
    return end;
}

bool log_json_next(const char *object, size_t len, size_t *at, struct log_field *f)
{
    size_t i = skip_blanks(object, len, *at);
    if (*at == 0) {
        if (i >= len || object[i] != '{')
            return false;
        i = skip_blanks(object, len, i + 1);
    } else {
        if (i >= len || object[i] != ',')
            return false;
        i = skip_blanks(object, len, i + 1);
    }
    if (i >= len || object[i] != '"')
        return false;
    size_t end = text_end(object, len, i + 1);
    f->key = object + i + 1;
    f->key_len = end - i - 1;
    i = skip_blanks(object, len, end + 1);
    if (i >= len || object[i] != ':')
        return false;
    i = skip_blanks(object, len, i + 1);
    if (i >= len)
        return false;
    *at = read_value(object, len, i, f);
    return true;
}

bool log_json_find(const char *object, size_t len, const char *name, struct log_field *f)
{
    size_t at = 0, name_len = strlen(name);
    const char *dot = strchr(name, '.');
    size_t head = dot ? (size_t)(dot - name) : 0;
    while (log_json_next(object, len, &at, f)) {
        if (f->key_len == name_len && memcmp(f->key, name, name_len) == 0)
            return true;
        if (dot && f->key_len == head && memcmp(f->key, name, head) == 0 && f->value_len &&
            *f->value == '{')
            return log_json_find(f->value, f->value_len, dot + 1, f);
    }
    return false;
}

bool log_json_any(const char *object, size_t len, const char *const *names, struct log_field *f)
{
    for (; *names; names++)
        if (log_json_find(object, len, *names, f) && f->value_len &&
            (f->text || memcmp(f->value, "null", f->value_len < 4 ? f->value_len : 4) != 0))
            return true;
    return false;
}
