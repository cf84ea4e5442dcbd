#include <math.h>
#include <stdlib.h>

#include "base/time.h"
#include "book/lint_inside.h"

/* A constant that something is compared with. */
struct constant {
    struct point value;
    struct constant *next;
};

struct constants {
    struct constant *first;
    size_t count;
};

struct gathering {
    struct lint *l;
    struct constants *steps, *inputs;
};

void lint_each_cond(const struct lint *l, void *context,
                    void (*each)(void *context, const struct cond *c, int step))
{
    const struct book *b = l->book;
    for (size_t i = 0; i < b->step_count; i++)
        if (b->steps[i].when)
            each(context, b->steps[i].when, (int)i);
    for (size_t i = 0; i < b->action_count; i++)
        if (b->actions[i].when)
            each(context, b->actions[i].when, -1);
    if (b->resolve.when)
        each(context, b->resolve.when, -1);
}

static void add_constant(struct lint *l, struct constants *to, struct point value)
{
    struct constant *c = arena_alloc(l->arena, sizeof *c);
    *c = (struct constant){value, to->first};
    to->first = c;
    to->count++;
}

static bool is_name(const struct cond *c)
{
    return c->kind == COND_NAME || c->kind == COND_INPUT;
}

static void gather_side(struct gathering *g, const struct cond *name, const struct cond *other)
{
    bool step = name->kind == COND_NAME;
    struct domain *d = step ? &g->l->steps[name->index] : &g->l->inputs[name->index];
    struct constants *to = step ? &g->steps[name->index] : &g->inputs[name->index];
    struct point p = {.text = other->text, .number = other->number};
    if (is_name(other))
        d->mixed = true;
    else if (d->type != COND_TYPE_TIME || time_parse_rfc3339(other->text, &p.time_ms))
        add_constant(g->l, to, p);
}

static void gather(void *context, const struct cond *c, int step)
{
    struct gathering *g = context;
    if (c->kind == COND_NAME || c->kind == COND_ANSWERED)
        g->l->named[c->index] = 0;
    if (c->kind >= COND_EQ && c->kind <= COND_GE) {
        if (is_name(c->left))
            gather_side(g, c->left, c->right);
        if (is_name(c->right))
            gather_side(g, c->right, c->left);
    }
    if (c->left)
        gather(g, c->left, step);
    if (c->right)
        gather(g, c->right, step);
}

