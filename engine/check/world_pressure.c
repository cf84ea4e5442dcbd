#include "check/world_facts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check/proc_file.h"

static void put_line(struct jval *j, const char *kind, const char *line)
{
    double avg[3];
    long long total;
    char who[8];
    if (!line || sscanf(line, "%7s avg10=%lf avg60=%lf avg300=%lf total=%lld", who, &avg[0],
                        &avg[1], &avg[2], &total) != 5)
        return;
    struct jval *one = jval_object();
    jval_put_real(one, "avg10", avg[0], 2);
    jval_put_real(one, "avg60", avg[1], 2);
    jval_put_real(one, "avg300", avg[2], 2);
    jval_put_int(one, "total_us", total);
    jval_put(j, kind, one);
}

/* some avg10=0.00 avg60=0.00 avg300=0.00 total=0, and the same for full */
struct jval *world_pressure(struct text *why)
{
    static const char *const of[] = {"cpu", "memory", "io"};
    struct jval *j = jval_object();
    for (size_t i = 0; i < sizeof of / sizeof *of; i++) {
        char path[64], file[512];
        snprintf(path, sizeof path, "/proc/pressure/%s", of[i]);
        if (!proc_file(path, file, sizeof file, NULL))
            continue;
        struct jval *one = jval_object();
        put_line(one, "some", strstr(file, "some "));
        put_line(one, "full", strstr(file, "full "));
        jval_put(j, of[i], one);
    }
    if (jval_count(j) > 0)
        return j;
    jval_free(j);
    text_add(why, "this kernel does not measure pressure: there is no /proc/pressure, or it is "
                  "switched off (psi=0)");
    return NULL;
}
