#include <string.h>

#include "base/glob.h"
#include "base/text.h"
#include "book/load.h"

/* One blank between words, as commands are compared. */
static const char *spaced(struct arena *a, const char *s)
{
    char *out = arena_alloc(a, strlen(s) + 1), *o = out;
    for (; *s; s++)
        if (*s != ' ' || (o > out && o[-1] != ' '))
            *o++ = *s;
    return out;
}

static size_t load_never(struct load *l, const struct node *n, struct never *out)
{
    struct node *f[NEVER_KEYS];
    if (!reader_fields(&l->r, n, IN_NEVER, f) || !f[NEVER_MATCH])
        return 0;
    const struct node *match = f[NEVER_MATCH]->value;
    *out = (struct never){spaced(l->r.arena, match->text), reader_text(f[NEVER_TEXT]),
                          l->r.to.source, match->span};
    if (!match->text[strspn(match->text, "* ")])
        complain_hint(
            reader_error(&l->r, RB_BAD_VALUE, match->span, "that is every command there is"),
            "write its first words, then *: kubectl delete namespace *");
    return 1;
}

void load_nevers(struct load *l, struct node *key)
{
    size_t most = load_section_count(l, key, USED_NEVER), count = 0;
    struct never *nevers = arena_alloc(l->r.arena, (most + 1) * sizeof *nevers);
    for (size_t u = 0; u <= l->used_count; u++) {
        const struct node *from = load_section(l, u, key, USED_NEVER);
        for (const struct node *n = from ? from->value->first : NULL; n; n = n->next)
            count += load_never(l, n, &nevers[count]);
    }
    load_section(l, 0, NULL, USED_NEVER);
    l->book->nevers = nevers;
    l->book->never_count = count;
}

void load_refuse_never(struct load *l, const struct command_line *c)
{
    struct text words = {0};
    for (size_t i = 0; i < c->word_count; i++)
        text_format(&words, "%s%s", i ? " " : "", c->words[i]->raw);
    for (size_t i = 0; i < l->book->never_count; i++) {
        const struct never *n = &l->book->nevers[i];
        if (!glob_matches(n->match, text_get(&words)))
            continue;
        struct diag *d = reader_error(&l->r, RB_NEVER, c->span, "\"never\" forbids this command");
        complain_hint(d, "%s", n->text ? n->text : "take another way");
        if (d)
            diag_note(d, n->source, n->span, "it is forbidden here");
        break;
    }
    text_release(&words);
}
