#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/incident.h"
#include "cli/say.h"

static const struct option_spec options[] = {
    {"format", OPTION_VALUE, "md|json", "Markdown (the default), or one JSON document"},
    {"output", OPTION_VALUE, "FILE", "into a new file; one that is there is never overwritten"},
    OPTION_COLOR,
    {0}};

static void write_report(const struct opened *o, bool json, struct text *out)
{
    struct story story = opened_story(o);
    if (!json) {
        postmortem_markdown(&story, out);
        return;
    }
    struct jval *report = postmortem_json(&story);
    char *written = jval_write(report, JSON_PRETTY);
    text_format(out, "%s\n", written);
    free(written);
    jval_free(report);
}

static bool write_file(int fd, const struct text *t)
{
    for (size_t at = 0; at < t->len;) {
        ssize_t n = write(fd, t->at + at, t->len - at);
        if (n < 0 && errno != EINTR)
            return false;
        at += n > 0 ? (size_t)n : 0;
    }
    return fsync(fd) == 0 || errno == EINVAL; /* a pipe has nothing to sync */
}

/* People write into postmortems: what is there stays. */
static bool save(const char *path, const struct text *t, struct diags *ds)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0 && errno == EEXIST) {
        diag_hint(diag_environment(ds, "%s is there already and may hold what people wrote", path),
                  "name a new file, and carry over what you want to keep");
        return false;
    }
    bool ok = fd >= 0 && write_file(fd, t);
    if (!ok)
        diag_environment(ds, "%s cannot be written: %s", path, strerror(errno));
    if (!ok && fd >= 0)
        unlink(path); /* half a report misleads */
    if (fd >= 0)
        close(fd);
    return ok;
}

static int run(const struct args *args)
{
    const char *format = args_value(args, "format"), *path = args_value(args, "output");
    struct diags ds = {0};
    struct opened o;
    struct text t = {0};
    int status;
    if (opened_find(&o, args->words[0], RECORD_READ, &ds, &status)) {
        status = EXIT_DONE;
        write_report(&o, format && strcmp(format, "json") == 0, &t);
        if (!path)
            say_result(&t);
        else if (!save(path, &t, &ds))
            status = EXIT_ENVIRONMENT;
    }
    say_diags(&ds);
    diags_release(&ds);
    text_release(&t);
    opened_release(&o);
    return status;
}

const struct command cmd_postmortem = {
    .name = "postmortem",
    .words = "ID",
    .min_words = 1,
    .max_words = 1,
    .about = "what happened, drafted from the record",
    .options = options,
    .run = run,
};
