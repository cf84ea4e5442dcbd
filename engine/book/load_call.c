#include <string.h>

#include "base/text.h"
#include "book/load.h"

#define PARTS_MAX 200 /* runbooks in one book: calls that fan out would grow without end */

static struct call_value *value_of(struct load *l, int from, struct node *key)
{
    struct call_value *v = arena_alloc(l->scratch, sizeof *v);
    *v = (struct call_value){-1, load_prose(l, from, key->value, "a value")};
    return v;
}

const struct call *load_call(struct load *l, int from, const struct node *key)
{
    struct node *f[CALL_KEYS];
    if (!key || !reader_fields(&l->r, key->value, IN_CALL, f) || !f[CALL_RUNBOOK])
        return NULL;
    const struct node *with = f[CALL_WITH] ? f[CALL_WITH]->value : NULL;
    struct call *c = arena_alloc(l->r.arena, sizeof *c);
    struct call_value *values =
        arena_alloc(l->r.arena, ((with ? with->count : 0) + 1) * sizeof *values);
    *c = (struct call){.runbook = f[CALL_RUNBOOK]->value->text,
                       .part = -1,
                       .with = values,
                       .cause = f[CALL_FOR] ? load_find_cause(l, f[CALL_FOR]->value) : -1,
                       .span = f[CALL_RUNBOOK]->value->span};
    for (struct node *k = with ? with->first : NULL; k; k = k->next)
        values[c->with_count++] = *value_of(l, from, k);
    struct waiting_call *w = arena_alloc(l->scratch, sizeof *w);
    *w = (struct waiting_call){c, f[CALL_RUNBOOK]->value, with, l->calls};
    l->calls = w;
    return c;
}

/* "checkout-5xx -> tls-expiry -> checkout-5xx", where the runbook is being loaded already. */
static bool is_circle(struct load *l, const struct node *runbook)
{
    const struct load *top = l;
    while (top && (!top->book->id || strcmp(top->book->id, runbook->text) != 0))
        top = top->caller;
    if (!top)
        return false;
    struct text chain = {0}, rest = {0};
    text_add(&chain, runbook->text);
    for (const struct load *c = l;; c = c->caller) {
        text_format(&rest, "%s -> %s", c->book->id, text_get(&chain));
        text_clear(&chain);
        text_add(&chain, text_get(&rest));
        text_clear(&rest);
        if (c == top)
            break;
    }
    complain_hint(reader_error(&l->r, RB_CALL_CIRCLE, runbook->span,
                               "the runbooks call each other in a circle: %s", text_get(&chain)),
                  "end one of them with an answer in place of the call");
    text_release(&chain);
    text_release(&rest);
    return true;
}

/* The first of what is wrong with it: the rest is for whoever looks at that file. */
static void say_broken(struct load *l, const struct node *runbook, const struct source *source,
                       const struct diags *ds)
{
    const struct diag *first = NULL;
    for (size_t i = 0; i < ds->count && !first; i++)
        if (ds->items[i].level == DIAG_ERROR)
            first = &ds->items[i];
    struct diag *d =
        reader_error(&l->r, RB_CALLED_BROKEN, runbook->span, "runbook \"%s\" does not load: %s",
                     runbook->text, first ? first->message : "it is too large");
    complain_hint(d, "all that is wrong with it: ruleout lint %s", source->path);
}

static struct book *load_other(struct load *l, const struct node *runbook)
{
    struct text why = {0};
    const struct source *source = NULL;
    struct book *b = NULL;
    if (l->files)
        source = l->files->open(l->files, FILE_CALLED, runbook->text, l->book->source,
                                runbook->text, &why);
    if (source) {
        struct diags ds = {0};
        b = load_source(source, l->files, l, runbook->text, l->r.arena, &ds);
        if (!b)
            say_broken(l, runbook, source, &ds);
        diags_release(&ds);
    } else {
        complain_hint(reader_error(&l->r, RB_UNKNOWN_RUNBOOK, runbook->span,
                                   "there is no runbook \"%s\"", runbook->text),
                      "%s", why.len ? text_get(&why) : "no other files are read here");
    }
    text_release(&why);
    if (b)
        load_keep_file(l, FILE_CALLED, runbook->text, source);
    for (size_t i = 0; b && i < b->file_count; i++)
        load_keep_file(l, b->files[i].kind, b->files[i].name, b->files[i].source);
    return b;
}

/* By its number among the called ones; -1 where it cannot be had, which was complained about. */
static int called_book(struct load *l, const struct node *runbook)
{
    for (size_t i = 0; i < l->called_count; i++)
        if (strcmp(l->called[i]->id, runbook->text) == 0)
            return (int)i;
    struct book *b = is_circle(l, runbook) ? NULL : load_other(l, runbook);
    if (!b)
        return -1;
    l->called[l->called_count++] = b;
    return (int)l->called_count - 1;
}

static void tie_values(struct load *l, const struct waiting_call *w, const struct book *to)
{
    size_t own = (size_t)to->parts[0].inputs.count, i = 0;
    const char **ids = arena_alloc(l->scratch, (own + 1) * sizeof *ids);
    for (size_t k = 0; k < own; k++)
        ids[k] = to->inputs[k].id;
    for (const struct node *k = w->with ? w->with->first : NULL; k; k = k->next, i++) {
        int input = book_input(to, k->text);
        ((struct call_value *)w->call->with)[i].input = input;
        if (input >= 0 && to->inputs[input].secret)
            complain_hint(reader_error(&l->r, RB_SECRET, k->span,
                                       "\"%s\" is a secret of runbook \"%s\", which asks for it",
                                       k->text, to->id),
                          "remove it");
        if (input >= 0)
            continue;
        struct diag *d = reader_error(&l->r, RB_UNKNOWN_INPUT, k->span,
                                      "runbook \"%s\" has no input \"%s\"", to->id, k->text);
        if (!complain_nearest(d, k->text, ids, own))
            complain_hint(d, own ? "it has other inputs" : "it has none");
    }
}

static size_t parts_of(const struct load *l)
{
    size_t parts = 1;
    for (size_t i = 0; i < l->called_count; i++)
        parts += l->called[i]->part_count;
    return parts;
}

void load_called(struct load *l)
{
    size_t most = 0;
    for (const struct waiting_call *w = l->calls; w; w = w->next)
        most++;
    l->called = arena_alloc(l->r.arena, (most + 1) * sizeof *l->called);
    for (const struct waiting_call *w = l->calls; w && !complaints_full(&l->r.to); w = w->next) {
        int at = called_book(l, w->runbook);
        w->call->part = at;
        if (at >= 0)
            tie_values(l, w, l->called[at]);
        if (parts_of(l) <= PARTS_MAX)
            continue;
        complain_hint(reader_error(&l->r, RB_CALL_CIRCLE, w->runbook->span,
                                   "with all that they call, these are more than %d runbooks",
                                   PARTS_MAX),
                      "call fewer, or let the called ones call less");
        break;
    }
}
