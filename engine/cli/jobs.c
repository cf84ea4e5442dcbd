#include "cli/jobs.h"

#include <stdlib.h>
#include <string.h>

#include "cli/drill_jobs.h"

bool jobs_read(const struct args *args, int usual, int *jobs, struct diags *ds)
{
    const char *value = args_value(args, "jobs");
    *jobs = usual;
    if (!value)
        return true;
    bool digits = *value && strlen(value) <= 4 && strspn(value, "0123456789") == strlen(value);
    *jobs = digits ? atoi(value) : 0;
    if (*jobs >= 1 && *jobs <= JOBS_MOST)
        return true;
    diag_hint(diag_environment(ds, "--jobs cannot be \"%s\"", value), "write a number from 1 to %d",
              JOBS_MOST);
    return false;
}

int jobs_for_checks(void)
{
    int processors = drill_jobs_usual();
    return processors < 2 ? 2 : processors;
}
