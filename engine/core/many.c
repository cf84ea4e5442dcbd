#include "core/many.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"

void many_write(const char *const *keys, size_t count, struct text *out)
{
    struct jval *list = jval_array();
    for (size_t i = 0; i < count; i++)
        jval_add_text(list, keys[i]);
    char *written = jval_write(list, JSON_LINE);
    text_add(out, written);
    free(written);
    jval_free(list);
}

static const char *text_of(struct arena *a, const struct jval *item)
{
    size_t len;
    if (jval_kind(item) == JVAL_INT)
        return arena_format(a, "%lld", (long long)jval_int(item));
    const char *text = jval_text(item, &len);
    return text && strlen(text) == len ? arena_text(a, text) : NULL;
}

const char *const *many_read(struct arena *a, const char *value, size_t *count)
{
    struct text why = {0};
    struct jval *list = *value == '[' ? jval_read(value, strlen(value), &why) : NULL;
    bool ok = list && jval_kind(list) == JVAL_ARRAY;
    *count = ok ? jval_count(list) : 0;
    const char **texts = arena_alloc(a, (*count + 1) * sizeof *texts);
    for (size_t i = 0; ok && i < *count; i++)
        ok = (texts[i] = text_of(a, jval_at(list, i)));
    jval_free(list);
    text_release(&why);
    return ok ? texts : NULL;
}

static bool among(const char *const *texts, size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(texts[i], text) == 0)
            return true;
    return false;
}

/* The answers of the step that the value names, in written order. */
static const struct answer **answers_of(struct arena *a, const struct step *step, const char *value,
                                        size_t *count)
{
    size_t said;
    const char *const *keys = many_read(a, value, &said);
    const struct answer **list = arena_alloc(a, (step->answer_count + 1) * sizeof *list);
    *count = 0;
    for (size_t i = 0; keys && i < step->answer_count; i++)
        if (among(keys, said, step->answers[i].key))
            list[(*count)++] = &step->answers[i];
    return list;
}

static void add_labels(const struct answer *const *list, size_t count, struct text *out)
{
    for (size_t i = 0; i < count; i++)
        text_format(out, "%s%s", i ? ", " : "", list[i]->label);
}

void many_given(struct arena *a, const struct step *step, struct given *g)
{
    struct text labels = {0};
    const struct answer **list = answers_of(a, step, g->value, &g->several_count);
    g->several = list;
    for (size_t i = 0; i < g->several_count; i++)
        if (i == 0 || (list[i]->leads && !g->answer->leads))
            g->answer = list[i];
    add_labels(list, g->several_count, &labels);
    if (g->several_count)
        g->shown = arena_text(a, text_get(&labels));
    text_release(&labels);
}

void many_show(const struct step *step, const char *value, struct text *out)
{
    struct arena *a = arena_new();
    size_t count = 0;
    const struct answer **list =
        step->type == TYPE_MANY ? answers_of(a, step, value, &count) : NULL;
    if (count)
        add_labels(list, count, out);
    else
        text_add(out, value);
    arena_free(a);
}

size_t given_answers(const struct given *g)
{
    return g->several ? g->several_count : g->answer != NULL;
}

const struct answer *given_answer(const struct given *g, size_t i)
{
    return g->several ? g->several[i] : g->answer;
}

bool given_has(const struct given *g, const char *key)
{
    for (size_t i = 0; i < given_answers(g); i++)
        if (strcmp(given_answer(g, i)->key, key) == 0)
            return true;
    return false;
}

int given_action(const struct given *g)
{
    for (size_t i = 0; i < given_answers(g); i++)
        if (given_answer(g, i)->action >= 0)
            return given_answer(g, i)->action;
    return -1;
}

const struct call *given_call(const struct given *g)
{
    for (size_t i = 0; i < given_answers(g); i++)
        if (given_answer(g, i)->call)
            return given_answer(g, i)->call;
    return NULL;
}
