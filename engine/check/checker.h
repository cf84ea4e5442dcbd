#ifndef RULEOUT_CHECK_CHECKER_H
#define RULEOUT_CHECK_CHECKER_H

/*
 * checker: the walk's end of the line to the broker, which runs checks and commands.
 *
 * checker_start() forks the broker. Call it first, before a file, the terminal or the record is
 * open: what the walk opens later the broker never has. The broker forks a keeper for each job; the
 * keeper is the job's subreaper, holds its deadline, asks the world, and forks the worker in which
 * the check's Lua runs, confined. Whatever becomes of them - killed, hung, out of memory - the walk
 * gets a result that says so.
 *
 * Nothing here blocks but checker_wait(), checker_inspect() and checker_header(). Failure of the
 * broker itself makes every job end as "cannot tell".
 *
 * When the walk ends, however it ends, its jobs end with it: a command that still runs is killed
 * with all that it started, and its outcome is unknown. When a check ends, so does all that it
 * started; what a command has left running in the background when it ends by itself stays, because
 * it may be the service that it was to start.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "core/world.h"

struct checker;

/* `world` NULL: the machine itself. It is copied into the broker by the fork. NULL with a
 * diagnostic. */
struct checker *checker_start(const struct world *world, struct diags *ds);
void checker_stop(struct checker *c); /* ends all jobs and the broker; NULL is allowed */

/* What a check may touch. Lists end with NULL; a NULL list is empty. */
struct permits {
    const char *const
        *run; /* beginnings of commands, words with one blank between: "kubectl get" */
    const char *const *read;  /* folders and files, absolute */
    const char *const *http;  /* origins: "https://status.example", "http://127.0.0.1:8080" */
    const char *const *env;   /* names of environment variables that commands get */
    const char *const *never; /* commands that are refused though `run` covers them: a pattern (see
                                 base/glob.h), then why not, and so on */
    const char *const *withheld; /* sentences: what would permit more, and why it does not */
};

struct pair {
    const char *name, *value;
};

/* One check to run. Borrowed during the call. */
struct check_job {
    const char *name; /* for messages: "log/rate_below", or the step's id for inline Lua */
    const char *lua;  /* the file's text, or the body of `run` */
    size_t lua_len;
    bool inline_body;
    int first_line; /* of an inline body in its runbook: its errors carry that file's lines */
    const struct pair *inputs; /* what `with` gives, filled in; texts */
    size_t input_count;
    /* What answer("step") gives an inline body: the text, or for a step of type many a table of all
     * that are called "step[]". */
    const struct pair *answers;
    size_t answer_count;
    bool several; /* it may answer with a table of texts: `answer` is then a JSON array */
    struct permits permits;
    int64_t timeout_ms; /* of all of it */
};

/*
 * A command of an action. No permits: it was allowed by being written in a runbook that is trusted.
 * `timeout_ms` 0 is no limit; `live_fd` is not looked at, what it writes comes as NEWS_OUTPUT.
 */
struct command_job {
    struct world_run run;
};

/* Starts a job and returns its number, from 1; 0 when the broker is gone. */
int checker_check(struct checker *c, const struct check_job *job);
int checker_command(struct checker *c, const struct command_job *job);
void checker_cancel(struct checker *c, int job); /* its result still comes */

enum check_outcome {
    CHECK_TOLD,  /* `answer` is what it returned */
    CHECK_CANNOT /* `why` says why not: nil and a reason, an error, its deadline, killed */
};

struct job_result {
    int job;
    enum check_outcome outcome; /* of a check */
    char
        *answer; /* as text: numbers in digits, booleans as yes and no; NULL where it cannot tell */
    char *evidence;       /* NULL where it gave none */
    char *value;          /* JSON of its third result; NULL where there is none */
    char *why;            /* NULL where it told */
    struct world_ran ran; /* of a command; `why` is set where it could not be started */
    int64_t started_ms, took_ms;
};

void job_result_release(struct job_result *r);

/* Live output of a command, or a result. */
enum checker_news { NEWS_NONE, NEWS_OUTPUT, NEWS_RESULT };

/* Readable when there is news: for poll() beside the terminal. */
int checker_fd(const struct checker *c);
/* Takes what is there without waiting. `output` gets what a command wrote (raw bytes), `result` one
 * result. */
enum checker_news checker_take(struct checker *c, struct text *output, struct job_result *result);
/* Waits for news at most that long; -1 for ever. NEWS_NONE: the time is up, or a signal came. */
enum checker_news checker_wait(struct checker *c, int64_t timeout_ms, struct text *output,
                               struct job_result *result);

/* Lua to look at. */
struct lua_piece {
    const char *name; /* for messages */
    const char *lua;
    size_t len;
    bool inline_body; /* it is compiled; of a check file, the header is read */
    int first_line;   /* of an inline body, as in struct check_job */
};

/* What was seen of one. */
struct lua_seen {
    char *header; /* JSON {about, input, gives}; "" of an inline body; NULL where it does not fit */
    char *why;    /* "NAME:LINE: message" where Lua gave a line; NULL where it fits */
};

/*
 * Looks at Lua without running a check, all of it in one worker where each piece keeps to its time.
 * For lint. False with the reason where nothing can be looked at on this machine.
 */
bool checker_inspect(struct checker *c, const struct lua_piece *pieces, size_t count,
                     struct lua_seen *seen, struct text *why);
void lua_seen_release(struct lua_seen *seen);

/* The header of one check file. False with the reason. */
bool checker_header(struct checker *c, const char *name, const char *lua, size_t len,
                    struct text *json, struct text *why);

#endif
