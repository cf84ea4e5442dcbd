#include "book/permit.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

const char *permit_path(struct arena *a, const char *s)
{
    char *out = arena_text(a, s);
    size_t len = strlen(out);
    while (len > 1 && out[len - 1] == '/')
        out[--len] = '\0';
    if (*out != '/' || strpbrk(out, "*?${}"))
        return NULL;
    for (const char *p = out; *p; p++)
        if (iscntrl((unsigned char)*p))
            return NULL;
    for (const char *p = out; len > 1 && *p; p += strcspn(p, "/")) {
        size_t part = strcspn(++p, "/");
        if (!part || (part <= 2 && strspn(p, ".") >= part))
            return NULL;
    }
    return out;
}

static bool is_port(const char *s)
{
    size_t digits = strspn(s, "0123456789");
    int port = 0;
    for (size_t i = 0; i < digits && i < 5; i++)
        port = port * 10 + (s[i] - '0');
    return digits >= 1 && digits <= 5 && !s[digits] && port >= 1 && port <= 65535;
}

/* Of a host as text or in brackets: behind it; NULL where it is none. */
static const char *over_host(const char *s)
{
    if (*s == '[') {
        size_t len = strspn(s + 1, "0123456789abcdef:.");
        return len && s[1 + len] == ']' ? s + len + 2 : NULL;
    }
    size_t len = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-._");
    return len && *s != '.' && *s != '-' ? s + len : NULL;
}

const char *permit_origin(struct arena *a, const char *s)
{
    char *out = arena_text(a, s);
    for (char *p = out; *p; p++)
        *p = (char)tolower((unsigned char)*p);
    bool secure = strncmp(out, "https://", 8) == 0;
    if (!secure && strncmp(out, "http://", 7))
        return NULL;
    const char *end = over_host(out + (secure ? 8 : 7));
    if (!end || (*end && (*end != ':' || !is_port(end + 1))))
        return NULL;
    if (strcmp(end, secure ? ":443" : ":80") == 0)
        out[end - out] = '\0';
    return out;
}
