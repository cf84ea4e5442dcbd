#include "tty/term.h"

#include <string.h>

#include "base/utf8.h"

struct wrap {
    struct text *out;
    int width, indent;
    int column; /* where the next character goes; the indentation counts, written or not */
    int owed;   /* blanks of indentation not written yet, so that an empty line stays empty */
    bool fresh; /* nothing is on this line */
};

/* Length of an SGR sequence at `s`, 0 where there is none. */
static size_t sgr_length(const char *s, const char *end)
{
    if (end - s < 3 || s[0] != '\033' || s[1] != '[')
        return 0;
    const char *at = s + 2;
    while (at < end && strchr("0123456789;:", *at) && *at)
        at++;
    return at < end && *at == 'm' ? (size_t)(at - s) + 1 : 0;
}

/* Length of what stands at `s` and must not be torn apart, and how wide it is. */
static size_t read_piece(const char *s, const char *end, int *width)
{
    uint32_t c;
    size_t len = sgr_length(s, end);
    *width = 0;
    if (len > 0)
        return len;
    len = utf8_read(s, (size_t)(end - s), &c);
    *width = len > 0 ? utf8_char_width(c) : 1;
    return len > 0 ? len : 1;
}

static int word_width(const char *s, const char *end)
{
    int sum = 0, width;
    for (; s < end; sum += width)
        s += read_piece(s, end, &width);
    return sum;
}

static void break_line(struct wrap *w)
{
    text_add_char(w->out, '\n');
    w->column = w->owed = w->indent;
    w->fresh = true;
}

static void pay_blanks(struct wrap *w)
{
    text_add_repeat(w->out, ' ', (size_t)w->owed);
    w->owed = 0;
    w->fresh = false;
}

static void put_piece(struct wrap *w, const char *s, size_t len, int width)
{
    if (s[0] != '\033')
        pay_blanks(w);
    text_add_n(w->out, s, len);
    w->column += width;
}

static void put_word(struct wrap *w, const char *s, const char *end, int blanks)
{
    int wide = word_width(s, end);
    if (w->column + blanks + wide > w->width) {
        if (!w->fresh && w->column + blanks > w->indent)
            break_line(w);
        blanks = 0;
    }
    w->owed += blanks;
    w->column += blanks;
    if (wide > 0)
        pay_blanks(w); /* before a style that begins the word */
    while (s < end) {
        int width;
        size_t len = read_piece(s, end, &width);
        if (w->column + width > w->width && w->column > w->indent && width > 0)
            break_line(w);
        put_piece(w, s, len, width);
        s += len;
    }
}

void term_wrap(struct text *out, const char *s, int width, int indent, int used)
{
    if (indent > width / 2)
        indent = width / 2;
    struct wrap w = {out, width, indent, used, 0, used == 0};
    for (int blanks = 0; *s;) {
        if (*s == '\n') {
            break_line(&w);
            blanks = 0;
            s++;
        } else if (*s == ' ') {
            blanks++;
            s++;
        } else {
            const char *end = s + strcspn(s, " \n");
            put_word(&w, s, end, blanks);
            blanks = 0;
            s = end;
        }
    }
}
