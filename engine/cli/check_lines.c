#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "cli/checked.h"
#include "cli/exits.h"

/* Nagios. What it does with an exit status: https://nagios-plugins.org/doc/guidelines.html */
enum nagios { NAGIOS_OK, NAGIOS_WARNING, NAGIOS_CRITICAL, NAGIOS_UNKNOWN };
#define NAGIOS_MOST 1000 /* bytes of what is said; monitoring systems cut at 1 to 8 kB */

static enum nagios nagios_of_cause(const struct checked_list *all, enum cause_state state)
{
    if (!cause_is_finding(all, state))
        return NAGIOS_OK;
    return state == CAUSE_SUSPECTED ? NAGIOS_WARNING : NAGIOS_CRITICAL;
}

static enum nagios worse(enum nagios a, enum nagios b)
{
    static const int rank[] = {[NAGIOS_UNKNOWN] = 1, [NAGIOS_WARNING] = 2, [NAGIOS_CRITICAL] = 3};
    return rank[b] > rank[a] ? b : a;
}

/* The bar ends what is said. */
static void add_said(struct text *out, const char *words)
{
    struct text shown = {0};
    text_add_shown_line(&shown, words);
    for (const char *c = text_get(&shown); *c; c++)
        text_add_char(out, *c == '|' ? '/' : *c);
    text_release(&shown);
}

static void say_between(struct text *out)
{
    text_add(out, out->len ? "; " : "");
}

/* Those that count, worst first. */
static void say_causes(const struct checked_list *all, const struct checked *c, enum nagios which,
                       struct text *out)
{
    for (size_t i = 0; i < c->texts.book->cause_count; i++) {
        enum cause_state state = checked_cause(c, i)->state;
        const char *reason = checked_reason(c, i);
        if (nagios_of_cause(all, state) != which)
            continue;
        say_between(out);
        add_said(out, c->texts.book->causes[i].id);
        text_format(out, ": cause %s", cause_state_words(state));
        text_add(out, reason ? ": " : "");
        add_said(out, reason ? reason : "");
    }
}

static enum nagios nagios_of(const struct checked_list *all, const struct checked *c)
{
    enum nagios n = NAGIOS_OK;
    for (size_t i = 0; c->loaded && i < c->texts.book->cause_count; i++)
        n = worse(n, nagios_of_cause(all, checked_cause(c, i)->state));
    return n == NAGIOS_OK && !c->told ? NAGIOS_UNKNOWN : n;
}

static void say_unknown(const struct checked *c, struct text *out)
{
    say_between(out);
    add_said(out, checked_id(c));
    if (!c->loaded)
        text_add(out, " was not checked");
    else if (!c->count)
        text_add(out, " has no checks");
    else
        text_add(out, ": no check could tell");
    if (c->count && c->seen[0].error) {
        text_add(out, ": ");
        add_said(out, c->seen[0].error);
    }
}

static void cut(struct text *t)
{
    if (t->len <= NAGIOS_MOST)
        return;
    size_t len = NAGIOS_MOST;
    while (len && ((unsigned char)t->at[len] & 0xC0) == 0x80)
        len--;
    t->at[t->len = len] = '\0';
    text_add(t, " ...");
}

static size_t causes_in(const struct checked_list *all, enum cause_state state)
{
    size_t n = 0;
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].loaded)
            n += board_count(session_board(all->items[i].session), state);
    return n;
}

static void add_figures(const struct checked_list *all, struct text *out)
{
    size_t told = 0, checks = 0;
    int64_t took_ms = 0;
    for (size_t i = 0; i < all->count; i++) {
        told += all->items[i].told;
        checks += all->items[i].count;
        took_ms = all->items[i].took_ms > took_ms ? all->items[i].took_ms : took_ms;
    }
    text_format(
        out, "|confirmed=%zu;;;0 suspected=%zu;;;0 checks_told=%zu;;;0;%zu time=%lld.%03llds;;;0\n",
        causes_in(all, CAUSE_CONFIRMED) + causes_in(all, CAUSE_CONTRADICTED),
        causes_in(all, CAUSE_SUSPECTED), told, checks, (long long)(took_ms / 1000),
        (long long)(took_ms % 1000));
}

