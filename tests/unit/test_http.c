#include "suite.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"
#include "check/http_fetch.h"
#include "check/http_wire.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static int port, closed_port;
static pid_t server;

/* A socket that listens on a port of its own on loopback. */
static int listen_at(int *at)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof a;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&a, sizeof a) != 0 || listen(fd, 16) != 0 ||
        getsockname(fd, (struct sockaddr *)&a, &len) != 0)
        abort();
    *at = ntohs(a.sin_port);
    return fd;
}

static void say(int to, const struct text *t)
{
    for (size_t done = 0; done < t->len;) {
        ssize_t n = send(to, t->at + done, t->len - done, MSG_NOSIGNAL);
        if (n <= 0)
            return;
        done += (size_t)n;
    }
}

static size_t body_length(const char *request)
{
    const char *at = strstr(request, "Content-Length: ");
    return at ? (size_t)atol(at + 16) : 0;
}

static void receive(int from, struct text *request)
{
    char piece[4096];
    for (;;) {
        ssize_t n = recv(from, piece, sizeof piece, 0);
        if (n <= 0)
            return;
        text_add_n(request, piece, (size_t)n);
        const char *end = strstr(request->at, "\r\n\r\n");
        if (end && request->len >= (size_t)(end + 4 - request->at) + body_length(request->at))
            return;
    }
}

