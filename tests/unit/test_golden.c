/*
 * Every tests/golden/NAME.yaml is loaded and what is said of it compared, whole, with NAME.txt
 * (empty for a good file). Those in severity/ are severity frameworks, those in drills/ drills;
 * those in lint/ load, and what lint finds in them is compared.
 * GOLDEN_UPDATE=1 writes the .txt files anew: read the difference before committing it.
 */
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/time.h"
#include "book/part.h"
#include "book/book.h"
#include "book/codes.h"
#include "book/lint.h"
#include "drill/drill.h"
#include "suite.h"

#define CODES_MAX 200

#define TODAY "2026-09-14T10:20:00Z"

enum kind { A_RUNBOOK, A_FRAMEWORK, A_DRILL, LINTED };

static bool seen[CODES_MAX];

static void note_codes(const struct diags *ds)
{
    size_t count;
    const struct code *codes = codes_all(&count);
    for (size_t i = 0; i < ds->count; i++) {
        const struct code *c = ds->items[i].code ? codes_find(ds->items[i].code) : NULL;
        CHECK(c != NULL);
        if (c)
            seen[c - codes] = true;
    }
}

static void lint(const struct book *b, struct diags *ds)
{
    int64_t now_ms = 0;
    CHECK(time_parse_rfc3339(TODAY, &now_ms));
    if (b)
        lint_book(b, now_ms, ds);
}

/* What golden files use and call lies beside them, and is named as they are: without its folder. */
struct beside {
    struct book_files files;
    char *folder;
    struct source *opened[20];
    size_t count;
};

static const struct source *open_beside(struct book_files *self, enum file_kind kind,
                                        const char *name, const struct source *from,
                                        const char *written, struct text *why)
{
    struct beside *b = (struct beside *)self;
    struct text path = {0};
    struct diags ds = {0};
    (void)from;
    text_format(&path, "%s/%s%s", b->folder, kind == FILE_CALLED ? name : written,
                kind == FILE_CALLED ? ".yaml" : "");
    struct source *file = source_read(text_get(&path), &ds);
    if (!file)
        text_format(why, "there is no file \"%s\"", written);
    else if (b->count < sizeof b->opened / sizeof *b->opened)
        b->opened[b->count++] =
            source_from(text_get(&path) + strlen(b->folder) + 1, file->bytes, file->len);
    source_free(file);
    diags_release(&ds);
    text_release(&path);
    return file ? b->opened[b->count - 1] : NULL;
}

static struct beside beside_of(const char *path)
{
    struct text folder = {0};
    text_add_n(&folder, path, (size_t)(strrchr(path, '/') - path));
    return (struct beside){.files = {open_beside}, .folder = text_take(&folder)};
}

static void beside_release(struct beside *b)
{
    for (size_t i = 0; i < b->count; i++)
        source_free(b->opened[i]);
    free(b->folder);
}

static bool loads(enum kind kind, const struct source *s, struct beside *beside,
                  struct shelf *shelf, struct diags *ds)
{
    struct severity *framework = kind == A_FRAMEWORK ? severity_load(s, ds) : NULL;
    struct book *book =
        kind == A_RUNBOOK || kind == LINTED ? book_load(s, &beside->files, ds) : NULL;
    struct drill *drill = kind == A_DRILL ? drill_load(s, shelf, ds) : NULL;
    bool loaded = framework || book || drill;
    if (kind == LINTED)
        lint(book, ds);
    severity_free(framework);
    book_free(book);
    drill_free(drill);
    return loaded;
}

/* What loading says. The file's folder is left out, so that messages read as an author sees them.
 */
static void load_one(const char *path, enum kind kind, struct text *out)
{
    struct diags ds = {0};
    struct shelf shelf = {0};
    struct source *file = source_read(path, &ds);
    CHECK(file != NULL);
    if (!file)
        return;
    struct source *s = source_from(strrchr(path, '/') + 1, file->bytes, file->len);
    struct beside beside = beside_of(path);
    bool loaded = loads(kind, s, &beside, &shelf, &ds);
    CHECK_INT(loaded, ds.errors == 0);
    diags_sort(&ds);
    diags_write(&ds, out, false);
    note_codes(&ds);
    diags_release(&ds);
    shelf_release(&shelf);
    beside_release(&beside);
    source_free(s);
    source_free(file);
}

