/*
 * ruleout-http: makes one HTTP request. Not for people: see check/http_wire.h for what it reads on
 * its standard input and writes on its standard output.
 *
 * http and https alone; certificates are verified; no redirect is followed; no proxy, .netrc,
 * cookie or other setting of the surroundings has a part in it.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <curl/curl.h>

#include "check/http_wire.h"

#define REQUEST_MAX (HTTP_BODY_MAX + HTTP_HEADERS_MAX + 65536)

struct taken {
    struct world_response *response;
    size_t body_max;
};

static bool read_all(struct text *t)
{
    char piece[16384];
    while (t->len <= REQUEST_MAX) {
        ssize_t n = read(0, piece, sizeof piece);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0 && t->len;
        text_add_n(t, piece, (size_t)n);
    }
    return false;
}

static void write_all(const struct text *t)
{
    for (size_t done = 0; done < t->len;) {
        ssize_t n = write(1, t->at + done, t->len - done);
        if (n < 0 && errno != EINTR)
            return;
        done += n > 0 ? (size_t)n : 0;
    }
}

/* Fewer bytes than it was given make libcurl stop. */
static size_t take_body(char *bytes, size_t one, size_t len, void *self)
{
    struct taken *t = self;
    size_t room = t->body_max - t->response->body.len, more = one * len;
    text_add_n(&t->response->body, bytes, more < room ? more : room);
    t->response->cut = more > room;
    return more < room ? more : room;
}

static bool begins(const char *line, size_t len, const char *with)
{
    return len >= strlen(with) && memcmp(line, with, strlen(with)) == 0;
}

/* A status line begins the headers of another response: what came before was "100 Continue". */
static size_t take_header(char *line, size_t one, size_t len, void *self)
{
    struct text *headers = &((struct taken *)self)->response->headers;
    size_t whole = one * len, end = whole;
    while (end && (line[end - 1] == '\n' || line[end - 1] == '\r'))
        end--;
    const char *colon = memchr(line, ':', end);
    if (begins(line, end, "HTTP/"))
        text_clear(headers);
    else if (colon && headers->len + end + 1 <= HTTP_HEADERS_MAX) {
        for (size_t i = 0; i < end; i++) {
            char c = line[i];
            bool in_name = line + i < colon;
            text_add_char(headers, in_name && c >= 'A' && c <= 'Z' ? (char)(c + 32) : c);
        }
        text_add_char(headers, '\n');
    }
    return whole;
}

static void set_protocols(CURL *curl)
{
#if LIBCURL_VERSION_NUM >= 0x075500
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
#else
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS));
#endif
}

static void set_surroundings(CURL *curl)
{
    set_protocols(curl);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    curl_easy_setopt(curl, CURLOPT_HTTP09_ALLOWED, 0L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "ruleout");
}

static void set_request(CURL *curl, const struct world_request *what)
{
    curl_easy_setopt(curl, CURLOPT_URL, what->url);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)what->timeout_ms);
    if (what->body) {
        curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)what->body_len);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, what->body);
    }
    if (strcmp(what->method, "HEAD") == 0)
        curl_easy_setopt(curl, CURLOPT_NOBODY, 1L);
    else
        curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, what->method);
}

static struct curl_slist *header_list(const struct world_request *what)
{
    struct curl_slist *list = curl_slist_append(NULL, "Expect:");
    for (const char *const *header = what->headers; *header; header++)
        list = curl_slist_append(list, *header);
    return list;
}

/* The other side is not there, or says nothing: that too may answer a question. */
static bool is_silence(CURLcode code)
{
    return code == CURLE_COULDNT_CONNECT || code == CURLE_OPERATION_TIMEDOUT ||
           code == CURLE_GOT_NOTHING || code == CURLE_RECV_ERROR || code == CURLE_SEND_ERROR;
}

static void perform(CURL *curl, const struct world_request *what, struct world_response *out,
                    struct text *why)
{
    char error[CURL_ERROR_SIZE] = "";
    struct taken taken = {out, what->body_max};
    struct curl_slist *headers = header_list(what);
    set_surroundings(curl);
    set_request(curl, what);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, &taken);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, &taken);
    CURLcode code = curl_easy_perform(curl);
    long status = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    out->status = (int)status;
    if (code != CURLE_OK && !out->cut)
        text_format(why, "%s%s", is_silence(code) ? HTTP_SILENCE ": " : "",
                    *error ? error : curl_easy_strerror(code));
    curl_slist_free_all(headers);
}

/* Text that begins with letters alone: what is not a method might be something else to a server. */
static bool is_method(const char *s)
{
    size_t len = strspn(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
    return len && len <= 16 && !s[len];
}

/* It ends with its parent, and has no way to fill a disk. */
static void bound(void)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setrlimit(RLIMIT_FSIZE, &(struct rlimit){0});
    setrlimit(RLIMIT_CORE, &(struct rlimit){0});
}

int main(void)
{
    struct text input = {0}, output = {0}, why = {0};
    struct http_asked asked = {0};
    struct world_response response = {0};
    bound();
    bool ok = read_all(&input) && http_wire_get_request(input.at, input.len, &asked) &&
              is_method(asked.what.method);
    CURL *curl = NULL;
    if (!ok)
        text_add(&why, "the request cannot be read");
    else if (curl_global_init(CURL_GLOBAL_DEFAULT) != 0 || !(curl = curl_easy_init()))
        text_add(&why, "libcurl cannot be had");
    else
        perform(curl, &asked.what, &response, &why);
    http_wire_put_response(&output, &response, text_get(&why));
    write_all(&output);
    curl_easy_cleanup(curl);
    curl_global_cleanup();
    http_asked_release(&asked);
    text_release(&response.headers);
    text_release(&response.body);
    text_release(&input);
    text_release(&output);
    text_release(&why);
    return 0;
}
