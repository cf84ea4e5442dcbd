#include "base/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void mem_out(void)
{
    static const char line[] = "ruleout: out of memory\n";
    ssize_t ignored = write(STDERR_FILENO, line, sizeof line - 1);
    (void)ignored;
    _exit(3);
}

void *mem_alloc(size_t size)
{
    void *at = calloc(1, size ? size : 1);
    if (!at)
        mem_out();
    return at;
}

void *mem_resize(void *at, size_t size)
{
    void *moved = realloc(at, size ? size : 1);
    if (!moved)
        mem_out();
    return moved;
}

char *mem_text(const char *text)
{
    return text ? mem_text_n(text, strlen(text)) : NULL;
}

char *mem_text_n(const char *bytes, size_t len)
{
    char *copy = mem_resize(NULL, len + 1);
    if (len)
        memcpy(copy, bytes, len);
    copy[len] = '\0';
    return copy;
}

void *mem_grow(void *items, size_t count, size_t *cap, size_t item_size)
{
    size_t bytes;
    if (count < *cap)
        return items;
    size_t wider = *cap ? *cap * 2 : 8;
    if (wider < *cap || __builtin_mul_overflow(wider, item_size, &bytes))
        mem_out();
    *cap = wider;
    return mem_resize(items, bytes);
}
