#ifndef RULEOUT_BOOK_SHELL_H
#define RULEOUT_BOOK_SHELL_H

/*
 * shell: what only a shell gives a meaning.
 *
 * No shell runs a runbook's commands. A command that would mean something else in one is refused,
 * so that a command which loads means here what it means there.
 */
#include <stdbool.h>
#include <stddef.h>

struct shell_sign {
    size_t at, len;   /* len 0: nothing of the kind */
    const char *says; /* what it does not do, behind "no shell runs this, so" */
    const char *hint;
};

/*
 * What begins at `s`, inside that quote (' or "; 0: none). `in_word`: not at a word's beginning.
 * `${` is a reference and asked about elsewhere.
 */
struct shell_sign shell_sign_at(const char *s, char quote, bool in_word);

/* A shell would put files in its place: * anywhere, ~ for a home. Outside quotes. */
bool shell_would_expand(const char *s, bool in_word);

bool shell_sets_variable(const char *word);    /* NAME=... */
bool shell_is_one(const char *program);        /* sh, /bin/bash ... */
bool shell_takes_script(const char *argument); /* -c, -euc ... */

#endif
