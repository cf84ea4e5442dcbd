#include "clues/cron.h"

#include <string.h>
#include <strings.h>

struct field {
    const char *name;
    int least, most;
    int (*named)(const char *name, size_t len);
};

static int index_of(const char *const *names, int count, const char *name, size_t len)
{
    for (int i = 0; len == 3 && i < count; i++)
        if (strncasecmp(names[i], name, 3) == 0)
            return i;
    return -1;
}

int cron_weekday(const char *name, size_t len)
{
    static const char *const names[] = {"sun", "mon", "tue", "wed", "thu", "fri", "sat"};
    return index_of(names, 7, name, len);
}

int cron_month(const char *name, size_t len)
{
    static const char *const names[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                        "jul", "aug", "sep", "oct", "nov", "dec"};
    int at = index_of(names, 12, name, len);
    return at < 0 ? -1 : at + 1;
}

static const struct field fields[] = {{"minute", 0, 59, NULL},
                                      {"hour", 0, 23, NULL},
                                      {"day of the month", 1, 31, NULL},
                                      {"month", 1, 12, cron_month},
                                      {"day of the week", 0, 7, cron_weekday}};

static bool read_value(const char **at, const struct field *f, int *value)
{
    const char *start = *at;
    for (*value = 0; **at >= '0' && **at <= '9' && *value < 10000; ++*at)
        *value = *value * 10 + (**at - '0');
    if (*at > start)
        return *value >= f->least && *value <= f->most;
    while ((**at >= 'a' && **at <= 'z') || (**at >= 'A' && **at <= 'Z'))
        ++*at;
    *value = f->named ? f->named(start, (size_t)(*at - start)) : -1;
    return *value >= 0;
}

/* One part of a list: *, n, n-m, each of the last two with a name, and a step behind a range. */
static bool read_part(const char **at, const struct field *f, uint64_t *bits)
{
    static const struct field steps = {"step", 1, 9999, NULL};
    int from = f->least, to = f->most, step = 1;
    bool range = **at == '*';
    if (range) {
        ++*at;
    } else {
        if (!read_value(at, f, &from))
            return false;
        to = from;
        range = **at == '-';
        if (range && (++*at, !read_value(at, f, &to)))
            return false;
    }
    if (range && **at == '/' && (++*at, !read_value(at, &steps, &step)))
        return false;
    if (to < from)
        return false;
    for (int i = from; i <= to; i += step)
        *bits |= UINT64_C(1) << i;
    return true;
}

static bool read_field(const char **at, const struct field *f, uint64_t *bits, struct text *why)
{
    const char *start = *at += strspn(*at, " \t");
    size_t len = strcspn(start, " \t");
    *bits = 0;
    bool ok = len > 0 && read_part(at, f, bits);
    while (ok && **at == ',')
        ok = (++*at, read_part(at, f, bits));
    if (ok && *at == start + len)
        return true;
    if (len)
        text_format(why, "\"%.*s\" is no %s", (int)(len < 40 ? len : 40), start, f->name);
    else
        text_format(why, "the %s is missing", f->name);
    return false;
}

static bool read_word(const char *text, struct cron_schedule *out, struct text *why)
{
    static const char *const words[][2] = {{"@hourly", "0 * * * *"},   {"@daily", "0 0 * * *"},
                                           {"@midnight", "0 0 * * *"}, {"@weekly", "0 0 * * 0"},
                                           {"@monthly", "0 0 1 * *"},  {"@yearly", "0 0 1 1 *"},
                                           {"@annually", "0 0 1 1 *"}};
    size_t len = strcspn(text, " \t");
    if (len == 7 && strncasecmp(text, "@reboot", 7) == 0) {
        out->kind = CRON_REBOOT;
        return true;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i][0]) == len && strncasecmp(words[i][0], text, len) == 0)
            return cron_parse(words[i][1], out, why);
    text_format(why, "\"%.20s\" is no such word as @daily", text);
    return false;
}

bool cron_parse(const char *text, struct cron_schedule *out, struct text *why)
{
    uint64_t bits[5];
    bool any[5];
    text += strspn(text, " \t");
    *out = (struct cron_schedule){.kind = CRON_AT, .count = 1};
    cron_zone_local(&out->zone);
    if (*text == '@')
        return read_word(text, out, why);
    for (size_t i = 0; i < 5; i++) {
        any[i] = text[strspn(text, " \t")] == '*';
        if (!read_field(&text, &fields[i], &bits[i], why))
            return false;
    }
    if (text[strspn(text, " \t")]) {
        text_add(why, "there is more behind the five fields");
        return false;
    }
    out->specs[0] = (struct cron_spec){
        .seconds = 1,
        .minutes = bits[0],
        .hours = (uint32_t)bits[1],
        .days = (uint32_t)bits[2],
        .months = (uint32_t)bits[3],
        .weekdays = (uint32_t)(bits[4] | bits[4] >> 7) & 0x7f,
        .year_to = 9999,
        .year_step = 1,
        .either = !any[2] && !any[4],
        .every = any[0] || any[1],
    };
    return true;
}
