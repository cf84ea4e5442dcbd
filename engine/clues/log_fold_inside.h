#ifndef RULEOUT_CLUES_LOG_FOLD_INSIDE_H
#define RULEOUT_CLUES_LOG_FOLD_INSIDE_H

/*
 * log_fold_inside: what lies in the block of a fold.
 */
#include "clues/log_fold.h"

struct kept {
    uint64_t hash; /* LOG_WORD_ANY: anything */
    uint32_t from, len;
    bool variable;
};

struct cached {
    uint64_t hash;
    uint32_t group;
};

struct log_fold {
    size_t keep, count, word_count, word_max, text_len, text_max;
    uint64_t other;
    struct cached *cache;
    uint32_t *buckets;
    struct log_group *groups;
    struct kept *words;
    char *text;
};

#endif
