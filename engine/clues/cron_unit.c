#include <stdlib.h>
#include <string.h>

#include "clues/cron_table.h"

/* The words of `systemctl show`, as of systemd 252: TimersCalendar={ OnCalendar=*-*-* 06:00:00 ;
 * next_elapse=... }, TimersMonotonic={ OnUnitActiveUSec=1d ; ... }, ExecStart={ path=... ;
 * argv[]=/bin/x y ; ... }. */

/* What follows `key` in a braced value, up to " ;", which is cut off there. NULL where it has none.
 */
static char *inside(char *value, const char *key)
{
    char *at = strstr(value, key), *end = at ? strstr(at, " ;") : NULL;
    if (!end)
        return NULL;
    *end = '\0';
    return at + strlen(key);
}

long long cron_span_us(const char *text)
{
    static const struct {
        const char *unit;
        double us;
    } units[] = {{"us", 1},       {"ms", 1e3},          {"s", 1e6},
                 {"min", 60e6},   {"h", 3600e6},        {"d", 86400e6},
                 {"w", 604800e6}, {"month", 2629800e6}, {"y", 31557600e6}};
    double sum = 0;
    char *end;
    for (const char *at = text; *at; at = end) {
        double n = strtod(at, &end);
        size_t len = strcspn(end, " "), i = 0;
        while (i < 9 && (strlen(units[i].unit) != len || strncmp(units[i].unit, end, len) != 0))
            i++;
        if (end == at || i == 9 || !(n >= 0 && n < 1e9))
            return 0;
        sum += n * units[i].us;
        end += len + strspn(end + len, " ");
    }
    return (long long)sum;
}

static void take(struct cron_unit *u, const char *name, char *value)
{
    char *span;
    if (strcmp(name, "Id") == 0)
        u->id = value;
    else if (strcmp(name, "User") == 0)
        u->user = *value ? value : NULL;
    else if (strcmp(name, "ExecStart") == 0 && !u->exec)
        u->exec = inside(value, "argv[]=");
    else if (strcmp(name, "RandomizedDelayUSec") == 0)
        u->delay_us = cron_span_us(value);
    else if (strcmp(name, "TimersCalendar") == 0 && u->calendar_count < 8) {
        if ((u->calendars[u->calendar_count] = inside(value, "OnCalendar=")))
            u->calendar_count++;
    } else if (strcmp(name, "TimersMonotonic") == 0 &&
               ((span = inside(value, "OnUnitActiveUSec=")) ||
                (span = inside(value, "OnUnitInactiveUSec="))))
        u->period_us = cron_span_us(span);
}

bool cron_unit_next(char **at, struct cron_unit *u)
{
    *u = (struct cron_unit){0};
    *at += strspn(*at, "\n");
    while (**at && **at != '\n') {
        char *line = *at, *end = strchr(line, '\n'), *is = strchr(line, '=');
        *at = end ? end + 1 : line + strlen(line);
        if (end)
            *end = '\0';
        if (is) {
            *is = '\0';
            take(u, line, is + 1);
        }
    }
    return u->id != NULL;
}
