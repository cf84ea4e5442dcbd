#ifndef RULEOUT_TESTS_MADE_INPUTS_H
#define RULEOUT_TESTS_MADE_INPUTS_H

/*
 * made_inputs: orders, of which those with one property fail, made by chance.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "clues/shared.h"

#define INPUT_MAX 400
#define INPUT_FIELDS 6
#define IN_TEXT "thanks for all, see you soon, and ring the bell twice when you come"

enum input_field { IN_AMOUNT, IN_CURRENCY, IN_CUSTOMER, IN_NAME, IN_DUE, IN_NOTE };

struct made_inputs {
    char texts[INPUT_FIELDS][INPUT_MAX][64];
    const char *values[INPUT_FIELDS * INPUT_MAX];
    struct shared_input in;
};

static uint64_t input_state;

static inline uint64_t input_below(uint64_t n)
{
    input_state += UINT64_C(0x9e3779b97f4a7c15); /* splitmix64 (S. Vigna) */
    uint64_t z = input_state;
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (z ^ (z >> 31)) % n;
}

static inline void input_plain(struct made_inputs *m, size_t i)
{
    static const char *const currencies[] = {"EUR", "USD", "GBP", "SEK", "JPY"};
    static const char *const names[] = {"Ann Lee", "bob", "Carla", "Dmitri K", "Eve"};
    snprintf(m->texts[IN_AMOUNT][i], 64, input_below(30) ? "%d" : "%d.50",
             (int)input_below(500) + 1);
    snprintf(m->texts[IN_CURRENCY][i], 64, "%s", currencies[input_below(5)]);
    snprintf(m->texts[IN_CUSTOMER][i], 64, "C%03d", (int)input_below(20));
    snprintf(m->texts[IN_NAME][i], 64, "%s", names[input_below(5)]);
    snprintf(m->texts[IN_DUE][i], 64, "2026-%02d-%02d", (int)input_below(12) + 1,
             (int)input_below(28) + 1);
    snprintf(m->texts[IN_NOTE][i], 64, "%.*s", (int)input_below(20), IN_TEXT);
}

/* What fails: an input gets the property. */
struct input_scene {
    const char *name, *kind, *field;
    void (*spoil)(struct made_inputs *m, size_t i);
};

static inline void spoil_decimal(struct made_inputs *m, size_t i)
{
    snprintf(m->texts[IN_AMOUNT][i], 64, "%d.%02d", (int)input_below(500),
             (int)input_below(99) + 1);
}
static inline void spoil_negative(struct made_inputs *m, size_t i)
{
    snprintf(m->texts[IN_AMOUNT][i], 64, "-%d", (int)input_below(500) + 1);
}
static inline void spoil_large(struct made_inputs *m, size_t i)
{
    snprintf(m->texts[IN_AMOUNT][i], 64, "%d", (int)input_below(100000) + 32768);
}
static inline void spoil_choice(struct made_inputs *m, size_t i)
{
    strcpy(m->texts[IN_CURRENCY][i], "CHF");
}
static inline void spoil_sender(struct made_inputs *m, size_t i)
{
    strcpy(m->texts[IN_CUSTOMER][i], "ACME");
}
static inline void spoil_empty(struct made_inputs *m, size_t i)
{
    m->texts[IN_NAME][i][0] = '\0';
}
static inline void spoil_alphabet(struct made_inputs *m, size_t i)
{
    static const char *const names[] = {"Zo\xc3\xab", "\xc3\x85sa",
                                        "\xd0\x98\xd0\xb2\xd0\xb0\xd0\xbd", "J\xc3\xb6rg"};
    strcpy(m->texts[IN_NAME][i], names[input_below(4)]);
}
static inline void spoil_long(struct made_inputs *m, size_t i)
{
    snprintf(m->texts[IN_NOTE][i], 64, "%.*s", 41 + (int)input_below(20), IN_TEXT);
}
static inline void spoil_date(struct made_inputs *m, size_t i)
{
    static const char *const days[] = {"2026-01-31", "2026-04-30", "2026-02-28", "2026-07-31"};
    strcpy(m->texts[IN_DUE][i], days[input_below(4)]);
}
static inline void spoil_missing(struct made_inputs *m, size_t i)
{
    m->values[IN_DUE * m->in.count + i] = NULL;
}
static inline void spoil_prefix(struct made_inputs *m, size_t i)
{
    snprintf(m->texts[IN_CUSTOMER][i], 64, "T-%04d", (int)input_below(10000));
}
static inline void spoil_nothing(struct made_inputs *m, size_t i)
{
    (void)m;
    (void)i;
}

static const struct input_scene made_shared[] = {
    {"decimals", "number", "amount", spoil_decimal},
    {"negative", "sign", "amount", spoil_negative},
    {"over 32767", "size", "amount", spoil_large},
    {"one choice", "value", "currency", spoil_choice},
    {"one customer", "value", "customer", spoil_sender},
    {"empty", "empty", "name", spoil_empty},
    {"another alphabet", "letters", "name", spoil_alphabet},
    {"very long", "length", "note", spoil_long},
    {"last of a month", "date", "due", spoil_date},
    {"a field missing", "missing", "due", spoil_missing},
    {"a prefix", "prefix", "customer", spoil_prefix},
    {"nothing", "nothing", NULL, spoil_nothing},
};

/* Of the failing ones `tenths` of ten have the property, the others fail for reasons of their own;
 * of the passing ones one in `rare` has it too. */
static inline void made_input_scene(const struct input_scene *s, uint64_t seed, size_t failing,
                                    size_t passing, unsigned tenths, unsigned rare,
                                    struct made_inputs *m)
{
    static const char *const names[INPUT_FIELDS] = {"amount", "currency", "customer",
                                                    "name",   "due",      "note"};
    input_state = seed * 7919 + 3;
    m->in = (struct shared_input){failing, failing + passing, INPUT_FIELDS, names, m->values};
    for (size_t i = 0; i < m->in.count; i++) {
        for (size_t f = 0; f < INPUT_FIELDS; f++)
            m->values[f * m->in.count + i] = m->texts[f][i];
        input_plain(m, i);
        if (i < failing ? input_below(10) < tenths : rare && input_below(rare) == 0)
            s->spoil(m, i);
    }
}

/* The plain alternative: the value that the failing inputs have most often, of any field. */
static inline const char *made_most_frequent(const struct shared_input *in)
{
    size_t most = 0, field = 0;
    for (size_t f = 0; f < in->fields; f++)
        for (size_t i = 0; i < in->failing; i++) {
            size_t n = 0;
            for (size_t j = 0; in->values[f * in->count + i] && j < in->failing; j++)
                n += in->values[f * in->count + j] &&
                     strcmp(in->values[f * in->count + i], in->values[f * in->count + j]) == 0;
            if (n > most)
                most = n, field = f;
        }
    return 2 * most >= in->failing ? in->names[field] : NULL;
}

static inline bool made_shared_right(const struct input_scene *s, const struct shared *found)
{
    if (!s->field)
        return strcmp(found->kind, "nothing") == 0;
    return strcmp(found->kind, "nothing") != 0 && found->field &&
           strcmp(found->field, s->field) == 0;
}

#endif
