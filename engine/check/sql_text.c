#include "check/sql_text.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"

#define VALUES_MAX 64

struct maker {
    enum sql_dialect d;
    const char *start, *at;
    const char *const *values;
    size_t count;
    uint64_t used; /* a bit for each value */
    size_t before; /* what `out` held */
    struct text *out, *why;
};

static bool is_plain(const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (!isalnum((unsigned char)s[i]) && !strchr(" _.,:@/+-%=", s[i]))
            return false;
    return true;
}

static void add_hex(struct text *out, const char *s, size_t len)
{
    text_add(out, "_utf8mb4 X'");
    for (size_t i = 0; i < len; i++)
        text_format(out, "%02X", (unsigned char)s[i]);
    text_add_char(out, '\'');
}

bool sql_text_quote(enum sql_dialect d, const char *s, size_t len, struct text *out,
                    struct text *why)
{
    if (memchr(s, '\0', len) || !utf8_valid(s, len)) {
        text_add(why, "a value for the query is not UTF-8, or holds a NUL byte");
        return false;
    }
    if (d == SQL_MYSQL && !is_plain(s, len)) {
        add_hex(out, s, len);
        return true;
    }
    bool escapes = d == SQL_POSTGRES && memchr(s, '\\', len);
    text_add(out, escapes ? " E'" : "'");
    for (size_t i = 0; i < len; i++)
        if (s[i] == '\'' || (escapes && s[i] == '\\'))
            text_format(out, "%c%c", s[i], s[i]);
        else
            text_add_char(out, s[i]);
    text_add_char(out, '\'');
    return true;
}

/* None at the beginning, and none beside another. */
static void add_blank(struct maker *m)
{
    if (m->out->len > m->before && m->out->at[m->out->len - 1] != ' ')
        text_add_char(m->out, ' ');
}

static bool refuse(struct maker *m, const char *what)
{
    text_format(m->why, "the query %s", what);
    return false;
}

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

/* Whether what stands before is an identifier, or a letter of one: E'...' is, and x$1. */
static bool follows_word(const struct maker *m)
{
    return m->at > m->start && is_word(m->at[-1]);
}

/* In PostgreSQL those of E'...', where E is not the end of a longer word. */
static bool has_escapes(const struct maker *m, const char *quote)
{
    if (m->d == SQL_MYSQL)
        return *quote != '`';
    return m->d == SQL_POSTGRES && *quote == '\'' && quote > m->start &&
           (quote[-1] == 'E' || quote[-1] == 'e') && (quote - m->start < 2 || !is_word(quote[-2]));
}

/* From one quote to the other, as it is. */
static bool copy_quoted(struct maker *m, char close)
{
    const char *from = m->at++;
    bool escapes = has_escapes(m, from);
    for (; *m->at; m->at++) {
        if (*m->at == '\\' && escapes && m->at[1]) {
            m->at++;
        } else if (*m->at == '\\' && m->at[1] == '\'' && close == '\'' && m->d == SQL_POSTGRES) {
            return refuse(m, "has \\' in a text, which settings may change: write E'...'");
        } else if (*m->at == close && m->at[1] == close && close != ']') {
            m->at++;
        } else if (*m->at == close) {
            m->at++;
            text_add_n(m->out, from, (size_t)(m->at - from));
            return true;
        }
    }
    return refuse(m, "has a quote that does not end");
}

/* PostgreSQL's $tag$...$tag$. */
static bool copy_dollars(struct maker *m, size_t tag)
{
    const char *from = m->at, *end = from + tag;
    while ((end = strchr(end, '$')) && strncmp(end, from, tag) != 0)
        end++;
    if (!end)
        return refuse(m, "has a quote that does not end");
    m->at = end + tag;
    text_add_n(m->out, from, (size_t)(m->at - from));
    return true;
}

/* How long the tag is that begins here, with both its dollars; 0: it is none. */
static size_t dollar_tag(const struct maker *m)
{
    size_t len = 1;
    if (m->d != SQL_POSTGRES || isdigit((unsigned char)m->at[1]))
        return 0;
    while (is_word(m->at[len]))
        len++;
    return m->at[len] == '$' ? len + 1 : 0;
}

/* What would make one text of a value and its neighbour. */
static bool touches(char c)
{
    return is_word(c) || (c && strchr("'\"`", c));
}

static bool put_value(struct maker *m)
{
    size_t n = 0;
    const char *digit = m->at + 1;
    for (; isdigit((unsigned char)*digit) && n <= VALUES_MAX; digit++)
        n = n * 10 + (size_t)(*digit - '0');
    if (n == 0 || n > m->count || n > VALUES_MAX) {
        text_format(m->why, "the query has %.*s, and params has %zu values", (int)(digit - m->at),
                    m->at, m->count);
        return false;
    }
    m->used |= UINT64_C(1) << (n - 1);
    text_add(m->out, touches(m->out->len ? m->out->at[m->out->len - 1] : ' ') ? " " : "");
    text_add(m->out, m->values[n - 1]);
    text_add(m->out, touches(*digit) ? " " : "");
    m->at = digit;
    return true;
}

