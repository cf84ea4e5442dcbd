#include <string.h>
#include <unistd.h>

#include "base/time.h"
#include "book/part.h"
#include "cli/command.h"
#include "cli/incident.h"
#include "cli/say.h"
#include "report/sheet.h"

static const struct option_spec options[] = {
    {"format", OPTION_VALUE, "text|markdown|html",
     "a page for the terminal (the default), CommonMark, or one HTML file for browser and paper"},
    OPTION_COLOR,
    {0}};

static const char *const kinds[] = {
    [STEP_CLUE] = "clue", [STEP_ANOMALY] = "anomaly",      [STEP_PATTERN] = "pattern",
    [STEP_DO] = "action", [STEP_CALL] = "another runbook", [STEP_SAY] = "words"};
static const char *const verbs[] = {[EFFECT_SUSPECTS] = "suspects",
                                    [EFFECT_RULES_OUT] = "rules out",
                                    [EFFECT_CONFIRMS] = "confirms"};

/* The page for the terminal. */

static void text_title(struct sheet *s, const char *title)
{
    s->format->paragraph(s, 0, "", title);
}

static void text_section(struct sheet *s, const char *name)
{
    text_format(s->out, "\n%s\n", name);
}

static void text_entry(struct sheet *s, const char *id, const char *about)
{
    text_format(s->out, "\n%s  (%s)\n", id, about);
}

static void text_paragraph(struct sheet *s, int indent, const char *label, const char *words)
{
    struct text safe = {0};
    text_add_repeat(s->out, ' ', (size_t)indent);
    text_add(&safe, label);
    text_add_shown(&safe, words);
    term_wrap(s->out, text_get(&safe), term_width(STDOUT_FILENO), indent + 2, indent);
    text_add_char(s->out, '\n');
    text_release(&safe);
}

static void text_end(struct sheet *s)
{
    (void)s;
}

static const struct sheet_format sheet_text = {text_title, text_section, text_entry, text_paragraph,
                                               text_end};

/* What stands on it. */

static void paragraph(struct sheet *out, int indent, const char *label, const char *words)
{
    out->format->paragraph(out, indent, label, words);
}

static void show_effect(struct sheet *out, const struct book *b, const struct effect *e)
{
    struct text line = {0};
    text_format(&line, "%s", b->causes[e->cause].title);
    if (e->reason)
        text_format(&line, ": %s", e->reason->raw);
    struct text label = {0};
    text_format(&label, "%s ", verbs[e->kind]);
    paragraph(out, 6, text_get(&label), text_get(&line));
    text_release(&label);
    text_release(&line);
}

static void show_next(struct sheet *out, const struct book *b, const struct next *n)
{
    struct text line = {0};
    if (n->kind == NEXT_END)
        text_add(&line, "the end");
    else if (n->kind == NEXT_STEP && n->max)
        text_format(&line, "%s, at most %d times", b->steps[n->step].id, n->max);
    else if (n->kind == NEXT_STEP)
        text_add(&line, b->steps[n->step].id);
    if (line.len)
        paragraph(out, 6, "goes to ", text_get(&line));
    text_release(&line);
}

static void show_answer(struct sheet *out, const struct book *b, const struct answer *a)
{
    paragraph(out, 4, "- ", a->label);
    for (size_t i = 0; i < a->effect_count; i++)
        show_effect(out, b, &a->effects[i]);
    if (a->note)
        paragraph(out, 6, "notes ", a->note->raw);
    if (a->action >= 0)
        paragraph(out, 6, "offers ", b->actions[a->action].title);
    if (a->alone)
        paragraph(out, 6, "excludes the others", "");
    if (a->call)
        paragraph(out, 6, "goes through ", b->parts[a->call->part].title);
    show_next(out, b, &a->next);
}

static void show_check(struct sheet *out, const char *label, const struct check *c)
{
    struct text line = {0};
    if (c->name)
        text_add(&line, c->name);
    else if (c->lua_line)
        text_format(&line, "Lua on line %d", c->lua_line);
    else
        text_add(&line, "Lua of its own");
    for (size_t i = 0; i < c->with_count; i++)
        text_format(&line, "%s %s: %s", i ? "," : " with", c->with[i].name, c->with[i].value->raw);
    paragraph(out, 2, label, text_get(&line));
    text_release(&line);
}

