#include "cli/incident.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "book/library.h"
#include "book/part.h"
#include "cli/exits.h"

static bool load_severity(struct texts *t, struct diags *ds)
{
    if (!t->severity_source)
        return true;
    t->severity = severity_load(t->severity_source, ds);
    return t->severity != NULL;
}

bool texts_open(struct texts *t, const char *name, struct diags *ds)
{
    *t = (struct texts){0};
    struct library *library = library_open();
    char *path = library_find(library, name, ds);
    char *severity = path ? library_severity(library, path) : NULL;
    size_t errors = ds->errors;
    t->files = files_on_disk();
    if (path && (t->book_source = source_read(path, ds)))
        t->book = book_load(t->book_source, t->files, ds);
    if (severity && (t->severity_source = source_read(severity, ds)))
        load_severity(t, ds);
    free(path);
    free(severity);
    library_free(library);
    diags_sort(ds);
    return t->book && ds->errors == errors;
}

void texts_release(struct texts *t)
{
    book_free(t->book);
    severity_free(t->severity);
    source_free(t->book_source);
    source_free(t->severity_source);
    files_free(t->files);
    struct pinned_texts others = {.others = t->others, .other_count = t->other_count};
    pinned_texts_release(&others);
    *t = (struct texts){0};
}

/* What the runbook uses and calls, out of the record. */
struct recorded_files {
    struct book_files files;
    const struct texts *texts;
};

static const struct source *open_recorded(struct book_files *self, enum file_kind kind,
                                          const char *name, const struct source *from,
                                          const char *written, struct text *why)
{
    const struct texts *t = ((struct recorded_files *)self)->texts;
    (void)from;
    (void)written;
    for (size_t i = 0; i < t->other_count; i++)
        if (strcmp(t->others[i].role, file_role(kind)) == 0 &&
            strcmp(t->others[i].source->path, name) == 0)
            return t->others[i].source;
    text_add(why, "the record does not have it");
    return NULL;
}

const char *file_role(enum file_kind kind)
{
    return kind == FILE_USED ? "used" : "called";
}

/* The texts as the record pinned them: what was walked, whatever became of the files since. */
static bool load_pinned(struct opened *o, struct diags *ds)
{
    struct texts *t = &o->texts;
    struct pinned_texts pinned;
    if (!record_pinned(o->record, o->incident.id, &pinned, ds))
        return false;
    *t = (struct texts){.book_source = pinned.book,
                        .severity_source = pinned.severity,
                        .others = pinned.others,
                        .other_count = pinned.other_count,
                        .pinned = true};
    struct recorded_files recorded = {{open_recorded}, t};
    t->book = book_load(t->book_source, &recorded.files, ds);
    return t->book && load_severity(t, ds);
}

bool opened_reload(struct opened *o, struct diags *ds)
{
    events_release(&o->events);
    session_free(o->session);
    o->session = session_new(o->texts.book, o->texts.severity);
    session_use_secrets(o->session, o->secrets);
    session_use_costs(o->session, o->costs);
    if (!record_events(o->record, o->incident.id, 0, &o->events, ds))
        return false;
    for (size_t i = 0; i < o->events.count; i++)
        session_apply(o->session, &o->events.items[i]);
    return true;
}

bool opened_find(struct opened *o, const char *which, enum record_mode mode, struct diags *ds,
                 int *status)
{
    *o = (struct opened){0};
    *status = EXIT_ENVIRONMENT;
    char *path = record_path();
    o->record = record_open(path, mode, ds);
    free(path);
    if (!o->record)
        return false;
    *status = EXIT_USE;
    if (!record_find(o->record, which, &o->incident, ds))
        return false;
    *status = EXIT_ENVIRONMENT;
    return load_pinned(o, ds) && opened_reload(o, ds);
}

void opened_let_go(struct opened *o)
{
    record_close(o->record);
    o->record = NULL;
}

bool opened_again(struct opened *o, struct diags *ds)
{
    char number[32], *path = record_path();
    snprintf(number, sizeof number, "%lld", (long long)o->incident.id);
    o->record = record_open(path, RECORD_WRITE, ds);
    free(path);
    return o->record && record_find(o->record, number, &o->incident, ds) && opened_reload(o, ds);
}

void opened_release(struct opened *o)
{
    session_free(o->session);
    free(o->costs);
    events_release(&o->events);
    texts_release(&o->texts);
    record_close(o->record);
    *o = (struct opened){0};
}

struct story opened_story(const struct opened *o)
{
    return (struct story){&o->incident, &o->events, o->texts.book, o->texts.severity, o->session};
}

const char *own_name(void)
{
    const struct passwd *p = getpwuid(geteuid());
    if (p && *p->pw_name)
        return p->pw_name;
    const char *user = getenv("USER");
    return user && *user ? user : "unknown user";
}
