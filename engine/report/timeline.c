#include "report/story.h"

#include <string.h>

#include "base/time.h"
#include "base/utf8.h"
#include "report/retold.h"
#include "report/tell.h"

#define CLOCK_WIDTH 8
#define ACTOR_MOST 24 /* a longer name shifts its own line only */
#define EVIDENCE_MOST 200

void timeline_line(const struct story *s, const struct event *e, struct text *out)
{
    struct session *before = session_new(s->book, s->severity);
    for (size_t i = 0; i < s->events->count && s->events->items[i].seq < e->seq; i++)
        session_apply(before, &s->events->items[i]);
    struct text sentence = {0};
    tell_event(s, before, e, &sentence);
    text_add_shown_line(out, text_get(&sentence));
    text_release(&sentence);
    session_free(before);
}

static size_t add_actor(struct text *out, const char *actor)
{
    size_t from = out->len;
    text_add_shown_line(out, actor);
    return utf8_width(text_get(out) + from, out->len - from);
}

static size_t actor_width(const struct events *events)
{
    struct text name = {0};
    size_t widest = 0;
    for (size_t i = 0; i < events->count; i++) {
        text_clear(&name);
        size_t width = add_actor(&name, events->items[i].actor);
        if (width > widest && width <= ACTOR_MOST)
            widest = width;
    }
    text_release(&name);
    return widest;
}

/* "Mon 14 Sep 2026", when it is another day than the line before. */
static void write_day(struct text *out, int64_t ms, char day[TIME_TEXT_MAX])
{
    char now[TIME_TEXT_MAX];
    time_local_people(ms, now);
    char *end = now;
    for (int blanks = 0; *end && (*end != ' ' || ++blanks < 4); end++)
        ;
    *end = '\0';
    if (strcmp(now, day) == 0)
        return;
    text_format(out, "%s\n", now);
    strcpy(day, now);
}

static void write_event(struct text *out, const struct retold_event *item, size_t width)
{
    char clock[TIME_TEXT_MAX];
    time_local_clock(item->event->at_ms, clock);
    text_format(out, "%s  ", clock);
    size_t used = add_actor(out, item->event->actor);
    text_add_repeat(out, ' ', (used < width ? width - used : 0) + 2);
    text_add_shown_line(out, item->sentence);
    if (item->back_dated) {
        time_local_clock(item->event->recorded_ms, clock);
        text_format(out, "  [%s, recorded %s]", item->dated, clock);
    }
    text_add_char(out, '\n');
}

static void write_below(struct text *out, size_t indent, const char *s)
{
    text_add_repeat(out, ' ', indent);
    text_add_shown_line(out, s);
    text_add_char(out, '\n');
}

static void write_consequences(const struct story *s, struct text *out,
                               const struct retold_event *item, size_t indent)
{
    struct text line = {0};
    const char *exhibit = tell_exhibit(s, item->event);
    if (exhibit) {
        text_add(&line, "evidence: ");
        tell_lines(&line, exhibit, EVIDENCE_MOST);
        write_below(out, indent, text_get(&line));
    }
    for (size_t i = 0; i < item->move_count; i++) {
        text_clear(&line);
        tell_move(s, &item->moves[i], &line);
        write_below(out, indent, text_get(&line));
    }
    text_release(&line);
}

void timeline_write(const struct story *s, struct text *out)
{
    struct retold told;
    retold_make(&told, s);
    size_t width = actor_width(s->events);
    char day[TIME_TEXT_MAX] = "";
    for (size_t i = 0; i < told.count; i++) {
        /* An answer tells its question; only the one that still waits is told by itself. */
        if (told.items[i].event->kind == EVENT_ASKED && i + 1 < told.count)
            continue;
        if (told.items[i].event->kind == EVENT_FOUND) /* for programs, in log --json */
            continue;
        write_day(out, told.items[i].event->at_ms, day);
        write_event(out, &told.items[i], width);
        write_consequences(s, out, &told.items[i], CLOCK_WIDTH + width + 6);
    }
    retold_release(&told);
}

struct jval *timeline_event(const struct event *e)
{
    struct jval *j = jval_object();
    jval_put_int(j, "seq", e->seq);
    jval_put_time(j, "at", e->at_ms);
    jval_put_time(j, "recorded_at", e->recorded_ms);
    jval_put_text(j, "actor", e->actor);
    jval_put_text(j, "kind", event_kind_name(e->kind));
    jval_put_text(j, "step", e->step);
    jval_put_text(j, "value", e->value);
    jval_put_text(j, "evidence", e->evidence);
    jval_put_text(j, "source", e->source);
    if (e->took_ms < 0)
        jval_put_null(j, "took_ms");
    else
        jval_put_int(j, "took_ms", e->took_ms);
    return j;
}
