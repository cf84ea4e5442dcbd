#include "report/page.h"

#include <string.h>

#include "base/time.h"
#include "report/plain.h"
#include "report/tell.h"

#define EVIDENCE_MOST 200

void report_own(struct page *p, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    text_vformat(p->out, format, args);
    va_end(args);
}

void report_say(struct page *p, const char *s)
{
    plain_markdown(p->out, s ? s : "");
}

void report_time(struct page *p, int64_t ms)
{
    char utc[TIME_TEXT_MAX];
    time_utc(ms, utc);
    report_own(p, "%.10s %.8s", utc, utc + 11);
}

void report_cite(struct page *p, int64_t seq)
{
    const struct events *all = p->story->events;
    if (seq == 0 && all->count > 1)
        report_own(p, " [#%lld] to [#%lld]", (long long)all->items[0].seq,
                   (long long)all->items[all->count - 1].seq);
    else if (seq != 0 || all->count > 0)
        report_own(p, " [#%lld]", (long long)(seq ? seq : all->items[0].seq));
}

void report_prompt(struct page *p, const char *question)
{
    report_own(p, "_To be written by people: %s_\n", question);
}

void report_event(struct page *p, const struct retold_event *item)
{
    struct text cut = {0};
    const char *exhibit = tell_exhibit(p->story, item->event);
    report_say(p, item->sentence);
    if (exhibit) {
        tell_lines(&cut, exhibit, EVIDENCE_MOST);
        report_own(p, "<br>evidence: ");
        report_say(p, text_get(&cut));
    }
    text_release(&cut);
}
