#include "book/load.h"

#include <ctype.h>
#include <string.h>

/* What a permit is in its canonical form; NULL with the hint's words where it is none. */
typedef const char *read_permit(struct arena *a, const char *s, const char **hint);

/* Beginnings of commands, with one blank between words. */
static const char *read_run(struct arena *a, const char *s, const char **hint)
{
    if (s[strcspn(s, "|;&<>()$`\"'\\*?{}\n")]) {
        *hint = "write the first words of a command as they are: kubectl get";
        return NULL;
    }
    char *out = arena_alloc(a, strlen(s) + 1), *o = out;
    for (const char *p = s; *p; p++)
        if (!isblank((unsigned char)*p))
            *o++ = *p;
        else if (o > out && o[-1] != ' ')
            *o++ = ' ';
    return out;
}

/* Absolute, without . and .., without a / at the end. */
static const char *read_path(struct arena *a, const char *s, const char **hint)
{
    char *out = arena_text(a, s);
    size_t len = strlen(out);
    while (len > 1 && out[len - 1] == '/')
        out[--len] = '\0';
    *hint = "write the folder or file itself: /var/log/nginx; a folder brings all below it";
    if (*out != '/' || strpbrk(out, "*?${}"))
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

/* In small letters, without the port that the scheme has anyway. */
static const char *read_origin(struct arena *a, const char *s, const char **hint)
{
    char *out = arena_text(a, s);
    for (char *p = out; *p; p++)
        *p = (char)tolower((unsigned char)*p);
    *hint = "write the scheme, the host and perhaps a port, without a path: "
            "https://status.psp.example";
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

static const char *read_name(struct arena *a, const char *s, const char **hint)
{
    *hint = "write the name of an environment variable: KUBECONFIG";
    for (const char *p = s; *p; p++)
        if (*p != '_' && !isalpha((unsigned char)*p) && (p == s || !isdigit((unsigned char)*p)))
            return NULL;
    return arena_text(a, s);
}

static const char *const *load_permits(struct load *l, const struct node *key, const char *what,
                                       read_permit *read, size_t *count)
{
    *count = 0;
    if (!key)
        return NULL;
    const char **out = arena_alloc(l->r.arena, key->value->count * sizeof *out);
    for (struct node *n = key->value->first; n; n = n->next) {
        const char *hint;
        if (!reader_is_text(&l->r, n, "an item of the list"))
            continue;
        reader_trim(n);
        const char *permit = read(l->r.arena, n->text, &hint);
        if (permit)
            out[(*count)++] = permit;
        else
            complain_hint(
                reader_error(&l->r, RB_BAD_PERMIT, n->span, "\"%s\" is no %s", n->text, what), "%s",
                hint);
    }
    return out;
}

void load_allow(struct load *l, const struct node *key)
{
    struct node *f[ALLOW_KEYS];
    struct allow *allow = &l->book->allow;
    if (!key || !reader_fields(&l->r, key->value, IN_ALLOW, f))
        return;
    allow->run =
        load_permits(l, f[ALLOW_RUN], "beginning of a command", read_run, &allow->run_count);
    allow->read = load_permits(l, f[ALLOW_READ], "absolute path", read_path, &allow->read_count);
    allow->http = load_permits(l, f[ALLOW_HTTP], "origin", read_origin, &allow->http_count);
    allow->env =
        load_permits(l, f[ALLOW_ENV], "environment variable's name", read_name, &allow->env_count);
}
