#include "suite.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/diag.h"
#include "base/source.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static char folder[] = "/tmp/ruleout-source-XXXXXX";

static const char *path_of(const char *name)
{
    static char path[100];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

static void put_file(const char *name, const char *bytes, size_t len)
{
    FILE *f = fopen(path_of(name), "w");
    CHECK_INT(fwrite(bytes, 1, len, f), len);
    CHECK_INT(fclose(f), 0);
}

static void reads_files(void)
{
    struct diags ds = {0};
    put_file("good.yaml", "a: 1\nb\0c\n", 9);
    struct source *s = source_read(path_of("good.yaml"), &ds);
    CHECK(s != NULL);
    CHECK_TEXT(s->path, path_of("good.yaml"));
    CHECK_INT(s->len, 9);
    CHECK_INT(memcmp(s->bytes, "a: 1\nb\0c\n", 10), 0);
    source_free(s);
    put_file("empty.yaml", "", 0);
    s = source_read(path_of("empty.yaml"), &ds);
    CHECK(s != NULL);
    CHECK_INT(s->len, 0);
    CHECK_TEXT(s->bytes, "");
    source_free(s);
    s = source_read("/proc/self/status", &ds); /* says that its size is 0 */
    CHECK(s && s->len > 100);
    source_free(s);
    CHECK_INT(ds.count, 0);
    diags_release(&ds);
}

static void check_refused(const char *path, const char *why)
{
    struct diags ds = {0};
    char want[300];
    CHECK(source_read(path, &ds) == NULL);
    CHECK_INT(ds.errors, 1);
    snprintf(want, sizeof want, "cannot read \"%s\": %s", path, why);
    if (CHECK_INT(ds.count, 1)) {
        CHECK_TEXT(ds.items[0].message, want);
        CHECK(ds.items[0].source == NULL && ds.items[0].code == NULL);
    }
    diags_release(&ds);
}

static void refuses_what_is_no_file(void)
{
    check_refused(path_of("missing.yaml"), "No such file or directory");
    check_refused("", "No such file or directory");
    check_refused(folder, "it is a folder");
    check_refused("/dev/zero", "it is a device, not a file");
    CHECK_INT(mkfifo(path_of("pipe"), 0600), 0);
    check_refused(path_of("pipe"), "it is a pipe, not a file"); /* and does not wait */
    put_file("plain", "", 0);
    check_refused(path_of("plain/below"), "Not a directory");
    CHECK_INT(symlink("loop", path_of("loop")), 0);
    check_refused(path_of("loop"), "Too many levels of symbolic links");
    put_file("locked", "x", 1);
    CHECK_INT(chmod(path_of("locked"), 0), 0);
    if (geteuid() != 0)
        check_refused(path_of("locked"), "Permission denied");
}

static void keeps_to_the_size_limit(void)
{
    struct diags ds = {0};
    char *big = malloc(SOURCE_MAX + 1);
    memset(big, 'x', SOURCE_MAX + 1);
    put_file("most", big, SOURCE_MAX);
    struct source *s = source_read(path_of("most"), &ds);
    CHECK(s && s->len == SOURCE_MAX && s->bytes[SOURCE_MAX] == '\0');
    source_free(s);
    CHECK_INT(ds.count, 0);
    diags_release(&ds);
    put_file("more", big, SOURCE_MAX + 1);
    check_refused(path_of("more"), "it is larger than 4 MB, the limit for a file");
    free(big);
    CHECK_INT(truncate(path_of("more"), (off_t)1 << 40), 0); /* a hole of a terabyte */
    check_refused(path_of("more"), "it is larger than 4 MB, the limit for a file");
}

static void copies_what_it_is_made_from(void)
{
    char path[] = "x.yaml", bytes[] = "abc";
    struct source *s = source_from(path, bytes, 2);
    path[0] = bytes[0] = '!';
    CHECK_TEXT(s->path, "x.yaml");
    CHECK_TEXT(s->bytes, "ab");
    CHECK_INT(s->len, 2);
    source_free(s);
    s = source_from("none", NULL, 0);
    CHECK_TEXT(s->bytes, "");
    source_free(s);
    source_free(NULL);
}

static void finds_places(void)
{
    static const struct {
        const char *bytes;
        size_t at;
        uint32_t line, column;
        const char *text;
    } rows[] = {
        {"", 0, 1, 1, ""},
        {"", 99, 1, 1, ""},
        {"ab", 0, 1, 1, "ab"},
        {"ab", 1, 1, 2, "ab"},
        {"ab", 2, 1, 3, "ab"},
        {"ab", 99, 1, 3, "ab"},
        {"ab\n", 2, 1, 3, "ab"},
        {"ab\n", 3, 2, 1, ""},
        {"ab\ncd\n", 3, 2, 1, "cd"},
        {"ab\ncd\n", 4, 2, 2, "cd"},
        {"ab\r\ncd\r\n", 2, 1, 3, "ab"},
        {"ab\r\ncd\r\n", 3, 1, 4, "ab"},
        {"ab\r\ncd\r\n", 4, 2, 1, "cd"},
        {"\n\n\nx", 3, 4, 1, "x"},
        {"\xc3\xa9\xc3\xa9x", 4, 1, 3, "\xc3\xa9\xc3\xa9x"},
        {"\xe6\xbc\xa2x", 3, 1, 2, "\xe6\xbc\xa2x"}, /* characters, not columns on a screen */
        {"\xff\xfex", 2, 1, 3, "\xff\xfex"},
        {"\xc3\xa9x", 1, 1, 2, "\xc3\xa9x"}, /* inside a character */
        {"\xef\xbb\xbf"
         "ab",
         4, 1, 2, "ab"}, /* behind a byte order mark */
        {"\xef\xbb\xbf"
         "ab",
         1, 1, 1, "ab"},
        {"\xef\xbb\xbf\n\xef\xbb\xbfx", 7, 2, 2, "\xef\xbb\xbfx"},
        {"a\tb", 2, 1, 3, "a\tb"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct source *s = source_from("x", rows[i].bytes, strlen(rows[i].bytes));
        struct place p = source_place(s, rows[i].at);
        char *line = strndup(p.text, p.text_len);
        bool ok = CHECK_INT(p.line, rows[i].line);
        ok &= CHECK_INT(p.column, rows[i].column);
        ok &= CHECK_TEXT(line, rows[i].text);
        if (!ok)
            printf("  row: %zu\n", i);
        free(line);
        source_free(s);
    }
}

static void clear_folder(void)
{
    static const char *const names[] = {"good.yaml", "empty.yaml", "pipe", "plain",
                                        "loop",      "locked",     "most", "more"};
    for (size_t i = 0; i < COUNT(names); i++)
        unlink(path_of(names[i]));
    rmdir(folder);
}

int main(void)
{
    if (!mkdtemp(folder))
        return 2;
    int status = suite_run(
        "source", (CU_TestInfo[]){{"reads files", reads_files},
                                  {"refuses what is no file", refuses_what_is_no_file},
                                  {"keeps to the size limit", keeps_to_the_size_limit},
                                  {"copies what it is made from", copies_what_it_is_made_from},
                                  {"finds places", finds_places},
                                  CU_TEST_INFO_NULL});
    clear_folder();
    return status;
}
