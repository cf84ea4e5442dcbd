#ifndef RULEOUT_TESTS_LUA_HELP_H
#define RULEOUT_TESTS_LUA_HELP_H

/*
 * lua_help: a written world, and running Lua in it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/time.h"
#include "check/lua_host.h"

/* A list of these ends with a NULL key. What is not listed fails. */
struct fake_row {
    const char *key, *value;
    int code;        /* exit status of a command, status of a response */
    const char *err; /* its stderr; without it that is `value` where it fails */
};

struct fake {
    const struct fake_row *runs;                                /* words with a blank between */
    const struct fake_row *files, *folders, *responses, *facts; /* facts: "disk /var" */
    const char *now;
    struct text asked; /* one line for each call: "run git log <stdin> 500" */
};

static inline const struct fake_row *fake_find(const struct fake_row *rows, const char *key,
                                               struct text *why)
{
    for (; rows && rows->key; rows++)
        if (strcmp(rows->key, key) == 0)
            return rows;
    text_format(why, "not expected: %s", key);
    return NULL;
}

static inline bool fake_run(void *self, const struct world_run *what, struct world_ran *out,
                            struct text *why)
{
    struct fake *f = self;
    struct text words = {0};
    for (size_t i = 0; what->argv[i]; i++)
        text_format(&words, "%s%s", i ? " " : "", what->argv[i]);
    text_format(&f->asked, "run %s <%.*s> %ld\n", words.at, (int)what->input_len,
                what->input ? what->input : "", (long)what->timeout_ms);
    const struct fake_row *row = fake_find(f->runs, words.at, why);
    text_release(&words);
    if (!row)
        return false;
    text_add(row->code && !row->err ? &out->err : &out->out, row->value);
    text_add(&out->err, row->err);
    out->status = row->code;
    out->timed_out = row->code == 124;
    return true;
}

static inline int fake_open(void *self, const char *path, struct text *why)
{
    struct fake *f = self;
    const struct fake_row *row = fake_find(f->files, path, why);
    if (!row)
        return -1;
    int fd = memfd_create("fake", MFD_CLOEXEC);
    if (fd < 0 || write(fd, row->value, strlen(row->value)) < 0)
        abort();
    lseek(fd, 0, SEEK_SET);
    return fd;
}

static inline bool fake_list(void *self, const char *path, struct text *out, struct text *why)
{
    struct fake *f = self;
    const struct fake_row *row = fake_find(f->folders, path, why);
    text_add(out, row ? row->value : NULL);
    return row;
}

static inline bool fake_http(void *self, const struct world_request *what,
                             struct world_response *out, struct text *why)
{
    struct fake *f = self;
    struct text headers = {0};
    for (const char *const *h = what->headers; h && *h; h++)
        text_format(&headers, " [%s]", *h);
    text_format(&f->asked, "%s %s%s <%.*s>\n", what->method, what->url, text_get(&headers),
                (int)what->body_len, what->body ? what->body : "");
    text_release(&headers);
    const struct fake_row *row = fake_find(f->responses, what->url, why);
    if (!row)
        return false;
    out->status = row->code;
    text_add(&out->headers, "content-type: text/plain\nset-cookie: a\nset-cookie: b\n");
    text_add(&out->body, row->value);
    return true;
}

static inline bool fake_host(void *self, const char *what, const char *about, struct text *json,
                             struct text *why)
{
    struct fake *f = self;
    struct text key = {0};
    text_format(&key, "%s %s", what, about);
    const struct fake_row *row = fake_find(f->facts, key.at, why);
    text_release(&key);
    text_add(json, row ? row->value : NULL);
    return row;
}

static inline int64_t fake_now(void *self)
{
    struct fake *f = self;
    int64_t ms = 0;
    time_parse_rfc3339(f->now ? f->now : "2026-09-14T10:20:00Z", &ms);
    return ms;
}

static inline struct world fake_world(struct fake *f)
{
    return (struct world){.self = f,
                          .run = fake_run,
                          .open = fake_open,
                          .list = fake_list,
                          .http = fake_http,
                          .host = fake_host,
                          .now_ms = fake_now};
}

/* "told ANSWER | EVIDENCE | VALUE" or "cannot: WHY | EVIDENCE", parts that are there. free() it. */
static inline char *lua_outcome_in(const struct world *w, const struct check_job *job)
{
    struct lua_host *h = lua_host_new();
    struct job_result r = {0};
    struct text t = {0};
    if (!h)
        abort();
    lua_host_check(h, w, job, &r);
    lua_host_free(h);
    if (r.outcome == CHECK_TOLD)
        text_format(&t, "told %s", r.answer);
    else
        text_format(&t, "cannot: %s", r.why);
    if (r.evidence)
        text_format(&t, " | %s", r.evidence);
    if (r.value)
        text_format(&t, " | %s", r.value);
    free(r.answer);
    free(r.evidence);
    free(r.value);
    free(r.why);
    return text_take(&t);
}

static inline char *lua_outcome(struct fake *f, const struct check_job *job)
{
    struct world w = fake_world(f);
    return lua_outcome_in(&w, job);
}

static inline char *lua_inline(struct fake *f, const char *lua)
{
    struct check_job job = {.name = "step",
                            .lua = lua,
                            .lua_len = strlen(lua),
                            .inline_body = true,
                            .first_line = 1,
                            .timeout_ms = 10000};
    return lua_outcome(f, &job);
}

#endif
