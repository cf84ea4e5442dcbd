#include "book/names.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

struct slot {
    const char *text; /* NULL: free */
    uint32_t len;
    int value;
};

struct names {
    struct arena *arena;
    struct slot *slots;
    size_t size, count; /* size is a power of two */
};

static uint64_t hash(const char *s, size_t len)
{
    uint64_t h = 0x9e3779b97f4a7c15u ^ len, word;
    for (; len >= 8; s += 8, len -= 8) {
        memcpy(&word, s, 8);
        h = (h ^ word) * 0xff51afd7ed558ccdu;
        h ^= h >> 32;
    }
    word = 0;
    memcpy(&word, s, len);
    h = (h ^ word) * 0xc4ceb9fe1a85ec53u;
    return h ^ (h >> 29);
}

struct names *names_new(struct arena *a, size_t expected)
{
    struct names *n = arena_alloc(a, sizeof *n);
    n->arena = a;
    for (n->size = 16; n->size < expected * 2; n->size *= 2)
        ;
    n->slots = arena_alloc(a, n->size * sizeof *n->slots);
    return n;
}

static struct slot *find(const struct names *n, const char *text, size_t len)
{
    size_t at = hash(text, len) & (n->size - 1);
    for (;; at = (at + 1) & (n->size - 1)) {
        struct slot *s = &n->slots[at];
        if (!s->text || (s->len == len && memcmp(s->text, text, len) == 0))
            return s;
    }
}

static void grow(struct names *n)
{
    struct slot *old = n->slots;
    size_t old_size = n->size;
    n->size *= 2;
    n->slots = arena_alloc(n->arena, n->size * sizeof *n->slots);
    for (size_t i = 0; i < old_size; i++)
        if (old[i].text)
            *find(n, old[i].text, old[i].len) = old[i];
}

int names_put(struct names *n, const char *text, size_t len, int value)
{
    assert(value >= 0 && len <= UINT32_MAX);
    struct slot *s = find(n, text, len);
    if (s->text)
        return s->value;
    *s = (struct slot){text, (uint32_t)len, value};
    if (++n->count * 2 > n->size)
        grow(n);
    return -1;
}

int names_get(const struct names *n, const char *text, size_t len)
{
    const struct slot *s = find(n, text, len);
    return s->text ? s->value : -1;
}
