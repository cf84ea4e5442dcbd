#include <string.h>

#include "book/load.h"

/* Where a called book's own begin in the arrays of the book that calls it. */
struct offsets {
    struct arena *arena;
    const char *prefix; /* "tls-expiry/" */
    int steps, causes, inputs, actions, verifies, saved, links, parts;
};

static const char *prefixed(const struct offsets *o, const char *id)
{
    return arena_format(o->arena, "%s%s", o->prefix, id);
}

/* What a loader made in its arena may be moved by it. */
#define OWN(type, p) ((type *)(p))

static void move_prose(const struct offsets *o, const struct prose *p)
{
    const int by[] = {
        [REF_STEP] = o->steps, [REF_INPUT] = o->inputs, [REF_SAVED] = o->saved, [REF_MOMENT] = 0};
    for (size_t i = 0; p && i < p->count; i++)
        if (!p->parts[i].literal)
            OWN(struct prose_part, p->parts)[i].index += by[p->parts[i].kind];
}

static void move_cond(const struct offsets *o, const struct cond *c)
{
    if (!c)
        return;
    int *index = &OWN(struct cond, c)->index;
    switch (c->kind) {
    case COND_SUSPECTED:
    case COND_CONFIRMED:
    case COND_RULED_OUT:
        *index += o->causes;
        break;
    case COND_ANSWERED:
    case COND_HAS:
    case COND_NAME:
        *index += o->steps;
        break;
    case COND_VERIFIED:
        *index += o->verifies;
        break;
    case COND_DONE:
        *index += o->actions;
        break;
    case COND_INPUT:
        *index += o->inputs;
        break;
    default:
        break;
    }
    move_cond(o, c->left);
    move_cond(o, c->right);
}

static void move_effects(const struct offsets *o, const struct effect *effects, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        OWN(struct effect, effects)[i].cause += o->causes;
        move_prose(o, effects[i].reason);
    }
}

static void move_check(const struct offsets *o, const struct check *c)
{
    for (size_t i = 0; c && i < c->with_count; i++)
        move_prose(o, c->with[i].value);
}

static void move_command(const struct offsets *o, const struct command_line *c)
{
    for (size_t i = 0; c && i < c->word_count; i++)
        move_prose(o, c->words[i]);
}

static void move_call(const struct offsets *o, const struct call *c)
{
    if (!c)
        return;
    struct call *call = OWN(struct call, c);
    call->part += o->parts;
    call->cause += call->cause < 0 ? 0 : o->causes;
    for (size_t i = 0; i < c->with_count; i++) {
        OWN(struct call_value, c->with)[i].input += o->inputs;
        move_prose(o, c->with[i].value);
    }
}

static void move_next(const struct offsets *o, struct next *n)
{
    if (n->kind == NEXT_STEP)
        n->step += o->steps;
}

static void move_answer(const struct offsets *o, struct answer *a)
{
    move_effects(o, a->effects, a->effect_count);
    move_next(o, &a->next);
    move_prose(o, a->note);
    move_call(o, a->call);
    a->action += a->action < 0 ? 0 : o->actions;
}

static void move_step(const struct offsets *o, struct step *s)
{
    s->id = prefixed(o, s->id);
    s->capture = s->capture ? prefixed(o, s->capture) : NULL;
    move_prose(o, s->question);
    move_prose(o, s->why);
    move_prose(o, s->how);
    move_prose(o, s->copy);
    move_cond(o, s->when);
    move_check(o, s->check);
    move_next(o, &s->next);
    for (size_t i = 0; i < s->answer_count; i++)
        move_answer(o, &OWN(struct answer, s->answers)[i]);
    move_answer(o, &s->unknown);
    for (size_t i = 0; i < s->see_count; i++)
        OWN(int, s->see)[i] += o->links;
    s->action += s->action < 0 ? 0 : o->actions;
    s->part += o->parts;
}

static void move_action(const struct offsets *o, struct action *a)
{
    a->id = prefixed(o, a->id);
    for (size_t i = 0; i < a->cause_count; i++)
        OWN(int, a->causes)[i] += o->causes;
    move_cond(o, a->when);
    move_prose(o, a->danger);
    move_prose(o, a->how);
    for (size_t i = 0; i < a->guard_count; i++)
        move_prose(o, a->guards[i].ask);
    for (size_t i = 0; i < a->save_count; i++) {
        OWN(struct save, a->saves)[i].saved += o->saved;
        move_command(o, a->saves[i].command);
    }
    move_prose(o, a->confirm);
    move_command(o, a->run);
    move_command(o, a->undo);
    move_prose(o, a->stdin_text);
    for (size_t i = 0; i < a->env_count; i++)
        move_prose(o, a->env[i].value);
    move_effects(o, a->then, a->then_count);
    a->verify += a->verify < 0 ? 0 : o->verifies;
    a->on_fail += a->on_fail < 0 ? 0 : o->actions;
    a->part += o->parts;
}

static void move_permits(const struct offsets *o, const struct permit *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        OWN(struct permit, list)[i].input += list[i].input < 0 ? 0 : o->inputs;
}

static struct slice moved(struct slice s, int by)
{
    return (struct slice){s.first + by, s.count};
}

static void move_part(const struct offsets *o, struct part *p)
{
    p->prefix = prefixed(o, p->prefix);
    p->parent = p->parent < 0 ? 0 : p->parent + o->parts;
    p->steps = moved(p->steps, o->steps);
    p->causes = moved(p->causes, o->causes);
    p->inputs = moved(p->inputs, o->inputs);
    p->actions = moved(p->actions, o->actions);
    p->verifies = moved(p->verifies, o->verifies);
    move_permits(o, p->allow->read, p->allow->read_count);
    move_permits(o, p->allow->http, p->allow->http_count);
}

