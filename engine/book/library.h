#ifndef RULEOUT_BOOK_LIBRARY_H
#define RULEOUT_BOOK_LIBRARY_H

/*
 * library: where runbooks are found.
 *
 * The folders of $RULEOUT_PATH (colon-separated, earlier wins), else `runbooks/` in the working
 * folder or the nearest one above it, then the installed one ($RULEOUT_HOME/runbooks, else the
 * `runbooks/` beside the program's own checkout). A runbook's id is its file's name without
 * `.yaml`: finding one opens no other file. severity.yaml and ruleout.yaml are not runbooks;
 * folders below (drills, fixtures, lib) are not searched.
 */
#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

struct library_entry {
    char *id;
    char *path;
    bool shadowed; /* an earlier folder has one of this id, which is the one used */
};

struct library {
    char **folders;
    size_t folder_count;
    size_t own_count;              /* of them, those before the installed one */
    struct library_entry *entries; /* after library_scan(): by id, then folder */
    size_t entry_count;
};

struct library *library_open(void);   /* never NULL; no folder may be there */
void library_free(struct library *l); /* NULL is allowed */
void library_scan(struct library *l); /* fills entries; loads nothing */

/*
 * `name` is a path (it holds a `/` or ends in .yaml or .yml) or an id. The path to open, to be
 * freed; NULL with a diagnostic that says where was looked and which id is near.
 */
char *library_find(struct library *l, const char *name, struct diags *ds);

/* severity.yaml beside that runbook, else in the library's folders; NULL where there is none.
 * free() it. */
char *library_severity(const struct library *l, const char *runbook_path);

/* Whether a file of that name is taken for YAML: something, then .yaml or .yml. */
bool library_is_yaml(const char *name);

/* Whether `name` can be a check's: small letters, digits, _ and -, in folders perhaps: "log/shape".
 */
bool library_check_is_name(const char *name);

/*
 * The file of a check that a runbook calls: below checks/ beside the runbook; below scripts/checks/
 * beside the runbook's folder, then beside each folder of the library; below checks/ in each folder
 * of the library. NULL where there is none, or the name is none. free() it.
 */
char *library_check(const struct library *l, const char *runbook_path, const char *name);

#endif
