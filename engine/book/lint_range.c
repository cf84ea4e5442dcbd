#include <math.h>
#include <stdlib.h>

#include "book/lint_inside.h"

/* Where ranges begin and end: a bound itself, or just behind it. */
struct cut {
    double at;
    bool behind;
};

static int by_place(const void *x, const void *y)
{
    const struct cut *a = x, *b = y;
    if (a->at != b->at)
        return a->at < b->at ? -1 : 1;
    return (int)a->behind - (int)b->behind;
}

static struct cut start_of(const struct range *r)
{
    return (struct cut){r->low, r->low_open};
}

/* The first place that is past it. */
static struct cut end_of(const struct range *r)
{
    return (struct cut){r->high, !r->high_open};
}

static int by_start(const void *x, const void *y)
{
    struct cut a = start_of(x), b = start_of(y);
    return by_place(&a, &b);
}

static struct range *sorted(struct lint *l, const struct step *s, size_t *count)
{
    struct range *all = arena_alloc(l->arena, (s->answer_count + 1) * sizeof *all);
    *count = 0;
    for (size_t i = 0; i < s->answer_count; i++)
        if (s->answers[i].match == MATCH_RANGE)
            all[(*count)++] = s->answers[i].range;
    if (*count)
        qsort(all, *count, sizeof *all, by_start);
    return all;
}

static void say_gap(struct lint *l, const struct step *s, struct cut from, struct cut to)
{
    struct text where = {0};
    if (isinf(from.at))
        text_format(&where, "below %.15g", to.at);
    else if (isinf(to.at))
        text_format(&where, "%s %.15g", from.behind ? "above" : "from", from.at);
    else if (from.at == to.at)
        text_format(&where, "exactly %.15g", from.at);
    else
        text_format(&where, "between %.15g and %.15g", from.at, to.at);
    complain_hint(lint_say(l, RB_RANGE_GAP, s->span,
                           "step \"%s\": a number %s is none of the answers", s->id,
                           text_get(&where)),
                  "let two ranges meet at one bound, such as \"< 10\" and \">= 10\", or add else");
    text_release(&where);
}

/* Most numbers are counts, lengths and shares: below 0, and above 100 in percent, there are none.
 */
static bool matters(const struct step *s, struct cut from, struct cut to)
{
    if (isinf(from.at))
        return to.at < 0;
    return !isinf(to.at) || !(s->unit && strcmp(s->unit, "%") == 0 && from.at >= 100);
}

static void gaps(struct lint *l, const struct step *s)
{
    size_t count;
    const struct range *all = sorted(l, s, &count);
    struct cut at = {-INFINITY, false}, end = {INFINITY, true};
    for (size_t i = 0; i < count; i++) {
        struct cut start = start_of(&all[i]), past = end_of(&all[i]);
        if (by_place(&start, &at) > 0 && matters(s, at, start))
            say_gap(l, s, at, start);
        if (by_place(&past, &at) > 0)
            at = past;
    }
    if (count && by_place(&end, &at) > 0 && !isinf(at.at) && matters(s, at, end))
        say_gap(l, s, at, end);
}

/* Whether some number has that answer: the points hold one of every sort. */
static bool is_reached(const struct domain *d, const struct answer *a)
{
    for (size_t i = POINTS_KNOWN; i < d->count; i++)
        if (d->points[i].answer == a)
            return true;
    return false;
}

static void look(struct lint *l, int at)
{
    const struct step *s = &l->book->steps[at];
    bool other = false;
    for (size_t i = 0; i < s->answer_count; i++) {
        const struct answer *a = &s->answers[i];
        bool written = a->span.at != s->span.at;
        other |= a->match == MATCH_ELSE;
        if (!written || is_reached(&l->steps[at], a))
            continue;
        complain_hint(lint_say(l, RB_UNREACHABLE_ANSWER, a->span,
                               "step \"%s\": no number is left for \"%s\": the answers above it "
                               "take them all",
                               s->id, a->key),
                      "the first that matches is taken: write the narrower range first, or remove "
                      "it");
    }
    if (!other)
        gaps(l, s);
}

void lint_ranges(struct lint *l)
{
    for (size_t i = 0; i < l->book->step_count; i++)
        if (l->book->steps[i].type == TYPE_NUMBER)
            look(l, (int)i);
}
