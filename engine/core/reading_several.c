#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "core/many.h"
#include "core/reading_inside.h"

/* The answers that were said so far. */
struct several {
    const struct question *q;
    struct arena *arena;
    bool *chosen; /* by option; the one behind the last is "unknown" */
    struct text *said;
};

static struct several several_new(const struct question *q, struct text *said)
{
    struct several v = {.q = q, .arena = arena_new(), .said = said};
    v.chosen = arena_alloc(v.arena, q->option_count + 1);
    return v;
}

static void choose(struct several *v, const char *key)
{
    size_t i = 0;
    while (i < v->q->option_count && strcmp(v->q->options[i].key, key) != 0)
        i++;
    v->chosen[i] = true;
}

/* One answer as a line of its own. */
static bool take(struct several *v, const char *line)
{
    text_clear(v->said);
    if (reading_choice(v->q, line, v->said) != READING_OK)
        return false;
    choose(v, text_get(v->said));
    return true;
}

static bool ends_part(const char *s)
{
    size_t blanks = strspn(s, " \t");
    return s[blanks] == ',' || !s[blanks];
}

/* How long the text of an option is that stands whole at `s`, commas and all; 0 where none does. */
static size_t whole_option(const struct question *q, const char *s)
{
    size_t longest = 0;
    for (size_t i = 0; i < q->option_count; i++) {
        const char *texts[] = {q->options[i].key, q->options[i].label};
        for (size_t k = 0; k < 2; k++) {
            size_t len = strlen(texts[k]);
            if (len > longest && strncasecmp(s, texts[k], len) == 0 && ends_part(s + len))
                longest = len;
        }
    }
    return longest;
}

/* Not longer than the longest of them. */
static bool may_begin_option(const struct question *q, const char *s)
{
    size_t longest = 0;
    for (size_t i = 0; i < q->option_count; i++)
        if (strlen(q->options[i].label) > longest)
            longest = strlen(q->options[i].label);
    return strlen(s) <= longest;
}

/* The part at `s`, and how long it is: an option's whole text, all that is left where that is the
 * beginning of one, or what stands before the next comma. */
static bool take_part(struct several *v, const char *s, size_t *len)
{
    *len = whole_option(v->q, s);
    if (!*len && strchr(s, ',') && may_begin_option(v->q, s) && take(v, s)) {
        *len = strlen(s);
        return true;
    }
    if (!*len)
        *len = strcspn(s, ",");
    char *part = mem_text_n(s, *len);
    bool ok = take(v, text_trim(part));
    free(part);
    return ok;
}

static bool take_line(struct several *v, const char *line)
{
    for (size_t len; *(line += strspn(line, ", \t")); line += len)
        if (!take_part(v, line, &len))
            return false;
    return true;
}

static bool take_list(struct several *v, const char *const *texts, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char *own = mem_text(texts[i]);
        bool ok = take(v, text_trim(own));
        free(own);
        if (!ok)
            return false;
    }
    return true;
}

/* What excludes the others, by its label; NULL where nothing does. */
static const char *excludes(const struct several *v)
{
    if (v->chosen[v->q->option_count])
        return CANNOT_TELL_SHOWN;
    for (size_t i = 0; i < v->q->option_count; i++)
        if (v->chosen[i] && v->q->options[i].alone)
            return v->q->options[i].label;
    return NULL;
}

/* What was said, canonical; READING_UNFIT where that does not go together. */
static enum reading finish(struct several *v)
{
    const struct question *q = v->q;
    const char **keys = arena_alloc(v->arena, (q->option_count + 1) * sizeof *keys);
    size_t count = 0, all = v->chosen[q->option_count];
    const char *alone = excludes(v);
    for (size_t i = 0; i < q->option_count; i++)
        if (v->chosen[i])
            keys[count++] = q->options[i].key;
    all += count;
    text_clear(v->said);
    if (all == 0)
        text_add(v->said, "That names none of the answers.");
    else if (alone && all > 1)
        text_format(v->said, "\"%s\" excludes the others: say it by itself, or leave it out.",
                    alone);
    else if (count == 0)
        text_add(v->said, VALUE_UNKNOWN);
    else
        many_write(keys, count, v->said);
    return all == 0 || (alone && all > 1) ? READING_UNFIT : READING_OK;
}

enum reading reading_several(const struct question *q, const char *line, struct text *said)
{
    struct several v = several_new(q, said);
    size_t count;
    const char *const *list = whole_option(q, line) ? NULL : many_read(v.arena, line, &count);
    bool ok = list ? take_list(&v, list, count) : take_line(&v, line);
    enum reading r = ok ? finish(&v) : READING_UNFIT;
    arena_free(v.arena);
    return r;
}

static bool is_key(const struct question *q, const char *text)
{
    for (size_t i = 0; i < q->option_count; i++)
        if (strcmp(q->options[i].key, text) == 0)
            return true;
    return false;
}

bool reading_several_exact(const struct question *q, const char *answer, struct text *said)
{
    struct several v = several_new(q, said);
    size_t count = 1;
    const char *const *list = is_key(q, answer) ? &answer : many_read(v.arena, answer, &count);
    bool ok = list && count;
    for (size_t i = 0; ok && i < count; i++) {
        ok = is_key(q, list[i]);
        if (ok)
            choose(&v, list[i]);
    }
    ok = ok && finish(&v) == READING_OK;
    arena_free(v.arena);
    return ok;
}
