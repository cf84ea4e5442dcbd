#include "suite.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/regex_needs.h"
#include "base/text.h"
#include "clues/log_count.h"
#include "clues/log_needle.h"
#include "clues/log_window.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static uint64_t state = 7;

static size_t some(size_t below)
{
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (size_t)(state >> 33) % below;
}

static int file_of(const struct text *t)
{
    int fd = memfd_create("log", MFD_CLOEXEC);
    for (size_t done = 0; done < t->len;) {
        ssize_t n = write(fd, t->at + done, t->len - done);
        if (n <= 0)
            abort();
        done += (size_t)n;
    }
    lseek(fd, 0, SEEK_SET);
    return fd;
}

/* What a plain loop over lines says, told apart by memchr alone. */
static struct log_counts plainly(const struct text *t, const struct log_filter *f)
{
    struct log_counts c = {0};
    for (size_t from = 0, to; from < t->len; from = to + 1) {
        const char *at = t->at + from, *end = memchr(at, '\n', t->len - from);
        to = end ? (size_t)(end - t->at) : t->len;
        size_t len = to - from < LOG_LINE_MAX ? to - from : LOG_LINE_MAX;
        len -= len && at[len - 1] == '\r';
        c.lines++;
        c.matched += (!f->text || memmem(at, len, f->text, f->text_len)) &&
                     (!f->regex || regex_find(f->regex, at, len, NULL) == REGEX_YES);
    }
    return c;
}

static void add_line(struct text *t)
{
    static const char *const pieces[] = {"ab", "b ", " 503 ", "\" 5", "x", "\r", "5",
                                         "a",  "0",  " ",     "\t",   "c", ",",  "="};
    for (size_t n = some(12); n > 0; n--) {
        if (some(40) == 0)
            text_add_char(t, '\0');
        text_add(t, pieces[some(COUNT(pieces))]);
    }
    if (some(400) == 0)
        text_add_repeat(t, 'x', LOG_LINE_MAX - 4 + some(9));
    if (some(300) == 0)
        text_add(t, " 503 b");
}

/* The machine code of a pattern reads whole words, also behind a text's end; valgrind sees that. */
static void pad(struct text *t)
{
    text_add_repeat(t, '\0', 64);
    t->len -= 64;
}

static void compare(const struct text *t, const char *text, const char *pattern)
{
    struct text why = {0};
    struct regex *regex = pattern ? regex_new(pattern, &why) : NULL;
    struct log_filter f = {.text = text,
                           .text_len = text ? strlen(text) : 0,
                           .regex = regex,
                           .since_ms = INT64_MIN,
                           .until_ms = INT64_MAX};
    struct log_counts want = plainly(t, &f), got;
    struct log_scan s;
    log_scan_init(&s);
    log_scan_start(&s, file_of(t), &f);
    got = log_count_lines(&s);
    suite_check_int(got.lines, want.lines, text ? text : pattern, __FILE__, __LINE__);
    suite_check_int(got.matched, want.matched, text ? text : pattern, __FILE__, __LINE__);
    suite_check(!s.error && !s.gave_up, "read to its end", __FILE__, __LINE__);
    log_scan_release(&s);
    regex_free(regex);
    text_release(&why);
}

static const char *const texts[] = {" 503 ", "\" 5", "x", "", "b\na", "nowhere", "ab\r", "0 \" 5"};
static const char *const patterns[] = {
    "\" 5\\d\\d ", "\" 5",     "^ab",        "ab$",    "^$",         "a\\sb",   "b\\s*$", "[^x]b",
    "(?<=b) 5",    "x?",       "a(?!b)",     "5.*5",   "503|ab",     "(ab)+c",  "\\x35",  "a\\Rb",
    "5{2}",        "ab{0,1} ", "\\Q\" 5\\E", "(?i)AB", "a[\\d ]* b", "\\bx\\b", "c,?=",   "a\\nb"};

static void counts_as_a_plain_loop_does(void)
{
#ifdef RULEOUT_VALGRIND /* under which each byte costs fifty times as much */
    static const size_t lines[] = {0, 1, 2, 60, 1000};
#else
    static const size_t lines[] = {0, 1, 2, 60, 3000, 40000};
#endif
    for (size_t i = 0; i < COUNT(lines); i++) {
        struct text t = {0};
        for (size_t n = lines[i]; n > 0; n--) {
            add_line(&t);
            if (n > 1 || some(2))
                text_add_char(&t, '\n');
        }
        pad(&t);
        for (size_t k = 0; k < COUNT(texts); k++)
            compare(&t, texts[k], NULL);
        for (size_t k = 0; k < COUNT(patterns); k++)
            compare(&t, k % 3 ? NULL : "b", patterns[k]);
        compare(&t, NULL, NULL);
        text_release(&t);
    }
}

