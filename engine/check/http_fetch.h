#ifndef RULEOUT_CHECK_HTTP_FETCH_H
#define RULEOUT_CHECK_HTTP_FETCH_H

/*
 * http_fetch: one HTTP request, made by the program ruleout-http.
 *
 * That is looked for beside this program, then in ../libexec. It alone links libcurl, and what the
 * server says is parsed there. Blocks until `timeout_ms` (30 s where that is 0) and a little more
 * at most; the other program is then killed. No redirect is followed: a 302 is a response.
 */
#include <stdbool.h>

#include "base/text.h"
#include "core/world.h"

/* `out` is empty, or holds texts whose memory is used again. */
bool http_fetch(const struct world_request *what, struct world_response *out, struct text *why);

#endif
