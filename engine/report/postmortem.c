#include "report/story.h"

#include <string.h>

#include "base/time.h"
#include "core/question.h"
#include "report/page.h"

static void write_head(struct page *p)
{
    report_own(p, "# Postmortem: ");
    report_say(p, p->story->incident->title);
    report_own(p, " (");
    report_say(p, p->story->incident->name);
    report_own(p, ")\n\n_Drafted from the record,");
    report_cite(p, 0);
    report_own(p, "; \\[#n\\] is the event that a sentence rests on, and times are UTC._\n\n");
}

/* "| What | when [#12] |"; where the time is not known, "not recorded". */
static void write_time(struct page *p, const char *what, int64_t ms, int64_t seq)
{
    report_own(p, "| %s | ", what);
    if (ms < 0) {
        report_own(p, "not recorded");
        seq = 0;
    } else {
        report_time(p, ms);
    }
    report_cite(p, seq);
    report_own(p, " |\n");
}

static void write_span(struct page *p, const char *what, int64_t ms, int64_t from, int64_t to)
{
    if (ms == FACTS_NO_SPAN)
        return;
    char span[TIME_TEXT_MAX];
    time_span(ms, span);
    report_own(p, "| %s | %s", what, span);
    report_cite(p, from);
    report_cite(p, to);
    report_own(p, " |\n");
}

static void write_severity(struct page *p)
{
    const struct facts *f = &p->facts;
    report_own(p, "| Severity | ");
    if (f->severity)
        report_say(p, f->severity);
    else
        report_own(p, "not set");
    if (f->level) {
        report_own(p, ", ");
        report_say(p, f->level->title);
    }
    report_cite(p, f->severity_seq);
    report_own(p, " |\n");
}

static bool acted_before(const struct events *events, size_t count, const char *actor)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(events->items[i].actor, actor) == 0)
            return true;
    return false;
}

static void write_responders(struct page *p)
{
    const struct events *events = p->story->events;
    report_own(p, "| Responders | ");
    for (size_t i = 0; i < events->count; i++) {
        if (acted_before(events, i, events->items[i].actor))
            continue;
        if (i > 0)
            report_own(p, ", ");
        report_say(p, events->items[i].actor);
        report_cite(p, events->items[i].seq);
    }
    report_own(p, " |\n");
}

static void write_due(struct page *p)
{
    const struct facts *f = &p->facts;
    if (!f->due)
        return;
    report_own(p, "| Postmortem due | %s, ", f->due);
    report_say(p, f->level->postmortem_due);
    report_own(p, " after it was %s", f->times.closed_ms >= 0 ? "resolved" : "opened");
    report_cite(p, f->severity_seq);
    report_cite(p, f->closed_seq ? f->closed_seq : p->story->events->items[0].seq);
    report_own(p, " |\n");
}

static void write_summary(struct page *p)
{
    const struct facts *f = &p->facts;
    int64_t first = f->detected_seq;
    report_own(p, "## Summary\n\n| Fact | |\n|---|---|\n| State | %s",
               strcmp(f->state, "handed_over") == 0 ? "handed over" : f->state);
    report_cite(p, f->state_seq);
    report_own(p, " |\n");
    write_severity(p);
    write_time(p, "Started", f->times.started_ms, f->started_seq);
    write_time(p, "Detected", f->times.detected_ms, first);
    write_time(p, "Mitigated", f->times.mitigated_ms, f->mitigated_seq);
    write_time(p, "Resolved", f->times.closed_ms, f->closed_seq);
    write_span(p, "Time to detect, from the start", f->to_detect_ms, f->started_seq, first);
    write_span(p, "Time to mitigate, from detection", f->to_mitigate_ms, first, f->mitigated_seq);
    write_span(p, "Time to resolve, from detection", f->to_resolve_ms, first, f->closed_seq);
    write_responders(p);
    write_due(p);
    report_own(p, "\n");
}

/* What the story turns on; the timeline has the rest. */
static bool turns(enum event_kind kind)
{
    return kind == EVENT_OPENED || kind == EVENT_ALERTED || kind == EVENT_SEVERITY ||
           kind == EVENT_UNDONE || kind == EVENT_MITIGATED || kind == EVENT_SENT ||
           kind == EVENT_OVERDUE || kind == EVENT_ENDED || kind == EVENT_VERIFIED ||
           kind == EVENT_REVERTED || kind == EVENT_HANDED_OVER || kind == EVENT_CLOSED;
}

static void write_happening(struct page *p, const struct event *e, const char *what)
{
    report_own(p, "- ");
    report_time(p, e->at_ms);
    report_own(p, ": ");
    report_say(p, what);
    report_cite(p, e->seq);
    report_own(p, "\n");
}

static void write_turns(struct page *p, const struct retold_event *item)
{
    struct text line = {0};
    if (turns(item->event->kind))
        write_happening(p, item->event, item->sentence);
    for (size_t i = 0; i < item->move_count; i++) {
        const struct moved *m = &item->moves[i];
        bool about_proof =
            m->to == CAUSE_CONFIRMED || m->to == CAUSE_CONTRADICTED || m->from == CAUSE_CONFIRMED;
        if (!about_proof)
            continue;
        text_clear(&line);
        tell_move(p->story, m, &line);
        write_happening(p, item->event, text_get(&line));
    }
    text_release(&line);
}