/* Lines and matches that lie over the borders of what is seen at once. */
static void counts_over_borders(void)
{
    static const size_t borders[] = {256u << 10, 1u << 20, 4u << 20, 8u << 20};
    struct text t = {0};
    for (size_t i = 0; i < COUNT(borders); i++) {
        text_add_repeat(&t, 'x', borders[i] - t.len - 3 - some(60));
        text_add(&t, i % 2 ? "\n 503 \n" : " 503 \n");
        text_add_repeat(&t, '\n', 50);
        text_add(&t, " 503 503 \" 500 \r\n");
    }
    pad(&t);
    for (size_t k = 0; k < COUNT(texts); k++)
        compare(&t, texts[k], NULL);
    compare(&t, NULL, "\" 5\\d\\d $");
    text_add_repeat(&t, '\n', 5u << 20);
    text_add_repeat(&t, 'x', 5u << 20);
    compare(&t, " 503 ", NULL);
    compare(&t, NULL, NULL);
    text_release(&t);
}

static void finds_needles(void)
{
    for (int round = 0; round < 20000; round++) {
        char hay[400], needle[8];
        size_t len = some(sizeof hay), needle_len = 1 + some(sizeof needle), newlines = 0, want = 0;
        for (size_t i = 0; i < len; i++)
            hay[i] = "ab\n"[some(3)];
        for (size_t i = 0; i < needle_len; i++)
            needle[i] = "ab\n"[some(10) ? some(2) : 2];
        const char *at = memmem(hay, len, needle, needle_len);
        for (const char *s = hay; s < (at ? at : hay + len); s++)
            want += *s == '\n';
        struct log_needle n = {.at = needle, .len = needle_len};
        CHECK(log_needle_find(&n, hay, len, &newlines) == at);
        CHECK_INT(newlines, want);
    }
}

static void knows_what_a_pattern_needs(void)
{
    static const struct {
        const char *pattern, *want;
    } rows[] = {
        {"\" 5\\d\\d ", "\" 5"},
        {"abc", "abc"},
        {"ab?cd", "cd"},
        {"abc*d", "ab"},
        {"ab+cde", "cde"},
        {"abc+?d", "abc"},
        {"a|b", ""},
        {"(a|b)xy", "xy"},
        {"(?:a(b)[)]c)*xy", "xy"},
        {"[]a)]xy", "xy"},
        {"[[:alpha:])]xy", "xy"},
        {"[[:a)]xy:]]", ""},
        {"\\.ab\\[", ".ab["},
        {"\\x41bc", ""},
        {"\\Qa|b\\E", ""},
        {"(?i)abc", ""},
        {"a(?i)bc", ""},
        {"(a(?i)b)cd", ""},
        {"(*UTF)ab", ""},
        {"(?#x)ab", ""},
        {"ab{2}cd", "cd"},
        {"abc{,2}d", ""},
        {"a{b", ""},
        {"(?!abc)de", "de"},
        {"(?<=abc)de", "de"},
        {"(?(?=a)b|c)de", ""},
        {"\\1abc", ""},
        {"a\\Kbc", ""},
        {"^$", ""},
        {"ab\\b cd", " cd"},
        {"\\N{U+41}b", ""},
        {"x(?R)?", ""},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char needs[REGEX_NEEDS_MAX + 1];
        needs[regex_needs(rows[i].pattern, needs)] = '\0';
        suite_check_text(needs, rows[i].want, rows[i].pattern, __FILE__, __LINE__);
    }
}

static void survives_a_file_that_shrinks(void)
{
    struct text t = {0};
    struct log_window w;
    size_t len;
    text_add_repeat(&t, 'x', LOG_WINDOW + (1u << 20));
    int fd = file_of(&t);
    CHECK(log_window_begin(&w, fd));
    const char *s = log_window_move(&w, 100, (off_t)t.len, &len);
    CHECK_INT(len, LOG_WINDOW - 100);
    CHECK(s && s[LOG_WINDOW - 101] == 'x' && !log_window_torn(&w));
    CHECK(ftruncate(fd, 8192) == 0);
    CHECK(s && s[LOG_WINDOW - 101] == '\0' && log_window_torn(&w));
    CHECK(log_window_move(&w, 0, 8192, &len) != NULL && !log_window_torn(&w));
    log_window_end(&w);
    CHECK(!log_window_begin(&w, fd)); /* too small for it */
    close(fd);
    text_release(&t);
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"counts as a plain loop does", counts_as_a_plain_loop_does},
        {"counts over borders", counts_over_borders},
        {"survives a file that shrinks", survives_a_file_that_shrinks},
        {"finds needles", finds_needles},
        {"knows what a pattern needs", knows_what_a_pattern_needs},
        CU_TEST_INFO_NULL,
    };
    return suite_run("log_scan", tests);
}
