#ifndef RULEOUT_CHECK_MESSAGE_H
#define RULEOUT_CHECK_MESSAGE_H

/*
 * message: jobs and results as bytes. What was read of a job lies in the message and the arena; a
 * result owns its texts. Reading returns false where the bytes are none.
 */
#include "check/checker.h"
#include "check/pack.h"

void message_put_check(struct text *t, const struct check_job *job);
bool message_get_check(struct unpack *u, struct arena *a, struct check_job *job);

/* A command's words, environment, input and limits; not where its output goes. */
void message_put_run(struct text *t, const struct world_run *run);
bool message_get_run(struct unpack *u, struct arena *a, struct world_run *run);
void message_put_ran(struct text *t, const struct world_ran *ran);
bool message_get_ran(struct unpack *u, struct world_ran *ran); /* adds to its texts */

void message_put_request(struct text *t, const struct world_request *request);
bool message_get_request(struct unpack *u, struct arena *a, struct world_request *request);
void message_put_response(struct text *t, const struct world_response *response);
bool message_get_response(struct unpack *u, struct world_response *response);

/* All but its number. */
void message_put_result(struct text *t, const struct job_result *result);
bool message_get_result(struct unpack *u, struct job_result *result);

#endif
