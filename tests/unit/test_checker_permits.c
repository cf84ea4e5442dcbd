#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "check/beneath.h"
#include "check/permits.h"
#include "suite.h"

static bool runs(const char *entry, const char *const *argv)
{
    const char *entries[] = {"journalctl", entry, NULL};
    struct permits p = {.run = entries};
    struct text why = {0};
    bool ok = permits_run(&p, argv, &why);
    CHECK(ok == (why.len == 0));
    text_release(&why);
    return ok;
}

static void commands_begin_with_an_entry(void)
{
    static const struct {
        const char *entry, *argv[6];
        bool ok;
    } cases[] = {
        {"kubectl get", {"kubectl", "get", NULL}, true},
        {"kubectl get", {"kubectl", "get", "pods", "-o", "yaml", NULL}, true},
        {"kubectl get", {"journalctl", "-u", "x", NULL}, true},
        {"kubectl  get ", {"kubectl", "get", "pods", NULL}, true},
        {"kubectl get", {"kubectl", NULL}, false},
        {"kubectl get", {"kubectl", "get-all", NULL}, false},
        {"kubectl get", {"kubectl", "ge", NULL}, false},
        {"kubectl get", {"kubectl get", NULL}, false},
        {"kubectl get", {"kubectl get", "pods", NULL}, false},
        {"kubectl get", {"kubectl", "-n", "get", NULL}, false},
        {"kubectl get", {"kubectl", "delete", "get", NULL}, false},
        {"kubectl get", {"kubectl", "get\n", NULL}, false},
        {"kubectl get", {"kubectl", "", "get", NULL}, false},
        {"kubectl get", {"/tmp/kubectl", "get", NULL}, false},
        {"kubectl get", {"./kubectl", "get", NULL}, false},
        {"kubectl get", {"kubectl-evil", "get", NULL}, false},
        {"kubectl get", {"KUBECTL", "get", NULL}, false},
        {"kubectl get", {"env", "kubectl", "get", NULL}, false},
        {"kubectl get", {"sh", "-c", "kubectl get", NULL}, false},
        {"kubectl get", {"journalctl;", "x", NULL}, false},
        {"kubectl get", {"", NULL}, false},
        {"", {"rm", "-rf", "/", NULL}, false},
        {"  ", {"rm", NULL}, false},
        {"", {"", NULL}, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (!suite_check(runs(cases[i].entry, cases[i].argv) == cases[i].ok, cases[i].argv[0],
                         __FILE__, __LINE__))
            printf("  case %zu\n", i);
    CHECK(!runs("x", (const char *const[]){NULL}));
}

static void no_list_permits_nothing(void)
{
    struct permits p = {0};
    struct text why = {0}, clean = {0}, root = {0};
    struct world_request request = {.method = "GET", .url = "http://localhost/"};
    CHECK(!permits_run(&p, (const char *const[]){"true", NULL}, &why));
    CHECK_TEXT(text_get(&why), "not allowed to run \"true\"; allow has no \"run\"");
    text_clear(&why);
    CHECK(!permits_read(&p, "/etc/passwd", &clean, &root, &why));
    CHECK_TEXT(text_get(&why), "not allowed to read \"/etc/passwd\"; allow has no \"read\"");
    text_clear(&why);
    CHECK(!permits_http(&p, &request, &why));
    CHECK_TEXT(text_get(&why), "not allowed to ask http://localhost:80; allow has no \"http\"");
    text_release(&why);
    text_release(&clean);
    text_release(&root);
}

static void paths_lie_beneath_an_entry(void)
{
    static const struct {
        const char *path, *clean, *root;
    } cases[] = {
        {"/var/log/app/x.log", "/var/log/app/x.log", "/var/log/app"},
        {"/var/log/app", "/var/log/app", "/var/log/app"},
        {"/var//log/./app/x", "/var/log/app/x", "/var/log/app"},
        {"/etc/hosts", "/etc/hosts", "/etc/hosts"},
        {"/etc/hosts/", "/etc/hosts", "/etc/hosts"},
        {"/var/log/app/...", "/var/log/app/...", "/var/log/app"},
        {"/var/log/app/..", NULL, NULL},
        {"/var/log/app/../x", NULL, NULL},
        {"/var/log/app/x/../y", NULL, NULL},
        {"/var/log/app2/x", NULL, NULL},
        {"/var/log/ap", NULL, NULL},
        {"/var/log", NULL, NULL},
        {"/etc/hosts2", NULL, NULL},
        {"/etc/hosts.1", "/etc/hosts.1", "/etc/hosts.1"},
        {"/etc//hosts-20260914.gz", "/etc/hosts-20260914.gz", "/etc/hosts-20260914.gz"},
        {"/etc/hosts.1.key", NULL, NULL},
        {"/etc/hosts.old", NULL, NULL},
        {"/etc/hosts.1/x", NULL, NULL},
        {"/etc/x/../hosts.1", NULL, NULL},
        {"/etc/hosts.d/x", NULL, NULL},
        {"/", NULL, NULL},
        {"", NULL, NULL},
        {"var/log/app/x", NULL, NULL},
        {"./x", NULL, NULL},
        {"~/x", NULL, NULL},
        {"/proc/self/fd/3", NULL, NULL},
        {"/var/log/app\n/x", NULL, NULL},
    };
    static const char *const entries[] = {"/var/log/app/", "/etc/hosts", "relative", "",
                                          "/a/../etc",     NULL};
    struct permits p = {.read = entries};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text clean = {0}, root = {0}, why = {0};
        bool ok = permits_read(&p, cases[i].path, &clean, &root, &why);
        suite_check(ok == (cases[i].clean != NULL), cases[i].path, __FILE__, __LINE__);
        if (ok && cases[i].clean) {
            CHECK_TEXT(text_get(&clean), cases[i].clean);
            CHECK_TEXT(text_get(&root), cases[i].root);
        }
        text_release(&clean);
        text_release(&root);
        text_release(&why);
    }
}

static void the_root_permits_all(void)
{
    static const char *const entries[] = {"/", NULL};
    struct permits p = {.read = entries};
    struct text clean = {0}, root = {0}, why = {0};
    CHECK(permits_read(&p, "/etc/hosts", &clean, &root, &why));
    CHECK_TEXT(text_get(&root), "/");
    text_release(&clean);
    text_release(&root);
}

static void origins_are_exact(void)
{
    static const struct {
        const char *url;
        bool ok;
    } cases[] = {
        {"https://status.example", true},
        {"https://status.example/", true},
        {"https://status.example/api?x=1#y", true},
        {"https://status.example?x", true},
        {"https://status.example:443/x", true},
        {"HTTPS://STATUS.example/x", true},
        {"http://127.0.0.1:8080/health", true},
        {"http://[::1]:9090/", true},
        {"http://status.example/", false},
        {"https://status.example:8443/", false},
        {"https://status.example.evil.example/", false},
        {"https://evil.example/https://status.example", false},
        {"https://status.example@evil.example/", false},
        {"https://user:secret@status.example/", false},
        {"https://@status.example/", false},
        {"https://status.example:443@evil.example/", false},
        {"https://status.example\\@evil.example/", false},
        {"https://status.example\\.evil.example/", false},
        {"https:/status.example/", false},
        {"https:status.example/", false},
        {"https:///status.example/", false},
        {"//status.example/", false},
        {"status.example", false},
        {"https://status.example./", false},
        {"https://status%2eexample/", false},
        {"https://.status.example/", false},
        {"https://status.example:/", false},
        {"https://status.example:443x/", false},
        {"https://status.example:00000443/", false},
        {"https://status.example:65979/", false},
        {"https://status.example:-1/", false},
        {"https://status.example /", false},
        {" https://status.example/", false},
        {"https://status.example/\r\nHost: evil", false},
        {"https://status.example/\tx", false},
        {"http://127.0.0.1:80800/", false},
        {"http://127.0.0.1:808/", false},
        {"http://127.1:8080/", false},
        {"http://2130706433:8080/", false},
        {"http://0x7f.0.0.1:8080/", false},
        {"http://127.0.0.1.evil.example:8080/", false},
        {"http://127.0.0.1:8080.evil.example/", false},
        {"http://[::1].evil.example:9090/", false},
        {"http://[::1:9090/", false},
        {"http://[::2]:9090/", false},
        {"file:///etc/passwd", false},
        {"ftp://status.example/", false},
        {"gopher://127.0.0.1:8080/", false},
        {"javascript:alert(1)", false},
        {"", false},
    };
    static const char *const entries[] = {"https://status.example",
                                          "http://127.0.0.1:8080/",
                                          "http://[::1]:9090",
                                          "https://",
                                          "junk",
                                          NULL};
    struct permits p = {.http = entries};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct world_request request = {.method = "GET", .url = cases[i].url};
        struct text why = {0};
        bool ok = permits_http(&p, &request, &why);
        suite_check(ok == cases[i].ok && ok == (why.len == 0), cases[i].url, __FILE__, __LINE__);
        text_release(&why);
    }
}

