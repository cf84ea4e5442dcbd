#include "check/lua_inside.h"

/* The text, with line ends before it where it began further down in its file. */
struct source_text {
    const char *text;
    size_t len;
    int lines_before;
};

static const char *read_source(lua_State *L, void *self, size_t *len)
{
    static const char lines[] = "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n";
    struct source_text *s = self;
    (void)L;
    if (s->lines_before > 0) {
        *len = sizeof lines - 1;
        if (*len > (size_t)s->lines_before)
            *len = (size_t)s->lines_before;
        s->lines_before -= (int)*len;
        return lines;
    }
    const char *text = s->text;
    *len = s->len;
    s->text = NULL;
    s->len = 0;
    return text;
}

void lua_source_load(lua_State *L, const char *name, const char *text, size_t len, int lines_before)
{
    struct source_text s = {text, len, lines_before};
    const char *chunk = lua_pushfstring(L, "=%s", name);
    if (lua_load(L, read_source, &s, chunk, "t") != LUA_OK)
        lua_error(L);
    lua_remove(L, -2);
}
