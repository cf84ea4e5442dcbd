#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/utf8.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void grows(void)
{
    struct text t = {0};
    CHECK_TEXT(text_get(&t), "");
    text_add(&t, "a");
    text_add(&t, NULL);
    text_add_char(&t, 'b');
    text_add_n(&t, "cdef", 2);
    text_add_repeat(&t, '-', 3);
    text_add_repeat(&t, 'x', 0);
    CHECK_TEXT(t.at, "abcd---");
    CHECK_INT(t.len, 7);
    text_clear(&t);
    CHECK_TEXT(text_get(&t), "");
    CHECK(t.cap > 0);
    for (int i = 0; i < 10000; i++)
        text_add(&t, "0123456789");
    CHECK_INT(t.len, 100000);
    CHECK_INT(strlen(t.at), 100000);
    CHECK_TEXT(t.at + 99990, "0123456789");
    text_release(&t);
    CHECK(t.at == NULL && t.len == 0 && t.cap == 0);
}

static void formats(void)
{
    struct text t = {0};
    text_format(&t, "%s=%d", "n", 42);
    CHECK_TEXT(t.at, "n=42");
    text_format(&t, "%*s", 5000, "right"); /* longer than any room there was */
    CHECK_INT(t.len, 5004);
    CHECK_TEXT(t.at + 4999, "right");
    text_release(&t);
    for (int width = 0; width < 300; width++) { /* every distance to the end of the room */
        struct text fresh = {0};
        text_format(&fresh, "%*s", width, "");
        CHECK_INT(fresh.len, width);
        CHECK_INT(strlen(fresh.at), width);
        text_release(&fresh);
    }
}

static void gives_away(void)
{
    struct text t = {0};
    char *taken = text_take(&t);
    CHECK_TEXT(taken, "");
    free(taken);
    text_add(&t, "mine");
    taken = text_take(&t);
    CHECK_TEXT(taken, "mine");
    CHECK(t.at == NULL && t.len == 0);
    free(taken);
}

static void shows_what_others_wrote(void)
{
    static const struct {
        const char *s, *shown, *line; /* `line` NULL: the same */
    } rows[] = {
        {"", "", NULL},
        {"plain \xc3\xa9 \xe6\xbc\xa2 \xf0\x9f\x94\xa5",
         "plain \xc3\xa9 \xe6\xbc\xa2 \xf0\x9f\x94\xa5", NULL},
        {"\x1b[31mred\x1b[0m", "^[[31mred^[[0m", NULL},
        {"\x1b]0;title\x07", "^[]0;title^G", NULL},
        {"a\tb", "a b", NULL},
        {"two\nlines", "two\nlines", "two lines"},
        {"over\rwritten", "over^Mwritten", NULL},
        {"\x01\x08\x1f\x7f", "^A^H^_^?", NULL},
        {"\xc2\x9b"
         "31m",
         "<U+009B>31m", NULL},
        {"\xc2\x85", "<U+0085>", NULL},
        {"\xe2\x80\xae"
         "evil",
         "<U+202E>evil", NULL},
        {"\xe2\x81\xa6\xe2\x81\xa9\xd8\x9c", "<U+2066><U+2069><U+061C>", NULL},
        {"\xe2\x80\xa8\xe2\x80\xa9\xef\xbb\xbf", "<U+2028><U+2029><U+FEFF>", NULL},
        {"a\xff\xfez", "a<FF><FE>z", NULL},
        {"\xc3", "<C3>", NULL},
        {"\xc0\xaf", "<C0><AF>", NULL},
        {"\xed\xa0\x80", "<ED><A0><80>", NULL},
        {"\x9b"
         "31m",
         "<9B>31m", NULL},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct text t = {0};
        text_add_shown(&t, rows[i].s);
        CHECK_TEXT(text_get(&t), rows[i].shown);
        text_clear(&t);
        text_add_shown_line(&t, rows[i].s);
        CHECK_TEXT(text_get(&t), rows[i].line ? rows[i].line : rows[i].shown);
        text_release(&t);
    }
    struct text t = {0};
    text_add_shown(&t, NULL);
    CHECK_INT(text_add_shown_char(&t, "", 1), 1); /* a NUL inside a file */
    CHECK_INT(text_add_shown_char(&t, "\xc3\xa9", 1), 1);
    CHECK_INT(text_add_shown_char(&t, "\xc3\xa9", 2), 2);
    CHECK_TEXT(text_get(&t), "^@<C3>\xc3\xa9");
    text_release(&t);
}

