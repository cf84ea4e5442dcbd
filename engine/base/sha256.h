#ifndef RULEOUT_BASE_SHA256_H
#define RULEOUT_BASE_SHA256_H

/*
 * sha256: FIPS 180-4 digests as 64 lower-case hex digits and a NUL.
 */
#include <stddef.h>

#define SHA256_HEX 65

void sha256_hex(const void *bytes, size_t len, char out[SHA256_HEX]);

#endif
