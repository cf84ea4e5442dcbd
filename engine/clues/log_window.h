#ifndef RULEOUT_CLUES_LOG_WINDOW_H
#define RULEOUT_CLUES_LOG_WINDOW_H

/*
 * log_window: a large file, seen piece by piece through a mapping, so that nothing of it is copied
 * and only the piece takes memory.
 *
 * A file may become shorter while it is read (logrotate's copytruncate). What is gone then reads as
 * NULs, and log_window_torn() says so: what was found in that piece counts for nothing. One at a
 * time in a process, which has SIGBUS for it.
 */
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#define LOG_WINDOW (4u << 20) /* a multiple of the largest page that a file is mapped by */

struct log_window {
    int fd;
    off_t at; /* where the piece begins in the file */
    char *mapped;
    size_t len;
    struct sigaction before;
};

/* False where the file cannot be seen so. */
bool log_window_begin(struct log_window *w, int fd);
/* The piece that begins at `at`, up to `end` at most; NULL where it cannot be had. `*len` gets its
 * length. Another piece is given back. */
const char *log_window_move(struct log_window *w, off_t at, off_t end, size_t *len);
bool log_window_torn(const struct log_window *w);
void log_window_end(struct log_window *w);

#endif
