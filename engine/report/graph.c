#include "report/graph.h"

#include <stdio.h>
#include <string.h>

#include "book/part.h"
#include "core/action.h"

#define LABEL_MOST 60 /* characters of a text in a box */

enum shape { SHAPE_STEP, SHAPE_END, SHAPE_CAUSE, SHAPE_ACTION, SHAPE_CALLED };
enum mark { MARK_NONE, MARK_TAKEN, MARK_PASSED };
enum line { LINE_NEXT, LINE_SUSPECTS, LINE_RULES_OUT, LINE_CONFIRMS, LINE_OFFERS };

struct drawing {
    const struct book *b;
    const struct graph_wishes *w;
    struct text *out;
    size_t lines; /* so far: Mermaid styles them by number */
    struct text styles;
};

/* Cut where a character ends. */
static void add_short(struct text *out, const char *s)
{
    struct text line = {0};
    size_t len = 0, characters = 0;
    text_add_shown_line(&line, s);
    const char *at = text_get(&line);
    while (at[len] && characters < LABEL_MOST) {
        len++;
        while (((unsigned char)at[len] & 0xc0) == 0x80)
            len++;
        characters++;
    }
    text_add_n(out, at, len);
    text_add(out, at[len] ? "..." : "");
    text_release(&line);
}

/* Within double quotes; `\n` is a line break. */
static void add_label(const struct drawing *d, const char *s)
{
    for (; *s; s++) {
        if (d->w->language == GRAPH_DOT)
            text_format(d->out, *s == '"' || *s == '\\' ? "\\%c" : *s == '\n' ? "\\n" : "%c", *s);
        else if (*s == '\n')
            text_add(d->out, "<br>");
        else if (strchr("\"<>&#`", *s))
            text_format(d->out, "#%d;", *s);
        else
            text_add_char(d->out, *s);
    }
}

static void node(struct drawing *d, char kind, size_t number, enum shape shape, enum mark mark,
                 const char *label)
{
    static const char *const dot[] = {[SHAPE_STEP] = "shape=box",
                                      [SHAPE_END] = "shape=oval",
                                      [SHAPE_CAUSE] = "shape=note",
                                      [SHAPE_ACTION] = "shape=box,style=rounded",
                                      [SHAPE_CALLED] = "shape=box,peripheries=2"};
    static const char *const mermaid[][2] = {[SHAPE_STEP] = {"[\"", "\"]"},
                                             [SHAPE_END] = {"([\"", "\"])"},
                                             [SHAPE_CAUSE] = {"[/\"", "\"/]"},
                                             [SHAPE_ACTION] = {"(\"", "\")"},
                                             [SHAPE_CALLED] = {"[[\"", "\"]]"}};
    static const char *const dot_marks[] = {"", ",penwidth=3,color=\"#1a7f37\"",
                                            ",style=dashed,fontcolor=\"#777777\""};
    static const char *const classes[] = {"", ":::taken", ":::passed"};
    if (d->w->language == GRAPH_DOT) {
        text_format(d->out, "  %c%zu [%s%s,label=\"", kind, number, dot[shape], dot_marks[mark]);
        add_label(d, label);
        text_add(d->out, "\"];\n");
        return;
    }
    text_format(d->out, "  %c%zu%s", kind, number, mermaid[shape][0]);
    add_label(d, label);
    text_format(d->out, "%s%s\n", mermaid[shape][1], classes[mark]);
}

static void edge(struct drawing *d, const char *from, const char *to, enum line line,
                 const char *label)
{
    static const char *const dot[] = {"", ",style=dashed,color=\"#9a6700\"", ",color=\"#0550ae\"",
                                      ",penwidth=2,color=\"#cf222e\"", ",style=dotted"};
    static const char *const arrows[] = {"-->", "-.->", "-->", "==>", "-.->"};
    static const char *const colours[] = {NULL, "#9a6700", "#0550ae", "#cf222e", NULL};
    if (d->w->language == GRAPH_DOT) {
        text_format(d->out, "  %s -> %s [label=\"", from, to);
        add_label(d, label);
        text_format(d->out, "\"%s];\n", dot[line]);
        return;
    }
    text_format(d->out, "  %s %s", from, arrows[line]);
    if (*label) {
        text_add(d->out, "|\"");
        add_label(d, label);
        text_add(d->out, "\"|");
    }
    text_format(d->out, " %s\n", to);
    if (colours[line])
        text_format(&d->styles, "  linkStyle %zu stroke:%s\n", d->lines, colours[line]);
    d->lines++;
}

