#include "drill/results.h"

#include <stdlib.h>
#include <string.h>

void results_release(struct drill_results *r)
{
    for (size_t i = 0; i < r->count; i++) {
        free(r->items[i].title);
        text_release(&r->items[i].failures);
    }
    free(r->items);
    *r = (struct drill_results){0};
}

size_t results_failed(const struct drill_results *r)
{
    size_t failed = 0;
    for (size_t i = 0; i < r->count; i++)
        failed += r->items[i].failures.len > 0;
    return failed;
}

static size_t reached(const struct drill_results *r, enum covered kind)
{
    size_t n = 0;
    for (size_t i = 0; i < r->coverage_count; i++)
        n += coverage_reached(r->coverage[i], kind);
    return n;
}

static size_t total(const struct drill_results *r, enum covered kind)
{
    size_t n = 0;
    for (size_t i = 0; i < r->coverage_count; i++)
        n += coverage_total(r->coverage[i], kind);
    return n;
}

double results_coverage(const struct drill_results *r)
{
    size_t got = 0, of = 0;
    for (int kind = 0; kind < COVER_KINDS; kind++) {
        got += reached(r, (enum covered)kind);
        of += total(r, (enum covered)kind);
    }
    return of ? 100.0 * (double)got / (double)of : 100;
}

/* Each line of `lines` behind `before`. */
static void add_lines(struct text *out, const char *before, const char *lines)
{
    struct text line = {0};
    while (*lines) {
        size_t len = strcspn(lines, "\n");
        text_clear(&line);
        text_add_n(&line, lines, len);
        text_add(out, before);
        text_add_shown_line(out, text_get(&line));
        text_add_char(out, '\n');
        lines += len + (lines[len] == '\n');
    }
    text_release(&line);
}

static void pretty_one(const struct drill_result *d, struct text *out)
{
    text_add(out, d->failures.len ? "FAIL  " : "ok    ");
    text_add_shown_line(out, d->file);
    if (d->title) {
        text_add(out, ": ");
        text_add_shown_line(out, d->title);
    }
    text_format(out, " (%d answer%s)\n", d->answered, d->answered == 1 ? "" : "s");
    add_lines(out, "        ", text_get(&d->failures));
}

static void pretty_coverage(const struct coverage *c, struct text *out)
{
    struct text left = {0};
    text_add(out, "coverage of ");
    text_add_shown_line(out, coverage_book(c)->id);
    for (int kind = 0; kind < COVER_KINDS; kind++)
        text_format(out, "%s %zu/%zu %s", kind ? "," : ":", coverage_reached(c, (enum covered)kind),
                    coverage_total(c, (enum covered)kind), covered_name((enum covered)kind));
    text_add_char(out, '\n');
    coverage_left(c, &left);
    add_lines(out, "  not reached: ", text_get(&left));
    text_release(&left);
}

void results_pretty(const struct drill_results *r, struct text *out)
{
    size_t failed = results_failed(r);
    for (size_t i = 0; i < r->count; i++)
        pretty_one(&r->items[i], out);
    for (size_t i = 0; i < r->coverage_count; i++)
        pretty_coverage(r->coverage[i], out);
    text_format(out, "%zu drill%s: %zu passed, %zu failed", r->count, r->count == 1 ? "" : "s",
                r->count - failed, failed);
    if (r->skipped)
        text_format(out, ", %zu skipped", r->skipped);
    text_add_char(out, '\n');
}

/* In a description, # would begin a directive. */
static void tap_words(struct text *out, const char *words)
{
    struct text shown = {0};
    text_add_shown_line(&shown, words);
    for (const char *c = text_get(&shown); *c; c++)
        text_format(out, *c == '#' || *c == '\\' ? "\\%c" : "%c", *c);
    text_release(&shown);
}

void results_tap(const struct drill_results *r, struct text *out)
{
    text_format(out, "TAP version 13\n1..%zu\n", r->count);
    for (size_t i = 0; i < r->count; i++) {
        const struct drill_result *d = &r->items[i];
        text_format(out, "%sok %zu - ", d->failures.len ? "not " : "", i + 1);
        tap_words(out, d->file);
        if (d->title) {
            text_add(out, ": ");
            tap_words(out, d->title);
        }
        text_add_char(out, '\n');
        add_lines(out, "# ", text_get(&d->failures));
    }
    for (size_t i = 0; i < r->coverage_count; i++) {
        struct text lines = {0};
        pretty_coverage(r->coverage[i], &lines);
        add_lines(out, "# ", text_get(&lines));
        text_release(&lines);
    }
}

/* A list of the lines. */
static struct jval *lines_json(const char *lines)
{
    struct jval *list = jval_array();
    struct text line = {0};
    while (*lines) {
        size_t len = strcspn(lines, "\n");
        text_clear(&line);
        text_add_n(&line, lines, len);
        jval_add_text(list, text_get(&line));
        lines += len + (lines[len] == '\n');
    }
    text_release(&line);
    return list;
}

static struct jval *drill_json(const struct drill_result *d)
{
    struct jval *j = jval_object();
    jval_put_text(j, "file", d->file);
    jval_put_text(j, "title", d->title);
    jval_put_text(j, "result", d->failures.len ? "failed" : "passed");
    jval_put(j, "failures", lines_json(text_get(&d->failures)));
    jval_put_int(j, "steps", d->answered);
    jval_put_int(j, "took_ms", d->took_ms);
    return j;
}

static struct jval *left_json(const struct drill_results *r)
{
    struct jval *all = jval_object();
    for (size_t i = 0; i < r->coverage_count; i++) {
        struct text left = {0};
        coverage_left(r->coverage[i], &left);
        jval_put(all, coverage_book(r->coverage[i])->id, lines_json(text_get(&left)));
        text_release(&left);
    }
    return all;
}

static struct jval *coverage_json(const struct drill_results *r)
{
    struct jval *j = jval_object();
    for (int kind = 0; kind < COVER_KINDS; kind++) {
        struct jval *one = jval_object();
        jval_put_int(one, "covered", (int64_t)reached(r, (enum covered)kind));
        jval_put_int(one, "total", (int64_t)total(r, (enum covered)kind));
        jval_put(j, covered_name((enum covered)kind), one);
    }
    jval_put(j, "not_reached", left_json(r));
    return j;
}

struct jval *results_json(const struct drill_results *r)
{
    struct jval *j = jval_object(), *drills = jval_array();
    size_t failed = results_failed(r);
    for (size_t i = 0; i < r->count; i++)
        jval_add(drills, drill_json(&r->items[i]));
    jval_put_int(j, "passed", (int64_t)(r->count - failed));
    jval_put_int(j, "failed", (int64_t)failed);
    jval_put_int(j, "skipped", (int64_t)r->skipped);
    jval_put(j, "drills", drills);
    jval_put(j, "coverage", coverage_json(r));
    return j;
}
