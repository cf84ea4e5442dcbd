#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "book/library.h"
#include "suite.h"

/* A tree of folders to look into; the tests run inside it. */
static char top[] = "/tmp/ruleout-library-XXXXXX";

static void make(const char *path)
{
    char *slash, copy[200];
    snprintf(copy, sizeof copy, "%s", path);
    for (slash = copy; (slash = strchr(slash, '/')); slash++) {
        *slash = '\0';
        mkdir(copy, 0700);
        *slash = '/';
    }
    FILE *f = fopen(path, "w");
    assert(f);
    fclose(f);
}

static void set_up(void)
{
    bool ready = mkdtemp(top) && chdir(top) == 0;
    assert(ready);
    make("runbooks/disk-full.yaml");
    make("runbooks/dns.yaml");
    make("runbooks/severity.yaml");
    make("runbooks/ruleout.yaml");
    make("runbooks/notes.txt");
    make("runbooks/.hidden.yaml");
    make("runbooks/drills/deep.yaml");
    make("mine/dns.yaml");
    make("mine/tls.yaml");
    make("home/runbooks/any-incident.yaml");
    make("home/runbooks/dns.yaml");
    make("work/inner/x");
    mkdir("runbooks/folder.yaml", 0700);
    char home[300];
    snprintf(home, sizeof home, "%s/home", top);
    setenv("RULEOUT_HOME", home, 1);
    unsetenv("RULEOUT_PATH");
}

static void tear_down(void)
{
    char command[300];
    snprintf(command, sizeof command, "rm -r %s", top);
    if (chdir("/") || system(command))
        perror(top);
}

static void check_finds(const char *name, const char *path)
{
    struct library *l = library_open();
    struct diags ds = {0};
    char *found = library_find(l, name, &ds);
    if (!CHECK_TEXT(found, path))
        printf("in: %s\n", name);
    CHECK_INT(ds.errors, path == NULL);
    free(found);
    diags_release(&ds);
    library_free(l);
}

static void in_home(char out[300], const char *file)
{
    snprintf(out, 300, "%s/home/runbooks/%s", top, file);
}

static void finds_here_then_installed(void)
{
    char home[300];
    check_finds("dns", "runbooks/dns.yaml");
    in_home(home, "any-incident.yaml");
    check_finds("any-incident", home);
    check_finds("deep", NULL);
    check_finds("folder", NULL);
    check_finds("notes", NULL);
    check_finds("severity", NULL);
    check_finds("ruleout", NULL);
    check_finds("", NULL);
}

static void finds_above(void)
{
    CHECK_INT(chdir("work/inner"), 0);
    check_finds("dns", "../../runbooks/dns.yaml");
    CHECK_INT(chdir(top), 0);
}

static void the_variable_comes_first(void)
{
    char home[300];
    setenv("RULEOUT_PATH", "nowhere:mine::runbooks/", 1);
    check_finds("dns", "mine/dns.yaml");
    check_finds("tls", "mine/tls.yaml");
    check_finds("disk-full", "runbooks/disk-full.yaml");
    setenv("RULEOUT_PATH", "mine", 1);
    check_finds("disk-full", NULL);
    in_home(home, "any-incident.yaml");
    check_finds("any-incident", home);
    unsetenv("RULEOUT_PATH");
}

static void paths_are_taken_as_they_are(void)
{
    check_finds("mine/tls.yaml", "mine/tls.yaml");
    check_finds("./runbooks/notes.txt", "./runbooks/notes.txt");
    check_finds("dns.yaml", NULL);
    CHECK_INT(chdir("mine"), 0);
    check_finds("dns.yaml", "dns.yaml");
    CHECK_INT(chdir(top), 0);
}

static void says_what_is_near(void)
{
    struct library *l = library_open();
    struct diags ds = {0};
    CHECK(library_find(l, "disk-fule", &ds) == NULL);
    CHECK_HOLDS(ds.items[0].message, "\"disk-fule\"");
    CHECK_HOLDS(ds.items[0].message, "runbooks, ");
    CHECK_TEXT(ds.items[0].hint, "did you mean \"disk-full\"?");
    diags_release(&ds);
    CHECK(library_find(l, "tls.yaml", &ds) == NULL);
    CHECK_HOLDS(ds.items[0].hint, "leave .yaml out");
    diags_release(&ds);
    library_free(l);
}

static void scans_by_id_then_folder(void)
{
    setenv("RULEOUT_PATH", "mine:runbooks:./mine", 1);
    struct library *l = library_open();
    library_scan(l);
    library_scan(l); /* a second time brings nothing twice */
    static const struct {
        const char *id, *folder;
        bool shadowed;
    } want[] = {{"any-incident", "home", false}, {"disk-full", "runbooks/", false},
                {"dns", "mine/", false},         {"dns", "runbooks/", true},
                {"dns", "home", true},           {"tls", "mine/", false}};
    CHECK_INT(l->folder_count, 3);
    CHECK_INT(l->entry_count, 6);
    for (size_t i = 0; i < l->entry_count && i < 6; i++) {
        CHECK_TEXT(l->entries[i].id, want[i].id);
        CHECK_HOLDS(l->entries[i].path, want[i].folder);
        CHECK_INT(l->entries[i].shadowed, want[i].shadowed);
    }
    library_free(l);
    unsetenv("RULEOUT_PATH");
}

