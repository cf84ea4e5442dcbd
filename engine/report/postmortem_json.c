#include "report/story.h"

#include <stdio.h>
#include <string.h>

#include "base/time.h"
#include "core/action.h"
#include "core/question.h"
#include "report/facts.h"
#include "report/retold.h"

static struct jval *incident_object(const struct story *s, const struct facts *f)
{
    struct jval *j = jval_object();
    jval_put_int(j, "id", s->incident->id);
    jval_put_text(j, "name", s->incident->name);
    jval_put_text(j, "runbook", s->incident->runbook);
    jval_put_text(j, "title", s->incident->title);
    jval_put_text(j, "severity", f->severity);
    jval_put_time(j, "opened", f->times.opened_ms);
    jval_put_time(j, "closed", f->times.closed_ms);
    jval_put_text(j, "state", f->state);
    jval_put_text(j, "postmortem_due", f->due);
    return j;
}

static void put_seconds(struct jval *j, const char *key, int64_t ms)
{
    if (ms == FACTS_NO_SPAN)
        jval_put_null(j, key);
    else
        jval_put_int(j, key, ms / 1000);
}

static struct jval *times_object(const struct facts *f)
{
    struct jval *j = jval_object();
    jval_put_time(j, "started", f->times.started_ms);
    jval_put_time(j, "detected", f->times.detected_ms);
    jval_put_time(j, "mitigated", f->times.mitigated_ms);
    jval_put_time(j, "resolved", f->times.closed_ms);
    put_seconds(j, "time_to_detect_s", f->to_detect_ms);
    put_seconds(j, "time_to_mitigate_s", f->to_mitigate_ms);
    put_seconds(j, "time_to_resolve_s", f->to_resolve_ms);
    return j;
}

static struct jval *moves_array(const struct story *s, const struct retold_event *item)
{
    struct jval *list = jval_array();
    for (size_t i = 0; i < item->move_count; i++) {
        const struct moved *m = &item->moves[i];
        struct jval *j = jval_object();
        jval_put_text(j, "cause", s->book->causes[m->cause].id);
        jval_put_text(j, "from", cause_state_name(m->from));
        jval_put_text(j, "to", cause_state_name(m->to));
        jval_put_text(j, "reason", m->reason);
        jval_add(list, j);
    }
    return list;
}

static struct jval *timeline_array(const struct story *s)
{
    struct retold told;
    retold_make(&told, s);
    const struct retold_event **items = retold_by_time(&told);
    struct jval *list = jval_array();
    for (size_t i = 0; i < told.count; i++) {
        const struct event *e = items[i]->event;
        struct jval *j = jval_object();
        char source[32];
        snprintf(source, sizeof source, "event %lld", (long long)e->seq);
        jval_put_time(j, "at", e->at_ms);
        jval_put_int(j, "seq", e->seq);
        jval_put_text(j, "kind", event_kind_name(e->kind));
        jval_put_text(j, "actor", e->actor);
        jval_put_text(j, "text", items[i]->sentence);
        jval_put_text(j, "source", source);
        jval_put(j, "moves", moves_array(s, items[i]));
        jval_add(list, j);
    }
    retold_release(&told);
    return list;
}

static struct jval *by_array(const struct board *b, int cause)
{
    struct jval *list = jval_array();
    for (size_t i = 0; i < b->move_count; i++) {
        const struct move *m = &b->moves[i];
        if (m->cause == cause && facts_speaks_for(m->kind, b->causes[cause].state))
            jval_add_int(list, m->seq);
    }
    return list;
}

static struct jval *causes_array(const struct story *s)
{
    const struct board *b = session_board(s->session);
    struct jval *list = jval_array();
    for (size_t i = 0; i < s->book->cause_count; i++) {
        const struct cause *c = &s->book->causes[i];
        const struct cause_status *now = &b->causes[i];
        if (now->away)
            continue;
        struct jval *j = jval_object();
        jval_put_text(j, "id", c->id);
        jval_put_text(j, "title", c->title);
        jval_put_text(j, "category", c->category);
        jval_put_text(j, "state", cause_state_name(now->state));
        jval_put_bool(j, "disputed", now->disputed);
        jval_put_text(j, "reason", now->decided ? now->decided->reason : NULL);
        jval_put(j, "by", by_array(b, (int)i));
        jval_add(list, j);
    }
    return list;
}

