#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/mem.h"
#include "clues/shared_inside.h"

#define LIMITS_MAX 60 /* that are tried of a field's numbers, lengths */

bool shared_number(const char *value, double *n)
{
    char *end;
    const char *at = value + (*value == '-' || *value == '+');
    if (*at < '0' || *at > '9' || (at[0] == '0' && (at[1] | 32) == 'x'))
        return false;
    *n = strtod(value, &end);
    return !*end;
}

static bool is_number(const char *value)
{
    double n;
    return shared_number(value, &n);
}

static bool is_no_number(const char *value)
{
    return !is_number(value);
}

static bool is_decimal(const char *value)
{
    return is_number(value) && strpbrk(value, ".eE");
}

static bool is_integer(const char *value)
{
    return is_number(value) && !strpbrk(value, ".eE");
}

static bool is_negative(const char *value)
{
    double n;
    return shared_number(value, &n) && n < 0;
}

static bool is_zero(const char *value)
{
    double n;
    return shared_number(value, &n) && n == 0;
}

static int up(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Different ones alone, thinned out where there are many. */
static size_t thin(double *values, size_t count)
{
    size_t kept = 0;
    qsort(values, count, sizeof *values, up);
    for (size_t i = 0; i < count; i++)
        if (!kept || values[kept - 1] != values[i])
            values[kept++] = values[i];
    if (kept <= LIMITS_MAX)
        return kept;
    for (size_t i = 0; i < LIMITS_MAX; i++)
        values[i] = values[i * (kept - 1) / (LIMITS_MAX - 1)];
    return LIMITS_MAX;
}

/* Above and below each limit; `measure` gives what is compared, false where there is none. */
static void try_limits(struct shared_trial *t, const char *kind, const char *above,
                       const char *below, const char *unit,
                       bool (*measure)(const char *value, double *n))
{
    size_t count = 0;
    double *limits = mem_alloc((t->in->count + 1) * sizeof *limits), n;
    for (size_t i = 0; i < t->in->count; i++)
        count += t->values[i] && measure(t->values[i], &limits[count]);
    count = thin(limits, count);
    for (size_t l = 0; l < count; l++) {
        for (size_t i = 0; i < t->in->count; i++)
            t->has[i] = t->values[i] && measure(t->values[i], &n) && n > limits[l];
        shared_judge(t, kind, "is %s than %g%s", above, limits[l], unit);
        for (size_t i = 0; i < t->in->count; i++)
            t->has[i] = t->values[i] && measure(t->values[i], &n) && n < limits[l];
        shared_judge(t, kind, "is %s than %g%s", below, limits[l], unit);
    }
    free(limits);
}

static bool are_numbers(const struct shared_trial *t)
{
    size_t numbers = 0, given = 0;
    for (size_t i = 0; i < t->in->count; i++) {
        given += t->values[i] != NULL;
        numbers += t->values[i] && is_number(t->values[i]);
    }
    return numbers && 2 * numbers >= given;
}

void shared_try_numbers(struct shared_trial *t)
{
    if (!are_numbers(t))
        return;
    shared_try(t, "number", "is a decimal", is_decimal);
    shared_try(t, "number", "is an integer", is_integer);
    shared_try(t, "number", "is no number", is_no_number);
    shared_try(t, "sign", "is negative", is_negative);
    shared_try(t, "sign", "is zero", is_zero);
}

static bool length_of(const char *value, double *n)
{
    *n = 0; /* in characters of UTF-8 */
    for (; *value; value++)
        *n += (*value & 0xc0) != 0x80;
    return true;
}

static bool is_empty(const char *value)
{
    return !*value;
}

static bool is_blank(const char *value)
{
    return *value && !value[strspn(value, " \t\r\n")];
}

static bool has_edges(const char *value)
{
    size_t len = strlen(value);
    return len && (strchr(" \t\r\n", value[0]) || strchr(" \t\r\n", value[len - 1]));
}

static bool has_blanks(const char *value)
{
    return strpbrk(value, " \t\r\n");
}

static bool has_other_alphabet(const char *value)
{
    while (*value && (unsigned char)*value < 0x80)
        value++;
    return *value;
}

static bool has_upper(const char *value)
{
    return strpbrk(value, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
}

static bool has_lower(const char *value)
{
    return strpbrk(value, "abcdefghijklmnopqrstuvwxyz");
}

static bool has_digits(const char *value)
{
    return strpbrk(value, "0123456789");
}

static bool has_quotes(const char *value)
{
    return strpbrk(value, "'\"`");
}

static bool has_marks(const char *value)
{
    return strpbrk(value, "<>&;%$#\\{}|^");
}

void shared_try_texts(struct shared_trial *t)
{
    shared_try(t, "empty", "is empty", is_empty);
    shared_try(t, "empty", "is nothing but blanks", is_blank);
    shared_try(t, "letters", "has characters beyond ASCII", has_other_alphabet);
    shared_try(t, "letters", "begins or ends with a blank", has_edges);
    shared_try(t, "letters", "has blanks", has_blanks);
    shared_try(t, "letters", "has quotation marks", has_quotes);
    shared_try(t, "letters", "has one of <>&;%$#\\{}|^", has_marks);
    shared_try(t, "letters", "has capital letters", has_upper);
    shared_try(t, "letters", "has small letters", has_lower);
    shared_try(t, "letters", "has digits", has_digits);
}

void shared_try_limits(struct shared_trial *t)
{
    if (are_numbers(t))
        try_limits(t, "size", "larger", "smaller", "", shared_number);
    try_limits(t, "length", "longer", "shorter", " characters", length_of);
}
