#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/time.h"
#include "cli/say.h"
#include "cli/walk.h"
#include "core/action.h"
#include "core/prose.h"
#include "tty/prompt.h"

#define OUTPUT_KEPT (64u << 10)

bool walk_add_fact(struct walk *w, struct event e)
{
    struct board *before;
    struct deed d = {.kind = DEED_FACT, .fact = e, .within = w->acting};
    bool ok = walk_do(w, &d, &before);
    if (ok && e.kind == EVENT_VERIFIED)
        walk_show_board(w, false, before);
    board_free(before);
    return ok;
}

/* A line from whoever is there. NULL: nobody, or a signal; what was read is in `*line`, to be
 * freed. */
static const char *ask_line(struct walk *w, const char *words, char **line)
{
    say_wrapped(w->screen.width, "", words);
    *line = NULL;
    if (prompt_read("> ", NULL, line) != PROMPT_LINE)
        return NULL;
    return text_trim(*line);
}

/* Every guard must be answered as it says; "can't tell" and nobody there fail. Who agreed is
 * recorded. */
static bool guard_passes(struct walk *w, const struct action *a, size_t at)
{
    const struct guard *g = &a->guards[at];
    struct text ask = {0}, name = {0};
    char *line;
    prose_fill(g->ask, w->o.session, &ask);
    if (g->role)
        text_format(&ask, " (%s should answer)", g->role);
    text_format(&ask, " It goes on only with \"%s\".", g->is);
    text_format(&name, "%s.guard.%zu", a->id, at + 1);
    const char *said = ask_line(w, text_get(&ask), &line);
    bool passes = said && strcasecmp(said, g->is) == 0;
    if (said)
        walk_add_fact(w, (struct event){.kind = EVENT_ANSWERED,
                                        .step = text_get(&name),
                                        .value = *said ? said : VALUE_UNKNOWN,
                                        .evidence = text_get(&ask),
                                        .source = "person"});
    if (!passes)
        say_line("So it is not done.");
    free(line);
    text_release(&ask);
    text_release(&name);
    return passes;
}

static bool guards_pass(struct walk *w, const struct action *a)
{
    for (size_t i = 0; i < a->guard_count; i++)
        if (!guard_passes(w, a, i))
            return false;
    return true;
}

/* Runs a command to its end, its output shown as it comes. False, with the reason, where it could
 * not start. */
static bool run_command(struct walk *w, const char *const *words, const char *input,
                        int64_t timeout_ms, struct job_result *out, struct text *why)
{
    struct arena *arena = arena_new();
    struct command_job job = {{.argv = words,
                               .env = runner_env(session_book(w->o.session), arena),
                               .input = input,
                               .input_len = input ? strlen(input) : 0,
                               .timeout_ms = timeout_ms,
                               .output_max = OUTPUT_KEPT,
                               .live_fd = -1}};
    int number = w->runner.checker ? checker_command(w->runner.checker, &job) : 0;
    arena_free(arena);
    if (!number) {
        text_add(why, "commands cannot run here");
        return false;
    }
    struct text live = {0};
    bool line_open = false;
    for (bool ended = false; !ended;) {
        enum checker_news news = checker_wait(w->runner.checker, -1, &live, out);
        struct text shown = {0};
        text_add_shown(&shown, text_get(&live));
        say_talk(&shown);
        line_open = shown.len ? shown.at[shown.len - 1] != '\n' : line_open;
        text_release(&shown);
        text_clear(&live);
        ended = news == NEWS_RESULT && out->job == number;
        if (prompt_signal() == SIGINT)
            checker_cancel(w->runner.checker, number);
    }
    text_release(&live);
    if (line_open)
        say_line("%s", "");
    if (out->why)
        text_add(why, out->why);
    return !out->why;
}

/* Only a whole text can be put back. */
static bool is_whole(const struct world_ran *ran, struct text *why)
{
    if (ran->status != 0 || ran->out.len == 0)
        text_format(why, "it ended with %d and %zu bytes", ran->status, ran->out.len);
    else if (ran->cut)
        text_format(why, "it is longer than %u KiB", OUTPUT_KEPT >> 10);
    else if (memchr(ran->out.at, '\0', ran->out.len))
        text_add(why, "it holds a NUL byte, so it is no text");
    return why->len == 0;
}

