#include "book/order.h"

#include "base/text.h"
#include "book/cond.h"
#include "book/lua_reads.h"
#include "book/part.h"

static enum step_place place_of(const struct next *next, const struct call *call, int step)
{
    if (call || (next->kind == NEXT_STEP && next->step <= step))
        return PLACE_FIXED;
    return next->kind == NEXT_FOLLOWING ? PLACE_FREE : PLACE_LEADS_ON;
}

enum step_place order_place(const struct book *b, int step)
{
    const struct step *s = &b->steps[step];
    enum step_place place = place_of(&s->next, NULL, step);
    enum step_place unknown = place_of(&s->unknown.next, s->unknown.call, step);
    if (s->kind >= STEP_DO)
        return PLACE_FIXED;
    place = unknown > place ? unknown : place;
    for (size_t i = 0; i < s->answer_count; i++) {
        enum step_place of = place_of(&s->answers[i].next, s->answers[i].call, step);
        place = of > place ? of : place;
    }
    return place;
}

/* Which steps were named, by index from the part's first on. */
struct naming {
    const struct book *book;
    int first, step;
    bool *named;
};

static void name_step(const struct naming *n, int step)
{
    if (step >= n->first && step < n->step)
        n->named[step - n->first] = true;
}

static void in_prose(const struct naming *n, const struct prose *p)
{
    for (size_t i = 0; p && i < p->count; i++)
        if (!p->parts[i].literal && p->parts[i].kind == REF_STEP)
            name_step(n, p->parts[i].index);
}

static void in_cond(const struct naming *n, const struct cond *c)
{
    if (!c)
        return;
    if (c->kind == COND_NAME || c->kind == COND_ANSWERED || c->kind == COND_HAS)
        name_step(n, c->index);
    in_cond(n, c->left);
    in_cond(n, c->right);
}

static void in_named(const struct naming *n, const struct named_prose *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        in_prose(n, list[i].value);
}

static void in_command(const struct naming *n, const struct command_line *c)
{
    for (size_t i = 0; c && i < c->word_count; i++)
        in_prose(n, c->words[i]);
}

/* answer("step"); where it cannot be told which, all in front. */
static void in_lua(const struct naming *n, const char *code)
{
    const char *prefix = n->book->parts[n->book->steps[n->step].part].prefix;
    struct lua_read read;
    struct text id = {0};
    bool field = false;
    while (lua_reads_next(&code, &field, &read)) {
        bool unsure = read.kind == LUA_READS_ANSWERS || read.kind == LUA_READS_ANSWER_AS;
        for (int i = n->first; unsure && i < n->step; i++)
            name_step(n, i);
        if (read.kind != LUA_READS_ANSWER)
            continue;
        text_clear(&id);
        text_add(&id, prefix);
        text_add_n(&id, read.at, read.len);
        name_step(n, book_step(n->book, text_get(&id)));
    }
    text_release(&id);
}

static void in_check(const struct naming *n, const struct check *c)
{
    if (!c)
        return;
    in_named(n, c->with, c->with_count);
    if (c->lua)
        in_lua(n, c->lua);
}

/* Offered at once, it must not lack what it names. */
static void in_action(const struct naming *n, int action)
{
    if (action < 0)
        return;
    const struct action *a = &n->book->actions[action];
    in_cond(n, a->when);
    in_prose(n, a->danger);
    in_prose(n, a->how);
    in_prose(n, a->confirm);
    in_prose(n, a->stdin_text);
    in_command(n, a->run);
    in_command(n, a->undo);
    in_named(n, a->env, a->env_count);
    for (size_t i = 0; i < a->guard_count; i++)
        in_prose(n, a->guards[i].ask);
    for (size_t i = 0; i < a->save_count; i++)
        in_command(n, a->saves[i].command);
    if (a->verify >= 0)
        in_check(n, &n->book->verifies[a->verify].check);
}

static void in_answer(const struct naming *n, const struct answer *a)
{
    in_prose(n, a->note);
    in_action(n, a->action);
    for (size_t i = 0; i < a->effect_count; i++)
        in_prose(n, a->effects[i].reason);
}

static void in_step(const struct naming *n)
{
    const struct step *s = &n->book->steps[n->step];
    in_cond(n, s->when);
    in_prose(n, s->question);
    in_prose(n, s->why);
    in_prose(n, s->how);
    in_prose(n, s->copy);
    in_check(n, s->check);
    for (size_t i = 0; i < s->see_count; i++)
        in_prose(n, n->book->links[s->see[i]].url);
    for (size_t i = 0; i < s->answer_count; i++)
        in_answer(n, &s->answers[i]);
    in_answer(n, &s->unknown);
}

const int *order_needs(const struct book *b, int step, struct arena *a, size_t *count)
{
    int first = b->parts[b->steps[step].part].steps.first;
    struct arena *scratch = arena_new();
    struct naming n = {b, first, step, arena_alloc(scratch, (size_t)(step - first) + 1)};
    in_step(&n);
    *count = 0;
    for (int i = first; i < step; i++)
        *count += n.named[i - first];
    int *needs = arena_alloc(a, (*count + 1) * sizeof *needs);
    size_t at = 0;
    for (int i = first; i < step; i++)
        if (n.named[i - first])
            needs[at++] = i;
    arena_free(scratch);
    return needs;
}

/* Of two neighbours the second may be asked first, where the first leads nowhere else and the
 * second does not wait for it. */
bool order_has_choice(const struct book *b)
{
    struct arena *a = arena_new();
    bool found = false;
    for (int i = 0; !found && i + 1 < part_end(b, 0); i++) {
        size_t count;
        if (order_place(b, i) != PLACE_FREE || order_place(b, i + 1) == PLACE_FIXED)
            continue;
        const int *needs = order_needs(b, i + 1, a, &count);
        found = !count || needs[count - 1] != i;
    }
    arena_free(a);
    return found;
}
