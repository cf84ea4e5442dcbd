#include "book/load.h"

#include <string.h>

#include "book/shell.h"

struct splitting {
    struct load *l;
    const struct node *node;
    const char *at;         /* what is looked at, in the node's text */
    char quote;             /* that is open; 0 where none is */
    const char *quoted;     /* where it began */
    bool in_word;           /* even an empty one, in quotes */
    const char *word_began; /* in the node's text */
    char *buffer;           /* the literal part so far, of the word */
    size_t len;
    struct prose_part *parts; /* of all words, one after the other */
    size_t part_count, first_part;
    char *raw; /* of the word: without its quotes, its references as written */
    size_t raw_len;
    const struct prose **words;
    struct stretch {
        const char *began, *ended;
    } * stretches; /* of the words, in the node's text */
    size_t word_count;
    bool warned;
    bool wrong; /* so that nothing can be said of the words */
};

static struct span place(const struct splitting *s, const char *at, size_t len)
{
    return yaml_within(s->l->r.to.source, s->node->span, s->node->text,
                       (size_t)(at - s->node->text), len);
}

/* The rest is not looked at: one mend is needed, and it changes all of it. */
static struct diag *refuse(struct splitting *s, const char *code, const char *at, size_t len,
                           const char *message)
{
    s->wrong = true;
    s->quote = 0;
    s->at = s->node->text + s->node->count;
    return reader_error(&s->l->r, code, place(s, at, len), "%s", message);
}

/* A sign that only a shell knows. */
static bool refuse_sign(struct splitting *s)
{
    struct shell_sign sign = shell_sign_at(s->at, s->quote, s->in_word);
    if (!sign.len)
        return false;
    char message[100] = "no shell runs this, so ";
    strcat(message, sign.says);
    complain_hint(refuse(s, RB_NO_SHELL, s->at + sign.at, sign.len, message), "%s", sign.hint);
    return true;
}

/* Said once of a command. */
static void warn_of_pattern(struct splitting *s)
{
    if (s->warned || !shell_would_expand(s->at, s->in_word))
        return;
    s->warned = true;
    complain_hint(reader_warning(&s->l->r, RB_NOT_EXPANDED, place(s, s->at, 1),
                                 "no shell runs this, so %c stands for no file", *s->at),
                  "write the path out; or quote it to say that the program wants it so");
}

/* Words. */

static void add(struct splitting *s, char c)
{
    s->in_word = true;
    s->buffer[s->len++] = c;
    s->raw[s->raw_len++] = c;
}

static void end_literal(struct splitting *s)
{
    if (s->len)
        s->parts[s->part_count++] =
            (struct prose_part){.literal = arena_text_n(s->l->r.arena, s->buffer, s->len)};
    s->len = 0;
}

static void end_word(struct splitting *s)
{
    if (!s->in_word)
        return;
    if (!s->len && s->part_count == s->first_part)
        s->parts[s->part_count++] = (struct prose_part){.literal = ""};
    end_literal(s);
    struct prose *word = arena_alloc(s->l->r.arena, sizeof *word);
    s->stretches[s->word_count] = (struct stretch){s->word_began, s->at};
    *word = (struct prose){arena_text_n(s->l->r.arena, s->raw, s->raw_len),
                           s->parts + s->first_part, s->part_count - s->first_part, s->node->span};
    s->words[s->word_count++] = word;
    s->first_part = s->part_count;
    s->raw_len = 0;
    s->in_word = false;
}

static void over_reference(struct splitting *s)
{
    const char *end, *start = s->at;
    end_literal(s);
    s->in_word = true;
    if (load_reference(s->l, -1, s->node, start, &s->parts[s->part_count], &end))
        s->part_count++;
    else
        s->wrong = true;
    if (!end)
        s->quote = 0;
    s->at = end ? end : s->node->text + s->node->count;
    memcpy(s->raw + s->raw_len, start, (size_t)(s->at - start));
    s->raw_len += (size_t)(s->at - start);
}

