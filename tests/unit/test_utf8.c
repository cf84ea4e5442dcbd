#include "suite.h"

#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void reads_characters(void)
{
    static const struct {
        const char *bytes;
        size_t len, took;
        uint32_t c;
    } rows[] = {
        {"", 1, 1, 0},
        {"A", 1, 1, 'A'},
        {"\x7f", 1, 1, 0x7f},
        {"\xc2\x80", 2, 2, 0x80},
        {"\xc3\xa9 and more", 11, 2, 0xe9},
        {"\xdf\xbf", 2, 2, 0x7ff},
        {"\xe0\xa0\x80", 3, 3, 0x800},
        {"\xed\x9f\xbf", 3, 3, 0xd7ff},
        {"\xee\x80\x80", 3, 3, 0xe000},
        {"\xef\xbf\xbf", 3, 3, 0xffff},
        {"\xf0\x90\x80\x80", 4, 4, 0x10000},
        {"\xf0\x9f\x94\xa5", 4, 4, 0x1f525},
        {"\xf4\x8f\xbf\xbf", 4, 4, 0x10ffff},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        uint32_t c = 0xdead;
        CHECK_INT(utf8_read(rows[i].bytes, rows[i].len, &c), rows[i].took);
        CHECK_INT(c, rows[i].c);
        CHECK(utf8_valid(rows[i].bytes, rows[i].len));
    }
}

static void refuses_what_is_not_utf8(void)
{
    static const struct {
        const char *what, *bytes;
        size_t len;
    } rows[] = {
        {"continuation alone", "\x80", 1},
        {"last continuation alone", "\xbf", 1},
        {"overlong slash, 2 bytes", "\xc0\xaf", 2},
        {"overlong, 2 bytes, highest", "\xc1\xbf", 2},
        {"overlong NUL", "\xc0\x80", 2},
        {"overlong slash, 3 bytes", "\xe0\x80\xaf", 3},
        {"overlong, 3 bytes, highest", "\xe0\x9f\xbf", 3},
        {"overlong slash, 4 bytes", "\xf0\x80\x80\xaf", 4},
        {"overlong, 4 bytes, highest", "\xf0\x8f\xbf\xbf", 4},
        {"first surrogate", "\xed\xa0\x80", 3},
        {"last surrogate", "\xed\xbf\xbf", 3},
        {"surrogate pair", "\xed\xa0\xbd\xed\xb4\xa5", 6},
        {"above U+10FFFF", "\xf4\x90\x80\x80", 4},
        {"F5", "\xf5\x80\x80\x80", 4},
        {"five bytes", "\xf8\x88\x80\x80\x80", 5},
        {"FE", "\xfe", 1},
        {"FF", "\xff", 1},
        {"cut after 1 of 2", "\xc3", 1},
        {"cut after 2 of 3", "\xe6\xbc", 2},
        {"cut after 3 of 4", "\xf0\x9f\x94", 3},
        {"second byte is no continuation", "\xc3(", 2},
        {"third byte is no continuation", "\xe6\xbc(", 3},
        {"fourth byte is no continuation", "\xf0\x9f\x94(", 4},
        {"nothing", "A", 0},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        uint32_t c;
        if (!CHECK_INT(utf8_read(rows[i].bytes, rows[i].len, &c), 0))
            printf("  row: %s\n", rows[i].what);
        if (rows[i].len)
            CHECK(!utf8_valid(rows[i].bytes, rows[i].len));
    }
    CHECK(utf8_valid("", 0));
    CHECK(!utf8_valid("fine until here \xc3", 17));
}

static size_t encode(uint32_t c, char *s)
{
    if (c < 0x80)
        return (s[0] = (char)c, 1);
    if (c < 0x800)
        return (s[0] = (char)(0xc0 | c >> 6), s[1] = (char)(0x80 | (c & 0x3f)), 2);
    if (c < 0x10000)
        return (s[0] = (char)(0xe0 | c >> 12), s[1] = (char)(0x80 | (c >> 6 & 0x3f)),
                s[2] = (char)(0x80 | (c & 0x3f)), 3);
    return (s[0] = (char)(0xf0 | c >> 18), s[1] = (char)(0x80 | (c >> 12 & 0x3f)),
            s[2] = (char)(0x80 | (c >> 6 & 0x3f)), s[3] = (char)(0x80 | (c & 0x3f)), 4);
}

