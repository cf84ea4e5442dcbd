#include "book/yaml_words.h"

#include <string.h>

#include "book/bytes.h"
#include "book/codes.h"

/* What an author sees of a complaint. */
enum where { HERE, BEGINNING };

struct words {
    const char *problem; /* libyaml's, whole */
    enum where where;
    const char *message, *hint;
};

static const struct words WORDS[] = {
    {"block sequence entries are not allowed in this context", HERE,
     "a list cannot begin on the line of its key",
     "put each \"- item\" on a line of its own below the key, or write [one, two]"},
    {"mapping keys are not allowed in this context", HERE, "a key cannot stand here",
     "quote text that begins with a question mark"},
    {"did not find expected '-' indicator", HERE,
     "this line belongs neither to the list above it nor to anything further out",
     "begin it with \"- \", or line it up with the key that it stands beside"},
    {"did not find expected <document start>", HERE,
     "this line is further out than the first one of the file",
     "begin all keys of the top level in the first column"},
    {"found unexpected end of stream", BEGINNING, "this quote is never closed",
     "close it, or double a ' that belongs to the text in single quotes: 'it''s'"},
    {"found unexpected document indicator", BEGINNING,
     "this quote is not closed before the line of dashes or dots", "close it"},
    {"found unknown escape character", HERE,
     "in double quotes \\ begins an escape, and this is none",
     "use single quotes around text with backslashes: '\\d+'"},
    {"did not find expected hexdecimal number", HERE, "this escape needs hexadecimal digits",
     "use single quotes around text with backslashes"},
    {"found invalid Unicode character escape code", HERE, "this escape means no character",
     "write the character itself"},
    {"did not find expected comment or line break", HERE,
     "behind | and > the text begins on the next line",
     "put the text below, indented; quote text that begins with | or >"},
    {"found a tab character where an indentation space is expected", HERE,
     "a tab stands where the line is indented", "indent with blanks"},
    {"found a tab character that violates indentation", HERE,
     "a tab stands where the line is indented", "indent with blanks"},
    {"found an indentation indicator equal to 0", HERE, "an indentation of 0 means nothing",
     "delete the 0"},
    {"found unexpected ':'", HERE, "a colon cannot stand here", "quote text that holds a colon"},
};

struct trouble {
    struct complaints *to;
    const struct source *source;
    const char *problem;
    size_t at, since;
};

static char byte(const struct trouble *t, size_t at)
{
    return at < t->source->len ? t->source->bytes[at] : '\n';
}

static struct span one(size_t at)
{
    return (struct span){(uint32_t)at, 1};
}

static unsigned line_of(const struct trouble *t, size_t at)
{
    return source_place(t->source, at).line;
}

/* The last byte before `at` on its line that is no blank; 0 where there is none. */
static char byte_before(const struct trouble *t, size_t at)
{
    while (at > 0 && (t->source->bytes[at - 1] == ' ' || t->source->bytes[at - 1] == '\t'))
        at--;
    return at > 0 && t->source->bytes[at - 1] != '\n' ? t->source->bytes[at - 1] : '\0';
}

/* Whether "key: " comes before on the same line. */
static bool second_colon(const struct trouble *t)
{
    for (size_t at = t->at; at > 0 && t->source->bytes[at - 1] != '\n'; at--)
        if (t->source->bytes[at - 1] == ':' && byte(t, at) == ' ')
            return true;
    return false;
}

static void cannot_start(const struct trouble *t)
{
    char c = byte(t, t->at);
    if (c == '\t') {
        complain_hint(
            complain_error(t->to, RB_SYNTAX, one(t->at), "a tab stands where a blank is needed"),
            "indent with blanks");
        return;
    }
    struct diag *d =
        complain_error(t->to, RB_SYNTAX, one(t->at), "text without quotes cannot begin with %c", c);
    complain_hint(d, c == '%' ? "quote it: \"%%\"" : "quote it");
}

