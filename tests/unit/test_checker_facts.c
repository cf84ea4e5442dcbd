#include <arpa/inet.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/json.h"
#include "check/world_real.h"
#include "suite.h"

/* What this machine says of itself, beside what this test knows to be so. */

static struct jval *fact(const char *what, const char *about, struct text *why)
{
    struct world w = world_real();
    struct text json = {0};
    struct jval *j = NULL;
    if (w.host(w.self, what, about, &json, why))
        j = jval_read(text_get(&json), json.len, why);
    text_release(&json);
    return j;
}

static struct jval *known(const char *what, const char *about)
{
    struct text why = {0};
    struct jval *j = fact(what, about, &why);
    suite_check_text(text_get(&why), "", what, __FILE__, __LINE__);
    text_release(&why);
    return j;
}

static void check_refused(const char *what, const char *about, const char *want)
{
    struct text why = {0};
    struct jval *j = fact(what, about, &why);
    CHECK(j == NULL);
    CHECK_TEXT(text_get(&why), want);
    jval_free(j);
    text_release(&why);
}

static int64_t number(const struct jval *j, const char *key)
{
    const struct jval *v = j ? jval_get(j, key) : NULL;
    return v && jval_kind(v) == JVAL_INT ? jval_int(v) : -1;
}

static double real(const struct jval *j, const char *key)
{
    const struct jval *v = j ? jval_get(j, key) : NULL;
    return v ? jval_number(v) : -1;
}

static const char *text_of(const struct jval *j, const char *key)
{
    const struct jval *v = j ? jval_get(j, key) : NULL;
    const char *s = v ? jval_text(v, NULL) : NULL;
    return s ? s : "(none)";
}

static const struct jval *item_called(const struct jval *list, const char *path)
{
    for (size_t i = 0; list && i < jval_count(list); i++)
        if (strcmp(text_of(jval_at(list, i), "path"), path) == 0)
            return jval_at(list, i);
    return NULL;
}

/* The item whose `key` is `n`. */
static const struct jval *item(const struct jval *list, const char *key, int64_t n)
{
    for (size_t i = 0; list && i < jval_count(list); i++)
        if (number(jval_at(list, i), key) == n)
            return jval_at(list, i);
    return NULL;
}

static void a_deleted_file_is_found(void)
{
    char path[4096], piece[65536] = "x";
    struct stat file;
    const char *folder = getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp";
    snprintf(path, sizeof path, "%s/gone XXXXXX", folder);
    int fd = mkstemp(path), again = dup(fd);
    CHECK(fd >= 0 && write(fd, piece, sizeof piece) == (ssize_t)sizeof piece);
    CHECK(fsync(fd) == 0 && unlink(path) == 0 && fstat(fd, &file) == 0);
    struct jval *j = known("deleted", folder);
    const struct jval *own = item_called(j ? jval_get(j, "files") : NULL, path);
    CHECK_INT(number(own, "pid"), getpid());
    CHECK_INT(number(own, "size"), (long long)file.st_blocks * 512);
    CHECK_INT(number(own, "holders"), 1); /* though it is open twice */
    CHECK(number(j, "bytes") >= number(own, "size"));
    CHECK(number(j, "unseen") >= 0);
    jval_free(j);
    close(fd);
    close(again);
    j = known("deleted", folder);
    CHECK(number(j, "count") >= 0);
    CHECK(item_called(j ? jval_get(j, "files") : NULL, path) == NULL);
    jval_free(j);
    check_refused("deleted", "var", "\"var\": deleted wants an absolute path");
    check_refused("deleted", "/no/such", "\"/no/such\": No such file or directory");
}

/* Bound to a free port of the loopback, of which it tells the number. */
static int bound(int family, int type, unsigned *port)
{
    struct sockaddr_in6 six = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    struct sockaddr_in four = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr *at = family == AF_INET ? (struct sockaddr *)&four : (struct sockaddr *)&six;
    socklen_t len = family == AF_INET ? sizeof four : sizeof six;
    int fd = socket(family, type | SOCK_CLOEXEC, 0);
    if (fd < 0 || bind(fd, at, len) != 0 || getsockname(fd, at, &len) != 0 ||
        (type == SOCK_STREAM && listen(fd, 1) != 0)) {
        if (fd >= 0)
            close(fd);
        return -1;
    }
    *port = ntohs(family == AF_INET ? four.sin_port : six.sin6_port);
    return fd;
}

static void check_port(int family, int type, const char *proto, const char *address)
{
    unsigned port;
    int fd = bound(family, type, &port);
    if (fd < 0)
        return; /* a machine may have no IPv6 */
    struct jval *j = known("ports", "");
    const struct jval *list = j ? jval_get(j, "ports") : NULL, *own = NULL;
    for (size_t i = 0; list && i < jval_count(list); i++)
        if (number(jval_at(list, i), "port") == port &&
            strcmp(text_of(jval_at(list, i), "proto"), proto) == 0)
            own = jval_at(list, i);
    CHECK_TEXT(text_of(own, "address"), address);
    CHECK_INT(number(own, "pid"), getpid());
    CHECK_INT(number(own, "user"), geteuid());
    CHECK(number(j, "unseen") >= 0);
    jval_free(j);
    close(fd);
}

