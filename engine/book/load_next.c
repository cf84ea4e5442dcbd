#include "book/load.h"

#include <string.h>

static int find_step(struct load *l, const struct node *id)
{
    int i = names_get(l->ids[ID_STEP].names, id->text, id->count);
    if (i >= 0)
        return i;
    struct diag *d =
        reader_error(&l->r, RB_UNKNOWN_STEP, id->span, "unknown next step \"%s\"", id->text);
    if (!complain_nearest(d, id->text, l->ids[ID_STEP].at, l->ids[ID_STEP].count))
        complain_hint(d, "write the id of a step, or end");
    return -1;
}

static void needless(struct load *l, const struct node *max, const char *why)
{
    struct diag *d =
        reader_error(&l->r, RB_NEEDLESS_MAX, max->span, "\"max\" means nothing %s", why);
    complain_hint(d, "remove it; it limits how often \"next\" goes back");
}

struct next load_next(struct load *l, int from, const struct node *next, const struct node *max)
{
    struct next out = {NEXT_FOLLOWING, -1, reader_count(&l->r, max)};
    if (!next) {
        if (max)
            needless(l, max, "without \"next\"");
        return out;
    }
    if (strcmp(next->value->text, "end") == 0) {
        if (max)
            needless(l, max, "where \"next\" is the end");
        out.kind = NEXT_END;
        return out;
    }
    out.step = find_step(l, next->value);
    if (out.step < 0)
        return (struct next){NEXT_FOLLOWING, -1, 0};
    out.kind = NEXT_STEP;
    l->steps[out.step].referred = true;
    if (out.step > from && max) {
        needless(l, max, "where \"next\" goes on to a step further down");
    } else if (out.step <= from && !max) {
        struct diag *d = reader_error(&l->r, RB_ENDLESS, next->value->span,
                                      "\"next\" goes back to %s, and could do so for ever",
                                      out.step == from ? "the step itself" : "a step further up");
        complain_hint(d, "say how often it may: max: 2");
        complain_note(d, l->steps[out.step].span, "it goes back to here");
    }
    return out;
}
