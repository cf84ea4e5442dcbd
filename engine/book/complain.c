#include "book/complain.h"

#include <stdarg.h>

#include "base/text.h"
#include "book/codes.h"

/* Comparing a word with more than that many others costs more than the suggestion is worth. */
#define CANDIDATES_MAX 2000

bool complaints_full(const struct complaints *to)
{
    return to->errors >= COMPLAINTS_MAX;
}

bool complaints_warned_enough(const struct complaints *to)
{
    return to->warnings >= COMPLAINTS_MAX;
}

static struct diag *add(struct complaints *to, enum diag_level level, const char *code,
                        struct span span, const char *format, va_list args)
    __attribute__((format(printf, 5, 0)));

static struct diag *add(struct complaints *to, enum diag_level level, const char *code,
                        struct span span, const char *format, va_list args)
{
    struct text message = {0};
    uint32_t end = (uint32_t)to->source->len;
    span.at = span.at < end ? span.at : end;
    span.len = span.len < end - span.at ? span.len : end - span.at;
    text_vformat(&message, format, args);
    struct diag *d = diag_add(to->ds, level, code, to->source, span, "%s", text_get(&message));
    text_release(&message);
    return d;
}

struct diag *complain_error(struct complaints *to, const char *code, struct span span,
                            const char *format, ...)
{
    if (complaints_full(to))
        return NULL;
    va_list args;
    va_start(args, format);
    struct diag *d = add(to, DIAG_ERROR, code, span, format, args);
    va_end(args);
    if (++to->errors < COMPLAINTS_MAX)
        return d;
    diag_add(to->ds, DIAG_ERROR, RB_TOO_MANY, to->source, span,
             "%d errors, and reading stopped here; mend the first ones", COMPLAINTS_MAX);
    return NULL;
}

struct diag *complain_warning(struct complaints *to, const char *code, struct span span,
                              const char *format, ...)
{
    if (to->warnings++ >= COMPLAINTS_MAX)
        return NULL;
    va_list args;
    va_start(args, format);
    struct diag *d = add(to, DIAG_WARNING, code, span, format, args);
    va_end(args);
    return d;
}

void complain_hint(struct diag *d, const char *format, ...)
{
    if (!d)
        return;
    struct text hint = {0};
    va_list args;
    va_start(args, format);
    text_vformat(&hint, format, args);
    va_end(args);
    diag_hint(d, "%s", text_get(&hint));
    text_release(&hint);
}

void complain_note(struct diag *d, struct span span, const char *format, ...)
{
    if (!d)
        return;
    struct text says = {0};
    va_list args;
    va_start(args, format);
    text_vformat(&says, format, args);
    va_end(args);
    diag_note(d, d->source, span, "%s", text_get(&says));
    text_release(&says);
}

const char *complain_nearest(struct diag *d, const char *word, const char *const *candidates,
                             size_t count)
{
    if (!d || count > CANDIDATES_MAX)
        return NULL;
    const char *near = text_nearest(word, candidates, count);
    if (near)
        diag_hint(d, "did you mean \"%s\"?", near);
    return near;
}
