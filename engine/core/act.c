#include "core/act.h"

#include <string.h>
#include <strings.h>

#include "book/part.h"
#include "core/act_env.h"
#include "core/action.h"
#include "core/prose.h"
#include "core/redact.h"
#include "core/words.h"

#define OUTPUT_KEPT (64u << 10)

/* One action being done. */
struct doing {
    const struct act_host *h;
    const struct action *action;
    struct arena *arena;
    struct text why; /* it is not done: why not */
};

static const struct session *session_of(const struct doing *d)
{
    return d->h->session(d->h->self);
}

static void say(const struct doing *d, const char *words)
{
    d->h->say(d->h->self, "", words);
}

static bool fact(const struct doing *d, struct event e)
{
    e.step = e.step ? e.step : d->action->id;
    return d->h->fact(d->h->self, e, e.kind != EVENT_ENDED && e.kind != EVENT_DECLINED);
}

static const char *filled(const struct doing *d, const struct prose *p)
{
    struct text t = {0};
    prose_fill(p, session_of(d), &t);
    const char *kept = arena_text(d->arena, text_get(&t));
    text_release(&t);
    return kept;
}

/* Every guard must be answered as it says; "can't tell" and nobody there fail. Who agreed is
 * recorded. */
static bool guard_passes(struct doing *d, size_t at)
{
    const struct guard *g = &d->action->guards[at];
    const char *ask = filled(d, g->ask);
    const struct role *role = g->role ? book_role(session_book(session_of(d)), g->role) : NULL;
    const char *whom =
        role ? arena_format(d->arena, "%s, that is %s,", g->role, role->text) : g->role;
    const char *asked = !whom ? ask : arena_format(d->arena, "%s (%s should answer)", ask, whom);
    const char *said =
        d->h->ask(d->h->self, ACT_GUARD, at,
                  arena_format(d->arena, "%s It goes on only with \"%s\".", asked, g->is));
    bool passes = said && strcasecmp(said, g->is) == 0;
    struct event e = {.kind = EVENT_ANSWERED, .evidence = asked, .source = "person"};
    e.step = arena_format(d->arena, "%s.guard.%zu", d->action->id, at + 1);
    e.value = said && *said ? arena_text(d->arena, said) : VALUE_UNKNOWN;
    if (said && !fact(d, e))
        passes = false;
    if (!passes)
        say(d, "So it is not done.");
    return passes;
}

static bool guards_pass(struct doing *d)
{
    for (size_t i = 0; i < d->action->guard_count; i++)
        if (!guard_passes(d, i))
            return false;
    return true;
}

static bool run(const struct doing *d, const char *const *words, const char *input,
                struct world_ran *out, struct text *why)
{
    struct world_run what = {.argv = words,
                             .env = act_env(d->action, session_of(d), d->arena),
                             .input = input,
                             .input_len = input ? strlen(input) : 0,
                             .timeout_ms = d->action->timeout_ms,
                             .output_max = OUTPUT_KEPT,
                             .live_fd = -1};
    return d->h->run(d->h->self, &what, out, why);
}

/* Only a whole text can be put back. */
static bool is_whole(const struct doing *d, const struct world_ran *ran, struct text *why)
{
    struct text safe = {0};
    if (ran->status != 0 || ran->timed_out || ran->out.len == 0)
        text_format(why, "it ended with %d and %zu bytes", ran->status, ran->out.len);
    else if (ran->cut)
        text_format(why, "it is longer than %u KiB", OUTPUT_KEPT >> 10);
    else if (memchr(ran->out.at, '\0', ran->out.len))
        text_add(why, "it holds a NUL byte, so it is no text");
    else if (redact(session_secrets(session_of(d)), ran->out.at, ran->out.len, &safe))
        text_add(why, "it holds a secret, which may not be written down");
    text_release(&safe);
    return why->len == 0;
}

