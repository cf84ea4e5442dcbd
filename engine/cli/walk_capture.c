#include <stdlib.h>
#include <string.h>

#include "base/excerpt.h"
#include "base/mem.h"
#include "base/time.h"
#include "cli/answers.h"
#include "cli/say.h"
#include "cli/walk.h"
#include "cli/walk_verbs.h"
#include "tty/prompt.h"

#define PASTED "paste" /* where it came from, in the record; else a file's path */
#define PASTE_END "."

/* `name` NULL: evidence that nobody asked for. */
static void keep(struct walk *w, const char *name, const char *text, const char *from)
{
    char here[STEP_NAME_MAX];
    struct text size = {0};
    want_name(w->o.session, walk_target(w), here);
    struct event e = {.kind = EVENT_CAPTURED, .step = here, .value = name};
    e.evidence = text, e.source = from;
    excerpt_size(text, &size);
    if (walk_add_fact(w, e))
        say_line("Kept as %s of %s: %s.", name ? name : "evidence", here, text_get(&size));
    text_release(&size);
}

/* False where it cannot be read, and the walk has said so. */
static bool keep_file(struct walk *w, const char *name, const char *path)
{
    struct text text = {0}, why = {0};
    bool ok = excerpt_file(path, &text, &why);
    if (ok)
        keep(w, name, text_get(&text), path);
    else
        walk_refuse(w, "%s.", text_get(&why));
    text_release(&text);
    text_release(&why);
    return ok;
}

/* Lines up to the end mark, or the end of input. */
static void read_on(struct text *out)
{
    char *line = NULL;
    bool pasted, more = true;
    say_line("Go on; a line with a single %s ends it.", PASTE_END);
    while (more && prompt_read_paste("| ", EXCERPT_MOST + 1, &line, &pasted) == PROMPT_LINE) {
        more = pasted || strcmp(line, PASTE_END) != 0;
        if (more && out->len <= EXCERPT_MOST)
            text_format(out, pasted ? "%s" : "%s\n", line);
        free(line);
        line = NULL;
    }
    free(line);
}

/* What was pasted at once, or begins with that line. */
static void keep_paste(struct walk *w, const char *name, const char *begun, bool pasted)
{
    struct text lines = {0}, text = {0};
    text_add(&lines, begun);
    if (!pasted)
        text_add_char(&lines, '\n');
    if (!pasted)
        read_on(&lines);
    excerpt_text(text_get(&lines), lines.len, 0, &text);
    if (!prompt_signal())
        keep(w, name, text_get(&text), PASTED);
    text_release(&lines);
    text_release(&text);
}

/* At a terminal an answer is an answer, though something else was asked for first. */
static bool is_answer(const struct question *q, const char *line)
{
    struct text said = {0};
    char either[2][TIME_TEXT_MAX];
    bool is =
        q->type != TYPE_TEXT && question_read(q, line, time_now_ms(), &said, either) == READING_OK;
    text_release(&said);
    return is;
}

static bool looks_like_path(const char *line)
{
    return (line[0] == '/' || strncmp(line, "~/", 2) == 0 || strncmp(line, "./", 2) == 0) &&
           !line[strcspn(line, " \t")];
}

static void leave_out(struct walk *w, const struct question *q)
{
    strcpy(w->left_out, q->name);
}

/* A line that was said where something is to be captured. True where it is the answer. */
static bool take(struct walk *w, const struct question *q, char *line)
{
    if (!*line || strcmp(line, "skip") == 0) {
        leave_out(w, q);
    } else if (walk_command(w, line)) {
        return false;
    } else if (!w->interactive || excerpt_is_file(line) || looks_like_path(line)) {
        keep_file(w, q->capture, line);
    } else if (is_answer(q, line)) {
        leave_out(w, q);
        return true;
    } else {
        keep_paste(w, q->capture, line, false);
    }
    return false;
}

static char *ask(struct walk *w, const struct question *q)
{
    char *line = NULL, *answer = NULL;
    bool pasted;
    struct text words = {0};
    say_line("Keep %s: paste it, or name its file. Enter leaves it out.", q->capture);
    text_format(&words, "%s> ", q->capture);
    enum prompt_result r = prompt_read_paste(text_get(&words), EXCERPT_MOST + 1, &line, &pasted);
    if (r == PROMPT_LINE && pasted)
        keep_paste(w, q->capture, line, true);
    else if (r == PROMPT_LINE)
        answer = take(w, q, text_trim(line)) ? mem_text(text_trim(line)) : NULL;
    else if (r == PROMPT_UNREADABLE || r == PROMPT_PASTED)
        walk_refuse(w, "That line could not be read as text (UTF-8, at most 64 KiB).");
    else if (r == PROMPT_END)
        leave_out(w, q);
    free(line);
    text_release(&words);
    return answer;
}

bool walk_capture(struct walk *w, const struct question *q, char **answer)
{
    *answer = NULL;
    if (!q->capture || w->changing || strcmp(w->left_out, q->name) == 0)
        return false;
    const char *given = answers_take(w->answers, q->capture);
    if (given) {
        bool interactive = w->interactive;
        w->interactive = false; /* what the file says wrongly nobody at the keyboard can mend */
        keep_file(w, q->capture, given);
        w->interactive = interactive;
        return true;
    }
    if (answers_has(w->answers, q->name)) {
        leave_out(w, q);
        return false;
    }
    *answer = ask(w, q);
    return !*answer;
}

void verb_evidence(struct walk *w, char *rest)
{
    char *line = NULL;
    bool pasted;
    if (*rest) {
        keep_file(w, NULL, rest);
        return;
    }
    if (!w->interactive) {
        walk_refuse(w, "Which file? :evidence FILE");
        return;
    }
    say_line("Paste it. Enter leaves it out.");
    if (prompt_read_paste("| ", EXCERPT_MOST + 1, &line, &pasted) == PROMPT_LINE && *line)
        keep_paste(w, NULL, line, pasted);
    free(line);
}