static void colon_not_allowed(const struct trouble *t)
{
    struct diag *d;
    if (second_colon(t)) {
        d = complain_error(t->to, RB_SYNTAX, one(t->at), "a second \": \" in one line");
        complain_hint(d, "quote text that holds a colon and a blank: \"like: this\"");
    } else {
        d = complain_error(t->to, RB_SYNTAX, one(t->at),
                           "this key is indented deeper than the line above allows");
        complain_hint(d, "line it up with the key that it stands beside; text that goes on from "
                         "the line above, and holds \": \", stands in quotes");
    }
}

/* The colon of "key:value" on the line at `at`, and of no URL; 0 where there is none. */
static size_t tight_colon(const struct trouble *t, size_t at)
{
    for (; byte(t, at) != '\n' && byte(t, at) != ' '; at++)
        if (byte(t, at) == ':' && byte(t, at + 1) != '/' && byte(t, at + 1) > ' ')
            return at;
    return 0;
}

static void colon_missing(const struct trouble *t)
{
    size_t colon = tight_colon(t, t->since);
    struct diag *d;
    if (colon) {
        d = complain_error(t->to, RB_SYNTAX, one(colon), "a blank is missing behind this colon");
        complain_hint(d, "write \"key: value\"");
        return;
    }
    d = complain_error(t->to, RB_SYNTAX, one(t->since),
                       "this is no key: a colon and a blank are missing");
    complain_hint(d, "write \"key: value\"; text that goes on from the line above is indented "
                     "deeper than its key");
}

static void value_missing(const struct trouble *t)
{
    char c = byte(t, t->at);
    struct diag *d;
    if (c == '?' || c == '-') {
        d = complain_error(t->to, RB_SYNTAX, one(t->at),
                           "in braces and brackets text cannot begin with %c", c);
        complain_hint(d, "quote it: \"%c ...\"", c);
        return;
    }
    d = complain_error(t->to, RB_SYNTAX, one(t->at), "a value is missing here");
    complain_hint(d, "delete the comma too many, or quote the text");
}

static void key_expected(const struct trouble *t)
{
    char before = byte_before(t, t->at);
    struct diag *d;
    if (before == '"' || before == '\'') {
        d = complain_error(t->to, RB_SYNTAX, one(t->at), "text goes on behind its closing quote");
        complain_hint(
            d, "put the whole text in quotes; in single quotes, double the ' inside: 'it''s'");
    } else if (before == ']' || before == '}') {
        d = complain_error(t->to, RB_SYNTAX, one(t->at), "text goes on behind the closing %c",
                           before);
        complain_hint(d, "quote text that begins with %c", before == ']' ? '[' : '{');
    } else {
        d = complain_error(t->to, RB_SYNTAX, one(t->at),
                           "this line does not line up with the keys that begin on line %u",
                           line_of(t, t->since));
        if (byte(t, t->at) == '-' && byte(t, t->at + 1) == ' ')
            complain_hint(d, "line the - up with those of the list that it belongs to");
        else
            complain_hint(d, "line it up with them, or with the key that it stands beside");
    }
}

/* Where a # that belongs to a text has hidden the rest of its line, what closes it too. */
static const struct diag *hidden_close(const struct trouble *t)
{
    for (size_t i = t->to->ds->count; i-- > 0;) {
        const struct diag *d = &t->to->ds->items[i];
        if (d->source == t->source && d->code && strcmp(d->code, RB_CUT_TEXT) == 0 &&
            d->span.at > t->since && d->span.at < t->at)
            return d;
    }
    return NULL;
}

static void not_closed(const struct trouble *t, char open, char close)
{
    const struct diag *cut = hidden_close(t);
    struct span hidden = cut ? cut->span : one(t->at);
    struct diag *d =
        complain_error(t->to, RB_SYNTAX, one(t->since), "this %c is not closed before line %u",
                       open, line_of(t, t->at));
    if (!cut) {
        complain_hint(d, "close it with %c", close);
        return;
    }
    complain_hint(d, "quote the text that the # belongs to, or close it with %c", close);
    complain_note(d, hidden, "the rest of this line is a comment");
}

