#ifndef RULEOUT_BOOK_COMPLAIN_H
#define RULEOUT_BOOK_COMPLAIN_H

/*
 * complain: complaints about one file, up to a limit.
 *
 * A file that is not what it claims to be could give a complaint per byte. After COMPLAINTS_MAX
 * errors one more says that reading stopped; whoever reads asks complaints_full() and stops.
 */
#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "base/source.h"

#define COMPLAINTS_MAX 100

struct complaints {
    const struct source *source;
    struct diags *ds;
    size_t errors, warnings; /* of this file, so far */
};

bool complaints_full(const struct complaints *to);
/* No more warnings are taken: to work out where one would point is in vain. */
bool complaints_warned_enough(const struct complaints *to);

/* The diagnostic, for complain_hint(); NULL once the file is full. */
struct diag *complain_error(struct complaints *to, const char *code, struct span span,
                            const char *format, ...) __attribute__((format(printf, 4, 5)));
struct diag *complain_warning(struct complaints *to, const char *code, struct span span,
                              const char *format, ...) __attribute__((format(printf, 4, 5)));
void complain_hint(struct diag *d, const char *format, ...) /* NULL is allowed */
    __attribute__((format(printf, 2, 3)));
/* Another place of the same file that has to do with it. NULL is allowed. */
void complain_note(struct diag *d, struct span span, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* "did you mean ...?", and the candidate; NULL where none is near, or `d` is NULL. */
const char *complain_nearest(struct diag *d, const char *word, const char *const *candidates,
                             size_t count);

#endif
