#ifndef RULEOUT_BOOK_LUA_WORDS_H
#define RULEOUT_BOOK_LUA_WORDS_H

/*
 * lua_words: Lua code as words, without comments.
 *
 * Enough to see which functions are called with which literal; what it means is Lua's business.
 */
#include <stdbool.h>
#include <stddef.h>

enum lua_word_kind {
    LUA_WORD_END,
    LUA_WORD_NAME,  /* also a key word */
    LUA_WORD_TEXT,  /* `at` is what stands between its quotes or brackets */
    LUA_WORD_OTHER, /* a sign, or a digit */
    LUA_WORD_OPEN   /* a text that is never closed: nothing follows */
};

struct lua_word {
    enum lua_word_kind kind;
    const char *at;
    size_t len;
    bool plain; /* of a text: there is no backslash in it, so it is what is written */
};

/* The word at `*code`, which goes behind it. */
struct lua_word lua_word_next(const char **code);

bool lua_word_is(const struct lua_word *w, const char *name_or_sign);

#endif