/* What was before is kept, for undo; nothing kept, nothing done. */
static bool save_one(struct walk *w, const struct action *a, const struct save *save)
{
    struct arena *arena = arena_new();
    struct text why = {0};
    struct job_result r = {0};
    const char *const *words = runner_words(save->command, w->o.session, arena, &why);
    bool ok =
        words && run_command(w, words, NULL, a->timeout_ms, &r, &why) && is_whole(&r.ran, &why);
    if (ok)
        ok =
            walk_add_fact(w, (struct event){.kind = EVENT_SAVED,
                                            .step = a->id,
                                            .value = session_book(w->o.session)->saved[save->saved],
                                            .evidence = text_get(&r.ran.out)});
    else
        say_line("What is there now could not be saved (%s), so nothing is changed.",
                 text_get(&why));
    job_result_release(&r);
    text_release(&why);
    arena_free(arena);
    return ok;
}

static bool confirmed(struct walk *w, const struct action *a, const char *const *words)
{
    struct text t = {0}, word = {0};
    char *line;
    for (size_t i = 0; words && words[i]; i++)
        text_format(&t, "%s%s", i ? " " : "This runs: ", words[i]);
    if (t.len)
        say_wrapped(w->screen.width, "", text_get(&t));
    text_clear(&t);
    if (!a->confirm) {
        text_release(&t);
        return true;
    }
    prose_fill(a->confirm, w->o.session, &word);
    text_format(&t, "Type %s to do it; anything else leaves it.", text_get(&word));
    const char *said = ask_line(w, text_get(&t), &line);
    bool ok = said && strcmp(said, text_get(&word)) == 0;
    if (!ok)
        say_line("That is not %s, so it is not done.", text_get(&word));
    free(line);
    text_release(&t);
    text_release(&word);
    return ok;
}

/* How it ended, as the record says it. */
static const char *outcome_of(const struct job_result *r, bool ran)
{
    if (!ran)
        return "failed";
    if (r->ran.timed_out)
        return "unknown";
    return r->ran.status == 0 ? "done" : "failed";
}

static void end_action(struct walk *w, const struct action *a, const struct job_result *r, bool ran,
                       const struct text *why)
{
    struct text output = {0};
    const char *outcome = outcome_of(r, ran);
    text_add_n(&output, text_get(&r->ran.out), r->ran.out.len);
    text_add_n(&output, text_get(&r->ran.err), r->ran.err.len);
    text_add(&output, text_get(why));
    if (ran && r->ran.status != 0)
        text_format(&output, "(exit status %d)", r->ran.status);
    say_line("%s: %s", a->title, outcome);
    w->acting = false;
    walk_add_fact(w, (struct event){.kind = EVENT_ENDED,
                                    .step = a->id,
                                    .value = outcome,
                                    .evidence = output.len ? text_get(&output) : NULL});
    text_release(&output);
}

static const char *joined(struct arena *a, const char *const *words)
{
    struct text t = {0};
    for (size_t i = 0; words[i]; i++)
        text_format(&t, "%s%s", i ? " " : "", words[i]);
    const char *kept = arena_text(a, text_get(&t));
    text_release(&t);
    return kept;
}

/* "started" is on disk before anything runs: after a crash, nobody takes it for not done. */
static void run_action(struct walk *w, const struct action *a, const char *const *words)
{
    struct arena *arena = arena_new();
    struct text why = {0}, input = {0};
    struct job_result r = {0};
    if (a->stdin_text)
        prose_fill_exactly(a->stdin_text, w->o.session, &input);
    if (walk_add_fact(
            w,
            (struct event){.kind = EVENT_STARTED, .step = a->id, .value = joined(arena, words)})) {
        bool ran =
            run_command(w, words, a->stdin_text ? text_get(&input) : NULL, a->timeout_ms, &r, &why);
        end_action(w, a, &r, ran, &why);
    }
    job_result_release(&r);
    text_release(&input);
    text_release(&why);
    arena_free(arena);
}