static void comma_expected(const struct trouble *t)
{
    char open = byte(t, t->since), close = open == '[' ? ']' : '}';
    struct diag *d;
    if (byte(t, t->at) == '{' && t->at > 0 && byte(t, t->at - 1) == '$') {
        size_t end = t->at;
        while (byte(t, end) != '}' && byte(t, end) != '\n')
            end++;
        d = complain_error(t->to, RB_BARE_REFERENCE,
                           (struct span){(uint32_t)t->at - 1, (uint32_t)(end - t->at + 2)},
                           "in %s ${} needs quotes", open == '[' ? "brackets" : "braces");
        complain_hint(d, "write \"%.*s\"", (int)(end - t->at + 2), t->source->bytes + t->at - 1);
    } else if (line_of(t, t->at) != line_of(t, t->since)) {
        not_closed(t, open, close);
    } else {
        d = complain_error(t->to, RB_SYNTAX, one(t->at), "a comma or %c is missing before this",
                           close);
        complain_hint(d, "quote text that holds any of , : [ ] { } or a quote");
    }
}

static void no_name(const struct trouble *t)
{
    struct diag *d = complain_error(t->to, RB_ALIAS, one(t->since),
                                    "text without quotes cannot begin with %c", byte(t, t->since));
    complain_hint(d, "quote it");
}

static const struct special {
    const char *problem;
    void (*explain)(const struct trouble *t);
} SPECIAL[] = {
    {"found character that cannot start any token", cannot_start},
    {"mapping values are not allowed in this context", colon_not_allowed},
    {"did not find expected key", key_expected},
    {"could not find expected ':'", colon_missing},
    {"did not find expected node content", value_missing},
    {"did not find expected ',' or ']'", comma_expected},
    {"did not find expected ',' or '}'", comma_expected},
    {"did not find expected alphabetic or numeric character", no_name},
};

static bool say_special(const struct trouble *t)
{
    for (size_t i = 0; i < sizeof SPECIAL / sizeof *SPECIAL; i++)
        if (strcmp(SPECIAL[i].problem, t->problem) == 0) {
            SPECIAL[i].explain(t);
            return true;
        }
    return false;
}

static bool say_from_table(const struct trouble *t)
{
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++) {
        const struct words *w = &WORDS[i];
        if (strcmp(w->problem, t->problem))
            continue;
        struct span span = one(w->where == HERE ? t->at : t->since);
        complain_hint(complain_error(t->to, RB_SYNTAX, span, "%s", w->message), "%s", w->hint);
        return true;
    }
    return false;
}

void yaml_words_say(struct complaints *to, const char *problem, const char *context, size_t at,
                    size_t since)
{
    struct trouble t = {to, to->source, problem, at, since};
    if (strstr(context, " tag")) {
        complain_hint(complain_error(to, RB_TAG, one(since), "YAML tags are not allowed"),
                      "delete it; quote text that begins with !");
        return;
    }
    if (!say_special(&t) && !say_from_table(&t))
        complain_error(to, RB_SYNTAX, one(at), "this is not YAML: %s%s%s", problem,
                       *context ? " " : "", context);
}

/* "Ticket #42" loses its number. One blank and no blank behind the # is how a sentence looks. */
void yaml_words_cut(struct complaints *to, struct span span)
{
    const struct source *s = to->source;
    size_t at = span.at + span.len;
    if (at + 2 >= s->len || s->bytes[at] != ' ' || s->bytes[at + 1] != '#')
        return;
    const char *behind = s->bytes + at + 2;
    bool number = *behind == ' ' && behind[1] >= '0' && behind[1] <= '9';
    if (!number &&
        (*behind == ' ' || *behind == '\t' || *behind == '#' || *behind == '\r' || *behind == '\n'))
        return;
    struct diag *d = complain_warning(to, RB_CUT_TEXT, (struct span){(uint32_t)at + 1, 1},
                                      "the text ends here: a blank and # begin a comment");
    complain_hint(d, "quote the text if the # belongs to it; put two blanks before a comment");
}

void yaml_words_escapes(struct complaints *to, const struct node *n)
{
    if (!memchr(to->source->bytes + n->span.at, '\\', n->span.len))
        return;
    uint32_t c;
    const char *what = bytes_unfit(n->text, n->count, &c);
    if (what)
        complain_hint(complain_error(to, RB_UNFIT_CHARACTER, n->span,
                                     "an escape writes U+%04X, which is %s", (unsigned)c, what),
                      "delete it");
}
