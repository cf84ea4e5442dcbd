#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/incident.h"
#include "cli/say.h"
#include "report/graph.h"

extern char **environ;

static const struct option_spec options[] = {
    {"format", OPTION_VALUE, "dot|mermaid|svg",
     "Graphviz's language (the default), Mermaid's, or a picture, for which dot must be installed"},
    {"causes", OPTION_FLAG, NULL, "also the causes, and what moves them"},
    {"incident", OPTION_VALUE, "ID", "mark what was answered in an incident, and its causes"},
    OPTION_COLOR,
    {0}};

/* Starts `dot -Tsvg`, which writes to standard output. Returns where it reads from; -1. */
static int start_dot(pid_t *dot)
{
    static char program[] = "dot", option[] = "-Tsvg";
    static char *const words[] = {program, option, NULL};
    posix_spawn_file_actions_t actions;
    int ends[2];
    if (pipe(ends) != 0)
        return -1;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO);
    posix_spawn_file_actions_addclose(&actions, ends[0]);
    posix_spawn_file_actions_addclose(&actions, ends[1]);
    int error = posix_spawnp(dot, "dot", &actions, NULL, words, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[0]);
    if (error) {
        close(ends[1]);
        errno = error;
        return -1;
    }
    return ends[1];
}

static bool draw(const struct text *t, struct diags *ds)
{
    pid_t dot;
    int to = start_dot(&dot), status = 1;
    if (to < 0) {
        diag_hint(diag_environment(ds, "dot cannot be run: %s", strerror(errno)),
                  "install graphviz, or take --format dot or mermaid");
        return false;
    }
    signal(SIGPIPE, SIG_IGN);
    for (size_t at = 0; at < t->len;) {
        ssize_t n = write(to, t->at + at, t->len - at);
        if (n < 0 && errno != EINTR)
            break;
        at += n > 0 ? (size_t)n : 0;
    }
    close(to);
    while (waitpid(dot, &status, 0) < 0 && errno == EINTR)
        ;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        diag_environment(ds, "dot failed");
    return ds->errors == 0;
}

static bool show(const struct book *b, const struct session *taken, const struct args *args,
                 struct diags *ds)
{
    const char *format = args_value(args, "format");
    bool svg = format && strcmp(format, "svg") == 0;
    struct graph_wishes wishes = {.causes = args_has(args, "causes"), .taken = taken};
    struct text t = {0};
    wishes.language = format && strcmp(format, "mermaid") == 0 ? GRAPH_MERMAID : GRAPH_DOT;
    graph_write(b, &wishes, &t);
    bool ok = true;
    if (svg)
        ok = draw(&t, ds);
    else
        say_result(&t);
    text_release(&t);
    return ok;
}

/* Of an incident, the runbook as it was walked. */
static int show_incident(const char *which, const struct args *args, struct diags *ds)
{
    struct opened o;
    int status;
    if (opened_find(&o, which, RECORD_READ, ds, &status)) {
        const struct book *b = session_book(o.session);
        if (strcmp(b->id, args->words[0]) != 0) {
            diag_environment(ds, "%s is an incident of %s, not of %s", o.incident.name, b->id,
                             args->words[0]);
            status = EXIT_USE;
        } else {
            status = show(b, o.session, args, ds) ? EXIT_DONE : EXIT_ENVIRONMENT;
        }
    }
    opened_release(&o);
    return status;
}

static int show_book(const struct args *args, struct diags *ds)
{
    struct texts t;
    int status = EXIT_USE;
    if (texts_open(&t, args->words[0], ds))
        status = show(t.book, NULL, args, ds) ? EXIT_DONE : EXIT_ENVIRONMENT;
    say_diags(ds);
    diags_release(ds);
    texts_release(&t);
    return status;
}

static int run(const struct args *args)
{
    const char *which = args_value(args, "incident");
    struct diags ds = {0};
    if (!which)
        return show_book(args, &ds);
    int status = show_incident(which, args, &ds);
    say_diags(&ds);
    diags_release(&ds);
    return status;
}

const struct command cmd_graph = {
    .name = "graph",
    .words = "RUNBOOK",
    .min_words = 1,
    .max_words = 1,
    .about = "a runbook as a drawing",
    .options = options,
    .run = run,
};
