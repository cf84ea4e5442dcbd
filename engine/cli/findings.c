#include "cli/findings.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "book/codes.h"

#define SARIF_SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"

static const char *level_of(const struct diag *d)
{
    return d->level == DIAG_ERROR ? "error" : "warning";
}

/* Line and column, from 1; 0 where no file is at fault. */
static struct place place_of(const struct diag *d)
{
    return d->source ? source_place(d->source, d->span.at) : (struct place){0};
}

static struct jval *notes_json(const struct diag *d)
{
    struct jval *list = jval_array();
    for (size_t i = 0; i < d->note_count; i++) {
        const struct diag_note *n = &d->notes[i];
        struct place at = source_place(n->source, n->span.at);
        struct jval *j = jval_object();
        jval_put_text(j, "file", n->source->path);
        jval_put_int(j, "line", at.line);
        jval_put_int(j, "column", at.column);
        jval_put_text(j, "message", n->says);
        jval_add(list, j);
    }
    return list;
}

static struct jval *finding_json(const struct diag *d)
{
    struct jval *j = jval_object();
    struct place at = place_of(d);
    jval_put_text(j, "file", d->source ? d->source->path : NULL);
    jval_put_int(j, "line", at.line);
    jval_put_int(j, "column", at.column);
    jval_put_text(j, "severity", level_of(d));
    jval_put_text(j, "code", d->code);
    jval_put_text(j, "message", d->message);
    jval_put_text(j, "hint", d->hint);
    jval_put(j, "related", notes_json(d));
    return j;
}

static struct jval *json(const struct diags *ds)
{
    struct jval *list = jval_array();
    for (size_t i = 0; i < ds->count; i++)
        jval_add(list, finding_json(&ds->items[i]));
    return list;
}

static struct jval *text_object(const char *text)
{
    struct jval *j = jval_object();
    jval_put_text(j, "text", text);
    return j;
}

static struct jval *one(struct jval *value)
{
    struct jval *list = jval_array();
    jval_add(list, value);
    return list;
}

/* As a URI reference: what is no unreserved character of RFC 3986 or a slash is encoded. */
static struct jval *artifact(const char *path)
{
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    struct jval *j = jval_object();
    struct text uri = {0};
    text_add(&uri, *path == '/' ? "file://" : "");
    for (const char *c = path; *c; c++)
        text_format(&uri, strchr(plain, *c) ? "%c" : "%%%02X", (unsigned char)*c);
    jval_put_text(j, "uri", text_get(&uri));
    text_release(&uri);
    return j;
}

static struct jval *sarif_location(const struct source *source, struct span span)
{
    struct jval *location = jval_object(), *physical = jval_object(), *region = jval_object();
    struct place at = source_place(source, span.at), end = source_place(source, span.at + span.len);
    jval_put_int(region, "startLine", at.line);
    jval_put_int(region, "startColumn", at.column);
    jval_put_int(region, "endLine", end.line);
    jval_put_int(region, "endColumn", end.column);
    jval_put(physical, "artifactLocation", artifact(source->path));
    jval_put(physical, "region", region);
    jval_put(location, "physicalLocation", physical);
    return location;
}

static struct jval *sarif_notes(const struct diag *d)
{
    struct jval *list = jval_array();
    for (size_t i = 0; i < d->note_count; i++) {
        struct jval *location = sarif_location(d->notes[i].source, d->notes[i].span);
        jval_put_int(location, "id", (int64_t)i);
        jval_put(location, "message", text_object(d->notes[i].says));
        jval_add(list, location);
    }
    return list;
}

static struct jval *sarif_result(const struct diag *d)
{
    struct jval *j = jval_object();
    struct text message = {0};
    text_format(&message, "%s%s%s", d->message, d->hint ? "\nhint: " : "", d->hint ? d->hint : "");
    if (d->code)
        jval_put_text(j, "ruleId", d->code);
    jval_put_text(j, "level", level_of(d));
    jval_put(j, "message", text_object(text_get(&message)));
    if (d->source)
        jval_put(j, "locations", one(sarif_location(d->source, d->span)));
    if (d->note_count)
        jval_put(j, "relatedLocations", sarif_notes(d));
    text_release(&message);
    return j;
}