/* One step on in the text. */
static void step(struct splitting *s)
{
    char c = *s->at;
    if (!s->in_word)
        s->word_began = s->at;
    if (c == '$' && s->at[1] == '$' && s->at[2] == '{') {
        add(s, '$');
        add(s, '{');
        s->at += 3;
    } else if (c == '$' && s->at[1] == '{') {
        over_reference(s);
    } else if (c == s->quote) {
        s->quote = 0;
        s->at++;
    } else if (s->quote == '\'') {
        add(s, *s->at++);
    } else if (refuse_sign(s)) {
        s->in_word = true;
    } else if (s->quote) {
        add(s, *s->at++);
    } else if (c == '"' || c == '\'') {
        s->quote = c;
        s->quoted = s->at++;
        s->in_word = true;
    } else if (c == ' ' || c == '\t') {
        end_word(s);
        s->at++;
    } else {
        warn_of_pattern(s);
        add(s, *s->at++);
    }
}

/* The program, and what it may be given. */

static struct diag *bad_word(struct splitting *s, size_t word, const char *code,
                             const char *message)
{
    const struct stretch *w = &s->stretches[word];
    return reader_error(&s->l->r, code, place(s, w->began, (size_t)(w->ended - w->began)), "%s",
                        message);
}

static bool has_reference(const struct prose *p)
{
    for (size_t i = 0; i < p->count; i++)
        if (!p->parts[i].literal)
            return true;
    return false;
}

static void check_program(struct splitting *s)
{
    const struct prose *p = s->words[0];
    const char *slash = strrchr(p->raw, '/');
    if (has_reference(p))
        complain_hint(bad_word(s, 0, RB_BAD_COMMAND, "the program cannot come from a value"),
                      "write its name; whoever trusts the runbook must see what it runs");
    else if (!*p->raw || (slash && !slash[1]) || *p->raw == '-')
        complain_hint(bad_word(s, 0, RB_BAD_COMMAND, "this is no program's name"),
                      "begin with the program: kubectl rollout undo deploy/checkout");
    else if (shell_sets_variable(p->raw))
        complain_hint(bad_word(s, 0, RB_NO_SHELL, "no shell runs this, so nothing sets a variable"),
                      "begin with env: env %s ...", p->raw);
}

/* `sh -c` reads its script, and with it whatever a value holds. */
static void check_script(struct splitting *s)
{
    size_t shell = 0;
    while (shell < s->word_count && !shell_is_one(s->words[shell]->raw))
        shell++;
    for (size_t i = shell + 1; i + 1 < s->word_count; i++) {
        if (!shell_takes_script(s->words[i]->raw))
            continue;
        if (has_reference(s->words[i + 1]))
            complain_hint(bad_word(s, i + 1, RB_BAD_COMMAND,
                                   "a value must not stand in a script that a shell reads"),
                          "give it as an argument: sh -c 'echo \"$1\"' sh ${name}");
        return;
    }
}

static void check_words(struct splitting *s, const char *what)
{
    if (s->quote)
        complain_hint(refuse(s, RB_BAD_COMMAND, s->quoted, 1, "this quote is never closed"),
                      "close it with the same quote");
    if (s->wrong)
        return;
    if (!s->word_count) {
        complain_hint(reader_error(&s->l->r, RB_EMPTY, reader_span(s->node), "%s is empty", what),
                      "write it");
        return;
    }
    check_program(s);
    check_script(s);
}

static void make_room(struct splitting *s)
{
    size_t words = 1, dollars = 0, count = s->node->count;
    for (const char *p = s->at; *p; p++) {
        words += *p == ' ' || *p == '\t';
        dollars += *p == '$';
    }
    s->buffer = arena_alloc(s->l->scratch, count + 1);
    s->raw = arena_alloc(s->l->scratch, count + 1);
    s->parts = arena_alloc(s->l->r.arena, (words + 2 * dollars) * sizeof *s->parts);
    s->words = arena_alloc(s->l->r.arena, words * sizeof *s->words);
    s->stretches = arena_alloc(s->l->scratch, words * sizeof *s->stretches);
}

const struct command_line *load_command(struct load *l, struct node *n, const char *what)
{
    if (!reader_is_text(&l->r, n, what))
        return NULL;
    reader_trim(n);
    struct command_line *c = arena_alloc(l->r.arena, sizeof *c);
    struct splitting s = {.l = l, .node = n, .at = n->text};
    make_room(&s);
    while (*s.at && !complaints_full(&l->r.to))
        step(&s);
    end_word(&s);
    check_words(&s, what);
    *c = (struct command_line){n->text, s.words, s.word_count, n->span};
    if (!s.wrong)
        load_refuse_never(l, c);
    return c;
}