struct name {
    char at[32];
};

static struct name name_of(char kind, size_t number)
{
    struct name n;
    snprintf(n.at, sizeof n.at, "%c%zu", kind, number);
    return n;
}

/* Called runbooks are boxes of their own, and what is in them is not drawn. */
static size_t own_steps(const struct drawing *d)
{
    return (size_t)d->b->parts[0].steps.count;
}

static struct name target(const struct drawing *d, size_t step, const struct next *next)
{
    size_t to = next->kind == NEXT_STEP  ? (size_t)next->step
                : next->kind == NEXT_END ? own_steps(d)
                                         : step + 1;
    return to < own_steps(d) ? name_of('s', to) : name_of('e', 0);
}

static void step_node(struct drawing *d, size_t i)
{
    const struct step *s = &d->b->steps[i];
    const struct session *taken = d->w->taken;
    const struct given *g = taken ? session_given(taken, (int)i) : NULL;
    enum mark mark = g ? MARK_TAKEN : MARK_NONE;
    struct text label = {0};
    text_format(&label, "%s\n", s->id);
    add_short(&label, step_words(d->b, s));
    if (g) {
        text_add(&label, "\n= ");
        add_short(&label, g->shown);
    } else if (taken && session_passed(taken, (int)i)) {
        mark = MARK_PASSED;
    }
    if (s->when_text) {
        text_add(&label, "\nwhen ");
        add_short(&label, s->when_text);
    }
    node(d, 's', i, SHAPE_STEP, mark, text_get(&label));
    text_release(&label);
}

/* The answers that go elsewhere, each; the rest as one line down. */
static void step_edges(struct drawing *d, size_t i)
{
    const struct step *s = &d->b->steps[i];
    struct name from = name_of('s', i);
    for (size_t k = 0; k <= s->answer_count; k++) {
        const struct answer *a = k < s->answer_count ? &s->answers[k] : &s->unknown;
        struct text label = {0};
        if (a->next.kind == NEXT_FOLLOWING)
            continue;
        add_short(&label, a->label);
        if (a->next.max)
            text_format(&label, "\nat most %d times", a->next.max);
        edge(d, from.at, target(d, i, &a->next).at, LINE_NEXT, text_get(&label));
        text_release(&label);
    }
    if (s->kind != STEP_CALL)
        edge(d, from.at, target(d, i, &s->next).at, LINE_NEXT, "");
}

static void action_edges(struct drawing *d)
{
    for (size_t i = 0; i < (size_t)d->b->parts[0].steps.count; i++) {
        const struct step *s = &d->b->steps[i];
        for (size_t k = 0; k <= s->answer_count; k++) {
            const struct answer *a = k < s->answer_count ? &s->answers[k] : &s->unknown;
            struct text label = {0};
            if (a->action < 0)
                continue;
            add_short(&label, a->label);
            edge(d, name_of('s', i).at, name_of('a', (size_t)a->action).at, LINE_OFFERS,
                 text_get(&label));
            text_release(&label);
        }
    }
    for (size_t i = 0; i < (size_t)d->b->parts[0].actions.count; i++)
        if (d->b->actions[i].on_fail >= 0)
            edge(d, name_of('a', i).at, name_of('a', (size_t)d->b->actions[i].on_fail).at,
                 LINE_OFFERS, "did not help");
}

static void called_node(struct drawing *d, size_t part)
{
    const struct part *p = &d->b->parts[part];
    bool taken = d->w->taken && session_entered(d->w->taken, (int)part);
    struct text label = {0};
    text_format(&label, "%s\n", p->id);
    add_short(&label, p->title);
    node(d, 'r', part, SHAPE_CALLED, taken ? MARK_TAKEN : MARK_NONE, text_get(&label));
    text_release(&label);
}

/* There, and back to where the answer leads. */
static void call_edges(struct drawing *d, size_t i)
{
    const struct step *s = &d->b->steps[i];
    for (size_t k = 0; k <= s->answer_count; k++) {
        const struct answer *a = k < s->answer_count ? &s->answers[k] : &s->unknown;
        struct text label = {0};
        if (!a->call)
            continue;
        struct name called = name_of('r', (size_t)a->call->part);
        if (s->kind != STEP_CALL)
            add_short(&label, a->label);
        edge(d, name_of('s', i).at, called.at, LINE_NEXT, text_get(&label));
        edge(d, called.at, target(d, i, &a->next).at, LINE_NEXT, "");
        text_release(&label);
    }
}

