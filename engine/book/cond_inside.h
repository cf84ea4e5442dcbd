#ifndef RULEOUT_BOOK_COND_INSIDE_H
#define RULEOUT_BOOK_COND_INSIDE_H

/*
 * cond_inside: what the files of the condition parser share. Nobody outside book/ includes this.
 */
#include "book/complain.h"
#include "book/cond.h"

enum token_kind {
    TOKEN_END,
    TOKEN_NAME,
    TOKEN_STRING,
    TOKEN_NUMBER,
    TOKEN_COMPARE, /* `op` says which */
    TOKEN_AND,
    TOKEN_OR,
    TOKEN_NOT,
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_COMMA,
    TOKEN_WRONG /* complained about */
};

struct token {
    enum token_kind kind;
    size_t at, len; /* in the condition */
    enum cond_kind op;
    const char *text; /* of a name or string, in the arena */
    double number;
};

enum cond_value { VALUE_YES_NO, VALUE_TEXT, VALUE_NUMBER, VALUE_TIME, VALUE_ANY };

/* What was parsed, and what it gives. VALUE_ANY where it is wrong and was complained about. */
struct term {
    struct cond *cond;
    enum cond_value gives;
    size_t at, len;
    int depth;
};

struct cond_parser {
    struct arena *arena;
    struct complaints to;
    struct span span;
    const char *text;
    const struct cond_scope *scope;
    bool *named;
    struct token token; /* the next one */
    size_t at;          /* behind it */
    int depth;
    bool stopped; /* by a syntax error: what follows would mislead */
};

struct diag *cond_complain(struct cond_parser *p, const char *code, size_t at, size_t len,
                           const char *format, ...) __attribute__((format(printf, 5, 6)));

/* cond_lex.c: reads the next token into p->token. */
void cond_next(struct cond_parser *p);

/* cond_check.c */
void cond_check_compare(struct cond_parser *p, const struct term *a, const struct token *op,
                        const struct term *b);
bool cond_check_yes_no(struct cond_parser *p, const struct term *t);

/* cond_find.c: "step", or "question" in a severity framework. */
const char *cond_noun(const struct cond_parser *p);
/* The same of one name: "input" for one of those. */
const char *cond_noun_of(const struct cond_parser *p, const struct cond *c);
/* What the name in a value is: a step, question or input; NULL where it is no name. */
const struct cond_name *cond_name_of(const struct cond_parser *p, const struct cond *c);
/* The index of a name, or -1 with a complaint; `kind` becomes COND_NAME or COND_INPUT. */
int cond_find_name(struct cond_parser *p, const struct token *t, enum cond_kind *kind);
/* The index of a function's argument, or -1 with a complaint. */
int cond_find_argument(struct cond_parser *p, enum cond_kind function, const struct token *t);

#endif