static void requests_cannot_be_split(void)
{
    static const struct {
        const char *method, *header;
        bool ok;
    } cases[] = {
        {"GET", "Accept: text/html", true},
        {"POST", NULL, true},
        {"GET", "Hostname: x", true},
        {"GET", "Host: evil.example", false},
        {"GET", "hOsT : evil.example", false},
        {"GET", "A: b\r\nHost: evil", false},
        {"GET", "A: b\nX: y", false},
        {"GET", "no colon", false},
        {"GET / HTTP/1.1\r\nX: y", NULL, false},
        {"get", NULL, false},
        {"", NULL, false},
    };
    static const char *const entries[] = {"https://status.example", NULL};
    struct permits p = {.http = entries};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *headers[] = {cases[i].header, NULL};
        struct world_request request = {
            .method = cases[i].method, .url = "https://status.example/", .headers = headers};
        struct text why = {0};
        bool ok = permits_http(&p, &request, &why);
        if (!suite_check(ok == cases[i].ok, cases[i].method, __FILE__, __LINE__))
            printf("  header %s\n", cases[i].header ? cases[i].header : "-");
        text_release(&why);
    }
}

static void make(const char *folder, const char *name, const char *content)
{
    char path[600];
    snprintf(path, sizeof path, "%.300s/%.200s", folder, name);
    FILE *f = fopen(path, "we");
    CHECK(f && fputs(content, f) >= 0 && fclose(f) == 0);
}

