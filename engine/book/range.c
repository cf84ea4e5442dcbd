#include "book/load.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *blanks(const char *s)
{
    return s + strspn(s, " ");
}

/* Digits with a fraction and an exponent perhaps; no "inf", no hexadecimals. */
static const char *number(const char *s, double *out)
{
    const char *p = s + (*s == '-' || *s == '+');
    size_t whole = strspn(p, "0123456789");
    const char *end = p + whole;
    if (*end == '.' && end[1] >= '0' && end[1] <= '9')
        end += 1 + strspn(end + 1, "0123456789");
    if (whole == 0)
        return NULL;
    if (*end == 'e' || *end == 'E') {
        const char *digits = end + 1 + (end[1] == '-' || end[1] == '+');
        size_t n = strspn(digits, "0123456789");
        if (n)
            end = digits + n;
    }
    char buffer[64];
    if (end - s >= (long)sizeof buffer)
        return NULL;
    memcpy(buffer, s, (size_t)(end - s));
    buffer[end - s] = '\0';
    *out = strtod(buffer, NULL);
    return isfinite(*out) ? end : NULL;
}

/* What may stand behind a number: nothing, or the unit. */
static const char *over_unit(const char *s, const char *unit)
{
    const char *p = blanks(s);
    size_t len = unit ? strlen(unit) : 0;
    if (len && strncmp(p, unit, len) == 0)
        return blanks(p + len);
    return p;
}

/* What stands where only the unit may: another unit, or a number written in another way. */
static enum range_reading misfit(const char *s)
{
    return strchr(",.0123456789'", *s) ? RANGE_NOT : RANGE_UNIT;
}

static enum range_reading between(const char *s, const char *unit, struct range *out)
{
    const char *p = number(s, &out->low);
    if (!p)
        return RANGE_NOT;
    p = over_unit(p, unit);
    if (strncmp(p, "..", 2))
        return strstr(p, "..") ? misfit(p) : RANGE_NOT;
    p = number(blanks(p + 2), &out->high);
    if (!p)
        return RANGE_NOT;
    p = over_unit(p, unit);
    if (*p)
        return misfit(p);
    return out->low <= out->high ? RANGE_OK : RANGE_EMPTY;
}

static const struct operator
{
    const char *sign;
    bool low, high, open;
}
OPERATORS[] = {
    {"<=", false, true, false}, {">=", true, false, false}, {"==", true, true, false},
    {"<", false, true, true},   {">", true, false, true},
};

enum range_reading range_read(const char *s, const char *unit, struct range *out)
{
    *out = (struct range){-INFINITY, INFINITY, false, false};
    s = blanks(s);
    for (size_t i = 0; i < sizeof OPERATORS / sizeof *OPERATORS; i++) {
        const struct operator* o = & OPERATORS[i];
        size_t len = strlen(o->sign);
        if (strncmp(s, o->sign, len))
            continue;
        double bound;
        const char *p = number(blanks(s + len), &bound);
        if (!p)
            return RANGE_NOT;
        p = over_unit(p, unit);
        if (*p)
            return misfit(p);
        if (o->low)
            *out = (struct range){bound, out->high, o->open, out->high_open};
        if (o->high)
            *out = (struct range){out->low, bound, out->low_open, o->open};
        return RANGE_OK;
    }
    return between(s, unit, out);
}

static bool within(const struct range *r, double n)
{
    return (r->low_open ? n > r->low : n >= r->low) && (r->high_open ? n < r->high : n <= r->high);
}

bool type_is_listed(enum answer_type type)
{
    return type == TYPE_CHOICE || type == TYPE_MANY;
}

static const struct answer *step_else(const struct step *s)
{
    for (size_t i = 0; i < s->answer_count; i++)
        if (s->answers[i].match == MATCH_ELSE)
            return &s->answers[i];
    return NULL;
}

const struct answer *step_match_text(const struct step *s, const char *text)
{
    for (size_t i = 0; i < s->answer_count; i++)
        if (s->answers[i].match == MATCH_TEXT && strcmp(s->answers[i].key, text) == 0)
            return &s->answers[i];
    return step_else(s);
}

const struct answer *step_match_number(const struct step *s, double number)
{
    for (size_t i = 0; i < s->answer_count; i++)
        if (s->answers[i].match == MATCH_RANGE && within(&s->answers[i].range, number))
            return &s->answers[i];
    return step_else(s);
}
