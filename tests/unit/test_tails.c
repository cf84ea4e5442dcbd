#include "suite.h"

#include <math.h>
#include <stdio.h>

#include "clues/tails.h"

/* Against figures of printed tables and of sums done by hand. */
static void near(double got, double want, double relative, int line)
{
    char what[100];
    snprintf(what, sizeof what, "got %.10g, want %.10g", got, want);
    suite_check(fabs(got - want) <= relative * fabs(want), what, __FILE__, line);
}

#define NEAR(got, want) near((got), (want), 2e-9, __LINE__)
#define TABLE(got, want) near((got), (want), 1e-3, __LINE__) /* as exact as tables are printed */

static void normal(void)
{
    NEAR(tail_normal(0), 1);
    NEAR(tail_normal(1), 0.317310507863);
    NEAR(tail_normal(-1.959963984540), 0.05);
    NEAR(tail_normal(6), 1.973175290075e-9);
    NEAR(tail_normal_one(3), 1.349898031630e-3);
    NEAR(tail_normal_one(-3), 1 - 1.349898031630e-3);
    NEAR(tail_normal(NAN), 1);
}

/* Abramowitz and Stegun, table 26.8, and even degrees of freedom, which are sums. */
static void chi_square(void)
{
    TABLE(tail_chi_square(3.84146, 1), 0.05);
    TABLE(tail_chi_square(6.63490, 1), 0.01);
    TABLE(tail_chi_square(18.3070, 10), 0.05);
    TABLE(tail_chi_square(124.342, 100), 0.05);
    NEAR(tail_chi_square(7, 2), exp(-3.5));
    NEAR(tail_chi_square(9, 4), exp(-4.5) * (1 + 4.5));
    NEAR(tail_chi_square(200, 2), exp(-100));
    NEAR(tail_chi_square(0, 5), 1);
    NEAR(tail_chi_square(-3, 5), 1);
    NEAR(tail_chi_square(3, 0), 1);
    NEAR(tail_chi_square(INFINITY, 3), 0);
}

/* Table 26.10, and 1 and 2 degrees of freedom, which have formulas of their own. */
static void student(void)
{
    TABLE(tail_student(2.228, 10), 0.05);
    TABLE(tail_student(2.750, 30), 0.01);
    NEAR(tail_student(1, 1), 0.5);
    NEAR(tail_student(5, 1), 1 - 2 * atan(5) / M_PI);
    NEAR(tail_student(-3, 2), 1 - 3 / sqrt(11));
    NEAR(tail_student(0, 7), 1);
    TABLE(tail_student(2, 1e6), tail_normal(2));
}

/* Table 26.9; F with 1 degree is t squared. */
static void f(void)
{
    TABLE(tail_f(4.1028, 2, 10), 0.05);
    TABLE(tail_f(3.3258, 5, 10), 0.05);
    NEAR(tail_f(9, 1, 12), tail_student(3, 12));
    NEAR(tail_f(3, 2, 10), pow(1 + 2 * 3 / 10.0, -5));
    NEAR(tail_f(0, 3, 4), 1);
}

static double binomial_sum(unsigned from, unsigned to, unsigned n, double p)
{
    double sum = 0;
    for (unsigned k = from; k <= to; k++)
        sum += exp(lgamma(n + 1.0) - lgamma(k + 1.0) - lgamma(n - k + 1.0)) * pow(p, k) *
               pow(1 - p, n - k);
    return sum;
}

static void binomial(void)
{
    NEAR(tail_binomial_at_least(8, 10, 0.5), 56 / 1024.0);
    NEAR(tail_binomial_at_most(2, 10, 0.5), 56 / 1024.0);
    for (unsigned k = 1; k < 40; k++) {
        NEAR(tail_binomial_at_least(k, 40, 0.1), binomial_sum(k, 40, 40, 0.1));
        NEAR(tail_binomial_at_most(k, 40, 0.7), binomial_sum(0, k, 40, 0.7));
    }
    NEAR(tail_binomial_at_least(0, 10, 0.5), 1);
    NEAR(tail_binomial_at_least(11, 10, 0.5), 0);
    NEAR(tail_binomial_at_least(10, 10, 0.5), 1 / 1024.0);
    NEAR(tail_binomial_at_most(10, 10, 0.5), 1);
    NEAR(tail_binomial_at_least(3, 10, 0), 0);
    NEAR(tail_binomial_at_least(3, 10, 1), 1);
    TABLE(tail_binomial_at_least(501000, 1000000, 0.5), tail_normal_one(1.999));
}

static void poisson(void)
{
    NEAR(tail_poisson_at_most(2, 3), exp(-3) * (1 + 3 + 4.5));
    NEAR(tail_poisson_at_least(3, 3), 1 - exp(-3) * (1 + 3 + 4.5));
    NEAR(1e30 * tail_poisson_at_least(10, 1e-3),
         1e30 * exp(-1e-3) * 1e-30 / 3628800 * (1 + 1e-3 / 11 + 1e-6 / 132));
    NEAR(tail_poisson_at_least(0, 3), 1);
    NEAR(tail_poisson_at_least(1, 0), 0);
    NEAR(tail_poisson_at_most(0, 0), 1);
}

int main(void)
{
    return suite_run("tails", (CU_TestInfo[]){{"normal", normal},
                                              {"chi-square", chi_square},
                                              {"Student", student},
                                              {"F", f},
                                              {"binomial", binomial},
                                              {"Poisson", poisson},
                                              CU_TEST_INFO_NULL});
}
