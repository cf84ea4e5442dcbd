#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "base/glob.h"
#include "drills.h"

static const char *const book = "ruleout: 1\n"
                                "id: test\n"
                                "title: T\n"
                                "causes: {a: {title: A}}\n"
                                "steps:\n"
                                "- {id: one, clue: One?, answers: {yes: {confirms: [a]}, no: {}}}\n"
                                "actions:\n"
                                "  first: {title: F, for: [a], how: x}\n"
                                "  second: {title: S, for: [a], how: x}\n";

static void patterns(void)
{
    static const struct {
        const char *pattern, *text;
        bool matches;
    } cases[] = {
        {"", "", true},
        {"", "a", false},
        {"a", "", false},
        {"abc", "abc", true},
        {"abc", "abcd", false},
        {"abcd", "abc", false},
        {"*", "", true},
        {"*", "anything at all", true},
        {"***", "", true},
        {"a*", "a", true},
        {"a*", "ba", false},
        {"*a", "ba", true},
        {"*a", "ab", false},
        {"a*c", "abbbc", true},
        {"a*c", "abbbcd", false},
        {"a*b*c", "aXbYbZc", true},
        {"a*b*c", "acb", false},
        {"*ab", "aab", true},
        {"*aab*", "aaab", true},
        {"kubectl * undo *", "kubectl -n x rollout undo deploy/x", true},
        {"kubectl * undo *", "kubectl undo x", false},
        {"a*", "a*b", true},
        {"a?b", "axb", false},
        {"a?b", "a?b", true},
        {"[a-z]", "b", false},
        {"\\*", "*", false},
        {"*\xc3\xa4*", "a\xc3\xa4z", true},
        {"a\nb", "a\nb", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (!CHECK_INT(glob_matches(cases[i].pattern, cases[i].text), cases[i].matches))
            printf("\"%s\" and \"%s\"\n", cases[i].pattern, cases[i].text);
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* What backtracks without end elsewhere. */
static void many_stars_are_quick(void)
{
    char pattern[2001], text[20001];
    for (int i = 0; i < 1000; i++)
        memcpy(pattern + 2 * i, "*a", 2);
    pattern[1999] = 'b';
    pattern[2000] = '\0';
    memset(text, 'a', 20000);
    text[20000] = '\0';
    double began = seconds();
    CHECK(!glob_matches(pattern, text));
    pattern[1999] = 'a';
    CHECK(glob_matches(pattern, text));
    CHECK(seconds() - began < 2);
}

struct called {
    bool ok, timed_out, cut;
    int status;
    char out[64], err[64], why[256];
};

static void keep(char *to, size_t size, struct text *t)
{
    snprintf(to, size, "%s", text_get(t));
    text_release(t);
}

static struct called run(struct fake *f, const char *a, const char *b, int64_t timeout_ms)
{
    struct world w = fake_world(f);
    struct called c = {0};
    struct world_run what = {.argv = (const char *const[]){a, b, NULL},
                             .timeout_ms = timeout_ms,
                             .output_max = 8,
                             .live_fd = -1};
    struct world_ran ran = {0};
    struct text why = {0};
    c.ok = w.run(w.self, &what, &ran, &why);
    c.status = ran.status;
    c.timed_out = ran.timed_out;
    c.cut = ran.cut;
    keep(c.out, sizeof c.out, &ran.out);
    keep(c.err, sizeof c.err, &ran.err);
    keep(c.why, sizeof c.why, &why);
    return c;
}

static struct called get(struct fake *f, const char *method, const char *url, int64_t timeout_ms)
{
    struct world w = fake_world(f);
    struct called c = {0};
    struct world_request what = {
        .method = method, .url = url, .timeout_ms = timeout_ms, .body_max = 8};
    struct world_response response = {0};
    struct text why = {0};
    c.ok = w.http(w.self, &what, &response, &why);
    c.status = response.status;
    c.cut = response.cut;
    keep(c.out, sizeof c.out, &response.body);
    keep(c.err, sizeof c.err, &response.headers);
    keep(c.why, sizeof c.why, &why);
    return c;
}

/* The file's text in `out`; its moment of change in `modified`. */
static struct called look(struct fake *f, const char *path, int64_t *modified)
{
    struct world w = fake_world(f);
    struct called c = {0};
    struct text why = {0};
    struct stat st;
    int fd = w.open(w.self, path, &why);
    c.ok = fd >= 0;
    if (c.ok && read(fd, c.out, sizeof c.out - 1) < 0)
        c.ok = false;
    if (c.ok && modified && fstat(fd, &st) == 0)
        *modified = st.st_mtim.tv_sec * INT64_C(1000) + st.st_mtim.tv_nsec / 1000000;
    if (fd >= 0)
        close(fd);
    keep(c.why, sizeof c.why, &why);
    return c;
}

static struct called names(struct fake *f, const char *path)
{
    struct world w = fake_world(f);
    struct called c = {0};
    struct text out = {0}, why = {0};
    c.ok = w.list(w.self, path, &out, &why);
    keep(c.out, sizeof c.out, &out);
    keep(c.why, sizeof c.why, &why);
    return c;
}

static struct called tell(struct fake *f, const char *what, const char *about)
{
    struct world w = fake_world(f);
    struct called c = {0};
    struct text out = {0}, why = {0};
    c.ok = w.host(w.self, what, about, &out, &why);
    keep(c.out, sizeof c.out, &out);
    keep(c.why, sizeof c.why, &why);
    return c;
}

static void the_first_that_fits_is_taken(void)
{
    struct drilled d = drilled_load(book, "world:\n"
                                          "  run:\n"
                                          "  - {match: app status, out: one, err: two, code: 3}\n"
                                          "  - {match: app *, out: any}\n"
                                          "  - {match: app last, out: never}\n"
                                          "  - {match: gone x, fails: no such program}\n");
    fake_begin(d.fake, d.drill);
    struct called c = run(d.fake, "app", "status", 0);
    CHECK(c.ok);
    CHECK_INT(c.status, 3);
    CHECK_TEXT(c.out, "one");
    CHECK_TEXT(c.err, "two");
    CHECK_TEXT(run(d.fake, "app", "last", 0).out, "any");
    c = run(d.fake, "gone", "x", 0);
    CHECK(!c.ok);
    CHECK_TEXT(c.why, "no such program");
    CHECK_TEXT(fake_unlisted(d.fake), "");
    drilled_free(&d);
}

static void what_was_done_last_counts(void)
{
    struct drilled d = drilled_load(book, "world:\n"
                                          "  run:\n"
                                          "  - {match: app *, out: before}\n"
                                          "  - {match: app *, out: two, after: second}\n"
                                          "  - {match: app *, out: one, after: first}\n"
                                          "  - {match: app *, out: never, after: first}\n");
    int first = book_action(d.drill->book, "first"), second = book_action(d.drill->book, "second");
    fake_begin(d.fake, d.drill);
    CHECK_TEXT(run(d.fake, "app", "x", 0).out, "before");
    fake_done(d.fake, first);
    CHECK_TEXT(run(d.fake, "app", "x", 0).out, "one");
    fake_done(d.fake, second);
    CHECK_TEXT(run(d.fake, "app", "x", 0).out, "two");
    fake_reverted(d.fake, second);
    CHECK_TEXT(run(d.fake, "app", "x", 0).out, "one");
    fake_done(d.fake, second);
    fake_done(d.fake, first);
    CHECK_TEXT(run(d.fake, "app", "x", 0).out, "one");
    fake_reverted(d.fake, first);
    fake_reverted(d.fake, second);
    CHECK_TEXT(run(d.fake, "app", "x", 0).out, "before");
    fake_done(d.fake, first);
    fake_begin(d.fake, d.drill);
    CHECK_TEXT(run(d.fake, "app", "x", 0).out, "before");
    drilled_free(&d);
}

static void the_clock_is_the_drill_s(void)
{
    struct drilled d = drilled_load(book, "clock: 2026-09-14T10:20:00Z\n"
                                          "world:\n"
                                          "  run: [{match: app *, out: x, takes: 90s}]\n"
                                          "  http: [{match: \"http://a/*\", body: x, takes: 4s}]\n"
                                          "  files: [{path: /etc/x, text: x, takes: 1s}]\n"
                                          "  host: [{match: memory, json: '1', takes: 2s}]\n");
    struct world w = fake_world(d.fake);
    fake_begin(d.fake, d.drill);
    int64_t began = fake_now_ms(d.fake);
    CHECK_INT(began, INT64_C(1789381200000));
    CHECK_INT(w.now_ms(w.self), began);
    CHECK(!run(d.fake, "app", "x", 0).timed_out);
    CHECK_INT(fake_now_ms(d.fake) - began, 90000);
    struct called c = run(d.fake, "app", "x", 20000);
    CHECK(c.ok && c.timed_out);
    CHECK_TEXT(c.out, "");
    CHECK_INT(fake_now_ms(d.fake) - began, 110000);
    CHECK(get(d.fake, "GET", "http://a/", 4000).ok);
    CHECK_INT(fake_now_ms(d.fake) - began, 114000);
    c = get(d.fake, "GET", "http://a/", 3999);
    CHECK(!c.ok);
    CHECK_TEXT(c.why, "no answer in its time");
    CHECK_INT(fake_now_ms(d.fake) - began, 117999);
    CHECK(look(d.fake, "/etc/x", NULL).ok);
    CHECK(tell(d.fake, "memory", "").ok);
    CHECK_INT(fake_now_ms(d.fake) - began, 120999);
    fake_pass(d.fake, 1);
    CHECK_INT(w.now_ms(w.self) - began, 121000);
    fake_begin(d.fake, d.drill);
    CHECK_INT(fake_now_ms(d.fake), began);
    drilled_free(&d);
}

static void responses(void)
{
    struct drilled d = drilled_load(
        book,
        "world:\n"
        "  http:\n"
        "  - {match: \"http://a/x\", method: POST, body: posted}\n"
        "  - {match: \"http://a/x\", status: 503, body: down, headers: {Retry-After: 5, A: b}}\n"
        "  - {match: \"http://a/long*\", body: 123456789}\n"
        "  - {match: \"http://b/\", fails: \"no answer: refused\"}\n");
    fake_begin(d.fake, d.drill);
    struct called c = get(d.fake, "GET", "http://a/x", 0);
    CHECK_INT(c.status, 503);
    CHECK_TEXT(c.out, "down");
    CHECK_TEXT(c.err, "retry-after: 5\na: b\n");
    CHECK_TEXT(get(d.fake, "HEAD", "http://a/x", 0).out, "");
    c = get(d.fake, "POST", "http://a/x", 0);
    CHECK_INT(c.status, 200);
    CHECK_TEXT(c.out, "posted");
    c = get(d.fake, "GET", "http://a/longer", 0);
    CHECK_TEXT(c.out, "12345678");
    CHECK(c.cut);
    CHECK_TEXT(get(d.fake, "GET", "http://b/", 0).why, "no answer: refused");
    CHECK_TEXT(fake_unlisted(d.fake), "");
    CHECK(!get(d.fake, "GET", "http://c/", 0).ok);
    CHECK_TEXT(fake_unlisted(d.fake), "the drill's world has no http: http://c/\n");
    drilled_free(&d);
}

static void files_and_folders(void)
{
    char from[64];
    struct text keys = {0};
    int64_t modified = 0;
    snprintf(from, sizeof from, "/tmp/drilled.%d", (int)getpid());
    write_text(from, "from a file");
    text_format(&keys,
                "clock: 2026-09-14T10:20:00Z\n"
                "world:\n"
                "  files:\n"
                "  - {path: /srv/a/x, text: here, modified: 1969-12-31T23:59:59.500Z}\n"
                "  - {path: /srv/a/b/y, from: %s}\n"
                "  - {path: /srv/a/b/z, text: \"\"}\n"
                "  - {path: /srv/a/gone, fails: permission denied}\n"
                "  - {path: /srv/later, text: x, after: first}\n"
                "  - {path: /locked, fails: it is locked}\n"
                "  - {path: /locked/x, text: x}\n",
                from);
    struct drilled d = drilled_load(book, text_get(&keys));
    fake_begin(d.fake, d.drill);
    CHECK_TEXT(look(d.fake, "/srv/a/x", &modified).out, "here");
    CHECK_INT(modified, -500);
    CHECK_TEXT(look(d.fake, "/srv/a/b/y", &modified).out, "from a file");
    CHECK_INT(modified, INT64_C(1789381200000));
    CHECK(look(d.fake, "/srv/a/b/z", NULL).ok);
    CHECK_TEXT(look(d.fake, "/srv/a/gone", NULL).why, "permission denied");
    CHECK_TEXT(names(d.fake, "/srv/a").out, "x\nb\n");
    CHECK_TEXT(names(d.fake, "/srv").out, "a\n");
    CHECK_TEXT(names(d.fake, "/").out, "srv\nlocked\n");
    CHECK_TEXT(names(d.fake, "/locked").why, "it is locked");
    CHECK_TEXT(fake_unlisted(d.fake), "");
    fake_done(d.fake, book_action(d.drill->book, "first"));
    CHECK_TEXT(names(d.fake, "/srv").out, "a\nlater\n");
    CHECK(!names(d.fake, "/sr").ok);
    unlink(from);
    CHECK(!look(d.fake, "/srv/a/b/y", NULL).ok);
    CHECK_HOLDS(fake_unlisted(d.fake), "the drill's world has no files: /sr\n"
                                       "this cannot be read: /srv/a/b/y: /tmp/drilled.");
    text_release(&keys);
    drilled_free(&d);
}

static void logs_have_what_they_were_rotated_to(void)
{
    struct drilled d = drilled_load(book, "world:\n"
                                          "  files:\n"
                                          "  - {path: /log/a.log, text: x}\n"
                                          "  - {path: /log/a.log.1, text: y}\n"
                                          "  - {path: /log/a.log.2.gz, text: z}\n"
                                          "  - {path: /log/a.log.3, text: z, after: first}\n"
                                          "  - {path: /log/a.log.1.key, text: z}\n"
                                          "  - {path: /log/b.log, text: z}\n");
    fake_begin(d.fake, d.drill);
    CHECK_TEXT(names(d.fake, "/log/a.log").out, "a.log.2.gz\na.log.1\n");
    CHECK(names(d.fake, "/log/b.log").ok);
    CHECK_TEXT(names(d.fake, "/log/b.log").out, "");
    CHECK_TEXT(fake_unlisted(d.fake), "");
    CHECK(!names(d.fake, "/log/c.log").ok);
    CHECK_TEXT(fake_unlisted(d.fake), "the drill's world has no files: /log/c.log\n");
    fake_done(d.fake, book_action(d.drill->book, "first"));
    CHECK_TEXT(names(d.fake, "/log/a.log").out, "a.log.3\na.log.2.gz\na.log.1\n");
    drilled_free(&d);
}

static void facts(void)
{
    struct drilled d = drilled_load(book, "world:\n"
                                          "  host:\n"
                                          "  - {match: disk /var, json: '{\"used_percent\": 91}'}\n"
                                          "  - {match: disk *, fails: it is not there}\n"
                                          "  - {match: uptime, json: '5400'}\n");
    fake_begin(d.fake, d.drill);
    CHECK_TEXT(tell(d.fake, "disk", "/var").out, "{\"used_percent\": 91}");
    CHECK_TEXT(tell(d.fake, "disk", "/").why, "it is not there");
    CHECK_TEXT(tell(d.fake, "uptime", "").out, "5400");
    CHECK_TEXT(tell(d.fake, "uptime", NULL).out, "5400");
    CHECK_TEXT(tell(d.fake, "cpu", "").why, "the drill's world has no such thing (host: cpu)");
    drilled_free(&d);
}

static void what_is_not_listed_is_kept_once(void)
{
    struct drilled d = drilled_load(book, "");
    char *long_word = mem_alloc(20001);
    memset(long_word, 'x', 20000);
    fake_begin(d.fake, d.drill);
    for (int i = 0; i < 3; i++)
        CHECK(!run(d.fake, "app", "two\nlines", 0).ok);
    CHECK_TEXT(fake_unlisted(d.fake), "the drill's world has no run: app two lines\n");
    for (int i = 0; i < 20; i++) {
        long_word[0] = (char)('a' + i);
        CHECK(!run(d.fake, long_word, NULL, 0).ok);
    }
    size_t len = strlen(fake_unlisted(d.fake));
    CHECK(len > 10000 && len < 20000);
    CHECK_INT(fake_unlisted(d.fake)[len - 1], '\n');
    fake_begin(d.fake, d.drill);
    CHECK_TEXT(fake_unlisted(d.fake), "");
    free(long_word);
    drilled_free(&d);
}

/* As with a broker that was forked before a drill was there. */
static void another_process_has_the_same_world(void)
{
    int go[2], status = 0;
    char byte = 0;
    struct fake *f = fake_new();
    if (!f || pipe(go) != 0)
        abort();
    pid_t child = fork();
    if (child == 0) {
        bool ok = read(go[0], &byte, 1) == 1 && strcmp(run(f, "app", "x", 0).out, "there") == 0 &&
                  !run(f, "other", "x", 0).ok;
        _exit(ok ? 0 : 1);
    }
    struct drilled d =
        drilled_load(book, "world: {run: [{match: app x, out: there, takes: 5s}]}\n");
    fake_begin(f, d.drill);
    int64_t began = fake_now_ms(f);
    CHECK_INT(write(go[1], "x", 1), 1);
    CHECK_INT(waitpid(child, &status, 0), child);
    CHECK_INT(status, 0);
    CHECK_INT(fake_now_ms(f) - began, 5000);
    CHECK_TEXT(fake_unlisted(f), "the drill's world has no run: other x\n");
    close(go[0]);
    close(go[1]);
    fake_free(f);
    drilled_free(&d);
}

/* More than any file can hold. */
static void a_world_has_an_end(void)
{
    struct drilled d = drilled_load(book, "world: {run: [{match: app x, out: there}]}\n");
    size_t size = 70u << 20;
    char *large = mem_alloc(size);
    memset(large, 'x', size - 1);
    struct world_item item = {.match = "app x", .after = -1, .out = large};
    struct drill other = *d.drill;
    other.runs = (struct world_list){&item, 1};
    CHECK(!fake_begin(d.fake, &other));
    struct rehearsal r = rehearse(&other, d.fake, NULL, NULL);
    CHECK_TEXT(text_get(&r.failures), "its world is too large\n");
    text_release(&r.failures);
    CHECK(fake_begin(d.fake, d.drill));
    CHECK_TEXT(run(d.fake, "app", "x", 0).out, "there");
    free(large);
    drilled_free(&d);
}

int main(void)
{
    alarm(120);
    return suite_run(
        "drill_world",
        (CU_TestInfo[]){
            {"patterns", patterns},
            {"many stars are quick", many_stars_are_quick},
            {"the first that fits is taken", the_first_that_fits_is_taken},
            {"what was done last counts", what_was_done_last_counts},
            {"the clock is the drill's", the_clock_is_the_drill_s},
            {"responses", responses},
            {"files and folders", files_and_folders},
            {"logs have what they were rotated to", logs_have_what_they_were_rotated_to},
            {"facts", facts},
            {"what is not listed is kept once", what_is_not_listed_is_kept_once},
            {"another process has the same world", another_process_has_the_same_world},
            {"a world has an end", a_world_has_an_end},
            CU_TEST_INFO_NULL});
}
