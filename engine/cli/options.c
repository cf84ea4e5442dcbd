#include "cli/options.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "tty/term.h"

static int find(const struct option_spec *specs, const char *name, size_t len)
{
    for (int i = 0; specs[i].name; i++)
        if (strlen(specs[i].name) == len && strncmp(specs[i].name, name, len) == 0)
            return i;
    return -1;
}

static void unknown_option(const struct option_spec *specs, const char *word, struct diags *ds)
{
    const char *names[OPTIONS_MAX + 1];
    size_t n = 0;
    for (; specs[n].name; n++)
        names[n] = specs[n].name;
    names[n++] = "help";
    char *bare = mem_text_n(word, strcspn(word, "="));
    const char *near = text_nearest(bare + strspn(bare, "-"), names, n);
    struct diag *d = diag_environment(ds, "unknown option \"%s\"", bare);
    if (near)
        diag_hint(d, "did you mean \"--%s\"?", near);
    else
        diag_hint(d, strchr(word, ' ') ? "text that begins with - goes behind --"
                                       : "--help lists the options");
    free(bare);
}

static bool one_of(const char *choices, const char *value)
{
    if (!strchr(choices, '|'))
        return true;
    size_t len = strlen(value);
    for (const char *c = choices; c; c = strchr(c, '|') ? strchr(c, '|') + 1 : NULL)
        if (strcspn(c, "|") == len && strncmp(c, value, len) == 0)
            return true;
    return false;
}

static bool set_value(struct args *a, int at, const char *value, struct diags *ds)
{
    const struct option_spec *o = &a->specs[at];
    if (value && !one_of(o->value, value)) {
        diag_hint(diag_environment(ds, "--%s cannot be \"%s\"", o->name, value), "it is one of %s",
                  o->value);
        return false;
    }
    if (o->kind == OPTION_PAIR && (!strchr(value, '=') || value[0] == '=')) {
        diag_hint(diag_environment(ds, "--%s needs a name and a value, not \"%s\"", o->name, value),
                  "for example: -i log=/var/log/nginx/access.log");
        return false;
    }
    if (o->kind == OPTION_PAIR)
        a->pairs[a->pair_count++] = value;
    a->given[at] = true;
    a->values[at] = value;
    return true;
}

/* Reads the option at argv[*i], and its value where that is the next word. */
static bool read_option(struct args *a, int argc, char **argv, int *i, struct diags *ds)
{
    const char *word = strcmp(argv[*i], "-i") == 0 ? "--input" : argv[*i];
    size_t len = strcspn(word + 2, "=");
    int at = strncmp(word, "--", 2) == 0 ? find(a->specs, word + 2, len) : -1;
    if (at < 0) {
        unknown_option(a->specs, word, ds);
        return false;
    }
    const struct option_spec *o = &a->specs[at];
    const char *value = word[2 + len] == '=' ? word + 2 + len + 1 : NULL;
    if (o->kind == OPTION_FLAG && value) {
        diag_environment(ds, "--%s takes no value", o->name);
        return false;
    }
    bool wants = o->kind == OPTION_VALUE || o->kind == OPTION_PAIR;
    if (wants && !value && *i + 1 < argc)
        value = argv[++*i];
    if (wants && !value) {
        diag_environment(ds, "--%s needs a value: --%s %s", o->name, o->name, o->value);
        return false;
    }
    return set_value(a, at, value, ds);
}

bool args_read(struct args *a, const struct option_spec *specs, int argc, char **argv,
               struct diags *ds)
{
    *a = (struct args){.specs = specs};
    a->words = mem_alloc(((size_t)argc + 1) * sizeof *a->words);
    a->pairs = mem_alloc(((size_t)argc + 1) * sizeof *a->pairs);
    bool options = true, ok = true;
    for (int i = 0; i < argc && ok; i++) {
        if (options && strcmp(argv[i], "--") == 0)
            options = false;
        else if (options && argv[i][0] == '-' && argv[i][1])
            ok = read_option(a, argc, argv, &i, ds);
        else
            a->words[a->word_count++] = argv[i];
    }
    return ok;
}

void args_release(struct args *a)
{
    free(a->words);
    free(a->pairs);
    *a = (struct args){0};
}

static int own_option(const struct args *a, const char *option)
{
    int at = find(a->specs, option, strlen(option));
    assert(at >= 0);
    return at;
}

bool args_has(const struct args *a, const char *option)
{
    return a->given[own_option(a, option)];
}

const char *args_value(const struct args *a, const char *option)
{
    return a->values[own_option(a, option)];
}

static void help_line(struct text *out, const char *option, const char *help)
{
    text_format(out, "  %-26s  ", option);
    if (strlen(option) > 26)
        text_format(out, "\n%30s", "");
    term_wrap(out, help, HELP_WIDTH, 30, 30);
    text_add_char(out, '\n');
}

void options_help(const struct option_spec *specs, struct text *out)
{
    for (size_t i = 0; specs[i].name; i++) {
        const struct option_spec *o = &specs[i];
        struct text left = {0};
        text_format(&left, "--%s", o->name);
        if (o->kind == OPTION_VALUE || o->kind == OPTION_PAIR)
            text_format(&left, " %s", o->value);
        else if (o->kind == OPTION_OPTIONAL_VALUE)
            text_format(&left, "[=%s]", o->value);
        help_line(out, text_get(&left), o->help);
        text_release(&left);
    }
    help_line(out, "--help", "this text");
}
