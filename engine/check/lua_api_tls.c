#include "check/lua_ask.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/time.h"

#define OUTPUT_MAX (1u << 20)
#define USUAL_MS 10000
#define CERTIFICATE "-----BEGIN CERTIFICATE-----"
#define CERTIFICATE_END "-----END CERTIFICATE-----"
#define SAID_MAX 300

static const char *const peer_keys[] = {"host", "port", "name", "ca", "starttls", "timeout", NULL};
static const char *const file_keys[] = {"name", NULL};

static bool is_address(const char *host)
{
    return strchr(host, ':') || strspn(host, "0123456789.") == strlen(host);
}

/* What openssl takes for an argument of its own, or of another protocol, is none. */
static const char *plain(lua_State *L, const char *function, const char *key, const char *text)
{
    bool ok = !text || (*text && *text != '-');
    for (const char *c = text; ok && c && *c; c++)
        ok = isalnum((unsigned char)*c) || strchr("-._:%*", *c) || (unsigned char)*c >= 0x80;
    if (!ok)
        luaL_error(L, "%s: %s \"%s\" is no %s", function, key, text,
                   strcmp(key, "starttls") == 0 ? "protocol, as smtp" : "name or address");
    return text;
}

/* The text behind `label` up to the line's end; NULL where there is none. */
static const char *behind(const char *out, const char *label, size_t *len)
{
    const char *found = strstr(out, label);
    while (found && found > out && found[-1] != '\n')
        found = strstr(found + 1, label);
    if (!found)
        return NULL;
    found += strlen(label);
    *len = strcspn(found, "\n");
    return found;
}

static void put_line(lua_State *L, const char *field, const char *out, const char *label)
{
    size_t len = 0;
    const char *text = behind(out, label, &len);
    lua_ask_put_text(L, field, text, len);
}

/* Nov  7 14:57:36 2026 GMT */
static bool read_moment(const char *text, int64_t *ms)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    char month[4], clock[9], said[TIME_TEXT_MAX];
    int day, year;
    if (!text || sscanf(text, "%3s %2d %8[0-9:] %4d GMT", month, &day, clock, &year) != 4)
        return false;
    const char *at = strstr(months, month);
    if (!at || strlen(month) != 3 || (at - months) % 3)
        return false;
    snprintf(said, sizeof said, "%04d-%02d-%02dT%sZ", year, (int)(at - months) / 3 + 1, day, clock);
    return time_parse_rfc3339(said, ms);
}

static bool put_moment(lua_State *L, const char *field, const char *out, const char *label)
{
    size_t len;
    int64_t ms;
    if (!read_moment(behind(out, label, &len), &ms))
        return false;
    lua_api_push_seconds(L, ms);
    lua_setfield(L, -2, field);
    return true;
}

/* "    DNS:shop.example, IP Address:192.0.2.7" below the name of the extension. */
static void put_names(lua_State *L, const char *out)
{
    static const char *const labels[] = {"DNS:", "IP Address:"};
    lua_Integer count = 0;
    size_t len;
    const char *at = behind(out, "X509v3 Subject Alternative Name: ", &len);
    at = at ? at + len : "";
    at += strspn(at, "\n ");
    lua_newtable(L);
    for (size_t end; *at && *at != '\n'; at += end) {
        for (size_t i = 0; i < 2; i++) {
            size_t label = strlen(labels[i]);
            if (strncmp(at, labels[i], label) == 0) {
                lua_pushlstring(L, at + label, strcspn(at + label, ",\n"));
                lua_rawseti(L, -2, ++count);
            }
        }
        end = strcspn(at, ",\n");
        end += strspn(at + end, ", ");
    }
    lua_setfield(L, -2, "names");
}

/* What openssl says of it comes last. A certificate may hold any text before. */
static bool says_fits(struct lua_host *h, const char *name)
{
    const struct text *out = &h->ran.out;
    text_clear(&h->out);
    text_format(&h->out, "\n%s %s does match certificate\n", is_address(name) ? "IP" : "Hostname",
                name);
    return out->len >= h->out.len &&
           strcmp(out->at + out->len - h->out.len, text_get(&h->out)) == 0;
}

