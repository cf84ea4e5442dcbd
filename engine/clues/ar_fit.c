#include "clues/ar_fit.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"

static const double rhos[] = {0, 0.15, 0.3, 0.45, 0.6, 0.7, 0.8, 0.86, 0.9, 0.94, 0.97, 0.99};

/* The series filtered by one rho; a regressor's sums with itself, the constant c and the values. */
struct filtered {
    const double *y;
    size_t n;
    double rho, r; /* r: 1 - rho, what is left of a level */
    double cc, ce, ee;
    double rest;         /* squares that the constant leaves */
    double *sum, *sum_t; /* from each place to the end, of the values, and of place times value */
};

struct sums {
    double rr, rc, re;
};

static double filtered_at(const struct filtered *f, size_t i)
{
    return i ? f->y[i] - f->rho * f->y[i - 1] : sqrt(1 - f->rho * f->rho) * f->y[0];
}

static void filter_by(struct filtered *f, double rho)
{
    f->rho = rho;
    f->r = 1 - rho;
    double first = filtered_at(f, 0);
    f->sum[f->n] = f->sum_t[f->n] = 0;
    f->ee = first * first;
    for (size_t i = f->n; i-- > 1;) {
        double e = filtered_at(f, i);
        f->sum[i] = f->sum[i + 1] + e;
        f->sum_t[i] = f->sum_t[i + 1] + (double)i * e;
        f->ee += e * e;
    }
    f->cc = 1 - rho * rho + (double)(f->n - 1) * f->r * f->r;
    f->ce = sqrt(1 - rho * rho) * first + f->r * f->sum[1];
    f->rest = f->ee - f->ce * f->ce / f->cc;
}

/* 1 at k, and r of it in each that follows. */
static struct sums step_sums(const struct filtered *f, size_t k)
{
    double after = (double)(f->n - 1 - k);
    return (struct sums){1 + after * f->r * f->r, f->r * (1 + after * f->r),
                         filtered_at(f, k) + f->r * f->sum[k + 1]};
}

/* r j + rho at k + j, j from 1. */
static struct sums ramp_sums(const struct filtered *f, size_t k)
{
    double m = (double)(f->n - 1 - k), j = m * (m + 1) / 2, j2 = j * (2 * m + 1) / 3;
    double r = f->r, rho = f->rho, sum = f->sum[k + 1];
    return (struct sums){r * r * j2 + 2 * r * rho * j + m * rho * rho, r * (r * j + m * rho),
                         r * (f->sum_t[k + 1] - (double)k * sum) + rho * sum};
}

static struct sums bump_sums(const struct filtered *f, struct sums from, size_t until)
{
    struct sums to = step_sums(f, until);
    double both = f->r + (double)(f->n - 1 - until) * f->r * f->r;
    return (struct sums){from.rr + to.rr - 2 * both, from.rc - to.rc, from.re - to.re};
}

/* Minus twice the log likelihood, but for a constant. */
static double cost(const struct filtered *f, double rest)
{
    double n = (double)f->n;
    return n * log(fmax(rest, 1e-12 * f->ee + 1e-300) / n) - log(1 - f->rho * f->rho);
}

/* What a regressor explains of the squares that the constant leaves. */
static double explained(const struct filtered *f, struct sums s)
{
    double own = s.rr - s.rc * s.rc / f->cc, with = s.re - s.rc * f->ce / f->cc;
    return own > 1e-9 * s.rr ? with * with / own : 0;
}

static void consider(const struct filtered *f, struct ar_fit *out, enum ar_model model,
                     struct sums s, size_t from, size_t until)
{
    double own = s.rr - s.rc * s.rc / f->cc, with = s.re - s.rc * f->ce / f->cc;
    double gain = -cost(f, f->rest - explained(f, s));
    if (gain > out->gains[model][from])
        out->gains[model][from] = gain;
    if (gain <= out->best[model].gain || !(own > 1e-9 * s.rr))
        return;
    double size = with / own;
    out->best[model] =
        (struct ar_best){gain, f->rho, size, (f->ce - size * s.rc) / f->cc, from, until};
}

/* The bump from k on with the best end. */
static void consider_bumps(const struct filtered *f, struct ar_fit *out, struct sums from, size_t k)
{
    double most = -1;
    size_t until = 0;
    for (size_t l = k + 2; l + 2 < f->n && l - k <= f->n / 3; l++) {
        double here = explained(f, bump_sums(f, from, l));
        if (here > most) {
            most = here;
            until = l;
        }
    }
    if (until)
        consider(f, out, AR_BUMP, bump_sums(f, from, until), k, until);
}

static void consider_all(const struct filtered *f, struct ar_fit *out)
{
    size_t n = f->n, edge = n < 60 ? 3 : n / 20;
    for (size_t k = 0; k + edge + 2 < n; k++)
        consider(f, out, AR_RAMP, ramp_sums(f, k), k, n);
    for (size_t k = 1; k + 1 < n; k++) {
        struct sums from = step_sums(f, k);
        if (k >= edge && k + edge <= n)
            consider(f, out, AR_STEP, from, k, n);
        consider_bumps(f, out, from, k);
    }
}

void ar_fit(const double *values, size_t count, struct ar_fit *out)
{
    double *memory = mem_alloc(2 * (count + 2) * sizeof *memory), flat = INFINITY;
    struct filtered f = {.y = values, .n = count, .sum = memory, .sum_t = memory + count + 2};
    double *gains = mem_alloc(AR_MODELS * count * sizeof *gains);
    for (size_t i = 0; i < AR_MODELS * count; i++)
        gains[i] = -INFINITY;
    for (int m = 0; m < AR_MODELS; m++) {
        out->gains[m] = gains + (size_t)m * count;
        out->best[m] = (struct ar_best){.gain = -INFINITY};
    }
    for (size_t i = 0; i < sizeof rhos / sizeof *rhos; i++) {
        filter_by(&f, rhos[i]);
        if (cost(&f, f.rest) < flat) {
            flat = cost(&f, f.rest);
            out->rho = rhos[i];
        }
        consider_all(&f, out);
    }
    for (size_t i = 0; i < AR_MODELS * count; i++)
        gains[i] += flat;
    for (int m = 0; m < AR_MODELS; m++)
        out->best[m].gain += flat;
    free(memory);
}

void ar_fit_release(struct ar_fit *f)
{
    free(f->gains[0]);
}
