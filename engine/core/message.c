#include "core/message.h"

#include <string.h>

#include "base/time.h"
#include "core/prose.h"

int message_find(const struct book *b, const char *id)
{
    for (size_t i = 0; i < b->message_count; i++)
        if (strcmp(b->messages[i].id, id) == 0)
            return (int)i;
    return -1;
}

static const struct level *level_of(const struct session *s)
{
    int level = session_level(s);
    return level < 0 || !session_severity(s) ? NULL : &session_severity(s)->levels[level];
}

/* -1: not known. */
static int64_t moment_ms(const struct session *s, enum incident_moment moment, int64_t now_ms)
{
    const struct level *level = level_of(s);
    struct session_times times = session_times(s);
    switch (moment) {
    case MOMENT_NEXT_UPDATE:
        return level && level->update_every_ms >= 0 ? now_ms + level->update_every_ms : -1;
    case MOMENT_MITIGATED_AT:
        return times.mitigated_ms;
    case MOMENT_RESOLVED_AT:
        return times.closed_ms >= 0 ? times.closed_ms : now_ms;
    case MOMENTS:
        break;
    }
    return -1;
}

static void add_moment(struct text *out, int64_t ms, enum form form)
{
    char said[TIME_TEXT_MAX];
    if (form == FORM_DATE)
        time_local(ms, said);
    else
        time_local_people(ms, said);
    if (form == FORM_MS)
        text_format(out, "%lld", (long long)ms);
    else if (form == FORM_DATE)
        text_add_n(out, said, 10);
    else
        text_format(out, form == FORM_JSON ? "\"%s\"" : "%s", said);
}

bool message_fill(const struct session *s, int message, int64_t now_ms, struct text *out)
{
    const struct prose *text = session_book(s)->messages[message].text;
    bool known = true;
    for (size_t i = 0; i < text->count; i++) {
        const struct prose_part *part = &text->parts[i];
        struct prose one = {.parts = part, .count = 1};
        bool moment = !part->literal && part->kind == REF_MOMENT;
        int64_t ms = moment ? moment_ms(s, (enum incident_moment)part->index, now_ms) : -1;
        if (ms >= 0)
            add_moment(out, ms, part->form);
        else
            prose_fill(&one, s, out);
        known = known && (ms >= 0 || prose_known(&one, s));
    }
    return known;
}

void message_whom(const struct session *s, struct text *out)
{
    const struct level *level = level_of(s);
    for (size_t i = 0; level && i < level->tell_count; i++)
        text_format(out, "%s%s", i ? ", " : "", level->tell[i]);
}
