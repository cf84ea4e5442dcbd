#ifndef RULEOUT_CLUES_LOG_MASK_H
#define RULEOUT_CLUES_LOG_MASK_H

/*
 * log_mask: a message in words, what changes from one to the next written as `<*>`.
 *
 * So are numbers, with their units and signs, hexadecimal numbers and uuids, addresses, dates, the
 * digits of names and paths, e-mail addresses, names of hosts, one word in quotes, and what stands
 * behind host=, id= and their like. Of a request, the query goes too; the method, the path and the
 * status stay.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LOG_WORDS_MAX 48 /* what is behind them has no part in it */
#define LOG_MASKED_MAX 2048
#define LOG_WORD_ANY UINT64_C(1) /* the hash of what may be anything */

struct log_word {
    uint64_t hash;
    uint16_t from, len;
    bool variable; /* nothing but `<*>` and signs */
};

struct log_masked {
    char text[LOG_MASKED_MAX];
    size_t len, count;
    uint64_t hash; /* of all words */
    struct log_word words[LOG_WORDS_MAX];
};

void log_mask(const char *message, size_t len, bool request, struct log_masked *m);

#endif
