#ifndef RULEOUT_TESTS_LUA_CHECKS_HELP_H
#define RULEOUT_TESTS_LUA_CHECKS_HELP_H

/*
 * lua_checks_help: the checks that ship, each in a written world.
 */
#include <fcntl.h>

#include "lua_help.h"
#include "suite.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* One case. Its own part of the world, where it has one, takes the place of the shared one. */
struct check_row {
    const char *check;
    struct pair inputs[5]; /* until a name is NULL */
    const char *want;
    bool several; /* the step is of type many */
    struct fake_row runs[5], files[2], folders[2], responses[2], facts[5];
};

static inline char *read_check(const char *name)
{
    struct text path = {0}, t = {0};
    char piece[4096];
    text_format(&path, "scripts/checks/%s.lua", name);
    int fd = open(path.at, O_RDONLY | O_CLOEXEC);
    for (ssize_t n; fd >= 0 && (n = read(fd, piece, sizeof piece)) > 0;)
        text_add_n(&t, piece, (size_t)n);
    if (fd >= 0)
        close(fd);
    text_release(&path);
    return text_take(&t);
}

static inline bool silent_http(void *self, const struct world_request *what,
                               struct world_response *out, struct text *why)
{
    if (strcmp(what->url, "http://down/") != 0)
        return fake_http(self, what, out, why);
    text_add(why, "no answer: Connection refused");
    return false;
}

/* A fact without a value is about something that is not there. */
static inline bool missing_host(void *self, const char *what, const char *about, struct text *json,
                                struct text *why)
{
    struct fake *f = self;
    struct text key = {0};
    text_format(&key, "%s %s", what, about);
    const struct fake_row *row = fake_find(f->facts, key.at, why);
    text_release(&key);
    if (row && row->value) {
        text_add(json, row->value);
        return true;
    }
    if (row)
        text_format(why, "\"%s\": No such file or directory", about);
    return false;
}

static inline const struct fake_row *either(const struct fake_row *own,
                                            const struct fake_row *shared)
{
    return own->key ? own : shared;
}

static inline void check_rows_hold(const struct check_row *rows, size_t count,
                                   const struct fake *shared)
{
    for (size_t i = 0; i < count; i++) {
        const struct check_row *row = &rows[i];
        struct fake f = {.runs = either(row->runs, shared->runs),
                         .files = either(row->files, shared->files),
                         .folders = either(row->folders, shared->folders),
                         .responses = either(row->responses, shared->responses),
                         .facts = either(row->facts, shared->facts)};
        struct world w = fake_world(&f);
        w.http = silent_http;
        w.host = missing_host;
        char *lua = read_check(row->check);
        size_t inputs = 0;
        while (inputs < COUNT(row->inputs) && row->inputs[inputs].name)
            inputs++;
        struct check_job job = {.name = row->check,
                                .lua = lua,
                                .lua_len = strlen(lua),
                                .inputs = row->inputs,
                                .input_count = inputs,
                                .several = row->several,
                                .timeout_ms = 10000};
        char *got = lua_outcome_in(&w, &job);
        if (!suite_check_text(got, row->want, row->check, __FILE__, __LINE__))
            printf("  in row %zu\n", i);
        free(got);
        free(lua);
        text_release(&f.asked);
    }
}

/* The same, where each row brings all that is there. */
static inline void check_rows_hold_alone(const struct check_row *rows, size_t count)
{
    static const struct fake_row none[] = {{NULL}};
    const struct fake nothing = {none, none, none, none, none, NULL, {0}};
    check_rows_hold(rows, count, &nothing);
}

#endif