static void severity_is_beside_or_in_the_library(void)
{
    static const struct {
        const char *runbook, *severity;
    } cases[] = {{"runbooks/dns.yaml", "runbooks/severity.yaml"},
                 {"mine/dns.yaml", "runbooks/severity.yaml"},
                 {"dns.yaml", "runbooks/severity.yaml"}};
    struct library *l = library_open();
    for (size_t i = 0; i < 3; i++) {
        char *path = library_severity(l, cases[i].runbook);
        CHECK_TEXT(path, cases[i].severity);
        free(path);
    }
    library_free(l);
    CHECK_INT(rename("runbooks/severity.yaml", "mine/severity.yaml"), 0);
    l = library_open();
    char *path = library_severity(l, "mine/dns.yaml"), *none = library_severity(l, "dns.yaml");
    CHECK_TEXT(path, "mine/severity.yaml");
    CHECK_TEXT(none, NULL);
    free(path);
    library_free(l);
}

static void check_is_at(const struct library *l, const char *runbook, const char *name,
                        const char *path)
{
    char *found = library_check(l, runbook, name);
    if (!CHECK_TEXT(found, path))
        printf("in: %s of %s\n", name, runbook);
    free(found);
}

static void checks_are_beside_or_in_the_library(void)
{
    static const char *const files[] = {
        "mine/checks/near.lua",         "mine/checks/log/shape.lua",
        "scripts/checks/near.lua",      "scripts/checks/log/rate.lua",
        "home/scripts/checks/near.lua", "home/scripts/checks/disk.lua",
        "home/runbooks/checks/last.lua"};
    static const struct {
        const char *runbook, *name, *path;
    } cases[] = {{"mine/tls.yaml", "near", "mine/checks/near.lua"},
                 {"mine/tls.yaml", "log/shape", "mine/checks/log/shape.lua"},
                 {"mine/tls.yaml", "log/rate", "mine/../scripts/checks/log/rate.lua"},
                 {"runbooks/dns.yaml", "near", "runbooks/../scripts/checks/near.lua"},
                 {"work/inner/x.yaml", "log/rate", "runbooks/../scripts/checks/log/rate.lua"},
                 {"x.yaml", "near", "runbooks/../scripts/checks/near.lua"},
                 {"mine/tls.yaml", "log", NULL},
                 {"mine/tls.yaml", "none", NULL},
                 {"mine/tls.yaml", "../checks/near", NULL},
                 {"mine/tls.yaml", "near.lua", NULL},
                 {"mine/tls.yaml", "", NULL}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        make(files[i]);
    struct library *l = library_open();
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_is_at(l, cases[i].runbook, cases[i].name, cases[i].path);
    char home[300];
    in_home(home, "../scripts/checks/disk.lua");
    check_is_at(l, "mine/tls.yaml", "disk", home);
    in_home(home, "checks/last.lua");
    check_is_at(l, "mine/tls.yaml", "last", home);
    library_free(l);
}

static void names_of_checks_stay_below_their_folder(void)
{
    static const struct {
        const char *name;
        bool is;
    } cases[] = {{"log/rate_below", true},
                 {"a", true},
                 {"9-x/y/z_", true},
                 {"", false},
                 {"/a", false},
                 {"a/", false},
                 {"a//b", false},
                 {"..", false},
                 {"a/../b", false},
                 {"./a", false},
                 {"a.lua", false},
                 {"A", false},
                 {"a b", false},
                 {"a\\b", false},
                 {"\xc3\xa4", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (!CHECK_INT(library_check_is_name(cases[i].name), cases[i].is))
            printf("in: %s\n", cases[i].name);
}

int main(void)
{
    set_up();
    int status = suite_run(
        "library",
        (CU_TestInfo[]){
            {"finds here, then installed", finds_here_then_installed},
            {"finds above", finds_above},
            {"the variable comes first", the_variable_comes_first},
            {"paths are taken as they are", paths_are_taken_as_they_are},
            {"says what is near", says_what_is_near},
            {"scans by id, then folder", scans_by_id_then_folder},
            {"severity is beside, or in the library", severity_is_beside_or_in_the_library},
            {"checks are beside, or in the library", checks_are_beside_or_in_the_library},
            {"names of checks stay below their folder", names_of_checks_stay_below_their_folder},
            CU_TEST_INFO_NULL});
    tear_down();
    return status;
}
