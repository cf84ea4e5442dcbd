#ifndef RULEOUT_CLUES_LOG_FOLD_H
#define RULEOUT_CLUES_LOG_FOLD_H

/*
 * log_fold: like messages of a log counted as one, in one pass and bounded memory.
 *
 * Of the family of Drain (P. He, J. Zhu, Z. Zheng, M. R. Lyu, "Drain: An Online Log Parsing
 * Approach with Fixed Depth Tree", ICWS 2017): a message is compared only with templates of as many
 * words that begin with the same one. Ours beside that: values are masked before (log_mask), so
 * that most lines are known by the hash of their words; words that differ become one template at
 * once only where they look like values, and else when FOLD_KINDS of them were seen at the same
 * place - a user is one of many, a verb of few.
 *
 * Templates beyond `keep` are not made: their messages are counted as `other`.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "clues/log_mask.h"

#define LOG_FOLD_EXAMPLE_MAX 400 /* bytes of a line that are kept */
#define LOG_FOLD_KEEP_MAX 20000

struct log_fold;

struct log_sight {
    int64_t ms; /* INT64_MIN: not known */
    uint64_t number;
    const char *line;
    size_t len;
    bool after; /* of a moment; for those who look for what is new */
};

struct log_group {
    uint64_t count, after, number; /* of lines; of the first of them */
    int64_t first_ms, last_ms;     /* INT64_MIN: not known */
    uint64_t after_number;         /* of the first after the moment */
    int64_t after_ms;
    uint32_t example, example_len, words, word_count, next, into;
    uint16_t literal;      /* words that are not variable */
    bool example_is_after; /* the first after the moment takes the example's place */
};

/* Everything lies in one block, which is the caller's: nothing is to be released. */
size_t log_fold_size(size_t keep);
struct log_fold *log_fold_init(void *block, size_t keep);

/* The group's number, or -1 where it went to the others. */
int64_t log_fold_add(struct log_fold *f, const struct log_masked *m, const struct log_sight *seen);

uint64_t log_fold_other(const struct log_fold *f);
/* Groups by `order`: sorted into `order`, which has room for `keep`; how many there are. */
size_t log_fold_sort(const struct log_fold *f, bool by_after, uint32_t *order);
const struct log_group *log_fold_group(const struct log_fold *f, uint32_t i);
const char *log_fold_example(const struct log_fold *f, const struct log_group *g);
/* The group that a number of log_fold_add() stands for by now. */
uint32_t log_fold_now(const struct log_fold *f, uint32_t i);
/* Its template, `<*>` where values were; cut to `size`, with a NUL. Its length. */
size_t log_fold_text(const struct log_fold *f, const struct log_group *g, char *out, size_t size);

#endif
