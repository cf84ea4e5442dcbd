#ifndef RULEOUT_BOOK_LUA_READS_H
#define RULEOUT_BOOK_LUA_READS_H

/*
 * lua_reads: which answers and inputs inline Lua reads, from its words.
 *
 * The code is not parsed, so a name that it gives to something of its own is only one too many.
 */
#include <stdbool.h>
#include <stddef.h>

enum lua_read_kind {
    LUA_READS_ANSWER,    /* answer("step"): `at` is the step */
    LUA_READS_ANSWERS,   /* answer() of something that cannot be told */
    LUA_READS_ANSWER_AS, /* the word answer, not called: perhaps under another name, perhaps not */
    LUA_READS_INPUT,     /* input.name */
    LUA_READS_INPUTS     /* of inputs, it cannot be told which */
};

struct lua_read {
    enum lua_read_kind kind;
    const char *at; /* in the code */
    size_t len;
};

/* The next one. `*code` goes behind it; `*field`, false at first, is for the next call. False: no
 * more. */
bool lua_reads_next(const char **code, bool *field, struct lua_read *out);

#endif
