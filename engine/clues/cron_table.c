#include "clues/cron_table.h"

#include <string.h>

#include "clues/cron.h"

static const char blanks[] = " \t";

void cron_table_start(struct cron_table *t, char *text, bool system)
{
    *t = (struct cron_table){.at = text, .system = system};
}

/* A copy of a value without its quotes. */
static void take_zone(struct cron_table *t, const char *value)
{
    value += strspn(value, blanks);
    char quote = *value == '"' || *value == '\'' ? *value++ : '\0';
    size_t len = quote ? strcspn(value, (char[]){quote, '\0'}) : strcspn(value, " \t\r");
    if (len >= sizeof t->zone)
        len = 0;
    memcpy(t->zone, value, len);
    t->zone[len] = '\0';
}

/* NAME=VALUE: a name without blanks, or in quotes, and then '='. */
static bool take_setting(struct cron_table *t, const char *line)
{
    char quote = *line == '"' || *line == '\'' ? *line : '\0';
    const char *name = line + (quote != 0);
    size_t len = strcspn(name, quote ? (char[]){quote, '\0'} : "= \t");
    const char *at = name + len + (quote && name[len]);
    at += strspn(at, blanks);
    if (*at != '=' || !len)
        return false;
    if (len == 7 && memcmp(name, "CRON_TZ", 7) == 0)
        take_zone(t, at + 1);
    return true;
}

/* What cron runs: up to the first '%', behind which stands its input; "\%" is a '%'. */
static void end_command(char *command)
{
    char *to = command;
    for (char *at = command; *at && *at != '%'; at++) {
        at += *at == '\\' && at[1] == '%';
        *to++ = *at;
    }
    while (to > command && strchr(" \t\r", to[-1]))
        to--;
    *to = '\0';
}

/* Behind `words` words, each followed by blanks. */
static char *behind(char *at, size_t words)
{
    for (; words > 0; words--) {
        at += strcspn(at, blanks);
        at += strspn(at, blanks);
    }
    return at;
}

static bool parse_line(struct cron_table *t, char *at, struct cron_line *line, struct text *why)
{
    struct cron_schedule unused;
    at += *at == '-'; /* as in SuSE: it is not logged */
    char *rest = behind(at, *at == '@' ? 1 : 5);
    size_t len = (size_t)(rest - at);
    while (len && strchr(blanks, at[len - 1]))
        len--;
    if (len >= sizeof line->schedule) {
        text_add(why, "its times are too long");
        return false;
    }
    memcpy(line->schedule, at, len);
    line->schedule[len] = '\0';
    if (!cron_parse(line->schedule, &unused, why))
        return false;
    char *command = t->system ? behind(rest, 1) : rest;
    if (t->system && command > rest) {
        rest[strcspn(rest, blanks)] = '\0';
        line->user = rest;
    }
    end_command(command);
    line->command = command;
    if (!*command)
        text_add(why, t->system ? "a user or a command is missing" : "a command is missing");
    return *command;
}

bool cron_table_next(struct cron_table *t, struct cron_line *line, struct text *why)
{
    while (*t->at) {
        char *at = t->at + strspn(t->at, blanks), *end = strchr(t->at, '\n');
        t->at = end ? end + 1 : t->at + strlen(t->at);
        if (end)
            *end = '\0';
        t->number++;
        if (!*at || *at == '#' || *at == '\r' || take_setting(t, at))
            continue;
        *line = (struct cron_line){.wrong = NULL};
        text_clear(why);
        line->wrong = parse_line(t, at, line, why) ? NULL : text_get(why);
        return true;
    }
    return false;
}

bool cron_table_parts(const char *command, char *folder, size_t max)
{
    const char *at = strstr(command, "run-parts");
    for (at = at ? at + strcspn(at, " \t;)|&") : ""; *at; at += strcspn(at, " \t;)|&")) {
        at += strspn(at, blanks);
        size_t len = strcspn(at, " \t;)|&}");
        if (*at == '/' && len < max) {
            memcpy(folder, at, len);
            folder[len] = '\0';
            return true;
        }
        if (!len)
            return false;
    }
    return false;
}

bool cron_table_takes(const char *name, size_t len)
{
    size_t good = 0;
    while (good < len && (strchr("_-", name[good]) || (name[good] >= '0' && name[good] <= '9') ||
                          ((name[good] | 32) >= 'a' && (name[good] | 32) <= 'z')))
        good++;
    return len && good == len;
}
