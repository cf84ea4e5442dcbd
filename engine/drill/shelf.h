#ifndef RULEOUT_DRILL_SHELF_H
#define RULEOUT_DRILL_SHELF_H

/*
 * shelf: the runbooks of a set of drills, each loaded once, with the severity framework beside it.
 */
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "base/diag.h"
#include "book/book.h"

struct shelved {
    char *path;
    struct source *source, *severity_source; /* the second may be NULL */
    struct book *book;                       /* NULL where it does not load */
    char *unread;                            /* why its file cannot be read; NULL: it can */
    struct severity *severity;               /* NULL where there is none */
    bool severity_broken;                    /* there is one, and it does not load */
    dev_t device;                            /* with the inode: one file under two names */
    ino_t inode;                             /* 0 where there is no file */
};

struct shelf {
    struct shelved **books;
    size_t count, cap;
    struct book_files *files; /* what they use and call; made with the first */
};

/* The index of the runbook at `path`, which is loaded the first time; diagnostics are given then
 * and not again, and none of a file that cannot be read. */
size_t shelf_take(struct shelf *s, const char *path, struct diags *ds);
void shelf_release(struct shelf *s);

#endif
