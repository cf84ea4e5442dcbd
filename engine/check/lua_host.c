#include "check/lua_inside.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/time.h"

#define HOOK_EVERY 5000 /* instructions: some 50 µs */

/* A piece of Lua's memory. All hang on the host, so that freeing them runs no Lua. */
struct lua_block {
    struct lua_block *before, *after;
    max_align_t at[];
};

static int64_t clock_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * INT64_C(1000) + t.tv_nsec / 1000000;
}

struct lua_host *lua_host_of(lua_State *L)
{
    return *(struct lua_host **)lua_getextraspace(L);
}

int64_t lua_host_left_ms(const struct lua_host *h)
{
    int64_t left = h->deadline_ms - clock_ms();
    return left > 0 ? left : 1;
}

static void link_block(struct lua_host *h, struct lua_block *b)
{
    b->before = NULL;
    b->after = h->blocks;
    if (h->blocks)
        h->blocks->before = b;
    h->blocks = b;
}

static void unlink_block(struct lua_host *h, struct lua_block *b)
{
    if (b->after)
        b->after->before = b->before;
    if (b->before)
        b->before->after = b->after;
    else
        h->blocks = b->after;
}

/* lua_Alloc. NULL makes Lua collect its garbage, then raise "not enough memory". */
static void *allocate(void *self, void *at, size_t old, size_t size)
{
    struct lua_host *h = self;
    struct lua_block *b =
        at ? (struct lua_block *)((char *)at - offsetof(struct lua_block, at)) : NULL;
    size_t had = b ? old : 0; /* without a block, `old` is a type */
    if (size > LUA_HOST_MEMORY || h->held - had + size > LUA_HOST_MEMORY)
        return NULL;
    if (b)
        unlink_block(h, b);
    struct lua_block *moved = NULL;
    if (size) {
        moved = realloc(b, offsetof(struct lua_block, at) + size);
        if (!moved && b)
            link_block(h, b);
        if (!moved)
            return NULL;
        link_block(h, moved);
    } else {
        free(b);
    }
    h->held = h->held - had + size;
    return moved ? moved->at : NULL;
}

static int set_up(lua_State *L)
{
    lua_sandbox_open(L);
    return 0;
}

/* The one door into Lua. Status of lua_pcall; LUA_YIELD, which no check can have: the time is up.
 */
static int call(struct lua_host *h, lua_CFunction function, void *argument)
{
    if (setjmp(h->late) != 0)
        return LUA_YIELD;
    lua_pushcfunction(h->L, function);
    lua_pushlightuserdata(h->L, argument);
    return lua_pcall(h->L, 1, 0, 0);
}

/* Named and read now: a confined worker may open nothing, and would find itself in UTC. */
static void read_time_zone(void)
{
    setenv("TZ", ":/etc/localtime", 0);
    tzset();
}

struct lua_host *lua_host_new(void)
{
    read_time_zone();
    struct lua_host *h = mem_alloc(sizeof *h);
    for (size_t i = 0; i < LUA_OPEN_FILES; i++)
        h->files[i] = -1;
    log_scan_init(&h->scan);
    h->L = lua_newstate(allocate, h);
    if (!h->L) {
        lua_host_free(h);
        return NULL;
    }
    *(struct lua_host **)lua_getextraspace(h->L) = h;
    if (call(h, set_up, NULL) != LUA_OK) {
        lua_host_free(h);
        return NULL;
    }
    return h;
}

static void release_api(struct lua_host *h)
{
    text_release(&h->out);
    text_release(&h->why);
    text_release(&h->printed);
    text_release(&h->ran.out);
    text_release(&h->ran.err);
    text_release(&h->response.headers);
    text_release(&h->response.body);
    jval_free(h->json);
    lua_log_release(h);
    for (size_t i = 0; i < LUA_OPEN_FILES; i++)
        if (h->files[i] >= 0)
            close(h->files[i]);
}

/* Without lua_close(), which would run what a check left to be closed. */
void lua_host_free(struct lua_host *h)
{
    if (!h)
        return;
    for (struct lua_block *b = h->blocks, *next; b; b = next) {
        next = b->after;
        free(b);
    }
    release_api(h);
    free(h);
}

/* Leaves Lua altogether: an error could be caught, and the state is used no more. */
static void stop_when_late(lua_State *L, lua_Debug *at)
{
    struct lua_host *h = lua_host_of(L);
    if (!h->deadline_ms || clock_ms() < h->deadline_ms)
        return;
    char span[TIME_TEXT_MAX];
    time_span(h->job->timeout_ms, span);
    text_clear(&h->why);
    if (lua_getinfo(L, "Sl", at) && at->currentline > 0)
        text_format(&h->why, "%s:%d: ", h->job->name, at->currentline);
    text_format(&h->why, "it was still running when its time was up");
    longjmp(h->late, 1);
}

/* A little before the keeper kills, so that there is a line to tell. */
static void start_clock(struct lua_host *h)
{
    int64_t margin = h->job->timeout_ms / 5;
    h->deadline_ms = clock_ms() + h->job->timeout_ms - (margin < 20 ? margin : 20);
    lua_sethook(h->L, stop_when_late, LUA_MASKCOUNT, HOOK_EVERY);
}

/* Whether that is one of several answers to the step. */
static bool is_one_of(const struct pair *answer, const char *step)
{
    size_t len = strlen(step);
    return strncmp(answer->name, step, len) == 0 && strcmp(answer->name + len, "[]") == 0;
}

