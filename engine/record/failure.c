#include "record/failure.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"

#define MEND_FULL "free some space there, or set RULEOUT_DB to a file on another disk"

bool failure_add(struct diags *ds, const char *path, const char *why, const char *mend)
{
    diag_environment(ds, "the record %s cannot be used: %s; %s", path, why, mend);
    return false;
}

bool failure_errno(struct diags *ds, const char *path, int error)
{
    switch (error) {
    case ENOSPC:
    case EDQUOT:
        return failure_add(ds, path, "the disk is full", MEND_FULL);
    case EROFS:
        return failure_add(ds, path, "its file system is read-only", MEND_ELSEWHERE);
    case EACCES:
    case EPERM:
        return failure_add(ds, path, "permission denied", MEND_ELSEWHERE);
    default:
        return failure_add(ds, path, strerror(error), MEND_ELSEWHERE);
    }
}

static bool with_words(struct diags *ds, const char *path, const char *why, const char *words,
                       const char *mend)
{
    struct text all = {0};
    text_format(&all, "%s (%s)", why, words);
    failure_add(ds, path, text_get(&all), mend);
    text_release(&all);
    return false;
}

bool failure_db(struct diags *ds, const char *path, const struct db *db)
{
    const struct db_failure *f = db_failure(db);
    const char *words = f->message ? f->message : "";
    if (f->error && (f->status == DB_IO || f->status == DB_CANNOT_OPEN))
        words = strerror(f->error);
    switch (f->status) {
    case DB_FULL:
        return failure_errno(ds, path, ENOSPC);
    case DB_BUSY:
        return failure_add(ds, path, "another program keeps it locked",
                           "find and end that one (`fuser` with the file's name shows it)");
    case DB_READ_ONLY:
        return failure_add(ds, path, "it is read-only", MEND_ELSEWHERE);
    case DB_CANNOT_OPEN:
        return with_words(ds, path, "it or a file beside it cannot be opened", words,
                          MEND_ELSEWHERE);
    case DB_NOT_SQLITE:
        return failure_add(ds, path, "it is no SQLite database",
                           "move it away, or set RULEOUT_DB to another file");
    case DB_IO:
        return with_words(ds, path, "reading or writing failed", words,
                          "check the disk, or set RULEOUT_DB to a file on another one");
    default:
        return with_words(ds, path, "it is damaged", words,
                          "keep a copy and restore a backup, or set RULEOUT_DB to another file");
    }
}
