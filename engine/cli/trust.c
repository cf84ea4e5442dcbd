#include "cli/trust.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/sha256.h"
#include "book/part.h"

static char *state_path(void)
{
    const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
    struct text t = {0};
    if (state && *state == '/')
        text_format(&t, "%s/ruleout/trusted", state);
    else
        text_format(&t, "%s/.local/state/ruleout/trusted", home && *home ? home : "/");
    return text_take(&t);
}

/* Whoever else can write there could change what runs between the look and the run. */
static void look_at_folder(struct trust *t, const char *path)
{
    char *folder = mem_text(path);
    char *slash = strrchr(folder, '/');
    struct stat st;
    const char *where = slash ? (*slash = 0, *folder ? folder : "/") : ".";
    t->foreign = t->foreign || stat(where, &st) != 0 ||
                 (st.st_uid != geteuid() && st.st_uid != 0) ||
                 (st.st_mode & S_IWOTH && !(st.st_mode & S_ISVTX));
    free(folder);
}

/* Lines are "DIGEST ID". */
static void look_up(struct trust *t, const char *id)
{
    char *path = state_path();
    struct diags none = {0};
    struct source *s = source_read(path, &none);
    for (const char *line = s ? s->bytes : NULL; line && *line;) {
        size_t len = strcspn(line, "\n");
        if (len > 65 && strlen(id) == len - 65 && memcmp(line + 65, id, len - 65) == 0) {
            t->changed = true;
            t->given = t->given || memcmp(line, t->digest, 64) == 0;
        }
        line += len + (line[len] == '\n');
    }
    t->changed = t->changed && !t->given;
    source_free(s);
    diags_release(&none);
    free(path);
}

void trust_look(struct trust *t, const struct runner *r, const char *path)
{
    *t = (struct trust){.needed = runner_needed(r)};
    if (!t->needed)
        return;
    look_at_folder(t, path);
    for (size_t i = 0; !r->pinned && i < r->book->file_count; i++)
        look_at_folder(t, r->book->files[i].source->path);
    struct text all = {0};
    runner_digest(r, &all);
    sha256_hex(text_get(&all), all.len, t->digest);
    text_release(&all);
    look_up(t, r->book->id);
}

static void tell_list(struct text *out, const char *what, const struct permit *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        text_add(out, i ? ", " : what);
        text_add_shown_line(out, list[i].text);
    }
    text_add(out, count ? "\n" : "");
}

static void tell_command(struct text *out, const char *what, const struct command_line *c)
{
    if (!c)
        return;
    text_add(out, what);
    text_add_shown_line(out, c->raw);
    text_add_char(out, '\n');
}

/* Those of called runbooks under their titles. */
static void tell_allow(struct text *out, const struct part *p)
{
    const struct allow *allow = p->allow;
    bool none = allow->run_count + allow->read_count + allow->http_count == 0;
    if (p->parent >= 0 && !none) {
        text_format(out, " in %.*s, \"", (int)strlen(p->prefix) - 1, p->prefix);
        text_add_shown_line(out, p->title);
        text_add(out, "\", which it calls,\n");
    }
    tell_list(out, "  run    ", allow->run, allow->run_count);
    tell_list(out, "  read   ", allow->read, allow->read_count);
    tell_list(out, "  fetch  ", allow->http, allow->http_count);
    if (p->parent < 0 && none)
        text_add(out,
                 "  do nothing but ask for facts of this host, such as how full its disks are\n");
}

void trust_tell(const struct runner *r, struct text *out)
{
    const struct book *b = r->book;
    text_add(out, "Its checks look at this machine by themselves, and change nothing. They may\n");
    for (size_t i = 0; i < b->part_count; i++)
        tell_allow(out, &b->parts[i]);
    if (b->action_count)
        text_add(out, "Its actions, each offered first and run only after your yes, are\n");
    for (size_t i = 0; i < b->action_count; i++) {
        const struct action *a = &b->actions[i];
        tell_command(out, "  ", a->run);
        tell_command(out, "    to take it back: ", a->undo);
        for (size_t k = 0; k < a->save_count; k++)
            tell_command(out, "    before that: ", a->saves[k].command);
    }
}

static bool make_folders(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        *slash = 0;
        bool ok = mkdir(path, 0700) == 0 || errno == EEXIST;
        *slash = '/';
        if (!ok)
            return false;
    }
    return true;
}

bool trust_give(const struct trust *t, const struct book *b, struct diags *ds)
{
    char *path = state_path();
    struct text line = {0};
    text_format(&line, "%s %s\n", t->digest, b->id);
    int fd = make_folders(path) ? open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600) : -1;
    bool ok = fd >= 0 && write(fd, text_get(&line), line.len) == (ssize_t)line.len;
    if (!ok)
        diag_environment(ds, "%s cannot be written: %s", path, strerror(errno));
    if (fd >= 0)
        close(fd);
    text_release(&line);
    free(path);
    return ok;
}