/* What was before is kept, for undo; nothing kept, nothing done. */
static bool save_one(struct doing *d, const struct save *save)
{
    struct text why = {0};
    struct world_ran ran = {0};
    const char *name = session_book(session_of(d))->saved[save->saved];
    const char *const *words = words_fill(save->command, session_of(d), d->arena, &why);
    if (words)
        say(d, arena_format(d->arena, "Before that, this is kept as \"%s\": %s", name,
                            words_join(words, d->arena)));
    bool ok = words && run(d, words, NULL, &ran, &why) && is_whole(d, &ran, &why);
    if (ok)
        ok = fact(
            d, (struct event){.kind = EVENT_SAVED, .value = name, .evidence = text_get(&ran.out)});
    else
        text_format(&d->why, "what is there now could not be saved (%s), so nothing is changed",
                    text_get(&why));
    world_ran_release(&ran);
    text_release(&why);
    return ok;
}

static bool saved_all(struct doing *d)
{
    for (size_t i = 0; i < d->action->save_count; i++)
        if (!save_one(d, &d->action->saves[i]))
            return false;
    return true;
}

/* NULL is known. */
static bool is_known(struct doing *d, const struct prose *p)
{
    if (!p || prose_known(p, session_of(d)))
        return true;
    text_add(&d->why, "a value is not known yet: ");
    text_add(&d->why, p->raw);
    return false;
}

static bool env_is_known(struct doing *d)
{
    for (size_t i = 0; i < d->action->env_count; i++)
        if (!is_known(d, d->action->env[i].value))
            return false;
    return true;
}

/* What is typed, and what the command gets, once all is saved. */
static bool rest_is_known(struct doing *d)
{
    return is_known(d, d->action->confirm) && is_known(d, d->action->stdin_text) && env_is_known(d);
}

static bool confirmed(struct doing *d, const char *const *words)
{
    if (words)
        say(d, arena_format(d->arena, "This runs: %s%s", words_join(words, d->arena),
                            act_env_names(d->action, d->arena)));
    if (!d->action->confirm)
        return true;
    const char *word = filled(d, d->action->confirm);
    const char *said =
        d->h->ask(d->h->self, ACT_CONFIRM, 0,
                  arena_format(d->arena, "Type %s to do it; anything else leaves it.", word));
    if (said && strcmp(said, word) == 0)
        return true;
    say(d, arena_format(d->arena, "That is not %s, so it is not done.", word));
    text_format(&d->why, "it was not confirmed");
    return false;
}

/* How it ended, as the record says it. */
static const char *outcome_of(const struct world_ran *ran, bool could_run)
{
    if (!could_run)
        return action_outcome_name(ACTION_FAILED);
    if (ran->timed_out)
        return action_outcome_name(ACTION_UNKNOWN);
    return action_outcome_name(ran->status == 0 ? ACTION_DONE : ACTION_FAILED);
}

/* What was kept of it may end within a secret. */
static void add_output(const struct doing *d, const struct world_ran *ran, const struct text *kept,
                       struct text *out)
{
    const struct secrets *secrets = session_secrets(session_of(d));
    (ran->cut ? redact_cut : redact)(secrets, text_get(kept), kept->len, out);
}

static void ended(struct doing *d, const struct world_ran *ran, bool could_run,
                  const struct text *why)
{
    struct text output = {0};
    const char *outcome = outcome_of(ran, could_run);
    add_output(d, ran, &ran->out, &output);
    add_output(d, ran, &ran->err, &output);
    text_add(&output, text_get(why));
    if (could_run && ran->status != 0)
        text_format(&output, "(exit status %d)", ran->status);
    say(d, arena_format(d->arena, "%s: %s", d->action->title, outcome));
    fact(d, (struct event){.kind = EVENT_ENDED,
                           .value = outcome,
                           .evidence = output.len ? text_get(&output) : NULL});
    text_release(&output);
}

/* "started" is on disk before anything runs: after a crash, nobody takes it for not done. */
static void run_it(struct doing *d, const char *const *words)
{
    struct text why = {0}, input = {0};
    struct world_ran ran = {0};
    if (d->action->stdin_text)
        prose_fill_for(d->action->stdin_text, session_of(d), PROSE_INPUT, &input);
    if (fact(d, (struct event){.kind = EVENT_STARTED, .value = words_join(words, d->arena)})) {
        bool could_run = run(d, words, d->action->stdin_text ? text_get(&input) : NULL, &ran, &why);
        ended(d, &ran, could_run, &why);
    }
    world_ran_release(&ran);
    text_release(&input);
    text_release(&why);
}

