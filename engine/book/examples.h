#ifndef RULEOUT_BOOK_EXAMPLES_H
#define RULEOUT_BOOK_EXAMPLES_H

/*
 * examples: for each code of lint, files that it is about, and the same ones mended.
 *
 * They stand in book/examples.txt, which is built in. A line "== RB101 wrong" begins a file, and
 * "== RB101 right" the mended one; "== RB301 wrong severity.yaml" names the file where its name
 * matters, and several files may belong together, of which the first runbook is the one to lint.
 * Bytes that a terminal must not get are written as the program shows them: <E4>, ^[. A new code
 * needs both: tests/cli/lint.bats lints all of them, and names what is missing.
 */
#include <stdbool.h>
#include <stddef.h>

#define EXAMPLE_NAME_MAX 60

struct example {
    char code[6];
    bool right;
    char file[EXAMPLE_NAME_MAX + 1]; /* "severity.yaml"; "": any name will do */
    const char *text;                /* not ended by NUL */
    size_t len;
};

/* One after the other: `*at` starts as NULL. False after the last. */
bool examples_next(const char **at, struct example *out);

#endif
