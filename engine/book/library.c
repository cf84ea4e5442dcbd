#include "book/library.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"

#define SUFFIX ".yaml"

static char *join(const char *folder, const char *name, const char *suffix)
{
    struct text t = {0};
    if (strcmp(folder, ".")) {
        text_add(&t, folder);
        if (t.len && t.at[t.len - 1] != '/')
            text_add_char(&t, '/');
    }
    text_add(&t, name);
    text_add(&t, suffix);
    return text_take(&t);
}

static bool is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static bool is_file(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* Takes `path`. One folder under two names is one folder. */
static void add_folder(struct library *l, char *path)
{
    struct stat st, other;
    bool there = stat(path, &st) == 0;
    for (size_t i = 0; i < l->folder_count && there; i++)
        if (stat(l->folders[i], &other) == 0 && st.st_dev == other.st_dev &&
            st.st_ino == other.st_ino) {
            free(path);
            return;
        }
    l->folders = mem_resize(l->folders, (l->folder_count + 1) * sizeof *l->folders);
    l->folders[l->folder_count++] = path;
}

static void add_from_variable(struct library *l, const char *path)
{
    while (*path) {
        size_t len = strcspn(path, ":");
        if (len)
            add_folder(l, mem_text_n(path, len));
        path += len + (path[len] == ':');
    }
}

/* `runbooks/` here or in the nearest folder above, written relative: messages stay short. */
static void add_nearest(struct library *l)
{
    char here[PATH_MAX];
    if (!getcwd(here, sizeof here))
        return;
    struct text up = {0};
    for (;;) {
        char *folder = join(*text_get(&up) ? text_get(&up) : ".", "runbooks", "");
        if (is_folder(folder)) {
            add_folder(l, folder);
            break;
        }
        free(folder);
        char *slash = strrchr(here, '/');
        if (!slash || !here[1])
            break;
        slash[slash == here] = '\0';
        text_add(&up, "../");
    }
    text_release(&up);
}

/* Beside the program: build/rel/ruleout of a checkout, bin/ruleout of an installation. */
static void add_beside_program(struct library *l)
{
    static const char *const places[] = {"../../runbooks", "../runbooks",
                                         "../share/ruleout/runbooks"};
    char self[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
    if (len <= 0)
        return;
    self[len] = '\0';
    *strrchr(self, '/') = '\0';
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        char *beside = join(*self ? self : "/", places[i], "");
        char *real = is_folder(beside) ? realpath(beside, NULL) : NULL;
        free(beside);
        if (real) {
            add_folder(l, real);
            return;
        }
    }
}

struct library *library_open(void)
{
    struct library *l = mem_alloc(sizeof *l);
    const char *path = getenv("RULEOUT_PATH"), *home = getenv("RULEOUT_HOME");
    if (path && *path)
        add_from_variable(l, path);
    else
        add_nearest(l);
    l->own_count = l->folder_count;
    if (home && *home)
        add_folder(l, join(home, "runbooks", ""));
    else
        add_beside_program(l);
    return l;
}

static void free_entries(struct library *l)
{
    for (size_t i = 0; i < l->entry_count; i++) {
        free(l->entries[i].id);
        free(l->entries[i].path);
    }
    free(l->entries);
    l->entries = NULL;
    l->entry_count = 0;
}

void library_free(struct library *l)
{
    if (!l)
        return;
    free_entries(l);
    for (size_t i = 0; i < l->folder_count; i++)
        free(l->folders[i]);
    free(l->folders);
    free(l);
}

/* Scanning. */

static bool is_runbook(const char *file)
{
    size_t len = strlen(file);
    return len > strlen(SUFFIX) && file[0] != '.' &&
           strcmp(file + len - strlen(SUFFIX), SUFFIX) == 0 && strcmp(file, "severity.yaml") &&
           strcmp(file, "ruleout.yaml");
}

static void scan_folder(struct library *l, const char *folder, size_t *cap)
{
    DIR *d = opendir(folder);
    if (!d)
        return;
    for (const struct dirent *e; (e = readdir(d));) {
        if (!is_runbook(e->d_name))
            continue;
        char *path = join(folder, e->d_name, "");
        if (!is_file(path)) {
            free(path);
            continue;
        }
        l->entries = mem_grow(l->entries, l->entry_count, cap, sizeof *l->entries);
        l->entries[l->entry_count++] = (struct library_entry){
            mem_text_n(e->d_name, strlen(e->d_name) - strlen(SUFFIX)), path, false};
    }
    closedir(d);
}

/* Within one id the order of the folders stays: `shadowed` holds the folder's number until then. */
struct ranked {
    struct library_entry entry;
    size_t rank;
};

static int compare(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    int order = strcmp(x->entry.id, y->entry.id);
    return order ? order : (x->rank > y->rank) - (x->rank < y->rank);
}

void library_scan(struct library *l)
{
    size_t cap = 0;
    free_entries(l);
    for (size_t i = 0; i < l->folder_count; i++)
        scan_folder(l, l->folders[i], &cap);
    if (!l->entry_count)
        return;
    struct ranked *ranked = mem_alloc(l->entry_count * sizeof *ranked);
    for (size_t i = 0; i < l->entry_count; i++)
        ranked[i] = (struct ranked){l->entries[i], i};
    qsort(ranked, l->entry_count, sizeof *ranked, compare);
    for (size_t i = 0; i < l->entry_count; i++) {
        l->entries[i] = ranked[i].entry;
        l->entries[i].shadowed = i && strcmp(l->entries[i - 1].id, l->entries[i].id) == 0;
    }
    free(ranked);
}

/* Finding. */

static bool ends_in(const char *s, const char *suffix)
{
    size_t len = strlen(s), n = strlen(suffix);
    return len >= n && strcmp(s + len - n, suffix) == 0;
}

static char *find_path(const char *path, struct diags *ds)
{
    if (access(path, F_OK) == 0)
        return mem_text(path);
    struct diag *d =
        diag_environment(ds, "there is no runbook at \"%s\": %s", path, strerror(errno));
    if (!strchr(path, '/'))
        diag_hint(d, "to look for it in the library, leave .yaml out");
    return NULL;
}

static void not_found(struct library *l, const char *id, struct diags *ds)
{
    struct text where = {0};
    for (size_t i = 0; i < l->folder_count; i++)
        text_format(&where, "%s%s", i ? ", " : "", l->folders[i]);
    struct diag *d;
    if (l->folder_count)
        d = diag_environment(ds, "there is no runbook \"%s\" in %s", id, text_get(&where));
    else
        d = diag_environment(ds, "there is no runbook \"%s\": no folder runbooks/ here or above",
                             id);
    text_release(&where);
    library_scan(l);
    const char **ids = mem_alloc((l->entry_count + 1) * sizeof *ids);
    for (size_t i = 0; i < l->entry_count; i++)
        ids[i] = l->entries[i].id;
    const char *near = text_nearest(id, ids, l->entry_count);
    if (near)
        diag_hint(d, "did you mean \"%s\"?", near);
    else if (l->entry_count)
        diag_hint(d, "ruleout list shows what there is");
    else
        diag_hint(d, "give the path of a file, or set RULEOUT_PATH to the folder with runbooks");
    free(ids);
}

char *library_find(struct library *l, const char *name, struct diags *ds)
{
    if (strchr(name, '/') || ends_in(name, ".yaml") || ends_in(name, ".yml"))
        return find_path(name, ds);
    bool reserved = strcmp(name, "severity") == 0 || strcmp(name, "ruleout") == 0;
    for (size_t i = 0; i < l->folder_count && *name && !reserved; i++) {
        char *path = join(l->folders[i], name, SUFFIX);
        if (is_file(path))
            return path;
        free(path);
    }
    not_found(l, name, ds);
    return NULL;
}

/* "." where the path names no folder. */
static char *folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? mem_text_n(path, (size_t)(slash - path) + 1) : mem_text(".");
}

