#include "base/sha256.h"

#include <sys/types.h>
#include <sha256.h>

_Static_assert(SHA256_HEX == SHA256_DIGEST_STRING_LENGTH, "room for the digits and a NUL");

void sha256_hex(const void *bytes, size_t len, char out[SHA256_HEX])
{
    SHA256Data(bytes ? bytes : "", len, out);
}
