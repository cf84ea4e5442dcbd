#include <string.h>

#include "base/time.h"
#include "base/utf8.h"
#include "cli/checked.h"

/*
 * JUnit's XML has no standard; what is written here is what Jenkins, GitLab and GitHub's reporters
 * read alike: testsuite, testcase, failure, error, skipped, system-out.
 */

/* What XML 1.0 lets no document hold, also not by its number. */
static bool is_illegal(uint32_t c)
{
    return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0xFFFE || c == 0xFFFF;
}

static void add_char(struct text *out, uint32_t c, const char *bytes, size_t len)
{
    if (is_illegal(c))
        return;
    if (c == '<')
        text_add(out, "&lt;");
    else if (c == '>')
        text_add(out, "&gt;");
    else if (c == '&')
        text_add(out, "&amp;");
    else if (c == '"')
        text_add(out, "&quot;");
    else if (c < 0x20 || utf8_unsafe(c))
        text_format(out, "&#x%X;", c);
    else
        text_add_n(out, bytes, len);
}

/* Fit for an attribute too. Bytes that are not UTF-8 go, too. */
static void add_xml(struct text *out, const char *s)
{
    for (size_t left = strlen(s), len; left; s += len, left -= len) {
        uint32_t c;
        len = utf8_read(s, left, &c);
        if (len)
            add_char(out, c, s, len);
        else
            len = 1;
    }
}

static void add_attribute(struct text *out, const char *name, const char *value)
{
    text_format(out, " %s=\"", name);
    add_xml(out, value);
    text_add_char(out, '"');
}

static void add_element(struct text *out, const char *element, const char *type,
                        const char *message)
{
    text_format(out, "      <%s", element);
    if (type)
        add_attribute(out, "type", type);
    add_attribute(out, "message", message);
    text_add(out, "/>\n");
}

struct counts {
    size_t tests, failures, errors, skipped;
};

static void begin_case(struct text *out, const struct checked *c, const char *kind, const char *id,
                       const char *words, int64_t took_ms)
{
    struct text name = {0}, class = {0};
    text_format(&class, "%s.%s", checked_id(c), kind);
    text_format(&name, "%s%s%s", id, words ? ": " : "", words ? words : "");
    text_add(out, "    <testcase");
    add_attribute(out, "classname", text_get(&class));
    add_attribute(out, "name", text_get(&name));
    text_format(out, " time=\"%lld.%03lld\">\n", (long long)(took_ms / 1000),
                (long long)(took_ms % 1000));
    text_release(&name);
    text_release(&class);
}

static void end_case(struct text *out)
{
    text_add(out, "    </testcase>\n");
}

static void add_output(struct text *out, const char *left, const char *words)
{
    text_add(out, "      <system-out>");
    add_xml(out, left);
    text_add(out, words && *words ? ": " : "");
    add_xml(out, words ? words : "");
    text_add(out, "</system-out>\n");
}

static void check_case(const struct checked *c, const struct seen *one, struct counts *n,
                       struct text *out)
{
    struct text answer = {0};
    checked_answer_text(c, one, &answer);
    n->tests++;
    n->skipped += one->error != NULL;
    begin_case(out, c, "checks", c->texts.book->steps[one->step].id, NULL, one->took_ms);
    if (one->error)
        add_element(out, "skipped", NULL, one->error);
    else
        add_output(out, text_get(&answer), one->evidence);
    end_case(out);
    text_release(&answer);
}

static void cause_case(const struct checked_list *all, const struct checked *c, size_t cause,
                       struct counts *n, struct text *out)
{
    enum cause_state state = checked_cause(c, cause)->state;
    const struct cause *of = &c->texts.book->causes[cause];
    const char *reason = checked_reason(c, cause);
    bool found = cause_is_finding(all, state);
    n->tests++;
    n->failures += found;
    begin_case(out, c, "causes", of->id, of->title, 0);
    if (found) {
        struct text message = {0};
        text_format(&message, "%s: %s", cause_state_words(state), reason ? reason : "");
        add_element(out, "failure", cause_state_name(state), text_get(&message));
        text_release(&message);
    } else {
        add_output(out, cause_state_words(state), reason);
    }
    end_case(out);
}

static void not_loaded(const struct checked *c, struct counts *n, struct text *out)
{
    n->tests++;
    n->errors++;
    begin_case(out, c, "checks", "load", NULL, 0);
    add_element(out, "error", "not-checked", "it was not checked: see standard error");
    end_case(out);
}

static void add_counts(struct text *out, const struct counts *n, int64_t took_ms)
{
    text_format(out,
                " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\" "
                "time=\"%lld.%03lld\"",
                n->tests, n->failures, n->errors, n->skipped, (long long)(took_ms / 1000),
                (long long)(took_ms % 1000));
}

static void add_suite(const struct checked_list *all, const struct checked *c, struct counts *sum,
                      struct text *out)
{
    struct counts n = {0};
    struct text cases = {0};
    char when[TIME_TEXT_MAX];
    if (!c->loaded)
        not_loaded(c, &n, &cases);
    for (size_t i = 0; i < c->count; i++)
        check_case(c, &c->seen[i], &n, &cases);
    for (size_t i = 0; c->loaded && i < c->texts.book->cause_count; i++)
        if (checked_shows(c, i))
            cause_case(all, c, i, &n, &cases);
    text_add(out, "  <testsuite");
    add_attribute(out, "name", checked_id(c));
    add_counts(out, &n, c->took_ms);
    time_utc(c->count ? c->seen[0].at_ms : time_now_ms(), when);
    add_attribute(out, "timestamp", when);
    text_format(out, ">\n%s  </testsuite>\n", text_get(&cases));
    text_release(&cases);
    sum->tests += n.tests, sum->failures += n.failures;
    sum->errors += n.errors, sum->skipped += n.skipped;
}

void checked_junit(const struct checked_list *all, struct text *out)
{
    struct counts sum = {0};
    struct text suites = {0};
    int64_t took_ms = 0;
    for (size_t i = 0; i < all->count; i++) {
        add_suite(all, &all->items[i], &sum, &suites);
        took_ms = all->items[i].took_ms > took_ms ? all->items[i].took_ms : took_ms;
    }
    text_add(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"ruleout check\"");
    add_counts(out, &sum, took_ms);
    text_format(out, ">\n%s</testsuites>\n", text_get(&suites));
    text_release(&suites);
}
