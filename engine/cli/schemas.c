#include "cli/schemas.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "book/schema.h"

static const struct {
    enum schema_kind kind;
    const char *name;
} files[] = {{SCHEMA_RUNBOOK, "runbook"}, {SCHEMA_DRILL, "drill"}, {SCHEMA_SEVERITY, "severity"}};

/* Through a file of another name, so that an editor never reads half of one. */
static bool replace(const char *path, const char *text)
{
    struct text beside = {0};
    size_t len = strlen(text);
    text_format(&beside, "%s.%ld", path, (long)getpid());
    int fd = open(text_get(&beside), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    bool ok = fd >= 0 && write(fd, text, len) == (ssize_t)len;
    ok = (fd < 0 || close(fd) == 0) && ok && rename(text_get(&beside), path) == 0;
    int why = errno;
    if (fd >= 0 && !ok)
        unlink(text_get(&beside));
    errno = why;
    text_release(&beside);
    return ok;
}

static bool write_schema(const char *path, enum schema_kind kind, struct diags *ds)
{
    struct jval *schema = schema_new(kind);
    char *written = jval_write(schema, JSON_PRETTY);
    struct text lines = {0};
    struct diags missing = {0};
    struct source *there = source_read(path, &missing);
    text_format(&lines, "%s\n", written);
    bool ok = (there && strcmp(there->bytes, lines.at) == 0) || replace(path, lines.at);
    if (!ok)
        diag_environment(ds, "%s cannot be written: %s", path, strerror(errno));
    source_free(there);
    diags_release(&missing);
    text_release(&lines);
    free(written);
    jval_free(schema);
    return ok;
}

bool schemas_write(const char *folder, struct diags *ds)
{
    struct text path = {0};
    text_format(&path, "%s/%s", folder, SCHEMAS_FOLDER);
    bool ok = mkdir(text_get(&path), 0777) == 0 || errno == EEXIST;
    if (!ok)
        diag_environment(ds, "the folder %s cannot be made: %s", text_get(&path), strerror(errno));
    for (size_t i = 0; ok && i < sizeof files / sizeof *files; i++) {
        text_clear(&path);
        text_format(&path, "%s/%s/%s.schema.json", folder, SCHEMAS_FOLDER, files[i].name);
        ok = write_schema(text_get(&path), files[i].kind, ds);
    }
    text_release(&path);
    return ok;
}