static void action_node(struct drawing *d, size_t i)
{
    const struct action *a = &d->b->actions[i];
    const struct session *taken = d->w->taken;
    bool done = taken && session_action(taken, (int)i)->outcome != ACTION_UNTRIED;
    struct text label = {0};
    text_format(&label, "%s\n", a->id);
    add_short(&label, a->title);
    if (done)
        text_format(&label, "\n= %s", action_outcome_name(session_action(taken, (int)i)->outcome));
    node(d, 'a', i, SHAPE_ACTION, done ? MARK_TAKEN : MARK_NONE, text_get(&label));
    text_release(&label);
}

static void cause_node(struct drawing *d, size_t i)
{
    const struct cause *c = &d->b->causes[i];
    const struct session *taken = d->w->taken;
    enum cause_state state = taken ? session_board(taken)->causes[i].state : CAUSE_OPEN;
    struct text label = {0};
    text_format(&label, "%s\n", c->id);
    add_short(&label, c->title);
    if (state != CAUSE_OPEN)
        text_format(&label, "\n= %s", cause_state_words(state));
    node(d, 'c', i, SHAPE_CAUSE,
         state == CAUSE_CONFIRMED   ? MARK_TAKEN
         : state == CAUSE_RULED_OUT ? MARK_PASSED
                                    : MARK_NONE,
         text_get(&label));
    text_release(&label);
}

static void effect_edges(struct drawing *d, const char *from, const struct effect *effects,
                         size_t count, const char *words)
{
    static const enum line lines[] = {[EFFECT_SUSPECTS] = LINE_SUSPECTS,
                                      [EFFECT_RULES_OUT] = LINE_RULES_OUT,
                                      [EFFECT_CONFIRMS] = LINE_CONFIRMS};
    struct text label = {0};
    add_short(&label, words);
    for (size_t k = 0; k < count; k++)
        edge(d, from, name_of('c', (size_t)effects[k].cause).at, lines[effects[k].kind],
             text_get(&label));
    text_release(&label);
}

static void causes(struct drawing *d)
{
    for (size_t i = 0; i < (size_t)d->b->parts[0].causes.count; i++)
        cause_node(d, i);
    for (size_t i = 0; i < (size_t)d->b->parts[0].steps.count; i++) {
        const struct step *s = &d->b->steps[i];
        for (size_t k = 0; k < s->answer_count; k++)
            effect_edges(d, name_of('s', i).at, s->answers[k].effects, s->answers[k].effect_count,
                         s->answers[k].label);
    }
    for (size_t i = 0; i < (size_t)d->b->parts[0].actions.count; i++)
        effect_edges(d, name_of('a', i).at, d->b->actions[i].then, d->b->actions[i].then_count,
                     "helped");
}

static void head(struct drawing *d)
{
    if (d->w->language == GRAPH_MERMAID) {
        text_add(d->out, "flowchart TD\n");
        return;
    }
    text_add(d->out, "digraph \"");
    add_label(d, d->b->id);
    text_add(d->out, "\" {\n  graph [rankdir=TB,fontname=\"sans-serif\",labelloc=t,label=\"");
    add_label(d, d->b->title);
    text_add(d->out,
             "\"];\n  node [fontname=\"sans-serif\"];\n  edge [fontname=\"sans-serif\"];\n");
}

static void foot(struct drawing *d)
{
    if (d->w->language == GRAPH_DOT) {
        text_add(d->out, "}\n");
        return;
    }
    text_add(d->out, text_get(&d->styles));
    text_add(d->out, "  classDef taken stroke:#1a7f37,stroke-width:3px\n"
                     "  classDef passed stroke-dasharray:4,color:#777777\n");
}

void graph_write(const struct book *b, const struct graph_wishes *wishes, struct text *out)
{
    struct drawing d = {.b = b, .w = wishes, .out = out};
    head(&d);
    for (size_t i = 0; i < (size_t)b->parts[0].steps.count; i++)
        step_node(&d, i);
    node(&d, 'e', 0, SHAPE_END, MARK_NONE, "the end");
    for (size_t i = 0; i < (size_t)b->parts[0].actions.count; i++)
        action_node(&d, i);
    for (size_t i = 1; i < b->part_count; i++)
        if (b->parts[i].parent == 0)
            called_node(&d, i);
    for (size_t i = 0; i < (size_t)b->parts[0].steps.count; i++) {
        step_edges(&d, i);
        call_edges(&d, i);
    }
    action_edges(&d);
    if (wishes->causes)
        causes(&d);
    foot(&d);
    text_release(&d.styles);
}
