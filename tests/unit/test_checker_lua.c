#include "suite.h"

#include <dirent.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "check/checker.h"
#include "check/inspect.h"
#include "lua_help.h"

/* Real Lua through the real broker, keepers and confined workers. */

#define FOLDER "tests/unit/hostile"
#define LATE_MS 200

static bool is_variant(const char *name)
{
    const char *variant = getenv("RULEOUT_VARIANT");
    return variant && strcmp(variant, name) == 0;
}

static int64_t clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static struct checker *begin(const struct world *world)
{
    struct diags ds = {0};
    struct checker *c = checker_start(world, &ds);
    CHECK(c && ds.count == 0);
    diags_release(&ds);
    return c;
}

static char *run_one(struct checker *c, const char *name, const char *lua,
                     const struct permits *permits, int64_t timeout_ms)
{
    struct check_job job = {.name = name,
                            .lua = lua,
                            .lua_len = strlen(lua),
                            .inline_body = true,
                            .first_line = 1,
                            .permits = *permits,
                            .timeout_ms = timeout_ms};
    struct job_result r = {0};
    struct text output = {0}, got = {0};
    CHECK(checker_check(c, &job) > 0);
    CHECK_INT(checker_wait(c, 120000, &output, &r), NEWS_RESULT);
    if (r.outcome == CHECK_TOLD)
        text_format(&got, "told %s%s%s", r.answer, r.evidence ? " | " : "",
                    r.evidence ? r.evidence : "");
    else
        text_format(&got, "cannot: %s", r.why);
    job_result_release(&r);
    text_release(&output);
    return text_take(&got);
}

/* Processes whose parent is this one, and what they have: brokers, keepers, workers, commands. */
static int count_children(pid_t of)
{
    int count = 0;
    DIR *proc = opendir("/proc");
    for (struct dirent *e; (e = readdir(proc));) {
        char path[64];
        int parent = 0;
        snprintf(path, sizeof path, "/proc/%.20s/stat", e->d_name);
        FILE *f = fopen(path, "re");
        if (f && fscanf(f, "%*d (%*[^)]) %*c %d", &parent) == 1 && parent == of)
            count += 1 + count_children((pid_t)atoi(e->d_name));
        if (f)
            fclose(f);
    }
    closedir(proc);
    return count;
}

static bool at_most_left(int count)
{
    for (int i = 0; i < 200; i++) {
        if (count_children(getpid()) <= count)
            return true;
        usleep(10000);
    }
    return false;
}

/* A keeper and a worker without a job wait a while for the next. */
static bool only_those_that_wait_left(void)
{
    return at_most_left(3);
}

static bool only_broker_left(void)
{
    return at_most_left(1);
}

static char *read_whole(const char *path)
{
    struct text t = {0};
    char piece[4096];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    for (ssize_t n; fd >= 0 && (n = read(fd, piece, sizeof piece)) > 0;)
        text_add_n(&t, piece, (size_t)n);
    close(fd);
    return text_take(&t);
}