static void ports_are_found(void)
{
    check_port(AF_INET, SOCK_STREAM, "tcp", "127.0.0.1");
    check_port(AF_INET6, SOCK_STREAM, "tcp6", "::1");
    check_port(AF_INET, SOCK_DGRAM, "udp", "127.0.0.1");
}

static pid_t busy_child(void)
{
    pid_t pid = fork();
    if (pid == 0) {
        alarm(20);
        for (volatile unsigned long n = 0;; n++)
            ;
    }
    return pid;
}

static void use_of_the_processor_is_measured(void)
{
    pid_t pid = busy_child();
    struct jval *j = known("cpu", "500ms");
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    const struct jval *hot = item(j ? jval_get(j, "hottest") : NULL, "pid", pid);
    CHECK(real(j, "over") >= 0.5 && real(j, "over") < 20);
    CHECK(real(j, "busy_percent") > 0 && real(j, "busy_percent") <= 100);
    CHECK(real(j, "user_percent") + real(j, "system_percent") <= real(j, "busy_percent") + 0.2);
    CHECK(real(j, "iowait_percent") >= 0 && real(j, "steal_percent") >= 0);
    CHECK(number(j, "cores") >= 1 && number(j, "running") >= 1);
    CHECK(real(hot, "percent") > 5 && real(hot, "percent") <= 150);
    jval_free(j);
    check_refused("cpu", "61s", "\"61s\" is no span from 10ms to 60s");
    check_refused("cpu", "5ms", "\"5ms\" is no span from 10ms to 60s");
    check_refused("net", "soon", "\"soon\" is no span from 10ms to 60s");
}

static const struct jval *loopback(const struct jval *j)
{
    const struct jval *list = j ? jval_get(j, "interfaces") : NULL;
    for (size_t i = 0; list && i < jval_count(list); i++)
        if (strcmp(text_of(jval_at(list, i), "name"), "lo") == 0)
            return jval_at(list, i);
    return NULL;
}

static void what_the_network_has_carried_is_counted(void)
{
    unsigned port;
    char piece[1000] = "";
    int to = bound(AF_INET, SOCK_DGRAM, &port), from = socket(AF_INET, SOCK_DGRAM, 0);
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)port),
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct jval *before = known("net", "");
    for (int i = 0; i < 20; i++)
        CHECK(sendto(from, piece, sizeof piece, 0, (struct sockaddr *)&at, sizeof at) > 0);
    struct jval *after = known("net", "");
    CHECK(number(loopback(after), "rx_bytes") - number(loopback(before), "rx_bytes") >= 20000);
    CHECK(number(loopback(after), "tx_packets") - number(loopback(before), "tx_packets") >= 20);
    CHECK(number(loopback(after), "rx_errors") >= 0);
    CHECK(number(after ? jval_get(after, "tcp") : NULL, "retransmitted") >= 0);
    struct jval *span = known("net", "20ms");
    CHECK(number(loopback(span), "rx_bytes") >= 0);
    CHECK(number(loopback(span), "rx_bytes") < number(loopback(after), "rx_bytes"));
    jval_free(span);
    jval_free(before);
    jval_free(after);
    close(to);
    close(from);
}

static void this_process_is_described(void)
{
    struct jval *list = known("processes", "");
    const struct jval *own = item(list, "pid", getpid());
    CHECK_HOLDS(text_of(own, "command"), "test_checker_facts");
    CHECK_TEXT(text_of(own, "state"), "R");
    CHECK_INT(number(own, "threads"), 1);
    CHECK_INT(number(own, "parent"), getppid());
    CHECK(number(own, "files") >= 3);
    jval_free(list);
}

static void what_holds_files_is_listed(void)
{
    struct jval *list = known("disks", ""), *root = known("disk", "/");
    CHECK(list && jval_count(list) >= 1);
    for (size_t i = 0; list && i < jval_count(list); i++) {
        const struct jval *one = jval_at(list, i), *remote = jval_get(one, "remote");
        if (remote)
            continue;
        CHECK(number(one, "size") > 0 && number(one, "used_percent") <= 100);
        CHECK(number(one, "inodes") >= number(one, "inodes_free"));
        CHECK(strcmp(text_of(one, "type"), "tmpfs") != 0);
    }
    CHECK(root && jval_get(root, "read_only") != NULL);
    jval_free(list);
    jval_free(root);
}

static void pressure_is_told_or_why_not(void)
{
    struct text why = {0};
    struct jval *j = fact("pressure", "", &why);
    const struct jval *memory = j ? jval_get(j, "memory") : NULL;
    if (memory) {
        CHECK(real(jval_get(memory, "some"), "avg10") >= 0);
        CHECK(real(jval_get(memory, "full"), "avg300") <= 100);
        CHECK(number(jval_get(memory, "some"), "total_us") >= 0);
    } else {
        CHECK_HOLDS(text_get(&why), "this kernel does not measure pressure");
    }
    jval_free(j);
    text_release(&why);
}

int main(void)
{
    return suite_run(
        "checker_facts",
        (CU_TestInfo[]){
            {"a deleted file is found", a_deleted_file_is_found},
            {"ports are found", ports_are_found},
            {"use of the processor is measured", use_of_the_processor_is_measured},
            {"what the network has carried is counted", what_the_network_has_carried_is_counted},
            {"this process is described", this_process_is_described},
            {"what holds files is listed", what_holds_files_is_listed},
            {"pressure is told, or why not", pressure_is_told_or_why_not},
            CU_TEST_INFO_NULL,
        });
}
