#include "book/cond_inside.h"

#include <stdlib.h>
#include <string.h>

#include "book/codes.h"

static const struct sign {
    const char *text;
    enum token_kind kind;
    enum cond_kind op;
    const char *meant; /* of another language: how it is written here */
} SIGNS[] = {
    {"==", TOKEN_COMPARE, COND_EQ, NULL}, {"~=", TOKEN_COMPARE, COND_NE, NULL},
    {"<=", TOKEN_COMPARE, COND_LE, NULL}, {">=", TOKEN_COMPARE, COND_GE, NULL},
    {"!=", TOKEN_COMPARE, COND_NE, "~="}, {"<>", TOKEN_COMPARE, COND_NE, "~="},
    {"&&", TOKEN_AND, COND_AND, "and"},   {"||", TOKEN_OR, COND_OR, "or"},
    {"<", TOKEN_COMPARE, COND_LT, NULL},  {">", TOKEN_COMPARE, COND_GT, NULL},
    {"=", TOKEN_COMPARE, COND_EQ, "=="},  {"!", TOKEN_NOT, COND_NOT, "not"},
    {"(", TOKEN_OPEN, COND_TRUE, NULL},   {")", TOKEN_CLOSE, COND_TRUE, NULL},
    {",", TOKEN_COMMA, COND_TRUE, NULL},
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void wrong(struct cond_parser *p, const char *message, const char *hint)
{
    complain_hint(cond_complain(p, RB_BAD_CONDITION, p->token.at, p->token.len, "%s", message),
                  "%s", hint);
    p->token.kind = TOKEN_WRONG;
    p->stopped = true;
}

static void lex_name(struct cond_parser *p)
{
    static const struct {
        const char *word;
        enum token_kind kind;
    } words[] = {{"and", TOKEN_AND}, {"or", TOKEN_OR}, {"not", TOKEN_NOT}};
    struct token *t = &p->token;
    const char *s = p->text + t->at;
    while (is_letter(s[t->len]) || is_digit(s[t->len]))
        t->len++;
    t->kind = TOKEN_NAME;
    t->text = arena_text_n(p->arena, s, t->len);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].word, t->text) == 0)
            t->kind = words[i].kind;
}

static void lex_number(struct cond_parser *p)
{
    struct token *t = &p->token;
    const char *s = p->text + t->at;
    t->len = *s == '-';
    t->len += strspn(s + t->len, "0123456789");
    if (s[t->len] == '.' && is_digit(s[t->len + 1]))
        t->len += 1 + strspn(s + t->len + 1, "0123456789");
    t->kind = TOKEN_NUMBER;
    t->number = strtod(arena_text_n(p->arena, s, t->len), NULL);
    if (!is_letter(s[t->len]) && s[t->len] != '.' && s[t->len] != '%')
        return;
    t->len++;
    wrong(p, "a number here has digits and a fraction only",
          "leave the unit out; quote text: \"10ms\"");
}

/* In quotes a backslash takes the next character as it is. */
static void lex_string(struct cond_parser *p)
{
    struct token *t = &p->token;
    const char *s = p->text + t->at;
    char quote = *s, *out = arena_alloc(p->arena, strlen(s)), *o = out;
    for (t->len = 1; s[t->len] && s[t->len] != quote; t->len++) {
        if (s[t->len] == '\\' && s[t->len + 1])
            t->len++;
        *o++ = s[t->len];
    }
    t->kind = TOKEN_STRING;
    t->text = out;
    if (s[t->len] == quote) {
        t->len++;
        return;
    }
    t->len = 1;
    wrong(p, "this quote is never closed", "close it with the same quote");
}

static bool lex_sign(struct cond_parser *p)
{
    struct token *t = &p->token;
    const char *s = p->text + t->at;
    for (size_t i = 0; i < sizeof SIGNS / sizeof *SIGNS; i++) {
        const struct sign *sign = &SIGNS[i];
        size_t len = strlen(sign->text);
        if (strncmp(sign->text, s, len))
            continue;
        t->kind = sign->kind;
        t->op = sign->op;
        t->len = len;
        if (sign->meant)
            complain_hint(cond_complain(p, RB_FOREIGN_OPERATOR, t->at, len,
                                        "conditions have no \"%s\"", sign->text),
                          "write %s", sign->meant);
        return true;
    }
    return false;
}

void cond_next(struct cond_parser *p)
{
    const char *s = p->text + p->at;
    s += strspn(s, " \t\n");
    p->token = (struct token){.kind = TOKEN_END, .at = (size_t)(s - p->text)};
    if (is_letter(*s))
        lex_name(p);
    else if (is_digit(*s) || (*s == '-' && is_digit(s[1])))
        lex_number(p);
    else if (*s == '"' || *s == '\'')
        lex_string(p);
    else if (*s && !lex_sign(p)) {
        p->token.len = 1;
        wrong(p, "a condition cannot hold this character",
              "put text and the ids of causes in quotes: suspected(\"new-code\")");
    }
    p->at = p->token.at + p->token.len;
}