static const struct fake_row files[] = {
    {"/allowed", "allowed"},
    {"/as", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!"},
    {NULL}};

/* How a file of hostile/ must end stands in its first line: test_lua_hostile.c says how. */
static bool as_wanted(const char *got, const char *want)
{
    if (strcmp(want, "late") == 0)
        return strstr(got, "no answer within 200 ms: ended") ||
               strstr(got, "it was still running when its time was up");
    if (strncmp(want, "cannot: ", 8) == 0)
        return strncmp(got, "cannot: ", 8) == 0 &&
               (strstr(got, want + 8) || strstr(got, "not allowed to run"));
    return strncmp(got, "told ", 5) == 0;
}

static int64_t end_hostile(struct checker *c, const char *file, const struct permits *permits)
{
    char path[600];
    snprintf(path, sizeof path, FOLDER "/%.255s", file);
    char *lua = read_whole(path), *want = mem_text_n(lua, strcspn(lua, "\n"));
    bool late = strcmp(want, "-- late") == 0;
    int64_t began = clock_ms();
    char *name = mem_text_n(file, strlen(file) - 4);
    char *got = run_one(c, name, lua, permits, late ? LATE_MS : 60000);
    int64_t took = clock_ms() - began;
    if (!suite_check(as_wanted(got, want + 3), file, __FILE__, __LINE__))
        printf("  got:  %.300s\n  want: %s\n", got, want);
    if (late)
        suite_check(is_variant("val") || took < LATE_MS + 1000, file, __FILE__, __LINE__);
    suite_check(only_those_that_wait_left(), "nothing of the job is left", file, __LINE__);
    free(got);
    free(name);
    free(lua);
    free(want);
    return late ? took : 0;
}

static void hostile_checks_end_in_time(void)
{
    static const char *const read[] = {"/allowed", "/as", NULL};
    struct fake f = {.files = files};
    struct world w = fake_world(&f);
    struct permits permits = {.read = read};
    struct checker *c = begin(&w);
    struct dirent **found;
    int64_t most = 0;
    int count = 0, all = scandir(FOLDER, &found, NULL, alphasort);
    for (int i = 0; i < all; i++) {
        const char *dot = strrchr(found[i]->d_name, '.');
        if (dot && strcmp(dot, ".lua") == 0 && (!is_variant("val") || i % 6 == 0)) {
            int64_t took = end_hostile(c, found[i]->d_name, &permits);
            most = took > most ? took : most;
            count++;
        }
        free(found[i]);
    }
    if (all >= 0)
        free(found);
    printf("  %d hostile and honest checks; the latest of those with %d ms took %lld\n", count,
           LATE_MS, (long long)most);
    CHECK(is_variant("val") ? count >= 10 : count >= 60);
    CHECK(only_broker_left());
    checker_stop(c);
    CHECK_INT(count_children(getpid()), 0);
}

static void expect(struct checker *c, const char *lua, const struct permits *permits,
                   const char *want)
{
    char *got = run_one(c, "real", lua, permits, 30000);
    CHECK_HOLDS(got, want);
    free(got);
}

static void the_machine_is_seen(void)
{
    struct checker *c = begin(NULL);
    char folder[] = "/tmp/real.XXXXXX", path[64];
    CHECK(mkdtemp(folder) != NULL && chdir(folder) == 0);
    FILE *log = fopen("app.log", "we");
    CHECK(log && fputs("2026-09-14T10:00:00Z error: boom\nfine\n", log) >= 0 && fclose(log) == 0);
    CHECK(symlink("/etc/passwd", "out") == 0);
    const char *const read[] = {folder, NULL}, *const run[] = {"echo", "sh -c", NULL};
    struct permits permits = {.read = read, .run = run};
    char lua[300];
    expect(c, "local r = run('echo', 'a  b', '$(id)') return r.code, r.out", &permits,
           "told 0 | a  b $(id)");
    expect(c, "return run('id')", &permits, "not allowed to run \"id\"");
    expect(c, "return run('sh', '-c', 'sleep 1000 & setsid sleep 1000 & exit 4').code", &permits,
           "told 4");
    CHECK(only_broker_left());
    expect(c,
           "return host.memory().total > 0 and host.disk('/').used_percent >= 0 and "
           "host.cpu().cores >= 1 and host.uptime() > 0 and #host.processes() > 0",
           &permits, "told yes");
    if (is_variant("val")) {
        printf("  skipped: valgrind does not know openat2\n");
    } else {
        snprintf(lua, sizeof lua, "return file.read('%s/app.log'):match('%%a+: %%a+')", folder);
        expect(c, lua, &permits, "told error: boom");
        snprintf(lua, sizeof lua, "return file.read('%s/out')", folder);
        expect(c, lua, &permits, "a link on the way leads out of");
        snprintf(lua, sizeof lua, "return file.read('%s/../etc/passwd')", folder);
        expect(c, lua, &permits, "without \"..\"");
        expect(c, "return file.read('/etc/passwd')", &permits, "not allowed to read");
    }
    checker_stop(c);
    snprintf(path, sizeof path, "%s/app.log", folder);
    CHECK(unlink("app.log") == 0 && unlink("out") == 0 && chdir("/") == 0 && rmdir(folder) == 0);
}

/* A server for some requests on loopback; returns its process. */
static pid_t serve(int *port)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t len = sizeof at;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    CHECK(bind(fd, (struct sockaddr *)&at, len) == 0 && listen(fd, 5) == 0 &&
          getsockname(fd, (struct sockaddr *)&at, &len) == 0);
    *port = ntohs(at.sin_port);
    pid_t pid = fork();
    while (pid == 0) {
        static const char answer[] = "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n"
                                     "Content-Length: 5\r\nConnection: close\r\n\r\nmoved";
        char request[4096];
        int client = accept(fd, NULL, NULL);
        if (read(client, request, sizeof request) <= 0 ||
            write(client, answer, sizeof answer - 1) < 0)
            _exit(1);
        close(client);
    }
    close(fd);
    return pid;
}

