#ifndef RULEOUT_CHECK_HTTP_WIRE_H
#define RULEOUT_CHECK_HTTP_WIRE_H

/*
 * http_wire: what goes between ruleout and ruleout-http, through its standard input and output.
 *
 * Fields, each its length in digits, a colon and its bytes. A request is method, URL, milliseconds,
 * the most bytes of a body, each header, an empty field, whether there is a body, the body. A
 * response is "" (or why there is none, and then no more), status, whether it was cut, headers,
 * body.
 */
#include <stdbool.h>
#include <stddef.h>

#include "base/text.h"
#include "core/world.h"

#define HTTP_BODY_MAX (16u << 20)
#define HTTP_HEADERS 64
#define HTTP_HEADERS_MAX (64u << 10) /* bytes of the response's headers that are kept */

/* How the reason begins where nobody answered; others name what is wrong on this side. */
#define HTTP_SILENCE "no answer"

void http_wire_put_request(struct text *t, const struct world_request *what);
void http_wire_put_response(struct text *t, const struct world_response *r, const char *why);

/* A request as it was read; its texts are its own. False: misformed. */
struct http_asked {
    struct world_request what;
    struct text method, url, body, header[HTTP_HEADERS];
    const char *headers[HTTP_HEADERS + 1];
};

bool http_wire_get_request(const char *at, size_t len, struct http_asked *out);
void http_asked_release(struct http_asked *a);

/* False with the reason: the other side's, or that it is misformed. */
bool http_wire_get_response(const char *at, size_t len, struct world_response *out,
                            struct text *why);

#endif
