#include "base/time.h"
#include "book/lint_inside.h"

/* Where nothing can take the action back, what it saved is kept for people to read. */
static void saved_for_nothing(struct lint *l, const struct action *a)
{
    const struct book *b = l->book;
    for (size_t i = 0; a->undo && i < a->save_count; i++) {
        int saved = a->saves[i].saved;
        if (!b->saved_used[saved])
            complain_hint(lint_say(l, RB_UNUSED_SAVED, b->saved_spans[saved],
                                   "\"%s\" is saved, and nothing uses it", b->saved[saved]),
                          "write ${%s} in undo, or remove it", b->saved[saved]);
    }
}

/* What is there and nothing names. Files that are used bring more than each runbook needs. */
static void unused(struct lint *l)
{
    const struct book *b = l->book;
    for (size_t i = 0; i < b->input_count; i++)
        if (!b->inputs[i].used)
            complain_hint(lint_say(l, RB_UNUSED_INPUT, b->inputs[i].span,
                                   "input \"%s\" is asked for, and nothing uses it",
                                   b->inputs[i].id),
                          "write ${%s} where it belongs, or remove it", b->inputs[i].id);
    for (size_t i = 0; i < b->cause_count; i++)
        if (!b->causes[i].used && b->causes[i].source == b->source)
            complain_hint(lint_say(l, RB_UNUSED_CAUSE, b->causes[i].span,
                                   "cause \"%s\": no answer, action or condition names it",
                                   b->causes[i].id),
                          "say which answers speak for it and against it, or remove it");
    for (size_t i = 0; i < b->verify_count; i++)
        if (!b->verifies[i].used)
            complain_hint(lint_say(l, RB_UNUSED_VERIFY, b->verifies[i].span,
                                   "verify \"%s\": no action and no condition names it",
                                   b->verifies[i].id),
                          "add verify: %s to an action", b->verifies[i].id);
    for (size_t i = 0; i < b->link_count; i++)
        if (!b->links[i].used && b->links[i].source == b->source)
            complain_hint(lint_say(l, RB_UNUSED_LINK, b->links[i].span,
                                   "link \"%s\": no step shows it", b->links[i].id),
                          "add see: [%s] to a step", b->links[i].id);
    for (size_t i = 0; i < b->action_count; i++)
        saved_for_nothing(l, &b->actions[i]);
}

static bool speaks_for(const struct effect *effects, size_t count, int cause)
{
    for (size_t i = 0; i < count; i++)
        if (effects[i].cause == cause && effects[i].kind != EFFECT_RULES_OUT)
            return true;
    return false;
}

static bool can_be_suspected(const struct lint *l, int cause)
{
    const struct movers *m = &l->movers[cause];
    if (l->then[cause] & ~KIND(EFFECT_RULES_OUT))
        return true;
    for (size_t i = 0; i < m->count; i++) {
        const struct step *s = &l->book->steps[m->steps[i]];
        for (size_t k = 0; l->reached[m->steps[i]] && k < s->answer_count; k++)
            if (speaks_for(s->answers[k].effects, s->answers[k].effect_count, cause))
                return true;
    }
    return false;
}

static void action(struct lint *l, const struct action *a)
{
    bool offered = a->cause_count == 0;
    for (size_t i = 0; i < a->cause_count && !offered; i++)
        offered = can_be_suspected(l, a->causes[i]);
    if (!offered)
        complain_hint(lint_say(l, RB_NEVER_OFFERED, a->span,
                               "action \"%s\" is never offered: nothing suspects or confirms what "
                               "it is for",
                               a->id),
                      "let an answer suspect \"%s\"", l->book->causes[a->causes[0]].id);
    if (a->run && a->verify < 0 && (a->kind == ACTION_MITIGATE || a->kind == ACTION_FIX))
        complain_hint(lint_say(l, RB_NOT_VERIFIED, a->span,
                               "action \"%s\" runs a command, and nothing looks whether it helped",
                               a->id),
                      "name a verify: a command that ends well has not yet mended anything");
}

static void review(struct lint *l)
{
    const struct book *b = l->book;
    struct text midnight = {0};
    int64_t at = 0;
    text_format(&midnight, "%sT00:00:00Z", b->reviewed ? b->reviewed : "");
    bool dated = b->reviewed && b->review_every_ms >= 0;
    if (dated && time_parse_rfc3339(text_get(&midnight), &at) &&
        at + b->review_every_ms + 24 * 3600000LL <= l->now_ms) {
        char due[TIME_TEXT_MAX];
        time_utc(at + b->review_every_ms, due);
        complain_hint(lint_say(l, RB_OVERDUE_REVIEW, b->reviewed_span,
                               "the review is overdue: it was due on %.10s", due),
                      "go through it with somebody who knows the system today, then write the "
                      "new date");
    }
    text_release(&midnight);
}

void lint_parts(struct lint *l)
{
    unused(l);
    for (size_t i = 0; i < l->book->action_count; i++)
        action(l, &l->book->actions[i]);
    review(l);
}
