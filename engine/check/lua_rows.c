#include "check/lua_rows.h"

#include <string.h>

struct rows {
    enum rows_format format;
    const char *at, *end;
    struct text *field; /* the host's `out`, which it hangs on */
    bool quoted, is_null;
};

enum field_end { FIELD_NEXT, FIELD_LAST, FIELD_CUT };

/* Where the field ends and what comes then; FIELD_CUT where no line end follows. */
static enum field_end pass_mark(struct rows *r, char comma)
{
    if (r->at < r->end && *r->at == '\r')
        r->at++;
    if (r->at == r->end)
        return FIELD_CUT;
    return *r->at++ == comma ? FIELD_NEXT : FIELD_LAST;
}

static enum field_end read_csv(struct rows *r)
{
    r->quoted = r->at < r->end && *r->at == '"';
    r->at += r->quoted;
    for (; r->at < r->end; r->at++) {
        if (r->quoted && *r->at == '"') {
            if (r->end - r->at < 2 || r->at[1] != '"')
                break;
            r->at++;
        } else if (!r->quoted && strchr(",\r\n", *r->at)) {
            break;
        }
        text_add_char(r->field, *r->at);
    }
    r->at += r->quoted && r->at < r->end;
    r->is_null = !r->quoted && strcmp(text_get(r->field), "\\N") == 0;
    return pass_mark(r, ',');
}

static enum field_end read_tabs(struct rows *r)
{
    for (; r->at < r->end && *r->at != '\t' && *r->at != '\n'; r->at++) {
        if (*r->at != '\\' || r->end - r->at < 2) {
            text_add_char(r->field, *r->at);
            continue;
        }
        char c = *++r->at;
        text_add_char(r->field, c == 'n' ? '\n' : c == 't' ? '\t' : c == '0' ? '\0' : c);
    }
    r->is_null = strcmp(text_get(r->field), "NULL") == 0;
    return pass_mark(r, '\t');
}

static enum field_end read_field(struct rows *r)
{
    text_clear(r->field);
    return r->format == ROWS_CSV ? read_csv(r) : read_tabs(r);
}

/* Pushes the list of the columns' names. False: there are none, or one comes twice. */
static bool push_columns(lua_State *L, struct rows *r, struct text *why)
{
    enum field_end end = FIELD_NEXT;
    lua_newtable(L);
    lua_newtable(L); /* those that were seen */
    for (lua_Integer n = 1; end == FIELD_NEXT && r->at < r->end; n++) {
        end = read_field(r);
        lua_pushlstring(L, text_get(r->field), r->field->len);
        lua_pushvalue(L, -1);
        if (lua_rawget(L, -3) != LUA_TNIL) {
            text_format(why, "two columns have the name %s: name them with AS", r->field->at);
            return false;
        }
        lua_pop(L, 1);
        lua_pushvalue(L, -1);
        lua_rawseti(L, -4, n);
        lua_pushboolean(L, 1);
        lua_rawset(L, -3);
    }
    lua_pop(L, 1);
    return true;
}

/* Pushes one row; false, with nothing pushed, where it was cut. `why` where it does not fit. */
static bool push_row(lua_State *L, struct rows *r, int columns, struct text *why)
{
    enum field_end end = FIELD_NEXT;
    lua_Integer n = 0, want = (lua_Integer)lua_rawlen(L, columns);
    lua_createtable(L, 0, (int)want);
    while (end == FIELD_NEXT && n < want) {
        end = read_field(r);
        if (end == FIELD_CUT)
            break;
        lua_rawgeti(L, columns, ++n);
        lua_pushlstring(L, text_get(r->field), r->field->len);
        if (r->is_null)
            lua_pop(L, 2);
        else
            lua_rawset(L, -3);
    }
    if (end == FIELD_LAST && n == want)
        return true;
    if (end != FIELD_CUT)
        text_add(why, "what was printed is no table: a row has another number of columns");
    lua_pop(L, 1);
    return false;
}

bool lua_rows_push(lua_State *L, enum rows_format format, const struct text *printed, bool cut,
                   size_t most, struct text *why)
{
    struct rows r = {.format = format, .field = &lua_host_of(L)->out};
    size_t count = 0;
    r.at = text_get(printed);
    r.end = r.at + printed->len;
    lua_newtable(L);
    int list = lua_gettop(L);
    if (!push_columns(L, &r, why))
        return false;
    while (count < most && r.at < r.end && push_row(L, &r, list + 1, why))
        lua_rawseti(L, list, (lua_Integer)++count);
    lua_setfield(L, list, "columns");
    lua_pushboolean(L, cut || r.at < r.end);
    lua_setfield(L, list, "cut");
    return why->len == 0;
}