int checked_nagios(const struct checked_list *all, struct text *out)
{
    static const char *const words[] = {"OK", "WARNING", "CRITICAL", "UNKNOWN"};
    enum nagios n = NAGIOS_OK;
    struct text said = {0};
    size_t told = 0;
    for (size_t i = 0; i < all->count; i++) {
        n = worse(n, nagios_of(all, &all->items[i]));
        told += all->items[i].told;
    }
    for (int which = NAGIOS_CRITICAL; which >= NAGIOS_WARNING; which--)
        for (size_t i = 0; i < all->count; i++)
            if (all->items[i].loaded)
                say_causes(all, &all->items[i], (enum nagios)which, &said);
    for (size_t i = 0; i < all->count; i++)
        if (nagios_of(all, &all->items[i]) == NAGIOS_UNKNOWN)
            say_unknown(&all->items[i], &said);
    if (!said.len)
        text_format(&said, "%zu check%s told, no cause found", told, told == 1 ? "" : "s");
    cut(&said);
    text_format(out, "%s - %s", words[n], text_get(&said));
    add_figures(all, out);
    text_release(&said);
    return n;
}

/* Prometheus' text format, for the textfile collector of the node exporter. */
static void add_label(struct text *out, const char *name, const char *value)
{
    struct text shown = {0};
    text_add_shown_line(&shown, value);
    text_format(out, "%s%s=\"", out->at[out->len - 1] == '{' ? "" : ",", name);
    for (const char *c = text_get(&shown); *c; c++) {
        if (*c == '"' || *c == '\\')
            text_add_char(out, '\\');
        text_add_char(out, *c);
    }
    text_add_char(out, '"');
    text_release(&shown);
}

static void begin_sample(struct text *out, const char *metric, const struct checked *c)
{
    text_format(out, "%s{", metric);
    add_label(out, "runbook", checked_id(c));
}

static void add_cause(const struct checked *c, size_t cause, struct text *out)
{
    for (int state = CAUSE_OPEN; state <= CAUSE_CONTRADICTED; state++) {
        begin_sample(out, "ruleout_cause_state", c);
        add_label(out, "cause", c->texts.book->causes[cause].id);
        add_label(out, "state", cause_state_name((enum cause_state)state));
        text_format(out, "} %d\n", checked_cause(c, cause)->state == (enum cause_state)state);
    }
}

static void head(struct text *out, const char *metric, const char *help)
{
    text_format(out, "# HELP %s %s\n# TYPE %s gauge\n", metric, help, metric);
}

typedef void add_value(const struct seen *one, struct text *out);

static void value_ok(const struct seen *one, struct text *out)
{
    text_format(out, "%d", !one->error);
}

static void value_seconds(const struct seen *one, struct text *out)
{
    text_format(out, "%lld.%03lld", (long long)(one->took_ms / 1000),
                (long long)(one->took_ms % 1000));
}

static void value_time(const struct seen *one, struct text *out)
{
    text_format(out, "%lld.%03lld", (long long)(one->at_ms / 1000), (long long)(one->at_ms % 1000));
}

/* Of the checks that ran: one whose condition did not hold has nothing to say. */
static void add_checks(const struct checked_list *all, const char *metric, const char *help,
                       add_value *value, struct text *out)
{
    head(out, metric, help);
    for (size_t i = 0; i < all->count; i++)
        for (size_t k = 0; k < all->items[i].count; k++) {
            const struct checked *c = &all->items[i];
            if (!c->seen[k].ran)
                continue;
            begin_sample(out, metric, c);
            add_label(out, "check", c->texts.book->steps[c->seen[k].step].id);
            text_add(out, "} ");
            value(&c->seen[k], out);
            text_add_char(out, '\n');
        }
}

void checked_prometheus(const struct checked_list *all, struct text *out)
{
    head(out, "ruleout_runbook_checked", "Whether the runbook was loaded and its checks were run.");
    for (size_t i = 0; i < all->count; i++) {
        begin_sample(out, "ruleout_runbook_checked", &all->items[i]);
        text_format(out, "} %d\n", all->items[i].loaded);
    }
    head(out, "ruleout_cause_state", "The state of a cause: 1 for the one that it has.");
    for (size_t i = 0; i < all->count; i++)
        for (size_t k = 0; all->items[i].loaded && k < all->items[i].texts.book->cause_count; k++)
            if (checked_shows(&all->items[i], k))
                add_cause(&all->items[i], k, out);
    add_checks(all, "ruleout_check_ok", "Whether the check could tell.", value_ok, out);
    add_checks(all, "ruleout_check_duration_seconds", "How long the check took.", value_seconds,
               out);
    add_checks(all, "ruleout_check_timestamp_seconds", "When the check began.", value_time, out);
}