static bool is_safe(const char *s, size_t len, bool line)
{
    uint32_t c;
    for (size_t took; len; s += took, len -= took) {
        took = utf8_read(s, len, &c);
        if (!took || utf8_unsafe(c) || c == '\t' || (line && c == '\n'))
            return false;
    }
    return true;
}

static void shows_nothing_unsafe_whatever_comes(void)
{
    uint32_t random = 1;
    unsigned unsafe = 0;
    for (int round = 0; round < 3000; round++) {
        char s[40];
        for (size_t i = 0; i < sizeof s - 1; i++) {
            random = random * 1664525 + 1013904223;
            s[i] = (char)(random >> 24 ? random >> 24 : 1);
        }
        s[sizeof s - 1] = '\0';
        struct text t = {0};
        text_add_shown(&t, s);
        unsafe += !is_safe(t.at, t.len, false);
        text_clear(&t);
        text_add_shown_line(&t, s);
        unsafe += !is_safe(t.at, t.len, true);
        text_release(&t);
    }
    CHECK_INT(unsafe, 0);
}

static void trims(void)
{
    static const struct {
        const char *s, *want;
    } rows[] = {{"", ""},
                {"  ", ""},
                {"a", "a"},
                {" a b ", "a b"},
                {"\t\r\na\n\v\f", "a"},
                {"a  ", "a"},
                {"\xc2\xa0x", "\xc2\xa0x"}};
    for (size_t i = 0; i < COUNT(rows); i++) {
        char s[20];
        strcpy(s, rows[i].s);
        CHECK_TEXT(text_trim(s), rows[i].want);
    }
}

static void suggests_the_nearest(void)
{
    static const char *const words[] = {"replication_lag",
                                        "db_latency",
                                        "yes",
                                        "no",
                                        "clue",
                                        "cause",
                                        "causes",
                                        "rules_out",
                                        "\xc3\xbc"
                                        "bersicht",
                                        NULL,
                                        "do"};
    static const struct {
        const char *word, *want;
    } rows[] = {
        {"replica_lag", "replication_lag"}, /* 4 of 15 */
        {"rules-out", "rules_out"},
        {"ruels_out", "rules_out"}, /* a swap is one */
        {"RULES_OUT", "rules_out"},
        {"DB_Latency", "db_latency"},
        {"clu", "clue"},
        {"cleu", "clue"},
        {"casue", "cause"},
        {"cause", "cause"}, /* itself, not "causes" */
        {"causess", "causes"},
        {"n", "no"},
        {"o", "no"}, /* the first of those equally near */
        {"x", NULL},
        {"qq", NULL},
        {"yeah", NULL}, /* 2 of 4 */
        {"ye", "yes"},
        {"\xc3\xbc"
         "bersiht",
         "\xc3\xbc"
         "bersicht"},
        {"db_latency_percentile_99", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        if (!CHECK_TEXT(text_nearest(rows[i].word, words, COUNT(words)), rows[i].want))
            printf("  row: %s\n", rows[i].word);
    const char *one_letter = "y";
    CHECK_TEXT(text_nearest("x", &one_letter, 1), NULL);
    CHECK_TEXT(text_nearest("Y", &one_letter, 1), "y");
    CHECK_TEXT(text_nearest("a", NULL, 0), NULL);
    CHECK_TEXT(text_nearest(NULL, words, COUNT(words)), NULL);
}

static void suggests_nothing_for_endless_words(void)
{
    char word[2001];
    memset(word, 'a', sizeof word - 1);
    word[sizeof word - 1] = '\0';
    const char *itself = word, *shorter = word + sizeof word - 1 - 80;
    CHECK_TEXT(text_nearest(word, &itself, 1), NULL);
    CHECK_TEXT(text_nearest(shorter + 1, &shorter, 1), shorter); /* 79 letters, 80 letters */
}

int main(void)
{
    return suite_run(
        "text",
        (CU_TestInfo[]){{"grows", grows},
                        {"formats", formats},
                        {"gives away", gives_away},
                        {"shows what others wrote", shows_what_others_wrote},
                        {"shows nothing unsafe", shows_nothing_unsafe_whatever_comes},
                        {"trims", trims},
                        {"suggests the nearest", suggests_the_nearest},
                        {"suggests nothing for endless words", suggests_nothing_for_endless_words},
                        CU_TEST_INFO_NULL});
}
