#ifndef RULEOUT_TESTS_DRILLS_H
#define RULEOUT_TESTS_DRILLS_H

/*
 * drills: a runbook and a drill of it written in the test, in a folder of their own.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "drill/coverage.h"
#include "drill/drill.h"
#include "drill/rehearse.h"
#include "suite.h"

struct drilled {
    char folder[32], book[64];
    struct shelf shelf;
    struct source *source;
    struct drill *drill;
    struct fake *fake;
    struct coverage *coverage;
    struct rehearsal r;
};

static inline void write_text(const char *path, const char *text)
{
    FILE *f = fopen(path, "w");
    if (!f || fputs(text, f) < 0 || fclose(f) != 0)
        abort();
}

/* `keys` are those of the drill behind drill, title and runbook. It has to load. */
static inline struct drilled drilled_load(const char *book, const char *keys)
{
    struct drilled d = {.folder = "/tmp/drilled.XXXXXX"};
    struct diags ds = {0};
    struct text text = {0}, said = {0};
    if (!mkdtemp(d.folder))
        abort();
    snprintf(d.book, sizeof d.book, "%s/test.yaml", d.folder);
    write_text(d.book, book);
    text_format(&text, "drill: 1\ntitle: T\nrunbook: test.yaml\n%s", keys);
    char *path = mem_text(d.book);
    strcpy(strrchr(path, '/'), "/d");
    d.source = source_from(path, text_get(&text), text.len);
    free(path);
    d.drill = drill_load(d.source, &d.shelf, &ds);
    diags_write(&ds, &said, false);
    if (said.len || !d.drill) {
        printf("%s", text_get(&said));
        abort();
    }
    diags_release(&ds);
    text_release(&said);
    text_release(&text);
    d.fake = fake_new();
    d.coverage = coverage_new(d.drill->book);
    return d;
}

static inline struct drilled drilled_run(const char *book, const char *keys,
                                         const struct outside *outside)
{
    struct drilled d = drilled_load(book, keys);
    d.r = rehearse(d.drill, d.fake, outside, d.coverage);
    return d;
}

static inline void drilled_free(struct drilled *d)
{
    unlink(d->book);
    rmdir(d->folder);
    text_release(&d->r.failures);
    coverage_free(d->coverage);
    fake_free(d->fake);
    drill_free(d->drill);
    source_free(d->source);
    shelf_release(&d->shelf);
}

/* What fails, whole; "" where it passes. */
#define CHECK_DRILL(book, keys, outside, failing) \
    check_drill(book, keys, outside, failing, __FILE__, __LINE__)

static inline void check_drill(const char *book, const char *keys, const struct outside *outside,
                               const char *failing, const char *file, int line)
{
    struct drilled d = drilled_run(book, keys, outside);
    suite_check_text(text_get(&d.r.failures), failing, "the failures", file, line);
    drilled_free(&d);
}

#endif
