#include "clues/log_head.h"

#include <string.h>

#include "clues/log_head_fields.h"
#include "clues/log_head_walk.h"
#include "clues/log_moment.h"

#define PARTS_MAX 12    /* things that stand before a message */
#define AHEAD_MAX 8     /* words before a level */
#define BRACKET_MAX 200 /* bytes */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_';
}

static bool all_digits(const char *s, const char *end)
{
    if (s == end)
        return false;
    for (; s < end; s++)
        if (!is_digit(*s))
            return false;
    return true;
}

static bool take_bracket(struct log_walk *w)
{
    int depth = 0;
    const char *s = w->at;
    for (; s < w->end && s - w->at < BRACKET_MAX; s++) {
        depth += (*s == '[') - (*s == ']');
        if (depth == 0)
            break;
    }
    if (depth || s >= w->end || s - w->at >= BRACKET_MAX)
        return false;
    const char *word = w->at + 1, *colon = memchr(word, ':', (size_t)(s - word));
    if (colon) /* Apache's [core:error] */
        word = colon + 1;
    while (word < s && *word == ' ')
        word++;
    const char *word_end = log_walk_word_end(word, s);
    enum log_level level = log_level_of(word, (size_t)(word_end - word));
    if (level && !w->h->level)
        w->h->level = level;
    if (s + 1 >= w->end)
        return false;
    w->at = s + 1;
    return true;
}

/* A level is a word in capitals, or with one capital before a colon or comma was. */
static enum log_level level_at(const char *s, const char *end)
{
    while (end > s && (end[-1] == ':' || end[-1] == ',' || end[-1] == ']'))
        end--;
    if (end - s < 3 || *s < 'A' || *s > 'Z')
        return LOG_LEVEL_NONE;
    return log_level_of(s, (size_t)(end - s));
}

/* BGL's and PostgreSQL's levels stand behind nodes, names and numbers. */
static bool take_ahead(struct log_walk *w)
{
    const char *s = w->at;
    for (int i = 0; i < AHEAD_MAX && s < w->end; i++) {
        const char *end = log_walk_word_end(s, w->end);
        enum log_level level = level_at(s, end);
        if (level && s[1] < 'a') {
            w->h->level = level;
            w->at = end;
            return true;
        }
        bool like = true, marked = false;
        for (const char *c = s; c < end; c++) {
            marked = marked || !is_name(*c) || is_digit(*c) || *c == '_';
            like = like && !(*c >= 'a' && *c <= 'z');
        }
        if (!(like || marked) || end[-1] == ':')
            return false;
        s = log_walk_blanks(end, w->end);
    }
    return false;
}

/* "org.example.Name:", and behind a level "org.example.name". */
static bool is_logger(const struct log_walk *w, const char *s, const char *end)
{
    bool colon = end > s && end[-1] == ':', dotted = false;
    for (const char *c = s; c < end - colon; c++) {
        if (!is_name(*c) && !memchr(".$-/@#", *c, 6))
            return false;
        dotted = dotted || ((*c == '.' || *c == '$') && c > s && c + 1 < end);
    }
    const char *next = log_walk_blanks(end, w->end);
    bool dash = next + 1 < w->end && next[0] == '-' && next[1] == ' ';
    if (dash && !colon && end - s > 1)
        return true;
    if (w->numbers >= 2 && colon && end - s > 1) /* Android's tag */
        return w->h->level;
    size_t kind = 9; /* "Exception" */
    if (!dotted ||
        (colon && end - s > (ptrdiff_t)kind + 1 &&
         (memcmp(end - 1 - kind, "Exception", kind) == 0 || memcmp(end - 6, "Error", 5) == 0)))
        return false;
    return colon || (w->after_level && end < w->end && *s >= 'a' && *s <= 'z');
}

static bool take_number(struct log_walk *w, const char *end)
{
    const char *s = w->at, *last = end;
    if (*s == '*' && all_digits(s + 1, end)) { /* nginx's connection, Proxifier's *64 */
        w->at = end;
        return true;
    }
    if (last > s && last[-1] == ':' && memchr(s, '#', (size_t)(last - s)) && is_digit(*s))
        last = s + 1;
    const char *next = log_walk_blanks(end, w->end);
    bool counts = next < w->end && *next >= 'a' && *next <= 'z'; /* "3 jobs failed" */
    bool wanted = (!w->h->level && !counts) || last < end || w->h->stamp.form == LOG_FORM_KLOG;
    if (!wanted || !all_digits(s, last))
        return false;
    w->numbers++;
    w->at = end;
    return true;
}

static bool take_letter(struct log_walk *w, const char *end)
{
    static const char letters[] = "VDIWEF";
    static const enum log_level levels[] = {LOG_LEVEL_DEBUG, LOG_LEVEL_DEBUG, LOG_LEVEL_INFO,
                                            LOG_LEVEL_WARN,  LOG_LEVEL_ERROR, LOG_LEVEL_FATAL};
    const char *found = end - w->at == 1 && *w->at ? strchr(letters, *w->at) : NULL;
    if (w->numbers < 2 || w->h->level || !found)
        return false;
    w->h->level = levels[found - letters];
    w->at = end;
    return true;
}

/* Python's ERROR:root:message and Laravel's production.ERROR: message. */
static bool take_named_level(struct log_walk *w, const char *end)
{
    const char *s = w->at, *colon = memchr(s, ':', (size_t)(end - s)), *dot;
    if (w->h->level || !colon)
        return false;
    dot = memrchr(s, '.', (size_t)(colon - s));
    enum log_level level = level_at(dot ? dot + 1 : s, colon);
    const char *second = memchr(colon + 1, ':', (size_t)(end - colon - 1));
    if (!level || (!dot && (!second || s[1] >= 'a')))
        return false;
    w->h->level = level;
    w->at = dot ? colon : second;
    return true;
}

