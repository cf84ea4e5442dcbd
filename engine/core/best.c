#include "core/best.h"

#include <math.h>

#include "base/time.h"
#include "core/action.h"
#include "core/ahead.h"
#include "core/belief.h"
#include "core/session_inside.h"

#define SAME 1e-9 /* less than that is rounding */

static double times_log(double p)
{
    return p > 0 ? p * log2(p) : 0;
}

/* What an answer tells of the cause: the entropy of the answer, less what is left of it where the
 * cause is known. */
static double bits_of(const struct outcomes *o, const struct belief *b)
{
    double bits = 0;
    for (size_t k = 0; k < o->count; k++) {
        double chance = 0, known = 0;
        for (size_t c = 0; c < b->count; c++) {
            double p = o->chance[k * o->causes + c];
            chance += b->of[c] * p;
            known += b->of[c] * times_log(p);
        }
        bits += known - times_log(chance);
    }
    return bits > SAME ? bits * (1 - UNTOLD) : 0;
}

static bool check_may_tell(const struct session *s, int step)
{
    return s->book->steps[step].check && !session_check_failed(s, step);
}

/* -1: nothing is known. */
static int64_t known_cost(const struct session *s, int step)
{
    if (s->book->steps[step].cost_ms > 0)
        return s->book->steps[step].cost_ms;
    return s->costs && s->costs[step] > 0 ? s->costs[step] : -1;
}

static int64_t cost_of(const struct session *s, int at)
{
    static const int64_t guesses[] = {
        [STEP_CLUE] = COST_CLUE, [STEP_ANOMALY] = COST_ANOMALY, [STEP_PATTERN] = COST_PATTERN};
    const struct step *step = &s->book->steps[at];
    int64_t known = known_cost(s, at);
    if (known > 0 || step->kind >= STEP_DO)
        return known > 0 ? known : COST_CHECK;
    int64_t guess = check_may_tell(s, at) ? COST_CHECK : guesses[step->kind];
    return guess + (step->capture ? COST_CAPTURE : 0);
}

struct worth {
    double bits, cost;
};

/* By place within reach. */
static struct worth *worths_of(const struct session *s, const struct ahead *ahead, struct arena *a)
{
    struct belief b = belief_of(s, a);
    struct worth *all = arena_alloc(a, (ahead->count + 1) * sizeof *all);
    for (size_t i = 0; i < ahead->count; i++) {
        struct arena *scratch = arena_new();
        struct outcomes o = outcomes_of(s, ahead->steps[i], scratch);
        all[i] = (struct worth){bits_of(&o, &b), (double)cost_of(s, ahead->steps[i])};
        arena_free(scratch);
    }
    return all;
}

/* By itself, or together with what waits for it. */
static double worth_of(const struct session *s, const struct ahead *ahead, const struct worth *all,
                       size_t i)
{
    double best = all[i].bits / all[i].cost;
    for (size_t k = i + 1; k < ahead->count; k++) {
        if (!ahead_waits_for(s, ahead, k, i))
            continue;
        double both = (all[i].bits + all[k].bits / 2) / (all[i].cost + all[k].cost);
        best = both > best ? both : best;
    }
    return best;
}

int best_step(const struct session *s, struct text *why)
{
    struct arena *a = arena_new();
    struct ahead ahead = ahead_of(s, a);
    struct worth *all = worths_of(s, &ahead, a);
    double most = -1;
    int found = -1;
    for (size_t i = 0; i < ahead.count; i++) {
        if (!ahead_may_ask(s, &ahead, i))
            continue;
        double worth = worth_of(s, &ahead, all, i);
        if (found >= 0 && worth <= most * (1 + SAME))
            continue;
        most = worth;
        found = ahead.steps[i];
    }
    if (found >= 0)
        best_why(s, found, why);
    arena_free(a);
    return found;
}

/* Counts for the line: causes that are left, and what the answers do to them. */
struct split {
    size_t left, sum;
    size_t suspected, confirmed; /* causes that some answer would */
    bool rules_out;
};

static bool is_left(const struct session *s, size_t cause)
{
    const struct cause_status *c = &session_board(s)->causes[cause];
    return !c->away && (c->state != CAUSE_RULED_OUT || c->disputed);
}

/* How many are left after the answer. */
static size_t left_after(const struct session *s, const struct answer *a, size_t left)
{
    for (size_t i = 0; i < a->effect_count; i++)
        left -= a->effects[i].kind == EFFECT_RULES_OUT && is_left(s, (size_t)a->effects[i].cause);
    return left;
}

static bool some_answer(const struct step *step, size_t cause, enum effect_kind kind)
{
    for (size_t k = 0; k < step->answer_count; k++)
        for (size_t i = 0; i < step->answers[k].effect_count; i++)
            if (step->answers[k].effects[i].kind == kind &&
                (size_t)step->answers[k].effects[i].cause == cause)
                return true;
    return false;
}

static struct split split_of(const struct session *s, const struct step *step)
{
    struct split p = {0};
    for (size_t c = 0; c < s->book->cause_count; c++) {
        if (!is_left(s, c))
            continue;
        p.left++;
        p.suspected += some_answer(step, c, EFFECT_SUSPECTS);
        p.confirmed += some_answer(step, c, EFFECT_CONFIRMS);
        p.rules_out = p.rules_out || some_answer(step, c, EFFECT_RULES_OUT);
    }
    for (size_t k = 0; k < step->answer_count; k++)
        p.sum += left_after(s, &step->answers[k], p.left);
    return p;
}

static const char *causes(size_t n)
{
    return n == 1 ? "cause" : "causes";
}

static void add_split(const struct session *s, const struct step *step, struct text *why)
{
    struct split p = split_of(s, step);
    if (p.rules_out && p.sum == p.left && step->answer_count > 1)
        text_format(why, "splits %zu %s", p.left, causes(p.left));
    else if (p.rules_out)
        text_format(why, "leaves of %zu %s", p.left, causes(p.left));
    for (size_t k = 0; p.rules_out && k < step->answer_count; k++)
        text_format(why, "%c%zu", k ? '/' : ' ', left_after(s, &step->answers[k], p.left));
    if (!p.rules_out && p.confirmed)
        text_format(why, "can confirm %zu of %zu %s", p.confirmed, p.left, causes(p.left));
    else if (!p.rules_out && p.suspected)
        text_format(why, "can point to %zu of %zu %s", p.suspected, p.left, causes(p.left));
    else if (!p.rules_out)
        text_add(why, "decides nothing by itself");
}

void best_why(const struct session *s, int step, struct text *why)
{
    char span[TIME_TEXT_MAX];
    int64_t cost = known_cost(s, step);
    add_split(s, &s->book->steps[step], why);
    if (cost < 0 && check_may_tell(s, step))
        cost = COST_CHECK;
    if (cost < 0)
        return;
    time_span(cost, span);
    text_format(why, ", about %s", cost < 1000 ? "1s" : span);
}
