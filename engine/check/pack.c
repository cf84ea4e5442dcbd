#include "check/pack.h"

#include <string.h>

void pack_int(struct text *t, int64_t value)
{
    text_add_n(t, (const char *)&value, sizeof value);
}

void pack_bytes(struct text *t, const char *bytes, size_t len)
{
    pack_int(t, bytes ? (int64_t)len : -1);
    if (!bytes)
        return;
    text_add_n(t, bytes, len);
    text_add_char(t, '\0');
}

void pack_text(struct text *t, const char *s)
{
    pack_bytes(t, s, s ? strlen(s) : 0);
}

void pack_list(struct text *t, const char *const *list)
{
    int64_t count = 0;
    while (list && list[count])
        count++;
    pack_int(t, count);
    for (int64_t i = 0; i < count; i++)
        pack_text(t, list[i]);
}

int64_t unpack_int(struct unpack *u)
{
    int64_t value;
    if (u->bad || u->left < sizeof value) {
        u->bad = true;
        return 0;
    }
    memcpy(&value, u->at, sizeof value);
    u->at += sizeof value;
    u->left -= sizeof value;
    return value;
}

const char *unpack_bytes(struct unpack *u, size_t *len)
{
    int64_t size = unpack_int(u);
    *len = 0;
    if (u->bad || size == -1)
        return NULL;
    if (size < 0 || (uint64_t)size >= u->left || u->at[size] != '\0') {
        u->bad = true;
        return NULL;
    }
    const char *bytes = u->at;
    *len = (size_t)size;
    u->at += size + 1;
    u->left -= (size_t)size + 1;
    return bytes;
}

const char *unpack_text(struct unpack *u)
{
    size_t len;
    return unpack_bytes(u, &len);
}

const char *const *unpack_list(struct unpack *u, struct arena *a)
{
    static const char *const none[] = {NULL};
    int64_t count = unpack_int(u);
    /* Each item takes more bytes than its length alone: a count that cannot be is not believed. */
    if (u->bad || count < 0 || (uint64_t)count > u->left / sizeof count) {
        u->bad = true;
        return none;
    }
    const char **list = arena_alloc(a, ((size_t)count + 1) * sizeof *list);
    for (int64_t i = 0; i < count; i++) {
        list[i] = unpack_text(u);
        if (!list[i])
            u->bad = true;
    }
    return u->bad ? none : (const char *const *)list;
}
