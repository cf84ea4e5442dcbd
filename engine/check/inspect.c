#include "check/inspect.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "check/lua_host.h"
#include "check/pack.h"

#define TOLD_ENOUGH \
    (64u << 10) /* bytes; what one more can add keeps it below what a keeper takes */

void inspect_pack(struct text *t, const struct lua_piece *pieces, size_t count)
{
    pack_int(t, (int64_t)count);
    for (size_t i = 0; i < count; i++) {
        pack_text(t, pieces[i].name);
        pack_bytes(t, pieces[i].lua, pieces[i].len);
        pack_int(t, pieces[i].inline_body);
        pack_int(t, pieces[i].first_line);
    }
}

/* NULL where Lua cannot be had. What is only compiled leaves nothing behind, and shares a state. */
static struct jval *look(const struct lua_piece *p, struct lua_host **compiler)
{
    if (p->inline_body && !*compiler)
        *compiler = lua_host_new();
    struct lua_host *host = p->inline_body ? *compiler : lua_host_new();
    struct text header = {0}, why = {0};
    struct jval *told = host ? jval_object() : NULL;
    bool fits =
        host && (p->inline_body ? lua_host_compile(host, p, &why)
                                : lua_host_header(host, p->name, p->lua, p->len, &header, &why));
    if (told)
        jval_put_text(told, fits ? "header" : "why", text_get(fits ? &header : &why));
    text_release(&header);
    text_release(&why);
    if (!p->inline_body)
        lua_host_free(host);
    return told;
}

static bool unpack_piece(struct unpack *u, struct lua_piece *p)
{
    p->name = unpack_text(u);
    p->lua = unpack_bytes(u, &p->len);
    p->inline_body = unpack_int(u) != 0;
    p->first_line = (int)unpack_int(u);
    return !u->bad && p->name && p->lua;
}

bool inspect_run(const char *packed, size_t len, struct text *told)
{
    struct unpack u = {packed, len, false};
    struct lua_piece p;
    struct lua_host *compiler = NULL;
    bool ok = true;
    int64_t count = unpack_int(&u);
    text_add_char(told, '[');
    for (int64_t i = 0; i < count && ok && told->len < TOLD_ENOUGH; i++) {
        struct jval *one = unpack_piece(&u, &p) ? look(&p, &compiler) : NULL;
        char *written = one ? jval_write(one, JSON_LINE) : NULL;
        ok = written != NULL;
        text_add(told, i && ok ? "," : "");
        text_add(told, written);
        free(written);
        jval_free(one);
    }
    text_add_char(told, ']');
    lua_host_free(compiler);
    return ok && !u.bad;
}

static char *copy_of(const struct jval *one, const char *key)
{
    const char *text = jval_text(jval_get(one, key), NULL);
    return text ? mem_text(text) : NULL;
}

size_t inspect_read(const char *told, struct lua_seen *seen, size_t count)
{
    struct text why = {0};
    struct jval *list = jval_read(told, strlen(told), &why);
    size_t got = list ? jval_count(list) : 0;
    for (size_t i = 0; i < got && i < count; i++) {
        seen[i].header = copy_of(jval_at(list, i), "header");
        seen[i].why = copy_of(jval_at(list, i), "why");
    }
    jval_free(list);
    text_release(&why);
    return got < count ? got : count;
}

void lua_seen_release(struct lua_seen *seen)
{
    free(seen->header);
    free(seen->why);
    *seen = (struct lua_seen){0};
}
