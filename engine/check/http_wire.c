#include "check/http_wire.h"

#include <stdlib.h>
#include <string.h>

static void put(struct text *t, const char *bytes, size_t len)
{
    text_format(t, "%zu:", len);
    text_add_n(t, bytes, len);
}

static void put_text(struct text *t, const char *s)
{
    put(t, s, strlen(s));
}

static void put_number(struct text *t, long long n)
{
    char digits[24] = "";
    struct text number = {0};
    text_format(&number, "%lld", n);
    strncpy(digits, number.at, sizeof digits - 1);
    text_release(&number);
    put_text(t, digits);
}

void http_wire_put_request(struct text *t, const struct world_request *what)
{
    put_text(t, what->method);
    put_text(t, what->url);
    put_number(t, what->timeout_ms);
    put_number(t, (long long)what->body_max);
    for (const char *const *header = what->headers; header && *header; header++)
        put_text(t, *header);
    put_text(t, "");
    put_number(t, what->body != NULL);
    put(t, what->body, what->body ? what->body_len : 0);
}

void http_wire_put_response(struct text *t, const struct world_response *r, const char *why)
{
    put_text(t, why);
    if (*why)
        return;
    put_number(t, r->status);
    put_number(t, r->cut);
    put(t, r->headers.at, r->headers.len);
    put(t, r->body.at, r->body.len);
}

struct reader {
    const char *at;
    size_t left;
    bool bad;
};

/* A field's bytes, which may lie at the end of the buffer without a NUL. */
static const char *get(struct reader *r, size_t *len)
{
    size_t n = 0, i = 0;
    while (i < r->left && i < 9 && r->at[i] >= '0' && r->at[i] <= '9')
        n = n * 10 + (size_t)(r->at[i++] - '0');
    r->bad = r->bad || !i || i == r->left || r->at[i] != ':' || n > r->left - i - 1;
    *len = 0;
    if (r->bad)
        return "";
    const char *field = r->at + i + 1;
    r->at = field + n;
    r->left -= i + 1 + n;
    *len = n;
    return field;
}

static void get_text(struct reader *r, struct text *out)
{
    size_t len;
    const char *field = get(r, &len);
    text_clear(out);
    text_add_n(out, field, len);
}

static long long get_number(struct reader *r)
{
    struct text digits = {0};
    get_text(r, &digits);
    long long n = strtoll(text_get(&digits), NULL, 10);
    text_release(&digits);
    return n;
}

static bool plain(const struct text *t)
{
    return t->len && strlen(t->at) == t->len && !t->at[strcspn(t->at, "\r\n")];
}

static void get_headers(struct reader *r, struct http_asked *out)
{
    struct text field = {0};
    for (size_t i = 0; !r->bad; i++) {
        get_text(r, &field);
        if (!field.len)
            break;
        if (i == HTTP_HEADERS || !plain(&field)) {
            r->bad = true;
            break;
        }
        out->header[i] = field;
        out->headers[i] = field.at;
        field = (struct text){0};
    }
    text_release(&field);
}

bool http_wire_get_request(const char *at, size_t len, struct http_asked *out)
{
    struct reader r = {at, len, false};
    *out = (struct http_asked){0};
    get_text(&r, &out->method);
    get_text(&r, &out->url);
    out->what.timeout_ms = get_number(&r);
    long long max = get_number(&r);
    get_headers(&r, out);
    bool has_body = get_number(&r);
    get_text(&r, &out->body);
    out->what.method = text_get(&out->method);
    out->what.url = text_get(&out->url);
    out->what.headers = out->headers;
    out->what.body = has_body ? text_get(&out->body) : NULL;
    out->what.body_len = out->body.len;
    out->what.body_max = max > 0 && max < HTTP_BODY_MAX ? (size_t)max : HTTP_BODY_MAX;
    return !r.bad && plain(&out->method) && plain(&out->url);
}

void http_asked_release(struct http_asked *a)
{
    text_release(&a->method);
    text_release(&a->url);
    text_release(&a->body);
    for (size_t i = 0; i < HTTP_HEADERS; i++)
        text_release(&a->header[i]);
}

bool http_wire_get_response(const char *at, size_t len, struct world_response *out,
                            struct text *why)
{
    struct reader r = {at, len, false};
    size_t why_len;
    const char *failed = get(&r, &why_len);
    if (why_len) {
        text_add_n(why, failed, why_len);
        return false;
    }
    out->status = (int)get_number(&r);
    out->cut = get_number(&r);
    get_text(&r, &out->headers);
    get_text(&r, &out->body);
    if (r.bad)
        text_add(why, "ruleout-http gave no answer that can be read");
    return !r.bad;
}
