#include "clues/log_time.h"

#include <string.h>

#include "clues/log_json.h"
#include "clues/log_moment.h"

#define SEARCHED 256
#define JSON_SEARCHED 16384
#define WORDS_BEFORE 5 /* a line's own time does not stand far behind its start */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* A time whose form leaves no doubt, at `*s`. */
static bool sure(const char **s, const char *end, struct log_moment *m, enum log_form *form)
{
    *m = (struct log_moment){0};
    if (is_digit(**s)) {
        *form = LOG_FORM_PLAIN;
        if (log_moment_digits(s, end, m))
            return true;
        *form = end - *s > 6 && ((*s)[2] == '/' || (*s)[1] == '/') ? LOG_FORM_WEB : LOG_FORM_PLAIN;
        return log_moment_day(s, end, m);
    }
    *form = LOG_FORM_PLAIN;
    return is_upper(**s) && log_moment_week(s, end, m);
}

/* What is a time only where a line, or the value of a known key, begins. */
static bool leading(const char **s, const char *end, struct log_moment *m, enum log_form *form)
{
    if (*s >= end)
        return false;
    if (sure(s, end, m, form))
        return true;
    *m = (struct log_moment){0};
    *form = LOG_FORM_PLAIN;
    if (is_digit(**s))
        return log_moment_epoch(s, end, m) || log_moment_short(s, end, m) ||
               log_moment_bare(s, end, m);
    if (!is_upper(**s))
        return false;
    *form = LOG_FORM_SYSLOG;
    if (log_moment_month(s, end, m))
        return true;
    *form = LOG_FORM_KLOG;
    return log_moment_klog(s, end, m);
}

/* `<34>` and `<34>1 ` of syslog, and brackets. */
static const char *past_opening(const char *s, const char *end, bool *priority)
{
    const char *at = s;
    *priority = false;
    if (at < end && *at == '<') {
        for (at++; at < end && is_digit(*at); at++) {
        }
        *priority = at < end && at - s > 1 && *at == '>';
        if (!*priority)
            return s;
        at++;
        if (end - at > 2 && at[0] == '1' && at[1] == ' ')
            at += 2;
    }
    while (at < end && (*at == '[' || *at == '(' || *at == ' ' || *at == '\t'))
        at++;
    return at;
}

/* The supercomputers' logs: a word, seconds since 1970, and the same day in digits. */
static bool after_word(const char **s, const char *end, struct log_moment *m, enum log_form *form)
{
    const char *at = memchr(*s, ' ', (size_t)(end - *s));
    if (!at || end - ++at < 22 || !is_digit(*at) || at[10] != ' ' || at[15] != '.' || at[18] != '.')
        return false;
    *m = (struct log_moment){0};
    *form = LOG_FORM_PLAIN;
    if (!log_moment_epoch(&at, end, m))
        return false;
    *s = at;
    return true;
}

static bool has_prefix(const char *s, const char *end, const char *want)
{
    size_t n = strlen(want);
    return (size_t)(end - s) >= n && memcmp(s, want, n) == 0;
}

static bool is_known_key(const char *key, size_t len)
{
    static const char *const known[] = {"time",      "timestamp",     "ts",
                                        "t",         "@timestamp",    "date",
                                        "datetime",  "asctime",       "__REALTIME_TIMESTAMP",
                                        "@t",        "timeMillis",    "eventTime",
                                        "eventtime", "event_time",    "log_time",
                                        "logtime",   "epoch",         "unixtime",
                                        "created",   "time_local",    "time_iso8601",
                                        "Timestamp", "timestamp_iso", "msec"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strlen(known[i]) == len && memcmp(known[i], key, len) == 0)
            return true;
    return false;
}

/* A word behind which a time belongs to what is told, not to the line. */
static bool tells_of_a_time(const char *line, const char *at)
{
    static const char *const words[] = {"at",    "on",     "since", "until",   "till",   "from",
                                        "after", "before", "by",    "of",      "to",     "is",
                                        "was",   "for",    "and",   "expires", "expired"};
    const char *end = at;
    while (end > line && end[-1] == ' ')
        end--;
    const char *from = end;
    while (from > line && from[-1] != ' ')
        from--;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i]) == (size_t)(end - from) &&
            memcmp(words[i], from, (size_t)(end - from)) == 0)
            return true;
    return false;
}