/* Runs openssl x509 on `pem`, or on the file `path`, and pushes what it says of the certificate. */
static bool push_certificate(lua_State *L, struct lua_host *h, const char *path, const char *pem,
                             const char *name)
{
    const char *argv[20] = {"openssl", "x509",           "-noout",       "-subject",
                            "-issuer", "-dates",         "-fingerprint", "-sha256",
                            "-ext",    "subjectAltName", "-nameopt",     "RFC2253,utf8,-esc_msb"};
    size_t n = 12;
    if (name) {
        argv[n++] = is_address(name) ? "-checkip" : "-checkhost";
        argv[n++] = name;
    }
    if (path) {
        argv[n++] = "-in";
        argv[n++] = path;
    }
    struct world_run what = {.live_fd = -1, .argv = argv, .output_max = OUTPUT_MAX};
    what.timeout_ms = USUAL_MS;
    what.input = pem;
    what.input_len = pem ? strlen(pem) : 0;
    if (!lua_ask_run(h, &what))
        return false;
    const char *out = text_get(&h->ran.out), *err = text_get(&h->ran.err);
    lua_createtable(L, 0, 12);
    if (h->ran.status != 0 || !put_moment(L, "expires", out, "notAfter=")) {
        text_format(&h->why, "openssl cannot read %s%s", path ? path : "what the server shows",
                    strstr(err, "Permission denied") ? ": Permission denied"
                    : strstr(err, "No such file")    ? ": No such file"
                                                     : "");
        return false;
    }
    put_moment(L, "begins", out, "notBefore=");
    put_line(L, "subject", out, "subject=");
    put_line(L, "issuer", out, "issuer=");
    put_line(L, "fingerprint", out, "sha256 Fingerprint=");
    put_names(L, out);
    if (name)
        lua_ask_put_flag(L, "name_fits", says_fits(h, name));
    return true;
}

/* To a tenth, below 0 where it has ended. */
static void put_days(lua_State *L, struct lua_host *h)
{
    lua_raw_field(L, lua_gettop(L), "expires");
    double seconds = lua_tonumber(L, -1) - (double)h->world->now_ms(h->world->self) / 1000;
    lua_pop(L, 1);
    double tenths = seconds / 8640;
    int64_t whole = (int64_t)tenths - (tenths < (double)(int64_t)tenths);
    lua_pushnumber(L, (double)whole / 10);
    lua_setfield(L, -2, "days");
}

static const char *pass_fields(const char *at, int count)
{
    while (at && count--) {
        at = strchr(at, ':');
        at = at ? at + 1 : NULL;
    }
    return at;
}

/* openssl's own words: ID:error:CODE:library:function:REASON:file:line:DETAIL, where the reason may
 * be "system lib" and the detail what that says. */
static void tell_silence(struct lua_host *h, const char *at)
{
    static const char elsewhere[] = "system lib:";
    const char *said = strstr(text_get(&h->ran.err), ":error:");
    said = pass_fields(said, 5);
    if (said && strncmp(said, elsewhere, strlen(elsewhere)) == 0)
        said = pass_fields(said, 3);
    size_t len = said ? strcspn(said, ":\n") : 0;
    text_format(&h->why, "%s shows no certificate: %.*s", at, len ? (int)len : SAID_MAX,
                len ? said : "it speaks no TLS there");
}

static bool show(lua_State *L, struct lua_host *h, const char *at, const char *name)
{
    static const char f[] = "tls.peer";
    const char *argv[20] = {"openssl", "s_client", "-connect", at, "-showcerts"};
    size_t n = 5;
    int64_t ms = USUAL_MS, left = lua_api_timeout_ms(L, 1, f);
    const char *ca = lua_ask_text(L, f, "ca");
    const char *protocol = plain(L, f, "starttls", lua_ask_text(L, f, "starttls"));
    if (lua_raw_field(L, 1, "timeout") != LUA_TNIL || ms > left)
        ms = left; /* which the option is in */
    if (!is_address(name)) {
        argv[n++] = "-servername";
        argv[n++] = name;
    }
    if (ca) {
        argv[n++] = "-CAfile";
        argv[n++] = ca;
        argv[n++] = "-no-CApath";
        argv[n++] = "-no-CAstore";
    }
    if (protocol) {
        argv[n++] = "-starttls";
        argv[n++] = protocol;
    }
    struct world_run what = {.live_fd = -1, .argv = argv, .timeout_ms = ms};
    what.output_max = OUTPUT_MAX;
    if (!lua_ask_run(h, &what))
        return false;
    if (strstr(text_get(&h->ran.err), "X509_load_cert_crl_file"))
        text_format(&h->why, "openssl finds no authorities in %s", ca ? ca : "its folder");
    else if (!strstr(text_get(&h->ran.out), CERTIFICATE))
        tell_silence(h, at);
    return h->why.len == 0;
}

