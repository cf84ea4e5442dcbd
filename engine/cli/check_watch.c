#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/time.h"
#include "cli/checked.h"
#include "cli/exits.h"
#include "cli/say.h"
#include "tty/signals.h"

struct watch {
    const struct args *args;
    struct checker *checker;
    int jobs, timer;
    bool json;
    struct checked_list last; /* the round before; no items before the first */
    char **complaints;        /* what was said of each when it was opened last */
    int status;               /* of the last round that came to its end; -1 */
};

/* A change of one cause or check. */
struct change {
    const struct checked *of;
    const char *kind, *id;
    const char *from, *to; /* NULL: it was not there; it cannot tell */
    const char *why;       /* NULL: nothing is to be said */
    bool untold;           /* `why` says why it could not tell */
};

static void change_pretty(const struct change *c)
{
    struct text line = {0}, fit = {0};
    char clock[TIME_TEXT_MAX];
    time_local_clock(time_now_ms(), clock);
    text_format(&line, "%s  ", clock);
    text_add_shown_line(&line, checked_id(c->of));
    text_format(&line, ": %s ", c->kind);
    text_add_shown_line(&line, c->id);
    text_add(&line, ": ");
    text_add_shown_line(&line, c->to ? c->to : "cannot tell");
    text_add(&line, c->from ? ", was " : "");
    text_add_shown_line(&line, c->from ? c->from : "");
    text_add(&line, c->why && *c->why ? ": " : "");
    text_add_shown_line(&line, c->why ? c->why : "");
    text_add_char(&line, '\n');
    say_fit(STDOUT_FILENO, &line, &fit);
    say_result(&fit);
    text_release(&line);
    text_release(&fit);
}

static void change_json(const struct change *c)
{
    struct jval *j = jval_object();
    bool cause = strcmp(c->kind, "cause") == 0;
    jval_put_time(j, "at", time_now_ms());
    jval_put_text(j, "runbook", checked_id(c->of));
    jval_put_text(j, "kind", c->kind);
    jval_put_text(j, "id", c->id);
    jval_put_text(j, "from", c->from);
    jval_put_text(j, "to", c->to);
    jval_put_text(j, cause ? "reason" : "evidence", c->untold ? NULL : c->why);
    if (!cause)
        jval_put_text(j, "error", c->untold ? c->why : NULL);
    say_json(j, JSON_LINE);
    jval_free(j);
}

static void tell(const struct watch *w, const struct change *c)
{
    if (c->from && c->to && strcmp(c->from, c->to) == 0)
        return;
    (w->json ? change_json : change_pretty)(c);
}

static void tell_cause(const struct watch *w, const struct checked *was, const struct checked *is,
                       size_t cause)
{
    const char *id = is->texts.book->causes[cause].id;
    int before = was ? book_cause(was->texts.book, id) : -1;
    struct change c = {.of = is, .kind = "cause", .id = id};
    const char *(*name)(enum cause_state) = w->json ? cause_state_name : cause_state_words;
    c.to = name(checked_cause(is, cause)->state);
    c.why = checked_reason(is, cause);
    if (before >= 0 && checked_shows(was, (size_t)before))
        c.from = name(checked_cause(was, (size_t)before)->state);
    tell(w, &c);
}

static const struct seen *find_seen(const struct checked *c, const char *step)
{
    for (size_t i = 0; c && i < c->count; i++)
        if (strcmp(c->texts.book->steps[c->seen[i].step].id, step) == 0)
            return &c->seen[i];
    return NULL;
}

static void tell_check(const struct watch *w, const struct checked *was, const struct checked *is,
                       const struct seen *one)
{
    const char *id = is->texts.book->steps[one->step].id;
    const struct seen *before = find_seen(was, id);
    struct text from = {0}, to = {0};
    struct change c = {.of = is, .kind = "check", .id = id, .untold = one->error};
    c.why = one->error ? one->error : one->evidence;
    if (before)
        checked_answer_text(was, before, &from);
    checked_answer_text(is, one, &to);
    c.from = before ? text_get(&from) : NULL;
    c.to = text_get(&to);
    if (w->json) {
        c.from = before ? before->answer : NULL;
        c.to = one->answer;
    }
    bool same = before && strcmp(text_get(&from), text_get(&to)) == 0;
    if (!same)
        tell(w, &c);
    text_release(&from);
    text_release(&to);
}

