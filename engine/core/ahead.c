#include "core/ahead.h"

#include "book/order.h"
#include "core/expr.h"
#include "core/session_inside.h"

/* Worked out once: nothing of it depends on answers. */
static const struct needs *needs_of(const struct session *s, int step)
{
    struct needs *n = &s->needs[step];
    if (n->known)
        return n;
    n->steps = order_needs(s->book, step, s->arena, &n->count);
    n->place = (unsigned char)order_place(s->book, step);
    n->known = true;
    return n;
}

struct ahead ahead_of(const struct session *s, struct arena *a)
{
    struct ahead found = {arena_alloc(a, (s->book->step_count + 1) * sizeof *found.steps), 0};
    int count = (int)s->book->step_count;
    for (int at = s->cursor; at < count; at = path_after(s, at)) {
        if (path_settled(s, at))
            continue;
        if (found.count && s->book->steps[at].part != s->book->steps[found.steps[0]].part)
            break;
        enum step_place place = (enum step_place)needs_of(s, at)->place;
        if (place != PLACE_FIXED || !found.count)
            found.steps[found.count++] = at;
        if (place != PLACE_FREE)
            break;
    }
    return found;
}

bool ahead_waits_for(const struct session *s, const struct ahead *ahead, size_t i, size_t k)
{
    const struct needs *n = needs_of(s, ahead->steps[i]);
    for (size_t j = 0; j < n->count; j++)
        if (n->steps[j] == ahead->steps[k])
            return true;
    return false;
}

bool ahead_may_ask(const struct session *s, const struct ahead *ahead, size_t i)
{
    const struct step *step = &s->book->steps[ahead->steps[i]];
    if (step->kind >= STEP_DO || (step->when && !expr_holds(step->when, s)))
        return false;
    for (size_t k = 0; k < i; k++)
        if (ahead_waits_for(s, ahead, i, k))
            return false;
    return true;
}

int ahead_asked(const struct session *s)
{
    int step, visit, found = -1;
    if (!s->asked || !session_step_parse(s->book, s->asked, &step, &visit) ||
        visit != s->steps[step].visit || path_settled(s, step))
        return -1;
    struct arena *a = arena_new();
    struct ahead ahead = ahead_of(s, a);
    for (size_t i = 0; i < ahead.count && found < 0; i++)
        if (ahead.steps[i] == step)
            found = step;
    arena_free(a);
    return found;
}
