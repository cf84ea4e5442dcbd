#include "cli/progress.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/time.h"
#include "base/utf8.h"
#include "cli/say.h"

#define SHOW_AFTER_MS 500

void progress_start(struct progress *p, const char *what)
{
    *p = (struct progress){.what = what, .on = isatty(STDERR_FILENO), .began_ms = time_mono_ms()};
}

void progress_add(struct progress *p, int job, const char *name)
{
    p->running = mem_grow(p->running, p->count, &p->cap, sizeof *p->running);
    p->running[p->count++] = (struct running){job, name};
}

void progress_remove(struct progress *p, int job)
{
    for (size_t i = 0; i < p->count; i++)
        if (p->running[i].job == job) {
            memmove(&p->running[i], &p->running[i + 1], (--p->count - i) * sizeof *p->running);
            return;
        }
}

static void wipe(struct progress *p)
{
    static char clear[] = "\r\x1b[K";
    if (p->shown)
        say_talk(&(struct text){.at = clear, .len = sizeof clear - 1});
    p->shown = false;
}

/* As many of the names as the line has room for. */
static void add_names(const struct progress *p, struct text *line)
{
    int left = term_width(STDERR_FILENO) - 12;
    for (size_t i = 0; i < p->count; i++) {
        struct text name = {0};
        text_add(&name, i ? ", " : ": ");
        text_add_shown_line(&name, p->running[i].name);
        int width =
            (int)utf8_width(text_get(line), line->len) + (int)utf8_width(text_get(&name), name.len);
        if (width > left)
            text_format(line, ", %zu more", p->count - i);
        else
            text_add(line, text_get(&name));
        text_release(&name);
        if (width > left)
            return;
    }
}

void progress_show(struct progress *p)
{
    int64_t ms = time_mono_ms() - p->began_ms;
    if (!p->on || ms < SHOW_AFTER_MS || !p->count)
        return;
    struct text line = {0};
    wipe(p);
    text_format(&line, "  %s, %lld s", p->what, (long long)(ms / 1000));
    add_names(p, &line);
    say_talk(&line);
    text_release(&line);
    p->shown = true;
}

void progress_stop(struct progress *p)
{
    wipe(p);
    free(p->running);
    *p = (struct progress){0};
}
