#include "cli/answers.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "book/codes.h"
#include "book/reader.h"
#include "core/session.h"

struct given_answers {
    struct arena *arena;
    struct source *source;
    const struct node *first; /* the keys: steps */
    const char **said;        /* by their order */
    bool *taken;              /* by their order */
};

static bool read_said(struct given_answers *g, const struct complaints *to, const struct node *map)
{
    struct reader r = {.arena = g->arena, .to = *to};
    size_t i = 0;
    g->said = arena_alloc(g->arena, (map->count + 1) * sizeof *g->said);
    for (const struct node *key = map->first; key; key = key->next, i++) {
        if (key->value->kind == NODE_LIST ||
            (key->value->kind == NODE_TEXT && !node_is_empty(key->value))) {
            g->said[i] = reader_said(&r, key->value, "an answer");
            continue;
        }
        struct diag *d = reader_error(&r, RB_WRONG_SHAPE, key->span,
                                      "\"%s\" needs one answer, as text", key->text);
        complain_hint(d, "for example: %s: yes", key->text);
    }
    return r.to.errors == 0;
}

static bool load(struct given_answers *g, struct diags *ds)
{
    struct complaints to = {.source = g->source, .ds = ds};
    struct node *root = yaml_parse(g->arena, &to);
    if (!root || to.errors)
        return false;
    if (root->kind != NODE_MAP) {
        complain_hint(complain_error(&to, RB_WRONG_SHAPE, root->span,
                                     "answers are a mapping from steps to answers"),
                      "for example: deployed: yes");
        return false;
    }
    g->first = root->first;
    g->taken = arena_alloc(g->arena, root->count + 1);
    return read_said(g, &to, root);
}

bool answers_read(const char *path, struct given_answers **out, struct diags *ds)
{
    struct source *source = source_read(path, ds);
    *out = NULL;
    if (!source)
        return false;
    *out = mem_alloc(sizeof **out);
    (*out)->arena = arena_new();
    (*out)->source = source;
    return load(*out, ds);
}

void answers_free(struct given_answers *g)
{
    if (!g)
        return;
    arena_free(g->arena);
    source_free(g->source);
    free(g);
}

static bool is_asked(const char *name, const struct book *book, const struct severity *severity)
{
    int step, visit;
    return session_step_parse(book, name, &step, &visit) ||
           session_triage_parse(severity, name) >= 0 || strcmp(name, STEP_RESOLVE) == 0 ||
           strcmp(name, STEP_END) == 0 || book_capture(book, name) >= 0;
}

/* The step whose name is nearest; NULL where none is near. */
static const char *nearest(struct arena *a, const char *name, const struct book *book,
                           const struct severity *severity)
{
    size_t questions = severity ? severity->question_count : 0, n = 0;
    const char **names = arena_alloc(a, (book->step_count + questions + 2) * sizeof *names);
    for (size_t i = 0; i < book->step_count; i++)
        names[n++] = book->steps[i].id;
    for (size_t i = 0; i < questions; i++)
        names[n++] = arena_format(a, "severity.%s", severity->questions[i].id);
    names[n++] = STEP_RESOLVE;
    names[n++] = STEP_END;
    return text_nearest(name, names, n);
}

static void check_list(struct complaints *to, const struct node *key, const struct book *book)
{
    int step, visit;
    if (key->value->kind != NODE_LIST ||
        (session_step_parse(book, key->text, &step, &visit) && book->steps[step].type == TYPE_MANY))
        return;
    complain_hint(complain_error(to, RB_WRONG_SHAPE, reader_span(key->value),
                                 "%s takes one answer, not a list", key->text),
                  "only a step of type many has several");
}

bool answers_fit(const struct given_answers *g, const struct book *book,
                 const struct severity *severity, struct diags *ds)
{
    struct complaints to = {.source = g ? g->source : NULL, .ds = ds};
    for (const struct node *key = g ? g->first : NULL; key; key = key->next) {
        if (is_asked(key->text, book, severity)) {
            check_list(&to, key, book);
            continue;
        }
        struct diag *d = complain_error(&to, RB_UNKNOWN_STEP, key->span, "\"%s\" is no step of %s",
                                        key->text, book->id);
        const char *near = nearest(g->arena, key->text, book, severity);
        if (near)
            complain_hint(d, "did you mean \"%s\"?", near);
        else
            complain_hint(d, "ruleout show %s lists the steps", book->id);
    }
    return to.errors == 0;
}

bool answers_has(const struct given_answers *g, const char *step)
{
    size_t i = 0;
    for (const struct node *key = g ? g->first : NULL; key; key = key->next, i++)
        if (!g->taken[i] && strcmp(key->text, step) == 0)
            return true;
    return false;
}

const char *answers_take(struct given_answers *g, const char *step)
{
    size_t i = 0;
    for (const struct node *key = g ? g->first : NULL; key; key = key->next, i++) {
        if (g->taken[i] || strcmp(key->text, step) != 0)
            continue;
        g->taken[i] = true;
        return g->said[i];
    }
    return NULL;
}

size_t answers_left(const struct given_answers *g, struct text *names)
{
    size_t i = 0, left = 0;
    for (const struct node *key = g ? g->first : NULL; key; key = key->next, i++)
        if (!g->taken[i])
            text_format(names, "%s%s", left++ ? ", " : "", key->text);
    return left;
}
