#include "book/part.h"

#include <string.h>

int part_end(const struct book *b, int part)
{
    if (!b->parts)
        return (int)b->step_count;
    return b->parts[part].steps.first + b->parts[part].steps.count;
}

const char *part_own_id(const struct book *b, int part, const char *id)
{
    return b->parts ? id + strlen(b->parts[part].prefix) : id;
}

const struct role *book_role(const struct book *b, const char *id)
{
    for (size_t i = 0; i < b->role_count; i++)
        if (strcmp(b->roles[i].id, id) == 0)
            return &b->roles[i];
    return NULL;
}

const char *step_words(const struct book *b, const struct step *s)
{
    if (s->question)
        return s->question->raw;
    if (s->kind == STEP_DO)
        return b->actions[s->action].title;
    if (s->kind == STEP_CALL)
        return b->parts[s->answers[0].call->part].title;
    return s->answers[0].note->raw;
}

const char *book_moment(enum incident_moment moment)
{
    static const char *const names[] = {[MOMENT_NEXT_UPDATE] = "next_update",
                                        [MOMENT_MITIGATED_AT] = "mitigated_at",
                                        [MOMENT_RESOLVED_AT] = "resolved_at"};
    return names[moment];
}
