#include "cli/inputs.h"

#include <string.h>

#include "base/time.h"
#include "core/question.h"

static bool give_input(struct session *s, int input, const char *line, struct batch *b,
                       struct moment m, struct diags *ds)
{
    struct arena *a = arena_new();
    struct want to = {WANT_INPUT, input, 0, false};
    struct question q = question_of(a, s, to);
    struct text said = {0};
    char either[2][TIME_TEXT_MAX];
    bool ok = question_read(&q, line, m.now_ms, &said, either) == READING_OK;
    if (ok)
        walk_answer(s, b, m, to, text_get(&said), NULL, "person");
    else
        diag_environment(ds, "%s: %s", q.name, text_get(&said));
    text_release(&said);
    arena_free(a);
    return ok;
}

/* Values that were given beforehand are facts like any answer. */
bool inputs_take(struct session *s, const struct args *args, struct batch *b, struct moment m,
                 struct diags *ds)
{
    const struct book *book = session_book(s);
    for (size_t i = 0; i < args->pair_count; i++) {
        size_t len = strcspn(args->pairs[i], "=");
        size_t at = 0;
        while (at < book->input_count && (strlen(book->inputs[at].id) != len ||
                                          strncmp(book->inputs[at].id, args->pairs[i], len) != 0))
            at++;
        if (at == book->input_count) {
            diag_environment(ds, "the runbook takes no input \"%.*s\"", (int)len, args->pairs[i]);
            return false;
        }
        if (book->inputs[at].secret) {
            diag_hint(
                diag_environment(ds,
                                 "the input \"%s\" is a secret, and everybody on this machine "
                                 "can read the arguments of a program",
                                 book->inputs[at].id),
                "leave it away: it is asked for; without a terminal it is a line of "
                "standard input");
            return false;
        }
        if (!give_input(s, (int)at, args->pairs[i] + len + 1, b, m, ds))
            return false;
    }
    return true;
}
