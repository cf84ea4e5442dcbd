#ifndef RULEOUT_CLI_PROGRESS_H
#define RULEOUT_CLI_PROGRESS_H

/*
 * progress: a line on standard error that says what runs and for how long.
 *
 * Only on a terminal, and only from half a second on; the line is taken away again.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PROGRESS_EVERY_MS 250

struct progress {
    const char *what; /* "checking" */
    bool on, shown;
    int64_t began_ms;
    struct running {
        int job;
        const char *name;
    } * running;
    size_t count, cap;
};

void progress_start(struct progress *p, const char *what);
/* `name` is borrowed until it is removed. */
void progress_add(struct progress *p, int job, const char *name);
void progress_remove(struct progress *p, int job);
void progress_show(struct progress *p); /* to be called every PROGRESS_EVERY_MS or so */
void progress_stop(struct progress *p);

#endif
