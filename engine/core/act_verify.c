#include <string.h>
#include <strings.h>

#include "base/time.h"
#include "core/act.h"

/* Broken off, it has not held. */
static bool holds(const struct act_host *h, const struct verify *v, int index, struct text *seen)
{
    int64_t began = h->clock_ms(h->self), since = -1;
    do {
        bool yes = h->look(h->self, index, seen);
        int64_t now = h->clock_ms(h->self);
        h->say(h->self, yes ? "  yes: " : "  not yet: ", text_get(seen));
        since = !yes ? -1 : since < 0 ? now : since;
        if (since >= 0 && now - since >= v->hold_ms)
            return true;
        if (now - began + v->every_ms > v->within_ms)
            return false;
    } while (h->rest(h->self, v->every_ms));
    return false;
}

/* Without checks a person has to look, and nobody there is no yes. */
static bool says_it_helped(const struct act_host *h, const struct verify *v, struct text *seen)
{
    struct text words = {0};
    text_format(&words, "Did it help? Nothing here can watch %s, so look yourself: yes or no.",
                v->id);
    const char *said = h->ask(h->self, ACT_HELPED, 0, text_get(&words));
    bool yes = said && (strcasecmp(said, "yes") == 0 || strcasecmp(said, "y") == 0);
    text_add(seen, !said ? "nobody was there to look" : "by eye: ");
    text_add(seen, said ? said : "");
    text_release(&words);
    return yes;
}

static bool watched(const struct act_host *h, const struct verify *v, int index, struct text *seen)
{
    struct text words = {0};
    char span[TIME_TEXT_MAX];
    if (h->dry_run || !h->look)
        return !h->dry_run && says_it_helped(h, v, seen);
    time_span(v->within_ms, span);
    text_format(&words, "Did it help? Watching %s, for up to %s.", v->id, span);
    h->say(h->self, "", text_get(&words));
    text_release(&words);
    return holds(h, v, index, seen);
}

void act_verify(const struct act_host *h, int action)
{
    const struct book *b = session_book(h->session(h->self));
    const struct action *a = &b->actions[action];
    struct text seen = {0};
    bool yes = watched(h, &b->verifies[a->verify], a->verify, &seen);
    h->fact(h->self,
            (struct event){.kind = EVENT_VERIFIED,
                           .step = a->id,
                           .value = yes ? "yes" : "no",
                           .evidence = seen.len ? text_get(&seen) : NULL},
            false);
    h->say(h->self, "", yes ? "It helped." : "It has not helped, as far as can be seen.");
    text_release(&seen);
}
