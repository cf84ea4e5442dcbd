#ifndef RULEOUT_CORE_EVENT_H
#define RULEOUT_CORE_EVENT_H

/*
 * event: the facts of an incident, in the order in which they were recorded.
 *
 * Everything else - the board of causes, the next step, the postmortem - is computed from these.
 * Steps are written in full: "which_version", a later visit "which_version#2", the triage
 * "severity.reach", and the two questions of the walk itself, "resolve" and "end".
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#define ORDER_NAME_BEST "best"

enum event_kind {
    EVENT_OPENED, /* value: the runbook's id; evidence: its hash, and the severity framework's after
                     a blank */
    EVENT_ALERTED,  /* the alert that it was opened with. value: which one, or NULL where none fits;
                       evidence: the whole body; at: when it began to fire */
    EVENT_ASKED,    /* step; value: why this one, where it was chosen among others, or NULL */
    EVENT_ANSWERED, /* step, value; evidence where there is any; source. Of a step that has an
                       answer: a change */
    EVENT_PASSED,   /* step; value: the reason it was passed over */
    EVENT_NOTED, /* value: the note; step: where the walk was, or NULL; evidence: what was attached
                  */
    EVENT_TODO,  /* the same, marked as something to do after the incident */
    EVENT_SEVERITY,  /* value: the level's id; evidence: the reason, or NULL when the triage set it
                      */
    EVENT_UNDONE,    /* step whose answer was taken back; value: that answer */
    EVENT_CONFIRMED, /* a responder's own verdict. value: a cause's id; evidence: the reason */
    EVENT_MITIGATED, /* value: what was done, or NULL */
    EVENT_OVERDUE,   /* it took longer than the runbook's `resolve` wants. value: how long that is;
                        evidence: the role to hand over to, or NULL */
    EVENT_SENT,      /* a message. step: "message." and its name; value: to whom; evidence: what it
                        said */
    EVENT_HANDED_OVER, /* value: to whom */
    EVENT_CHECKED,     /* step; value: what its check returned, or NULL; evidence: why that is no
                          answer. Of an input, with source "alert": what the alert says. With
                          source "ahead": it looked before its turn, which never came; the value is
                          then an answer and moves nothing */
    EVENT_FOUND, /* step; evidence: the value, as JSON, that its check gave beside the answer which
                    is the next event */
    EVENT_CAPTURED, /* step; value: the name under "capture", or NULL for evidence that nobody asked
                       for; evidence: what was pasted or read; source: "paste", or the file */
    EVENT_SAVED,    /* step: an action; value: a name; evidence: what was saved under it */
    EVENT_STARTED, /* step: an action; value: the exact words that run. On disk before anything does
                    */
    EVENT_ENDED,   /* step: an action; value: done, failed or unknown; evidence: its output */
    EVENT_VERIFIED, /* step: an action; value: yes or no; evidence */
    EVENT_REVERTED, /* step: an action whose undo was done; value: the words that ran; evidence:
                       output */
    EVENT_DECLINED, /* step: an action that was offered and not wanted; value: the reason, or NULL
                     */
    EVENT_ORDER, /* value: "best", or "written": the order of the questions from now on, where it is
                    not the runbook's */
    EVENT_CLOSED /* value: "resolved"; evidence: the reason, where the responder gave one */
};

struct event {
    int64_t seq;         /* 1, 2, 3 ... within the incident: the only order */
    int64_t at_ms;       /* when it happened; may lie before an earlier one */
    int64_t recorded_ms; /* when it was written */
    enum event_kind kind;
    const char *actor; /* who; never NULL */
    const char *step;  /* these four: NULL where the kind has none */
    const char *value;
    const char *evidence;
    const char
        *source; /* of an answer: "person", "check" or "alert"; of what was captured, see there */
    int64_t took_ms; /* from asked to answered; -1 where it means nothing */
};

const char *event_kind_name(enum event_kind kind); /* "answered", "handed_over" ... */
bool event_kind_parse(const char *name, enum event_kind *kind);

/* Events with their texts, in an arena of their own. Starts as {0}. */
struct events {
    struct arena *arena;
    struct event *items;
    size_t count, cap;
};

struct event *events_add(struct events *list, const struct event *e); /* copies the texts */
void events_release(struct events *list);

/* What an incident is called. */
struct incident {
    int64_t id;          /* 1, 2, 3 ... in this record */
    const char *name;    /* 20260914-1020-checkout-5xx, unique in this record */
    const char *runbook; /* its id */
    const char *title;   /* the runbook's title */
    int64_t opened_ms;
};

#endif