static void move_book(const struct offsets *o, struct book *b)
{
    for (size_t i = 0; i < b->step_count; i++)
        move_step(o, &OWN(struct step, b->steps)[i]);
    for (size_t i = 0; i < b->action_count; i++)
        move_action(o, &OWN(struct action, b->actions)[i]);
    for (size_t i = 0; i < b->cause_count; i++) {
        struct cause *c = &OWN(struct cause, b->causes)[i];
        c->id = prefixed(o, c->id);
        c->part += o->parts;
    }
    for (size_t i = 0; i < b->input_count; i++) {
        struct input *in = &OWN(struct input, b->inputs)[i];
        in->id = prefixed(o, in->id);
        in->part += o->parts;
    }
    for (size_t i = 0; i < b->verify_count; i++) {
        struct verify *v = &OWN(struct verify, b->verifies)[i];
        v->id = prefixed(o, v->id);
        v->part += o->parts;
        move_check(o, &v->check);
    }
    for (size_t i = 0; i < b->saved_count; i++)
        OWN(const char *, b->saved)[i] = prefixed(o, b->saved[i]);
    for (size_t i = 0; i < b->link_count; i++) {
        OWN(struct link, b->links)[i].id = prefixed(o, b->links[i].id);
        move_prose(o, b->links[i].url);
    }
    for (size_t i = 0; i < b->message_count; i++) {
        OWN(struct message, b->messages)[i].id = prefixed(o, b->messages[i].id);
        move_prose(o, b->messages[i].text);
    }
    for (size_t i = 0; i < b->part_count; i++)
        move_part(o, &OWN(struct part, b->parts)[i]);
}

/* Behind the book's own. */
#define APPEND(field, counted)                                                        \
    do {                                                                              \
        void *all = arena_alloc(a, (b->counted + c->counted + 1) * sizeof *b->field); \
        if (b->counted)                                                               \
            memcpy(all, b->field, b->counted * sizeof *b->field);                     \
        if (c->counted)                                                               \
            memcpy((char *)all + b->counted * sizeof *b->field, c->field,             \
                   c->counted * sizeof *c->field);                                    \
        b->field = all;                                                               \
        b->counted += c->counted;                                                     \
    } while (0)

static void append(struct arena *a, struct book *b, const struct book *c)
{
    APPEND(steps, step_count);
    APPEND(causes, cause_count);
    APPEND(inputs, input_count);
    APPEND(actions, action_count);
    APPEND(verifies, verify_count);
    APPEND(saved, saved_count);
    APPEND(links, link_count);
    APPEND(messages, message_count);
    APPEND(nevers, never_count);
    APPEND(roles, role_count);
    APPEND(parts, part_count);
}

/* The own calls were tied to a called book by its number, and to that book's own inputs. */
static void tie_calls(const struct load *l, size_t called, const struct offsets *o)
{
    for (const struct waiting_call *w = l->calls; w; w = w->next) {
        if (w->call->part != -2 - (int)called)
            continue;
        w->call->part = o->parts;
        for (size_t i = 0; i < w->call->with_count; i++)
            OWN(struct call_value, w->call->with)[i].input += o->inputs;
    }
}

void join_called(struct load *l)
{
    struct book *b = l->book;
    for (const struct waiting_call *w = l->calls; w; w = w->next)
        w->call->part = -2 - w->call->part; /* a number of a called book, and no part yet */
    for (size_t i = 0; i < l->called_count; i++) {
        struct book *c = l->called[i];
        struct offsets o = {.arena = l->r.arena,
                            .prefix = arena_format(l->r.arena, "%s/", c->id),
                            .steps = (int)b->step_count,
                            .causes = (int)b->cause_count,
                            .inputs = (int)b->input_count,
                            .actions = (int)b->action_count,
                            .verifies = (int)b->verify_count,
                            .saved = (int)b->saved_count,
                            .links = (int)b->link_count,
                            .parts = (int)b->part_count};
        move_book(&o, c);
        append(l->r.arena, b, c);
        tie_calls(l, i, &o);
    }
}

static void put_was(struct names *names, const struct part *part, const char *const *was,
                    size_t count, struct arena *a, int index)
{
    for (size_t i = 0; i < count; i++) {
        const char *id = arena_format(a, "%s%s", part->prefix, was[i]);
        names_put(names, id, strlen(id), index);
    }
}

void join_index(struct book *b)
{
    struct names *steps = names_new(b->arena, b->step_count);
    struct names *causes = names_new(b->arena, b->cause_count);
    for (size_t i = 0; i < b->step_count; i++)
        names_put(steps, b->steps[i].id, strlen(b->steps[i].id), (int)i);
    for (size_t i = 0; i < b->cause_count; i++)
        names_put(causes, b->causes[i].id, strlen(b->causes[i].id), (int)i);
    for (size_t i = 0; i < b->step_count; i++)
        put_was(steps, &b->parts[b->steps[i].part], b->steps[i].was, b->steps[i].was_count,
                b->arena, (int)i);
    for (size_t i = 0; i < b->cause_count; i++)
        put_was(causes, &b->parts[b->causes[i].part], b->causes[i].was, b->causes[i].was_count,
                b->arena, (int)i);
    b->step_names = steps;
    b->cause_names = causes;
}
