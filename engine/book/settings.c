#include "book/settings.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "book/library.h"
#include "book/reader.h"

#define ZONES "/usr/share/zoneinfo/"

/* Names of zones are paths below ZONES, and nothing else is looked for there. */
static bool zone_is_known(const char *name)
{
    struct text path = {0};
    bool fits = *name && *name != '/' && !strstr(name, "..") &&
                !name[strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                   "0123456789+-_/")];
    text_format(&path, ZONES "%s", name);
    struct stat st;
    bool known = fits && (strcmp(name, "UTC") == 0 ||
                          (stat(text_get(&path), &st) == 0 && S_ISREG(st.st_mode)));
    text_release(&path);
    return known;
}

bool settings_load(const struct source *source, struct settings *out, struct diags *ds)
{
    struct node *f[SETTINGS_KEYS];
    struct arena *arena = arena_new();
    struct reader r = {.arena = arena, .to = {.source = source, .ds = ds}};
    const struct node *root = yaml_parse(arena, &r.to);
    *out = (struct settings){0};
    if (root && reader_fields(&r, root, IN_SETTINGS, f) && f[SETTINGS_TIME_ZONE]) {
        const struct node *zone = f[SETTINGS_TIME_ZONE]->value;
        if (zone_is_known(zone->text))
            out->time_zone = mem_text(zone->text);
        else
            complain_hint(reader_error(&r, RB_BAD_VALUE, zone->span,
                                       "this machine knows no time zone \"%s\"", zone->text),
                          "write one that lies below " ZONES ", such as Europe/Berlin; they come "
                          "with the package tzdata");
    }
    arena_free(arena);
    return r.to.errors == 0;
}

void settings_release(struct settings *s)
{
    free(s->time_zone);
    *s = (struct settings){0};
}

static char *there(const char *folder, const char *below)
{
    struct text path = {0};
    text_format(&path, "%s/%sruleout.yaml", folder, below);
    if (access(text_get(&path), F_OK) == 0)
        return text_take(&path);
    text_release(&path);
    return NULL;
}

char *settings_find(void)
{
    struct library *l = library_open();
    const char *config = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    char *found = NULL;
    for (size_t i = 0; i < l->own_count && !found; i++)
        found = there(l->folders[i], "");
    library_free(l);
    if (!found && config && *config == '/')
        found = there(config, "ruleout/");
    else if (!found && home && *home)
        found = there(home, ".config/ruleout/");
    return found;
}
