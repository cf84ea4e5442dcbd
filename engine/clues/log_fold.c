#include "clues/log_fold.h"

#include <string.h>

#include "clues/log_fold_inside.h"
#include "clues/log_variable.h"

#define CACHE 16384
#define FOLD_KINDS 4   /* words at one place that make it a value's */
#define SAME_ENOUGH 10 /* words, beside one that differs */
#define CHAIN_MAX 400
#define WORDS_EACH 16
#define TEXT_EACH 640
#define NONE UINT32_MAX
#define BUCKETS 8192

static size_t aligned(size_t n)
{
    return (n + 15) & ~(size_t)15;
}

size_t log_fold_size(size_t keep)
{
    return aligned(sizeof(struct log_fold)) + CACHE * sizeof(struct cached) +
           BUCKETS * sizeof(uint32_t) + aligned(keep * sizeof(struct log_group)) +
           keep * WORDS_EACH * sizeof(struct kept) + keep * TEXT_EACH + 64;
}

/* Only what must be 0 is written to, so that what is not used takes no memory. */
struct log_fold *log_fold_init(void *block, size_t keep)
{
    struct log_fold *f = block;
    char *at = (char *)block + aligned(sizeof *f);
    *f = (struct log_fold){
        .keep = keep, .word_max = keep * WORDS_EACH, .text_max = keep * TEXT_EACH};
    f->cache = (struct cached *)at;
    memset(f->cache, 0, CACHE * sizeof *f->cache);
    at += CACHE * sizeof *f->cache;
    f->buckets = (uint32_t *)at;
    memset(f->buckets, 0xff, BUCKETS * sizeof *f->buckets);
    at += BUCKETS * sizeof *f->buckets;
    f->groups = (struct log_group *)at;
    at += aligned(keep * sizeof *f->groups);
    f->words = (struct kept *)at;
    f->text = at + f->word_max * sizeof *f->words;
    return f;
}

uint32_t log_fold_now(const struct log_fold *f, uint32_t i)
{
    while (f->groups[i].into != i)
        i = f->groups[i].into;
    return i;
}

static uint32_t *bucket(struct log_fold *f, size_t count, uint64_t first)
{
    uint64_t h = (first ^ count * UINT64_C(0x9e3779b97f4a7c15)) * UINT64_C(0xff51afd7ed558ccd);
    return &f->buckets[(h >> 40) % BUCKETS];
}

static uint64_t first_key(uint64_t hash, bool variable)
{
    return variable ? LOG_WORD_ANY : hash;
}

static bool room(struct log_fold *f, const struct log_masked *m)
{
    return f->count < f->keep && f->word_count + m->count <= f->word_max &&
           f->text_len + m->len + LOG_FOLD_EXAMPLE_MAX <= f->text_max;
}

static uint32_t keep_text(struct log_fold *f, const char *s, size_t n)
{
    uint32_t from = (uint32_t)f->text_len;
    memcpy(f->text + from, s, n);
    f->text_len += n;
    return from;
}

static void keep_example(struct log_fold *f, struct log_group *g, const struct log_sight *seen)
{
    size_t n = seen->len < LOG_FOLD_EXAMPLE_MAX ? seen->len : LOG_FOLD_EXAMPLE_MAX;
    g->example = keep_text(f, seen->line, n);
    g->example_len = (uint32_t)n;
}

static uint32_t add_group(struct log_fold *f, const struct log_masked *m,
                          const struct log_sight *seen)
{
    uint32_t i = (uint32_t)f->count++;
    struct log_group *g = &f->groups[i];
    *g = (struct log_group){.number = seen->number,
                            .first_ms = seen->ms,
                            .last_ms = seen->ms,
                            .words = (uint32_t)f->word_count,
                            .word_count = (uint32_t)m->count,
                            .into = i};
    uint32_t text = keep_text(f, m->text, m->len);
    for (size_t w = 0; w < m->count; w++) {
        const struct log_word *from = &m->words[w];
        f->words[f->word_count++] =
            (struct kept){from->hash, text + from->from, from->len, from->variable};
        g->literal += !from->variable;
    }
    keep_example(f, g, seen);
    g->example_is_after = seen->after;
    uint32_t *head =
        bucket(f, m->count, m->count ? first_key(m->words[0].hash, m->words[0].variable) : 0);
    g->next = *head;
    *head = i;
    return i;
}

/* How a message compares with a template. */
struct likeness {
    uint32_t group;
    int same, differ, open; /* words: the same, others, anything by the template */
    int place;              /* of the last that differs */
    bool values;            /* all that differ look like values */
};

/* Letters and signs. Where a part is masked already, what is left of it is no value. */
static bool is_plain(const char *s, size_t n)
{
    bool masked = memmem(s, n, "<*>", 3) != NULL;
    for (size_t i = 0; i < n; i++)
        if (!((s[i] >= 'a' && s[i] <= 'z') || (s[i] >= 'A' && s[i] <= 'Z') ||
              strchr(masked ? ".,:;!?-()=<*>[]_#" : ".,:;!?-()", s[i])))
            return false;
    return true;
}

/* How much of two words is the same key, with its sign; 0 where none is. */
static size_t key_len(const char *a, size_t a_len, const char *b, size_t b_len)
{
    const char *sign = memchr(a, '=', a_len);
    size_t n = sign ? (size_t)(sign - a) + 1 : 0;
    return n && b_len >= n && memcmp(a, b, n) == 0 ? n : 0;
}

/* "Ann", which is not where a sentence begins. */
static bool is_somebody(const char *s, size_t n)
{
    if (n < 2 || *s < 'A' || *s > 'Z')
        return false;
    for (size_t i = 1; i < n; i++)
        if (!((s[i] >= 'a' && s[i] <= 'z') || (i + 1 == n && strchr(".,:;", s[i]))))
            return false;
    return true;
}

