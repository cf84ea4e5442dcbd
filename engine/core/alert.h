#ifndef RULEOUT_CORE_ALERT_H
#define RULEOUT_CORE_ALERT_H

/*
 * alert: what a monitoring system sent, and what of it fits a runbook.
 *
 * Reads the body of a webhook: Alertmanager's version 4, and PagerDuty's V3, of which the incident
 * is one alert with the labels title, service, urgency and priority, and the annotation summary.
 * Its text is hostile: nothing here is escaped, and a value that an input takes is held to more
 * than what a person types.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "core/walk.h"

#define ALERT_MAX (1u << 20)  /* bytes of a body */
#define ALERT_VALUE_MAX 4096u /* bytes of a value that an input takes */

struct alert {
    bool firing;
    const struct label *labels, *annotations;
    size_t label_count, annotation_count;
    const char *starts_at; /* these three: "" where it has none */
    const char *generator_url, *fingerprint;
    int64_t starts_ms; /* -1 where starts_at is no time */
};

struct alerts {
    struct arena *arena;
    const struct alert *items;
    size_t count, firing;
};

/* False with the reason: "line 1: ...", or that it is neither of the two. Release it in either
 * case. */
bool alerts_read(const char *body, size_t len, struct alerts *out, struct text *why);
void alerts_release(struct alerts *a);

/* How many labels the best fitting item of the runbook's `alerts` has; 0: none fits. */
size_t alert_fit(const struct book *b, const struct alert *a);

/* The firing alert that fits the runbook best, the first of several. A runbook without `alerts`
 * takes any. NULL where none does. */
const struct alert *alerts_for(const struct alerts *all, const struct book *b);

/* NULL where the alert has no such part. */
const char *alert_value(const struct alert *a, struct alert_part part);

/* "CheckoutHigh5xx {env=prod, severity=page}" */
void alert_name(const struct alert *a, struct text *out);

/*
 * Adds the alert to the incident's facts - EVENT_ALERTED, with the whole body - and what it says of
 * inputs that have no value yet, as answers of source "alert". What does not fit its input is a
 * fact too, with the reason, and the input is asked for. `a` NULL: none fits, only the body is
 * kept.
 */
void alert_take(struct session *s, struct batch *b, struct moment m, const struct alert *a,
                const char *body);

#endif