static int by_number(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static int by_time(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

/* The constants, one number between each two, and one on each side. */
static size_t numbers(const struct step *s, const struct constants *from, double **out,
                      struct arena *a)
{
    size_t n = 0;
    double *all = arena_alloc(a, (from->count + 2 * (s ? s->answer_count : 0) + 1) * sizeof *all);
    for (const struct constant *c = from->first; c; c = c->next)
        all[n++] = c->value.number;
    for (size_t i = 0; s && i < s->answer_count; i++) {
        const struct range *r = &s->answers[i].range;
        if (s->answers[i].match != MATCH_RANGE)
            continue;
        if (isfinite(r->low))
            all[n++] = r->low;
        if (isfinite(r->high))
            all[n++] = r->high;
    }
    qsort(all, n, sizeof *all, by_number);
    double *points = *out = arena_alloc(a, (2 * n + 1) * sizeof *points);
    size_t count = 0;
    points[count++] = n ? all[0] - 1 : 0;
    for (size_t i = 0; i < n; i++) {
        if (i && all[i] == all[i - 1])
            continue;
        if (i)
            points[count++] = all[i - 1] / 2 + all[i] / 2;
        points[count++] = all[i];
    }
    if (n)
        points[count++] = all[n - 1] + 1;
    return count;
}

static size_t number_points(struct lint *l, const struct step *s, const struct constants *from,
                            struct point **out)
{
    double *at;
    size_t count = numbers(s, from, &at, l->arena);
    *out = arena_alloc(l->arena, (count + POINTS_KNOWN) * sizeof **out);
    for (size_t i = 0; i < count; i++)
        (*out)[i + POINTS_KNOWN] =
            (struct point){.number = at[i], .answer = s ? step_match_number(s, at[i]) : NULL};
    return count + POINTS_KNOWN;
}

static size_t time_points(struct lint *l, const struct step *s, const struct constants *from,
                          struct point **out)
{
    size_t n = 0, count = POINTS_KNOWN;
    int64_t *all = arena_alloc(l->arena, (from->count + 1) * sizeof *all);
    for (const struct constant *c = from->first; c; c = c->next)
        all[n++] = c->value.time_ms;
    qsort(all, n, sizeof *all, by_time);
    *out = arena_alloc(l->arena, (2 * n + 1 + POINTS_KNOWN) * sizeof **out);
    const struct answer *answer = s ? step_match_text(s, "") : NULL; /* else, or nothing */
    (*out)[count++] = (struct point){.time_ms = n ? all[0] - 1 : 0, .answer = answer};
    for (size_t i = 0; i < n; i++) {
        if (i && all[i] == all[i - 1])
            continue;
        (*out)[count++] = (struct point){.time_ms = all[i], .answer = answer};
        (*out)[count++] = (struct point){.time_ms = all[i] + 1, .answer = answer};
    }
    return count;
}

/* Something that nobody wrote, so that no answer and no condition names it. */
#define OTHER_TEXT "\x01"

static size_t text_points(struct lint *l, const struct step *s, const struct constants *from,
                          struct point **out)
{
    size_t count = POINTS_KNOWN, answers = s ? s->answer_count : 0;
    struct names *seen = names_new(l->arena, answers + from->count);
    *out = arena_alloc(l->arena, (answers + from->count + 1 + POINTS_KNOWN) * sizeof **out);
    for (size_t i = 0; i < answers; i++)
        if (s->answers[i].match == MATCH_TEXT) {
            const char *key = s->answers[i].key;
            names_put(seen, key, strlen(key), 0);
            (*out)[count++] = (struct point){.text = key, .answer = &s->answers[i]};
        }
    if (s && type_is_listed(s->type))
        return count;
    for (const struct constant *c = from->first; c; c = c->next) {
        const char *text = c->value.text;
        if (names_put(seen, text, strlen(text), 0) < 0)
            (*out)[count++] =
                (struct point){.text = text, .answer = s ? step_match_text(s, text) : NULL};
    }
    (*out)[count++] =
        (struct point){.text = OTHER_TEXT, .answer = s ? step_match_text(s, OTHER_TEXT) : NULL};
    return count;
}

static size_t one_of_points(struct lint *l, const struct input *in, struct point **out)
{
    *out = arena_alloc(l->arena, (in->one_of_count + POINTS_KNOWN) * sizeof **out);
    for (size_t i = 0; i < in->one_of_count; i++) {
        struct point *p = &(*out)[i + POINTS_KNOWN];
        *p = (struct point){.text = in->one_of[i], .number = strtod(in->one_of[i], NULL)};
        time_parse_rfc3339(in->one_of[i], &p->time_ms);
    }
    return in->one_of_count + POINTS_KNOWN;
}

static void finish(struct domain *d, const struct step *s, struct point *points, size_t count)
{
    points[POINT_UNANSWERED] = (struct point){.none = true};
    points[POINT_UNKNOWN] = (struct point){.none = true, .answer = s ? &s->unknown : NULL};
    d->points = points;
    d->count = count;
}

static void make(struct lint *l, struct domain *d, const struct step *s, const struct input *in,
                 const struct constants *from)
{
    struct point *points;
    size_t count;
    if (in && in->one_of_count)
        count = one_of_points(l, in, &points);
    else if (d->type == COND_TYPE_NUMBER)
        count = number_points(l, s, from, &points);
    else if (d->type == COND_TYPE_TIME)
        count = time_points(l, s, from, &points);
    else
        count = text_points(l, s, from, &points);
    finish(d, s, points, count);
}

static enum cond_type type_of_step(const struct step *s)
{
    return s->type == TYPE_NUMBER ? COND_TYPE_NUMBER
           : s->type == TYPE_TIME ? COND_TYPE_TIME
                                  : COND_TYPE_TEXT;
}

static enum cond_type type_of_input(const struct input *in)
{
    return in->type == INPUT_NUMBER ? COND_TYPE_NUMBER
           : in->type == INPUT_TIME ? COND_TYPE_TIME
                                    : COND_TYPE_TEXT;
}

void lint_domains(struct lint *l)
{
    const struct book *b = l->book;
    struct gathering g = {.l = l};
    g.steps = arena_alloc(l->arena, (b->step_count + 1) * sizeof *g.steps);
    g.inputs = arena_alloc(l->arena, (b->input_count + 1) * sizeof *g.inputs);
    l->steps = arena_alloc(l->arena, (b->step_count + 1) * sizeof *l->steps);
    l->inputs = arena_alloc(l->arena, (b->input_count + 1) * sizeof *l->inputs);
    l->named = arena_alloc(l->arena, (b->step_count + 1) * sizeof *l->named);
    for (size_t i = 0; i < b->step_count; i++) {
        l->named[i] = -1;
        l->steps[i].type = type_of_step(&b->steps[i]);
        l->steps[i].mixed = b->steps[i].type == TYPE_MANY;
    }
    for (size_t i = 0; i < b->input_count; i++)
        l->inputs[i].type = type_of_input(&b->inputs[i]);
    lint_each_cond(l, &g, gather);
    for (size_t i = 0; i < b->step_count; i++) {
        make(l, &l->steps[i], &b->steps[i], NULL, &g.steps[i]);
        if (l->named[i] == 0)
            l->named[i] = (int)l->named_count++;
    }
    for (size_t i = 0; i < b->input_count; i++)
        make(l, &l->inputs[i], NULL, &b->inputs[i], &g.inputs[i]);
}

int lint_input_point(const struct lint *l, int input)
{
    const char *given = l->book->inputs[input].fallback;
    const struct domain *d = &l->inputs[input];
    struct point p = {.number = given ? strtod(given, NULL) : 0};
    if (given)
        time_parse_rfc3339(given, &p.time_ms);
    for (size_t i = POINTS_KNOWN; given && i < d->count; i++) {
        const struct point *q = &d->points[i];
        if (d->type == COND_TYPE_TEXT   ? strcmp(q->text, given) == 0
            : d->type == COND_TYPE_TIME ? q->time_ms == p.time_ms
                                        : q->number == p.number)
            return (int)i;
    }
    return (int)d->count - 1;
}
