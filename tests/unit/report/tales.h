#ifndef RULEOUT_TESTS_TALES_H
#define RULEOUT_TESTS_TALES_H

/*
 * tales: incidents that test_report.c tells, each a runbook, a severity framework and events with
 * fixed times.
 */
#include <stdio.h>
#include <stdlib.h>

#include "report/story.h"
#include "../suite.h"

/* Where whole outputs and the runbook that made them lie; tests run in the top folder. */
#define FOLDER "tests/unit/report/"

#define OPENED INT64_C(1789374000000) /* 2026-09-14T08:20:00Z, a Monday */

/* An incident with all that a story borrows. */
struct tale {
    struct source *book_source, *severity_source;
    struct incident incident;
    struct events events;
    struct story story;
};

static void complain(struct diags *ds)
{
    struct text t = {0};
    diags_write(ds, &t, false);
    CHECK_TEXT(text_get(&t), "");
    text_release(&t);
    diags_release(ds);
}

/* `book`: a runbook's file in the folder. */
static void tale_begin_with(struct tale *t, const char *book)
{
    char path[200];
    struct diags ds = {0};
    *t = (struct tale){.incident = {.id = 7,
                                    .name = "20260914-1020-checkout-5xx",
                                    .runbook = "checkout-5xx",
                                    .title = "Checkout answers 5xx",
                                    .opened_ms = OPENED}};
    snprintf(path, sizeof path, FOLDER "%s", book);
    t->book_source = source_read(path, &ds);
    t->severity_source = source_read(FOLDER "severity.yaml", &ds);
    t->story.book = t->book_source ? book_load(t->book_source, NULL, &ds) : NULL;
    t->story.severity = t->severity_source ? severity_load(t->severity_source, &ds) : NULL;
    complain(&ds);
    if (!t->story.book || !t->story.severity)
        exit(1);
    struct session *s = session_new(t->story.book, t->story.severity);
    t->story.session = s;
    t->story.incident = &t->incident;
    t->story.events = &t->events;
}

static void tale_begin(struct tale *t)
{
    tale_begin_with(t, "checkout-5xx.yaml");
}

static void tale_end(struct tale *t)
{
    session_free((struct session *)t->story.session);
    book_free((struct book *)t->story.book);
    severity_free((struct severity *)t->story.severity);
    source_free(t->book_source);
    source_free(t->severity_source);
    events_release(&t->events);
}

/* Adds one event, written as many seconds after the opening, at the time it tells of. */
static void told(struct tale *t, int after_s, struct event e)
{
    e.seq = (int64_t)t->events.count + 1;
    e.recorded_ms = OPENED + after_s * INT64_C(1000);
    if (!e.at_ms)
        e.at_ms = e.recorded_ms;
    if (!e.actor)
        e.actor = "ana";
    if (!e.took_ms)
        e.took_ms = -1;
    session_apply((struct session *)t->story.session, events_add(&t->events, &e));
}

static void asked(struct tale *t, int after_s, const char *step)
{
    told(t, after_s, (struct event){.kind = EVENT_ASKED, .step = step});
}

static void answered(struct tale *t, int after_s, const char *step, const char *value, int took_ms)
{
    told(t, after_s,
         (struct event){.kind = EVENT_ANSWERED,
                        .step = step,
                        .value = value,
                        .source = "person",
                        .took_ms = took_ms});
}

static void opened(struct tale *t)
{
    told(t, 0, (struct event){.kind = EVENT_OPENED, .value = "checkout-5xx", .evidence = "ab cd"});
}

/* Two responders, a changed answer, one taken back, one that nobody could give, a note and a repair
 * that happened before all that, a disputed cause, and an end on the next day. */
