#ifndef RULEOUT_BASE_REGEX_NEEDS_H
#define RULEOUT_BASE_REGEX_NEEDS_H

/*
 * regex_needs: bytes that every text holds which a pattern matches, so that a plain search can tell
 * where matching is worth it.
 */
#include <stddef.h>

#define REGEX_NEEDS_MAX 64

/* The longest run that stands in the pattern itself, outside of groups; 0 where there is none or
 * the pattern has something whose meaning is not known here (flags, verbs, \Q, \x41 ...). */
size_t regex_needs(const char *pattern, char needs[REGEX_NEEDS_MAX]);

#endif
