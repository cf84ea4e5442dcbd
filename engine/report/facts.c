#include "report/facts.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/time.h"
#include "core/question.h"
#include "report/tell.h"
#include "report/tell_action.h"

#define DAY_MS INT64_C(86400000)
#define DAYS_MOST 3650
#define EVIDENCE_MOST 200

bool facts_speaks_for(enum effect_kind kind, enum cause_state state)
{
    switch (state) {
    case CAUSE_SUSPECTED:
        return kind == EFFECT_SUSPECTS;
    case CAUSE_RULED_OUT:
        return kind == EFFECT_RULES_OUT;
    case CAUSE_CONFIRMED:
        return kind == EFFECT_CONFIRMS;
    case CAUSE_CONTRADICTED:
        return kind != EFFECT_SUSPECTS;
    case CAUSE_OPEN:
        break;
    }
    return false;
}

const struct given *facts_standing(const struct story *s, const struct event *e, struct want *w)
{
    if (e->kind != EVENT_ANSWERED || !tell_want(s, e->step, w))
        return NULL;
    const struct given *g = tell_given(s->session, *w);
    return g && g->seq == e->seq ? g : NULL;
}

static int64_t day_of(int64_t ms)
{
    return ms / DAY_MS - (ms % DAY_MS < 0);
}

static bool weekend(int64_t day)
{
    int64_t since_thursday = (day % 7 + 7) % 7; /* 1970-01-01 was one */
    return since_thursday == 2 || since_thursday == 3;
}

bool facts_due(const char *due, int64_t from_ms, char day[11])
{
    char *unit, utc[TIME_TEXT_MAX];
    int64_t span_ms;
    long count = strtol(due, &unit, 10);
    if (unit != due && strcmp(unit, "bd") == 0) {
        if (count < 0 || count > DAYS_MOST)
            return false;
        int64_t at = day_of(from_ms);
        while (count > 0)
            count -= !weekend(++at);
        from_ms = at * DAY_MS;
    } else if (time_parse_span(due, &span_ms) && span_ms <= DAYS_MOST * DAY_MS) {
        from_ms += span_ms;
    } else {
        return false;
    }
    time_utc(from_ms, utc);
    memcpy(day, utc, 10);
    day[10] = '\0';
    return true;
}

static int64_t span_between(int64_t from_ms, int64_t to_ms)
{
    return from_ms < 0 || to_ms < 0 ? FACTS_NO_SPAN : to_ms - from_ms;
}

/* The event that set the time: somebody said so, or an action was seen to help. */
static bool mitigates(const struct story *s, const struct event *e)
{
    if (e->kind != EVENT_VERIFIED)
        return e->kind == EVENT_MITIGATED;
    int at = e->value && strcmp(e->value, "yes") == 0 ? tell_action_index(s, e) : -1;
    enum action_kind kind = at < 0 ? ACTION_OBSERVE : s->book->actions[at].kind;
    return kind == ACTION_MITIGATE || kind == ACTION_FIX;
}

static void find_times(struct facts *f, const struct story *s)
{
    struct session_times t = session_times(s->session);
    if (session_state(s->session) != SESSION_RESOLVED)
        t.closed_ms = -1;
    f->times = t;
    f->to_detect_ms = span_between(t.started_ms, t.detected_ms);
    f->to_mitigate_ms = span_between(t.detected_ms, t.mitigated_ms);
    f->to_resolve_ms = span_between(t.detected_ms, t.closed_ms);
    int started = book_step(s->book, "started");
    const struct given *g = started < 0 ? NULL : session_given(s->session, started);
    f->started_seq = g && t.started_ms >= 0 ? g->seq : 0;
    for (size_t i = 0; i < s->events->count; i++) {
        const struct event *e = &s->events->items[i];
        if (e->kind == EVENT_OPENED || e->kind == EVENT_ALERTED)
            f->detected_seq = e->seq;
        if (!g && t.started_ms >= 0 && e->kind == EVENT_ANSWERED && e->step &&
            strcmp(e->step, "input.started") == 0)
            f->started_seq = e->seq;
        if (!f->mitigated_seq && e->at_ms == t.mitigated_ms && mitigates(s, e))
            f->mitigated_seq = e->seq;
        if (e->kind == EVENT_CLOSED && e->at_ms == t.closed_ms)
            f->closed_seq = e->seq;
    }
}

static const char *state_name(enum session_state state)
{
    static const char *const names[] = {[SESSION_OPEN] = "open",
                                        [SESSION_HANDED_OVER] = "handed_over",
                                        [SESSION_RESOLVED] = "resolved"};
    return names[state];
}

static void find_state(struct facts *f, const struct story *s)
{
    enum session_state state = session_state(s->session);
    f->state = state_name(state);
    for (size_t i = 0; i < s->events->count; i++) {
        const struct event *e = &s->events->items[i];
        bool since = state == SESSION_RESOLVED      ? e->kind == EVENT_CLOSED
                     : state == SESSION_HANDED_OVER ? e->kind == EVENT_HANDED_OVER
                                                    : e->kind == EVENT_OPENED;
        if (since)
            f->state_seq = e->seq;
    }
}

