#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/excerpt.h"
#include "base/mem.h"
#include "book/library.h"
#include "book/part.h"
#include "cli/say.h"
#include "cli/walk.h"

#define ANY "any-incident"

/* The answers come from the terminal then, if somebody sits there. */
static void take_terminal(void)
{
    int tty = isatty(STDERR_FILENO) ? open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY) : -1;
    if (tty < 0)
        return;
    dup2(tty, STDIN_FILENO);
    close(tty);
}

bool walk_read_alert(struct walk *w, const char *path, struct diags *ds, int *status)
{
    bool from_input = strcmp(path, "-") == 0;
    int fd = from_input ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    struct text why = {0};
    *status = EXIT_USE;
    bool ok = fd >= 0 && excerpt_read(fd, ALERT_MAX, &w->alert_body);
    if (!ok)
        text_add(&why, strerror(errno));
    if (fd >= 0 && !from_input)
        close(fd);
    ok = ok && alerts_read(text_get(&w->alert_body), w->alert_body.len, &w->alerts, &why);
    if (!ok)
        diag_hint(diag_environment(ds, "the alert %s cannot be taken: %s", path, text_get(&why)),
                  "it is the body that Alertmanager or PagerDuty sends to a webhook, as JSON");
    else if (from_input)
        take_terminal();
    text_release(&why);
    return ok;
}

/* The runbooks that alerts start, each once. */
struct found {
    const char **ids;
    size_t count, loaded;
    struct book **books; /* of the library's entries; NULL where it does not load */
    struct source **sources;
    struct book_files *files; /* what they use and call */
};

static void load_all(struct found *f, const struct library *l)
{
    f->ids = mem_alloc((l->entry_count + 1) * sizeof *f->ids);
    f->books = mem_alloc((l->entry_count + 1) * sizeof *f->books);
    f->sources = mem_alloc((l->entry_count + 1) * sizeof *f->sources);
    f->files = files_on_disk();
    f->loaded = l->entry_count;
    for (size_t i = 0; i < l->entry_count; i++) {
        struct diags ds = {0};
        if (l->entries[i].shadowed)
            continue;
        f->sources[i] = source_read(l->entries[i].path, &ds);
        f->books[i] = f->sources[i] ? book_load(f->sources[i], f->files, &ds) : NULL;
        if (!f->books[i])
            say_line("%s does not load, so its alerts were not looked at.", l->entries[i].path);
        diags_release(&ds);
    }
}

static void found_release(struct found *f)
{
    for (size_t i = 0; i < f->loaded; i++) {
        book_free(f->books[i]);
        source_free(f->sources[i]);
    }
    files_free(f->files);
    free(f->ids);
    free(f->books);
    free(f->sources);
}

static void add_id(struct found *f, const char *id)
{
    for (size_t i = 0; i < f->count; i++)
        if (strcmp(f->ids[i], id) == 0)
            return;
    f->ids[f->count++] = id;
}

/* Those that fit this alert best. */
static void add_best(struct found *f, const struct library *l, const struct alert *a)
{
    size_t most = 1;
    for (size_t i = 0; i < f->loaded; i++) {
        size_t fit = f->books[i] ? alert_fit(f->books[i], a) : 0;
        most = fit > most ? fit : most;
    }
    for (size_t i = 0; i < f->loaded; i++)
        if (f->books[i] && alert_fit(f->books[i], a) == most)
            add_id(f, l->entries[i].id);
}

static char *any_incident(const struct walk *w, const struct found *f, const struct library *l,
                          int *status)
{
    if (w->alerts.firing)
        say_line("No runbook names this alert, so it is walked with " ANY ".");
    else
        say_line("No alert in it is firing, so no runbook is started by it; it is walked "
                 "with " ANY ".");
    for (size_t i = 0; i < f->loaded; i++)
        if (f->books[i] && strcmp(l->entries[i].id, ANY) == 0)
            return mem_text(ANY);
    say_line("There is no " ANY
             " in the library. Name a runbook: ruleout walk RUNBOOK --alert FILE");
    *status = EXIT_USE;
    return NULL;
}

static char *one_of_several(const struct walk *w, const struct found *f, const struct library *l,
                            int *status)
{
    struct text ids = {0};
    for (size_t i = 0; i < f->count; i++)
        text_format(&ids, "%s%s", i ? ", " : "", f->ids[i]);
    say_line("Several runbooks fit what is firing, none better than the others: %s.",
             text_get(&ids));
    text_release(&ids);
    if (w->interactive)
        return walk_choose_among(w, l, f->ids, f->count, status);
    say_line("Name one of them: ruleout walk RUNBOOK --alert FILE");
    *status = EXIT_NO_ANSWER;
    return NULL;
}

char *walk_choose_alerted(const struct walk *w, int *status)
{
    struct library *l = library_open();
    struct found f = {0};
    library_scan(l);
    load_all(&f, l);
    for (size_t i = 0; i < w->alerts.count; i++)
        if (w->alerts.items[i].firing)
            add_best(&f, l, &w->alerts.items[i]);
    char *chosen = f.count == 1  ? mem_text(f.ids[0])
                   : f.count > 1 ? one_of_several(w, &f, l, status)
                                 : any_incident(w, &f, l, status);
    found_release(&f);
    library_free(l);
    return chosen;
}

void walk_take_alert(struct walk *w, struct batch *b, struct moment m)
{
    struct session *s = w->o.session;
    if (w->alert_body.len)
        alert_take(s, b, m, alerts_for(&w->alerts, session_book(s)), text_get(&w->alert_body));
}

static void tell_event(const struct walk *w, const struct event *e)
{
    if (!e->source || strcmp(e->source, "alert") != 0)
        return;
    if (e->kind == EVENT_ALERTED && e->value)
        say_line("The alert: %s", e->value);
    else if (e->kind == EVENT_ALERTED)
        say_line("No value is taken from the alert: %s.",
                 w->alerts.firing ? "nothing that fires in it is what this runbook names"
                                  : "nothing in it is firing");
    else if (e->kind == EVENT_ANSWERED)
        say_line("From the alert, %s: %s", e->step, e->value);
    else
        say_line("Not taken for %s, so you are asked: %s", e->step, e->evidence);
}

void walk_tell_alert(const struct walk *w)
{
    size_t resolved = w->alerts.count - w->alerts.firing;
    if (!w->alert_body.len)
        return;
    for (size_t i = 0; i < w->o.events.count; i++)
        tell_event(w, &w->o.events.items[i]);
    if (resolved)
        say_line("Resolved already, and left aside: %zu of its %zu.", resolved, w->alerts.count);
}