/* An action without a command is a person's work; they say how it went. */
static void by_hand(struct doing *d)
{
    if (!fact(d, (struct event){.kind = EVENT_STARTED, .value = "by hand"}))
        return;
    const char *said = d->h->ask(d->h->self, ACT_BY_HAND, 0,
                                 "Do it now, then say how it went: done, failed or unknown.");
    const char *outcome = action_outcome_name(ACTION_UNKNOWN);
    if (said && (strcasecmp(said, "done") == 0 || strcasecmp(said, "failed") == 0))
        outcome = action_outcome_name(strcasecmp(said, "done") == 0 ? ACTION_DONE : ACTION_FAILED);
    fact(d, (struct event){.kind = EVENT_ENDED, .value = outcome});
}

static void dry(struct doing *d, const char *const *words)
{
    const char *exact = words ? words_join(words, d->arena) : "by hand";
    say(d, arena_format(d->arena, "Dry run, so this is not done: %s", exact));
    if (fact(d, (struct event){.kind = EVENT_STARTED, .value = exact}))
        fact(d, (struct event){.kind = EVENT_ENDED,
                               .value = action_outcome_name(ACTION_UNKNOWN),
                               .evidence = "dry run: not done"});
}

static struct doing begin(const struct act_host *h, int action)
{
    return (struct doing){.h = h,
                          .action = &session_book(h->session(h->self))->actions[action],
                          .arena = arena_new()};
}

static void finish(struct doing *d)
{
    text_release(&d->why);
    arena_free(d->arena);
}

void act_do(const struct act_host *h, int action)
{
    struct doing d = begin(h, action);
    const struct action *a = d.action;
    const char *const *words = a->run ? words_fill(a->run, session_of(&d), d.arena, &d.why) : NULL;
    bool go = (!a->run || words) && guards_pass(&d) && saved_all(&d) && rest_is_known(&d);
    if (d.why.len)
        say(&d, arena_format(d.arena, "It cannot be done: %s.", text_get(&d.why)));
    go = go && confirmed(&d, words);
    if (!go)
        fact(&d, (struct event){.kind = EVENT_DECLINED,
                                .value =
                                    d.why.len ? text_get(&d.why) : "not all of its guards passed"});
    else if (h->dry_run)
        dry(&d, words);
    else if (a->run)
        run_it(&d, words);
    else
        by_hand(&d);
    finish(&d);
}

/* `ran` NULL: nothing ran. */
static void not_undone(struct doing *d, const struct world_ran *ran)
{
    const char *words = "It was not taken back: it took too long, and was ended.";
    if (!ran)
        words = arena_format(d->arena, "It cannot be taken back: %s.", text_get(&d->why));
    else if (!ran->timed_out)
        words = arena_format(d->arena, "It was not taken back: it failed (exit status %d).",
                             ran->status);
    say(d, words);
}

void act_undo(const struct act_host *h, int action)
{
    struct doing d = begin(h, action);
    struct world_ran ran = {0};
    const struct action *a = d.action;
    const char *const *words = NULL;
    if (a->undo)
        words = words_fill(a->undo, session_of(&d), d.arena, &d.why);
    else
        text_add(&d.why, "it has no undo");
    if (words && !env_is_known(&d))
        words = NULL;
    if (words && h->dry_run)
        text_format(&d.why, "this is a dry run; it would run: %s", words_join(words, d.arena));
    bool ran_it = words && !h->dry_run && run(&d, words, NULL, &ran, &d.why);
    if (ran_it && ran.status == 0 && !ran.timed_out) {
        struct event e = {.kind = EVENT_REVERTED,
                          .step = a->id,
                          .value = words_join(words, d.arena),
                          .evidence = ran.out.len ? text_get(&ran.out) : NULL};
        if (h->fact(h->self, e, false))
            say(&d, arena_format(d.arena, "%s: taken back", a->title));
    } else {
        not_undone(&d, ran_it ? &ran : NULL);
    }
    world_ran_release(&ran);
    finish(&d);
}
