#ifndef RULEOUT_BASE_SOURCE_H
#define RULEOUT_BASE_SOURCE_H

/*
 * source: the bytes of one file that a person wrote, and where in it something stands.
 *
 * A source outlives everything that points into it: the loaded book, and the diagnostics about it.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SOURCE_MAX (4u << 20) /* bytes; the format's limit for a file */

struct source {
    char *path;  /* as the user named it, for messages */
    char *bytes; /* with a NUL behind them */
    size_t len;
};

/* A stretch of a source, in bytes. */
struct span {
    uint32_t at, len;
};

/* What people call the place of a byte. */
struct place {
    uint32_t line, column; /* from 1; column counts characters */
    const char *text;      /* the line's first byte */
    size_t text_len;       /* without its line end */
};

struct diags;

/*
 * Reads a regular file of at most SOURCE_MAX bytes. NULL with a diagnostic when it cannot be had:
 * missing, unreadable, a folder or device, too big.
 */
struct source *source_read(const char *path, struct diags *ds);
struct source *source_from(const char *path, const char *bytes, size_t len); /* copies both */
void source_free(struct source *s);                                          /* NULL is allowed */

/* Past the end: the end. A byte order mark at the start belongs to no line. */
struct place source_place(const struct source *s, size_t at);

#endif
