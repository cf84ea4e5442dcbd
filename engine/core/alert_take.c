#include <string.h>

#include "base/time.h"
#include "core/alert.h"
#include "core/batch.h"
#include "core/question.h"

/* Nobody types these, and they could imitate something else where they are shown. */
static bool is_one_line(const char *s)
{
    for (; *s; s++)
        if ((unsigned char)*s < ' ' || *s == 0x7f)
            return false;
    return true;
}

/* The canonical value; false with the reason. What a person may shorten stands here in full. */
static bool read_value(const struct question *q, const char *value, struct text *said)
{
    int64_t ms;
    text_clear(said);
    char local[TIME_TEXT_MAX];
    if (strlen(value) > ALERT_VALUE_MAX || !is_one_line(value)) {
        text_format(said, "it is no single line of at most %u bytes", ALERT_VALUE_MAX);
        return false;
    }
    bool time = q->type == TYPE_TIME && time_parse_rfc3339(value, &ms);
    if (time)
        time_local(ms, local);
    return question_take(q, time ? local : value, said);
}

static const char *part_name(struct arena *a, struct alert_part part)
{
    static const char *const names[] = {[ALERT_LABEL] = "labels.",
                                        [ALERT_ANNOTATION] = "annotations.",
                                        [ALERT_STARTS_AT] = "startsAt",
                                        [ALERT_GENERATOR_URL] = "generatorURL",
                                        [ALERT_FINGERPRINT] = "fingerprint"};
    return arena_format(a, "alert.%s%s", names[part.kind], part.name ? part.name : "");
}

static void take_input(struct session *s, struct batch *b, struct moment m, int input,
                       const struct alert *alert)
{
    const struct input *in = &session_book(s)->inputs[input];
    const char *value = alert_value(alert, in->from);
    if (!value)
        return;
    struct arena *a = arena_new();
    struct want to = {.kind = WANT_INPUT, .index = input};
    struct question q = question_of(a, s, to);
    struct text said = {0};
    const char *part = part_name(a, in->from);
    if (read_value(&q, value, &said))
        walk_answer(s, b, m, to, text_get(&said), part, "alert");
    else
        batch_add(s, b, m,
                  (struct event){.kind = EVENT_CHECKED,
                                 .step = q.name,
                                 .value = strlen(value) <= ALERT_VALUE_MAX ? value : NULL,
                                 .evidence = arena_format(a, "%s: %s", part, text_get(&said)),
                                 .source = "alert"});
    text_release(&said);
    arena_free(a);
}

void alert_take(struct session *s, struct batch *b, struct moment m, const struct alert *a,
                const char *body)
{
    const struct book *book = session_book(s);
    struct text name = {0};
    if (a)
        alert_name(a, &name);
    struct event e = {.kind = EVENT_ALERTED, .evidence = body, .source = "alert"};
    e.value = a ? text_get(&name) : NULL;
    e.at_ms = a && a->starts_ms > 0 && a->starts_ms < m.now_ms ? a->starts_ms : 0;
    batch_add(s, b, m, e);
    for (size_t i = 0; a && i < book->input_count; i++)
        if (!session_input_given(s, (int)i))
            take_input(s, b, m, (int)i, a);
    text_release(&name);
}
