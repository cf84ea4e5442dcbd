#ifndef RULEOUT_CHECK_CHECKER_INSIDE_H
#define RULEOUT_CHECK_CHECKER_INSIDE_H

/*
 * checker_inside: what the two files of the checker share: checker.c sends orders, checker_news.c
 * takes what comes.
 */
#include <sys/types.h>

#include "check/checker.h"
#include "check/frame.h"

#define CHECKER_GONE "the checks' broker ended unexpectedly"

struct pending {
    int job;
    int live; /* what its command writes; -1: it is a check */
};

struct checker {
    pid_t broker;
    int socket; /* -1 once the broker is gone */
    int death;  /* readable when the broker has ended; -1 where the kernel cannot tell */
    int news;   /* the epoll descriptor that stands for all */
    int held;   /* an event descriptor: readable while results are held here */
    bool holding;
    int last_job;
    struct pending *pending;
    size_t pending_count, pending_cap;
    struct job_result *results; /* that came and were not taken */
    size_t result_count, result_cap;
};

/* Sends a job that has no descriptor, and releases its body. Its number; 0 when the broker is gone.
 */
int checker_order(struct checker *c, enum frame_kind kind, struct text *body, int64_t limit_ms);

struct pending *checker_find(const struct checker *c, int job);
/* Adds a descriptor to those that stand for news, and takes it away again and closes it. */
bool checker_watch(const struct checker *c, int fd);
void checker_forget(const struct checker *c, int *fd);

/* Holds what has come without waiting, and sees whether the broker is gone. */
void checker_receive(struct checker *c);
/* Every job that waits gets a result that says so. */
void checker_lose_broker(struct checker *c);
/* Waits for the result of one job; those of others stay held. */
void checker_wait_for(struct checker *c, int job, struct job_result *result);
/* The descriptor for news is readable while results are held: to be called after each change. */
void checker_show_held(struct checker *c);

#endif
