#ifndef RULEOUT_CLI_CHECKED_H
#define RULEOUT_CLI_CHECKED_H

/*
 * checked: runbooks whose checks are run unattended, and what came of that, in every format.
 */
#include <stdbool.h>
#include <stdint.h>

#include "base/json.h"
#include "cli/incident.h"
#include "cli/options.h"
#include "cli/runner.h"

/* What became of one step's check. */
struct seen {
    int step;
    bool ran;                        /* else its condition did not hold, or a value was missing */
    char *answer, *evidence, *error; /* error: why it could not tell; NULL where it told */
    int64_t at_ms, took_ms;
};

struct ahead; /* of the run: what was started before its turn */

/* One runbook, checked. */
struct checked {
    const char *name; /* as it was asked for */
    bool loaded;      /* false: nothing below is there */
    struct texts texts;
    struct runner runner;
    struct session *session;
    struct seen *seen; /* in the order of the steps */
    size_t count, told;
    int64_t took_ms; /* from the first start to the last answer */
    struct ahead *ahead;
    int through; /* the steps before this one are done with */
};

struct checked_list {
    struct checked *items;
    size_t count;
    bool suspicion_counts; /* --fail-on: a cause that is suspected is a finding */
};

/* check_open.c: loads one runbook and sees that it may run. `may_trust`: --trust was given and
 * counts. False with diagnostics; release it in either case. */
bool checked_open(struct checked *c, const char *name, struct checker *checker,
                  const struct args *args, bool may_trust, struct diags *ds);
void checked_release(struct checked *c);
/* One for each word of the command line; none is opened yet. */
struct checked_list checked_list_new(const struct args *args);
void checked_list_release(struct checked_list *all);

/*
 * check_run.c: runs all checks, at most `jobs` at a time, those that wait for no other's answer
 * first. Each runbook's answers are folded in the order of its steps, so that what comes of it is
 * the same for every `jobs`. On a terminal it shows what runs. False where a signal ended it.
 */
bool checked_run(struct checked_list *all, struct checker *checker, int jobs);

/* What a runbook's checks found. */
bool cause_is_finding(const struct checked_list *all, enum cause_state state);
int checked_status(const struct checked_list *all, const struct checked *c); /* its exit status */
int checked_worst(const struct checked_list *all);                           /* of all of them */
size_t checked_untold(const struct checked *c);            /* ran and could not tell */
bool checked_shows(const struct checked *c, size_t cause); /* it is on the board */
const struct cause_status *checked_cause(const struct checked *c, size_t cause);
const char *checked_reason(const struct checked *c, size_t cause); /* NULL: nothing spoke */
const char *checked_id(const struct checked *c); /* the runbook's; `name` where it did not load */
void checked_answer_text(const struct checked *c, const struct seen *one, struct text *out);

/* The formats: check_report.c, check_junit.c, check_tap.c, check_lines.c. */
void checked_pretty(const struct checked_list *all, struct text *out);
struct jval *checked_json(const struct checked_list *all);
void checked_junit(const struct checked_list *all, struct text *out);
void checked_tap(const struct checked_list *all, struct text *out);
int checked_nagios(const struct checked_list *all,
                   struct text *out); /* the exit status of nagios */
void checked_prometheus(const struct checked_list *all, struct text *out);

/*
 * check_watch.c: again and again, on a grid of `every_ms` from the first start, until a signal.
 * What is edited is loaded anew; where that would need trust again, it is not run. The exit status:
 * after Ctrl-C that of the last round that came to its end.
 */
#define WATCH_LEAST_MS 100
int checked_watch(const struct args *args, struct checker *checker, int jobs, int64_t every_ms);

#endif
