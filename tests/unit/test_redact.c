/* Every form of a secret, in every place of a text, whole and in pieces. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "core/redact.h"
#include "suite.h"

static char *without(const struct secrets *all, const char *s)
{
    struct text out = {0};
    redact(all, s, strlen(s), &out);
    return text_take(&out);
}

static void check_without(const struct secrets *all, const char *s, const char *want)
{
    char *got = without(all, s);
    CHECK_TEXT(got, want);
    free(got);
    /* The same in two pieces, wherever it is cut. */
    for (size_t cut = 0; cut <= strlen(s); cut++) {
        struct text held = {0}, out = {0};
        redact_feed(all, &held, s, cut, false, &out);
        redact_feed(all, &held, s + cut, strlen(s) - cut, false, &out);
        redact_feed(all, &held, "", 0, true, &out);
        CHECK_INT(held.len, 0);
        CHECK_TEXT(text_get(&out), want);
        text_release(&held);
        text_release(&out);
    }
}

static void each_form_is_found(void)
{
    static const struct {
        const char *secret, *text, *want;
    } cases[] = {
        {"hunter22", "pass hunter22 in", "pass [secret k] in"},
        {"hunter22", "hunter22hunter22", "[secret k][secret k]"},
        {"hunter22", "hunter2hunter22", "hunter2[secret k]"},
        {"hunter22", "hunter2 hunte hunter", "hunter2 hunte hunter"},
        {"hunter22", "%68%75nter22", "[secret k]"},
        {"hunter22", "\"\\u0068unter22\"", "\"[secret k]\""},
        /* aHVudGVyMjI= is base64 of it alone. */
        {"hunter22", "aHVudGVyMjI=", "[secret k]"},
        {"hunter22", "aHVudGVyMjI%3D", "[secret k]%3D"},
        {"hunter22", "x aHVudGVyMjI x", "x [secret k] x"},
        /* Of "u:hunter22" and "us:hunter22!". */
        {"hunter22", "Basic dTpodW50ZXIyMg==", "Basic dTp[secret k]"},
        {"hunter22", "Basic dXM6aHVudGVyMjIh", "Basic dXM6[secret k]h"},
        {"pa ss/w+rd%", "pa ss/w+rd%", "[secret k]"},
        {"pa ss/w+rd%", "q=pa%20ss%2Fw%2Brd%25&x", "q=[secret k]&x"},
        {"pa ss/w+rd%", "q=pa+ss%2fw%2brd%25&x", "q=[secret k]&x"},
        {"pa ss/w+rd%", "q=pa%20ss/w%2brd%25&x", "q=[secret k]&x"},
        {"say \"hi\"\\", "say \"hi\"\\", "[secret k]"},
        {"say \"hi\"\\", "{\"p\": \"say \\\"hi\\\"\\\\\"}", "{\"p\": \"[secret k]\"}"},
        {"say \"hi\"\\", "say \\u0022hi\\u0022\\u005C", "[secret k]"},
        {"a/b/c/d", "\"a\\/b\\/c\\/d\"", "\"[secret k]\""},
        {"gr\u00fc\u00dfe\U0001F600", "gr\\u00fc\\u00DFe\\ud83d\\ude00.", "[secret k]."},
        {"gr\u00fc\u00dfe\U0001F600", "gr%C3%BC%c3%9Fe%F0%9F%98%80.", "[secret k]."},
        {"gr\u00fc\u00dfe\U0001F600", "gr\u00fc\u00dfe\U0001F600.", "[secret k]."},
        {"\x7f\xbf\xff\x7f\xbf\xff", "f7//f7//", "[secret k]"},
        {"\x7f\xbf\xff\x7f\xbf\xff", "f7__f7__", "[secret k]"},
        {"\x7f\xbf\xff\x7f\xbf\xff", "f7\\/\\/f7\\/\\/", "[secret k]"},
        {"\x7f\xbf\xff\x7f\xbf\xff", "f7%2F%2Ff7%2f%2f", "[secret k]"},
        {"hunter22", "%6", "%6"},
        {"hunter22", "\\u00", "\\u00"},
        {"hunter22", "\\ud83dx", "\\ud83dx"},
        {"hunter22", "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct secrets *all = secrets_new();
        secrets_set(all, "k", cases[i].secret);
        check_without(all, cases[i].text, cases[i].want);
        secrets_free(all);
    }
}

static void base64_of_anything_around_is_found(void)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    struct secrets *all = secrets_new();
    secrets_set(all, "k", "correct horse");
    for (size_t before = 0; before < 6; before++)
        for (size_t after = 0; after < 4; after++) {
            struct text plain = {0}, coded = {0};
            text_add_repeat(&plain, 'x', before);
            text_add(&plain, "correct horse");
            text_add_repeat(&plain, 'y', after);
            for (size_t i = 0; i < plain.len; i += 3) {
                unsigned long group = 0;
                for (size_t k = 0; k < 3; k++)
                    group = group << 8 | (i + k < plain.len ? (unsigned char)plain.at[i + k] : 0u);
                for (size_t k = 0; k < 4; k++)
                    text_add_char(&coded,
                                  i + k > plain.len ? '=' : digits[group >> (18 - 6 * k) & 63]);
            }
            char *got = without(all, text_get(&coded));
            CHECK_HOLDS(got, "[secret k]");
            if (!CHECK(strlen(got) <= 12 + (before + 2) / 3 * 4 + (after + 2) / 3 * 4))
                printf("  %s of %s\n", got, text_get(&coded));
            free(got);
            text_release(&plain);
            text_release(&coded);
        }
    secrets_free(all);
}

static void several_and_older_ones_are_hidden(void)
{
    struct secrets *all = secrets_new();
    CHECK(!secrets_any(all));
    CHECK(!secrets_any(NULL));
    CHECK(!secrets_get(NULL, "a"));
    check_without(all, "old-value", "old-value");
    secrets_set(all, "a", "old-value");
    secrets_set(all, "a", "new-value");
    secrets_set(all, "b", "new-value-and-more");
    CHECK_TEXT(secrets_get(all, "a"), "new-value");
    CHECK_TEXT(secrets_get(all, "b"), "new-value-and-more");
    CHECK(!secrets_get(all, "c"));
    char *got = without(all, "old-value new-value new-value-and-more");
    CHECK_TEXT(got, "[secret a] [secret a] [secret b]");
    free(got);
    secrets_free(all);
}

static void a_cut_secret_is_hidden(void)
{
    struct secrets *all = secrets_new();
    struct text out = {0};
    secrets_set(all, "k", "hunter22");
    CHECK(redact_cut(all, "pass hunte", 10, &out));
    CHECK_TEXT(text_get(&out), "pass [a secret, cut]");
    text_clear(&out);
    CHECK(!redact_cut(all, "pass h", 6, &out));
    CHECK_TEXT(text_get(&out), "pass h");
    text_clear(&out);
    CHECK(!redact(all, "pass hunte", 10, &out));
    CHECK_TEXT(text_get(&out), "pass hunte");
    text_release(&out);
    secrets_free(all);
}

int main(void)
{
    return suite_run(
        "redact",
        (CU_TestInfo[]){{"each form is found", each_form_is_found},
                        {"base64 of anything around is found", base64_of_anything_around_is_found},
                        {"several and older ones are hidden", several_and_older_ones_are_hidden},
                        {"a cut secret is hidden", a_cut_secret_is_hidden},
                        CU_TEST_INFO_NULL});
}
