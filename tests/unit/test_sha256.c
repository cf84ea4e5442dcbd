#include "suite.h"

#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"

/* The examples of FIPS 180-4 and of NIST's test vectors. */
static void digests(void)
{
    static const struct {
        const char *bytes, *want;
    } rows[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
        {"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqr"
         "lmnopqrsmnopqrstnopqrstu",
         "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char out[SHA256_HEX + 1];
        out[SHA256_HEX] = '!';
        sha256_hex(rows[i].bytes, strlen(rows[i].bytes), out);
        CHECK_TEXT(out, rows[i].want);
        CHECK_INT(out[SHA256_HEX], '!');
    }
}

static void digests_much_and_nothing(void)
{
    char out[SHA256_HEX];
    char *million = malloc(1000000);
    memset(million, 'a', 1000000);
    sha256_hex(million, 1000000, out);
    CHECK_TEXT(out, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    free(million);
    sha256_hex(NULL, 0, out);
    CHECK_TEXT(out, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static void counts_bytes_behind_a_nul(void)
{
    char one[SHA256_HEX], other[SHA256_HEX];
    sha256_hex("a\0b", 3, one);
    sha256_hex("a\0c", 3, other);
    CHECK(strcmp(one, other) != 0);
}

int main(void)
{
    return suite_run("sha256",
                     (CU_TestInfo[]){{"digests", digests},
                                     {"digests much and nothing", digests_much_and_nothing},
                                     {"counts bytes behind a NUL", counts_bytes_behind_a_nul},
                                     CU_TEST_INFO_NULL});
}
