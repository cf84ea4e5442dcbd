#ifndef RULEOUT_CHECK_CREW_INSIDE_H
#define RULEOUT_CHECK_CREW_INSIDE_H

/*
 * crew_inside: what the two files of the crew share: crew.c starts jobs and hears keepers,
 * crew_end.c ends and reaps.
 */
#include "check/crew.h"

#define CREW_IDLE_MS 500

struct post {
    pid_t keeper;
    int line;
    int job;      /* 0: it waits for one */
    pid_t worker; /* of the job; 0: none, or it has ended with `status` */
    int status;
    int64_t stuck_ms; /* on the monotonic clock */
    int done;         /* jobs */
    bool last;        /* it gets no other job */
    bool told;        /* the job's result was sent from here */
    bool ending;      /* it has closed its line, and is about to be reaped */
};

/* The result of a job that can have none. */
void crew_send_cannot(const struct crew *c, int job, const char *why);

bool crew_waits(const struct post *p); /* for a job */
/* It ends when it is through with what it has; its own end of the line says when. */
void crew_let_go(struct post *p);

/* The worker ends by itself, unless it is hostile; it is reaped when it has. */
void crew_let_worker_go(struct post *p);
/* Ends a worker and waits for that; one that hangs in its end is reaped later. Returns its status.
 */
int crew_end_worker(pid_t worker);

#endif