static void tell_changes(const struct watch *w, const struct checked_list *now)
{
    for (size_t i = 0; i < now->count; i++) {
        const struct checked *is = &now->items[i];
        const struct checked *was =
            w->last.items && w->last.items[i].loaded ? &w->last.items[i] : NULL;
        for (size_t k = 0; k < is->count; k++)
            tell_check(w, was, is, &is->seen[k]);
        for (size_t k = 0; is->loaded && k < is->texts.book->cause_count; k++)
            if (checked_shows(is, k))
                tell_cause(w, was, is, k);
    }
}

static void tell_first(const struct watch *w, const struct checked_list *now)
{
    struct text out = {0};
    if (w->json) {
        tell_changes(w, now);
        return;
    }
    checked_pretty(now, &out);
    say_result(&out);
    text_release(&out);
    say_line("Looking again every %s; Ctrl-C ends.", args_value(w->args, "watch"));
}

/* What is wrong with a runbook is said once, not in each round. */
static void complain(struct watch *w, size_t i, const struct diags *ds)
{
    struct text said = {0};
    diags_write(ds, &said, say_color(STDERR_FILENO));
    if (!w->complaints[i] || strcmp(w->complaints[i], text_get(&said)) != 0)
        say_talk(&said);
    free(w->complaints[i]);
    w->complaints[i] = text_take(&said);
}

static void tell_edited(const struct watch *w, size_t i, const struct checked *now)
{
    struct text was = {0}, is = {0};
    if (!w->last.items || !w->last.items[i].runner.book || !now->runner.book)
        return;
    runner_digest(&w->last.items[i].runner, &was);
    runner_digest(&now->runner, &is);
    if (was.len != is.len || strcmp(text_get(&was), text_get(&is)) != 0)
        say_line("%s was edited: loaded anew.", now->name);
    text_release(&was);
    text_release(&is);
}

/* False: a signal came. */
static bool round_once(struct watch *w)
{
    struct checked_list now = checked_list_new(w->args);
    bool first = !w->last.items;
    for (size_t i = 0; i < now.count; i++) {
        struct diags ds = {0};
        checked_open(&now.items[i], w->args->words[i], w->checker, w->args,
                     first && args_has(w->args, "trust"), &ds);
        tell_edited(w, i, &now.items[i]);
        complain(w, i, &ds);
        diags_release(&ds);
    }
    bool whole = checked_run(&now, w->checker, w->jobs);
    if (whole) {
        w->status = checked_worst(&now);
        first ? tell_first(w, &now) : tell_changes(w, &now);
    }
    checked_list_release(&w->last);
    w->last = now;
    return whole;
}

/* Until the next point of the grid; those that a long round missed are left out. */
static bool rest(const struct watch *w)
{
    uint64_t points;
    while (!signals_ended())
        if (signals_wait(w->timer) && read(w->timer, &points, sizeof points) == sizeof points)
            return true;
    return false;
}

static bool set_timer(struct watch *w, int64_t every_ms, struct diags *ds)
{
    struct timespec every = {every_ms / 1000, every_ms % 1000 * 1000000L};
    struct itimerspec grid = {every, every};
    w->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
    if (w->timer >= 0 && timerfd_settime(w->timer, 0, &grid, NULL) == 0)
        return true;
    diag_environment(ds, "no timer can be had: %s", strerror(errno));
    return false;
}

int checked_watch(const struct args *args, struct checker *checker, int jobs, int64_t every_ms)
{
    const char *format = args_value(args, "format");
    struct watch w = {.args = args, .checker = checker, .jobs = jobs, .timer = -1, .status = -1};
    struct diags ds = {0};
    w.json = format && strcmp(format, "json") == 0;
    w.complaints = mem_alloc((args->word_count + 1) * sizeof *w.complaints);
    bool timed = set_timer(&w, every_ms, &ds);
    while (timed && round_once(&w) && rest(&w))
        ;
    for (size_t i = 0; i < args->word_count; i++)
        free(w.complaints[i]);
    free(w.complaints);
    checked_list_release(&w.last);
    if (w.timer >= 0)
        close(w.timer);
    if (!timed)
        return say_failed(&ds, EXIT_ENVIRONMENT);
    return signals_ended() == SIGINT && w.status >= 0 ? w.status : 128 + signals_ended();
}
