#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "book/settings.h"
#include "cli/command.h"
#include "cli/say.h"

#define VERSION "0.1.0"

static const struct command *const commands[] = {
    &cmd_walk, &cmd_check, &cmd_drill, &cmd_log, &cmd_incidents, &cmd_note,  &cmd_postmortem,
    &cmd_lint, &cmd_show,  &cmd_graph, &cmd_new, &cmd_list,      &cmd_schema};
#define COMMANDS (sizeof commands / sizeof *commands)

static const struct command *find_command(const char *name)
{
    for (size_t i = 0; i < COMMANDS; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

static void help(struct text *out)
{
    text_add(out,
             "ruleout: walks you through an outage, question by question, ruling out causes.\n\n"
             "  ruleout walk any-incident     start here when something is broken\n\n"
             "Commands:\n");
    for (size_t i = 0; i < COMMANDS; i++) {
        text_format(out, "  %-10s  %-9s  ", commands[i]->name, commands[i]->words);
        term_wrap(out, commands[i]->about, HELP_WIDTH, 25, 25);
        text_add_char(out, '\n');
    }
    text_add(out, "\nruleout COMMAND --help says more. ruleout --version prints the version.\n");
}

static void command_help(const struct command *c, struct text *out)
{
    struct text line = {0};
    text_format(&line, "ruleout %s [options]%s%s: %s", c->name, *c->words ? " " : "", c->words,
                c->about);
    term_wrap(out, text_get(&line), HELP_WIDTH, 2, 0);
    text_add(out, "\n\n");
    text_release(&line);
    options_help(c->options, out);
    text_add(out, c->more);
}

static int unknown_command(const char *name)
{
    const char *names[COMMANDS];
    for (size_t i = 0; i < COMMANDS; i++)
        names[i] = commands[i]->name;
    struct diags ds = {0};
    const char *near = text_nearest(name, names, COMMANDS);
    struct diag *d = diag_environment(&ds, "there is no command \"%s\"", name);
    if (near)
        diag_hint(d, "did you mean \"%s\"?", near);
    else
        diag_hint(d, "ruleout --help lists them");
    return say_failed(&ds, EXIT_USE);
}

static int wrong_words(const struct command *c, size_t words)
{
    struct diags ds = {0};
    struct diag *d = diag_environment(&ds, "ruleout %s takes: %s", c->name,
                                      *c->words ? c->words : "no arguments");
    if (words > c->max_words && strstr(c->words, "TEXT"))
        diag_hint(d, "put the text in quotes: ruleout %s \"restarted web-2\"", c->name);
    else
        diag_hint(d, "ruleout %s --help says more", c->name);
    return say_failed(&ds, EXIT_USE);
}

static void set_color(const struct args *args)
{
    const char *color = args_value(args, "color");
    say_set_color(!color                         ? COLOR_AUTO
                  : strcmp(color, "always") == 0 ? COLOR_ALWAYS
                  : strcmp(color, "never") == 0  ? COLOR_NEVER
                                                 : COLOR_AUTO);
}

/* What the team decided. Whoever set $TZ for themselves has it. */
static bool apply_settings(struct diags *ds)
{
    struct settings s = {0};
    char *path = settings_find();
    struct source *file = path ? source_read(path, ds) : NULL;
    bool ok = !path || (file && settings_load(file, &s, ds));
    const char *own = getenv("TZ");
    if (s.time_zone && !(own && *own)) {
        setenv("TZ", s.time_zone, 1);
        tzset();
    }
    if (!ok)
        say_diags(ds); /* while their source is there */
    settings_release(&s);
    source_free(file);
    free(path);
    return ok;
}

static int run(const struct command *c, int argc, char **argv)
{
    struct diags ds = {0};
    struct args args;
    int status;
    if (!args_read(&args, c->options, argc, argv, &ds))
        status = say_failed(&ds, EXIT_USE);
    else if (args.word_count < c->min_words || args.word_count > c->max_words)
        status = wrong_words(c, args.word_count);
    else {
        set_color(&args);
        /* In an outage wrong settings are said, and no more; lint has them among its findings. */
        bool fit = c == &cmd_lint || apply_settings(&ds) || c == &cmd_walk;
        status = fit ? c->run(&args) : EXIT_USE;
    }
    args_release(&args);
    diags_release(&ds);
    return say_finish(status);
}

static bool asks_help(int argc, char **argv)
{
    for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    return false;
}

static int print(void (*fill)(struct text *))
{
    struct text t = {0};
    fill(&t);
    say_result(&t);
    text_release(&t);
    return say_finish(EXIT_DONE);
}

static void version(struct text *out)
{
    text_add(out, "ruleout " VERSION "\n");
}

static int help_of(const struct command *c)
{
    struct text t = {0};
    command_help(c, &t);
    say_result(&t);
    text_release(&t);
    return say_finish(EXIT_DONE);
}

static bool is_help(const char *word)
{
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "help") == 0;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        struct text t = {0};
        help(&t);
        say_talk(&t);
        text_release(&t);
        return EXIT_USE;
    }
    if (strcmp(argv[1], "--version") == 0)
        return print(version);
    bool helped = is_help(argv[1]);
    if (helped && argc == 2)
        return print(help);
    const char *name = argv[helped ? 2 : 1];
    const struct command *c = find_command(name);
    if (!c)
        return unknown_command(name);
    if (helped || asks_help(argc - 2, argv + 2))
        return help_of(c);
    return run(c, argc - 2, argv + 2);
}
