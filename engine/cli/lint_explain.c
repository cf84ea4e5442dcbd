#include "cli/lint_explain.h"

#include <string.h>
#include <unistd.h>

#include "book/codes.h"
#include "book/examples.h"
#include "cli/exits.h"
#include "cli/say.h"

#define INDENT 4

/* Source lines are not wrapped, so that they can be copied. */
static void add_lines(const struct example *e, struct text *out)
{
    for (const char *line = e->text, *end; line < e->text + e->len; line = end + 1) {
        end = memchr(line, '\n', (size_t)(e->text + e->len - line));
        if (!end)
            return;
        text_add_repeat(out, ' ', end > line ? INDENT : 0);
        text_add_n(out, line, (size_t)(end - line) + 1);
    }
}

static void add_examples(const char *code, bool right, struct text *out)
{
    struct example e;
    bool first = true;
    for (const char *at = NULL; examples_next(&at, &e);) {
        if (e.right != right || strcmp(e.code, code) != 0)
            continue;
        if (first)
            text_format(out, "\n%s:\n", right ? "Right" : "Wrong");
        if (e.file[0])
            text_format(out, "  %s\n", e.file);
        else if (!first)
            text_add_char(out, '\n');
        add_lines(&e, out);
        first = false;
    }
}

int lint_explain(const char *code_or_name)
{
    const struct code *c = codes_find(code_or_name);
    struct text out = {0};
    if (!c) {
        struct diags ds = {0};
        diag_hint(diag_environment(&ds, "there is no code \"%s\"", code_or_name),
                  "messages end with theirs: [RB101]");
        return say_failed(&ds, EXIT_USE);
    }
    text_format(&out, "%s %s\n", c->code, c->name);
    term_wrap(&out, c->says, term_width(STDOUT_FILENO), 0, 0);
    text_add_char(&out, '\n');
    add_examples(c->code, false, &out);
    add_examples(c->code, true, &out);
    say_result(&out);
    text_release(&out);
    return EXIT_DONE;
}
