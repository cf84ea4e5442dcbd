#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/utf8.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

/* The place is the first `mark` in `bytes`; `len` its bytes, -1 those of the mark. */
struct shown_row {
    const char *what, *bytes, *mark;
    int len;
    const char *want;
};

static void check_shown(const struct shown_row *row)
{
    struct diags ds = {0};
    struct text out = {0};
    struct source *s = source_from("lib/db.yaml", row->bytes, strlen(row->bytes));
    uint32_t at = (uint32_t)(strstr(row->bytes, row->mark) - row->bytes);
    uint32_t len = row->len < 0 ? (uint32_t)strlen(row->mark) : (uint32_t)row->len;
    diag_add(&ds, DIAG_ERROR, "RB101", s, (struct span){at, len}, "wrong");
    diags_write(&ds, &out, false);
    if (!CHECK_TEXT(text_get(&out), row->want))
        printf("  row: %s\n", row->what);
    text_release(&out);
    diags_release(&ds);
    source_free(s);
}

static void points_at_the_place(void)
{
    static const struct shown_row rows[] = {
        {"in the middle", "a: 1\n    next: replica_lag\nb: 2\n", "replica_lag", -1,
         "lib/db.yaml:2:11: error: wrong [RB101]\n"
         "    2 |     next: replica_lag\n"
         "      |           ^~~~~~~~~~~\n"},
        {"one byte", "abc", "b", 1,
         "lib/db.yaml:1:2: error: wrong [RB101]\n"
         "    1 | abc\n"
         "      |  ^\n"},
        {"no length", "abc", "b", 0,
         "lib/db.yaml:1:2: error: wrong [RB101]\n"
         "    1 | abc\n"
         "      |  ^\n"},
        {"end of the line", "abc\ndef\n", "\n", 0,
         "lib/db.yaml:1:4: error: wrong [RB101]\n"
         "    1 | abc\n"
         "      |    ^\n"},
        {"over several lines: to the end of the first", "a: [one,\n  two,\n  three]\n", "[one", 22,
         "lib/db.yaml:1:4: error: wrong [RB101]\n"
         "    1 | a: [one,\n"
         "      |    ^~~~~\n"},
        {"over a CRLF", "a: [one,\r\n  two]\r\n", "[one", 12,
         "lib/db.yaml:1:4: error: wrong [RB101]\n"
         "    1 | a: [one,\n"
         "      |    ^~~~~\n"},
        {"far beyond the end", "abc", "c", 100000,
         "lib/db.yaml:1:3: error: wrong [RB101]\n"
         "    1 | abc\n"
         "      |   ^\n"},
        {"empty line", "a\n\nb", "\nb", 0,
         "lib/db.yaml:2:1: error: wrong [RB101]\n"
         "    2 |\n"
         "      | ^\n"},
        {"empty file", "", "", 0,
         "lib/db.yaml:1:1: error: wrong [RB101]\n"
         "    1 |\n"
         "      | ^\n"},
        {"behind a byte order mark",
         "\xef\xbb\xbf"
         "abc",
         "bc", -1,
         "lib/db.yaml:1:2: error: wrong [RB101]\n"
         "    1 | abc\n"
         "      |  ^~\n"},
        {"the byte order mark",
         "\xef\xbb\xbf"
         "abc",
         "\xef\xbb\xbf", 3,
         "lib/db.yaml:1:1: error: wrong [RB101]\n"
         "    1 | abc\n"
         "      | ^~~\n"},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        check_shown(&rows[i]);
}

static void aligns_by_display_width(void)
{
    static const struct shown_row rows[] = {
        {"tab in front", "\tx: bad", "bad", -1,
         "lib/db.yaml:1:5: error: wrong [RB101]\n"
         "    1 |         x: bad\n"
         "      |            ^~~\n"},
        {"tab between", "ab\tx: bad", "bad", -1,
         "lib/db.yaml:1:7: error: wrong [RB101]\n"
         "    1 | ab      x: bad\n"
         "      |            ^~~\n"},
        {"the tab itself", "ab\tc", "\t", -1,
         "lib/db.yaml:1:3: error: wrong [RB101]\n"
         "    1 | ab      c\n"
         "      |   ^~~~~~\n"},
        {"wide in front", "\xe6\xbc\xa2\xe5\xad\x97: bad", "bad", -1,
         "lib/db.yaml:1:5: error: wrong [RB101]\n"
         "    1 | \xe6\xbc\xa2\xe5\xad\x97: bad\n"
         "      |       ^~~\n"},
        {"wide itself", "a: \xe6\xbc\xa2\xe5\xad\x97!", "\xe6\xbc\xa2\xe5\xad\x97", -1,
         "lib/db.yaml:1:4: error: wrong [RB101]\n"
         "    1 | a: \xe6\xbc\xa2\xe5\xad\x97!\n"
         "      |    ^~~~\n"},
        {"inside a character", "\xe6\xbc\xa2!", "\xbc", -1,
         "lib/db.yaml:1:2: error: wrong [RB101]\n"
         "    1 | \xe6\xbc\xa2!\n"
         "      | ^~\n"},
        {"emoji", "\xf0\x9f\x94\xa5 bad", "bad", -1,
         "lib/db.yaml:1:3: error: wrong [RB101]\n"
         "    1 | \xf0\x9f\x94\xa5 bad\n"
         "      |    ^~~\n"},
        {"combining in front", "e\xcc\x81t\xc3\xa9: bad", "bad", -1,
         "lib/db.yaml:1:7: error: wrong [RB101]\n"
         "    1 | e\xcc\x81t\xc3\xa9: bad\n"
         "      |      ^~~\n"},
        {"combining alone", "e\xcc\x81t", "\xcc\x81", -1,
         "lib/db.yaml:1:2: error: wrong [RB101]\n"
         "    1 | e\xcc\x81t\n"
         "      |  ^\n"},
        {"no-break space",
         "a:\xc2\xa0"
         "bad",
         "bad", -1,
         "lib/db.yaml:1:4: error: wrong [RB101]\n"
         "    1 | a:\xc2\xa0"
         "bad\n"
         "      |    ^~~\n"},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        check_shown(&rows[i]);
}

static void shows_nothing_raw(void)
{
    static const struct shown_row rows[] = {
        {"escape in front", "a: \x1b[31m bad", "bad", -1,
         "lib/db.yaml:1:10: error: wrong [RB101]\n"
         "    1 | a: ^[[31m bad\n"
         "      |           ^~~\n"},
        {"the escape", "a: \x1b[31m", "\x1b", -1,
         "lib/db.yaml:1:4: error: wrong [RB101]\n"
         "    1 | a: ^[[31m\n"
         "      |    ^~\n"},
        {"bidi", "a: \xe2\x80\xae bad", "\xe2\x80\xae", -1,
         "lib/db.yaml:1:4: error: wrong [RB101]\n"
         "    1 | a: <U+202E> bad\n"
         "      |    ^~~~~~~~\n"},
        {"bytes that are not UTF-8", "a: \xff\xfe bad", "\xfe", -1,
         "lib/db.yaml:1:5: error: wrong [RB101]\n"
         "    1 | a: <FF><FE> bad\n"
         "      |        ^~~~\n"},
        {"carriage return alone", "a: 1\rb: 2", "b", -1,
         "lib/db.yaml:1:6: error: wrong [RB101]\n"
         "    1 | a: 1^Mb: 2\n"
         "      |       ^\n"},
        {"C1", "\xc2\x9b", "\xc2\x9b", -1,
         "lib/db.yaml:1:1: error: wrong [RB101]\n"
         "    1 | <U+009B>\n"
         "      | ^~~~~~~~\n"},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        check_shown(&rows[i]);
    struct source *s = source_from("p\x1b.yaml", "a\0b", 3);
    struct diags ds = {0};
    struct text out = {0};
    diag_hint(diag_add(&ds, DIAG_WARNING, NULL, s, (struct span){1, 1}, "no \x1b or\nline"),
              "\xe2\x80\xae\xff");
    diags_write(&ds, &out, false);
    CHECK_TEXT(text_get(&out), "p^[.yaml:1:2: warning: no ^[ or line\n"
                               "    1 | a^@b\n"
                               "      |  ^~\n"
                               "  hint: <U+202E><FF>\n");
    text_release(&out);
    diags_release(&ds);
    source_free(s);
}

#define TEN "0123456789"
#define EIGHTY TEN TEN TEN TEN TEN TEN TEN TEN
#define E "e\xcc\x81"
#define E_8 E E E E E E E E
#define E_80 E_8 E_8 E_8 E_8 E_8 E_8 E_8 E_8 E_8 E_8
#define BLANKS_40 "                                        "
#define TILDES_20 "~~~~~~~~~~~~~~~~~~~~"

static void cuts_long_lines(void)
{
    static const struct shown_row rows[] = {
        {"just fits", EIGHTY TEN "!!", "!!", -1,
         "lib/db.yaml:1:91: error: wrong [RB101]\n"
         "    1 | " EIGHTY TEN "!!\n"
         "      | " BLANKS_40 BLANKS_40 "          ^~\n"},
        {"cut behind", "!!" EIGHTY TEN "x", "!!", -1,
         "lib/db.yaml:1:1: error: wrong [RB101]\n"
         "    1 | !!" EIGHTY "0123456...\n"
         "      | ^~\n"},
        {"cut in front, filled up to the end", EIGHTY TEN "..!!", "!!", -1,
         "lib/db.yaml:1:93: error: wrong [RB101]\n"
         "    1 | ...56789" EIGHTY "..!!\n"
         "      |         " BLANKS_40 BLANKS_40 "  ^~\n"},
        {"cut on both sides", EIGHTY EIGHTY "!!" EIGHTY, "!!", -1,
         "lib/db.yaml:1:161: error: wrong [RB101]\n"
         "    1 | ..." TEN TEN TEN TEN "!!" TEN TEN TEN TEN "0123...\n"
         "      |    " BLANKS_40 "^~\n"},
        {"a place longer than the screen", "a: " EIGHTY TEN TEN, "0", 100,
         "lib/db.yaml:1:4: error: wrong [RB101]\n"
         "    1 | a: " EIGHTY "012345...\n"
         "      |    ^" TILDES_20 TILDES_20 TILDES_20 TILDES_20 "~~~~~\n"},
        {"not between a letter and its accent", E_80 E_8 E_8 "!!", "!!", -1,
         "lib/db.yaml:1:193: error: wrong [RB101]\n"
         "    1 | ..." E_80 E E E E E E E "!!\n"
         "      | " BLANKS_40 BLANKS_40 "          ^~\n"},
        {"wide characters on the edge",
         EIGHTY TEN "x\xe6\xbc\xa2"
                    "!!",
         "!!", -1,
         "lib/db.yaml:1:93: error: wrong [RB101]\n"
         "    1 | ...6789" EIGHTY "x\xe6\xbc\xa2!!\n"
         "      |        " BLANKS_40 BLANKS_40 "   ^~\n"},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        check_shown(&rows[i]);
}

/* In a line of megabytes the excerpt is made from what is near the place. */
static void cuts_endless_lines(void)
{
    enum { SIZE = 1 << 20 };
    char *bytes = malloc(SIZE + 1);
    for (size_t i = 0; i < SIZE; i++)
        bytes[i] = "\xe6\xbc\xa2"[i % 3];
    memcpy(bytes + SIZE / 6 * 3, "!!!", 3);
    struct source *s = source_from("x", bytes, SIZE / 3 * 3);
    struct diags ds = {0};
    struct text out = {0};
    diag_add(&ds, DIAG_ERROR, NULL, s, (struct span){SIZE / 6 * 3, 3}, "wrong");
    diags_write(&ds, &out, false);
    CHECK_HOLDS(text_get(&out), "x:1:174763: error: wrong\n    1 | ...\xe6\xbc\xa2");
    CHECK_HOLDS(text_get(&out), "\xe6\xbc\xa2!!!\xe6\xbc\xa2");
    CHECK_HOLDS(text_get(&out), "...\n      |    " BLANKS_40 "^~~\n");
    text_release(&out);
    diags_release(&ds);
    source_free(s);
    free(bytes);
}

/* Characters of no width would go on for ever if only columns were counted. */
static void cuts_lines_without_width(void)
{
    enum { SIZE = 1 << 20 };
    char *bytes = malloc(SIZE);
    for (size_t i = 0; i < SIZE; i++)
        bytes[i] = "\xcc\x81"[i % 2];
    struct source *s = source_from("x", bytes, SIZE);
    struct diags ds = {0};
    struct text out = {0};
    diag_add(&ds, DIAG_ERROR, NULL, s, (struct span){SIZE / 2, SIZE / 2}, "wrong");
    diags_write(&ds, &out, false);
    CHECK(out.len < 3000);
    CHECK(utf8_valid(out.at, out.len));
    CHECK_HOLDS(text_get(&out), "\xcc\x81...\n      |    ^\n");
    text_release(&out);
    diags_release(&ds);
    source_free(s);
    free(bytes);
}

static uint32_t rolled;

static uint32_t roll(uint32_t below)
{
    rolled = rolled * 1664525 + 1013904223;
    return (rolled >> 8) % below;
}

static void random_bytes(char *bytes, size_t len)
{
    static const char *const pieces[] = {
        "a", " ", "\t", "\xe6\xbc\xa2", "e\xcc\x81", "\x1b[1m", "\xff", "\xe2\x80\xae", "\r", "\n"};
    for (size_t i = 0; i < len;) {
        const char *piece = pieces[roll(roll(8) ? 9 : 10)];
        for (; *piece && i < len; piece++)
            bytes[i++] = *piece;
    }
}

/* Nothing unsafe comes out, no line is wider than the screen, carets stand below the excerpt. */
static bool well_formed(char *out)
{
    char *line = strchr(out, '\n') + 1, *carets = strchr(line, '\n') + 1;
    size_t line_len = (size_t)(carets - line) - 1, carets_len = strlen(carets) - 1;
    uint32_t c;
    for (size_t i = 0, len = strlen(out), took; i < len; i += took) {
        took = utf8_read(out + i, len - i, &c);
        if (!took || utf8_unsafe(c) || c == '\t')
            return false;
    }
    size_t width = utf8_width(line, line_len);
    return width <= 100 && carets[carets_len] == '\n' && memchr(carets, '^', carets_len) &&
           carets_len <= (width < 8 ? 9 : width + 1) && strchr(carets, '\n') == carets + carets_len;
}

static void holds_for_any_bytes_and_place(void)
{
    unsigned wrong = 0;
    rolled = 1;
    for (int round = 0; round < 4000; round++) {
        char bytes[3000];
        size_t len = roll(round % 10 ? 200 : sizeof bytes);
        random_bytes(bytes, len);
        struct source *s = source_from("x", bytes, len);
        struct diags ds = {0};
        struct text out = {0};
        struct span span = {roll((uint32_t)len + 2), roll(round % 3 ? 6 : 300)};
        diag_add(&ds, DIAG_ERROR, NULL, s, span, "wrong");
        diags_write(&ds, &out, false);
        if (!well_formed(out.at) && wrong++ == 0)
            printf("round %d, at %u, %u long:\n%s", round, span.at, span.len, out.at);
        text_release(&out);
        diags_release(&ds);
        source_free(s);
    }
    CHECK_INT(wrong, 0);
}

int main(void)
{
    return suite_run(
        "diag_write",
        (CU_TestInfo[]){{"points at the place", points_at_the_place},
                        {"aligns by display width", aligns_by_display_width},
                        {"shows nothing raw", shows_nothing_raw},
                        {"cuts long lines", cuts_long_lines},
                        {"cuts endless lines", cuts_endless_lines},
                        {"cuts lines without width", cuts_lines_without_width},
                        {"holds for any bytes and place", holds_for_any_bytes_and_place},
                        CU_TEST_INFO_NULL});
}
