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

void load_nevers(struct load *l, const struct node *key)
{
    struct node *f[NEVER_KEYS];
    size_t most = key ? key->value->count : 0, count = 0;
    struct never *nevers = arena_alloc(l->r.arena, (most + 1) * sizeof *nevers);
    for (const struct node *n = key ? key->value->first : NULL; n; n = n->next) {
        if (!reader_fields(&l->r, n, IN_NEVER, f) || !f[NEVER_MATCH])
            continue;
        const struct node *match = f[NEVER_MATCH]->value;
        nevers[count++] = (struct never){spaced(l->r.arena, match->text),
                                         reader_text(f[NEVER_TEXT]), match->span};
        if (!match->text[strspn(match->text, "* ")])
            complain_hint(
                reader_error(&l->r, RB_BAD_VALUE, match->span, "that is every command there is"),
                "write its first words, then *: kubectl delete namespace *");
    }
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
        complain_note(d, n->span, "it is forbidden here");
        break;
    }
    text_release(&words);
}
