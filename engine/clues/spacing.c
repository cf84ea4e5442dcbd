#include "clues/spacing.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

double spacing_of(const struct point *points, size_t count)
{
    if (count < 2)
        return 0;
    double *apart = mem_alloc(count * sizeof *apart);
    size_t n = 0;
    for (size_t i = 1; i < count; i++)
        if (points[i].time > points[i - 1].time)
            apart[n++] = points[i].time - points[i - 1].time;
    stats_sort(apart, n);
    double median = stats_quantile(apart, n, 0.5);
    free(apart);
    return median;
}

size_t spacing_missing(const struct point *points, size_t count)
{
    double every = spacing_of(points, count), missing = 0;
    for (size_t i = 1; i < count; i++)
        if (points[i].time - points[i - 1].time > 1.5 * every)
            missing += floor((points[i].time - points[i - 1].time) / every + 0.5) - 1;
    return missing < 1e15 ? (size_t)missing : 0;
}
