#include "clues/tails.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

#define STEPS_MAX 200000
#define TINY 1e-300

static double log_gamma(double x)
{
    int sign;
    return lgamma_r(x, &sign);
}

static double within(double p)
{
    return p >= 0 ? fmin(p, 1) : isnan(p) ? 1 : 0;
}

double tail_normal(double z)
{
    return isnan(z) ? 1 : erfc(fabs(z) / M_SQRT2);
}

double tail_normal_one(double z)
{
    return isnan(z) ? 1 : erfc(z / M_SQRT2) / 2;
}

static double not_zero(double x)
{
    return fabs(x) < TINY ? TINY : x;
}

/* A continued fraction b0 + a1/(b1 + a2/(b2 + ...)), one step further. True when it stands. */
struct lentz {
    double f, c, d;
};

static bool lentz_step(struct lentz *l, double a, double b)
{
    l->d = 1 / not_zero(b + a * l->d);
    l->c = not_zero(b + a / l->c);
    double by = l->c * l->d;
    l->f *= by;
    return fabs(by - 1) < DBL_EPSILON;
}

/* P(a, x) by its series (6.5.29), which is quick below a + 1. */
static double gamma_series(double a, double x)
{
    double term = 1 / a, sum = term;
    for (int i = 1; i < STEPS_MAX && term > sum * DBL_EPSILON; i++) {
        term *= x / (a + i);
        sum += term;
    }
    return sum * exp(a * log(x) - x - log_gamma(a));
}

/* Q(a, x) by its continued fraction (6.5.31, its even part), which is quick above. */
static double gamma_fraction(double a, double x)
{
    double b = x + 1 - a;
    struct lentz l = {not_zero(b), not_zero(b), 0};
    for (int i = 1; i < STEPS_MAX; i++) {
        b += 2;
        if (lentz_step(&l, -i * (i - a), b))
            break;
    }
    return exp(a * log(x) - x - log_gamma(a)) / l.f;
}

double tail_gamma(double a, double x)
{
    if (!(a > 0) || !(x > 0))
        return 1;
    if (isinf(x))
        return 0;
    return within(x < a + 1 ? 1 - gamma_series(a, x) : gamma_fraction(a, x));
}

/* 26.5.8 */
static double beta_fraction(double a, double b, double x)
{
    struct lentz l = {1, 1, 0};
    for (int m = 0; m < STEPS_MAX; m++) {
        if (m && lentz_step(&l, m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)), 1))
            break;
        double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        if (lentz_step(&l, odd, 1))
            break;
    }
    double front = a * log(x) + b * log1p(-x) + log_gamma(a + b) - log_gamma(a) - log_gamma(b);
    return exp(front) / (a * l.f);
}

double tail_beta(double a, double b, double x)
{
    if (!(a > 0) || !(b > 0) || isnan(x))
        return 1;
    if (x <= 0 || x >= 1)
        return x >= 1;
    return within(x < (a + 1) / (a + b + 2) ? beta_fraction(a, b, x)
                                            : 1 - beta_fraction(b, a, 1 - x));
}

double tail_chi_square(double x, double freedom)
{
    return freedom > 0 ? tail_gamma(freedom / 2, x / 2) : 1;
}

double tail_student(double t, double freedom)
{
    return freedom > 0 ? tail_beta(freedom / 2, 0.5, freedom / (freedom + t * t)) : 1;
}

double tail_f(double f, double freedom1, double freedom2)
{
    if (!(f > 0) || !(freedom1 > 0) || !(freedom2 > 0))
        return 1;
    return tail_beta(freedom2 / 2, freedom1 / 2, freedom2 / (freedom2 + freedom1 * f));
}

double tail_binomial_at_least(uint64_t hits, uint64_t n, double p)
{
    if (hits == 0)
        return 1;
    return hits > n ? 0 : tail_beta((double)hits, (double)(n - hits) + 1, p);
}

double tail_binomial_at_most(uint64_t hits, uint64_t n, double p)
{
    if (hits >= n)
        return 1;
    return tail_beta((double)(n - hits), (double)hits + 1, 1 - p);
}

double tail_poisson_at_least(uint64_t events, double mean)
{
    if (events == 0 || isnan(mean))
        return 1;
    if (!(mean > 0))
        return 0;
    double a = (double)events;
    return within(mean < a + 1 ? gamma_series(a, mean) : 1 - gamma_fraction(a, mean));
}

double tail_poisson_at_most(uint64_t events, double mean)
{
    return tail_gamma((double)events + 1, mean);
}
