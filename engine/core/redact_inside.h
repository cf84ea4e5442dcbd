#ifndef RULEOUT_CORE_REDACT_INSIDE_H
#define RULEOUT_CORE_REDACT_INSIDE_H

/*
 * redact_inside: what a secret may look like. Nobody outside core/ includes this.
 *
 * A needle is the secret itself, or what of its base64 does not hang on the bytes around it; each
 * is looked for as it is, URL-encoded, and as within a JSON text.
 */
#include <stdbool.h>
#include <stddef.h>

#define NEEDLES_MAX 7

struct needle {
    char *bytes;
    size_t len;
    bool base64, cut; /* cut: one more digit is partly of the secret */
};

struct needles {
    struct needle at[NEEDLES_MAX];
    size_t count;
};

void needles_make(struct needles *n, const char *value);
void needles_release(struct needles *n);

enum needle_hit {
    NEEDLE_NO,
    NEEDLE_YES, /* the text begins with one: how many bytes is in `*took` */
    NEEDLE_MORE /* all of the text is the beginning of one */
};

/* `*open`: base64 may go on behind it, in text that is still to come. */
enum needle_hit needles_find(const struct needles *n, const char *s, size_t len, size_t *took,
                             bool *open);

#endif
