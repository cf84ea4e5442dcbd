#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/time.h"
#include "cli/say.h"
#include "cli/walk.h"
#include "report/story.h"

struct colon {
    const char *name;  /* with its colon */
    const char *words; /* what follows; "" where nothing may */
    const char *about;
    void (*run)(struct walk *w, char *rest); /* `rest` is trimmed */
};

/* A line that cannot be done. Nobody mends it where nobody is there, and the lines behind it would
 * be taken for what they are not: the walk ends. */
static void refuse(struct walk *w, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void refuse(struct walk *w, const char *format, ...)
{
    struct text t = {0};
    va_list args;
    va_start(args, format);
    text_vformat(&t, format, args);
    va_end(args);
    say_line("%s", text_get(&t));
    text_release(&t);
    if (!w->interactive)
        walk_end(w, EXIT_NO_ANSWER);
}

/* Records one fact where the walk is now. */
static bool fact(struct walk *w, struct event e)
{
    struct board *before;
    char here[STEP_NAME_MAX];
    struct deed d = {.kind = DEED_FACT, .fact = e};
    if (!d.fact.step && (e.kind == EVENT_NOTED || e.kind == EVENT_TODO)) {
        want_name(w->o.session, walk_target(w), here);
        d.fact.step = here;
    }
    bool done = walk_do(w, &d, &before);
    if (done && e.kind == EVENT_CONFIRMED) {
        struct text t = {0};
        view_moves(&t, w->screen, w->o.session, before);
        say_talk(&t);
        text_release(&t);
    }
    board_free(before);
    return done;
}

/* The first word of `*rest`, which becomes what stands behind it. */
static char *word(char **rest)
{
    char *first = *rest;
    size_t len = strcspn(first, " \t");
    *rest = text_trim(first + len);
    first[len] = 0;
    return first;
}

static void note(struct walk *w, char *rest)
{
    if (fact(w, (struct event){.kind = EVENT_NOTED, .value = rest}))
        say_line("Noted.");
}

static void todo(struct walk *w, char *rest)
{
    if (fact(w, (struct event){.kind = EVENT_TODO, .value = rest}))
        say_line("Noted, as something to do after the incident.");
}

/* The time is one word, or a date and a clock; the longer reading wins. */
static void at(struct walk *w, char *rest)
{
    char *second = rest + strcspn(rest, " \t");
    char *text = text_trim(second);
    size_t two = (size_t)(text - rest) + strcspn(text, " \t");
    char *longer = mem_text_n(rest, two), *shorter = mem_text_n(rest, (size_t)(second - rest));
    int64_t now = time_now_ms(), ms[2];
    if (time_parse_said(longer, now, ms) == TIME_SAID)
        text = text_trim(rest + two);
    else if (time_parse_said(shorter, now, ms) != TIME_SAID)
        text = NULL;
    if (!text)
        refuse(w, "Which moment? :at 14:02 TEXT, :at -20m TEXT or :at 2026-09-14 14:02 TEXT");
    else if (!*text)
        refuse(w, "What happened then? :at %s TEXT", rest);
    else if (fact(w, (struct event){.kind = EVENT_NOTED, .value = text, .at_ms = ms[0]}))
        say_line("Noted for then.");
    free(longer);
    free(shorter);
}

static void causes(struct walk *w, char *rest)
{
    (void)rest;
    walk_show(w, view_board);
}

static void why(struct walk *w, char *rest)
{
    (void)rest;
    struct arena *a = arena_new();
    struct question q = question_of(a, w->o.session, walk_target(w));
    struct text t = {0};
    view_help(&t, w->screen, w->o.session, &q);
    say_talk(&t);
    text_release(&t);
    arena_free(a);
}

static void back(struct walk *w, char *rest)
{
    (void)rest;
    if (w->changing) {
        w->changing = false;
        say_line("Left as it was.");
        return;
    }
    struct board *before;
    struct deed d = {.kind = DEED_BACK};
    if (walk_do(w, &d, &before) && d.undone[0]) {
        struct text t = {0};
        say_line("Taken back: the answer to %s.", d.undone);
        view_fallen(&t, w->screen, w->o.session, before);
        say_talk(&t);
        text_release(&t);
    } else if (!d.undone[0]) {
        refuse(w, "There is no answer to take back yet.");
    }
    board_free(before);
}

static void no_such_answer(struct walk *w, const char *name)
{
    const struct session *s = w->o.session;
    const struct book *b = session_book(s);
    const char **names = mem_alloc((b->step_count + 1) * sizeof *names);
    size_t n = 0;
    for (size_t i = 0; i < b->step_count; i++)
        if (session_given(s, (int)i))
            names[n++] = b->steps[i].id;
    const char *near = text_nearest(name, names, n);
    if (near)
        refuse(w, "No answer to \"%s\" stands. Did you mean \"%s\"?", name, near);
    else
        refuse(w, "No answer to \"%s\" stands. :log shows what was answered.", name);
    free(names);
}

static void change(struct walk *w, char *rest)
{
    struct want to;
    if (!want_parse(w->o.session, rest, &to)) {
        no_such_answer(w, rest);
        return;
    }
    w->change = to;
    w->changing = true;
    say_line("The new answer replaces the old one; :back leaves it as it was.");
}

/* An answer of "can't tell", with the reason noted where one was given. */
static void cannot_tell(struct walk *w, const char *reason)
{
    struct arena *a = arena_new();
    struct board *before;
    struct want to = walk_target(w);
    struct question q = question_of(a, w->o.session, to);
    struct deed d = {.kind = DEED_ANSWER, .to = to, .value = VALUE_UNKNOWN};
    if (!q.can_be_unknown) {
        refuse(w, "This question needs one of its answers.");
        arena_free(a);
        return;
    }
    bool noted = !reason || fact(w, (struct event){.kind = EVENT_NOTED, .value = reason});
    w->changing = false;
    if (noted && walk_do(w, &d, &before)) {
        say_line("recorded %s: %s", q.name, VALUE_UNKNOWN);
        board_free(before);
    }
    arena_free(a);
}

static void unknown(struct walk *w, char *rest)
{
    (void)rest;
    cannot_tell(w, NULL);
}

static void skip(struct walk *w, char *rest)
{
    cannot_tell(w, rest);
}

static void list_levels(const struct severity *sev)
{
    for (size_t i = 0; i < sev->level_count; i++)
        say_line("  %s  %s", sev->levels[i].id, sev->levels[i].title);
    say_line(":severity LEVEL REASON sets another one.");
}

static void severity(struct walk *w, char *rest)
{
    const struct severity *sev = session_severity(w->o.session);
    if (!sev) {
        refuse(w, "There is no severity framework beside this runbook (severity.yaml).");
        return;
    }
    if (!*rest) {
        walk_show(w, view_level);
        list_levels(sev);
        return;
    }
    const char *level = word(&rest);
    for (size_t i = 0; i < sev->level_count; i++) {
        if (strcmp(sev->levels[i].id, level) != 0)
            continue;
        if (!*rest)
            refuse(w, "Why? :severity %s REASON", level);
        else if (fact(w, (struct event){.kind = EVENT_SEVERITY, .value = level, .evidence = rest}))
            walk_show(w, view_level);
        return;
    }
    refuse(w, "There is no severity \"%s\". There are:", level);
    list_levels(sev);
}

static void confirm(struct walk *w, char *rest)
{
    const struct book *b = session_book(w->o.session);
    const char *cause = word(&rest);
    if (book_cause(b, cause) < 0)
        refuse(w, "There is no cause \"%s\". :causes lists them, with their ids in brackets.",
               cause);
    else if (!*rest)
        refuse(w, "How do you know? :confirm %s REASON", cause);
    else
        fact(w, (struct event){.kind = EVENT_CONFIRMED, .value = cause, .evidence = rest});
}

static void mitigated(struct walk *w, char *rest)
{
    if (fact(w, (struct event){.kind = EVENT_MITIGATED, .value = *rest ? rest : NULL}))
        say_line("Noted: the trouble is mitigated. Its causes are still worth finding.");
}

static void resolve(struct walk *w, char *rest)
{
    fact(w, (struct event){.kind = EVENT_CLOSED, .value = "resolved", .evidence = rest});
}

static void show_log(struct walk *w, char *rest)
{
    (void)rest;
    struct story story = opened_story(&w->o);
    struct text t = {0};
    timeline_write(&story, &t);
    say_talk(&t);
    text_release(&t);
}

static void quit(struct walk *w, char *rest)
{
    (void)rest;
    say_line("Saved. Go on with: ruleout walk --resume=%s", w->o.incident.name);
    walk_end(w, EXIT_UNRESOLVED);
}

static void help(struct walk *w, char *rest);

/* In the order in which :help lists them. */
static const struct colon colons[] = {
    {":help", "", "this list", help},
    {":why", "", "why this question, how to find out, what each answer does (also: ?)", why},
    {":causes", "", "every cause: ruled out, suspected, confirmed, still open - and why", causes},
    {":back", "", "take your last answer back", back},
    {":change", "STEP", "answer an earlier question anew", change},
    {":unknown", "", "I can't tell", unknown},
    {":skip", "REASON", "I can't tell, and why", skip},
    {":note", "TEXT", "write down what you saw or did", note},
    {":todo", "TEXT", "write down what should be done after the incident", todo},
    {":at", "TIME TEXT", "write down what happened earlier: :at 14:02 the pager went off", at},
    {":severity", "[LEVEL REASON]", "the severity; or another one", severity},
    {":confirm", "CAUSE REASON", "you know that it is this cause", confirm},
    {":mitigated", "[TEXT]", "customers are fine again, whatever the cause", mitigated},
    {":resolve", "REASON", "the incident is over", resolve},
    {":log", "", "all that is recorded so far", show_log},
    {":quit", "", "stop here; everything is saved", quit},
};
#define COLONS (sizeof colons / sizeof *colons)

static void help(struct walk *w, char *rest)
{
    (void)w, (void)rest;
    for (size_t i = 0; i < COLONS; i++)
        say_line("  %-10s %-14s  %s", colons[i].name, colons[i].words, colons[i].about);
    say_line("  The first letters are enough where only one command has them.");
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
        refuse(w, ":%s could be several commands. :help lists them.", name);
    else
        refuse(w, "There is no command :%s. :help lists them.", name);
    return NULL;
}

static bool fits(struct walk *w, const struct colon *c, const char *rest)
{
    if (!*c->words && *rest)
        refuse(w, "%s takes nothing behind it. To write something down: :note TEXT", c->name);
    else if (*c->words && *c->words != '[' && !*rest)
        refuse(w, "%s %s: %s", c->name, c->words, c->about);
    else
        return true;
    return false;
}

void walk_colon(struct walk *w, const char *line)
{
    char *own = mem_text(line), *rest = own;
    const char *name = word(&rest);
    const struct colon *c = find(w, name);
    if (c && fits(w, c, rest))
        c->run(w, rest);
    free(own);
}