static bool begins_sentence(const struct log_masked *m, size_t i)
{
    return !i || strchr(".:;-!?|", m->text[m->words[i - 1].from + m->words[i - 1].len - 1]);
}

static bool looks_like_value(const struct log_fold *f, const struct log_masked *m, size_t i,
                             const struct kept *k)
{
    const struct log_word *w = &m->words[i];
    const char *a = m->text + w->from, *b = f->text + k->from;
    if (i && log_variable_follows(m->text + m->words[i - 1].from, m->words[i - 1].len))
        return true;
    if (!begins_sentence(m, i) && is_somebody(a, w->len) && is_somebody(b, k->len))
        return true;
    size_t key = key_len(a, w->len, b, k->len);
    return w->variable || k->variable || !is_plain(a + key, w->len - key) ||
           !is_plain(b + key, k->len - key);
}

static struct likeness compare(const struct log_fold *f, uint32_t i, const struct log_masked *m)
{
    const struct log_group *g = &f->groups[i];
    struct likeness l = {.group = i, .values = true};
    for (size_t w = 0; w < m->count; w++) {
        const struct kept *k = &f->words[g->words + w];
        if (k->hash == LOG_WORD_ANY)
            l.open++;
        else if (k->hash == m->words[w].hash)
            l.same += !k->variable;
        else {
            l.differ++;
            l.place = (int)w;
            l.values = l.values && looks_like_value(f, m, w, k);
        }
    }
    return l;
}

/* Enough in common to be one template already. */
static bool is_alike(const struct likeness *l, size_t count)
{
    if (l->differ == 0)
        return true;
    if (l->values)
        return l->differ <= 1 + (int)count / 4 && l->same > l->differ;
    return l->differ == 1 && l->same >= SAME_ENOUGH;
}

static void generalise(struct log_fold *f, uint32_t i, const struct log_masked *m)
{
    struct log_group *g = &f->groups[i];
    for (size_t w = 0; w < m->count; w++) {
        struct kept *k = &f->words[g->words + w];
        if (k->hash == m->words[w].hash || k->hash == LOG_WORD_ANY)
            continue;
        g->literal -= !k->variable;
        *k = (struct kept){.hash = LOG_WORD_ANY, .variable = true};
    }
}

static void merge(struct log_fold *f, uint32_t from, uint32_t into)
{
    struct log_group *a = &f->groups[into], *b = &f->groups[from];
    a->count += b->count;
    a->after += b->after;
    if (b->number < a->number) {
        a->number = b->number;
        a->first_ms = b->first_ms;
    }
    if (b->after && (!a->after_number || b->after_number < a->after_number)) {
        a->after_number = b->after_number;
        a->after_ms = b->after_ms;
    }
    if (b->last_ms > a->last_ms)
        a->last_ms = b->last_ms;
    b->into = into;
}

struct search {
    struct likeness best;
    uint32_t siblings[FOLD_KINDS];
    int sibling_count, place;
};

/* Goes along one chain. Siblings differ from the message in one word, all at the same place. */
static void search_chain(const struct log_fold *f, uint32_t at, const struct log_masked *m,
                         struct search *s)
{
    for (int n = 0; at != NONE && n < CHAIN_MAX; at = f->groups[at].next, n++) {
        const struct log_group *g = &f->groups[at];
        if (g->into != at || g->word_count != m->count)
            continue;
        struct likeness l = compare(f, at, m);
        if (is_alike(&l, m->count) && (s->best.group == NONE || l.same > s->best.same))
            s->best = l;
        if (l.differ != 1 || !l.place || l.same < 1)
            continue;
        if (!s->sibling_count)
            s->place = l.place;
        if (l.place == s->place && s->sibling_count < FOLD_KINDS)
            s->siblings[s->sibling_count++] = at;
    }
}

static uint32_t find_group(struct log_fold *f, const struct log_masked *m)
{
    struct search s = {.best = {.group = NONE}};
    if (!m->count)
        return NONE;
    uint64_t first = first_key(m->words[0].hash, m->words[0].variable);
    search_chain(f, *bucket(f, m->count, first), m, &s);
    if (s.best.group != NONE) {
        generalise(f, s.best.group, m);
        return s.best.group;
    }
    if (s.sibling_count < FOLD_KINDS - 1)
        return NONE;
    uint32_t into = s.siblings[0];
    for (int i = 1; i < s.sibling_count; i++)
        merge(f, s.siblings[i], into);
    generalise(f, into, m);
    return into;
}

static void see(struct log_fold *f, uint32_t i, const struct log_sight *seen)
{
    struct log_group *g = &f->groups[i];
    g->count++;
    if (seen->ms > g->last_ms)
        g->last_ms = seen->ms;
    if (!seen->after)
        return;
    if (!g->after++) {
        g->after_number = seen->number;
        g->after_ms = seen->ms;
        if (!g->example_is_after && f->text_len + LOG_FOLD_EXAMPLE_MAX <= f->text_max)
            keep_example(f, g, seen);
        g->example_is_after = true;
    }
}

int64_t log_fold_add(struct log_fold *f, const struct log_masked *m, const struct log_sight *seen)
{
    struct cached *c = &f->cache[(m->hash >> 20) % CACHE];
    uint32_t i = NONE;
    if (c->hash == m->hash && m->hash)
        i = log_fold_now(f, c->group);
    if (i == NONE)
        i = find_group(f, m);
    if (i == NONE && room(f, m))
        i = add_group(f, m, seen);
    if (i == NONE) {
        f->other++;
        return -1;
    }
    *c = (struct cached){m->hash, i};
    see(f, i, seen);
    return i;
}