/* "Of 5 causes: 1 confirmed, 4 ruled out"; what there is none of is left out. */
static void write_tally(struct page *p)
{
    static const enum cause_state states[] = {CAUSE_CONFIRMED, CAUSE_CONTRADICTED, CAUSE_SUSPECTED,
                                              CAUSE_RULED_OUT, CAUSE_OPEN};
    const struct board *b = session_board(p->story->session);
    const char *between = ":";
    size_t causes = board_size(b);
    if (causes == 0)
        return;
    report_own(p, "- Of %zu %s", causes, causes == 1 ? "cause" : "causes");
    for (size_t i = 0; i < sizeof states / sizeof *states; i++) {
        size_t count = board_count(b, states[i]);
        if (count == 0)
            continue;
        report_own(p, "%s %zu %s", between, count, cause_state_words(states[i]));
        between = ",";
    }
    report_cite(p, 0);
    report_own(p, "\n");
}

static void write_what_happened(struct page *p)
{
    const struct retold_event **items = retold_by_time(&p->told);
    report_own(p, "## What happened\n\n");
    for (size_t i = 0; i < p->told.count; i++)
        write_turns(p, items[i]);
    write_tally(p);
    report_own(p, "\n");
}

/* One line for each standing answer that `wanted` picks; returns how many. */
static size_t write_answers(struct page *p, bool (*wanted)(struct want, const struct given *))
{
    const struct story *s = p->story;
    struct arena *a = arena_new();
    size_t count = 0;
    for (size_t i = 0; i < s->events->count; i++) {
        const struct event *e = &s->events->items[i];
        struct want w;
        const struct given *g = facts_standing(s, e, &w);
        if (!g || !wanted(w, g))
            continue;
        count++;
        report_own(p, "- ");
        report_say(p, question_of(a, s->session, w).text);
        report_own(p, " ");
        report_say(p, g->unknown ? "nobody could tell" : g->shown ? g->shown : e->value);
        report_cite(p, e->seq);
        report_own(p, "\n");
    }
    arena_free(a);
    return count;
}

static bool of_triage(struct want w, const struct given *g)
{
    (void)g;
    return w.kind == WANT_TRIAGE;
}

static bool is_unknown(struct want w, const struct given *g)
{
    (void)w;
    return g->unknown;
}

static void write_impact(struct page *p)
{
    report_own(p, "## Impact (draft)\n\n");
    if (write_answers(p, of_triage) > 0)
        report_own(p, "\n");
    report_prompt(p, "who was affected, how many, for how long, and what did they notice?");
}

static void write_row_text(struct page *p, const struct retold_event *item)
{
    const struct event *e = item->event;
    struct text line = {0};
    report_event(p, item);
    for (size_t i = 0; i < item->move_count; i++) {
        text_clear(&line);
        tell_move(p->story, &item->moves[i], &line);
        report_own(p, "<br>");
        report_say(p, text_get(&line));
    }
    if (item->back_dated) {
        report_own(p, "<br>");
        report_own(p, "%s", item->dated);
        report_own(p, ", recorded ");
        report_time(p, e->recorded_ms);
    }
    text_release(&line);
}

static void write_timeline(struct page *p)
{
    const struct retold_event **items = retold_by_time(&p->told);
    report_own(p, "\n## Timeline\n\n| When | Who | What | Source |\n|---|---|---|---|\n");
    for (size_t i = 0; i < p->told.count; i++) {
        const struct event *e = items[i]->event;
        if (e->kind == EVENT_ASKED || e->kind == EVENT_FOUND)
            continue; /* its answer has the question */
        report_own(p, "| ");
        report_time(p, e->at_ms);
        report_own(p, " | ");
        report_say(p, e->actor);
        report_own(p, " | ");
        write_row_text(p, items[i]);
        report_own(p, " |");
        report_cite(p, e->seq);
        report_own(p, " |\n");
    }
    report_own(p, "\n");
}

static void write_unknown(struct page *p)
{
    report_own(p, "## Answers that nobody could give\n\n");
    if (write_answers(p, is_unknown) == 0) {
        report_own(p, "- No answer that stands is \"unknown\"");
        report_cite(p, 0);
        report_own(p, "\n");
    }
    report_own(p, "\n");
}

static void write_items(struct page *p)
{
    report_own(p, "## Action items (draft)\n\n");
    for (size_t i = 0; i < p->facts.item_count; i++) {
        report_own(p, "- [ ] ");
        report_say(p, p->facts.items[i].text);
        report_cite(p, p->facts.items[i].seq);
        report_own(p, "\n");
    }
    if (p->facts.item_count > 0)
        report_own(p, "\n");
    report_prompt(p, "what will be changed, by whom, until when?");
}

static void write_prompts(struct page *p)
{
    static const char *const prompts[][2] = {
        {"What went well", "what helped, and should stay as it is?"},
        {"What went badly", "what made the work harder or slower?"},
        {"Where we were lucky", "what could have made it worse, and did not by chance?"},
        {"What surprised us", "what did the systems do that nobody expected?"},
    };
    for (size_t i = 0; i < sizeof prompts / sizeof *prompts; i++) {
        report_own(p, "\n## %s\n\n", prompts[i][0]);
        report_prompt(p, prompts[i][1]);
    }
}

void postmortem_markdown(const struct story *s, struct text *out)
{
    struct page p = {.story = s, .out = out};
    retold_make(&p.told, s);
    facts_make(&p.facts, s);
    write_head(&p);
    write_summary(&p);
    write_what_happened(&p);
    write_impact(&p);
    report_causes(&p);
    write_timeline(&p);
    write_unknown(&p);
    report_actions(&p);
    report_messages(&p);
    write_items(&p);
    write_prompts(&p);
    retold_release(&p.told);
    facts_release(&p.facts);
}
