#ifndef RULEOUT_CLUES_LOG_UNPACK_H
#define RULEOUT_CLUES_LOG_UNPACK_H

/*
 * log_unpack: the bytes of a file that gzip or zstd packed, in memory that does not grow with it.
 *
 * Which it is, its first bytes say, not its name. Several members or frames behind one another are
 * one file, as they are to gunzip and zstdcat. A zstd file that was packed with a window of more
 * than 8 MiB (`zstd --ultra`, `--long`) is refused, since it would take as much memory.
 */
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct log_unpack;

/* What unpacks the file from the descriptor's place on; NULL where it is not packed, or cannot be
 * looked at in two places. The descriptor is borrowed. */
struct log_unpack *log_unpack_new(int fd);
void log_unpack_free(struct log_unpack *u); /* NULL is allowed */

/* How many bytes came; 0 at the end; -1 where it is damaged, ends too soon or cannot be read. */
ssize_t log_unpack_read(struct log_unpack *u, char *out, size_t size);
const char *log_unpack_why(const struct log_unpack *u); /* "its gzip data ends too soon" */

#endif
