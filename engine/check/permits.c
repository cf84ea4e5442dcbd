#include "check/permits.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/glob.h"
#include "core/rotated.h"

static void add_list(struct text *why, const char *what, const char *const *list)
{
    if (!list || !list[0]) {
        text_format(why, "; allow has no \"%s\"", what);
        return;
    }
    text_format(why, "; allow has %s: ", what);
    for (size_t i = 0; list[i]; i++)
        text_format(why, "%s%s", i > 0 ? ", " : "", list[i]);
}

static void add_withheld(struct text *why, const struct permits *p)
{
    for (size_t i = 0; p->withheld && p->withheld[i]; i++)
        text_format(why, "; %s", p->withheld[i]);
}

/* Words with one blank between. */
static bool is_forbidden(const struct permits *p, const char *const *argv, struct text *why)
{
    struct text line = {0};
    bool found = false;
    for (size_t i = 0; argv[i]; i++)
        text_format(&line, "%s%s", i > 0 ? " " : "", argv[i]);
    for (size_t i = 0; p->never && p->never[i] && p->never[i + 1] && !found; i += 2) {
        found = glob_matches(p->never[i], text_get(&line));
        if (found)
            text_format(why, "the runbook says never to run \"%s\": %s", p->never[i],
                        p->never[i + 1]);
    }
    text_release(&line);
    return found;
}

static bool begins_with(const char *const *argv, const char *entry)
{
    size_t word = 0;
    while (*entry) {
        size_t len = strcspn(entry, " ");
        if (len > 0) {
            if (!argv[word] || strlen(argv[word]) != len || strncmp(argv[word], entry, len) != 0)
                return false;
            word++;
        }
        entry += len + (entry[len] == ' ');
    }
    return word > 0;
}

bool permits_run(const struct permits *p, const char *const *argv, struct text *why)
{
    if (is_forbidden(p, argv, why))
        return false;
    for (size_t i = 0; argv[0] && p->run && p->run[i]; i++)
        if (begins_with(argv, p->run[i]))
            return true;
    text_add(why, "not allowed to run \"");
    for (size_t i = 0; argv[i] && i < 8; i++)
        text_format(why, "%s%.80s", i > 0 ? " " : "", argv[i]);
    text_add(why, "\"");
    add_list(why, "run", p->run);
    return false;
}

/* The part behind the last slash that was read, and what stands for it. */
static bool add_part(struct text *clean, const char *part, size_t len)
{
    if (len == 2 && part[0] == '.' && part[1] == '.')
        return false;
    if (len == 0 || (len == 1 && part[0] == '.'))
        return true;
    text_add_char(clean, '/');
    text_add_n(clean, part, len);
    return true;
}

static bool clean_path(const char *path, struct text *clean)
{
    bool ok = path && path[0] == '/';
    while (ok && *path) {
        path += *path == '/';
        size_t len = strcspn(path, "/");
        ok = add_part(clean, path, len);
        path += len;
    }
    if (ok && clean->len == 0)
        text_add_char(clean, '/');
    return ok;
}

/* Both are clean. */
static bool covers(const char *root, const char *path)
{
    size_t len = strcmp(root, "/") == 0 ? 0 : strlen(root);
    return strncmp(root, path, len) == 0 && (path[len] == '/' || path[len] == '\0');
}

bool permits_read(const struct permits *p, const char *path, struct text *clean, struct text *root,
                  struct text *why)
{
    if (!clean_path(path, clean)) {
        text_format(why, "\"%.200s\" is not an absolute path without \"..\"", path ? path : "");
        return false;
    }
    for (size_t i = 0; p->read && p->read[i]; i++) {
        text_clear(root);
        if (clean_path(p->read[i], root) && covers(text_get(root), text_get(clean)))
            return true;
        if (rotated_path(text_get(root), text_get(clean))) {
            text_clear(root);
            text_add(root, text_get(clean));
            return true;
        }
    }
    text_format(why, "not allowed to read \"%.200s\"", path);
    add_list(why, "read", p->read);
    add_withheld(why, p);
    return false;
}

struct origin {
    char scheme[8];
    char host[256];
    unsigned port;
};

static bool read_scheme(const char **at, struct origin *o)
{
    if (strncasecmp(*at, "https://", 8) == 0) {
        strcpy(o->scheme, "https");
        *at += 8;
        return true;
    }
    strcpy(o->scheme, "http");
    *at += 7;
    return strncasecmp(*at - 7, "http://", 7) == 0;
}

static bool read_host(const char **at, struct origin *o)
{
    bool bracket = **at == '[';
    const char *chars = bracket
                            ? "[0123456789abcdefABCDEF:."
                            : "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_";
    size_t len = strspn(*at, chars);
    if (bracket && (*at)[len++] != ']')
        return false;
    if (len == 0 || len >= sizeof o->host)
        return false;
    for (size_t i = 0; i < len; i++) {
        char c = (*at)[i];
        o->host[i] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
    o->host[len] = '\0';
    *at += len;
    return true;
}

static bool read_port(const char **at, struct origin *o)
{
    o->port = strcmp(o->scheme, "https") == 0 ? 443 : 80;
    if (**at != ':')
        return true;
    size_t digits = strspn(++*at, "0123456789");
    if (digits == 0 || digits > 5)
        return false;
    o->port = (unsigned)strtoul(*at, NULL, 10);
    *at += digits;
    return o->port > 0 && o->port < 65536;
}

/* `rest` gets what stands behind the origin. */
static bool read_origin(const char *url, struct origin *o, const char **rest)
{
    for (const char *c = url; *c; c++)
        if ((unsigned char)*c <= ' ' || *c == 0x7f || *c == '\\')
            return false;
    *rest = url;
    return read_scheme(rest, o) && read_host(rest, o) && read_port(rest, o) &&
           (**rest == '\0' || strchr("/?#", **rest));
}

static bool one_line(const char *const *headers)
{
    for (size_t i = 0; headers && headers[i]; i++)
        if (strpbrk(headers[i], "\r\n") || !strchr(headers[i], ':') ||
            strncasecmp(headers[i], "host", strcspn(headers[i], ": \t")) == 0)
            return false;
    return true;
}

static bool is_token(const char *method)
{
    size_t len = strspn(method, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    return len > 0 && len <= 16 && method[len] == '\0';
}

static bool is_entry(const struct origin *o, const char *entry)
{
    struct origin e;
    const char *rest;
    return read_origin(entry, &e, &rest) && (*rest == '\0' || strcmp(rest, "/") == 0) &&
           strcmp(o->scheme, e.scheme) == 0 && strcmp(o->host, e.host) == 0 && o->port == e.port;
}

bool permits_http(const struct permits *p, const struct world_request *request, struct text *why)
{
    struct origin o;
    const char *rest;
    if (!is_token(request->method) || !one_line(request->headers)) {
        text_add(why, "not allowed: a method or header that would change who is asked");
        return false;
    }
    if (!read_origin(request->url, &o, &rest)) {
        text_format(why, "\"%.200s\" is not a plain http or https address", request->url);
        return false;
    }
    for (size_t i = 0; p->http && p->http[i]; i++)
        if (is_entry(&o, p->http[i]))
            return true;
    text_format(why, "not allowed to ask %s://%s:%u", o.scheme, o.host, o.port);
    add_list(why, "http", p->http);
    add_withheld(why, p);
    return false;
}
