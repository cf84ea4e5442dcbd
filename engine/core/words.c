#include "core/words.h"

#include <string.h>

#include "base/glob.h"
#include "book/match.h"
#include "core/prose.h"

const char *words_value(const struct prose *p, const struct session *s, struct arena *a,
                        struct text *why)
{
    struct text t = {0};
    prose_fill(p, s, &t);
    const char *kept = arena_text(a, text_get(&t));
    text_release(&t);
    if (prose_known(p, s))
        return kept;
    text_format(why, "a value is not known yet: %s", kept);
    return NULL;
}

/* What an input or an answer may be where it becomes a part of a command. */
static bool safe_value(const char *word)
{
    static const char safe[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:/@-";
    return word[strspn(word, safe)] == '\0';
}

/* What the input itself says of its values goes before the narrow alphabet. */
static bool part_is_safe(const struct prose_part *part, const struct book *b, const char *value)
{
    bool as_given = part->kind == REF_INPUT && part->form == FORM_PLAIN;
    const char *match = as_given ? b->inputs[part->index].match : NULL;
    return match ? match_fits(match, value) : safe_value(value);
}

/* Values that go into a word are held to that, and none may make the word an option. */
static bool word_is_safe(const struct prose *p, const struct session *s, struct text *why)
{
    for (size_t i = 0; i < p->count; i++) {
        if (p->parts[i].literal)
            continue;
        struct prose one = {.parts = &p->parts[i], .count = 1};
        struct text value = {0};
        prose_fill(&one, s, &value);
        bool ok = value.len && part_is_safe(&p->parts[i], session_book(s), text_get(&value)) &&
                  (i || text_get(&value)[0] != '-');
        if (!ok)
            text_format(why, "the value \"%s\" may not stand in a command", text_get(&value));
        text_release(&value);
        if (!ok)
            return false;
    }
    return true;
}

/* What the runbook says that nobody must run is not run, whatever its values are. */
static bool is_forbidden(const char *const *words, const struct session *s, struct arena *a,
                         struct text *why)
{
    const struct book *b = session_book(s);
    const char *line = words_join(words, a);
    for (size_t i = 0; i < b->never_count; i++)
        if (glob_matches(b->nevers[i].match, line)) {
            text_format(why, "the runbook says never to run \"%s\": %s", b->nevers[i].match,
                        b->nevers[i].text);
            return true;
        }
    return false;
}

const char *const *words_fill(const struct command_line *c, const struct session *s,
                              struct arena *a, struct text *why)
{
    const char **words = arena_alloc(a, (c->word_count + 1) * sizeof *words);
    for (size_t i = 0; i < c->word_count; i++) {
        words[i] = words_value(c->words[i], s, a, why);
        if (!words[i] || !word_is_safe(c->words[i], s, why))
            return NULL;
    }
    return is_forbidden(words, s, a, why) ? NULL : words;
}

const char *words_join(const char *const *words, struct arena *a)
{
    struct text t = {0};
    for (size_t i = 0; words[i]; i++)
        text_format(&t, "%s%s", i ? " " : "", words[i]);
    const char *kept = arena_text(a, text_get(&t));
    text_release(&t);
    return kept;
}
