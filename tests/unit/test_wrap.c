#include "tty/term.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "suite.h"

static void wraps(void)
{
    static const struct {
        const char *s;
        int width, indent, used;
        const char *want;
    } cases[] = {
        {"", 20, 0, 0, ""},
        {"one", 20, 0, 0, "one"},
        {"exactly twenty chars", 20, 0, 0, "exactly twenty chars"},
        {"exactly twenty chars more", 20, 0, 0, "exactly twenty chars\nmore"},
        {"one past twenty, here", 20, 0, 0, "one past twenty,\nhere"},
        {"a line that is broken at blanks", 20, 4, 0, "a line that is\n    broken at blanks"},
        {"begun elsewhere by the caller", 20, 4, 12, "begun\n    elsewhere by the\n    caller"},
        {"nothingfitshere now", 20, 2, 19, "\n  nothingfitshere\n  now"},
        {"kept\nline\n\nfeeds", 20, 3, 0, "kept\n   line\n\n   feeds"},
        {"two  blanks, and   three", 20, 0, 0, "two  blanks, and\nthree"},
        {"  indented\n    code", 20, 0, 0, "  indented\n    code"},
        {"blanks at the end   ", 30, 0, 0, "blanks at the end"},
        {"blanks at the   \nend", 30, 0, 0, "blanks at the\nend"},
        {"abcdefghijklmnopqrstuvwxyz", 20, 0, 0, "abcdefghijklmnopqrst\nuvwxyz"},
        {"abcdefghijklmnopqrstuvwxyz", 20, 4, 0, "abcdefghijklmnopqrst\n    uvwxyz"},
        {"see abcdefghijklmnopqrstuvwxyz end", 20, 0, 0, "see\nabcdefghijklmnopqrst\nuvwxyz end"},
        {"abcdefghijklmnopqrstuvwxyz", 20, 4, 4, "abcdefghijklmnop\n    qrstuvwxyz"},
        /* wide characters: two columns each, never half of one */
        {"漢字漢字漢字漢字漢字漢字", 20, 0, 0, "漢字漢字漢字漢字漢字\n漢字"},
        {"x漢字漢字漢字漢字漢字", 20, 0, 0, "x漢字漢字漢字漢字漢\n字"},
        {"漢字漢字 漢字漢字 漢字", 20, 0, 0, "漢字漢字 漢字漢字\n漢字"},
        /* combining marks stay with their letter and take no column */
        {"e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301 "
         "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301",
         20, 0, 0,
         "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301 "
         "e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301e\u0301"},
        {"abcdefghijklmnopqrste\u0301\u0301z", 20, 0, 0, "abcdefghijklmnopqrst\ne\u0301\u0301z"},
        {"abcdefghijklmnopqrse\u0301\u0301z", 20, 0, 0, "abcdefghijklmnopqrse\u0301\u0301\nz"},
        /* styles take no column and are not torn */
        {"\033[1mexactly\033[0m twenty \033[38;5;196mchars\033[0m", 20, 0, 0,
         "\033[1mexactly\033[0m twenty \033[38;5;196mchars\033[0m"},
        {"abcdefghijklmnopqrst\033[0m", 20, 0, 0, "abcdefghijklmnopqrst\033[0m"},
        {"\033[2mdim that goes on below\033[0m", 20, 2, 0,
         "\033[2mdim that goes on\n  below\033[0m"},
        /* what only begins like a style is text */
        {"a\033[9", 20, 0, 0, "a\033[9"},
        /* an indentation that leaves no room is cut down */
        {"narrow but not lost at all", 20, 50, 0, "narrow but not lost\n          at all"},
        {"\xff\xfe not UTF-8", 20, 0, 0, "\xff\xfe not UTF-8"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text out = {0};
        term_wrap(&out, cases[i].s, cases[i].width, cases[i].indent, cases[i].used);
        CHECK_TEXT(text_get(&out), cases[i].want);
        text_release(&out);
    }
}

static unsigned next_random(unsigned *seed)
{
    *seed = *seed * 1103515245u + 12345u;
    return *seed >> 16;
}

static void add_random(struct text *t, unsigned *seed)
{
    static const char *const pieces[] = {"a",
                                         "bc",
                                         " ",
                                         "  ",
                                         "漢",
                                         "e\u0301",
                                         "ü",
                                         "\n",
                                         "\033[1m",
                                         "\033[0m",
                                         "supercalifragilisticexpialidocious",
                                         "-",
                                         "x"};
    for (int i = 0; i < 60; i++)
        text_add(t, pieces[next_random(seed) % (sizeof pieces / sizeof *pieces)]);
}

static void strip(struct text *out, const char *s, const char *unwanted)
{
    for (; *s; s++)
        if (!strchr(unwanted, *s))
            text_add_char(out, *s);
}

static int visible_width(const char *s, size_t len)
{
    struct text plain = {0};
    for (size_t i = 0; i < len; i++) {
        if (s[i] == '\033')
            while (s[i] != 'm')
                i++;
        else
            text_add_char(&plain, s[i]);
    }
    int width = (int)utf8_width(text_get(&plain), plain.len);
    text_release(&plain);
    return width;
}

/* Whatever comes: no line too wide, nothing lost but blanks, no blanks at a line's end. */
static void holds_its_promises(void)
{
    unsigned seed = 7;
    for (int round = 0; round < 2000; round++) {
        struct text in = {0}, out = {0}, was = {0}, is = {0};
        int width = 20 + round % 61, indent = (int)(next_random(&seed) % 12);
        bool fits = true, trailing = false;
        add_random(&in, &seed);
        term_wrap(&out, text_get(&in), width, indent, 0);
        for (const char *line = text_get(&out); line;) {
            size_t len = strcspn(line, "\n");
            fits = fits && visible_width(line, len) <= width;
            trailing = trailing || (len > 0 && line[len - 1] == ' ');
            line = line[len] ? line + len + 1 : NULL;
        }
        strip(&was, text_get(&in), " \n");
        strip(&is, text_get(&out), " \n");
        CHECK(fits);
        CHECK(!trailing);
        CHECK_TEXT(text_get(&is), text_get(&was));
        CHECK(utf8_valid(text_get(&out), out.len));
        text_release(&in);
        text_release(&out);
        text_release(&was);
        text_release(&is);
    }
}

static void styles(void)
{
    struct text t = {0};
    term_style(&t, true, STYLE_BOLD, "bold");
    term_style(&t, true, STYLE_PLAIN, " plain ");
    term_style(&t, true, STYLE_BAD, "");
    term_style(&t, false, STYLE_BAD, "off");
    CHECK_TEXT(text_get(&t), "\033[1mbold\033[0m plain off");
    text_release(&t);
}

static void colors(void)
{
    int null = dup(STDIN_FILENO);
    setenv("TERM", "xterm", 1);
    unsetenv("NO_COLOR");
    CHECK(term_color(null, COLOR_ALWAYS));
    CHECK(!term_color(null, COLOR_NEVER));
    setenv("NO_COLOR", "1", 1);
    CHECK(term_color(null, COLOR_ALWAYS));
    CHECK(!term_color(null, COLOR_AUTO));
    close(null);
    CHECK(!term_color(null, COLOR_AUTO));
    CHECK_INT(term_width(null), 80);
}

int main(void)
{
    return suite_run("wrap", (CU_TestInfo[]){{"wraps", wraps},
                                             {"holds_its_promises", holds_its_promises},
                                             {"styles", styles},
                                             {"colors", colors},
                                             CU_TEST_INFO_NULL});
}
