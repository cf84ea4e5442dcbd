#include "check/message.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static void put_pairs(struct text *t, const struct pair *pairs, size_t count)
{
    pack_int(t, (int64_t)count);
    for (size_t i = 0; i < count; i++) {
        pack_text(t, pairs[i].name);
        pack_text(t, pairs[i].value);
    }
}

static const struct pair *get_pairs(struct unpack *u, struct arena *a, size_t *count)
{
    int64_t said = unpack_int(u);
    if (u->bad || said < 0 || (uint64_t)said > u->left / sizeof said) {
        u->bad = true;
        said = 0;
    }
    struct pair *pairs = arena_alloc(a, ((size_t)said + 1) * sizeof *pairs);
    for (int64_t i = 0; i < said; i++) {
        pairs[i].name = unpack_text(u);
        pairs[i].value = unpack_text(u);
    }
    *count = (size_t)said;
    return pairs;
}

void message_put_check(struct text *t, const struct check_job *job)
{
    pack_text(t, job->name);
    pack_bytes(t, job->lua, job->lua_len);
    pack_int(t, job->inline_body);
    pack_int(t, job->first_line);
    put_pairs(t, job->inputs, job->input_count);
    put_pairs(t, job->answers, job->answer_count);
    pack_int(t, job->several);
    pack_list(t, job->permits.run);
    pack_list(t, job->permits.read);
    pack_list(t, job->permits.http);
    pack_list(t, job->permits.env);
    pack_list(t, job->permits.never);
    pack_list(t, job->permits.withheld);
    pack_int(t, job->timeout_ms);
}

bool message_get_check(struct unpack *u, struct arena *a, struct check_job *job)
{
    job->name = unpack_text(u);
    job->lua = unpack_bytes(u, &job->lua_len);
    job->inline_body = unpack_int(u) != 0;
    job->first_line = (int)unpack_int(u);
    job->inputs = get_pairs(u, a, &job->input_count);
    job->answers = get_pairs(u, a, &job->answer_count);
    job->several = unpack_int(u) != 0;
    job->permits.run = unpack_list(u, a);
    job->permits.read = unpack_list(u, a);
    job->permits.http = unpack_list(u, a);
    job->permits.env = unpack_list(u, a);
    job->permits.never = unpack_list(u, a);
    job->permits.withheld = unpack_list(u, a);
    job->timeout_ms = unpack_int(u);
    return !u->bad;
}

void message_put_run(struct text *t, const struct world_run *run)
{
    pack_list(t, run->argv);
    pack_list(t, run->env);
    pack_bytes(t, run->input, run->input_len);
    pack_int(t, run->timeout_ms);
    pack_int(t, (int64_t)run->output_max);
}

bool message_get_run(struct unpack *u, struct arena *a, struct world_run *run)
{
    run->argv = unpack_list(u, a);
    run->env = unpack_list(u, a);
    run->input = unpack_bytes(u, &run->input_len);
    run->timeout_ms = unpack_int(u);
    run->output_max = (size_t)unpack_int(u);
    run->live_fd = -1;
    return !u->bad;
}

static void put_text(struct text *t, const struct text *part)
{
    pack_bytes(t, text_get(part), part->len);
}

static void get_text(struct unpack *u, struct text *part)
{
    size_t len;
    const char *bytes = unpack_bytes(u, &len);
    if (bytes)
        text_add_n(part, bytes, len);
}

void message_put_ran(struct text *t, const struct world_ran *ran)
{
    pack_int(t, ran->status);
    pack_int(t, ran->timed_out);
    pack_int(t, ran->cut);
    put_text(t, &ran->out);
    put_text(t, &ran->err);
}

bool message_get_ran(struct unpack *u, struct world_ran *ran)
{
    ran->status = (int)unpack_int(u);
    ran->timed_out = unpack_int(u) != 0;
    ran->cut = unpack_int(u) != 0;
    get_text(u, &ran->out);
    get_text(u, &ran->err);
    return !u->bad;
}

void message_put_request(struct text *t, const struct world_request *request)
{
    pack_text(t, request->method);
    pack_text(t, request->url);
    pack_list(t, request->headers);
    pack_bytes(t, request->body, request->body_len);
    pack_int(t, request->timeout_ms);
    pack_int(t, (int64_t)request->body_max);
}

bool message_get_request(struct unpack *u, struct arena *a, struct world_request *request)
{
    request->method = unpack_text(u);
    request->url = unpack_text(u);
    request->headers = unpack_list(u, a);
    request->body = unpack_bytes(u, &request->body_len);
    request->timeout_ms = unpack_int(u);
    request->body_max = (size_t)unpack_int(u);
    return !u->bad && request->method && request->url;
}

void message_put_response(struct text *t, const struct world_response *response)
{
    pack_int(t, response->status);
    pack_int(t, response->cut);
    put_text(t, &response->headers);
    put_text(t, &response->body);
}

bool message_get_response(struct unpack *u, struct world_response *response)
{
    response->status = (int)unpack_int(u);
    response->cut = unpack_int(u) != 0;
    get_text(u, &response->headers);
    get_text(u, &response->body);
    return !u->bad;
}

void message_put_result(struct text *t, const struct job_result *result)
{
    pack_int(t, result->outcome);
    pack_text(t, result->answer);
    pack_text(t, result->evidence);
    pack_text(t, result->value);
    pack_text(t, result->why);
    message_put_ran(t, &result->ran);
    pack_int(t, result->started_ms);
    pack_int(t, result->took_ms);
}

bool message_get_result(struct unpack *u, struct job_result *result)
{
    result->outcome = unpack_int(u) == CHECK_TOLD ? CHECK_TOLD : CHECK_CANNOT;
    result->answer = mem_text(unpack_text(u));
    result->evidence = mem_text(unpack_text(u));
    result->value = mem_text(unpack_text(u));
    result->why = mem_text(unpack_text(u));
    message_get_ran(u, &result->ran);
    result->started_ms = unpack_int(u);
    result->took_ms = unpack_int(u);
    return !u->bad;
}

static void wipe(char *s)
{
    if (s)
        explicit_bzero(s, strlen(s));
    free(s);
}

void job_result_release(struct job_result *r)
{
    wipe(r->answer);
    wipe(r->evidence);
    wipe(r->value);
    wipe(r->why);
    world_ran_release(&r->ran);
    memset(r, 0, sizeof *r);
}
