#include "base/json.h"

#include <assert.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/time.h"
#include "base/utf8.h"

/* A struct jval is a json_t; only the name is hidden from others. */

static struct jval *have(json_t *j)
{
    if (!j)
        mem_out();
    return (struct jval *)j;
}

struct jval *jval_object(void)
{
    return have(json_object());
}

struct jval *jval_array(void)
{
    return have(json_array());
}

void jval_free(struct jval *j)
{
    json_decref((json_t *)j);
}

static char *mend(const char *s)
{
    struct text t = {0};
    uint32_t c;
    for (size_t left = strlen(s), took; left; s += took, left -= took) {
        took = utf8_read(s, left, &c);
        if (took) {
            text_add_n(&t, s, took);
        } else {
            text_add(&t, "\xef\xbf\xbd");
            took = 1;
        }
    }
    return text_take(&t);
}

struct jval *jval_of_text(const char *text)
{
    if (!text)
        return have(json_null());
    if (utf8_valid(text, strlen(text)))
        return have(json_string_nocheck(text));
    char *mended = mend(text);
    struct jval *j = have(json_string_nocheck(mended));
    free(mended);
    return j;
}

struct jval *jval_of_bool(bool value)
{
    return have(json_boolean(value));
}

void jval_put(struct jval *object, const char *key, struct jval *value)
{
    assert(json_is_object((json_t *)object) && value && value != object);
    char *mended = utf8_valid(key, strlen(key)) ? NULL : mend(key);
    if (json_object_set_new_nocheck((json_t *)object, mended ? mended : key, (json_t *)value) != 0)
        mem_out();
    free(mended);
}

void jval_put_text(struct jval *object, const char *key, const char *text)
{
    jval_put(object, key, jval_of_text(text));
}

void jval_put_int(struct jval *object, const char *key, int64_t value)
{
    jval_put(object, key, have(json_integer(value)));
}

void jval_put_real(struct jval *object, const char *key, double value, int digits)
{
    char said[64];
    if (!isfinite(value) || fabs(value) >= 1e15) {
        jval_put_null(object, key);
        return;
    }
    snprintf(said, sizeof said, "%.*f", digits, value);
    jval_put(object, key, have(json_real(strtod(said, NULL))));
}

void jval_put_bool(struct jval *object, const char *key, bool value)
{
    jval_put(object, key, jval_of_bool(value));
}

void jval_put_null(struct jval *object, const char *key)
{
    jval_put(object, key, have(json_null()));
}

void jval_put_time(struct jval *object, const char *key, int64_t ms)
{
    char text[TIME_TEXT_MAX];
    time_utc(ms, text);
    jval_put_text(object, key, ms < 0 ? NULL : text);
}

void jval_add(struct jval *array, struct jval *value)
{
    assert(json_is_array((json_t *)array) && value && value != array);
    if (json_array_append_new((json_t *)array, (json_t *)value) != 0)
        mem_out();
}

void jval_add_text(struct jval *array, const char *text)
{
    jval_add(array, jval_of_text(text));
}

void jval_add_int(struct jval *array, int64_t value)
{
    jval_add(array, have(json_integer(value)));
}

/* Jansson escapes C0 alone. A terminal obeys more, and a document may be looked at on one. */
static char *escape_unsafe(const char *written)
{
    struct text t = {0};
    const char *kept = written; /* from here on nothing is taken over yet */
    uint32_t c;
    for (size_t left = strlen(written), len; left > 0; written += len, left -= len) {
        len = utf8_read(written, left, &c);
        assert(len > 0);
        if (!utf8_unsafe(c))
            continue;
        text_add_n(&t, kept, (size_t)(written - kept));
        text_format(&t, "\\u%04X", (unsigned)c);
        kept = written + len;
    }
    text_add(&t, kept);
    return text_take(&t);
}

char *jval_write(const struct jval *j, enum json_layout layout)
{
    /* With more digits 0.1 is 0.10000000000000001. */
    size_t flags =
        (layout == JSON_PRETTY ? JSON_INDENT(2) : JSON_COMPACT) | JSON_REAL_PRECISION(15);
    char *text = json_dumps((const json_t *)j, flags);
    if (!text)
        mem_out();
    char *tame = escape_unsafe(text);
    free(text);
    return tame;
}

/* jansson nests by recursion and has no limit of its own on the number of values. */
static bool within_limits(const char *text, size_t len, struct text *why)
{
    size_t depth = 0, values = 1;
    bool quoted = false;
    if (len > JSON_READ_MAX) {
        text_format(why, "longer than %u MiB", JSON_READ_MAX >> 20);
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        char c = text[i];
        if (c == '"')
            quoted = !quoted;
        else if (quoted)
            i += c == '\\';
        else if (c == '[' || c == '{')
            depth++, values++;
        else if ((c == ']' || c == '}') && depth)
            depth--;
        else
            values += c == ',';
        if (depth > JSON_DEPTH_MAX || values > JSON_VALUES_MAX) {
            text_format(why, "%s", depth > JSON_DEPTH_MAX ? "nested too deep" : "too many values");
            return false;
        }
    }
    return true;
}

struct jval *jval_read(const char *text, size_t len, struct text *why)
{
    if (!within_limits(text, len, why))
        return NULL;
    json_error_t error;
    json_t *j =
        json_loadb(text, len, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    if (!j)
        text_format(why, "line %d: %s", error.line > 0 ? error.line : 1, error.text);
    return (struct jval *)j;
}

enum jval_kind jval_kind(const struct jval *j)
{
    switch (json_typeof((const json_t *)j)) {
    case JSON_TRUE:
    case JSON_FALSE:
        return JVAL_BOOL;
    case JSON_INTEGER:
        return JVAL_INT;
    case JSON_REAL:
        return JVAL_REAL;
    case JSON_STRING:
        return JVAL_TEXT;
    case JSON_ARRAY:
        return JVAL_ARRAY;
    case JSON_OBJECT:
        return JVAL_OBJECT;
    case JSON_NULL:
        break;
    }
    return JVAL_NULL;
}

bool jval_is_true(const struct jval *j)
{
    return json_is_true((const json_t *)j);
}

int64_t jval_int(const struct jval *j)
{
    return json_integer_value((const json_t *)j);
}

double jval_number(const struct jval *j)
{
    return json_number_value((const json_t *)j);
}

const char *jval_text(const struct jval *j, size_t *len)
{
    if (len)
        *len = json_string_length((const json_t *)j);
    return json_string_value((const json_t *)j);
}

size_t jval_count(const struct jval *j)
{
    return json_is_array((const json_t *)j) ? json_array_size((const json_t *)j)
                                            : json_object_size((const json_t *)j);
}

const struct jval *jval_at(const struct jval *array, size_t i)
{
    return (const struct jval *)json_array_get((const json_t *)array, i);
}

const struct jval *jval_get(const struct jval *object, const char *key)
{
    return (const struct jval *)json_object_get((const json_t *)object, key);
}

bool jval_next(const struct jval *object, void **step, const char **key, const struct jval **value)
{
    json_t *o = (json_t *)object; /* jansson's iterators want it so; nothing is changed */
    *step = *step ? json_object_iter_next(o, *step) : json_object_iter(o);
    if (!*step)
        return false;
    *key = json_object_iter_key(*step);
    *value = (const struct jval *)json_object_iter_value(*step);
    return true;
}
