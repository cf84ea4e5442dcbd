#ifndef RULEOUT_CLI_INCIDENT_H
#define RULEOUT_CLI_INCIDENT_H

/*
 * incident: one incident of the record, loaded with the texts that it is walked with.
 */
#include "base/diag.h"
#include "book/part.h"
#include "core/session.h"
#include "record/record.h"
#include "report/story.h"

/* A runbook to walk, and the severity framework beside it. */
struct texts {
    struct source *book_source, *severity_source; /* the second may be NULL */
    struct pinned_other *others;                  /* of an incident: what else its record has */
    size_t other_count;
    bool pinned;              /* it is an incident's: nothing comes from files */
    struct book_files *files; /* what the runbook uses and calls, from files; NULL where pinned */
    struct book *book;
    struct severity *severity; /* may be NULL */
};

/* Loads from files: `name` is a path or an id. False with diagnostics. Release it in either case.
 */
bool texts_open(struct texts *t, const char *name, struct diags *ds);
void texts_release(struct texts *t);

const char *file_role(enum file_kind kind); /* of a used or called file, in the record */

struct opened {
    struct record *record;
    struct incident incident;
    struct texts texts;
    struct events events;
    struct session *session; /* all events folded */
    int64_t *costs;          /* by step, for the order best; NULL where nothing was read */
    struct secrets *secrets; /* borrowed, of the walk; NULL where nothing is given or asked */
};

/*
 * Opens the record and finds the incident that `which` means. False with a diagnostic; `*status` is
 * then the exit status: 2 where there is no such incident, 3 where the record cannot be read.
 * Release it in either case.
 */
bool opened_find(struct opened *o, const char *which, enum record_mode mode, struct diags *ds,
                 int *status);
/* Lets go of the record, so that nothing is forked with it open; opened_again() takes it up for
 * writing. */
void opened_let_go(struct opened *o);
bool opened_again(struct opened *o, struct diags *ds);
void opened_release(struct opened *o);

/* Loads the events anew: after a conflict, or when the session ran ahead of the record. */
bool opened_reload(struct opened *o, struct diags *ds);

struct story opened_story(const struct opened *o); /* borrows */

/* Who is at the keyboard: the login name. */
const char *own_name(void);

#endif