static struct jval *answer_object(const struct story *s, const struct event *e, struct want w)
{
    struct arena *a = arena_new();
    struct question q = question_of(a, s->session, w);
    struct jval *j = jval_object();
    jval_put_text(j, "step", e->step);
    jval_put_text(j, "kind", q.heading);
    jval_put_text(j, "question", q.text);
    jval_put_text(j, "answer", e->value);
    jval_put_text(j, "source", e->source);
    jval_put_text(j, "evidence", e->evidence);
    put_seconds(j, "took_s", e->took_ms < 0 ? FACTS_NO_SPAN : e->took_ms);
    jval_put_int(j, "seq", e->seq);
    arena_free(a);
    return j;
}

static struct jval *answers_array(const struct story *s)
{
    struct jval *list = jval_array();
    for (size_t i = 0; i < s->events->count; i++) {
        struct want w;
        if (facts_standing(s, &s->events->items[i], &w))
            jval_add(list, answer_object(s, &s->events->items[i], w));
    }
    return list;
}

static const char *action_kind_name(enum action_kind kind)
{
    static const char *const names[] = {[ACTION_MITIGATE] = "mitigate",
                                        [ACTION_FIX] = "fix",
                                        [ACTION_ESCALATE] = "escalate",
                                        [ACTION_OBSERVE] = "observe"};
    return names[kind];
}

static struct jval *action_object(const struct action *a, const struct action_state *now)
{
    struct jval *j = jval_object();
    jval_put_text(j, "id", a->id);
    jval_put_text(j, "title", a->title);
    jval_put_text(j, "kind", action_kind_name(a->kind));
    jval_put_text(j, "outcome", action_outcome_name(now->outcome));
    jval_put_time(j, "started", now->started_ms);
    jval_put_time(j, "ended", now->ended_ms);
    if (now->verified == VERIFIED_NOT_YET)
        jval_put_null(j, "verified");
    else
        jval_put_bool(j, "verified", now->verified == VERIFIED_YES);
    jval_put_bool(j, "reverted", now->reverted);
    return j;
}

static struct jval *actions_array(const struct story *s)
{
    struct jval *list = jval_array();
    for (size_t i = 0; i < s->book->action_count; i++) {
        const struct action_state *now = session_action(s->session, (int)i);
        if (now->outcome != ACTION_UNTRIED)
            jval_add(list, action_object(&s->book->actions[i], now));
    }
    return list;
}

static struct jval *open_changes_array(const struct story *s)
{
    struct jval *list = jval_array();
    for (size_t i = 0; i < s->book->action_count; i++) {
        if (!action_open_change(s->session, (int)i))
            continue;
        struct jval *j = jval_object();
        jval_put_text(j, "id", s->book->actions[i].id);
        jval_put_text(j, "title", s->book->actions[i].title);
        jval_add(list, j);
    }
    return list;
}

static struct jval *messages_array(const struct story *s)
{
    struct jval *list = jval_array();
    for (size_t i = 0; i < s->events->count; i++) {
        const struct event *e = &s->events->items[i];
        if (e->kind != EVENT_SENT)
            continue;
        struct jval *j = jval_object();
        bool named = e->step && strncmp(e->step, "message.", 8) == 0;
        jval_put_time(j, "at", e->at_ms);
        jval_put_text(j, "name", named ? e->step + 8 : NULL);
        jval_put_text(j, "to", e->value);
        jval_put_text(j, "text", e->evidence);
        jval_put_text(j, "actor", e->actor);
        jval_put_int(j, "seq", e->seq);
        jval_add(list, j);
    }
    return list;
}

static struct jval *items_array(const struct facts *f)
{
    struct jval *list = jval_array();
    for (size_t i = 0; i < f->item_count; i++) {
        struct jval *j = jval_object();
        jval_put_text(j, "text", f->items[i].text);
        jval_put_int(j, "seq", f->items[i].seq);
        jval_add(list, j);
    }
    return list;
}

struct jval *postmortem_json(const struct story *s)
{
    struct facts f;
    facts_make(&f, s);
    struct jval *j = jval_object();
    jval_put(j, "incident", incident_object(s, &f));
    jval_put(j, "times", times_object(&f));
    jval_put(j, "timeline", timeline_array(s));
    jval_put(j, "causes", causes_array(s));
    jval_put(j, "actions", actions_array(s));
    jval_put(j, "answers", answers_array(s));
    jval_put(j, "open_changes", open_changes_array(s));
    jval_put(j, "messages", messages_array(s));
    jval_put(j, "action_items", items_array(&f));
    facts_release(&f);
    return j;
}
