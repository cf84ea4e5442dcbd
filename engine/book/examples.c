#include "book/examples.h"

#include <string.h>

#define CODE_LEN 5 /* "RB101" */
#define KIND_LEN 5 /* "wrong", "right" */

static const char TEXT[] =
#include "examples.txt.h"
    ;

/* Behind the line that begins at `line`. */
static const char *read_head(const char *line, struct example *out)
{
    const char *end = strchr(line, '\n');
    const char *kind = line + CODE_LEN + 1;
    const char *file = kind + KIND_LEN + (kind[KIND_LEN] == ' ');
    size_t len = (size_t)(end - file);
    *out = (struct example){.right = strncmp(kind, "right", KIND_LEN) == 0};
    memcpy(out->code, line, CODE_LEN);
    memcpy(out->file, file, len < EXAMPLE_NAME_MAX ? len : EXAMPLE_NAME_MAX);
    return end + 1;
}

bool examples_next(const char **at, struct example *out)
{
    const char *head = *at ? *at : TEXT;
    if (strncmp(head, "== RB", 5) != 0)
        return false;
    out->text = read_head(head + 3, out);
    const char *next = strstr(out->text, "\n== RB");
    *at = next ? next + 1 : out->text + strlen(out->text);
    out->len = (size_t)(*at - out->text);
    return true;
}
