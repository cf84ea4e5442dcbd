#include <string.h>

#include "book/load.h"
#include "book/lua_reads.h"

static bool is_literal_block(const struct load *l, const struct node *n)
{
    const struct source *s = l->r.to.source;
    return !n->plain && n->span.at < s->len && s->bytes[n->span.at] == '|';
}

/* Lines are counted on from the place before: a runbook may hold thousands of checks. */
static unsigned line_of(struct load *l, size_t at)
{
    const char *bytes = l->r.to.source->bytes;
    if (at < l->seen.at || !l->seen.line)
        l->seen = (struct place_seen){0, 1};
    for (const char *lf; (lf = memchr(bytes + l->seen.at, '\n', at - l->seen.at));) {
        l->seen.at = (size_t)(lf - bytes) + 1;
        l->seen.line++;
    }
    return l->seen.line;
}

/* `answer("id")`: marks the step, and warns where there is none. */
static void refer_to(struct load *l, const struct node *n, const struct lua_read *id)
{
    const struct ids *steps = &l->ids[ID_STEP];
    int i = names_get(steps->names, id->at, id->len);
    if (i >= 0) {
        l->steps[i].referred = true;
        return;
    }
    if (complaints_warned_enough(&l->r.to))
        return;
    struct span span =
        yaml_within(l->r.to.source, n->span, n->text, (size_t)(id->at - n->text), id->len);
    const char *word = arena_text_n(l->scratch, id->at, id->len);
    struct diag *d = reader_warning(&l->r, RB_UNKNOWN_STEP, span, "unknown step \"%s\"", word);
    if (!complain_nearest(d, word, steps->at, steps->count))
        complain_hint(d, "answer() takes the id of a step; inputs are in the table input");
}

static void use_all_inputs(struct load *l)
{
    for (size_t i = 0; i < l->ids[ID_INPUT].count; i++)
        l->inputs[i].used = true;
}

static void use_input(struct load *l, const struct lua_read *name)
{
    int i = names_get(l->ids[ID_INPUT].names, name->at, name->len);
    if (i >= 0)
        l->inputs[i].used = true;
}

/* Inline Lua reads answers with answer("step"), and a step that something reads must be asked. */
static void find_names(struct load *l, const struct node *n)
{
    const char *code = n->text;
    bool field = false;
    struct lua_read r;
    while (lua_reads_next(&code, &field, &r)) {
        if (r.kind == LUA_READS_ANSWER)
            refer_to(l, n, &r);
        else if (r.kind == LUA_READS_ANSWERS)
            l->all_referred = true;
        else if (r.kind == LUA_READS_INPUT)
            use_input(l, &r);
        else if (r.kind == LUA_READS_INPUTS)
            use_all_inputs(l);
    }
}

void load_lua(struct load *l, struct check *c, const struct node *key, const struct node *with)
{
    const struct node *n = key->value;
    c->lua = n->text;
    c->span = n->span;
    if (is_literal_block(l, n))
        c->lua_line = (int)line_of(l, n->span.at) + 1;
    else
        complain_hint(reader_warning(&l->r, RB_LUA_WITHOUT_LINES, key->span,
                                     "Lua that is no literal block: its messages can name no line"),
                      "write lua: | and the code on the lines below");
    find_names(l, n);
    if (with)
        complain_hint(
            reader_error(&l->r, RB_NEEDLESS_KEY, with->span,
                         "\"with\" means nothing beside \"lua\""),
            "Lua written here sees the inputs as input.NAME and answers as answer(\"step\")");
}