/* `ts=2026-..`, `time="2026-.."`: `at` is behind the sign. */
static bool keyed(const char *line, const char **at, const char *end, struct log_moment *m,
                  enum log_form *form)
{
    const char *key = *at - 1;
    while (key > line && key[-1] != ' ' && key[-1] != '\t' && key[-1] != '[')
        key--;
    if (!is_known_key(key, (size_t)(*at - 1 - key)))
        return false;
    const char *s = *at;
    if (s < end && *s == '"')
        s++;
    if (!leading(&s, end, m, form))
        return false;
    *at = s;
    return true;
}

/* Not at the start: after a client's address, a container's name, a level. */
static bool further_on(const char *line, const char *end, struct log_moment *m,
                       struct log_stamp *st)
{
    int words = 0;
    bool equals = false;
    for (const char *s = line; s < end; s++) {
        char before = s > line ? s[-1] : ' ';
        const char *at = s;
        if (*s == ' ' && before != ' ') {
            words += !equals;
            equals = false;
        } else if (before == '=') {
            equals = true;
            if (words <= WORDS_BEFORE && keyed(line, &at, end, m, &st->form))
                goto found;
        } else if (before == '[' || before == '(') {
            if (sure(&at, end, m, &st->form) && (st->form == LOG_FORM_WEB || words <= WORDS_BEFORE))
                goto found;
        } else if (is_digit(*s) && words <= WORDS_BEFORE && memchr(" |\t\"", before, 4)) {
            if (sure(&at, end, m, &st->form) && !tells_of_a_time(line, s))
                goto found;
        }
        continue;
    found:
        st->from = (size_t)(s - line);
        st->to = (size_t)(at - line);
        return true;
    }
    return false;
}

/* What goes on from the line before: it has no time of its own, whatever it tells of. */
static bool goes_on(const char *line, const char *end)
{
    static const char *const starts[] = {" ", "\t", "Caused by:", "at ", "Traceback", "}", "..."};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (has_prefix(line, end, starts[i]))
            return true;
    return false;
}

/* A value of a known key: a text, a number, or {"$date": text}. */
static bool json_value(struct log_field f, struct log_moment *m)
{
    enum log_form form;
    struct log_field date;
    if (f.value_len && *f.value == '{' && !f.text) {
        if (!log_json_find(f.value, f.value_len, "$date", &date))
            return false;
        f = date;
    }
    const char *s = f.value;
    return leading(&s, f.value + f.value_len, m, &form);
}

static bool of_json(const char *line, size_t len, int64_t now_ms, struct log_stamp *st)
{
    struct log_field f;
    struct log_moment m;
    size_t at = 0;
    *st = (struct log_stamp){.form = LOG_FORM_JSON};
    while (log_json_next(line, len < JSON_SEARCHED ? len : JSON_SEARCHED, &at, &f)) {
        if (!is_known_key(f.key, f.key_len) || !json_value(f, &m))
            continue;
        st->ms = log_moment_ms(&m, now_ms);
        if (st->ms >= 0)
            return true;
    }
    return false;
}

bool log_stamp(const char *line, size_t len, int64_t now_ms, struct log_stamp *stamp)
{
    struct log_moment m;
    struct log_stamp st = {0};
    bool priority;
    const char *end = line + (len < SEARCHED ? len : SEARCHED);
    if (len && *line == '{' && of_json(line, len, now_ms, &st)) {
        *stamp = st;
        return true;
    }
    const char *s = past_opening(line, end, &priority);
    const char *from = s;
    bool indented = len && (*line == ' ' || *line == '\t');
    if (indented ? s < end && sure(&s, end, &m, &st.form)
                 : leading(&s, end, &m, &st.form) || after_word(&s, end, &m, &st.form)) {
        st.from = (size_t)(from - line);
        st.to = (size_t)(s - line);
        if (priority)
            st.form = LOG_FORM_SYSLOG;
    } else if (goes_on(line, end) || !further_on(line, end, &m, &st))
        return false;
    st.ms = log_moment_ms(&m, now_ms);
    if (st.ms < 0)
        return false;
    *stamp = st;
    return true;
}

bool log_time(const char *line, size_t len, int64_t now_ms, int64_t *ms)
{
    struct log_stamp stamp;
    if (!log_stamp(line, len, now_ms, &stamp))
        return false;
    *ms = stamp.ms;
    return true;
}
