#include "report/page.h"

#include <string.h>

#include "report/tell.h"

static void write_message(struct page *p, const struct event *e)
{
    const char *name = e->step && strncmp(e->step, "message.", 8) == 0 ? e->step + 8 : "?";
    report_own(p, "- ");
    report_time(p, e->at_ms);
    report_own(p, ", **");
    report_say(p, name);
    report_own(p, "**, to ");
    report_say(p, e->value ? e->value : "?");
    report_own(p, ": ");
    report_say(p, e->evidence ? e->evidence : "?");
    report_cite(p, e->seq);
    report_own(p, "\n");
}

void report_messages(struct page *p)
{
    size_t count = 0;
    report_own(p, "## Messages sent\n\n");
    for (size_t i = 0; i < p->story->events->count; i++)
        if (p->story->events->items[i].kind == EVENT_SENT) {
            write_message(p, &p->story->events->items[i]);
            count++;
        }
    if (count == 0) {
        report_own(p, "- No message was recorded");
        report_cite(p, 0);
        report_own(p, "\n");
    }
    report_own(p, "\n");
}
