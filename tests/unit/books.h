#ifndef RULEOUT_TESTS_BOOKS_H
#define RULEOUT_TESTS_BOOKS_H

/*
 * books: a runbook written in the test, and a session that is walked through it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "book/part.h"
#include "core/question.h"
#include "core/walk.h"
#include "suite.h"

/* Runbooks that the one of the test calls. */
struct others {
    struct book_files files;
    struct source *sources[4]; /* their paths are "ID.yaml" */
    size_t count;
};

static inline const struct source *open_other(struct book_files *self, enum file_kind kind,
                                              const char *name, const struct source *from,
                                              const char *written, struct text *why)
{
    struct others *o = (struct others *)self;
    (void)kind, (void)from, (void)written;
    for (size_t i = 0; i < o->count; i++)
        if (strncmp(o->sources[i]->path, name, strlen(name)) == 0)
            return o->sources[i];
    text_add(why, "it is not there");
    return NULL;
}

static inline void others_add(struct others *o, const char *path, const char *yaml)
{
    o->files.open = open_other;
    o->sources[o->count++] = source_from(path, yaml, strlen(yaml));
}

static inline void others_free(struct others *o)
{
    for (size_t i = 0; i < o->count; i++)
        source_free(o->sources[i]);
}

struct walked {
    struct source *source, *severity_source;
    struct book *book;
    struct severity *severity;
    struct session *session;
    struct events events;         /* all that was recorded */
    struct batch_change last[32]; /* the causes that the last batch moved; texts live in `texts` */
    size_t last_count;
    struct arena *texts;
    int64_t now_ms;
    char want[STEP_NAME_MAX]; /* what is asked now */
};

static inline void must_load(const struct diags *ds)
{
    struct text t = {0};
    diags_write(ds, &t, false);
    if (t.len) {
        printf("%s", text_get(&t));
        abort();
    }
    text_release(&t);
}

static inline void keep_batch(struct walked *w, struct batch *b)
{
    w->last_count = 0;
    for (size_t i = 0; i < b->events.count; i++)
        events_add(&w->events, &b->events.items[i]);
    for (size_t i = 0; i < b->change_count && i < 32; i++) {
        w->last[i] = b->changes[i];
        w->last[i].cause = arena_text(w->texts, b->changes[i].cause);
        w->last[i].reason = arena_text(w->texts, b->changes[i].reason);
        w->last_count++;
    }
    batch_release(b);
    want_name(w->session, walk_wanted(w->session), w->want);
    w->now_ms += 1000;
}

static inline struct moment walked_moment(const struct walked *w)
{
    return (struct moment){w->now_ms, "tester"};
}

/* Loads the texts (`severity` and `others` may be NULL) and opens an incident. */
static inline struct walked walked_with(const char *yaml, const char *severity,
                                        struct others *others)
{
    struct walked w = {.now_ms = 1000000, .texts = arena_new()};
    struct diags ds = {0};
    struct batch b = {0};
    w.source = source_from("test", yaml, strlen(yaml));
    w.book = book_load(w.source, others ? &others->files : NULL, &ds);
    if (severity) {
        w.severity_source = source_from("severity.yaml", severity, strlen(severity));
        w.severity = severity_load(w.severity_source, &ds);
    }
    must_load(&ds);
    diags_release(&ds);
    w.session = session_new(w.book, w.severity);
    walk_open(w.session, &b, walked_moment(&w));
    walk_settle(w.session, &b, walked_moment(&w));
    keep_batch(&w, &b);
    return w;
}

static inline struct walked walked_new(const char *yaml, const char *severity)
{
    return walked_with(yaml, severity, NULL);
}

static inline void walked_free(struct walked *w)
{
    session_free(w->session);
    events_release(&w->events);
    arena_free(w->texts);
    book_free(w->book);
    severity_free(w->severity);
    source_free(w->source);
    source_free(w->severity_source);
}

/* Answers the question of that name, or changes its answer. */
static inline void answer_to(struct walked *w, struct want to, const char *value)
{
    struct batch b = {0};
    walk_answer(w->session, &b, walked_moment(w), to, value, NULL, "person");
    if (session_state(w->session) == SESSION_OPEN)
        walk_settle(w->session, &b, walked_moment(w));
    keep_batch(w, &b);
}

/* Answers what is asked, which must be `step`. */
static inline void answer_step(struct walked *w, const char *step, const char *value)
{
    if (CHECK_TEXT(w->want, step))
        answer_to(w, walk_wanted(w->session), value);
}

static inline void change_step(struct walked *w, const char *step, const char *value)
{
    struct want to;
    if (CHECK(want_parse(w->session, step, &to)))
        answer_to(w, to, value);
}

static inline void take_back(struct walked *w, const char *step)
{
    struct batch b = {0};
    char undone[STEP_NAME_MAX] = "";
    walk_back(w->session, &b, walked_moment(w), undone);
    walk_settle(w->session, &b, walked_moment(w));
    keep_batch(w, &b);
    CHECK_TEXT(undone, step);
}

static inline void check_state(const struct walked *w, const char *cause, const char *state)
{
    int at = book_cause(w->book, cause);
    if (CHECK(at >= 0) &&
        !CHECK_TEXT(cause_state_name(session_board(w->session)->causes[at].state), state))
        printf("  (of %s)\n", cause);
}

/* "open suspected ..." for all causes, in the book's order. */
static inline char *states_of(const struct session *s)
{
    struct text t = {0};
    for (size_t i = 0; i < session_board(s)->cause_count; i++) {
        const struct cause_status *c = &session_board(s)->causes[i];
        text_format(&t, "%s%s%s", i ? " " : "", cause_state_name(c->state), c->disputed ? "!" : "");
    }
    return text_take(&t);
}

/* A session folded anew from the recorded events: what resuming gets. */
static inline struct session *folded(const struct walked *w)
{
    struct session *s = session_new(w->book, w->severity);
    for (size_t i = 0; i < w->events.count; i++)
        session_apply(s, &w->events.items[i]);
    return s;
}

/* Resuming must give the same board, the same question, and nothing new to record. */
static inline void check_resumes(const struct walked *w)
{
    struct session *s = folded(w);
    char *then = states_of(w->session), *now = states_of(s), want[STEP_NAME_MAX];
    struct batch b = {0};
    want_name(s, walk_settle(s, &b, walked_moment(w)), want);
    CHECK_TEXT(now, then);
    CHECK_TEXT(want, w->want);
    CHECK_INT(b.events.count, 0);
    batch_release(&b);
    free(then);
    free(now);
    session_free(s);
}

#endif