static bool take_part(struct log_walk *w)
{
    const char *s = w->at, *end = log_walk_word_end(s, w->end);
    if (*s == '[')
        return take_bracket(w);
    if (w->syslog)
        return false;
    enum log_level level = w->h->level ? LOG_LEVEL_NONE : level_at(s, end);
    if (level && (s[1] < 'a' || w->h->stamp.form == LOG_FORM_PLAIN)) {
        w->h->level = level;
        w->at = end;
        return true;
    }
    if (take_number(w, end) || take_letter(w, end) || take_named_level(w, end))
        return true;
    if (w->h->stamp.form == LOG_FORM_KLOG && end > s && end[-1] == ']') {
        w->at = end;
        return true;
    }
    if (is_logger(w, s, end)) {
        w->at = end;
        return true;
    }
    return !w->h->level && w->h->timed && take_ahead(w);
}

/* Signs between the parts. One that stands before a letter belongs to the message. */
static void past_signs(struct log_walk *w)
{
    for (;; w->at++) {
        w->at = log_walk_blanks(w->at, w->end);
        if (w->at >= w->end)
            return;
        bool lone = w->at + 1 < w->end && w->at[1] == ' ';
        if (!(memchr("])\",:;|", *w->at, 7) && !(*w->at == '"' && w->h->request)) &&
            !(lone && (*w->at == '-' || *w->at == '*')))
            return;
    }
}

/* HealthApp: time|component|process|message. */
static void past_pipes(struct log_walk *w)
{
    for (int i = 0; i < 3 && w->at < w->end && *w->at == '|'; i++) {
        const char *s = w->at + 1;
        while (s < w->end && (is_name(*s) || *s == '.'))
            s++;
        if (s >= w->end || *s != '|')
            return;
        w->at = s;
    }
}

/* Behind the seconds of BGL and Thunderbird: the day, the node, and with the latter syslog. */
static void past_day_and_node(struct log_walk *w)
{
    struct log_moment m;
    const char *s = log_walk_blanks(w->at, w->end);
    if (w->end - s < 12 || s[4] != '.' || s[7] != '.' || s[10] != ' ')
        return;
    s = log_walk_blanks(log_walk_word_end(s + 11, w->end), w->end);
    w->at = s;
    if (s < w->end && *s >= 'A' && *s <= 'Z' && log_moment_month(&s, w->end, &m)) {
        w->at = s;
        log_walk_syslog(w);
        w->syslog = true;
    }
}

static void past_head(struct log_walk *w)
{
    struct log_head *h = w->h;
    const char *line_start = w->at - h->stamp.to;
    if (h->stamp.form == LOG_FORM_SYSLOG) {
        if (*line_start == '<' && h->stamp.from > 4 && line_start[h->stamp.from - 1] == ' ')
            log_walk_5424(w);
        else
            log_walk_syslog(w);
        w->syslog = true;
    } else if (h->timed && log_walk_is_syslog(w)) {
        log_walk_syslog(w);
        w->syslog = true;
    } else if (h->timed) {
        past_pipes(w);
        past_day_and_node(w);
    }
    for (int i = 0; i < PARTS_MAX; i++) {
        enum log_level before = h->level;
        past_signs(w);
        if (w->at >= w->end || !take_part(w))
            break;
        w->after_level = h->level != before;
    }
    past_signs(w);
}

/* "<34>": its last three bits, of which 0 to 3 are errors. */
static enum log_level priority_level(const char *line, const char *end)
{
    int n = 0;
    if (line >= end || *line != '<')
        return LOG_LEVEL_NONE;
    for (line++; line < end && is_digit(*line) && n < 1000; line++)
        n = n * 10 + (*line - '0');
    if (line >= end || *line != '>')
        return LOG_LEVEL_NONE;
    return log_level_of_priority(n % 8);
}

static void read_plain(const char *line, const char *end, struct log_head *h)
{
    static const enum log_level klog[] = {LOG_LEVEL_INFO, LOG_LEVEL_WARN, LOG_LEVEL_ERROR,
                                          LOG_LEVEL_FATAL};
    struct log_walk w = {.at = line + h->stamp.to, .end = end, .h = h};
    if (h->timed && h->stamp.form == LOG_FORM_KLOG)
        h->level = klog[strchr("IWEF", line[h->stamp.from]) - "IWEF"];
    else if (h->stamp.from > 3 && h->stamp.form != LOG_FORM_WEB) {
        const char *word = log_walk_blanks(line + (*line == '['), end), *last = word;
        while (last < line + h->stamp.from && is_name(*last))
            last++;
        h->level = log_level_of(word, (size_t)(last - word));
    }
    if (!h->level)
        h->level = priority_level(line, end);
    past_head(&w);
    if (w.at >= end)
        w.at = line + h->stamp.to;
    const char *client = memmem(w.at, (size_t)(end - w.at), ", client: ", 10);
    h->message = (struct log_span){w.at, (size_t)((client ? client : end) - w.at)};
}

void log_head_read(const char *line, size_t len, int64_t now_ms, struct log_head *h)
{
    const char *end = line + len;
    *h = (struct log_head){0};
    h->timed = log_stamp(line, len, now_ms, &h->stamp);
    if ((len && *line == '{' && log_head_json(line, len, h)) ||
        (h->stamp.form == LOG_FORM_WEB && log_head_request(line, len, h)) ||
        log_head_logfmt(line, len, h))
        return;
    while (end > line && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    if (line + h->stamp.to > end)
        end = line + len;
    read_plain(line, end, h);
}
