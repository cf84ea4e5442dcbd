#include "clues/log_stack_line.h"

#include <string.h>

#include "clues/log_stack_known.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_' ||
           (unsigned char)c >= 128;
}

static bool has(const char *s, size_t len, const char *start)
{
    size_t n = strlen(start);
    return len >= n && memcmp(s, start, n) == 0;
}

static const char *find(const char *s, size_t len, const char *what)
{
    return memmem(s, len, what, strlen(what));
}

static struct log_span trimmed(const char *s, const char *end)
{
    while (s < end && (*s == ' ' || *s == '\t'))
        s++;
    while (end > s && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    return (struct log_span){s, (size_t)(end - s)};
}

static bool ends_as_type(const char *s, size_t len)
{
    static const char *const ends[] = {"Exception", "Error",     "Throwable", "Failure",
                                       "Fault",     "Interrupt", "Timeout",   "Warning"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t n = strlen(ends[i]);
        if (len >= n && memcmp(s + len - n, ends[i], n) == 0)
            return true;
    }
    return false;
}

bool log_stack_type(const char *s, size_t len, struct log_span *type, struct log_span *message)
{
    const char *end = s + len;
    while (s < end) {
        const char *last = s;
        while (last < end && (is_name(*last) || *last == '.' || *last == '$' || *last == '\\' ||
                              (*last == ':' && last + 1 < end && last[1] == ':') ||
                              (*last == ':' && last > s && last[-1] == ':')))
            last++;
        bool closed = last >= end || memchr(": )(-,;", *last, 7);
        if (last > s && closed && !is_digit(*s) && ends_as_type(s, (size_t)(last - s))) {
            *type = (struct log_span){s, (size_t)(last - s)};
            *message = trimmed(last + (last < end && *last == ':'), end);
            return true;
        }
        s = last > s ? last : s + 1;
    }
    return false;
}

static struct log_stack_line frame(enum log_language language, struct log_span function)
{
    return (struct log_stack_line){
        .kind = LOG_STACK_FRAME, .language = language, .function = function};
}

static struct log_stack_line only(enum log_stack_kind kind, enum log_language language)
{
    return (struct log_stack_line){.kind = kind, .language = language};
}

/* Java, .NET, JavaScript: "at a.b.C.m(C.java:1)", "at f (/app/x.js:1:2)", "at N.C.M(T a) in f". */
static struct log_stack_line at_frame(const char *s, size_t len)
{
    const char *from = s + 3, *end = s + len, *stop = find(from, (size_t)(end - from), " (");
    if (has(from, (size_t)(end - from), "async "))
        from += 6;
    if (!stop)
        stop = memchr(from, '(', (size_t)(end - from));
    if (!stop)
        stop = find(from, (size_t)(end - from), " in ");
    if (!stop) { /* no name, but a place: /app/x.js:1:2 */
        stop = end;
        while (stop > from && (is_digit(stop[-1]) || stop[-1] == ':'))
            stop--;
        if (stop == end)
            return only(LOG_STACK_NONE, LOG_LANGUAGE_ANY);
    }
    struct log_span f = trimmed(from, stop);
    const char *blank = f.len ? memchr(f.at, ' ', f.len) : NULL;
    /* Prose has blanks; frames only in "new X", "X.y [as z]", and .NET's generic names. */
    bool prose = blank && !has(f.at, f.len, "new ") && !find(f.at, f.len, "[as ");
    const char *in = stop < end ? memchr(stop, '(', (size_t)(end - stop)) : NULL;
    bool placed = !in || memchr(f.at, '.', f.len) || memchr(in, '.', (size_t)(end - in)) ||
                  memchr(in, ':', (size_t)(end - in)) || find(in, (size_t)(end - in), "(<");
    return f.len && !prose && placed ? frame(LOG_LANGUAGE_OTHER, f)
                                     : only(LOG_STACK_NONE, LOG_LANGUAGE_ANY);
}

/* Python's `File "x", line 1, in f`: the file's name and the function. */
static struct log_stack_line file_frame(const char *s, size_t len)
{
    const char *in = find(s, len, ", in "), *close = memchr(s + 6, '"', len - 6);
    if (!close)
        return only(LOG_STACK_NONE, LOG_LANGUAGE_ANY);
    if (!in) /* a SyntaxError's place */
        return only(LOG_STACK_WITHIN, LOG_LANGUAGE_PYTHON);
    return frame(LOG_LANGUAGE_PYTHON, trimmed(in + 5, s + len));
}

/* "#0 0x4a in main /x.c:3", "#1  main (argc=1) at x.c:3", PHP's "#0 /x.php(12): f()". */
static struct log_stack_line numbered_frame(const char *s, size_t len)
{
    const char *at = s + 1, *end = s + len, *stop;
    while (at < end && is_digit(*at))
        at++;
    if (at == s + 1 || at >= end || *at != ' ')
        return only(LOG_STACK_NONE, LOG_LANGUAGE_ANY);
    struct log_span rest = trimmed(at, end);
    const char *php = find(rest.at, rest.len, "): ");
    if (php && *rest.at == '/')
        rest = trimmed(php + 3, end);
    if (has(rest.at, rest.len, "0x")) {
        const char *in = find(rest.at, rest.len, " in ");
        if (!in)
            return only(LOG_STACK_WITHIN, LOG_LANGUAGE_OTHER);
        rest = trimmed(in + 4, end);
    } else if (!memchr(rest.at, '(', rest.len))
        return only(has(rest.at, rest.len, "{main}") ? LOG_STACK_WITHIN : LOG_STACK_NONE,
                    LOG_LANGUAGE_OTHER);
    stop = find(rest.at, rest.len, " (");
    if (!stop)
        stop = memchr(rest.at, '(', rest.len);
    if (!stop)
        stop = memchr(rest.at, ' ', rest.len);
    return frame(LOG_LANGUAGE_OTHER, trimmed(rest.at, stop ? stop : end));
}

/* Ruby's "from x.rb:12:in 'f'", and Rails without "from". */
static struct log_stack_line ruby_frame(const char *s, size_t len)
{
    const char *in = find(s, len, ":in ");
    if (!in || in == s || !is_digit(in[-1]) || (size_t)(s + len - in) < 7)
        return only(LOG_STACK_NONE, LOG_LANGUAGE_ANY);
    const char *name = in + 5, *close = memchr(name, '\'', (size_t)(s + len - name));
    return frame(LOG_LANGUAGE_OTHER, trimmed(name, close ? close : s + len));
}

/* Ruby's "x.rb:12:in 'f': message (Type)". */
static bool ruby_head(const char *s, size_t len, struct log_stack_line *l)
{
    const char *in = find(s, len, ":in "), *open;
    const char *quote = in ? find(in, (size_t)(s + len - in), "': ") : NULL;
    if (!quote || s[len - 1] != ')' || !(open = memrchr(quote, '(', (size_t)(s + len - quote))))
        return false;
    *l = only(LOG_STACK_HEAD, LOG_LANGUAGE_OTHER);
    l->type = trimmed(open + 1, s + len - 1);
    l->message = trimmed(quote + 3, open);
    return true;
}

/* Rust's "  3: shop::charge", with or without an address. */
static struct log_stack_line rust_frame(const char *s, size_t len)
{
    size_t i = 0;
    while (i < len && is_digit(s[i]))
        i++;
    if (!i || i + 1 >= len || s[i] != ':')
        return only(LOG_STACK_NONE, LOG_LANGUAGE_ANY);
    struct log_span f = trimmed(s + i + 1, s + len);
    const char *dash = has(f.at, f.len, "0x") ? find(f.at, f.len, " - ") : NULL;
    return frame(LOG_LANGUAGE_RUST, dash ? trimmed(dash + 3, s + len) : f);
}

/* "main.(*Shop).charge(0xc0, 0x1)", "created by net/http.x in goroutine 1". */
static struct log_stack_line go_frame(const char *s, size_t len)
{
    if (has(s, len, "created by "))
        return only(LOG_STACK_WITHIN, LOG_LANGUAGE_GO);
    const char *open = memrchr(s, '(', len);
    if (!open || s[len - 1] != ')' || open == s || memchr(s, ' ', (size_t)(open - s)) ||
        !memchr(s, '.', (size_t)(open - s)))
        return has(s, len, "panic(") ? only(LOG_STACK_WITHIN, LOG_LANGUAGE_GO)
                                     : only(LOG_STACK_NONE, LOG_LANGUAGE_ANY);
    return frame(LOG_LANGUAGE_GO, trimmed(s, open));
}

/* By the language that is open, where the line alone would not tell. */
static struct log_stack_line going_on(const char *s, size_t len, bool indented,
                                      enum log_language open)
{
    struct log_stack_line l = only(LOG_STACK_NONE, LOG_LANGUAGE_ANY);
    if (open == LOG_LANGUAGE_GO)
        return indented ? only(LOG_STACK_WITHIN, open) : go_frame(s, len);
    if (open == LOG_LANGUAGE_RUST) {
        l = rust_frame(s, len);
        return l.kind || !indented ? l : only(LOG_STACK_WITHIN, open);
    }
    if (open == LOG_LANGUAGE_PYTHON && (indented || has(s, len, "[Previous line repeated")))
        return only(LOG_STACK_WITHIN, open);
    if (open && (has(s, len, "... ") || has(s, len, "=>")))
        return only(LOG_STACK_WITHIN, open);
    return l;
}

struct log_stack_line log_stack_read(const char *s, size_t len, enum log_language open)
{
    struct log_span t = trimmed(s, s + len);
    struct log_stack_line l;
    bool indented = len && (*s == ' ' || *s == '\t');
    if (!t.len)
        return only(open ? LOG_STACK_WITHIN : LOG_STACK_NONE, LOG_LANGUAGE_ANY);
    if (log_stack_known_line(t.at, t.len, &l) || ruby_head(t.at, t.len, &l))
        return l;
    l = only(LOG_STACK_NONE, LOG_LANGUAGE_ANY);
    if (open == LOG_LANGUAGE_RUST || open == LOG_LANGUAGE_GO)
        l = going_on(t.at, t.len, indented, open);
    else if (has(t.at, t.len, "at "))
        l = at_frame(t.at, t.len);
    else if (has(t.at, t.len, "File \""))
        l = file_frame(t.at, t.len);
    else if (*t.at == '#')
        l = numbered_frame(t.at, t.len);
    else if (has(t.at, t.len, "from ") || (indented && memchr(t.at, '\'', t.len)))
        l = ruby_frame(t.at, t.len);
    if (!l.kind)
        l = going_on(t.at, t.len, indented, open);
    if (!l.kind)
        log_stack_known_part(t.at, t.len, &l);
    return l;
}