/* Pushes {ok=, why=, length=}: what a client that checks complains of, the name not looked at. */
static void push_chain(lua_State *L, struct lua_host *h)
{
    static const char label[] = "verify error:num=";
    lua_Integer length = 0;
    for (const char *at = text_get(&h->ran.out); (at = strstr(at, CERTIFICATE)); at++)
        length++;
    for (const char *at = text_get(&h->ran.err); (at = strstr(at, label)); at++) {
        const char *said = at + strlen(label);
        said += strcspn(said, ":\n");
        said += *said == ':';
        size_t len = strcspn(said, "\n");
        lua_pushlstring(L, said, len);
        if (!strstr(text_get(&h->out), lua_tostring(L, -1)))
            text_format(&h->out, "%s%.*s", h->out.len ? "; " : "", (int)len, said);
        lua_pop(L, 1);
    }
    lua_createtable(L, 0, 3);
    lua_ask_put_flag(L, "ok", !h->out.len);
    lua_ask_put_text(L, "why", text_get(&h->out), h->out.len);
    lua_ask_put_number(L, "length", length);
}

/* Pushes the first certificate, which is the server's own, and the protocol. */
static const char *push_shown(lua_State *L, struct lua_host *h)
{
    size_t len = 0;
    const char *out = text_get(&h->ran.out), *from = strstr(out, CERTIFICATE);
    const char *end = strstr(from, CERTIFICATE_END);
    const char *pem = lua_pushlstring(
        L, from, end ? (size_t)(end - from) + strlen(CERTIFICATE_END) : strlen(from));
    const char *protocol = behind(out, "New, ", &len);
    lua_pushlstring(L, protocol ? protocol : "", protocol ? strcspn(protocol, ",\n") : 0);
    return pem;
}

static int tls_peer(lua_State *L)
{
    static const char f[] = "tls.peer";
    lua_ask_options(L, f, peer_keys, "{host = \"shop.example\", port = 443}");
    struct lua_host *h = lua_api_begin(L);
    const char *host = plain(L, f, "host", lua_ask_needed(L, f, "host"));
    const char *name = plain(L, f, "name", lua_ask_text(L, f, "name"));
    lua_Integer port = lua_ask_number(L, f, "port", 1, 65535, 443);
    const char *at = lua_pushfstring(L, strchr(host, ':') ? "[%s]:%I" : "%s:%I", host, port);
    name = name ? name : host;
    if (!show(L, h, at, name))
        return lua_api_failed(L);
    push_chain(L, h);
    int chain = lua_gettop(L);
    const char *pem = push_shown(L, h);
    if (!push_certificate(L, h, NULL, pem, name))
        return lua_api_failed(L);
    put_days(L, h);
    lua_pushvalue(L, chain);
    lua_setfield(L, -2, "chain");
    lua_pushvalue(L, chain + 2);
    lua_setfield(L, -2, "protocol");
    return 1;
}

static int tls_file(lua_State *L)
{
    static const char f[] = "tls.file";
    const char *path = lua_api_text(L, 1, f, "path"), *name = NULL;
    if (*path != '/')
        luaL_error(L, "%s: path \"%s\" is not absolute", f, path);
    lua_api_options(L, 2, f, file_keys);
    if (lua_raw_field(L, 2, "name") != LUA_TNIL)
        name = plain(L, f, "name", lua_api_text(L, -1, f, "name"));
    struct lua_host *h = lua_api_begin(L);
    if (!push_certificate(L, h, path, NULL, name))
        return lua_api_failed(L);
    put_days(L, h);
    return 1;
}

const struct lua_entry lua_api_tls[] = {
    {"tls.peer", "tls.peer{host=, port=, name=, ca=, starttls=, timeout=}",
     "The certificate that a server shows: {expires=, begins=, days=, issuer=, subject=, names=, "
     "name_fits=, chain=, protocol=, fingerprint=}; chain is {ok=, why=, length=}.",
     tls_peer},
    {"tls.file", "tls.file(path [, {name=}])",
     "The first certificate of a file in PEM: the same without chain and protocol.", tls_file},
    {NULL},
};
