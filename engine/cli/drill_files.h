#ifndef RULEOUT_CLI_DRILL_FILES_H
#define RULEOUT_CLI_DRILL_FILES_H

/*
 * drill_files: the drills below some paths.
 *
 * A drill is a YAML file with a key `drill` at its top. A file that was named itself is taken for
 * one in any case.
 */
#include <stddef.h>
#include <sys/types.h>

#include "base/diag.h"

struct drill_file {
    char *path;
    dev_t device; /* with the inode: one file under two names */
    ino_t inode;
    dev_t book_device; /* of the runbook that it names, after drill_files_read() */
    ino_t book_inode;  /* 0 where there is none */
};

struct drill_files {
    struct drill_file *items;
    size_t count, cap;
};

/* Of a folder all below it, in order of their paths, links not followed. A file that is there
 * already is not added again. */
void drill_files_find(struct drill_files *f, const char *path, struct diags *ds);
/* Reads which runbooks they name. Then, how many name the one at `path`. */
void drill_files_read(struct drill_files *f);
size_t drill_files_count(const struct drill_files *f, const char *path);
void drill_files_release(struct drill_files *f);

#endif
