#include "book/lua_words.h"

#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* `[[` or `[==[` at `s`: how many signs; -1 where it is none. */
static int level_of(const char *s)
{
    int level = 0;
    while (*s == '[' && s[1 + level] == '=')
        level++;
    return *s == '[' && s[1 + level] == '[' ? level : -1;
}

/* The `]]` or `]==]` that closes it. */
static const char *long_end(const char *s, int level)
{
    for (; (s = strchr(s, ']')); s++) {
        int signs = 0;
        while (s[1 + signs] == '=')
            signs++;
        if (signs == level && s[1 + signs] == ']')
            return s;
    }
    return NULL;
}

static struct lua_word unclosed(const char **code)
{
    struct lua_word w = {LUA_WORD_OPEN, *code, strlen(*code), false};
    *code += w.len;
    return w;
}

static struct lua_word long_text(const char **code, int level)
{
    const char *start = *code + level + 2, *end = long_end(start, level);
    if (!end)
        return unclosed(code);
    *code = end + level + 2;
    return (struct lua_word){LUA_WORD_TEXT, start, (size_t)(end - start), true};
}

static struct lua_word quoted(const char **code)
{
    const char *start = *code + 1, *s = start;
    bool plain = true;
    for (; *s && *s != **code; s++)
        if (*s == '\\' && s[1]) {
            plain = false;
            s++;
        }
    if (!*s)
        return unclosed(code);
    *code = s + 1;
    return (struct lua_word){LUA_WORD_TEXT, start, (size_t)(s - start), plain};
}

static const char *over_comment(const char *s)
{
    int level = level_of(s + 2);
    const char *end = level >= 0 ? long_end(s + 4 + level, level) : strchr(s, '\n');
    if (!end)
        return s + strlen(s);
    return level >= 0 ? end + level + 2 : end;
}

static const char *over_blanks(const char *s)
{
    for (;;) {
        s += strspn(s, " \t\r\n\f\v");
        if (s[0] != '-' || s[1] != '-')
            return s;
        s = over_comment(s);
    }
}

struct lua_word lua_word_next(const char **code)
{
    const char *s = *code = over_blanks(*code);
    int level = level_of(s);
    if (!*s)
        return (struct lua_word){LUA_WORD_END, s, 0, false};
    if (level >= 0)
        return long_text(code, level);
    if (*s == '"' || *s == '\'')
        return quoted(code);
    if (!is_letter(*s)) {
        *code = s + 1;
        return (struct lua_word){LUA_WORD_OTHER, s, 1, false};
    }
    while (is_letter(**code) || is_digit(**code))
        ++*code;
    return (struct lua_word){LUA_WORD_NAME, s, (size_t)(*code - s), false};
}

bool lua_word_is(const struct lua_word *w, const char *name_or_sign)
{
    return (w->kind == LUA_WORD_NAME || w->kind == LUA_WORD_OTHER) &&
           strlen(name_or_sign) == w->len && memcmp(w->at, name_or_sign, w->len) == 0;
}
