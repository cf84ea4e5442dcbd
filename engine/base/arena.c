#include "base/arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define BLOCK_FIRST (1u << 10)
#define BLOCK_MOST (256u << 10)

/* Under the address sanitizer each piece is a block of its own, so that it sees what runs over. */
#ifdef __SANITIZE_ADDRESS__
#define SHARE_BLOCKS 0
#else
#define SHARE_BLOCKS 1
#endif

struct block {
    struct block *older;
    size_t size;
    _Alignas(max_align_t) char bytes[];
};

struct arena {
    struct block *newest;
    char *at; /* the rest of the block that small requests are cut from */
    size_t left;
    size_t next_size;
};

struct arena *arena_new(void)
{
    struct arena *a = mem_alloc(sizeof *a);
    a->next_size = BLOCK_FIRST;
    return a;
}

void arena_free(struct arena *a)
{
    if (!a)
        return;
    for (struct block *b = a->newest, *older; b; b = older) {
        older = b->older;
        free(b);
    }
    free(a);
}

void arena_wipe(struct arena *a)
{
    for (struct block *b = a ? a->newest : NULL; b; b = b->older)
        explicit_bzero(b->bytes, b->size);
    arena_free(a);
}

static char *add_block(struct arena *a, size_t size, bool zeroed)
{
    if (size > SIZE_MAX - sizeof(struct block))
        mem_out();
    struct block *b = zeroed ? mem_alloc(sizeof *b + size) : mem_resize(NULL, sizeof *b + size);
    b->older = a->newest;
    b->size = size;
    a->newest = b;
    return b->bytes;
}

/* Not cleared: most blocks are larger than what is ever cut from them. */
static void *cut(struct arena *a, size_t wanted, bool zeroed)
{
    size_t size = wanted;
    const size_t align = _Alignof(max_align_t);
    if (size > SIZE_MAX - align)
        mem_out();
    if (!SHARE_BLOCKS)
        return add_block(a, size, zeroed);
    size = size ? (size + align - 1) / align * align : align;
    if (size > a->left) {
        if (size >= a->next_size / 4)
            return add_block(a, size, zeroed); /* of its own: the current rest is not lost */
        a->at = add_block(a, a->next_size, false);
        a->left = a->next_size;
        if (a->next_size < BLOCK_MOST)
            a->next_size *= 2;
    }
    void *piece = a->at;
    a->at += size;
    a->left -= size;
    return zeroed ? memset(piece, 0, wanted) : piece;
}

void *arena_alloc(struct arena *a, size_t size)
{
    return cut(a, size, true);
}

char *arena_text(struct arena *a, const char *text)
{
    return text ? arena_text_n(a, text, strlen(text)) : NULL;
}

char *arena_text_n(struct arena *a, const char *bytes, size_t len)
{
    if (len == SIZE_MAX)
        mem_out();
    char *copy = cut(a, len + 1, false);
    if (len)
        memcpy(copy, bytes, len);
    copy[len] = '\0';
    return copy;
}

char *arena_format(struct arena *a, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len < 0)
        mem_out();
    char *made = cut(a, (size_t)len + 1, false);
    vsnprintf(made, (size_t)len + 1, format, again);
    va_end(again);
    return made;
}
