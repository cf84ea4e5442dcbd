#include "book/lua_reads.h"

#include "book/lua_words.h"

/* What stands behind the name `answer`. */
static struct lua_read of_answer(const char *code)
{
    struct lua_word w = lua_word_next(&code);
    bool called = lua_word_is(&w, "(");
    if (called)
        w = lua_word_next(&code);
    struct lua_word behind = lua_word_next(&code);
    if (w.kind == LUA_WORD_TEXT && w.plain && (!called || lua_word_is(&behind, ")")))
        return (struct lua_read){LUA_READS_ANSWER, w.at, w.len};
    if (called || w.kind == LUA_WORD_TEXT || w.kind == LUA_WORD_OPEN)
        return (struct lua_read){.kind = LUA_READS_ANSWERS};
    return (struct lua_read){.kind = LUA_READS_ANSWER_AS};
}

/* What stands behind the name `input`. */
static struct lua_read of_input(const char *code)
{
    struct lua_word sign = lua_word_next(&code), name = lua_word_next(&code);
    bool point = lua_word_is(&sign, ".") && name.kind == LUA_WORD_NAME;
    bool bracket = lua_word_is(&sign, "[") && name.kind == LUA_WORD_TEXT && name.plain;
    if (point || bracket)
        return (struct lua_read){LUA_READS_INPUT, name.at, name.len};
    return (struct lua_read){.kind = LUA_READS_INPUTS};
}

bool lua_reads_next(const char **code, bool *field, struct lua_read *out)
{
    for (;;) {
        struct lua_word w = lua_word_next(code);
        if (w.kind == LUA_WORD_END || w.kind == LUA_WORD_OPEN)
            return false;
        bool answer = !*field && lua_word_is(&w, "answer");
        bool input = !*field && lua_word_is(&w, "input");
        *field = lua_word_is(&w, ".") || lua_word_is(&w, ":");
        if (answer || input) {
            *out = answer ? of_answer(*code) : of_input(*code);
            return true;
        }
    }
}
