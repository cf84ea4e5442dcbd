#include "book/load.h"

#include <string.h>

/*
 * A command that is taken means here what it would mean in a shell: what only a shell gives a
 * meaning is refused where it stands without quotes, and quotes do what they do there.
 */

#define IN_A_SCRIPT "put what needs a shell into a script, and write its path here; or quote it"

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
    size_t word_count;
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

static struct diag *no_shell(struct splitting *s, size_t len, const char *so)
{
    char message[100] = "no shell runs this, so ";
    strcat(message, so);
    return refuse(s, RB_NO_SHELL, s->at, len, message);
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
    *word = (struct prose){arena_text_n(s->l->r.arena, s->raw, s->raw_len),
                           s->parts + s->first_part, s->part_count - s->first_part,
                           place(s, s->word_began, (size_t)(s->at - s->word_began))};
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

/* What only a shell would give a meaning. */

static bool starts_name(char c)
{
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_of_name(char c)
{
    return starts_name(c) || (c >= '0' && c <= '9');
}

static bool is_variable(const char *dollar)
{
    char c = dollar[1];
    return starts_name(c) || (c && strchr("0123456789@*#?!$-", c));
}

/* `$` outside single quotes, but not of a reference. */
static bool refuse_dollar(struct splitting *s)
{
    size_t len = 2;
    if (s->at[1] == '(') {
        complain_hint(no_shell(s, len, "$( runs nothing"), IN_A_SCRIPT " in '...'");
        return true;
    }
    if (!is_variable(s->at))
        return false;
    while (starts_name(s->at[1]) && is_of_name(s->at[len]))
        len++;
    complain_hint(no_shell(s, len, "$ takes no variable"),
                  "write ${name} for an input or an answer, or quote it in '...'");
    return true;
}

static bool refuse_backslash(struct splitting *s)
{
    char next = s->at[1];
    if (s->quote == '"' && !(next && strchr("\"\\$`\n", next)))
        return false;
    struct diag *d = no_shell(s, 1, "a backslash changes nothing");
    if (next == '\n')
        complain_hint(d, "write the command in one line, or fold it: run: >");
    else
        complain_hint(d, "write the whole word in '...'; there a backslash is itself");
    return true;
}

static const struct {
    const char *sign, *says;
} OPERATORS[] = {
    {"&&", "&& starts no second command"},
    {"||", "|| starts no second command"},
    {"|", "| leads nowhere"},
    {";", "; starts no second command"},
    {"&", "& starts nothing beside"},
    {">>", ">> writes to no file"},
    {">", "> writes to no file"},
    {"<", "< reads from no file"},
    {"`", "` runs nothing"},
    {"(", "( starts no second shell"},
    {")", ") ends nothing"},
};

static bool refuse_operator(struct splitting *s)
{
    for (size_t i = 0; i < sizeof OPERATORS / sizeof *OPERATORS; i++) {
        size_t len = strlen(OPERATORS[i].sign);
        if (strncmp(s->at, OPERATORS[i].sign, len))
            continue;
        bool input = *s->at == '<';
        struct diag *d = no_shell(s, len, OPERATORS[i].says);
        complain_hint(d, "%s",
                      input ? "give it what it reads under stdin, or quote it" : IN_A_SCRIPT);
        return true;
    }
    return false;
}

/* In a shell these would name files. */
static void warn_of_pattern(struct splitting *s)
{
    bool home = *s->at == '~' && !s->in_word && (s->at[1] == '/' || s->at[1] == '\0');
    if (*s->at == '*' || home)
        complain_hint(reader_warning(&s->l->r, RB_NOT_EXPANDED, place(s, s->at, 1),
                                     "no shell runs this, so %c stands for no file", *s->at),
                      "write the path out; or quote it to say that the program wants it so");
}

static bool refuse_unquoted(struct splitting *s)
{
    if (*s->at == '\n') {
        complain_hint(refuse(s, RB_NO_SHELL, s->at + 1, 1, "a command is one line"),
                      "fold a long one: run: >; put two commands into a script");
        return true;
    }
    if (*s->at == '#' && !s->in_word) {
        complain_hint(no_shell(s, 1, "# begins no comment"), "quote it, or remove what follows");
        return true;
    }
    return refuse_operator(s);
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
    } else if ((c == '$' && refuse_dollar(s)) || (c == '\\' && refuse_backslash(s)) ||
               (c == '`' && refuse_operator(s))) {
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
    } else if (!refuse_unquoted(s)) {
        warn_of_pattern(s);
        add(s, *s->at++);
    }
}

/* The program, and what it may be given. */

static bool has_reference(const struct prose *p)
{
    for (size_t i = 0; i < p->count; i++)
        if (!p->parts[i].literal)
            return true;
    return false;
}

static bool sets_a_variable(const char *word)
{
    size_t len = 0;
    while (len ? is_of_name(word[len]) : starts_name(word[len]))
        len++;
    return len && word[len] == '=';
}

static void check_program(struct splitting *s)
{
    const struct prose *p = s->words[0];
    const char *slash = strrchr(p->raw, '/');
    if (has_reference(p))
        complain_hint(
            reader_error(&s->l->r, RB_BAD_COMMAND, p->span, "the program cannot come from a value"),
            "write its name; whoever trusts the runbook must see what it runs");
    else if (!*p->raw || (slash && !slash[1]) || *p->raw == '-')
        complain_hint(
            reader_error(&s->l->r, RB_BAD_COMMAND, p->span, "\"%s\" is no program's name", p->raw),
            "begin with the program: kubectl rollout undo deploy/checkout");
    else if (sets_a_variable(p->raw))
        complain_hint(reader_error(&s->l->r, RB_NO_SHELL, p->span,
                                   "no shell runs this, so nothing sets a variable"),
                      "begin with env: env %s ...", p->raw);
}

static bool is_shell(const char *program)
{
    static const char *const shells[] = {"sh", "bash", "dash", "zsh", "ksh", "ash"};
    const char *slash = strrchr(program, '/'), *name = slash ? slash + 1 : program;
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++)
        if (strcmp(shells[i], name) == 0)
            return true;
    return false;
}

/* `sh -c` reads its script, and with it whatever a value holds. */
static void check_script(struct splitting *s)
{
    size_t shell = 0;
    while (shell < s->word_count && !is_shell(s->words[shell]->raw))
        shell++;
    for (size_t i = shell + 1; i + 1 < s->word_count; i++) {
        const char *option = s->words[i]->raw;
        if (option[0] != '-' || option[1] == '-' || !strchr(option, 'c'))
            continue;
        const struct prose *script = s->words[i + 1];
        if (has_reference(script))
            complain_hint(reader_error(&s->l->r, RB_BAD_COMMAND, script->span,
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
}

const struct command_line *load_command(struct load *l, struct node *n, const char *what)
{
    if (!reader_is_text(&l->r, n, what))
        return NULL;
    reader_trim(n);
    struct command_line *c = arena_alloc(l->r.arena, sizeof *c);
    struct splitting s = {.l = l, .node = n, .at = n->text};
    make_room(&s);
    while (*s.at)
        step(&s);
    end_word(&s);
    check_words(&s, what);
    *c = (struct command_line){n->text, s.words, s.word_count, n->span};
    return c;
}
