#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/time.h"
#include "book/match.h"
#include "core/reading_inside.h"
#include "core/redact.h"

/* The first three are completed from their first letters. */
static const char *const cannot_tell[] = {"unknown",     "I can't tell", "can't tell",
                                          "cannot tell", "don't know",   "I don't know"};
#define CANNOT_TELL_SHORT 3
#define CANNOT_TELL (sizeof cannot_tell / sizeof *cannot_tell)

static bool says_unknown(const struct question *q, const char *line)
{
    for (size_t i = 0; q->can_be_unknown && i < CANNOT_TELL; i++)
        if (strcasecmp(line, cannot_tell[i]) == 0)
            return true;
    return false;
}

static enum reading fits(struct text *said, const char *value)
{
    text_clear(said);
    text_add(said, value);
    return READING_OK;
}

static void add_choices(struct text *said, const struct question *q)
{
    for (size_t i = 0; i < q->option_count; i++) {
        bool last = i + 1 == q->option_count && !q->can_be_unknown;
        text_format(said, "%s\"", i == 0 ? "" : last ? " or " : ", ");
        text_format(said, "%s\"", q->options[i].label);
    }
    if (q->can_be_unknown)
        text_add(said, " or \"I can't tell\"");
}

/* An option by its whole text, the key before the label. -1 where none has it. */
static int by_text(const struct question *q, const char *line)
{
    for (size_t i = 0; i < q->option_count; i++)
        if (strcasecmp(line, q->options[i].key) == 0)
            return (int)i;
    for (size_t i = 0; i < q->option_count; i++)
        if (strcasecmp(line, q->options[i].label) == 0)
            return (int)i;
    return -1;
}

static int by_number(const struct question *q, const char *line)
{
    size_t choices = q->option_count + q->can_be_unknown;
    if (strspn(line, "0123456789") != strlen(line) || strlen(line) > 6)
        return -1;
    long n = strtol(line, NULL, 10);
    return n >= 1 && (size_t)n <= choices ? (int)n - 1 : -1;
}

static bool begins(const char *text, const char *line)
{
    return strncasecmp(text, line, strlen(line)) == 0;
}

static bool unknown_begins(const struct question *q, const char *line)
{
    for (size_t i = 0; q->can_be_unknown && i < CANNOT_TELL_SHORT; i++)
        if (begins(cannot_tell[i], line))
            return true;
    return false;
}

/* Sets which options begin with the line; the one behind the last is "I can't tell". Returns how
 * many. */
static size_t by_beginning(const struct question *q, const char *line, bool *hit)
{
    size_t n = 0;
    for (size_t i = 0; i < q->option_count; i++)
        n += hit[i] = begins(q->options[i].label, line);
    n += hit[q->option_count] = unknown_begins(q, line);
    return n;
}

static const char *choice_key(const struct question *q, size_t at)
{
    return at < q->option_count ? q->options[at].key : VALUE_UNKNOWN;
}

static const char *choice_label(const struct question *q, size_t at)
{
    return at < q->option_count ? q->options[at].label : CANNOT_TELL_SHOWN;
}

static void say_ambiguous(struct text *said, const struct question *q, const char *line,
                          const bool *hit, size_t n)
{
    text_format(said, "\"%s\" could be ", line);
    for (size_t i = 0, seen = 0; i <= q->option_count; i++) {
        if (!hit[i])
            continue;
        text_format(said, "%s\"%s\"",
                    seen == 0       ? ""
                    : seen + 1 == n ? " or "
                                    : ", ",
                    choice_label(q, i));
        seen++;
    }
    text_add(said, ". Say which.");
}

static void say_no_such(struct text *said, const struct question *q, const char *line)
{
    const char **labels = mem_alloc((q->option_count + 1) * sizeof *labels);
    for (size_t i = 0; i < q->option_count; i++)
        labels[i] = q->options[i].label;
    const char *near = text_nearest(line, labels, q->option_count);
    free(labels);
    text_format(said, "\"%s\" is not one of the answers. ", line);
    if (near)
        text_format(said, "Did you mean \"%s\"? ", near);
    text_add(said, "Say ");
    add_choices(said, q);
    text_add(said, ".");
}

enum reading reading_choice(const struct question *q, const char *line, struct text *said)
{
    int at = by_text(q, line);
    if (at < 0 && says_unknown(q, line))
        return fits(said, VALUE_UNKNOWN);
    if (at < 0)
        at = by_number(q, line);
    if (at >= 0)
        return fits(said, choice_key(q, (size_t)at));
    bool *hit = mem_alloc(q->option_count + 1);
    size_t n = by_beginning(q, line, hit);
    for (size_t i = 0; n == 1 && i <= q->option_count; i++)
        if (hit[i])
            at = (int)i;
    if (n > 1)
        say_ambiguous(said, q, line, hit, n);
    free(hit);
    if (at >= 0)
        return fits(said, choice_key(q, (size_t)at));
    if (n == 0)
        say_no_such(said, q, line);
    return READING_UNFIT;
}

