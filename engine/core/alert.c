#include "core/alert.h"

#include <string.h>

#include "base/json.h"
#include "base/time.h"

static const char *text_of(struct arena *a, const struct jval *object, const char *key)
{
    const struct jval *j = object ? jval_get(object, key) : NULL;
    const char *s = j ? jval_text(j, NULL) : NULL;
    return s ? arena_text(a, s) : "";
}

static void set_start(struct alert *out, const char *s)
{
    out->starts_at = s;
    if (!time_parse_rfc3339(s, &out->starts_ms))
        out->starts_ms = -1;
}

/* What is no text there is left out. */
static const struct label *labels_of(struct arena *a, const struct jval *object, size_t *count)
{
    bool has = object && jval_kind(object) == JVAL_OBJECT;
    struct label *items = arena_alloc(a, ((has ? jval_count(object) : 0) + 1) * sizeof *items);
    void *step = NULL;
    const char *key;
    const struct jval *value;
    *count = 0;
    while (has && jval_next(object, &step, &key, &value))
        if (jval_kind(value) == JVAL_TEXT)
            items[(*count)++] =
                (struct label){arena_text(a, key), arena_text(a, jval_text(value, NULL))};
    return items;
}

static struct alert of_alertmanager(struct arena *a, const struct jval *j)
{
    struct alert out = {.firing = strcmp(text_of(a, j, "status"), "firing") == 0};
    out.labels = labels_of(a, jval_get(j, "labels"), &out.label_count);
    out.annotations = labels_of(a, jval_get(j, "annotations"), &out.annotation_count);
    out.generator_url = text_of(a, j, "generatorURL");
    out.fingerprint = text_of(a, j, "fingerprint");
    set_start(&out, text_of(a, j, "startsAt"));
    return out;
}

static bool read_alertmanager(const struct jval *root, struct alerts *out, struct text *why)
{
    const struct jval *list = jval_get(root, "alerts");
    const char *version = text_of(out->arena, root, "version");
    if (strcmp(version, "4") != 0) {
        text_format(why, "it is version \"%s\" of Alertmanager's webhook, and 4 is read", version);
        return false;
    }
    struct alert *items = arena_alloc(out->arena, (jval_count(list) + 1) * sizeof *items);
    for (size_t i = 0; i < jval_count(list); i++)
        if (jval_kind(jval_at(list, i)) == JVAL_OBJECT)
            items[out->count++] = of_alertmanager(out->arena, jval_at(list, i));
    out->items = items;
    return true;
}

static void add_label(struct label *list, size_t *count, const char *name, const char *value)
{
    if (*value)
        list[(*count)++] = (struct label){name, value};
}

static void read_pagerduty(const struct jval *data, struct alerts *out)
{
    struct arena *a = out->arena;
    struct alert *alert = arena_alloc(a, sizeof *alert);
    struct label *labels = arena_alloc(a, 4 * sizeof *labels);
    const char *status = text_of(a, data, "status"), *title = text_of(a, data, "title");
    add_label(labels, &alert->label_count, "title", title);
    add_label(labels, &alert->label_count, "service",
              text_of(a, jval_get(data, "service"), "summary"));
    add_label(labels, &alert->label_count, "urgency", text_of(a, data, "urgency"));
    add_label(labels, &alert->label_count, "priority",
              text_of(a, jval_get(data, "priority"), "summary"));
    alert->labels = labels;
    struct label *annotations = arena_alloc(a, sizeof *annotations);
    add_label(annotations, &alert->annotation_count, "summary", title);
    alert->annotations = annotations;
    alert->firing = strcmp(status, "triggered") == 0 || strcmp(status, "acknowledged") == 0;
    alert->generator_url = text_of(a, data, "html_url");
    alert->fingerprint = text_of(a, data, "incident_key");
    set_start(alert, text_of(a, data, "created_at"));
    out->items = alert;
    out->count = 1;
}