static struct jval *sarif_rules(void)
{
    struct jval *list = jval_array();
    size_t count;
    const struct code *codes = codes_all(&count);
    for (size_t i = 0; i < count; i++) {
        struct jval *rule = jval_object();
        jval_put_text(rule, "id", codes[i].code);
        jval_put_text(rule, "name", codes[i].name);
        jval_put(rule, "shortDescription", text_object(codes[i].says));
        jval_add(list, rule);
    }
    return list;
}

static struct jval *sarif(const struct diags *ds)
{
    struct jval *log = jval_object(), *run = jval_object(), *tool = jval_object();
    struct jval *driver = jval_object(), *results = jval_array();
    for (size_t i = 0; i < ds->count; i++)
        jval_add(results, sarif_result(&ds->items[i]));
    jval_put_text(driver, "name", "ruleout");
    jval_put(driver, "rules", sarif_rules());
    jval_put(tool, "driver", driver);
    jval_put(run, "tool", tool);
    jval_put_text(run, "columnKind", "unicodeCodePoints");
    jval_put(run, "results", results);
    jval_put_text(log, "$schema", SARIF_SCHEMA);
    jval_put_text(log, "version", "2.1.0");
    jval_put(log, "runs", one(run));
    return log;
}

/* GitHub takes a command apart at these; in a property also at : and , */
static void add_escaped(struct text *out, const char *s, const char *special)
{
    struct text shown = {0};
    text_add_shown(&shown, s);
    for (const char *c = text_get(&shown); *c; c++)
        text_format(out, strchr(special, *c) ? "%%%02X" : "%c", (unsigned char)*c);
    text_release(&shown);
}

/* An annotation has one place, so the others are told. */
static void github_notes(const struct diag *d, struct text *out)
{
    for (size_t i = 0; i < d->note_count; i++) {
        const struct diag_note *n = &d->notes[i];
        text_add(out, "%0Anote: ");
        add_escaped(out, n->source->path, "%\r\n");
        text_format(out, ":%u: ", source_place(n->source, n->span.at).line);
        add_escaped(out, n->says, "%\r\n");
    }
}

static void github(const struct diags *ds, struct text *out)
{
    for (size_t i = 0; i < ds->count; i++) {
        const struct diag *d = &ds->items[i];
        struct place at = place_of(d);
        text_format(out, "::%s ", level_of(d));
        if (d->source) {
            text_add(out, "file=");
            add_escaped(out, d->source->path, "%\r\n:,");
            text_format(out, ",line=%u,col=%u,", at.line, at.column);
        }
        text_format(out, "title=%s::", d->code ? d->code : "ruleout");
        add_escaped(out, d->message, "%\r\n");
        text_add(out, d->hint ? "%0Ahint: " : "");
        add_escaped(out, d->hint ? d->hint : "", "%\r\n");
        github_notes(d, out);
        text_add_char(out, '\n');
    }
}

static void pretty(const struct diags *ds, size_t files, bool color, struct text *out)
{
    size_t warnings = ds->count - ds->errors;
    diags_write(ds, out, color);
    text_format(out, "%s%zu file%s: %zu error%s, %zu warning%s\n", ds->count ? "\n" : "", files,
                files == 1 ? "" : "s", ds->errors, ds->errors == 1 ? "" : "s", warnings,
                warnings == 1 ? "" : "s");
}

static void add_document(struct text *out, struct jval *j)
{
    char *written = jval_write(j, JSON_PRETTY);
    text_format(out, "%s\n", written);
    free(written);
    jval_free(j);
}

void findings_write(const struct diags *ds, size_t files, const char *format, bool color,
                    struct text *out)
{
    if (format && strcmp(format, "json") == 0)
        add_document(out, json(ds));
    else if (format && strcmp(format, "sarif") == 0)
        add_document(out, sarif(ds));
    else if (format && strcmp(format, "github") == 0)
        github(ds, out);
    else
        pretty(ds, files, color, out);
}
