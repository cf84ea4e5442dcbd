#include "check/keeper_inside.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "check/beneath.h"
#include "check/message.h"
#include "check/permits.h"

#define ASKED_MOST (2u << 20)
#define OUTPUT_MOST (4u << 20)
#define BODY_MOST (4u << 20)

/* One question: what is left to read of it, and the reply that is being written. */
struct asked {
    struct unpack u;
    struct arena *arena;
    struct text *reply;
    int pass;
};

static int64_t limit(int64_t wanted, int64_t most)
{
    return wanted <= 0 || wanted > most ? most : wanted;
}

static size_t limit_size(size_t wanted, size_t most)
{
    return wanted == 0 || wanted > most ? most : wanted;
}

/* Of the names that `allow` has, those that are set. What the worker says of them does not count.
 */
static const char *const *permitted_env(const struct permits *p, struct arena *a)
{
    size_t count = 0, kept = 0;
    while (p->env && p->env[count])
        count++;
    const char **env = arena_alloc(a, (count + 1) * sizeof *env);
    for (size_t i = 0; i < count; i++) {
        const char *value = getenv(p->env[i]);
        if (value)
            env[kept++] = arena_format(a, "%s=%s", p->env[i], value);
    }
    return env;
}

static bool serve_run(struct keeper *k, struct asked *q, struct text *why)
{
    struct world_run run = {0};
    struct world_ran ran = {0};
    if (!message_get_run(&q->u, q->arena, &run) || !permits_run(&k->check.permits, run.argv, why))
        return false;
    run.env = permitted_env(&k->check.permits, q->arena);
    run.timeout_ms = limit(run.timeout_ms, k->check.timeout_ms);
    run.output_max = limit_size(run.output_max, OUTPUT_MOST);
    bool ok = k->world.run(k->world.self, &run, &ran, why);
    if (ok)
        message_put_ran(q->reply, &ran);
    world_ran_release(&ran);
    return ok;
}

/* On the machine itself the link-safe opening is the check; a written world has no links. */
static int open_in_world(struct keeper *k, const char *root, const char *path, struct text *why)
{
    return k->tools->world ? k->world.open(k->world.self, path, why)
                           : beneath_open(root, path, why);
}

static bool list_in_world(struct keeper *k, const char *root, const char *path, struct text *names,
                          struct text *why)
{
    return k->tools->world ? k->world.list(k->world.self, path, names, why)
                           : world_real_list(root, path, names, why);
}

static bool serve_open(struct keeper *k, struct asked *q, struct text *why)
{
    struct text path = {0}, root = {0};
    const char *wanted = unpack_text(&q->u);
    if (permits_read(&k->check.permits, wanted, &path, &root, why))
        q->pass = open_in_world(k, text_get(&root), text_get(&path), why);
    text_wipe(&path);
    text_wipe(&root);
    return q->pass >= 0;
}

static bool serve_list(struct keeper *k, struct asked *q, struct text *why)
{
    struct text path = {0}, root = {0}, names = {0};
    const char *wanted = unpack_text(&q->u);
    bool ok = permits_read(&k->check.permits, wanted, &path, &root, why) &&
              list_in_world(k, text_get(&root), text_get(&path), &names, why);
    if (ok)
        pack_text(q->reply, text_get(&names));
    text_wipe(&path);
    text_wipe(&root);
    text_wipe(&names);
    return ok;
}

static bool serve_http(struct keeper *k, struct asked *q, struct text *why)
{
    struct world_request request = {0};
    struct world_response response = {0};
    if (!message_get_request(&q->u, q->arena, &request) ||
        !permits_http(&k->check.permits, &request, why))
        return false;
    request.timeout_ms = limit(request.timeout_ms, k->check.timeout_ms);
    request.body_max = limit_size(request.body_max, BODY_MOST);
    bool ok = k->world.http(k->world.self, &request, &response, why);
    if (ok)
        message_put_response(q->reply, &response);
    world_response_release(&response);
    return ok;
}

static bool serve_host(struct keeper *k, struct asked *q, struct text *why)
{
    struct text json = {0};
    const char *what = unpack_text(&q->u), *about = unpack_text(&q->u);
    bool ok = !q->u.bad && k->world.host(k->world.self, what, about, &json, why);
    if (ok)
        pack_text(q->reply, text_get(&json));
    text_wipe(&json);
    return ok;
}

static bool serve_now(struct keeper *k, struct asked *q, struct text *why)
{
    (void)why;
    pack_int(q->reply, k->world.now_ms(k->world.self));
    return true;
}

static bool (*const serve[])(struct keeper *k, struct asked *q, struct text *why) = {
    [LINK_RUN] = serve_run,   [LINK_OPEN] = serve_open, [LINK_LIST] = serve_list,
    [LINK_HTTP] = serve_http, [LINK_HOST] = serve_host, [LINK_NOW] = serve_now,
};

/* False where the worker is gone or the question is none. */
static bool answer_one(struct keeper *k, enum link_kind kind, const struct text *body)
{
    struct text reply = {0}, why = {0};
    struct asked q = {.u = {body->at, body->len, false}, .reply = &reply, .pass = -1};
    if (kind >= sizeof serve / sizeof *serve || !serve[kind])
        return false;
    q.arena = arena_new();
    pack_int(&reply, 1);
    if (!serve[kind](k, &q, &why)) {
        text_clear(&reply);
        pack_int(&reply, 0);
        pack_text(&reply, why.len > 0 ? why.at : "the question could not be read");
    }
    bool sent = link_send(&k->link, LINK_REPLY, &reply, q.pass);
    if (q.pass >= 0)
        close(q.pass);
    arena_wipe(q.arena);
    text_wipe(&reply);
    text_wipe(&why);
    return sent;
}

/* Cut where a character ends, or what is left of it would be shown as broken. */
static void cut(char *s, size_t most)
{
    if (!s || strlen(s) <= most)
        return;
    while (most > 0 && ((unsigned char)s[most] & 0xc0) == 0x80)
        most--;
    s[most] = '\0';
}

static void refuse(struct job_result *result, const char *why)
{
    job_result_release(result);
    result->outcome = CHECK_CANNOT;
    result->why = mem_text(why);
}

static void hold_to_limits(struct job_result *result)
{
    world_ran_release(&result->ran);
    cut(result->evidence, KEEPER_EVIDENCE_MOST);
    cut(result->why, KEEPER_WHY_MOST);
    if (result->outcome == CHECK_TOLD && !result->answer)
        refuse(result, "it gave no answer and no reason");
    else if (result->answer && strlen(result->answer) > KEEPER_ANSWER_MOST)
        refuse(result, "its answer is longer than 4 KiB");
    else if (result->value && strlen(result->value) > KEEPER_VALUE_MOST)
        refuse(result, "its value is larger than 256 KiB");
    else if (result->outcome == CHECK_CANNOT && !result->why)
        result->why = mem_text("it gave no reason");
}

bool keeper_serve(struct keeper *k, struct job_result *result)
{
    enum link_kind kind;
    struct text body = {0};
    bool ok = true;
    do {
        ok = link_receive(&k->link, &kind, &body, ASKED_MOST, NULL);
        if (ok && kind != LINK_RESULT)
            ok = answer_one(k, kind, &body);
    } while (ok && kind != LINK_RESULT);
    struct unpack u = {body.at, body.len, false};
    ok = ok && message_get_result(&u, result);
    if (ok)
        hold_to_limits(result);
    text_wipe(&body);
    return ok;
}