char *library_severity(const struct library *l, const char *runbook_path)
{
    char *folder = folder_of(runbook_path);
    char *path = join(folder, "severity", SUFFIX);
    free(folder);
    for (size_t i = 0; !is_file(path); i++) {
        free(path);
        if (i == l->folder_count)
            return NULL;
        path = join(l->folders[i], "severity", SUFFIX);
    }
    return path;
}

bool library_is_yaml(const char *name)
{
    size_t len = strlen(name);
    return (len > 5 && strcmp(name + len - 5, ".yaml") == 0) ||
           (len > 4 && strcmp(name + len - 4, ".yml") == 0);
}

/* Checks. */

bool library_check_is_name(const char *name)
{
    for (const char *p = name;; p++) {
        size_t len = strspn(p, "abcdefghijklmnopqrstuvwxyz0123456789_-");
        if (!len)
            return false;
        p += len;
        if (*p != '/')
            return !*p;
    }
}

static char *check_below(const char *folder, const char *below, const char *name)
{
    char *start = join(folder, below, ""), *path = join(start, name, ".lua");
    free(start);
    if (is_file(path))
        return path;
    free(path);
    return NULL;
}

char *library_check(const struct library *l, const char *runbook_path, const char *name)
{
    if (!library_check_is_name(name))
        return NULL;
    char *beside = folder_of(runbook_path);
    char *found = check_below(beside, "checks/", name);
    if (!found)
        found = check_below(beside, "../scripts/checks/", name);
    free(beside);
    for (size_t i = 0; i < l->folder_count && !found; i++)
        found = check_below(l->folders[i], "../scripts/checks/", name);
    for (size_t i = 0; i < l->folder_count && !found; i++)
        found = check_below(l->folders[i], "checks/", name);
    return found;
}