static int get_answer(lua_State *L)
{
    const struct check_job *job = lua_host_of(L)->job;
    const char *step = luaL_checkstring(L, 1);
    lua_Integer count = 0;
    lua_pushnil(L);
    for (size_t i = 0; i < job->answer_count; i++) {
        if (strcmp(job->answers[i].name, step) == 0) {
            lua_pushstring(L, job->answers[i].value);
            return 1;
        }
        if (!is_one_of(&job->answers[i], step))
            continue;
        if (count == 0)
            lua_newtable(L);
        lua_pushstring(L, job->answers[i].value);
        lua_rawseti(L, -2, ++count);
    }
    return 1;
}

static int no_such_input(lua_State *L)
{
    return luaL_error(L, "input \"%s\" has no value", luaL_tolstring(L, 2, NULL));
}

/* The globals `input` and `answer` of an inline body. */
static void give_inline(lua_State *L, const struct check_job *job)
{
    lua_newtable(L);
    for (size_t i = 0; i < job->input_count; i++) {
        lua_pushstring(L, job->inputs[i].value);
        lua_setfield(L, -2, job->inputs[i].name);
    }
    lua_createtable(L, 0, 1);
    lua_pushcfunction(L, no_such_input);
    lua_setfield(L, -2, "__index");
    lua_setmetatable(L, -2);
    lua_setglobal(L, "input");
    lua_register(L, "answer", get_answer);
}

static int run_inline(lua_State *L)
{
    struct job_result *out = lua_touserdata(L, 1);
    const struct check_job *job = lua_host_of(L)->job;
    give_inline(L, job);
    lua_source_load(L, job->name, job->lua, job->lua_len, job->first_line - 1);
    lua_call(L, 0, LUA_MULTRET);
    lua_result_take(L, 2, out);
    return 0;
}

static int run_file(lua_State *L)
{
    struct job_result *out = lua_touserdata(L, 1);
    const struct check_job *job = lua_host_of(L)->job;
    lua_source_load(L, job->name, job->lua, job->lua_len, 0);
    lua_call(L, 0, 1);
    lua_header_check(L);
    lua_raw_field(L, 2, "run");
    lua_header_inputs(L);
    lua_call(L, 1, LUA_MULTRET);
    lua_header_gives(L, 2, 3);
    lua_result_take(L, 3, out);
    return 0;
}

/* What went wrong, from the error at the top of the stack. Runs no Lua: it may be anything. */
static void tell_error(struct lua_host *h, int status, const char *name, struct text *why)
{
    if (status == LUA_YIELD) {
        text_add(why, text_get(&h->why));
    } else if (status == LUA_ERRMEM) {
        text_format(why, "%s: it needs more than %u MiB of memory", name, LUA_HOST_MEMORY >> 20);
    } else if (lua_type(h->L, -1) == LUA_TSTRING) {
        size_t len;
        const char *message = lua_tolstring(h->L, -1, &len);
        text_add_n(why, message, len < LUA_TEXT_MAX ? len : LUA_TEXT_MAX);
    } else {
        text_format(why, "%s: it raised an error that is no text (%s)", name,
                    luaL_typename(h->L, -1));
    }
}

static void add_printed(struct lua_host *h, struct job_result *out)
{
    if (!out->evidence && h->printed.len)
        out->evidence = mem_text(text_trim(h->printed.at));
}

void lua_host_check(struct lua_host *h, const struct world *outside, const struct check_job *job,
                    struct job_result *out)
{
    struct text why = {0};
    assert(!h->job);
    h->world = outside;
    h->job = job;
    out->outcome = CHECK_CANNOT;
    out->answer = out->evidence = out->value = out->why = NULL;
    start_clock(h);
    int status = call(h, job->inline_body ? run_inline : run_file, out);
    if (status != LUA_OK) {
        free(out->answer);
        out->answer = NULL;
        out->outcome = CHECK_CANNOT;
        tell_error(h, status, job->name, &why);
        free(out->why);
        out->why = text_take(&why);
    }
    add_printed(h, out);
}

struct header_job {
    const char *name;
    const char *lua;
    size_t len;
    struct text *json;
};

static int read_header(lua_State *L)
{
    struct header_job *job = lua_touserdata(L, 1);
    lua_source_load(L, job->name, job->lua, job->len, 0);
    lua_call(L, 0, 1);
    lua_header_check(L);
    lua_header_json(L, job->json);
    return 0;
}

static bool look(struct lua_host *h, lua_CFunction how, void *what, const char *name,
                 struct text *why)
{
    struct check_job job = {.name = name, .timeout_ms = 1000};
    assert(!h->job);
    h->job = &job;
    start_clock(h);
    int status = call(h, how, what);
    h->job = NULL;
    if (status != LUA_OK)
        tell_error(h, status, name, why);
    return status == LUA_OK;
}

bool lua_host_header(struct lua_host *h, const char *name, const char *lua, size_t len,
                     struct text *json, struct text *why)
{
    struct header_job header = {name, lua, len, json};
    return look(h, read_header, &header, name, why);
}

static int compile(lua_State *L)
{
    const struct lua_piece *p = lua_touserdata(L, 1);
    lua_source_load(L, p->name, p->lua, p->len, p->first_line - 1);
    return 0;
}

bool lua_host_compile(struct lua_host *h, const struct lua_piece *piece, struct text *why)
{
    struct lua_piece copy = *piece;
    return look(h, compile, &copy, piece->name, why);
}