/* /echo gives the request back; the other paths are what a server may do wrong. */
static void answer(int to, const struct text *request)
{
    struct text t = {0};
    const char *path = strchr(text_get(request), ' ');
    path = path ? path + 1 : "";
    if (!strncmp(path, "/echo", 5)) {
        text_format(&t, "HTTP/1.1 200 OK\r\nX-Thing: A: b\r\nContent-Length: %zu\r\n\r\n",
                    request->len);
        text_add_n(&t, request->at, request->len);
    } else if (!strncmp(path, "/moved", 6)) {
        text_format(&t,
                    "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:%d/echo\r\n"
                    "Content-Length: 0\r\n\r\n",
                    port);
    } else if (!strncmp(path, "/endless", 8)) {
        text_add(&t, "HTTP/1.1 200 OK\r\n\r\n");
        text_add_repeat(&t, 'x', 4 << 20);
    } else if (!strncmp(path, "/headers", 8)) {
        text_add(&t, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n");
        for (int i = 0; i < 3000; i++)
            text_format(&t, "X-%d: 0123456789012345678901234567890123456789\r\n", i);
        text_add(&t, "\r\n");
    } else if (!strncmp(path, "/garbage", 8)) {
        text_add(&t, "this is not HTTP\r\n\r\n");
    } else if (!strncmp(path, "/short", 6)) {
        text_add(&t, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
    } else if (!strncmp(path, "/hang", 5)) {
        pause();
    } else if (!strncmp(path, "/continue", 9)) {
        text_add(&t, "HTTP/1.1 100 Continue\r\nX-Early: 1\r\n\r\n"
                     "HTTP/1.1 503 Busy\r\nX-Late: 1\r\nContent-Length: 4\r\n\r\nbusy");
    }
    say(to, &t);
    text_release(&t);
}

static void serve(int at)
{
    for (;;) {
        int from = accept(at, NULL, NULL);
        if (from < 0)
            continue;
        if (fork() == 0) {
            struct text request = {0};
            prctl(PR_SET_PDEATHSIG, SIGKILL);
            receive(from, &request);
            answer(from, &request);
            text_release(&request);
            _exit(0);
        }
        close(from);
        while (waitpid(-1, NULL, WNOHANG) > 0)
            ;
    }
}

static void start_server(void)
{
    int at = listen_at(&port);
    close(listen_at(&closed_port));
    server = fork();
    if (server == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        serve(at);
    }
    close(at);
}

/* "STATUS body" or "no: WHY". `what` has all but the URL. */
static char *fetched(struct world_request what, const char *path, struct world_response *r)
{
    struct text url = {0}, why = {0}, t = {0};
    if (strstr(path, "://"))
        text_add(&url, path);
    else
        text_format(&url, "http://127.0.0.1:%d%s", port, path);
    what.url = url.at;
    if (!what.method)
        what.method = "GET";
    if (http_fetch(&what, r, &why))
        text_format(&t, "%d %s%s", r->status, text_get(&r->body), r->cut ? " (cut)" : "");
    else
        text_format(&t, "no: %s", text_get(&why));
    text_release(&url);
    text_release(&why);
    return text_take(&t);
}

static void release(struct world_response *r)
{
    text_release(&r->headers);
    text_release(&r->body);
    *r = (struct world_response){0};
}

static void asks_and_is_told(void)
{
    static const char *const headers[] = {"X-Mine: 1", NULL};
    struct world_response r = {0};
    char *got =
        fetched((struct world_request){.timeout_ms = 10000, .headers = headers}, "/echo?a=b", &r);
    CHECK_HOLDS(got, "200 GET /echo?a=b HTTP/1.1\r\n");
    CHECK_HOLDS(got, "X-Mine: 1\r\n");
    CHECK_HOLDS(got, "User-Agent: ruleout\r\n");
    CHECK(!strstr(got, "Expect") && !strstr(got, "Cookie") && !strstr(got, "Accept-Encoding"));
    CHECK_HOLDS(text_get(&r.headers), "x-thing: A: b\n");
    free(got);
    release(&r);

    struct world_request post = {
        .method = "POST", .body = "a\0b", .body_len = 3, .timeout_ms = 10000};
    got = fetched(post, "/echo", &r);
    CHECK_HOLDS(got, "200 POST /echo HTTP/1.1\r\n");
    CHECK(r.body.len > 3 && memcmp(r.body.at + r.body.len - 3, "a\0b", 3) == 0);
    free(got);
    release(&r);

    got = fetched((struct world_request){.method = "HEAD", .timeout_ms = 10000}, "/echo", &r);
    CHECK_TEXT(got, "200 ");
    free(got);
    release(&r);
}

static void sends_a_large_body(void)
{
    struct text body = {0};
    struct world_response r = {0};
    text_add_repeat(&body, 'y', 3 << 20);
    struct world_request what = {
        .method = "PUT", .body = body.at, .body_len = body.len, .timeout_ms = 20000};
    free(fetched(what, "/echo", &r));
    CHECK_INT(r.status, 200);
    CHECK(r.body.len > body.len);
    CHECK(!r.cut);
    release(&r);
    text_release(&body);
}

static void follows_nothing(void)
{
    struct world_response r = {0};
    char *got = fetched((struct world_request){.timeout_ms = 10000}, "/moved", &r);
    CHECK_TEXT(got, "302 ");
    CHECK_HOLDS(text_get(&r.headers), "location: http://127.0.0.1:");
    free(got);
    release(&r);
}

static void keeps_to_its_sizes(void)
{
    struct world_response r = {0};
    free(fetched((struct world_request){.timeout_ms = 10000, .body_max = 1000}, "/endless", &r));
    CHECK_INT(r.status, 200);
    CHECK_INT(r.body.len, 1000);
    CHECK(r.cut);
    release(&r);
    free(fetched((struct world_request){.timeout_ms = 10000}, "/headers", &r));
    CHECK_INT(r.status, 200);
    CHECK(r.headers.len > 1000 && r.headers.len <= HTTP_HEADERS_MAX);
    release(&r);
}

static void tells_why_not(void)
{
    static const struct {
        const char *path, *method, *want;
    } rows[] = {
        {"/garbage", NULL, "no: Received HTTP/0.9 when not allowed"},
        {"/short", NULL, "no: transfer closed with"},
        {"/closes", NULL, "no: no answer: Empty reply from server"},
        {"ftp://127.0.0.1/x", NULL, "no: Protocol \"ftp\" not supported"},
        {"file:///etc/passwd", NULL, "no: Protocol \"file\" not supported"},
        {"http://a@127.0.0.1/", NULL, "no: "},
        {"not a URL://", NULL, "no: "},
        {"/echo", "GET /x HTTP/1.1\r\nA: b", "no: the request cannot be read"},
        {"/echo", "get", "no: the request cannot be read"},
        {"/continue", NULL, "503 busy"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct world_response r = {0};
        char *got = fetched((struct world_request){.timeout_ms = 10000, .method = rows[i].method},
                            rows[i].path, &r);
        suite_check_holds(got, rows[i].want, rows[i].path, __FILE__, __LINE__);
        CHECK(strncmp(got, rows[i].want, 3) == 0);
        if (r.status == 503)
            CHECK(!strstr(text_get(&r.headers), "x-early"));
        free(got);
        release(&r);
    }
    struct world_response r = {0};
    struct text url = {0};
    text_format(&url, "http://127.0.0.1:%d/", closed_port);
    char *got = fetched((struct world_request){.timeout_ms = 10000}, url.at, &r);
    CHECK_HOLDS(got, "no: no answer: Failed to connect");
    free(got);
    text_release(&url);
}

static void takes_nothing_from_its_surroundings(void)
{
    struct text proxy = {0};
    struct world_response r = {0};
    text_format(&proxy, "http://127.0.0.1:%d/", closed_port);
    setenv("http_proxy", proxy.at, 1);
    setenv("ALL_PROXY", proxy.at, 1);
    char *got = fetched((struct world_request){.timeout_ms = 10000}, "/echo", &r);
    CHECK_HOLDS(got, "200 GET /echo ");
    unsetenv("http_proxy");
    unsetenv("ALL_PROXY");
    text_release(&proxy);
    free(got);
    release(&r);
}

static void gives_up_in_time(void)
{
    struct timespec from, to;
    struct world_response r = {0};
    clock_gettime(CLOCK_MONOTONIC, &from);
    char *got = fetched((struct world_request){.timeout_ms = 300}, "/hang", &r);
    clock_gettime(CLOCK_MONOTONIC, &to);
    int64_t took_ms = (to.tv_sec - from.tv_sec) * 1000 + (to.tv_nsec - from.tv_nsec) / 1000000;
    CHECK(strncmp(got, "no: no answer: ", 15) == 0);
    CHECK(took_ms >= 250 && took_ms <= 900);
    CHECK(waitpid(-1, NULL, WNOHANG) == 0); /* the server, and nobody else, is left */
    free(got);
}

static void refuses_misformed_messages(void)
{
    static const char *const wrong[] = {"",  "3:GET", "3:GET1:x", "9999999999:x",      "3:GE",
                                        "x", ":",     "1",        "3:GET5:http:1:11:1"};
    struct http_asked asked;
    for (size_t i = 0; i < COUNT(wrong); i++) {
        suite_check(!http_wire_get_request(wrong[i], strlen(wrong[i]), &asked), wrong[i], __FILE__,
                    __LINE__);
        http_asked_release(&asked);
    }
    struct text t = {0}, why = {0};
    struct world_response r = {0}, back = {0};
    r.status = 204;
    text_add_n(&r.body, "a\0b", 3);
    http_wire_put_response(&t, &r, "");
    CHECK(http_wire_get_response(t.at, t.len, &back, &why));
    CHECK_INT(back.status, 204);
    CHECK_INT(back.body.len, 3);
    for (size_t len = 0; len < t.len; len++) {
        text_clear(&why);
        CHECK(!http_wire_get_response(t.at, len, &back, &why) && why.len);
    }
    text_release(&t);
    text_release(&why);
    release(&r);
    release(&back);
}

int main(void)
{
    CU_TestInfo tests[] = {
        {"asks and is told", asks_and_is_told},
        {"sends a large body", sends_a_large_body},
        {"follows nothing", follows_nothing},
        {"keeps to its sizes", keeps_to_its_sizes},
        {"tells why not", tells_why_not},
        {"takes nothing from its surroundings", takes_nothing_from_its_surroundings},
        {"gives up in time", gives_up_in_time},
        {"refuses misformed messages", refuses_misformed_messages},
        CU_TEST_INFO_NULL,
    };
    start_server();
    int status = suite_run("http", tests);
    kill(server, SIGKILL);
    waitpid(server, NULL, 0);
    return status;
}