static void make_link(const char *to, const char *folder, const char *name)
{
    char path[600];
    snprintf(path, sizeof path, "%.300s/%.200s", folder, name);
    CHECK(symlink(to, path) == 0);
}

/* A tree with a folder that may be read, and every way out of it that there is. */
static void make_tree(const char *base, char *in)
{
    char path[200];
    snprintf(in, 64, "%s/in", base);
    CHECK(mkdir(in, 0755) == 0);
    make(base, "secret", "secret");
    make(in, "plain", "plain");
    snprintf(path, sizeof path, "%.64s/sub", in);
    CHECK(mkdir(path, 0755) == 0);
    make(path, "deep", "deep");
    make_link("../plain", path, "up-inside");
    make_link("plain", in, "link-inside");
    make_link("../secret", in, "link-out");
    snprintf(path, sizeof path, "%s/secret", base);
    make_link(path, in, "link-absolute");
    snprintf(path, sizeof path, "%.64s/plain", in);
    make_link(path, in, "link-absolute-inside");
    make_link("..", in, "parent");
    make_link("/", in, "root");
    make_link("/proc/self/fd/0", in, "magic");
    make_link("/proc/self/root", in, "magic-root");
    make_link("loop", in, "loop");
    snprintf(path, sizeof path, "%.64s/fifo", in);
    CHECK(mkfifo(path, 0644) == 0);
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    snprintf(address.sun_path, sizeof address.sun_path, "%.64s/socket", in);
    CHECK(bind(fd, (struct sockaddr *)&address, sizeof address) == 0);
    close(fd);
}

