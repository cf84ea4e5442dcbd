#include "check/log_head.h"

#include <string.h>

#include "check/log_head_fields.h"
#include "check/log_moment.h"

#define PARTS_MAX 12    /* things that stand before a message */
#define AHEAD_MAX 8     /* words before a level */
#define PROGRAM_MAX 64  /* bytes */
#define BRACKET_MAX 200 /* bytes */

/* What is left of the line, and what was seen of it. */
struct walk {
    const char *at, *end;
    struct log_head *h;
    int numbers;
    bool syslog, after_level;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_';
}

static const char *token_end(const char *s, const char *end)
{
    const char *blank = memchr(s, ' ', (size_t)(end - s));
    return blank ? blank : end;
}

static const char *past_blanks(const char *s, const char *end)
{
    while (s < end && (*s == ' ' || *s == '\t'))
        s++;
    return s;
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

/* "host prog[7]: ", "host kernel: ", "host syslogd 1.4.1: "; a host alone where no program follows.
 */
static void read_syslog(struct walk *w)
{
    const char *s = past_blanks(w->at, w->end), *blank = token_end(s, w->end);
    w->h->host = (struct log_span){s, (size_t)(blank - s)};
    w->at = s = past_blanks(blank, w->end);
    size_t left = (size_t)(w->end - s);
    const char *colon = memmem(s, left < PROGRAM_MAX ? left : PROGRAM_MAX, ": ", 2);
    if (!colon && left && left < PROGRAM_MAX && w->end[-1] == ':')
        colon = w->end - 1;
    if (!colon)
        return;
    blank = token_end(s, colon);
    if (blank < colon && colon[-1] != ']' && colon[-1] != ')' && !is_digit(blank[1]))
        return;
    const char *name = s;
    while (name < colon && *name != '[' && *name != '(' && *name != ' ')
        name++;
    w->h->program = (struct log_span){s, (size_t)(name - s)};
    w->at = past_blanks(colon + 1, w->end);
}

/* RFC 5424: host, program, process, kind, and structured data. */
static void read_5424(struct walk *w)
{
    struct log_span word[4] = {{0}};
    const char *s = w->at;
    for (int i = 0; i < 4; i++) {
        s = past_blanks(s, w->end);
        const char *end = token_end(s, w->end);
        word[i] = (struct log_span){s, (size_t)(end - s)};
        s = end;
    }
    w->h->host = word[0];
    w->h->program = word[1];
    s = past_blanks(s, w->end);
    while (s < w->end && *s == '[') {
        const char *close = memchr(s, ']', (size_t)(w->end - s));
        if (!close)
            break;
        s = close + 1;
    }
    if (s < w->end && *s == '-')
        s++;
    w->at = past_blanks(s, w->end);
}

/* ISO times before "host prog[7]: ", as today's syslog writes them. */
static bool is_syslog_after(const struct walk *w)
{
    const char *s = past_blanks(w->at, w->end), *first = token_end(s, w->end);
    const char *second = past_blanks(first, w->end), *end = token_end(second, w->end);
    if (end - second < 3 || end[-1] != ':' || s == first || !is_name(*s) || first[-1] == ':' ||
        first[-1] == ',' || log_level_of(s, (size_t)(first - s)))
        return false;
    return end[-2] == ']' ? memchr(second, '[', (size_t)(end - second)) != NULL && is_name(*second)
                          : end - second == 7 && memcmp(second, "kernel:", 7) == 0;
}

static bool take_bracket(struct walk *w)
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
    const char *word_end = token_end(word, s);
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
static bool take_ahead(struct walk *w)
{
    const char *s = w->at;
    for (int i = 0; i < AHEAD_MAX && s < w->end; i++) {
        const char *end = token_end(s, w->end);
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
        s = past_blanks(end, w->end);
    }
    return false;
}

/* "org.example.Name:", and behind a level "org.example.name". */
static bool is_logger(const struct walk *w, const char *s, const char *end)
{
    bool colon = end > s && end[-1] == ':', dotted = false;
    for (const char *c = s; c < end - colon; c++) {
        if (!is_name(*c) && !memchr(".$-/@#", *c, 6))
            return false;
        dotted = dotted || ((*c == '.' || *c == '$') && c > s && c + 1 < end);
    }
    const char *next = past_blanks(end, w->end);
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

static bool take_number(struct walk *w, const char *end)
{
    const char *s = w->at, *last = end;
    if (*s == '*' && all_digits(s + 1, end)) { /* nginx's connection, Proxifier's *64 */
        w->at = end;
        return true;
    }
    if (last > s && last[-1] == ':' && memchr(s, '#', (size_t)(last - s)) && is_digit(*s))
        last = s + 1;
    if (!all_digits(s, last) || w->h->level)
        return false;
    w->numbers++;
    w->at = end;
    return true;
}

static bool take_letter(struct walk *w, const char *end)
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

static bool take_part(struct walk *w)
{
    const char *s = w->at, *end = token_end(s, w->end);
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
    if (take_number(w, end) || take_letter(w, end))
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
static void past_signs(struct walk *w)
{
    for (;; w->at++) {
        w->at = past_blanks(w->at, w->end);
        if (w->at >= w->end)
            return;
        bool lone = w->at + 1 < w->end && w->at[1] == ' ';
        if (!(memchr("])\",:;|", *w->at, 7) && !(*w->at == '"' && w->h->request)) &&
            !(lone && (*w->at == '-' || *w->at == '*')))
            return;
    }
}

/* HealthApp: time|component|process|message. */
static void past_pipes(struct walk *w)
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
static void past_day_and_node(struct walk *w)
{
    struct log_moment m;
    const char *s = past_blanks(w->at, w->end);
    if (w->end - s < 12 || s[4] != '.' || s[7] != '.' || s[10] != ' ')
        return;
    s = past_blanks(token_end(s + 11, w->end), w->end);
    w->at = s;
    if (s < w->end && *s >= 'A' && *s <= 'Z' && log_moment_month(&s, w->end, &m)) {
        w->at = s;
        read_syslog(w);
        w->syslog = true;
    }
}

static void past_head(struct walk *w)
{
    struct log_head *h = w->h;
    const char *line_start = w->at - h->stamp.to;
    if (h->stamp.form == LOG_FORM_SYSLOG) {
        if (*line_start == '<' && h->stamp.from > 4 && line_start[h->stamp.from - 1] == ' ')
            read_5424(w);
        else
            read_syslog(w);
        w->syslog = true;
    } else if (h->timed && is_syslog_after(w)) {
        read_syslog(w);
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
    struct walk w = {.at = line + h->stamp.to, .end = end, .h = h};
    if (h->timed && h->stamp.form == LOG_FORM_KLOG)
        h->level = klog[strchr("IWEF", line[h->stamp.from]) - "IWEF"];
    else if (h->stamp.from > 3 && h->stamp.form != LOG_FORM_WEB) {
        const char *word = past_blanks(line + (*line == '['), end), *last = word;
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
