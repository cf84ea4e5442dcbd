#include "core/rotated.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

#define NUMBER_DIGITS 4
#define DATE_DIGITS 14 /* year to second */

struct sibling {
    const char *name;
    size_t len, plain_len; /* the latter without what packed it */
    int64_t age;
};

static size_t without_packer(const char *name, size_t len)
{
    static const char *const ends[] = {".gz", ".zst", ".xz", ".bz2"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t end = strlen(ends[i]);
        if (len > end && memcmp(name + len - end, ends[i], end) == 0)
            return len - end;
    }
    return len;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "1" is younger than "2". */
static bool read_number(const char *s, size_t len, int64_t *age)
{
    int64_t n = 0;
    if (len == 0 || len > NUMBER_DIGITS || *s == '0')
        return false;
    for (size_t i = 0; i < len; i++) {
        if (!is_digit(s[i]))
            return false;
        n = n * 10 + (s[i] - '0');
    }
    *age = INT64_MAX - n;
    return true;
}

static bool is_date(const char digits[DATE_DIGITS + 1])
{
    int month = (digits[4] - '0') * 10 + digits[5] - '0';
    int day = (digits[6] - '0') * 10 + digits[7] - '0';
    return (memcmp(digits, "19", 2) == 0 || memcmp(digits, "20", 2) == 0) && month >= 1 &&
           month <= 12 && day >= 1 && day <= 31;
}

/* 20260914, 2026-09-14, and behind it hours, minutes, seconds, with a "-" before them or not. */
static bool read_date(const char *s, size_t len, int64_t *age)
{
    char digits[DATE_DIGITS + 1] = "00000000000000";
    size_t n = 0, last = 0;
    bool dashes = len > 4 && s[4] == '-';
    for (size_t i = 0; i < len; i++) {
        bool dash = s[i] == '-' && i > last && ((dashes && (n == 4 || n == 6)) || n == 8);
        if (dash)
            last = i + 1;
        else if (!is_digit(s[i]) || n == DATE_DIGITS || (dashes && i < 10 && (i == 4 || i == 7)))
            return false;
        else
            digits[n++] = s[i];
    }
    if (n < 8 || n % 2 || s[len - 1] == '-' || !is_date(digits))
        return false;
    *age = strtoll(digits, NULL, 10);
    return true;
}

static bool read_mark(const char *mark, size_t len, int64_t *age)
{
    return len > 1 && (*mark == '.' ? read_number(mark + 1, len - 1, age)
                                    : *mark == '-' && read_date(mark + 1, len - 1, age));
}

static bool sibling(const char *log, size_t log_len, struct sibling *s)
{
    const char *extension = memrchr(log, '.', log_len);
    size_t stem = extension ? (size_t)(extension - log) : log_len, rest = log_len - stem;
    s->plain_len = without_packer(s->name, s->len);
    size_t len = s->plain_len;
    if (log_len == 0 || len <= log_len || memcmp(s->name, log, stem) != 0)
        return false;
    if (memcmp(s->name, log, log_len) == 0 && read_mark(s->name + log_len, len - log_len, &s->age))
        return true;
    return rest > 1 && stem > 0 && memcmp(s->name + len - rest, extension, rest) == 0 &&
           read_mark(s->name + stem, len - log_len, &s->age);
}

bool rotated_name(const char *log, const char *name, int64_t *age)
{
    struct sibling s = {.name = name, .len = strlen(name)};
    bool ok = sibling(log, strlen(log), &s);
    *age = s.age;
    return ok;
}

bool rotated_path(const char *log, const char *path)
{
    const char *log_name = strrchr(log, '/'), *name = strrchr(path, '/');
    int64_t age;
    return log_name && name && log_name - log == name - path &&
           memcmp(log, path, (size_t)(name - path)) == 0 &&
           rotated_name(log_name + 1, name + 1, &age);
}

/* Of one age, what is not packed comes first. */
static int compare(const void *a, const void *b)
{
    const struct sibling *x = a, *y = b;
    if (x->age != y->age)
        return x->age < y->age ? -1 : 1;
    return (x->len > x->plain_len) - (y->len > y->plain_len);
}

void rotated_names(const char *log, const char *names, struct text *out)
{
    struct sibling *all = NULL;
    size_t count = 0, cap = 0, log_len = strlen(log);
    for (const char *at = names; *at; at += strcspn(at, "\n"), at += *at == '\n') {
        struct sibling s = {.name = at, .len = strcspn(at, "\n")};
        if (!sibling(log, log_len, &s))
            continue;
        all = mem_grow(all, count, &cap, sizeof *all);
        all[count++] = s;
    }
    if (count)
        qsort(all, count, sizeof *all, compare);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || all[i].age != all[i - 1].age)
            text_format(out, "%.*s\n", (int)all[i].len, all[i].name);
    free(all);
}