/* An object there, or NULL. */
static const struct jval *object_at(const struct jval *j, const char *key)
{
    const struct jval *at = j && jval_kind(j) == JVAL_OBJECT ? jval_get(j, key) : NULL;
    return at && jval_kind(at) == JVAL_OBJECT ? at : NULL;
}

static bool read_either(const struct jval *root, struct alerts *out, struct text *why)
{
    bool object = jval_kind(root) == JVAL_OBJECT;
    const struct jval *list = object ? jval_get(root, "alerts") : NULL;
    const struct jval *data = object_at(object_at(root, "event"), "data");
    if (list && jval_kind(list) == JVAL_ARRAY)
        return read_alertmanager(root, out, why);
    if (data && strcmp(text_of(out->arena, data, "type"), "incident") == 0) {
        read_pagerduty(data, out);
        return true;
    }
    text_add(why,
             "it is neither what Alertmanager's webhook sends (version 4, with \"alerts\") nor "
             "an incident of PagerDuty's webhook (V3, with \"event\")");
    return false;
}

bool alerts_read(const char *body, size_t len, struct alerts *out, struct text *why)
{
    *out = (struct alerts){.arena = arena_new()};
    if (len > ALERT_MAX) {
        text_format(why, "it is longer than %u KiB", ALERT_MAX >> 10);
        return false;
    }
    struct jval *root = jval_read(body, len, why);
    bool ok = root && read_either(root, out, why);
    for (size_t i = 0; ok && i < out->count; i++)
        out->firing += out->items[i].firing;
    jval_free(root);
    return ok;
}

void alerts_release(struct alerts *a)
{
    arena_free(a->arena);
    *a = (struct alerts){0};
}

static const char *find(const struct label *list, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].name, name) == 0)
            return list[i].value;
    return NULL;
}

static bool fits(const struct labels *wanted, const struct alert *a)
{
    for (size_t i = 0; i < wanted->count; i++) {
        const char *has = find(a->labels, a->label_count, wanted->items[i].name);
        if (!has || strcmp(has, wanted->items[i].value) != 0)
            return false;
    }
    return true;
}

size_t alert_fit(const struct book *b, const struct alert *a)
{
    size_t most = 0;
    for (size_t i = 0; i < b->alert_count; i++)
        if (b->alerts[i].count > most && fits(&b->alerts[i], a))
            most = b->alerts[i].count;
    return most;
}

const struct alert *alerts_for(const struct alerts *all, const struct book *b)
{
    const struct alert *best = NULL;
    size_t most = 0;
    for (size_t i = 0; i < all->count; i++) {
        const struct alert *a = &all->items[i];
        size_t fit = !a->firing ? 0 : b->alert_count ? alert_fit(b, a) : 1;
        if (fit > most) {
            best = a;
            most = fit;
        }
    }
    return best;
}

const char *alert_value(const struct alert *a, struct alert_part part)
{
    const char *value = NULL;
    if (part.kind == ALERT_LABEL)
        value = find(a->labels, a->label_count, part.name);
    else if (part.kind == ALERT_ANNOTATION)
        value = find(a->annotations, a->annotation_count, part.name);
    else if (part.kind == ALERT_STARTS_AT)
        value = a->starts_at;
    else if (part.kind == ALERT_GENERATOR_URL)
        value = a->generator_url;
    else if (part.kind == ALERT_FINGERPRINT)
        value = a->fingerprint;
    return value && *value ? value : NULL;
}

void alert_name(const struct alert *a, struct text *out)
{
    const char *name = find(a->labels, a->label_count, "alertname");
    name = name ? name : find(a->labels, a->label_count, "title");
    text_add(out, name ? name : "(an alert without a name)");
    size_t shown = 0;
    for (size_t i = 0; i < a->label_count; i++)
        if (a->labels[i].value != name)
            text_format(out, "%s%s=%s", shown++ ? ", " : " {", a->labels[i].name,
                        a->labels[i].value);
    text_add(out, shown ? "}" : "");
}
