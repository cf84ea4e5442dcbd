#include "base/diag.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static struct diag *__attribute__((format(printf, 3, 0)))
add(struct diags *ds, struct diag d, const char *format, va_list args)
{
    struct text message = {0};
    text_vformat(&message, format, args);
    d.message = text_take(&message);
    ds->items = mem_grow(ds->items, ds->count, &ds->cap, sizeof *ds->items);
    ds->items[ds->count] = d;
    ds->errors += d.level == DIAG_ERROR;
    return &ds->items[ds->count++];
}

struct diag *diag_add(struct diags *ds, enum diag_level level, const char *code,
                      const struct source *source, struct span span, const char *format, ...)
{
    struct diag d = {.level = level, .code = code, .source = source, .span = span};
    va_list args;
    va_start(args, format);
    struct diag *added = add(ds, d, format, args);
    va_end(args);
    return added;
}

struct diag *diag_environment(struct diags *ds, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    struct diag *added = add(ds, (struct diag){.level = DIAG_ERROR}, format, args);
    va_end(args);
    return added;
}

void diag_hint(struct diag *d, const char *format, ...)
{
    struct text hint = {0};
    va_list args;
    va_start(args, format);
    text_vformat(&hint, format, args);
    va_end(args);
    free(d->hint);
    d->hint = text_take(&hint);
}

void diag_note(struct diag *d, const struct source *source, struct span span, const char *format,
               ...)
{
    struct text says = {0};
    va_list args;
    va_start(args, format);
    text_vformat(&says, format, args);
    va_end(args);
    d->notes = mem_grow(d->notes, d->note_count, &d->note_cap, sizeof *d->notes);
    d->notes[d->note_count++] = (struct diag_note){source, span, text_take(&says)};
}

static int compare_places(const struct diag *x, const struct diag *y)
{
    if (!x->source || !y->source)
        return !x->source - !y->source;
    int paths = strcmp(x->source->path, y->source->path);
    if (paths)
        return paths;
    return (x->span.at > y->span.at) - (x->span.at < y->span.at);
}

/* Both point into one array: the address says which was added first. */
static int compare(const void *a, const void *b)
{
    const struct diag *x = *(const struct diag *const *)a, *y = *(const struct diag *const *)b;
    int order = compare_places(x, y);
    return order ? order : (x > y) - (x < y);
}

void diags_sort(struct diags *ds)
{
    if (ds->count < 2)
        return;
    struct diag **order = mem_alloc(ds->count * sizeof *order);
    struct diag *sorted = mem_alloc(ds->count * sizeof *sorted);
    for (size_t i = 0; i < ds->count; i++)
        order[i] = &ds->items[i];
    qsort(order, ds->count, sizeof *order, compare);
    for (size_t i = 0; i < ds->count; i++)
        sorted[i] = *order[i];
    free(order);
    free(ds->items);
    ds->items = sorted;
    ds->cap = ds->count;
}

void diags_release(struct diags *ds)
{
    for (size_t i = 0; i < ds->count; i++) {
        free(ds->items[i].message);
        free(ds->items[i].hint);
        for (size_t n = 0; n < ds->items[i].note_count; n++)
            free(ds->items[i].notes[n].says);
        free(ds->items[i].notes);
    }
    free(ds->items);
    *ds = (struct diags){0};
}
