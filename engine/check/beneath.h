#ifndef RULEOUT_CHECK_BENEATH_H
#define RULEOUT_CHECK_BENEATH_H

/*
 * beneath: opening files without being led elsewhere (openat2, Linux 5.6).
 *
 * The folder is trusted, what lies in it is not: a link may not lead out of it, nor through /proc's
 * links to what other processes have open. Only regular files are opened, and nothing is done to
 * what is not one: a device is not touched, a FIFO not waited for.
 */
#include <stdbool.h>

#include "base/text.h"

/*
 * `path` is `folder` with more behind it, both absolute and clean. Where it is `folder` itself, it
 * is a file that was named alone, and the folder is its parent. -1 with the reason.
 */
int beneath_open(const char *folder, const char *path, struct text *why);
/* `path` may be `folder` itself. */
int beneath_open_folder(const char *folder, const char *path, struct text *why);

#endif
