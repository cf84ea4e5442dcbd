#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/time.h"
#include "book/library.h"
#include "book/part.h"
#include "cli/say.h"
#include "cli/walk.h"
#include "tty/prompt.h"

#define ANY "any-incident"

/* "checkout-5xx: Checkout answers 5xx"; the bare id where the runbook does not load. */
static const char *label_of(struct arena *a, const struct library_entry *e,
                            struct book_files *files)
{
    struct diags ds = {0};
    struct source *source = source_read(e->path, &ds);
    struct book *book = source ? book_load(source, files, &ds) : NULL;
    const char *label = book ? arena_format(a, "%s: %s", e->id, book->title) : arena_text(a, e->id);
    book_free(book);
    diags_release(&ds);
    source_free(source);
    return label;
}

static bool is_among(const char *id, const char *const *ids, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(ids[i], id) == 0)
            return true;
    return !ids;
}

/* What the library has, as a question; what fits everything comes last. `ids` NULL: all. */
static struct question which_runbook(struct arena *a, const struct library *l,
                                     const char *const *ids, size_t count)
{
    struct option *options = arena_alloc(a, (l->entry_count + 1) * sizeof *options);
    struct question q = {.name = "runbook", .heading = "start", .text = "Which runbook?"};
    q.how = "Take the one that names what you see. When in doubt: " ANY ".";
    q.type = TYPE_CHOICE;
    q.options = options;
    struct book_files *files = files_on_disk();
    for (int last = 0; last <= 1; last++)
        for (size_t i = 0; i < l->entry_count; i++) {
            const struct library_entry *e = &l->entries[i];
            if (!e->shadowed && (strcmp(e->id, ANY) == 0) == last && is_among(e->id, ids, count))
                options[q.option_count++] =
                    (struct option){arena_text(a, e->id), label_of(a, e, files)};
        }
    files_free(files);
    return q;
}

static void show(const struct walk *w, const struct question *q)
{
    struct text t = {0};
    view_question(&t, w->screen, NULL, q);
    say_talk(&t);
    text_release(&t);
}

static void unfit(const struct walk *w, const struct question *q, const char *why)
{
    if (!w->interactive)
        say_line("ruleout: %s: %s", q->name, q->text);
    say_line("%s", why);
}

/* True where it is to be asked again. */
static bool ask(const struct walk *w, const struct question *q, const struct prompt_words *words,
                char **chosen, int *status)
{
    char *line, either[2][TIME_TEXT_MAX];
    struct text said = {0};
    enum prompt_result r = prompt_read("> ", words, &line);
    if (r == PROMPT_LINE && question_read(q, line, time_now_ms(), &said, either) == READING_OK)
        *chosen = text_take(&said);
    else if (prompt_signal())
        *status = 128 + prompt_signal();
    else if (r == PROMPT_END)
        unfit(w, q, "An answer is needed, and the input has ended.");
    else
        unfit(w, q, r == PROMPT_LINE ? text_get(&said) : "That is not one line of text.");
    free(line);
    text_release(&said);
    return !*chosen && w->interactive && r != PROMPT_END && !prompt_signal();
}

char *walk_choose_among(const struct walk *w, const struct library *library,
                        const char *const *among, size_t count, int *status)
{
    struct arena *a = arena_new();
    struct question q = which_runbook(a, library, among, count);
    const char **ids = arena_alloc(a, (q.option_count + 1) * sizeof *ids);
    struct prompt_words words = {.answers = ids, .answer_count = q.option_count};
    for (size_t i = 0; i < q.option_count; i++)
        ids[i] = q.options[i].key;
    char *chosen = NULL;
    *status = q.option_count ? EXIT_NO_ANSWER : EXIT_USE;
    if (q.option_count) {
        show(w, &q);
        while (ask(w, &q, &words, &chosen, status))
            ;
    } else {
        say_line("No runbook was found. Name a file: ruleout walk PATH/TO/RUNBOOK.yaml");
    }
    arena_free(a);
    return chosen;
}

char *walk_choose(const struct walk *w, int *status)
{
    struct library *library = library_open();
    library_scan(library);
    char *chosen = walk_choose_among(w, library, NULL, 0, status);
    library_free(library);
    return chosen;
}
