#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "book/load.h"

static const char *const PARTS[] = {[ALERT_LABEL] = "labels",
                                    [ALERT_ANNOTATION] = "annotations",
                                    [ALERT_STARTS_AT] = "startsAt",
                                    [ALERT_GENERATOR_URL] = "generatorURL",
                                    [ALERT_FINGERPRINT] = "fingerprint"};
#define PART_COUNT (sizeof PARTS / sizeof *PARTS)

static bool is_label(const char *s)
{
    if (*s != '_' && !isalpha((unsigned char)*s))
        return false;
    for (; *s; s++)
        if (*s != '_' && !isalnum((unsigned char)*s))
            return false;
    return true;
}

static void check_label(struct load *l, const struct node *key)
{
    if (!is_label(key->text))
        complain_hint(
            reader_error(&l->r, RB_BAD_ID, key->span, "\"%s\" is no label's name", key->text),
            "labels are letters, digits and _: alertname");
}

static bool load_labels(struct load *l, const struct node *n, struct labels *out)
{
    if (n->kind == NODE_BAD)
        return false;
    if (n->kind != NODE_MAP || !n->first) {
        complain_hint(reader_error(&l->r, RB_WRONG_SHAPE, reader_span(n),
                                   "an item of \"alerts\" is a map of labels, with one at least"),
                      "write the labels of the alert: {alertname: CheckoutHigh5xx}");
        return false;
    }
    struct label *items = arena_alloc(l->r.arena, n->count * sizeof *items);
    out->items = items;
    for (struct node *key = n->first; key; key = key->next) {
        check_label(l, key);
        if (!reader_is_text(&l->r, key->value, "a label's value"))
            continue;
        reader_trim(key->value);
        items[out->count++] = (struct label){key->text, key->value->text};
    }
    return true;
}

void load_alerts(struct load *l, const struct node *key)
{
    if (!key)
        return;
    struct labels *alerts = arena_alloc(l->r.arena, (key->value->count + 1) * sizeof *alerts);
    for (const struct node *n = key->value->first; n && !complaints_full(&l->r.to); n = n->next)
        l->book->alert_count += load_labels(l, n, &alerts[l->book->alert_count]);
    l->book->alerts = alerts;
    if (!key->value->first)
        complain_hint(reader_error(&l->r, RB_EMPTY, key->span, "there are no labels"),
                      "add some: alerts: [{alertname: CheckoutHigh5xx}]");
}

static void bad_part(struct load *l, const struct node *n, const char *word, const char *rest,
                     bool whole)
{
    struct diag *d =
        reader_error(&l->r, RB_BAD_PART, n->span,
                     "an alert has no part \"%s\" that an input can be taken from", n->text);
    const char *near = text_nearest(word, PARTS + 1, PART_COUNT - 1);
    bool named = near && (near == PARTS[ALERT_LABEL] || near == PARTS[ALERT_ANNOTATION]);
    if (near && !(whole && strcmp(near, word) == 0))
        complain_hint(d, "did you mean \"alert.%s%s\"?", near,
                      !named  ? ""
                      : *rest ? rest
                              : ".NAME");
    else
        complain_hint(d, "write alert.labels.NAME, alert.annotations.NAME, alert.startsAt, "
                         "alert.generatorURL or alert.fingerprint");
}

struct alert_part load_alert_part(struct load *l, const struct node *key)
{
    struct alert_part none = {ALERT_NOTHING, NULL};
    if (!key)
        return none;
    const char *s = key->value->text;
    const char *word = strncmp(s, "alert.", 6) == 0 ? s + 6 : s;
    size_t len = strcspn(word, ".");
    const char *own = arena_text_n(l->scratch, word, len);
    for (size_t i = ALERT_LABEL; word != s && i < PART_COUNT; i++) {
        bool named = i == ALERT_LABEL || i == ALERT_ANNOTATION;
        if (strcmp(own, PARTS[i]) != 0 || (word[len] == '.') != named)
            continue;
        if (!named)
            return (struct alert_part){(enum alert_part_kind)i, NULL};
        if (is_label(word + len + 1))
            return (struct alert_part){(enum alert_part_kind)i, word + len + 1};
    }
    bad_part(l, key->value, own, word + len, word != s);
    return none;
}
