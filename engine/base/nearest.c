#include "base/text.h"

#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

/* Nobody mistypes a longer word than this so that a suggestion would help. */
#define LETTERS_MAX 80

struct letters {
    uint32_t at[LETTERS_MAX];
    size_t count;
};

/* The word's letters with ASCII folded to lower case; false where there are too many. */
static bool read_letters(struct letters *w, const char *s)
{
    w->count = 0;
    for (size_t left = strlen(s), took; left; s += took, left -= took) {
        uint32_t c;
        if (w->count == LETTERS_MAX)
            return false;
        took = utf8_read(s, left, &c);
        if (!took) {
            c = (unsigned char)*s;
            took = 1;
        }
        w->at[w->count++] = c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
    }
    return true;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/*
 * Optimal string alignment: the fewest insertions, deletions, replacements and swaps of neighbours,
 * no letter being touched twice. Three rows of the table are enough: a swap looks two rows back.
 */
static size_t distance(const struct letters *a, const struct letters *b)
{
    size_t rows[3][LETTERS_MAX + 1];
    for (size_t j = 0; j <= b->count; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a->count; i++) {
        size_t *row = rows[i % 3], *above = rows[(i + 2) % 3], *two_above = rows[(i + 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b->count; j++) {
            uint32_t x = a->at[i - 1], y = b->at[j - 1];
            row[j] = least(least(above[j], row[j - 1]) + 1, above[j - 1] + (x != y));
            if (i > 1 && j > 1 && x == b->at[j - 2] && a->at[i - 2] == y)
                row[j] = least(row[j], two_above[j - 2] + 1);
        }
    }
    return rows[a->count % 3][b->count];
}

/* Of two words of which the longer has `longer` letters. A word with no letter in common is not
 * near, however short. */
static bool near_enough(size_t off, size_t longer)
{
    size_t allowed = longer < 3 ? 1 : longer / 3;
    return off == 0 || (off <= allowed && off < longer);
}

const char *text_nearest(const char *word, const char *const *candidates, size_t count)
{
    struct letters w, c;
    const char *nearest = NULL;
    size_t nearest_off = SIZE_MAX;
    if (!word || !read_letters(&w, word))
        return NULL;
    for (size_t i = 0; i < count; i++) {
        if (!candidates[i] || !read_letters(&c, candidates[i]))
            continue;
        size_t off = distance(&w, &c);
        if (off < nearest_off && near_enough(off, w.count > c.count ? w.count : c.count)) {
            nearest = candidates[i];
            nearest_off = off;
        }
    }
    return nearest;
}