static void show_step(struct sheet *out, const struct book *b, const struct step *s)
{
    out->format->entry(out, s->id, kinds[s->kind]);
    paragraph(out, 2, "", step_words(b, s));
    if (s->when)
        paragraph(out, 2, "Asked only when ", s->when_text);
    if (s->why)
        paragraph(out, 2, "Why: ", s->why->raw);
    if (s->how)
        paragraph(out, 2, "How: ", s->how->raw);
    for (size_t i = 0; i < s->see_count; i++)
        paragraph(out, 2, "See: ", b->links[s->see[i]].url->raw);
    if (s->copy)
        paragraph(out, 2, "Run: ", s->copy->raw);
    if (s->capture)
        paragraph(out, 2, "Keeps what is pasted as ", s->capture);
    if (s->check)
        show_check(out, "Checked by ", s->check);
    for (size_t i = 0; i < s->answer_count; i++)
        show_answer(out, b, &s->answers[i]);
    if (s->unknown.action >= 0)
        show_answer(out, b, &s->unknown);
}

static void show_input(struct sheet *out, const struct input *in)
{
    struct text label = {0}, line = {0};
    text_format(&label, "%s  ", in->id);
    text_add(&line, in->ask);
    for (size_t i = 0; i < in->one_of_count; i++)
        text_format(&line, "%s%s", i ? ", " : line.len ? " One of " : "one of ", in->one_of[i]);
    if (in->fallback)
        text_format(&line, "%s%s", line.len ? "; else " : "", in->fallback);
    paragraph(out, 2, text_get(&label), line.len ? text_get(&line) : "asked for");
    text_release(&label);
    text_release(&line);
}

static void show_permits(struct sheet *out, const char *label, const struct permit *permits,
                         size_t count)
{
    struct text line = {0};
    for (size_t i = 0; i < count; i++)
        text_format(&line, "%s%s", i ? ", " : "", permits[i].text);
    if (count)
        paragraph(out, 2, label, text_get(&line));
    text_release(&line);
}

static void show_allow(struct sheet *out, const struct allow *a)
{
    if (!a->run_count && !a->read_count && !a->http_count && !a->env_count)
        return;
    out->format->section(out, "Checks may");
    show_permits(out, "run ", a->run, a->run_count);
    show_permits(out, "read ", a->read, a->read_count);
    show_permits(out, "ask ", a->http, a->http_count);
    show_permits(out, "see the variables ", a->env, a->env_count);
}

static void show_action_ends(struct sheet *out, const struct book *b, const struct action *a)
{
    if (a->verify >= 0)
        paragraph(out, 2, "Verified by ", b->verifies[a->verify].id);
    if (a->on_fail >= 0)
        paragraph(out, 2, "Where it fails: ", b->actions[a->on_fail].title);
    for (size_t i = 0; i < a->then_count; i++)
        show_effect(out, b, &a->then[i]);
    if (a->undo)
        paragraph(out, 2, "Undone by ", a->undo->raw);
}

static void show_action(struct sheet *out, const struct book *b, const struct action *a)
{
    static const char *const action_kinds[] = {[ACTION_MITIGATE] = "mitigates",
                                               [ACTION_FIX] = "fixes",
                                               [ACTION_ESCALATE] = "escalates",
                                               [ACTION_OBSERVE] = "observes"};
    struct text about = {0};
    text_format(&about, "%s%s%s%s", action_kinds[a->kind], a->risk ? ", risk " : "",
                a->risk ? a->risk : "", a->temporary ? ", temporary" : "");
    out->format->entry(out, a->id, text_get(&about));
    text_release(&about);
    paragraph(out, 2, "", a->title);
    for (size_t i = 0; i < a->cause_count; i++)
        paragraph(out, 2, "- for ", b->causes[a->causes[i]].title);
    if (a->when)
        paragraph(out, 2, "Offered only when ", a->when_text);
    if (a->danger)
        paragraph(out, 2, "Danger: ", a->danger->raw);
    for (size_t i = 0; i < a->guard_count; i++)
        paragraph(out, 2, "Asks before: ", a->guards[i].ask->raw);
    for (size_t i = 0; i < a->save_count; i++)
        paragraph(out, 2, "Saves before: ", a->saves[i].command->raw);
    if (a->how)
        paragraph(out, 2, "How: ", a->how->raw);
    if (a->run)
        paragraph(out, 2, "Runs ", a->run->raw);
    for (size_t i = 0; i < a->env_count; i++)
        paragraph(out, 2, "Sets ", a->env[i].name);
    show_action_ends(out, b, a);
}

