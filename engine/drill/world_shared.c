#include "drill/world_shared.h"

#include <string.h>
#include <sys/mman.h>

/* Much more than a file of 4 MB needs; only what is used takes memory. */
#define SIZE ((size_t)64 << 20)

struct world_shared *world_shared_new(void)
{
    void *s =
        mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    return s == MAP_FAILED ? NULL : s;
}

void world_shared_free(struct world_shared *s)
{
    if (s)
        munmap(s, SIZE);
}

/* NULL where there is no room left. */
static void *room_for(struct world_shared *s, size_t size)
{
    size_t align = _Alignof(max_align_t), at = (s->used + align - 1) / align * align;
    if (at + size > SIZE - sizeof *s)
        return NULL;
    s->used = at + size;
    return s->room + at;
}

static bool copy_text(struct world_shared *s, const char **text)
{
    if (!*text)
        return true;
    size_t size = strlen(*text) + 1;
    char *copy = room_for(s, size);
    if (copy)
        memcpy(copy, *text, size);
    *text = copy;
    return copy;
}

static bool copy_list(struct world_shared *s, const struct world_list *from, struct world_list *to)
{
    struct world_item *items = room_for(s, (from->count + 1) * sizeof *items);
    bool ok = items;
    for (size_t i = 0; ok && i < from->count; i++) {
        struct world_item *one = &items[i];
        *one = from->items[i];
        ok = copy_text(s, &one->match) && copy_text(s, &one->fails) && copy_text(s, &one->out) &&
             copy_text(s, &one->err) && copy_text(s, &one->from) && copy_text(s, &one->method) &&
             copy_text(s, &one->headers);
    }
    *to = (struct world_list){items, ok ? from->count : 0};
    return ok;
}

bool world_shared_set(struct world_shared *s, const struct drill *d)
{
    size_t size = (d->book->action_count + 1) * sizeof *s->done;
    s->now_ms = d->clock_ms;
    s->deeds = 0;
    memset(s->unlisted, 0, strlen(s->unlisted));
    s->used = 0;
    s->done = room_for(s, size);
    memset(s->done, 0, size);
    return copy_list(s, &d->runs, &s->runs) && copy_list(s, &d->https, &s->https) &&
           copy_list(s, &d->files, &s->files) && copy_list(s, &d->hosts, &s->hosts);
}