static char *expected_path(const char *path)
{
    struct text t = {0};
    text_add_n(&t, path, strlen(path) - strlen(".yaml"));
    text_add(&t, ".txt");
    return text_take(&t);
}

static void write_file(const char *path, const char *what)
{
    FILE *f = fopen(path, "w");
    CHECK(f && fputs(what, f) >= 0 && fclose(f) == 0);
}

static void compare(const char *path, enum kind kind)
{
    struct text got = {0};
    struct diags ds = {0};
    load_one(path, kind, &got);
    char *beside = expected_path(path);
    if (getenv("GOLDEN_UPDATE"))
        write_file(beside, text_get(&got));
    struct source *want = source_read(beside, &ds);
    if (!want)
        printf("%s is missing\n", beside);
    CHECK(want != NULL);
    if (want && !CHECK_TEXT(text_get(&got), want->bytes))
        printf("in %s\n", path);
    source_free(want);
    diags_release(&ds);
    free(beside);
    text_release(&got);
}

static void compare_all(const char *pattern, enum kind kind, size_t at_least)
{
    glob_t g = {0};
    CHECK_INT(glob(pattern, 0, NULL, &g), 0);
    if (g.gl_pathc < at_least)
        printf("only %zu files match %s\n", g.gl_pathc, pattern);
    CHECK(g.gl_pathc >= at_least);
    for (size_t i = 0; i < g.gl_pathc; i++)
        compare(g.gl_pathv[i], kind);
    globfree(&g);
}

static void runbooks_say_what_is_wrong(void)
{
    compare_all("tests/golden/*.yaml", A_RUNBOOK, 60);
}

static void lint_says_what_is_wrong(void)
{
    compare_all("tests/golden/lint/*.yaml", LINTED, 20);
}

static void frameworks_say_what_is_wrong(void)
{
    compare_all("tests/golden/severity/*.yaml", A_FRAMEWORK, 5);
}

/* What a drill names is looked for from its folder. */
static void drills_say_what_is_wrong(void)
{
    CHECK_INT(chdir("tests/golden/drills"), 0);
    compare_all("./*.yaml", A_DRILL, 15);
    CHECK_INT(chdir("../../.."), 0);
}

/* A file that is too big does not belong into a repository; test_yaml.c makes one. The others are
 * found by lint beside loading: tests/cli/lint_lua.bats. */
static bool is_no_golden_file(const char *code)
{
    static const char *const others[] = {
        RB_NOT_YET,        RB_TOO_BIG,          RB_NO_CHECK,         RB_BAD_LUA,
        RB_BAD_CHECK_FILE, RB_UNKNOWN_ARGUMENT, RB_MISSING_ARGUMENT, RB_UNFIT_ARGUMENT,
        RB_UNFIT_CHECK,    RB_UNLISTED_ANSWER};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(others[i], code) == 0)
            return true;
    return false;
}

static void every_code_has_a_file(void)
{
    size_t count;
    const struct code *codes = codes_all(&count);
    CHECK(count <= CODES_MAX);
    for (size_t i = 0; i < count; i++) {
        if (is_no_golden_file(codes[i].code))
            continue;
        if (!seen[i])
            printf("no file of tests/golden shows %s %s\n", codes[i].code, codes[i].name);
        CHECK(seen[i]);
    }
}

int main(void)
{
    alarm(60);
    return suite_run("golden",
                     (CU_TestInfo[]){{"runbooks say what is wrong", runbooks_say_what_is_wrong},
                                     {"lint says what is wrong", lint_says_what_is_wrong},
                                     {"frameworks say what is wrong", frameworks_say_what_is_wrong},
                                     {"drills say what is wrong", drills_say_what_is_wrong},
                                     {"every code has a file", every_code_has_a_file},
                                     CU_TEST_INFO_NULL});
}
