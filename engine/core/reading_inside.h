#ifndef RULEOUT_CORE_READING_INSIDE_H
#define RULEOUT_CORE_READING_INSIDE_H

/*
 * reading_inside: what the files share that read answers. Nobody outside core/ includes this.
 */
#include "core/question.h"

#define CANNOT_TELL_SHOWN "I can't tell"

/* One of a question's options, or "unknown". */
enum reading reading_choice(const struct question *q, const char *line, struct text *said);

/* Several of them: "1, 3", texts and beginnings too, or a JSON array of those. */
enum reading reading_several(const struct question *q, const char *line, struct text *said);

/* The same of a check, which says keys exactly: one, or a JSON array. */
bool reading_several_exact(const struct question *q, const char *answer, struct text *said);

#endif
