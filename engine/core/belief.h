#ifndef RULEOUT_CORE_BELIEF_H
#define RULEOUT_CORE_BELIEF_H

/*
 * belief: how probable each cause is, from its odds and the answers that stand, and how probable
 * each answer is where one of the causes is the true one.
 *
 * It serves one purpose: to compare questions that could be asked next. Nobody is shown these
 * numbers, and no cause moves by them; the board does that.
 *
 * One cause is the true one, or something that the runbook does not list (OTHER_SHARE of all odds,
 * so that it is still worth asking what could confirm the last cause that is left). Authors write
 * what an answer says, not how often it is given, so the probability of an answer under a cause is
 * made of weights, which are then scaled to sum up to 1 over the answers to the question:
 *
 *   1                where the answer says nothing of the cause
 *   WEIGHT_FOR       where it suspects or confirms the cause: it is what one expects then
 *   WEIGHT_AGAINST   where it rules the cause out: it would be a mistake, and those happen
 *   WEIGHT_UNLESS    where it confirms others and not this one: proof is rare without its cause
 *
 * The sizes are no measurements. They keep the order that the words have - "rules out" is worth
 * more than "suspects" - and which question comes out on top hardly depends on them: with half or
 * twice of any of them the figures of tests/bench/questions.c for generated runbooks stay within
 * 1 %. (Those for files are drawn with WEIGHT_FOR, so it changes what is measured there.) An
 * undisputed "ruled out" on the board is probability 0.
 *
 * David Heckerman, John Breese, Koos Rommelse, Decision-theoretic troubleshooting, Communications
 * of the ACM 38(3), 1995, choose questions and repairs in the same way.
 */
#include <stddef.h>

#include "core/session.h"

#define OTHER_SHARE 0.05
#define WEIGHT_FOR 3.0
#define WEIGHT_AGAINST 0.02
#define WEIGHT_UNLESS 0.05

/* Probabilities of the book's causes, and behind them of something else. They sum up to 1. */
struct belief {
    double *of;
    size_t count; /* causes + 1 */
};

struct belief belief_of(const struct session *s, struct arena *a);

/*
 * The answers that a step can get, "can't tell" left out: those listed and, where another can be
 * said, one more. `chance[k * causes + c]` is the probability of the k-th where c is the cause.
 */
struct outcomes {
    double *chance;
    size_t count, causes;
};

struct outcomes outcomes_of(const struct session *s, int step, struct arena *a);

#endif