static void show_verify(struct sheet *out, const struct verify *v)
{
    char hold[TIME_TEXT_MAX], within[TIME_TEXT_MAX];
    struct text label = {0};
    time_span(v->hold_ms, hold);
    time_span(v->within_ms, within);
    if (v->hold_ms)
        text_format(&label, "%s  yes for %s within %s, from ", v->id, hold, within);
    else
        text_format(&label, "%s  yes within %s, from ", v->id, within);
    show_check(out, text_get(&label), &v->check);
    text_release(&label);
}

/* What can be done, and how to see whether it helped. */
static void show_actions(struct sheet *out, const struct book *b)
{
    if (b->action_count)
        out->format->section(out, "Actions");
    for (size_t i = 0; i < (size_t)b->parts[0].actions.count; i++)
        show_action(out, b, &b->actions[i]);
    if (b->verify_count)
        out->format->section(out, "How that is verified");
    for (size_t i = 0; i < (size_t)b->parts[0].verifies.count; i++)
        show_verify(out, &b->verifies[i]);
}

static void show_cause(struct sheet *out, const struct cause *c)
{
    struct text label = {0};
    text_format(&label, "%s  ", c->id);
    paragraph(out, 2, text_get(&label), c->title);
    text_release(&label);
}

static void show_messages(struct sheet *out, const struct book *b)
{
    if (b->message_count)
        out->format->section(out, "Messages");
    for (size_t i = 0; i < b->message_count; i++) {
        struct text label = {0};
        text_format(&label, "%s  ", b->messages[i].id);
        paragraph(out, 2, text_get(&label), b->messages[i].text->raw);
        text_release(&label);
    }
}

static void show_book(struct sheet *out, const struct book *b)
{
    out->format->title(out, b->title);
    if (b->summary)
        paragraph(out, 0, "", b->summary);
    if (b->owner)
        paragraph(out, 0, "Owner: ", b->owner);
    if (b->reviewed)
        paragraph(out, 0, "Reviewed: ", b->reviewed);
    if (b->input_count)
        out->format->section(out, "Inputs");
    for (size_t i = 0; i < (size_t)b->parts[0].inputs.count; i++)
        show_input(out, &b->inputs[i]);
    show_allow(out, &b->allow);
    for (size_t i = 0; i < b->never_count; i++) {
        struct text label = {0};
        text_format(&label, "Never run %s: ", b->nevers[i].match);
        paragraph(out, 0, text_get(&label), b->nevers[i].text);
        text_release(&label);
    }
    out->format->section(out, "Possible causes");
    for (size_t i = 0; i < (size_t)b->parts[0].causes.count; i++)
        show_cause(out, &b->causes[i]);
    out->format->section(out, "Questions");
    for (size_t i = 0; i < (size_t)b->parts[0].steps.count; i++)
        show_step(out, b, &b->steps[i]);
    show_actions(out, b);
    show_messages(out, b);
    out->format->end(out);
}

static const struct sheet_format *format_of(const char *name)
{
    if (name && strcmp(name, "markdown") == 0)
        return &sheet_markdown;
    return name && strcmp(name, "html") == 0 ? &sheet_html : &sheet_text;
}

static int run(const struct args *args)
{
    struct diags ds = {0};
    struct texts t;
    struct text page = {0};
    struct sheet sheet = {&page, format_of(args_value(args, "format")), 0};
    bool ok = texts_open(&t, args->words[0], &ds);
    if (ok)
        show_book(&sheet, t.book);
    say_diags(&ds);
    say_result(&page);
    diags_release(&ds);
    text_release(&page);
    texts_release(&t);
    return ok ? EXIT_DONE : EXIT_USE;
}

const struct command cmd_show = {
    .name = "show",
    .words = "RUNBOOK",
    .min_words = 1,
    .max_words = 1,
    .about = "a runbook as a page to read",
    .options = options,
    .run = run,
};
