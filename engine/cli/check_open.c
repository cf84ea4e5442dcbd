#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/time.h"
#include "cli/checked.h"
#include "cli/inputs.h"
#include "cli/trust.h"
#include "core/walk.h"

static bool may_run(struct checked *c, const struct args *args, bool may_trust, struct diags *ds)
{
    struct trust t;
    trust_look(&t, &c->runner, c->texts.book_source->path);
    if (t.foreign) {
        diag_hint(diag_environment(ds, "%s may not run its checks", c->texts.book->id), "%s",
                  TRUST_FOREIGN);
        return false;
    }
    if (!t.needed || t.given)
        return true;
    if (may_trust)
        return trust_give(&t, c->texts.book, ds);
    diag_hint(diag_environment(ds, "%s was not trusted to run its checks", c->texts.book->id),
              args_has(args, "trust")
                  ? "it was edited since --trust was given: look at it, and start again"
                  : "walk it once and say yes, or add --trust");
    return false;
}

struct checked_list checked_list_new(const struct args *args)
{
    const char *level = args_value(args, "fail-on");
    return (struct checked_list){mem_alloc((args->word_count + 1) * sizeof(struct checked)),
                                 args->word_count, !level || strcmp(level, "suspected") == 0};
}

void checked_list_release(struct checked_list *all)
{
    for (size_t i = 0; i < all->count; i++)
        checked_release(&all->items[i]);
    free(all->items);
    *all = (struct checked_list){0};
}

bool checked_open(struct checked *c, const char *name, struct checker *checker,
                  const struct args *args, bool may_trust, struct diags *ds)
{
    struct batch b = {0};
    struct moment m = {time_now_ms(), own_name()};
    *c = (struct checked){.name = name};
    if (!texts_open(&c->texts, name, ds) ||
        !runner_open(&c->runner, c->texts.book, NULL, checker, ds) ||
        !may_run(c, args, may_trust, ds))
        return false;
    c->session = session_new(c->texts.book, NULL);
    walk_open(c->session, &b, m);
    c->loaded = inputs_take(c->session, args, &b, m, ds);
    batch_release(&b);
    return c->loaded;
}

void checked_release(struct checked *c)
{
    for (size_t i = 0; i < c->count; i++) {
        free(c->seen[i].answer);
        free(c->seen[i].evidence);
        free(c->seen[i].error);
    }
    free(c->seen);
    session_free(c->session);
    if (c->runner.book)
        runner_release(&c->runner);
    texts_release(&c->texts);
    *c = (struct checked){0};
}
