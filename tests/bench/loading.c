/*
 * loading: what loading runbooks costs, beside the bare event loop of libyaml over the same bytes.
 *
 *   loading wall FILES ROUNDS   "NAME<TAB>FLOOR<TAB>OURS" in ms, medians of rounds in turns
 *   loading events|books|read FILES   does only that, for counting instructions
 *
 * FILES are runbooks, read before anything is measured; "read" does nothing with them.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <yaml.h>

#include "base/diag.h"
#include "base/source.h"
#include "book/book.h"

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1000 + (double)t.tv_nsec / 1e6;
}

static void events_of(const struct source *s)
{
    yaml_parser_t parser;
    yaml_event_t event;
    bool over = false;
    if (!yaml_parser_initialize(&parser))
        abort();
    yaml_parser_set_input_string(&parser, (const unsigned char *)s->bytes, s->len);
    while (!over) {
        if (!yaml_parser_parse(&parser, &event))
            abort();
        over = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
}

static void load(const struct source *s)
{
    struct diags ds = {0};
    struct book *b = book_load(s, NULL, &ds);
    if (!b) {
        printf("%s\n", ds.count ? ds.items[0].message : "?");
        abort();
    }
    book_free(b);
    diags_release(&ds);
}

static void nothing(const struct source *s)
{
    (void)s;
}

typedef void work(const struct source *s);

static double took(struct source **files, size_t count, work *do_it)
{
    double began = now_ms();
    for (size_t i = 0; i < count; i++)
        do_it(files[i]);
    return now_ms() - began;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void wall(struct source **files, size_t count, int rounds)
{
    double *floor = calloc((size_t)rounds, sizeof *floor),
           *ours = calloc((size_t)rounds, sizeof *ours);
    if (!floor || !ours)
        abort();
    for (int i = 0; i < rounds; i++) {
        floor[i] = took(files, count, events_of);
        ours[i] = took(files, count, load);
    }
    qsort(floor, (size_t)rounds, sizeof *floor, by_size);
    qsort(ours, (size_t)rounds, sizeof *ours, by_size);
    printf("%f\t%f\n", floor[rounds / 2], ours[rounds / 2]);
    free(floor);
    free(ours);
}

/* One path a line. */
static struct source **read_all(const char *list, size_t *count)
{
    struct source **files = NULL;
    struct diags ds = {0};
    char path[4096];
    FILE *f = fopen(list, "r");
    *count = 0;
    while (f && fgets(path, sizeof path, f)) {
        path[strcspn(path, "\n")] = '\0';
        files = realloc(files, (*count + 1) * sizeof *files);
        if (!files || !(files[*count] = source_read(path, &ds)))
            abort();
        ++*count;
    }
    if (f)
        fclose(f);
    diags_release(&ds);
    return files;
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        work *do_it;
    } works[] = {{"events", events_of}, {"books", load}, {"read", nothing}};
    size_t count;
    if (argc < 3)
        return 2;
    struct source **files = read_all(argv[2], &count);
    if (strcmp(argv[1], "wall") == 0)
        wall(files, count, argc > 3 ? atoi(argv[3]) : 5);
    for (size_t i = 0; i < sizeof works / sizeof *works; i++)
        if (strcmp(argv[1], works[i].name) == 0)
            took(files, count, works[i].do_it);
    for (size_t i = 0; i < count; i++)
        source_free(files[i]);
    free(files);
    return count == 0;
}
