#include "check/argument.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/time.h"

static const char *text_of(const struct jval *spec, const char *key, const char *other)
{
    const char *text = jval_text(jval_get(spec, key), NULL);
    return text ? text : other;
}

static bool is_listed(const struct jval *spec, const char *text)
{
    const struct jval *list = jval_get(spec, "one_of");
    for (size_t i = 0; list && i < jval_count(list); i++) {
        const char *one = jval_text(jval_at(list, i), NULL);
        if (one && strcmp(one, text) == 0)
            return true;
    }
    return !list;
}

static bool is_number(const char *text, const char *unit)
{
    char digits[64], *end;
    size_t len = strspn(text, "+-.0123456789eE");
    const char *rest = text + len + strspn(text + len, " ");
    if (len == 0 || len >= sizeof digits || (*rest && strcmp(rest, unit) != 0))
        return false;
    memcpy(digits, text, len);
    digits[len] = '\0';
    strtod(digits, &end);
    return end > digits && !*end;
}

static bool is_boolean(const char *text)
{
    static const char *const words[] = {"yes", "no", "true", "false"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i], text) == 0)
            return true;
    return false;
}

const char *argument_misfit(const struct jval *spec, const char *text)
{
    const char *type = text_of(spec, "type", "text");
    int64_t ms;
    if (!is_listed(spec, text))
        return "one of those that it may be";
    if (strcmp(type, "number") == 0 && !is_number(text, text_of(spec, "unit", "")))
        return "a number";
    if (strcmp(type, "boolean") == 0 && !is_boolean(text))
        return "yes or no";
    if (strcmp(type, "time") == 0 && !time_parse_rfc3339(text, &ms))
        return "a time, as 2026-09-14T10:02:00Z is";
    if (strcmp(type, "duration") == 0 && !time_parse_span(text, &ms))
        return "a duration, as 15m or 1h30m is";
    if (strcmp(type, "path") == 0 && text[0] != '/')
        return "an absolute path";
    return NULL;
}

bool argument_is_needed(const struct jval *spec)
{
    const struct jval *optional = jval_get(spec, "optional"), *other = jval_get(spec, "default");
    return !(optional && jval_is_true(optional)) && (!other || jval_kind(other) == JVAL_NULL);
}
