#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/say.h"
#include "cli/trust.h"
#include "cli/walk.h"
#include "tty/prompt.h"

static bool ask_for_trust(struct walk *w, const struct trust *t)
{
    struct text told = {0}, fit = {0};
    char *line = NULL;
    say_line(t->changed ? "This runbook was trusted before, and has changed since."
                        : "This runbook wants to run things on this machine, the first time.");
    trust_tell(&w->runner, &told);
    say_fit(STDERR_FILENO, &told, &fit);
    say_talk(&fit);
    text_release(&told);
    text_release(&fit);
    say_line("Trust it? yes or no. (With no you answer every question yourself.)");
    bool yes = prompt_read("> ", NULL, &line) == PROMPT_LINE &&
               (strcmp(text_trim(line), "yes") == 0 || strcmp(text_trim(line), "y") == 0);
    free(line);
    say_line("%s", "");
    return yes;
}

static bool trusted(struct walk *w, const struct args *args, struct diags *ds, int *status)
{
    struct trust t;
    const struct book *book = w->o.texts.book;
    trust_look(&t, &w->runner, w->o.texts.book_source->path);
    bool yes = !t.foreign && (!t.needed || t.given || args_has(args, "trust"));
    if (t.foreign)
        say_line("Nothing of this runbook runs by itself: %s", TRUST_FOREIGN);
    else if (!yes && w->interactive)
        yes = ask_for_trust(w, &t);
    else if (!yes)
        say_line("Nothing of this runbook runs by itself: it was not trusted. --trust accepts it.");
    if (!yes)
        w->runner.checker = NULL;
    *status = EXIT_ENVIRONMENT;
    return !yes || !t.needed || t.given || trust_give(&t, book, ds);
}

bool walk_may_run(struct walk *w, const struct args *args, struct diags *ds, int *status)
{
    const struct texts *t = &w->o.texts;
    w->dry_run = args_has(args, "dry-run");
    if (args_has(args, "no-checks"))
        return true;
    *status = EXIT_USE;
    if (!runner_open(&w->runner, t->book, t, NULL, ds))
        return false;
    if (!runner_needed(&w->runner))
        return true;
    *status = EXIT_ENVIRONMENT;
    w->checker = checker_start(NULL, ds);
    w->runner.checker = w->checker;
    return w->checker && trusted(w, args, ds, status);
}
