#include "book/lint_inside.h"

#define ID_STARTED "started" /* the incident's start: the record reads it */

/* Steps in a row that nothing leads to are told together. */
void lint_unreachable(struct lint *l)
{
    const struct book *b = l->book;
    for (size_t i = 0, n; i < b->step_count; i += n) {
        for (n = 1; !l->reached[i] && i + n < b->step_count && !l->reached[i + n];)
            n++;
        if (l->reached[i])
            continue;
        struct text more = {0};
        if (n > 1)
            text_format(&more, n == 2 ? ", nor to the one behind it" : ", nor to the %zu behind it",
                        n - 1);
        complain_hint(lint_say(l, RB_UNREACHABLE_STEP, b->steps[i].span,
                               "no answer leads to step \"%s\"%s", b->steps[i].id, text_get(&more)),
                      "every way through the steps above jumps over it: let an answer lead on to "
                      "the step below, or remove it");
        text_release(&more);
    }
}

static bool says_nothing(const struct answer *a)
{
    return a->effect_count == 0 && a->next.kind == NEXT_FOLLOWING && a->action < 0 && !a->note &&
           !a->call;
}

/* A time, text or number that is not compared with anything is for the record. */
static bool is_idle(const struct step *s)
{
    if (s->kind >= STEP_DO || s->referred || s->capture || s->answer_count == 0 ||
        s->next.kind != NEXT_FOLLOWING || !says_nothing(&s->unknown) ||
        strcmp(s->id, ID_STARTED) == 0)
        return false;
    for (size_t i = 0; i < s->answer_count; i++)
        if (!says_nothing(&s->answers[i]))
            return false;
    return true;
}

/* Whether it changes nothing where those kinds stand already: one more reason to suspect what is
 * suspected is one more reason. */
static bool is_vain(unsigned sure, enum effect_kind kind)
{
    if (sure & KIND(EFFECT_CONFIRMS))
        return kind != EFFECT_RULES_OUT;
    return kind == EFFECT_RULES_OUT && (sure & KIND(EFFECT_RULES_OUT));
}

static void settled(struct lint *l, int at)
{
    const struct step *s = &l->book->steps[at];
    for (size_t i = 0; i < s->answer_count; i++) {
        const struct answer *a = &s->answers[i];
        size_t vain = 0;
        for (size_t k = 0; k < a->effect_count; k++)
            vain += is_vain(lint_sure_kinds(l, at, a->effects[k].cause), a->effects[k].kind);
        if (vain == 0 || vain < a->effect_count)
            continue;
        complain_hint(lint_say(l, RB_SETTLED_BEFORE, a->span,
                               "step \"%s\": \"%s\" says of causes only what is settled whenever "
                               "the question is asked",
                               s->id, a->key),
                      "\"%s\" stands so already: remove what is said of it here",
                      l->book->causes[a->effects[0].cause].id);
    }
}

/* What confirms a cause that is surely ruled out; the other way round is told pair by pair. */
static void contradicted(struct lint *l, int at)
{
    const struct step *s = &l->book->steps[at];
    for (size_t i = 0; i < s->answer_count; i++)
        for (size_t k = 0; k < s->answers[i].effect_count; k++) {
            const struct effect *e = &s->answers[i].effects[k];
            if (e->kind != EFFECT_CONFIRMS ||
                !(lint_sure_kinds(l, at, e->cause) & KIND(EFFECT_RULES_OUT)))
                continue;
            complain_hint(lint_say(l, RB_CONTRADICTING, s->answers[i].span,
                                   "step \"%s\": \"%s\" confirms \"%s\", which is ruled out "
                                   "whenever the question is asked",
                                   s->id, s->answers[i].key, l->book->causes[e->cause].id),
                          "the two contradict each other each time: let the earlier answer only "
                          "leave it open");
        }
}

void lint_steps(struct lint *l)
{
    for (size_t i = 0; i < l->book->step_count; i++) {
        const struct step *s = &l->book->steps[i];
        if (!l->reached[i])
            continue;
        if (is_idle(s))
            complain_hint(lint_say(l, RB_IDLE_QUESTION, s->span,
                                   "step \"%s\" changes nothing: no answer moves a cause or leads "
                                   "anywhere, and nothing reads it",
                                   s->id),
                          "say what its answers mean for the causes, or ask it as type: text, for "
                          "the record");
        settled(l, (int)i);
        contradicted(l, (int)i);
    }
}
