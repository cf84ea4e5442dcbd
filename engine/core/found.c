#include "core/found.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"

static const struct jval *step_into(const struct jval *j, const char *name, size_t len)
{
    char key[256];
    if (len >= sizeof key)
        return NULL;
    memcpy(key, name, len);
    key[len] = '\0';
    if (jval_kind(j) == JVAL_OBJECT)
        return jval_get(j, key);
    char *end;
    unsigned long place = strtoul(key, &end, 10);
    return jval_kind(j) == JVAL_ARRAY && !*end && place ? jval_at(j, place - 1) : NULL;
}

/* Digits as people write them: "91", "0.25". */
static void add_number(const struct jval *j, struct text *out)
{
    if (jval_kind(j) == JVAL_INT)
        text_format(out, "%lld", (long long)jval_int(j));
    else
        text_format(out, "%.15g", jval_number(j));
}

static bool add_plain(const struct jval *j, struct text *out)
{
    switch (jval_kind(j)) {
    case JVAL_TEXT:
        text_add(out, jval_text(j, NULL));
        return true;
    case JVAL_INT:
    case JVAL_REAL:
        add_number(j, out);
        return true;
    case JVAL_BOOL:
        text_add(out, jval_is_true(j) ? "yes" : "no");
        return true;
    default:
        return false;
    }
}

bool found_part(const char *json, const char *path, struct text *out)
{
    struct text why = {0};
    struct jval *whole = jval_read(json, strlen(json), &why);
    const struct jval *at = whole;
    while (at && *path) {
        size_t len = strcspn(path, ".");
        at = step_into(at, path, len);
        path += len + (path[len] == '.');
    }
    bool ok = at && add_plain(at, out);
    jval_free(whole);
    text_release(&why);
    return ok;
}
