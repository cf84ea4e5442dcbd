/* What a step captures: asked for once a visit, known to conditions, kept by a drill; and excerpts.
 */
#include <string.h>
#include <sys/stat.h>

#include "base/excerpt.h"
#include "books.h"
#include "core/expr.h"
#include "drills.h"

static const char *const yaml =
    "ruleout: 1\n"
    "id: test\n"
    "title: T\n"
    "causes: {a: {title: A}}\n"
    "steps:\n"
    "- {id: first, clue: First?, capture: sample, answers: {yes: {suspects: [a]}, no: {}}}\n"
    "- {id: second, when: has(\"sample\"), clue: Second?, answers: {yes: {next: first, max: 1}, "
    "no: {}}}\n"
    "- {id: third, clue: Third?, type: text, capture: other}\n"
    "resolve: {when: has(\"other\")}\n";

static void capture(struct walked *w, const char *step, const char *name, const char *text)
{
    struct batch b = {0};
    struct event e = {.kind = EVENT_CAPTURED, .step = step, .value = name, .evidence = text};
    e.source = "paste";
    walk_fact(w->session, &b, walked_moment(w), e);
    walk_settle(w->session, &b, walked_moment(w));
    keep_batch(w, &b);
}

/* What the question that waits would keep; "" for nothing. */
static const char *captures(const struct walked *w)
{
    struct arena *a = arena_new();
    struct question q = question_of(a, w->session, walk_wanted(w->session));
    const char *name = q.capture ? q.capture : ""; /* the book's own */
    arena_free(a);
    return name;
}

static void is_asked_for_once_a_visit(void)
{
    struct walked w = walked_new(yaml, NULL);
    CHECK_TEXT(captures(&w), "sample");
    capture(&w, "first", "sample", "x");
    CHECK_TEXT(captures(&w), "");
    CHECK_TEXT(w.want, "first");
    answer_step(&w, "first", "yes");
    answer_step(&w, "second", "yes");
    CHECK_TEXT(w.want, "first#2");
    CHECK_TEXT(captures(&w), "sample");
    check_resumes(&w);
    walked_free(&w);
}

static void conditions_know_it(void)
{
    struct walked w = walked_new(yaml, NULL);
    const struct cond *has = w.book->steps[1].when;
    CHECK(!expr_holds(has, w.session));
    capture(&w, "first", NULL, "x"); /* not what was asked for */
    capture(&w, "first", "other", "x");
    capture(&w, "nowhere", "sample", "x");
    CHECK(!expr_holds(has, w.session));
    answer_step(&w, "first", "no");
    CHECK_TEXT(w.want, "third");
    take_back(&w, "first");
    capture(&w, "first", "sample", "x");
    CHECK(expr_holds(has, w.session));
    answer_step(&w, "first", "no");
    answer_step(&w, "second", "no");
    CHECK_TEXT(w.want, "third");
    capture(&w, "third", "other", "x");
    CHECK_TEXT(w.want, "resolve");
    check_resumes(&w);
    walked_free(&w);
}

/* `keys` of a drill that pastes a file as `name`, NULL for nothing. */
static void check_captures(const char *keys, const char *name, const char *failing)
{
    char path[80];
    struct text all = {0};
    char folder[] = "/tmp/captured.XXXXXX";
    if (!mkdtemp(folder))
        abort();
    snprintf(path, sizeof path, "%s/x.log", folder);
    write_text(path, "line\n");
    text_add(&all, keys);
    if (name)
        text_format(&all, "capture: {%s: %s}\n", name, path);
    struct drilled d = drilled_run(yaml, text_get(&all), NULL);
    CHECK_TEXT(text_get(&d.r.failures), failing);
    drilled_free(&d);
    unlink(path);
    rmdir(folder);
    text_release(&all);
}

static void drills_paste_it(void)
{
    check_captures("answers: {first: yes, second: no, third: x}\nexpect: {ends: handed over}\n",
                   "sample", "");
    check_captures("answers: {first: yes, third: x}\n", NULL, ""); /* what it lacks is left out */
    check_captures("answers: {first: yes, second: no}\n", "sample",
                   "asked third (Third?), to which the drill has no answer\n");
    check_captures("answers: {first: yes, third: x, resolve: no}\nexpect: {ends: handed over}\n",
                   "other", "");
    check_captures("answers: {first: yes}\nexpect: {ends: resolved}\n", "other", "");
}

static void excerpts_are_cut(void)
{
    struct text bytes = {0}, out = {0}, size = {0};
    text_add_repeat(&bytes, 'x', EXCERPT_MOST - 1);
    text_add(&bytes, "\xc3\xa4 and more");
    excerpt_text(text_get(&bytes), bytes.len, bytes.len, &out);
    char note[80];
    snprintf(note, sizeof note, "x\n[cut: the first %zu of %zu bytes are kept]\n", EXCERPT_MOST - 1,
             bytes.len);
    CHECK_TEXT(text_get(&out) + EXCERPT_MOST - 2, note);
    text_clear(&out);
    excerpt_text(text_get(&bytes), bytes.len, 0, &out);
    CHECK_HOLDS(text_get(&out) + EXCERPT_MOST - 2, "[cut: only the first ");
    text_clear(&out);
    excerpt_text("a\0b\0", 4, 4, &out);
    CHECK_TEXT(text_get(&out), "a^@b^@");
    excerpt_size("a\nb", &size);
    text_add(&size, "; ");
    excerpt_size("a\n", &size);
    text_add(&size, "; ");
    excerpt_size(text_get(&bytes), &size);
    CHECK_TEXT(text_get(&size), "2 lines, 3 bytes; 1 line, 2 bytes; 1 line, 262.2 kB");
    text_release(&bytes);
    text_release(&out);
    text_release(&size);
}

static void excerpts_of_files(void)
{
    char folder[] = "/tmp/excerpt.XXXXXX", path[64];
    struct text out = {0}, why = {0};
    if (!mkdtemp(folder))
        abort();
    setenv("HOME", folder, 1);
    snprintf(path, sizeof path, "%s/a.log", folder);
    write_text(path, "a\n\xff\n");
    CHECK(excerpt_is_file(path) && excerpt_is_file("~/a.log") && !excerpt_is_file(folder));
    CHECK(excerpt_file("~/a.log", &out, &why));
    CHECK_TEXT(text_get(&out), "a\n\xff\n");
    write_text(path, "");
    CHECK(!excerpt_file(path, &out, &why));
    CHECK_HOLDS(text_get(&why), "a.log is empty");
    unlink(path);
    CHECK(!excerpt_file(path, &out, &why));
    CHECK_HOLDS(text_get(&why), "a.log cannot be read: No such file");
    CHECK(mkfifo(path, 0600) == 0); /* does not wait for somebody to write */
    CHECK(!excerpt_file(path, &out, &why));
    CHECK_HOLDS(text_get(&why), "a.log is no regular file");
    CHECK(excerpt_file("/proc/self/status", &out, &why)); /* says that it is of no size */
    CHECK_HOLDS(text_get(&out), "Name:");
    unlink(path);
    rmdir(folder);
    text_release(&out);
    text_release(&why);
}

int main(void)
{
    return suite_run("capture",
                     (CU_TestInfo[]){{"asked for once a visit", is_asked_for_once_a_visit},
                                     {"conditions know it", conditions_know_it},
                                     {"drills paste it", drills_paste_it},
                                     {"excerpts are cut", excerpts_are_cut},
                                     {"excerpts of files", excerpts_of_files},
                                     CU_TEST_INFO_NULL});
}
