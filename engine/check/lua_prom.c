#include "check/lua_prom.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BODY_MAX (4u << 20)
#define GET_MAX 2000 /* bytes of a form that goes into an address */
#define SAID_MAX 500 /* bytes of Prometheus' own words */

void lua_prom_add(struct text *form, const char *name, const char *value)
{
    static const char plain[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.~";
    text_format(form, "%s%s=", form->len ? "&" : "", name);
    for (; *value; value++)
        if (strchr(plain, *value))
            text_add_char(form, *value);
        else
            text_format(form, "%%%02X", (unsigned char)*value);
}

/* What it says itself, as in {"status":"error","errorType":"bad_data","error":"parse error"}. */
static void tell_error(struct lua_host *h, const char *url)
{
    int status = h->response.status;
    const char *said = jval_text(jval_get(h->json, "error"), &(size_t){0});
    if (said)
        text_format(&h->why, "Prometheus answers %d: %.*s", status, SAID_MAX, said);
    else if (status / 100 != 2)
        text_format(&h->why, "%s answers %d", url, status);
    else
        text_format(&h->why, "%s does not answer as Prometheus does", url);
}

/* Whether the response is JSON that says success; it is then the host's `json`. */
static const struct jval *read_answer(struct lua_host *h, const char *url)
{
    size_t len;
    struct text why = {0};
    jval_free(h->json);
    h->json = NULL;
    if (h->response.cut) {
        text_add(&h->why, "the answer is larger than 4 MiB: ask for fewer series, or with a "
                          "larger step");
        return NULL;
    }
    h->json = jval_read(text_get(&h->response.body), h->response.body.len, &why);
    if (!h->json && h->response.body.len > (1u << 20))
        text_format(&h->why, "%s: %s", url, why.at);
    text_release(&why);
    if (h->why.len)
        return NULL;
    const struct jval *data = jval_get(h->json, "data");
    const char *state = jval_text(jval_get(h->json, "status"), &len);
    if (h->response.status / 100 == 2 && state && strcmp(state, "success") == 0 && data)
        return data;
    tell_error(h, url);
    return NULL;
}

const struct jval *lua_prom_ask(lua_State *L, const char *function, const char *path)
{
    static const char form_type[] = "Content-Type: application/x-www-form-urlencoded";
    struct lua_host *h = lua_host_of(L);
    struct world_request what = {.method = "GET", .body_max = BODY_MAX};
    const char *base = lua_ask_needed(L, function, "url"), *form = text_get(&h->out);
    if (base[strcspn(base, "?#\r\n")])
        luaL_error(L, "%s: url \"%s\" must end before /api/v1", function, base);
    size_t len = strlen(base);
    while (len && base[len - 1] == '/')
        len--;
    what.timeout_ms = lua_api_timeout_ms(L, 1, function);
    lua_pushlstring(L, base, len);
    const char *url = lua_pushfstring(L, "%s/api/v1/%s", lua_tostring(L, -1), path);
    if (h->out.len > GET_MAX) {
        what.method = "POST";
        what.body = form;
        what.body_len = h->out.len;
    } else if (h->out.len) {
        url = lua_pushfstring(L, "%s?%s", url, form);
    }
    what.url = url;
    what.headers = lua_ask_headers(L, 1, what.body ? form_type : NULL);
    return lua_ask_http(h, &what) ? read_answer(h, base) : NULL;
}

/* A number that can be reckoned with: Prometheus writes NaN and +Inf too. */
static bool is_finite(const struct jval *value, double *out)
{
    size_t len;
    char *end;
    const char *text = jval_text(value, &len);
    if (!text || !len)
        return false;
    *out = strtod(text, &end);
    return *end == '\0' && isfinite(*out);
}

static void push_number(lua_State *L, double d)
{
    lua_Integer whole;
    if (lua_numbertointeger(d, &whole) && (double)whole == d && fabs(d) < 1e15)
        lua_pushinteger(L, whole);
    else
        lua_pushnumber(L, d);
}

/* Sets `time` and `value` of the table at the top from [1757845200.5, "1"]. False: no number. */
static bool put_pair(lua_State *L, const struct jval *pair)
{
    double value;
    if (!is_finite(jval_at(pair, 1), &value))
        return false;
    push_number(L, jval_number(jval_at(pair, 0)));
    lua_setfield(L, -2, "time");
    push_number(L, value);
    lua_setfield(L, -2, "value");
    return true;
}

static bool is_kind(const struct jval *j, enum jval_kind kind)
{
    return j && jval_kind(j) == kind;
}

static void put_labels(lua_State *L, const struct jval *item)
{
    const struct jval *labels = jval_get(item, "metric");
    if (is_kind(labels, JVAL_OBJECT))
        lua_json_push(L, labels);
    else
        lua_newtable(L);
    lua_setfield(L, -2, "labels");
}

/* The one result of a query that gives a scalar or a string. */
static size_t put_single(lua_State *L, const struct jval *pair, bool text)
{
    size_t len;
    lua_createtable(L, 0, 3);
    put_labels(L, NULL);
    bool usable = text || put_pair(L, pair);
    if (text) {
        const char *said = jval_text(jval_at(pair, 1), &len);
        lua_pushlstring(L, said ? said : "", said ? len : 0);
        lua_setfield(L, -2, "value");
        push_number(L, jval_number(jval_at(pair, 0)));
        lua_setfield(L, -2, "time");
    }
    if (usable)
        lua_rawseti(L, -2, 1);
    else
        lua_pop(L, 1);
    return !usable;
}

static size_t put_vector(lua_State *L, const struct jval *items)
{
    size_t left_out = 0;
    for (size_t i = 0; i < jval_count(items); i++) {
        const struct jval *item = jval_at(items, i), *pair = jval_get(item, "value");
        lua_createtable(L, 0, 3);
        if (is_kind(pair, JVAL_ARRAY) && put_pair(L, pair)) {
            put_labels(L, item);
            lua_rawseti(L, -2, (lua_Integer)(i + 1 - left_out));
        } else {
            lua_pop(L, 1);
            left_out++;
        }
    }
    return left_out;
}

/* The points of one series, in the table at the top. Returns how many are no numbers. */
static size_t put_points(lua_State *L, const struct jval *pairs)
{
    size_t left_out = 0, count = is_kind(pairs, JVAL_ARRAY) ? jval_count(pairs) : 0;
    lua_createtable(L, (int)count, 0);
    for (size_t i = 0; i < count; i++) {
        lua_createtable(L, 0, 2);
        if (is_kind(jval_at(pairs, i), JVAL_ARRAY) && put_pair(L, jval_at(pairs, i))) {
            lua_rawseti(L, -2, (lua_Integer)(i + 1 - left_out));
        } else {
            lua_pop(L, 1);
            left_out++;
        }
    }
    lua_setfield(L, -2, "points");
    return left_out;
}

static void put_matrix(lua_State *L, const struct jval *items)
{
    for (size_t i = 0; i < jval_count(items); i++) {
        const struct jval *item = jval_at(items, i), *native = jval_get(item, "histograms");
        lua_createtable(L, 0, 3);
        put_labels(L, item);
        size_t left_out = put_points(L, jval_get(item, "values"));
        if (is_kind(native, JVAL_ARRAY))
            left_out += jval_count(native);
        lua_ask_put_number(L, "left_out", (lua_Integer)left_out);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

/* "vector", "matrix", "scalar" or "string", and what there is of it. */
static const char *result_type(struct lua_host *h, const struct jval *data,
                               const struct jval **items)
{
    const char *type =
        is_kind(data, JVAL_OBJECT) ? jval_text(jval_get(data, "resultType"), &(size_t){0}) : NULL;
    *items = type ? jval_get(data, "result") : NULL;
    if (is_kind(*items, JVAL_ARRAY))
        return type;
    text_add(&h->why, "the answer has no result as Prometheus gives one");
    return NULL;
}

bool lua_prom_push_values(lua_State *L, struct lua_host *h, const struct jval *data)
{
    const struct jval *items;
    const char *type = result_type(h, data, &items);
    size_t left_out = 0;
    if (!type)
        return false;
    lua_newtable(L);
    if (strcmp(type, "vector") == 0) {
        left_out = put_vector(L, items);
    } else if (strcmp(type, "scalar") == 0 || strcmp(type, "string") == 0) {
        left_out = put_single(L, items, strcmp(type, "string") == 0);
    } else {
        text_format(&h->why,
                    "the query gives a %.40s: ask for it by prom.range, or without a "
                    "span in brackets",
                    type);
        return false;
    }
    lua_ask_put_number(L, "left_out", (lua_Integer)left_out);
    return true;
}

bool lua_prom_push_series(lua_State *L, struct lua_host *h, const struct jval *data)
{
    const struct jval *items;
    const char *type = result_type(h, data, &items);
    if (type && strcmp(type, "matrix") != 0)
        text_format(&h->why, "the query gives a %.40s, which is no series", type);
    if (h->why.len)
        return false;
    lua_newtable(L);
    put_matrix(L, items);
    return true;
}

void lua_prom_put_warnings(lua_State *L, const struct jval *answer)
{
    static const char *const keys[] = {"warnings", "infos"};
    lua_Integer count = 0;
    lua_newtable(L);
    for (size_t k = 0; k < 2; k++) {
        const struct jval *said = jval_get(answer, keys[k]);
        for (size_t i = 0; is_kind(said, JVAL_ARRAY) && i < jval_count(said); i++) {
            size_t len;
            const char *text = jval_text(jval_at(said, i), &len);
            if (!text)
                continue;
            lua_pushlstring(L, text, len);
            lua_rawseti(L, -2, ++count);
        }
    }
    if (count)
        lua_setfield(L, -2, "warnings");
    else
        lua_pop(L, 1);
}