static void reads_back_every_character(void)
{
    unsigned wrong = 0;
    for (uint32_t c = 0; c <= 0x10ffff; c++) {
        char s[4];
        uint32_t got = 0;
        bool surrogate = c >= 0xd800 && c <= 0xdfff;
        size_t len = encode(c, s), took = utf8_read(s, len, &got);
        wrong += surrogate ? took != 0 : took != len || got != c;
    }
    CHECK_INT(wrong, 0);
}

static void knows_widths(void)
{
    static const struct {
        uint32_t c;
        int width;
    } rows[] = {
        {'a', 1},     {0xe9, 1},    {0xad, 1}, /* soft hyphen */
        {0x2ff, 1},   {0x300, 0},   {0x301, 0},   {0x36f, 0},    {0x370, 1},   {0x5d0, 1},
        {0x5b0, 0}, /* Hebrew letter, point */
        {0x10ff, 1},  {0x1100, 2},  {0x115f, 2},  {0x1160, 0},   {0x11ff, 0}, /* Jamo */
        {0x200b, 0},  {0x200d, 0},  {0xfe0f, 0}, /* zero width space, joiner, VS16 */
        {0x20ac, 1},  {0x2500, 1},  {0x2588, 1}, /* euro, box, block */
        {0x231a, 2},  {0x26a0, 1},  {0x2705, 2},  {0x3000, 2},   {0x3042, 2},  {0x30ab, 2},
        {0x6f22, 2},  {0x9fff, 2},  {0xac00, 2},  {0xd7a3, 2},   {0xff21, 2},  {0xff61, 1},
        {0xff71, 1},  {0xffe5, 2},  {0x1f525, 2}, {0x1f600, 2},  {0x1f680, 2}, {0x1f1e9, 1},
        {0x20000, 2}, {0x2a6df, 2}, {0xe0100, 0}, {0x10ffff, 1},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        if (!CHECK_INT(utf8_char_width(rows[i].c), rows[i].width))
            printf("  row: U+%04X\n", (unsigned)rows[i].c);
}

static void adds_up_widths(void)
{
    static const struct {
        const char *s;
        size_t width;
    } rows[] = {
        {"", 0},
        {"plain", 5},
        {"\xe6\xbc\xa2\xe5\xad\x97", 4},
        {"e\xcc\x81t\xc3\xa9", 3},
        {"\xf0\x9f\x94\xa5!", 3},
        {"a\xff\xfe z", 5}, /* bytes that are not UTF-8 */
        {"\xe6\xbc", 2},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        CHECK_INT(utf8_width(rows[i].s, strlen(rows[i].s)), rows[i].width);
}

static void knows_what_is_unsafe(void)
{
    static const struct {
        uint32_t first, last;
    } unsafe[] = {{0, 8},           {0xb, 0x1f},      {0x7f, 0x9f},     {0x61c, 0x61c},
                  {0x200e, 0x200f}, {0x2028, 0x202e}, {0x2066, 0x2069}, {0xfeff, 0xfeff}};
    unsigned wrong = 0;
    for (uint32_t c = 0; c <= 0x10ffff; c++) {
        bool want = false;
        for (size_t i = 0; i < COUNT(unsafe); i++)
            want |= c >= unsafe[i].first && c <= unsafe[i].last;
        wrong += utf8_unsafe(c) != want;
    }
    CHECK_INT(wrong, 0);
}

int main(void)
{
    return suite_run("utf8",
                     (CU_TestInfo[]){{"reads characters", reads_characters},
                                     {"refuses what is not UTF-8", refuses_what_is_not_utf8},
                                     {"reads back every character", reads_back_every_character},
                                     {"knows widths", knows_widths},
                                     {"adds up widths", adds_up_widths},
                                     {"knows what is unsafe", knows_what_is_unsafe},
                                     CU_TEST_INFO_NULL});
}
