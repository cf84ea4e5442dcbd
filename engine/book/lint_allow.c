#include "book/lint_inside.h"
#include "book/lua_words.h"
#include "book/yaml.h"

/*
 * Commands of inline Lua that `allow` does not list: those whose first words are written out, as in
 * run("df", "-P", path). A command that is worked out is not looked at.
 */

#define WORDS_MAX 16

struct run_call {
    struct lua_word words[WORDS_MAX];
    size_t count;
    bool whole; /* there is nothing behind them */
};

/* `run(...)` or `run{...}`: the words that are literal, up to the first that is not. */
static bool read_call(const char *code, struct run_call *out)
{
    struct lua_word w = lua_word_next(&code);
    bool paren = lua_word_is(&w, "(");
    *out = (struct run_call){.count = 0};
    if (w.kind == LUA_WORD_TEXT) {
        out->words[out->count++] = w;
        out->whole = true;
        return w.plain;
    }
    if (!paren && !lua_word_is(&w, "{"))
        return false;
    w = lua_word_next(&code);
    if (paren && lua_word_is(&w, "{"))
        w = lua_word_next(&code);
    while (w.kind == LUA_WORD_TEXT && w.plain && out->count < WORDS_MAX) {
        struct lua_word text = w;
        w = lua_word_next(&code);
        bool ends = lua_word_is(&w, ")") || lua_word_is(&w, "}");
        if (!ends && !lua_word_is(&w, ",") && !lua_word_is(&w, ";"))
            break; /* the text is a part of something */
        out->words[out->count++] = text;
        out->whole = ends;
        if (ends)
            break;
        w = lua_word_next(&code);
    }
    return out->count > 0;
}

/* Whether it may begin as the entry does: where the literal words end, the rest is not known. */
static bool may_begin(const struct run_call *c, const char *entry)
{
    for (size_t i = 0; *entry; i++) {
        size_t len = strcspn(entry, " ");
        if (i == c->count)
            return !c->whole;
        if (c->words[i].len != len || memcmp(c->words[i].at, entry, len) != 0)
            return false;
        entry += len + (entry[len] == ' ');
    }
    return true;
}

static bool may_be_allowed(const struct book *b, const struct run_call *c)
{
    for (size_t i = 0; i < b->allow.run_count; i++)
        if (may_begin(c, b->allow.run[i].text))
            return true;
    return false;
}

static void say(struct lint *l, const struct check *check, const struct run_call *c)
{
    struct text command = {0};
    const struct lua_word *first = &c->words[0];
    for (size_t i = 0; i < c->count; i++) {
        text_add(&command, i ? " " : "");
        text_add_n(&command, c->words[i].at, c->words[i].len);
    }
    struct span span = yaml_within(l->book->source, check->span, check->lua,
                                   (size_t)(first->at - check->lua), first->len);
    struct diag *d = lint_say(l, RB_OUTSIDE_ALLOW, span, "\"allow\" does not list \"%s\"%s",
                              text_get(&command), c->whole ? "" : " ...");
    if (strcspn(text_get(&command), " \t") < first->len)
        complain_hint(d, "the words of a command are passed one by one: run(\"git\", \"log\")");
    else
        complain_hint(d, "add the command's first words: allow: {run: [%.*s]}", (int)first->len,
                      first->at);
    text_release(&command);
}

static void look(struct lint *l, const struct check *check)
{
    const char *code = check->lua;
    bool field = false;
    for (;;) {
        struct lua_word w = lua_word_next(&code);
        struct run_call c;
        if (w.kind == LUA_WORD_END || w.kind == LUA_WORD_OPEN)
            return;
        if (!field && lua_word_is(&w, "run") && read_call(code, &c) && !may_be_allowed(l->book, &c))
            say(l, check, &c);
        field = lua_word_is(&w, ".") || lua_word_is(&w, ":") || lua_word_is(&w, "function");
    }
}

void lint_allow(struct lint *l)
{
    const struct book *b = l->book;
    for (size_t i = 0; i < b->step_count; i++)
        if (b->steps[i].check && b->steps[i].check->lua)
            look(l, b->steps[i].check);
    for (size_t i = 0; i < b->verify_count; i++)
        if (b->verifies[i].check.lua)
            look(l, &b->verifies[i].check);
}
