#include "book/reader.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/text.h"
#include "base/time.h"

const char *reader_text(const struct node *key)
{
    return key ? key->value->text : NULL;
}

static void bad_value(struct reader *r, const struct node *key, const char *wanted,
                      const char *example)
{
    struct diag *d = reader_error(r, RB_BAD_VALUE, reader_span(key->value),
                                  "\"%s\" is %s, not \"%s\"", key->text, wanted, key->value->text);
    complain_hint(d, "for example: %s: %s", key->text, example);
}

static void no_word(struct reader *r, const struct node *key, const char *const *words,
                    size_t count)
{
    const struct node *value = key->value;
    struct diag *d =
        reader_error(r, RB_BAD_VALUE, value->span, "unknown %s \"%s\"", key->text, value->text);
    if (complain_nearest(d, value->text, words, count))
        return;
    struct text list = {0};
    for (size_t i = 0; i < count; i++)
        text_format(&list, "%s%s", i == 0 ? "" : i + 1 < count ? ", " : " or ", words[i]);
    complain_hint(d, "write %s", text_get(&list));
    text_release(&list);
}

int reader_word(struct reader *r, const struct node *key, enum key_place place)
{
    size_t count;
    const char *const *words = keys_of(place, &count, NULL)[key->field].words;
    for (count = 0; words[count]; count++)
        if (strcmp(words[count], key->value->text) == 0)
            return (int)count;
    no_word(r, key, words, count);
    return -1;
}

static bool all_digits(const char *s)
{
    return *s && s[strspn(s, "0123456789")] == '\0';
}

int reader_count(struct reader *r, const struct node *key)
{
    if (!key)
        return 0;
    const char *s = key->value->text;
    long n = all_digits(s) && strlen(s) <= 6 ? strtol(s, NULL, 10) : 0;
    if (n < 1)
        bad_value(r, key, "a whole number from 1 to 999999", "2");
    return (int)n;
}

double reader_number(struct reader *r, const struct node *key)
{
    if (!key)
        return 1;
    const char *s = key->value->text;
    char *end;
    double n = strtod(s, &end);
    if (s[strspn(s, "0123456789.")] || *end || !(n > 0) || n > 1e12) {
        bad_value(r, key, "a number larger than 0", "2");
        return 1;
    }
    return n;
}

int64_t reader_time_span(struct reader *r, const struct node *key)
{
    int64_t ms;
    if (!key)
        return -1;
    if (time_parse_span(key->value->text, &ms) && ms > 0)
        return ms;
    bad_value(r, key, "a length of time", "20m, 2h, 1h30m or 3d");
    return -1;
}

int64_t reader_time_span_or(struct reader *r, const struct node *key, int64_t not_given)
{
    return key ? reader_time_span(r, key) : not_given;
}

static bool is_date(const char *s)
{
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (strlen(s) != 10 || s[4] != '-' || s[7] != '-' || strspn(s, "0123456789") != 4 ||
        strspn(s + 5, "0123456789") != 2 || strspn(s + 8, "0123456789") != 2)
        return false;
    int year = atoi(s), month = atoi(s + 5), day = atoi(s + 8);
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1] &&
           (month != 2 || day < 29 || leap);
}

const char *reader_date(struct reader *r, const struct node *key)
{
    if (!key)
        return NULL;
    if (is_date(key->value->text))
        return key->value->text;
    bad_value(r, key, "a date", "2026-11-01");
    return NULL;
}

const char *reader_due(struct reader *r, const struct node *key)
{
    if (!key)
        return NULL;
    const char *s = key->value->text;
    size_t digits = strspn(s, "0123456789");
    if (digits >= 1 && digits <= 4 && atoi(s) > 0 &&
        (strcmp(s + digits, "d") == 0 || strcmp(s + digits, "bd") == 0))
        return s;
    bad_value(r, key, "a number of days", "3d (calendar days) or 5bd (business days)");
    return NULL;
}

bool reader_is_text(struct reader *r, const struct node *n, const char *what)
{
    if (n->kind == NODE_BAD)
        return false;
    if (n->kind != NODE_TEXT) {
        struct diag *d = reader_error(r, RB_WRONG_SHAPE, reader_span(n), "%s is text, not a %s",
                                      what, n->kind == NODE_MAP ? "map" : "list");
        complain_hint(d, "quote text that begins with { or [, or that holds a colon and a blank");
        return false;
    }
    if ((unsigned char)n->text[0] > ' ' || n->text[strspn(n->text, " \t\n")])
        return true;
    uint32_t at = n->span.at; /* what a ? by itself is a mark for is nothing, behind it */
    bool question = at > 0 && at <= r->to.source->len && r->to.source->bytes[at - 1] == '?';
    complain_hint(reader_error(r, RB_EMPTY, reader_span(n), "%s is empty", what),
                  question ? "quote text that begins with ?" : "write it");
    return false;
}

const char *const *reader_texts(struct reader *r, const struct node *key, size_t *count)
{
    *count = 0;
    if (!key)
        return NULL;
    const struct node *list = key->value;
    const char **texts = arena_alloc(r->arena, list->count * sizeof *texts);
    for (struct node *n = list->first; n; n = n->next) {
        if (!reader_is_text(r, n, "an item of the list"))
            continue;
        reader_trim(n);
        texts[(*count)++] = n->text;
    }
    return texts;
}

static const char *said_list(struct reader *r, struct node *list, const char *what)
{
    struct jval *texts = jval_array();
    bool ok = list->count > 0;
    if (!ok)
        complain_hint(reader_error(r, RB_EMPTY, reader_span(list), "%s is an empty list", what),
                      "write what is answered: [one, another]");
    for (struct node *n = list->first; n; n = n->next) {
        if (!reader_is_text(r, n, what)) {
            ok = false;
            continue;
        }
        reader_trim(n);
        jval_add_text(texts, n->text);
    }
    char *written = jval_write(texts, JSON_LINE);
    const char *kept = ok ? arena_text(r->arena, written) : NULL;
    free(written);
    jval_free(texts);
    return kept;
}

const char *reader_said(struct reader *r, struct node *n, const char *what)
{
    if (n->kind == NODE_LIST)
        return said_list(r, n, what);
    if (!reader_is_text(r, n, what))
        return NULL;
    reader_trim(n);
    return n->text;
}

static bool is_id(const struct node *n, bool dash)
{
    for (size_t i = 0; i < n->count; i++) {
        char c = n->text[i];
        bool letter = c >= 'a' && c <= 'z', digit = c >= '0' && c <= '9';
        if (!letter && (i == 0 || (!digit && c != '_' && !(dash && c == '-'))))
            return false;
    }
    return n->count >= 1 && n->count <= KEYS_ID_MAX;
}

bool reader_id(struct reader *r, const struct node *n, bool dash, const char *what)
{
    if (!reader_is_text(r, n, what))
        return false;
    if (is_id(n, dash))
        return true;
    struct diag *d =
        complain_error(&r->to, RB_BAD_ID, n->span, "\"%s\" cannot be %s", n->text, what);
    complain_hint(
        d, "begin with a letter from a to z; go on with those, digits%s; %d characters at most",
        dash ? ", _ and -" : " and _", KEYS_ID_MAX);
    return false;
}

void reader_twice(struct reader *r, const char *id, struct span span, const char *what,
                  struct span first)
{
    struct diag *d =
        complain_error(&r->to, RB_DUPLICATE_ID, span, "a %s \"%s\" is there already", what, id);
    complain_hint(d, "rename one of the two");
    complain_note(d, first, "the first is here");
}
