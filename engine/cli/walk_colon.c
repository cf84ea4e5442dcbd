#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/say.h"
#include "cli/walk.h"
#include "cli/walk_verbs.h"

struct colon {
    const char *name;  /* with its colon */
    const char *words; /* what follows; "" where nothing may */
    const char *about;
    void (*run)(struct walk *w, char *rest); /* `rest` is trimmed */
};

static void help(struct walk *w, char *rest);

/* In the order in which :help lists them. */
static const struct colon colons[] = {
    {":help", "", "this list", help},
    {":why", "", "why this question, how to find out, what each answer does (also: ?)", verb_why},
    {":causes", "", "every cause: ruled out, suspected, confirmed, still open - and why",
     verb_causes},
    {":links", "", "pages to look at", verb_links},
    {":back", "", "take your last answer back", verb_back},
    {":change", "STEP", "answer an earlier question anew", verb_change},
    {":unknown", "", "I can't tell", verb_unknown},
    {":skip", "REASON", "I can't tell, and why", verb_skip},
    {":note", "TEXT", "write down what you saw or did", verb_note},
    {":todo", "TEXT", "write down what should be done after the incident", verb_todo},
    {":at", "TIME TEXT", "write down what happened earlier: :at 14:02 the pager went off", verb_at},
    {":evidence", "[FILE]", "keep a paste or a file with this question", verb_evidence},
    {":severity", "[LEVEL REASON]", "the severity; or another one", verb_severity},
    {":confirm", "CAUSE REASON", "you know that it is this cause", verb_confirm},
    {":check", "", "let the check of this question look again", verb_check},
    {":actions", "", "what can be done, and what was", verb_actions},
    {":do", "ACTION", "do an action that is offered; :actions lists them", verb_do},
    {":undo", "ACTION", "take an action back", verb_undo},
    {":mitigated", "[TEXT]", "customers are fine again, whatever the cause", verb_mitigated},
    {":tell", "[MESSAGE [WHOM]]", "what to tell others; or one of it, recorded as sent", verb_tell},
    {":resolve", "REASON", "the incident is over", verb_resolve},
    {":handover", "[WHOM]", "somebody else goes on; the record tells them all", verb_handover},
    {":log", "", "all that is recorded so far", verb_log},
    {":quit", "", "stop here; everything is saved", verb_quit},
};
#define COLONS (sizeof colons / sizeof *colons)

static void help(struct walk *w, char *rest)
{
    (void)rest;
    struct text t = {0};
    for (size_t i = 0; i < COLONS; i++) {
        struct text line = {0};
        text_format(&line, "%-10s %-14s  %s", colons[i].name, colons[i].words, colons[i].about);
        text_add(&t, "  ");
        term_wrap(&t, text_get(&line), w->screen.width, 29, 2);
        text_add_char(&t, '\n');
        text_release(&line);
    }
    say_talk(&t);
    say_line("The first letters are enough where only one command has them.");
    text_release(&t);
}

const char *const *walk_colon_names(size_t *count)
{
    static const char *names[COLONS];
    for (size_t i = 0; i < COLONS; i++)
        names[i] = colons[i].name;
    *count = COLONS;
    return names;
}

/* By its whole name, else by first letters that only one has; NULL after saying what is wrong. */
static const struct colon *find(struct walk *w, const char *name)
{
    const struct colon *found = NULL;
    size_t hits = 0, len = strlen(name);
    for (size_t i = 0; i < COLONS; i++) {
        if (strcmp(colons[i].name + 1, name) == 0)
            return &colons[i];
        if (strncmp(colons[i].name + 1, name, len) == 0) {
            found = &colons[i];
            hits++;
        }
    }
    if (hits == 1 && len > 0)
        return found;
    if (hits > 1 && len > 0)
        walk_refuse(w, ":%s could be several commands. :help lists them.", name);
    else
        walk_refuse(w, "There is no command :%s. :help lists them.", name);
    return NULL;
}

static bool fits(struct walk *w, const struct colon *c, const char *rest)
{
    if (!*c->words && *rest)
        walk_refuse(w, "%s takes nothing behind it. To write something down: :note TEXT", c->name);
    else if (*c->words && *c->words != '[' && !*rest)
        walk_refuse(w, "%s %s: %s", c->name, c->words, c->about);
    else
        return true;
    return false;
}

void walk_colon(struct walk *w, const char *line)
{
    char *own = mem_text(line), *rest = own;
    const char *name = verb_word(&rest);
    const struct colon *c = find(w, name);
    if (c && fits(w, c, rest))
        c->run(w, rest);
    free(own);
}