/* An action without a command is a person's work; they say how it went. */
static void by_hand(struct walk *w, const struct action *a)
{
    char *line;
    if (!walk_add_fact(w, (struct event){.kind = EVENT_STARTED, .step = a->id, .value = "by hand"}))
        return;
    const char *said =
        ask_line(w, "Do it now, then say how it went: done, failed or unknown.", &line);
    const char *outcome = "unknown";
    if (said && (strcmp(said, "done") == 0 || strcmp(said, "failed") == 0))
        outcome = said;
    w->acting = false;
    walk_add_fact(w, (struct event){.kind = EVENT_ENDED, .step = a->id, .value = outcome});
    free(line);
}

static bool saved_all(struct walk *w, const struct action *a)
{
    for (size_t i = 0; i < a->save_count; i++)
        if (!save_one(w, a, &a->saves[i]))
            return false;
    return true;
}

/* What is typed, and what the command reads, once all is saved. */
static bool rest_is_known(struct walk *w, const struct action *a, struct text *why)
{
    const struct prose *const rest[] = {a->confirm, a->stdin_text};
    for (size_t i = 0; i < sizeof rest / sizeof *rest; i++) {
        if (!rest[i] || prose_known(rest[i], w->o.session))
            continue;
        text_add(why, "a value is not known yet: ");
        prose_fill(rest[i], w->o.session, why);
        say_line("It cannot be done: %s.", text_get(why));
        return false;
    }
    return true;
}

static void dry(struct walk *w, const struct action *a, const char *const *words,
                struct arena *arena)
{
    const char *exact = words ? joined(arena, words) : "by hand";
    say_line("Dry run, so this is not done: %s", exact);
    if (!walk_add_fact(w, (struct event){.kind = EVENT_STARTED, .step = a->id, .value = exact}))
        return;
    w->acting = false;
    walk_add_fact(w, (struct event){.kind = EVENT_ENDED,
                                    .step = a->id,
                                    .value = "unknown",
                                    .evidence = "dry run: not done"});
}

void walk_act(struct walk *w, int action)
{
    const struct action *a = &session_book(w->o.session)->actions[action];
    struct arena *arena = arena_new();
    struct text why = {0};
    const char *const *words = a->run ? runner_words(a->run, w->o.session, arena, &why) : NULL;
    bool go = !a->run || words;
    w->acting = true;
    w->shown[0] = 0;
    if (!go)
        say_line("It cannot be done: %s.", text_get(&why));
    go = go && guards_pass(w, a) && saved_all(w, a) && rest_is_known(w, a, &why) &&
         confirmed(w, a, words);
    if (!go)
        walk_add_fact(
            w, (struct event){.kind = EVENT_DECLINED,
                              .step = a->id,
                              .value = why.len ? text_get(&why) : "not all of its guards passed"});
    else if (w->dry_run)
        dry(w, a, words, arena);
    else if (a->run)
        run_action(w, a, words);
    else
        by_hand(w, a);
    w->acting = false;
    text_release(&why);
    arena_free(arena);
}

void walk_undo(struct walk *w, int action)
{
    const struct action *a = &session_book(w->o.session)->actions[action];
    struct arena *arena = arena_new();
    struct text why = {0};
    struct job_result r = {0};
    const char *const *words = a->undo ? runner_words(a->undo, w->o.session, arena, &why) : NULL;
    if (!words)
        say_line("It cannot be taken back: %s.", a->undo ? text_get(&why) : "it has no undo");
    else if (!w->dry_run && run_command(w, words, NULL, a->timeout_ms, &r, &why) &&
             r.ran.status == 0)
        walk_add_fact(w, (struct event){.kind = EVENT_REVERTED,
                                        .step = a->id,
                                        .value = joined(arena, words),
                                        .evidence = r.ran.out.len ? text_get(&r.ran.out) : NULL});
    else
        say_line("It was not taken back: %s (exit status %d).",
                 why.len ? text_get(&why) : "it failed", r.ran.status);
    job_result_release(&r);
    text_release(&why);
    arena_free(arena);
}
