#include "drill/rehearse_inside.h"

void rehearse_alert(struct rehearsing *r)
{
    struct batch b = {0};
    if (r->d->alert_body)
        alert_take(r->s, &b, rehearse_moment(r), alerts_for(&r->d->alerts, r->d->book),
                   r->d->alert_body);
    batch_release(&b);
}
