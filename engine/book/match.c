#include "book/match.h"

#include <string.h>

#include "base/regex.h"

bool match_compiles(const char *pattern, struct text *why)
{
    struct regex *r = regex_new(pattern, why);
    bool ok = r != NULL;
    regex_free(r);
    return ok;
}

bool match_fits(const char *pattern, const char *value)
{
    struct text why = {0};
    struct regex *r = regex_new(pattern, &why);
    bool fits = r && regex_whole(r, value, strlen(value)) == REGEX_YES;
    regex_free(r);
    text_release(&why);
    return fits;
}
