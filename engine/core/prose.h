#ifndef RULEOUT_CORE_PROSE_H
#define RULEOUT_CORE_PROSE_H

/*
 * prose: an author's text with its `${}` filled in from the standing answers, the inputs and what
 * actions saved.
 *
 * What has no value shows as [name?], never as nothing; "unknown" shows as it is. Values go in as
 * they were given, but for the line ends behind what was saved, which most commands write and
 * nobody means. Escaping belongs to whoever shows the text.
 */
#include "base/text.h"
#include "core/session.h"

/* Whether all that it names has a value; "unknown" is none. */
bool prose_known(const struct prose *p, const struct session *s);
void prose_fill(const struct prose *p, const struct session *s, struct text *out);

/* How values go into a text that not a person reads. */
enum prose_for {
    PROSE_PEOPLE,
    PROSE_INPUT, /* of a command: to the last byte of what was saved */
    PROSE_URL,   /* percent-encoded, but for RFC 3986's unreserved characters */
    PROSE_SHELL  /* in single quotes, where a shell would do something with it */
};
void prose_fill_for(const struct prose *p, const struct session *s, enum prose_for whom,
                    struct text *out);

#endif