static void check_open(const char *folder, const char *path, const char *want)
{
    struct text why = {0};
    char got[64] = "";
    int fd = beneath_open(folder, path, &why);
    ssize_t n = fd < 0 ? 0 : read(fd, got, sizeof got - 1);
    if (!suite_check(want ? n > 0 && strcmp(got, want) == 0 : fd < 0 && why.len > 0, path, __FILE__,
                     __LINE__))
        printf("  got \"%s\", %s\n", got, text_get(&why));
    if (fd >= 0) {
        CHECK((fcntl(fd, F_GETFL) & O_ACCMODE) == O_RDONLY);
        CHECK((fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0);
        close(fd);
    }
    text_release(&why);
}

static void links_do_not_lead_out(void)
{
    static const struct {
        const char *name, *want;
    } cases[] = {
        {"plain", "plain"},
        {"sub/deep", "deep"},
        {"link-inside", "plain"},
        {"sub/up-inside", "plain"},
        {"link-out", NULL},
        {"link-absolute", NULL},
        {"link-absolute-inside", NULL},
        {"parent/secret", NULL},
        {"root/etc/passwd", NULL},
        {"magic", NULL},
        {"magic-root/etc/passwd", NULL},
        {"loop", NULL},
        {"fifo", NULL},
        {"socket", NULL},
        {"sub", NULL},
        {"missing", NULL},
        {"plain/x", NULL},
    };
    char base[] = "/tmp/permits.XXXXXX", in[64], path[200], command[64];
    CHECK(mkdtemp(base) != NULL);
    make_tree(base, in);
#ifdef RULEOUT_VALGRIND
    (void)cases;
    printf("  skipped: valgrind does not know openat2\n");
    snprintf(path, sizeof path, "%.64s/plain", in);
    check_open(in, path, NULL);
#else
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        snprintf(path, sizeof path, "%s/%s", in, cases[i].name);
        check_open(in, path, cases[i].want);
        /* Named alone, a file may not lead out of its folder either; the folder is trusted. */
        if (!strchr(cases[i].name, '/'))
            check_open(path, path, cases[i].want);
    }
    check_open("/dev", "/dev/null", NULL);
    check_open("/dev/zero", "/dev/zero", NULL);
    check_open("/proc", "/proc/self/exe", NULL);
    check_open("/proc", "/proc/self/fd/0", NULL);
    check_open("/proc", "/proc/self/root/etc/passwd", NULL);
    check_open("/proc", "/proc/self/cwd/Makefile", NULL);
    check_open("/", "/etc/hosts/../passwd", NULL);
#endif
    snprintf(command, sizeof command, "rm -rf '%s'", base);
    CHECK_INT(system(command), 0);
}

static void what_nobody_must_run_is_refused(void)
{
    const char *run[] = {"kubectl", NULL}, *read[] = {"/srv", NULL};
    const char *never[] = {"kubectl delete *", "It deletes.", "*secret*", "It tells.", NULL};
    const char *withheld[] = {"\"${log}\" permits nothing", NULL};
    struct permits p = {.run = run, .read = read, .never = never, .withheld = withheld};
    static const struct {
        const char *argv[4], *why;
    } cases[] = {
        {{"kubectl", "get", "pods"}, ""},
        {{"kubectl", "delete", "pod"}, "says never to run \"kubectl delete *\": It deletes."},
        {{"kubectl", "get", "secrets"}, "says never to run \"*secret*\": It tells."},
        {{"other", "delete"}, "not allowed to run"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text why = {0};
        CHECK(permits_run(&p, cases[i].argv, &why) == !*cases[i].why);
        CHECK_HOLDS(text_get(&why), cases[i].why);
        text_release(&why);
    }
    struct text clean = {0}, root = {0}, why = {0};
    CHECK(!permits_read(&p, "/etc/x", &clean, &root, &why));
    CHECK_HOLDS(text_get(&why), "allow has read: /srv; \"${log}\" permits nothing");
    text_release(&clean);
    text_release(&root);
    text_release(&why);
}

int main(void)
{
    return suite_run("checker_permits",
                     (CU_TestInfo[]){
                         {"commands begin with an entry", commands_begin_with_an_entry},
                         {"what nobody must run is refused", what_nobody_must_run_is_refused},
                         {"no list permits nothing", no_list_permits_nothing},
                         {"paths lie beneath an entry", paths_lie_beneath_an_entry},
                         {"the root permits all", the_root_permits_all},
                         {"origins are exact", origins_are_exact},
                         {"requests cannot be split", requests_cannot_be_split},
                         {"links do not lead out", links_do_not_lead_out},
                         CU_TEST_INFO_NULL,
                     });
}