static void find_severity(struct facts *f, const struct story *s)
{
    for (size_t i = 0; i < s->events->count; i++) {
        const struct event *e = &s->events->items[i];
        if (e->kind == EVENT_SEVERITY) {
            f->severity = e->value;
            f->severity_seq = e->seq;
        }
    }
    int level = session_level(s->session);
    if (level >= 0 && s->severity) {
        f->level = &s->severity->levels[level];
        f->severity = f->level->id;
    }
    const char *due = f->level ? f->level->postmortem_due : NULL;
    int64_t from_ms = f->times.closed_ms >= 0 ? f->times.closed_ms : f->times.opened_ms;
    char day[11];
    if (due && facts_due(due, from_ms, day))
        f->due = arena_text(f->arena, day);
}

static void add_item(struct facts *f, int64_t seq, const char *text)
{
    f->items[f->item_count++] = (struct action_item){text, seq};
}

static bool same_step(const struct event *a, const struct event *b)
{
    size_t len = strcspn(a->step, "#");
    return strcspn(b->step, "#") == len && strncmp(a->step, b->step, len) == 0;
}

/* A check that says the same on every visit leaves one thing to do. */
static bool told_before(const struct story *s, const struct event *e)
{
    for (const struct event *p = s->events->items; p < e; p++)
        if (p->kind == EVENT_CHECKED && p->step && p->evidence && same_step(p, e) &&
            strcmp(p->evidence, e->evidence) == 0)
            return true;
    return false;
}

static void find_blind_check(struct facts *f, const struct story *s, const struct event *e)
{
    bool ahead = e->source && strcmp(e->source, SOURCE_AHEAD) == 0;
    if (!e->step || !e->evidence || ahead || told_before(s, e))
        return;
    struct text t = {0};
    bool alert = e->source && strcmp(e->source, "alert") == 0;
    text_format(&t,
                alert ? "Make alert and runbook agree on %.*s: "
                      : "Make the check of %.*s able to tell: ",
                (int)strcspn(e->step, "#"), e->step);
    tell_short(&t, e->evidence, EVIDENCE_MOST);
    add_item(f, e->seq, arena_text(f->arena, text_get(&t)));
    text_release(&t);
}

/* Whether the action that the event starts was never heard of again, until it was started anew. */
static bool never_ended(const struct story *s, const struct event *e)
{
    const struct event *end = s->events->items + s->events->count;
    for (const struct event *n = e + 1; n < end; n++)
        if ((n->kind == EVENT_ENDED || n->kind == EVENT_STARTED) && n->step &&
            strcmp(n->step, e->step) == 0)
            return n->kind == EVENT_STARTED;
    return true;
}

static void add_action_item(struct facts *f, const struct story *s, const struct event *e,
                            const char *words, const char *verb)
{
    struct text t = {0};
    text_format(&t, "Find out %s ", words);
    tell_action_name(s, e, &t);
    text_format(&t, " %s", verb);
    if (e->kind == EVENT_ENDED && e->evidence && *e->evidence) {
        text_add(&t, ": ");
        tell_short(&t, e->evidence, EVIDENCE_MOST);
    }
    add_item(f, e->seq, arena_text(f->arena, text_get(&t)));
    text_release(&t);
}

/* An action that failed, or of which nobody knows how it ended. */
static void find_bad_end(struct facts *f, const struct story *s, const struct event *e)
{
    if (!e->step)
        return;
    if (e->kind == EVENT_STARTED) {
        if (never_ended(s, e))
            add_action_item(f, s, e, "whether", "was done: it was started, and no end is recorded");
    } else if (e->value && strcmp(e->value, "failed") == 0) {
        add_action_item(f, s, e, "why", "failed");
    } else if (e->value && strcmp(e->value, "done") != 0) {
        add_action_item(f, s, e, "whether", "was done");
    }
}

/* To do after the incident, if the event leaves anything: a note marked so, an answer that nobody
 * could give, a check that could not tell, an action that went wrong. */
static void find_item(struct facts *f, const struct story *s, const struct event *e)
{
    struct want w;
    const struct given *g = facts_standing(s, e, &w);
    if (e->kind == EVENT_TODO && e->value) {
        add_item(f, e->seq, e->value);
    } else if (e->kind == EVENT_CHECKED) {
        find_blind_check(f, s, e);
    } else if (e->kind == EVENT_STARTED || e->kind == EVENT_ENDED) {
        find_bad_end(f, s, e);
    } else if (g && g->unknown) {
        struct question q = question_of(f->arena, s->session, w);
        add_item(f, e->seq, arena_format(f->arena, "Make it possible to answer: %s", q.text));
    }
}

/* A runbook whose review was overdue when it was used. */
static void find_review(struct facts *f, const struct story *s)
{
    int64_t reviewed_ms, opened_ms = f->times.opened_ms;
    const struct book *b = s->book;
    if (!b->reviewed || b->review_every_ms < 0 || s->events->count == 0)
        return;
    const char *day = arena_format(f->arena, "%sT00:00:00Z", b->reviewed);
    if (!time_parse_rfc3339(day, &reviewed_ms) || opened_ms <= reviewed_ms + b->review_every_ms)
        return;
    add_item(f, s->events->items[0].seq,
             arena_format(f->arena, "Review the runbook %s: its last review, of %s, was overdue",
                          b->id, b->reviewed));
}

void facts_make(struct facts *f, const struct story *s)
{
    *f = (struct facts){.arena = arena_new()};
    find_state(f, s);
    find_times(f, s);
    find_severity(f, s);
    f->items = arena_alloc(f->arena, (s->events->count + 1) * sizeof *f->items);
    for (size_t i = 0; i < s->events->count; i++)
        find_item(f, s, &s->events->items[i]);
    find_review(f, s);
}

void facts_release(struct facts *f)
{
    arena_free(f->arena);
    *f = (struct facts){0};
}
