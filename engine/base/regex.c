#define PCRE2_CODE_UNIT_WIDTH 8
#include "base/regex.h"

#include <stdlib.h>
#include <string.h>

#include <pcre2.h>

#include "base/mem.h"
#include "base/regex_needs.h"

#define STEPS_MAX 1000000 /* about 10 ms */
#define HEAP_MAX_KIB 16384

struct regex {
    pcre2_code *code;
    pcre2_match_context *limits;
    pcre2_match_data *data;
    size_t groups, needs_len;
    char needs[REGEX_NEEDS_MAX];
};

static void tell(int error, size_t at, struct text *why)
{
    PCRE2_UCHAR message[160];
    pcre2_get_error_message(error, message, sizeof message);
    text_format(why, "%s at character %zu", (const char *)message, at + 1);
}

struct regex *regex_new(const char *pattern, struct text *why)
{
    int error;
    PCRE2_SIZE at;
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)pattern, PCRE2_ZERO_TERMINATED,
                                     PCRE2_NEVER_UTF | PCRE2_NEVER_UCP, &error, &at, NULL);
    if (!code) {
        tell(error, at, why);
        return NULL;
    }
    struct regex *r = mem_alloc(sizeof *r);
    r->code = code;
    r->limits = pcre2_match_context_create(NULL);
    r->data = pcre2_match_data_create_from_pattern(code, NULL);
    if (!r->limits || !r->data)
        mem_out();
    pcre2_set_match_limit(r->limits, STEPS_MAX);
    pcre2_set_heap_limit(r->limits, HEAP_MAX_KIB);
    uint32_t groups;
    pcre2_pattern_info(code, PCRE2_INFO_CAPTURECOUNT, &groups);
    r->groups = groups;
    r->needs_len = regex_needs(pattern, r->needs);
    /* Where no memory may be made executable this fails, and matching is slower. */
    pcre2_jit_compile(code, PCRE2_JIT_COMPLETE);
    return r;
}

void regex_free(struct regex *r)
{
    if (!r)
        return;
    pcre2_match_data_free(r->data);
    pcre2_match_context_free(r->limits);
    pcre2_code_free(r->code);
    free(r);
}

size_t regex_groups(const struct regex *r)
{
    return r->groups;
}

size_t regex_needed(const struct regex *r, const char **bytes)
{
    *bytes = r->needs;
    return r->needs_len;
}

static void copy_spans(const struct regex *r, size_t count, struct regex_span *spans)
{
    const PCRE2_SIZE *at = pcre2_get_ovector_pointer(r->data);
    for (size_t i = 0; i < REGEX_GROUPS; i++) {
        bool took_part = i < count && at[2 * i] != PCRE2_UNSET && at[2 * i] <= at[2 * i + 1];
        spans[i] =
            took_part ? (struct regex_span){at[2 * i], at[2 * i + 1]} : (struct regex_span){0};
    }
}

enum regex_found regex_whole(const struct regex *r, const char *s, size_t len)
{
    int count = pcre2_match(r->code, (PCRE2_SPTR)s, len, 0, PCRE2_ANCHORED | PCRE2_ENDANCHORED,
                            r->data, r->limits);
    return count >= 0 ? REGEX_YES : count == PCRE2_ERROR_NOMATCH ? REGEX_NO : REGEX_GAVE_UP;
}

enum regex_found regex_find(const struct regex *r, const char *s, size_t len,
                            struct regex_span *spans)
{
    int count = pcre2_match(r->code, (PCRE2_SPTR)s, len, 0, 0, r->data, r->limits);
    if (count == PCRE2_ERROR_NOMATCH)
        return REGEX_NO;
    if (count < 0)
        return REGEX_GAVE_UP;
    if (spans)
        copy_spans(r, (size_t)count, spans);
    return REGEX_YES;
}
