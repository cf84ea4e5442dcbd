#include "clues/stats.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

void stats_sort(double *values, size_t count)
{
    if (count > 1)
        qsort(values, count, sizeof *values, compare);
}

double stats_mean(const double *values, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += values[i] / (double)count;
    return sum;
}

double stats_quantile(const double *sorted, size_t count, double share)
{
    if (!count)
        return 0;
    double at = share * (double)(count - 1);
    size_t below = (size_t)at;
    if (below + 1 >= count)
        return sorted[count - 1];
    return sorted[below] + (at - (double)below) * (sorted[below + 1] - sorted[below]);
}

static double median_of(double *mine, size_t count)
{
    stats_sort(mine, count);
    double median = stats_quantile(mine, count, 0.5);
    free(mine);
    return median;
}

double stats_median(const double *values, size_t count)
{
    if (!count)
        return 0;
    double *mine = mem_alloc(count * sizeof *mine);
    memcpy(mine, values, count * sizeof *mine);
    return median_of(mine, count);
}

double stats_mad(const double *values, size_t count, double median)
{
    if (!count)
        return 0;
    double *away = mem_alloc(count * sizeof *away);
    for (size_t i = 0; i < count; i++)
        away[i] = fabs(values[i] - median);
    return median_of(away, count);
}

struct ranked {
    double p;
    size_t at;
};

static int compare_p(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    return (x->p > y->p) - (x->p < y->p);
}

void stats_adjust(double *p, size_t count)
{
    if (!count)
        return;
    struct ranked *all = mem_alloc(count * sizeof *all);
    for (size_t i = 0; i < count; i++)
        all[i] = (struct ranked){p[i], i};
    qsort(all, count, sizeof *all, compare_p);
    double least = 1;
    for (size_t i = count; i-- > 0;) {
        least = fmin(least, all[i].p * (double)count / (double)(i + 1));
        p[all[i].at] = least;
    }
    free(all);
}
