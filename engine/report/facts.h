#ifndef RULEOUT_REPORT_FACTS_H
#define RULEOUT_REPORT_FACTS_H

/*
 * facts: what every form of the postmortem says, computed once.
 *
 * Times are counted from detection. A span below zero is a fact too: an incident can be repaired
 * before it is declared.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "report/story.h"

#define FACTS_NO_SPAN INT64_MIN

/* Something to do after the incident. */
struct action_item {
    const char *text;
    int64_t seq; /* the event it comes from */
};

struct facts {
    struct arena *arena; /* of all texts here */
    const char *state;   /* "open", "handed_over", "resolved" */
    int64_t state_seq;   /* the event since which it is so; 0 for none */
    struct session_times times;
    int64_t to_detect_ms;                  /* from started; FACTS_NO_SPAN: not known */
    int64_t to_mitigate_ms, to_resolve_ms; /* from detected */
    int64_t started_seq, detected_seq, mitigated_seq, closed_seq; /* the events that say so; 0 for
                                                                     none */
    const char *severity; /* the level's id; NULL while unset */
    int64_t severity_seq;
    const struct level *level; /* NULL: unset, or not in the framework */
    const char *due;           /* YYYY-MM-DD, in UTC; NULL where no postmortem is due */
    struct action_item *items;
    size_t item_count;
};

void facts_make(struct facts *f, const struct story *s);
void facts_release(struct facts *f);

/* Whether a move of that kind speaks for that state; for a contradiction both sides do. */
bool facts_speaks_for(enum effect_kind kind, enum cause_state state);

/* The answer that the event gave, to a step or the triage, if it still stands; `w` is to what. */
const struct given *facts_standing(const struct story *s, const struct event *e, struct want *w);

/*
 * The day on which a postmortem is due: "3d" and other spans after `from_ms`, "5bd" that many
 * Mondays to Fridays later. False where `due` is neither.
 */
bool facts_due(const char *due, int64_t from_ms, char day[11]);

#endif