static void tell_checkout(struct tale *t)
{
    opened(t);
    asked(t, 0, "severity.reach");
    answered(t, 5, "severity.reach", "some customers", 5000);
    asked(t, 5, "severity.data");
    answered(t, 9, "severity.data", "unknown", 4000);
    told(t, 9, (struct event){.kind = EVENT_SEVERITY, .value = "sev2"});
    asked(t, 9, "started");
    answered(t, 20, "started", "2026-09-14T10:02:00+02:00", 11000);
    asked(t, 20, "after_deploy");
    told(t, 50,
         (struct event){.kind = EVENT_ANSWERED,
                        .step = "after_deploy",
                        .value = "yes",
                        .evidence = "41 rolled out 10:01\n40 rolled out 09:10",
                        .source = "check",
                        .took_ms = 30000});
    asked(t, 50, "load");
    answered(t, 80, "load", "1.1", 30000);
    asked(t, 80, "provider");
    answered(t, 100, "provider", "unknown", 20000);
    asked(t, 100, "shape");
    told(t, 130,
         (struct event){.kind = EVENT_NOTED,
                        .actor = "bo",
                        .value = "Support had calls at ten past ten",
                        .at_ms = OPENED - 600000});
    told(t, 140,
         (struct event){.kind = EVENT_TODO, .actor = "bo", .value = "Alert on missing settings"});
    answered(t, 150, "after_deploy", "no", 0);
    told(t, 160, (struct event){.kind = EVENT_UNDONE, .step = "after_deploy", .value = "no"});
    asked(t, 160, "after_deploy");
    answered(t, 170, "after_deploy", "no", 10000);
    asked(t, 170, "shape");
    answered(t, 240, "shape", "follows traffic", 70000);
    told(t, 300,
         (struct event){
             .kind = EVENT_MITIGATED, .value = "rolled back to 40", .at_ms = OPENED - 60000});
    told(t, 310,
         (struct event){.kind = EVENT_CONFIRMED,
                        .value = "config",
                        .evidence = "The log names the missing key."});
    told(t, 320, (struct event){.kind = EVENT_HANDED_OVER, .value = "primary"});
    asked(t, 57600, "resolve");
    told(t, 57610,
         (struct event){.kind = EVENT_ANSWERED,
                        .actor = "bo",
                        .step = "resolve",
                        .value = "yes",
                        .source = "person",
                        .took_ms = 10000});
    told(t, 57610, (struct event){.kind = EVENT_CLOSED, .actor = "bo", .value = "resolved"});
}

/* Two causes confirmed, one both confirmed and ruled out, one examined in vain, and nobody there to
 * end it. */
static void tell_contradiction(struct tale *t)
{
    opened(t);
    told(t, 1, (struct event){.kind = EVENT_SEVERITY, .value = "sev1", .evidence = "It is ours"});
    answered(t, 2, "after_deploy", "no", 500);
    answered(t, 3, "load", "3", 500);
    told(t, 4, (struct event){.kind = EVENT_UNDONE, .step = "load", .value = "3"});
    told(t, 5, (struct event){.kind = EVENT_CONFIRMED, .value = "new-code", .evidence = "Seen"});
    told(t, 6, (struct event){.kind = EVENT_CONFIRMED, .value = "config", .evidence = "It lacks"});
    told(t, 7, (struct event){.kind = EVENT_CONFIRMED, .value = "psp-down", .evidence = "It says"});
    told(t, 8, (struct event){.kind = EVENT_PASSED, .step = "shape", .value = "All is known"});
    told(t, 9, (struct event){.kind = EVENT_HANDED_OVER, .value = "primary"});
}

#define HOSTILE                                                                                \
    "\x1b]0;x\x07\x1b[2J\n# head\r\n| a | <script>alert(1)</script> `code` **b** _i_ "         \
    "[x](http://e) "                                                                           \
    "![i](y) https://evil.example www.evil.example &amp; \\| \\ $x$ ~~s~~ {: .c} \xe2\x80\xae" \
    "dcba \xff"

/* Whatever words others can bring in are hostile. */
static void tell_hostile(struct tale *t)
{
    t->incident.title = t->incident.name = HOSTILE;
    opened(t);
    told(t, 1, (struct event){.kind = EVENT_SEVERITY, .value = "sev3", .evidence = HOSTILE});
    told(t, 2,
         (struct event){.kind = EVENT_ANSWERED,
                        .step = "after_deploy",
                        .value = "yes",
                        .source = HOSTILE,
                        .evidence = HOSTILE});
    told(t, 3, (struct event){.kind = EVENT_ANSWERED, .step = HOSTILE, .value = HOSTILE});
    told(t, 4, (struct event){.kind = EVENT_NOTED, .value = "- 1. " HOSTILE, .actor = HOSTILE});
    told(t, 5, (struct event){.kind = EVENT_TODO, .value = "1. " HOSTILE, .actor = "# " HOSTILE});
    told(t, 6, (struct event){.kind = EVENT_CONFIRMED, .value = "config", .evidence = HOSTILE});
    told(t, 7, (struct event){.kind = EVENT_PASSED, .step = HOSTILE, .value = HOSTILE});
    told(t, 8, (struct event){.kind = EVENT_CLOSED, .value = HOSTILE, .evidence = HOSTILE});
}

/* What another program might have written: facts without their parts. */
static void tell_bare(struct tale *t)
{
    for (int kind = EVENT_OPENED; kind <= EVENT_CLOSED; kind++)
        told(t, kind, (struct event){.kind = (enum event_kind)kind});
}

#endif
