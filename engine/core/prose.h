#ifndef RULEOUT_CORE_PROSE_H
#define RULEOUT_CORE_PROSE_H

/*
 * prose: an author's text with its `${}` filled in from the standing answers, the inputs and what
 * actions saved.
 *
 * What has no value shows as [name?], never as nothing; "unknown" shows as it is. Values go in as
 * they were given: escaping belongs to whoever shows the text.
 */
#include "base/text.h"
#include "core/session.h"

void prose_fill(const struct prose *p, const struct session *s, struct text *out);

#endif