/* The end of the comment that begins here, NULL where none begins. */
static const char *comment_end(const struct maker *m)
{
    const char *at = m->at;
    bool line = *at == '-' && at[1] == '-';
    if (m->d == SQL_MYSQL)
        line = (line && (at[2] == '\0' || isspace((unsigned char)at[2]))) || *at == '#';
    if (line)
        return at + strcspn(at, "\n");
    if (*at != '/' || at[1] != '*')
        return NULL;
    int depth = 1;
    for (at += 2; *at && depth; at++) {
        if (at[0] == '*' && at[1] == '/') {
            depth--;
            at++;
        } else if (m->d == SQL_POSTGRES && at[0] == '/' && at[1] == '*') {
            depth++;
            at++;
        }
    }
    return at;
}

/* A hint to the planner is kept; what MySQL would execute is refused. */
static bool pass_comment(struct maker *m, const char *end)
{
    const char *from = m->at;
    m->at = end;
    if (from[0] == '/' && (from[2] == '!' || strncmp(from + 2, "M!", 2) == 0))
        return refuse(m, "has a comment that MySQL executes");
    if (from[0] == '/' && from[2] == '+' && !memchr(from, '\\', (size_t)(end - from)))
        text_add_n(m->out, from, (size_t)(end - from));
    else
        add_blank(m);
    return true;
}

static bool nothing_follows(struct maker *m)
{
    const char *end;
    for (m->at++; *m->at; m->at = end) {
        end = comment_end(m);
        if (!end && (isspace((unsigned char)*m->at) || *m->at == ';'))
            end = m->at + 1;
        if (!end)
            return refuse(m, "has more than one statement");
    }
    return true;
}

/* Words that write a file on MySQL's server. */
static bool copy_word(struct maker *m)
{
    const char *from = m->at;
    while (is_word(*m->at))
        m->at++;
    size_t len = (size_t)(m->at - from);
    if (m->d == SQL_MYSQL && ((len == 7 && strncasecmp(from, "outfile", len) == 0) ||
                              (len == 8 && strncasecmp(from, "dumpfile", len) == 0)))
        return refuse(m, "writes a file");
    text_add_n(m->out, from, len);
    return true;
}

static bool copy_mark(struct maker *m)
{
    char c = *m->at;
    if (c == '\\')
        return refuse(m, "has a backslash outside of quotes");
    if (isspace((unsigned char)c))
        add_blank(m);
    else
        text_add_char(m->out, c);
    m->at++;
    return true;
}

static bool step(struct maker *m)
{
    const char *end = comment_end(m);
    size_t tag;
    if (end)
        return pass_comment(m, end);
    if (is_word(*m->at))
        return copy_word(m);
    switch (*m->at) {
    case '\'':
    case '"':
        return copy_quoted(m, *m->at);
    case '`':
        return m->d == SQL_POSTGRES ? copy_mark(m) : copy_quoted(m, '`');
    case '[':
        return m->d == SQL_SQLITE ? copy_quoted(m, ']') : copy_mark(m);
    case ';':
        return nothing_follows(m);
    case '$':
        tag = dollar_tag(m);
        if (tag && !follows_word(m))
            return copy_dollars(m, tag);
        return isdigit((unsigned char)m->at[1]) && !follows_word(m) ? put_value(m) : copy_mark(m);
    default:
        return copy_mark(m);
    }
}

/* The first word, behind blanks and "(". */
static bool begins_well(struct maker *m, const char *made)
{
    static const char *const common[] = {"select", "with", "values", "explain", NULL};
    static const char *const own[][5] = {[SQL_POSTGRES] = {"table", "show"},
                                         [SQL_MYSQL] = {"table", "show", "describe", "desc"},
                                         [SQL_SQLITE] = {"pragma"}};
    made += strspn(made, " (");
    size_t len = 0;
    while (is_word(made[len]))
        len++;
    for (size_t i = 0; common[i]; i++)
        if (strlen(common[i]) == len && strncasecmp(made, common[i], len) == 0)
            return true;
    for (size_t i = 0; i < 5 && own[m->d][i]; i++)
        if (strlen(own[m->d][i]) == len && strncasecmp(made, own[m->d][i], len) == 0)
            return true;
    len = len ? len : strcspn(made, " ");
    text_format(
        m->why,
        "the query begins with \"%.*s\", and a check only reads: SELECT, WITH, SHOW, EXPLAIN",
        (int)(len < 40 ? len : 40), made);
    return false;
}

bool sql_text_make(enum sql_dialect d, const char *query, const char *const *values, size_t count,
                   struct text *out, struct text *why)
{
    struct maker m = {d, query, query, values, count, 0, out->len, out, why};
    while (*m.at)
        if (!step(&m))
            return false;
    while (out->len > m.before && out->at[out->len - 1] == ' ')
        out->at[--out->len] = '\0';
    for (size_t i = 0; i < count; i++) {
        if (m.used >> i & 1)
            continue;
        text_format(why, "params has %zu values, and the query has no $%zu", count, i + 1);
        return false;
    }
    return begins_well(&m, text_get(out) + m.before);
}
