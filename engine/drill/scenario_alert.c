#include "drill/scenario_inside.h"

static void unfit(struct scenario *s, const struct node *key, const char *what, const char *why,
                  const char *hint)
{
    complain_hint(reader_error(&s->r, RB_BAD_VALUE, key->value->span, "\"%s\" %s%s",
                               key->value->text, what, why),
                  "%s", hint);
}

static void take(struct scenario *s, const struct node *key, const struct source *file)
{
    struct text why = {0};
    struct drill *d = s->out;
    d->alert_body = arena_text_n(s->r.arena, file->bytes, file->len);
    if (!alerts_read(file->bytes, file->len, &d->alerts, &why))
        unfit(s, key, "is no alert: ", text_get(&why),
              "it is the body that Alertmanager or PagerDuty sends to a webhook, as JSON");
    else if (!alerts_for(&d->alerts, d->book))
        unfit(s, key, "starts another runbook: nothing that fires in it is in \"alerts\" of ",
              d->book->id, "mend the labels there, or here");
    text_release(&why);
}

void scenario_alert(struct scenario *s, const struct node *key)
{
    struct diags ds = {0};
    struct source *file = key ? source_read(scenario_beside(s, key->value->text), &ds) : NULL;
    if (file)
        take(s, key, file);
    else if (key)
        complain_hint(
            reader_error(&s->r, RB_BAD_VALUE, key->value->span, "%s", ds.items[0].message),
            "it is looked for from the drill's own folder");
    source_free(file);
    diags_release(&ds);
}