static void addresses_are_asked(void)
{
    int port;
    pid_t server = serve(&port);
    char origin[64], lua[200];
    snprintf(origin, sizeof origin, "http://127.0.0.1:%d", port);
    const char *const http[] = {origin, NULL};
    struct permits permits = {.http = http};
    struct checker *c = begin(NULL);
    snprintf(lua, sizeof lua, "local r = assert(http.get('%s/x')) return r.status, r.body", origin);
    expect(c, lua, &permits, "told 302 | moved");
    expect(c, "return http.get('http://127.0.0.1:1/')", &permits, "not allowed to ask");
    snprintf(lua, sizeof lua, "return http.get('%s@127.0.0.1:1/')", origin);
    expect(c, lua, &permits, "is not a plain http or https address");
    checker_stop(c);
    kill(server, SIGKILL);
    waitpid(server, NULL, 0);
}

static void headers_are_read(void)
{
    static const char good[] = "return {about = 'It is.', run = function() return 1 end}";
    struct checker *c = begin(NULL);
    struct text json = {0}, why = {0};
    CHECK(checker_header(c, "good", good, sizeof good - 1, &json, &why));
    CHECK_HOLDS(text_get(&json), "\"about\":\"It is.\"");
    CHECK(!checker_header(c, "bad", "return {\n about = }", 18, &json, &why));
    CHECK_HOLDS(text_get(&why), "2: ");
    checker_stop(c);
    text_release(&json);
    text_release(&why);
}

/* More than one worker tells, each with a state of its own for each piece. */
static void many_pieces_are_looked_at(void)
{
    enum { COUNT = 300 };
    static struct lua_piece pieces[COUNT];
    static struct lua_seen seen[COUNT];
    static char lua[COUNT][1200];
    struct checker *c = begin(NULL);
    struct text why = {0};
    for (int i = 0; i < COUNT; i++) {
        bool body = i % 3 == 1;
        if (body)
            snprintf(lua[i], sizeof lua[i], i % 2 ? "return yes" : "return yes no");
        else
            snprintf(lua[i], sizeof lua[i],
                     "assert(not found) found = true return {about = '%0900d', run = print}", i);
        pieces[i] = (struct lua_piece){"piece", lua[i], strlen(lua[i]), body, 7};
    }
    CHECK(checker_inspect(c, pieces, COUNT, seen, &why));
    for (int i = 0; i < COUNT; i++) {
        char number[16];
        snprintf(number, sizeof number, "%06d\"", i);
        if (i % 3 != 1)
            CHECK_HOLDS(seen[i].header, number);
        else if (i % 2)
            CHECK_TEXT(seen[i].header, "");
        else
            CHECK_TEXT(seen[i].why, "piece:7: <eof> expected near 'no'");
        CHECK(!seen[i].why || !seen[i].header);
        lua_seen_release(&seen[i]);
    }
    CHECK_TEXT(text_get(&why), "");
    CHECK(checker_inspect(c, pieces, 0, seen, &why));
    checker_stop(c);
    CHECK(!inspect_run("nonsense", 8, &why));
    text_release(&why);
}

int main(void)
{
    return suite_run("checker_lua", (CU_TestInfo[]){
                                        {"hostile checks end in time", hostile_checks_end_in_time},
                                        {"headers are read", headers_are_read},
                                        {"many pieces are looked at", many_pieces_are_looked_at},
                                        {"addresses are asked", addresses_are_asked},
                                        {"the machine is seen", the_machine_is_seen},
                                        CU_TEST_INFO_NULL,
                                    });
}
