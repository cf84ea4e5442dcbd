#include "base/regex_needs.h"

#include <stdbool.h>
#include <string.h>

struct reading {
    const char *at;
    bool unknown; /* nothing can be said of the pattern */
    char run[REGEX_NEEDS_MAX], best[REGEX_NEEDS_MAX];
    size_t len, best_len;
};

static bool is_alnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void end_run(struct reading *r)
{
    if (r->len > r->best_len) {
        memcpy(r->best, r->run, r->len);
        r->best_len = r->len;
    }
    r->len = 0;
}

static void add(struct reading *r, char c)
{
    if (r->len == REGEX_NEEDS_MAX)
        end_run(r);
    r->run[r->len++] = c;
}

/* Behind a backslash: a byte that stands for itself, or one of those that take nothing behind them.
 */
static void read_escape(struct reading *r, bool in_group)
{
    char c = *r->at;
    if (c == '\0' || (is_alnum(c) && !strchr("dDwWsSbBAZzhHvVNRtnrfea", c))) {
        r->unknown = true;
        return;
    }
    r->at++;
    if (in_group)
        return;
    if (is_alnum(c))
        end_run(r);
    else
        add(r, c);
}

/* At "[:" or what is as rare as "[=". */
static void skip_named(struct reading *r)
{
    size_t letters = strspn(r->at + 2, "^abcdefghijklmnopqrstuvwxyz");
    const char *end = r->at + 2 + letters;
    r->unknown = r->at[1] != ':' || strncmp(end, ":]", 2) != 0;
    r->at = r->unknown ? r->at : end + 2;
}

/* Behind "[": up to behind its "]". */
static void skip_class(struct reading *r)
{
    r->at += *r->at == '^';
    r->at += *r->at == ']';
    while (*r->at && *r->at != ']' && !r->unknown) {
        if (r->at[0] == '[' && strchr(":.=", r->at[1]))
            skip_named(r);
        else if (*r->at++ == '\\')
            read_escape(r, true);
    }
    r->unknown = r->unknown || *r->at != ']';
    r->at++;
}

/* Behind "(": its flags and verbs would change what stands around it. */
static void look_at_group(struct reading *r)
{
    if (*r->at == '*')
        r->unknown = true;
    if (*r->at != '?')
        return;
    r->at++;
    r->unknown = r->unknown || !*r->at || !strchr(":=!<>|", *r->at);
}

/* Behind "(": up to behind its ")". */
static void skip_group(struct reading *r)
{
    size_t depth = 1;
    look_at_group(r);
    while (depth && *r->at && !r->unknown) {
        char c = *r->at++;
        if (c == '\\')
            read_escape(r, true);
        else if (c == '[')
            skip_class(r);
        else if (c == ')')
            depth--;
        else if (c == '(') {
            depth++;
            look_at_group(r);
        }
    }
    r->unknown = r->unknown || depth;
}

/* At what may say how often: what stood last may then be there or not, and what follows does not
 * stand right behind it. False where nothing is said. */
static bool read_count(struct reading *r)
{
    const char *end = r->at + 1;
    if (*r->at == '{') {
        size_t digits = strspn(end, "0123456789");
        end += digits;
        end += *end == ',' ? 1 + strspn(end + 1, "0123456789") : 0;
        r->unknown = !digits || *end++ != '}';
    } else if (!*r->at || !strchr("?*+", *r->at)) {
        return false;
    }
    r->len -= r->len && *r->at != '+';
    end_run(r);
    r->at = end;
    r->at += *r->at == '?' || *r->at == '+';
    return true;
}

static void read_one(struct reading *r)
{
    if (read_count(r))
        return;
    char c = *r->at++;
    if (c == '\\') {
        read_escape(r, false);
    } else if (strchr("[(.^$", c)) {
        end_run(r);
        if (c == '[')
            skip_class(r);
        else if (c == '(')
            skip_group(r);
    } else {
        add(r, c);
        r->unknown = r->unknown || c == '|' || c == ')';
    }
}

size_t regex_needs(const char *pattern, char needs[REGEX_NEEDS_MAX])
{
    struct reading r = {.at = pattern};
    while (*r.at && !r.unknown)
        read_one(&r);
    end_run(&r);
    if (r.unknown)
        return 0;
    memcpy(needs, r.best, r.best_len);
    return r.best_len;
}