static enum reading number_unfit(const struct question *q, const char *line, struct text *said)
{
    text_format(said, "\"%s\" is not a number", line);
    if (q->unit)
        text_format(said, " in %s", q->unit);
    text_add(said, strchr(line, ',') ? ": write 1500 or 1.5, without a comma."
                                     : ": write it like 12 or 1.5.");
    return READING_UNFIT;
}

static enum reading unit_unfit(const struct question *q, const char *unit, struct text *said)
{
    if (q->unit)
        text_format(said, "The unit here is %s, not %s.", q->unit, unit);
    else
        text_format(said, "A bare number is wanted, without \"%s\".", unit);
    return READING_UNFIT;
}

static enum reading read_number(const struct question *q, const char *line, struct text *said)
{
    size_t sign = line[0] == '-' || line[0] == '+';
    size_t len = sign + strspn(line + sign, "0123456789");
    size_t digits = len - sign;
    if (line[len] == '.') {
        size_t fraction = strspn(line + len + 1, "0123456789");
        digits += fraction;
        len += 1 + fraction;
    }
    if (digits == 0 || digits > 30 || line[len] == ',')
        return number_unfit(q, line, said);
    const char *unit = line + len + strspn(line + len, " ");
    if (*unit && (!q->unit || strcasecmp(unit, q->unit) != 0))
        return unit_unfit(q, unit, said);
    text_add_n(said, line, len);
    return READING_OK;
}

static enum reading read_time(const char *line, int64_t now_ms, struct text *said,
                              char either[2][40])
{
    int64_t ms[2];
    switch (time_parse_said(line, now_ms, ms)) {
    case TIME_SAID:
        time_local(ms[0], either[0]);
        return fits(said, either[0]);
    case TIME_SAID_TWICE:
        time_local(ms[0], either[0]);
        time_local(ms[1], either[1]);
        text_format(said, "The clock showed %s twice that day. Say which: %s or %s.", line,
                    either[0], either[1]);
        return READING_TWICE;
    case TIME_SAID_WRONG:
        break;
    }
    text_format(
        said, "\"%s\" is not a time: write 14:02, 2026-09-14 14:02, -20m (20 minutes ago) or now.",
        line);
    return READING_UNFIT;
}

static enum reading read_line(const struct question *q, const char *line, int64_t now_ms,
                              struct text *said, char either[2][40])
{
    if (!*line) {
        text_add(said, "An empty line is no answer.");
        return READING_UNFIT;
    }
    if (q->type == TYPE_CHOICE)
        return reading_choice(q, line, said);
    if (q->type == TYPE_MANY)
        return reading_several(q, line, said);
    if (says_unknown(q, line))
        return fits(said, VALUE_UNKNOWN);
    if (q->type == TYPE_NUMBER)
        return read_number(q, line, said);
    if (q->type == TYPE_TIME)
        return read_time(line, now_ms, said, either);
    if (q->is_path && *line != '/') {
        text_format(said, "\"%s\" is no absolute path: write it from / on.", line);
        return READING_UNFIT;
    }
    int listed = by_text(q, line);
    return fits(said, listed >= 0 ? q->options[listed].key : line);
}

static bool is_fit(const struct question *q, struct text *said)
{
    const char *value = text_get(said);
    if (strcmp(value, VALUE_UNKNOWN) == 0)
        return true;
    if (q->secret && strlen(value) < SECRET_MIN) {
        fits(said,
             "That is too short: what has not " SECRET_MIN_WORD " characters cannot be told from "
             "other text, and so not be kept out of the record.");
        return false;
    }
    if (!q->match || match_fits(q->match, value))
        return true;
    struct text why = {0};
    if (q->secret)
        text_format(&why, "That does not fit: all of it has to match %s", q->match);
    else
        text_format(&why, "\"%s\" does not fit: all of it has to match %s", value, q->match);
    fits(said, text_get(&why));
    text_release(&why);
    return false;
}

enum reading question_read(const struct question *q, const char *line, int64_t now_ms,
                           struct text *said, char either[2][40])
{
    char *own = mem_text(line);
    text_clear(said);
    enum reading r = read_line(q, text_trim(own), now_ms, said, either);
    free(own);
    return r == READING_OK && !is_fit(q, said) ? READING_UNFIT : r;
}

bool question_take(const struct question *q, const char *answer, struct text *said)
{
    int64_t ms;
    text_clear(said);
    bool ok = *answer && strcmp(answer, VALUE_UNKNOWN) != 0;
    if (ok && q->type == TYPE_NUMBER)
        return read_number(q, answer, said) == READING_OK && is_fit(q, said);
    if (ok && q->type == TYPE_TIME)
        ok = time_parse_rfc3339(answer, &ms);
    if (ok && q->is_path && *answer != '/')
        ok = false;
    if (ok && q->type == TYPE_CHOICE) {
        ok = false;
        for (size_t i = 0; i < q->option_count && !ok; i++)
            ok = strcmp(answer, q->options[i].key) == 0;
    }
    if (ok && q->type == TYPE_MANY)
        ok = reading_several_exact(q, answer, said);
    else if (ok)
        text_add(said, answer);
    if (ok)
        return is_fit(q, said);
    if (!said->len)
        text_format(said, "it says \"%s\", which is none of the answers", answer);
    return false;
}
