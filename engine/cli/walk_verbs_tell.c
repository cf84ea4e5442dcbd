#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/time.h"
#include "cli/say.h"
#include "cli/walk_verbs.h"
#include "core/message.h"

/* To be copied: nothing of ours stands in its lines, and none is broken. */
static void show(const char *words)
{
    struct text t = {0};
    text_add_shown(&t, words);
    text_add_char(&t, '\n');
    say_talk(&t);
    text_release(&t);
}

/* When it was sent last; -1. */
static int64_t last_sent(const struct walk *w, const char *id)
{
    int64_t ms = -1;
    for (size_t i = 0; i < w->o.events.count; i++) {
        const struct event *e = &w->o.events.items[i];
        if (e->kind == EVENT_SENT && e->step && strncmp(e->step, "message.", 8) == 0 &&
            strcmp(e->step + 8, id) == 0)
            ms = e->at_ms;
    }
    return ms;
}

static void list(const struct walk *w)
{
    const struct book *b = session_book(w->o.session);
    for (size_t i = 0; i < b->message_count; i++) {
        char sent[TIME_TEXT_MAX];
        struct text words = {0};
        int64_t ms = last_sent(w, b->messages[i].id);
        message_fill(w->o.session, (int)i, time_now_ms(), &words);
        time_local_people(ms, sent);
        say_line("%s%s%s:", b->messages[i].id, ms < 0 ? "" : ", last sent ", ms < 0 ? "" : sent);
        show(text_get(&words));
        text_release(&words);
    }
    if (b->message_count)
        say_line(":tell MESSAGE records one as sent.");
    else
        say_line("This runbook has no messages. :note TEXT writes down what you told others.");
}

static void no_such(struct walk *w, const char *id)
{
    const struct book *b = session_book(w->o.session);
    const char **ids = mem_alloc((b->message_count + 1) * sizeof *ids);
    for (size_t i = 0; i < b->message_count; i++)
        ids[i] = b->messages[i].id;
    const char *near = text_nearest(id, ids, b->message_count);
    if (near)
        walk_refuse(w, "There is no message \"%s\". Did you mean \"%s\"?", id, near);
    else
        walk_refuse(w, "There is no message \"%s\". :tell lists them.", id);
    free(ids);
}

static void send(struct walk *w, int message, const char *words, const char *whom)
{
    struct text to = {0}, step = {0};
    text_format(&step, "message.%s", session_book(w->o.session)->messages[message].id);
    text_add(&to, whom);
    if (!to.len)
        message_whom(w->o.session, &to);
    if (!to.len)
        text_add(&to, "others");
    struct event e = {.kind = EVENT_SENT, .step = text_get(&step), .value = text_get(&to)};
    e.evidence = words;
    if (walk_add_fact(w, e))
        say_line("Recorded as sent to %s. Copy it from above.", text_get(&to));
    text_release(&to);
    text_release(&step);
}

void verb_tell(struct walk *w, char *rest)
{
    struct text words = {0};
    if (!*rest) {
        list(w);
        return;
    }
    const char *id = verb_word(&rest);
    int message = message_find(session_book(w->o.session), id);
    if (message < 0) {
        no_such(w, id);
    } else if (message_fill(w->o.session, message, time_now_ms(), &words)) {
        show(text_get(&words));
        send(w, message, text_get(&words), rest);
    } else {
        show(text_get(&words));
        walk_refuse(w, "Not recorded as sent: what stands in brackets is not known yet.");
    }
    text_release(&words);
}
