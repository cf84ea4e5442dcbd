#include "suite.h"

#include <string.h>

#include "base/diag.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static void collects(void)
{
    struct diags ds = {0};
    struct source *s = source_from("a.yaml", "x", 1);
    struct diag *d = diag_add(&ds, DIAG_ERROR, "RB101", s, (struct span){0, 1}, "step \"%s\"", "a");
    diag_hint(d, "first");
    diag_hint(d, "try %d", 2); /* replaces */
    CHECK_TEXT(d->message, "step \"a\"");
    CHECK_TEXT(d->hint, "try 2");
    CHECK_INT(ds.errors, 1);
    diag_add(&ds, DIAG_WARNING, "RB201", s, (struct span){0, 1}, "%s", "hm");
    CHECK_INT(ds.errors, 1);
    d = diag_environment(&ds, "disk full: %s", "/var");
    CHECK_TEXT(d->message, "disk full: /var");
    CHECK(d->code == NULL && d->source == NULL && d->hint == NULL && d->level == DIAG_ERROR);
    CHECK_INT(ds.errors, 2);
    CHECK_INT(ds.count, 3);
    for (int i = 0; i < 1000; i++)
        diag_hint(diag_environment(&ds, "%d", i), "h%d", i);
    CHECK_TEXT(ds.items[0].message, "step \"a\"");
    CHECK_TEXT(ds.items[1002].hint, "h999");
    diags_release(&ds);
    CHECK(ds.items == NULL && ds.count == 0 && ds.errors == 0);
    source_free(s);
}

static void sorts_by_place_and_is_stable(void)
{
    struct source *a = source_from("a.yaml", "0123456789", 10);
    struct source *b = source_from("b.yaml", "0123456789", 10);
    struct diags ds = {0};
    diags_sort(&ds);
    diag_environment(&ds, "first of none");
    diag_add(&ds, DIAG_ERROR, NULL, b, (struct span){1, 0}, "b1");
    diag_add(&ds, DIAG_ERROR, NULL, a, (struct span){5, 9}, "a5 first");
    diag_add(&ds, DIAG_WARNING, NULL, a, (struct span){5, 1}, "a5 second");
    diag_environment(&ds, "second of none");
    diag_add(&ds, DIAG_ERROR, NULL, a, (struct span){2, 0}, "a2");
    diag_add(&ds, DIAG_ERROR, NULL, a, (struct span){5, 0}, "a5 third");
    diags_sort(&ds);
    static const char *const want[] = {"a2", "a5 first",      "a5 second",     "a5 third",
                                       "b1", "first of none", "second of none"};
    for (size_t i = 0; i < COUNT(want); i++)
        CHECK_TEXT(ds.items[i].message, want[i]);
    diag_environment(&ds, "one more"); /* still grows */
    CHECK_INT(ds.count, 8);
    CHECK_INT(ds.errors, 7);
    diags_release(&ds);
    source_free(a);
    source_free(b);
}

static void writes_notes(void)
{
    struct diags ds = {0};
    struct text out = {0};
    struct source *s = source_from("a.yaml", "one\ntwo\n", 8);
    struct source *other = source_from("b\033.yaml", "\tthree\n", 7);
    struct diag *d = diag_add(&ds, DIAG_ERROR, "RB108", s, (struct span){4, 3}, "twice");
    diag_note(d, s, (struct span){0, 3}, "the %s is here", "first");
    diag_note(d, other, (struct span){1, 5}, "and\nhere");
    diag_hint(d, "rename one");
    diags_write(&ds, &out, false);
    CHECK_TEXT(text_get(&out), "a.yaml:2:1: error: twice [RB108]\n"
                               "    2 | two\n"
                               "      | ^~~\n"
                               "  hint: rename one\n"
                               "a.yaml:1:1: note: the first is here\n"
                               "    1 | one\n"
                               "      | ^~~\n"
                               "b^[.yaml:1:2: note: and here\n"
                               "    1 |         three\n"
                               "      |         ^~~~~\n");
    text_release(&out);
    diags_release(&ds);
    source_free(s);
    source_free(other);
}

static void writes_hints_and_levels(void)
{
    struct diags ds = {0};
    struct text out = {0};
    struct source *s = source_from("a.yaml", "one\ntwo\n", 8);
    diag_hint(diag_add(&ds, DIAG_WARNING, "RB201", s, (struct span){4, 3}, "old"), "say %s", "new");
    diag_hint(diag_environment(&ds, "no record"), "set RULEOUT_DB");
    diag_add(&ds, DIAG_ERROR, "RB001", NULL, (struct span){0, 0}, "no steps");
    diags_write(&ds, &out, false);
    CHECK_TEXT(text_get(&out), "a.yaml:2:1: warning: old [RB201]\n"
                               "    2 | two\n"
                               "      | ^~~\n"
                               "  hint: say new\n"
                               "error: no record\n"
                               "  hint: set RULEOUT_DB\n"
                               "error: no steps [RB001]\n");
    text_release(&out);
    diags_release(&ds);
    source_free(s);
}

/* Removes SGR sequences, and fails at any other escape. */
static void strip_sgr(char *s)
{
    char *to = s;
    for (const char *from = s; *from;) {
        if (*from != '\x1b') {
            *to++ = *from++;
            continue;
        }
        size_t len = 2 + strspn(from + 2, "0123456789;");
        CHECK(from[1] == '[' && from[len] == 'm');
        from += len + 1;
    }
    *to = '\0';
}

static void colors_add_only_sgr(void)
{
    struct diags ds = {0};
    struct text plain = {0}, color = {0};
    struct source *s = source_from("a.yaml", "one \x1b[31mtwo\n", 13);
    diag_hint(diag_add(&ds, DIAG_ERROR, "RB1", s, (struct span){4, 3}, "bad"), "mend");
    diag_add(&ds, DIAG_WARNING, "RB2", s, (struct span){0, 3}, "odd");
    diags_write(&ds, &plain, false);
    diags_write(&ds, &color, true);
    CHECK(strchr(text_get(&plain), '\x1b') == NULL);
    CHECK_HOLDS(text_get(&color), "a.yaml:1:5: \x1b[1;31merror:\x1b[0m bad [RB1]\n");
    CHECK_HOLDS(text_get(&color), "      |     \x1b[1m^~~~\x1b[0m\n");
    CHECK_HOLDS(text_get(&color), "  \x1b[1mhint:\x1b[0m mend\n");
    CHECK_HOLDS(text_get(&color), "\x1b[1;33mwarning:\x1b[0m odd [RB2]\n");
    strip_sgr(color.at);
    CHECK_TEXT(color.at, text_get(&plain));
    text_release(&plain);
    text_release(&color);
    diags_release(&ds);
    source_free(s);
}

int main(void)
{
    return suite_run("diag",
                     (CU_TestInfo[]){{"collects", collects},
                                     {"sorts by place and is stable", sorts_by_place_and_is_stable},
                                     {"writes notes", writes_notes},
                                     {"writes hints and levels", writes_hints_and_levels},
                                     {"colors add only SGR", colors_add_only_sgr},
                                     CU_TEST_INFO_NULL});
}
