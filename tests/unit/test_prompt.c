#include "tty/prompt.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"
#include "suite.h"
#include "tty/words.h"

/* Makes the read end of a new pipe standard input; the write end is returned. */
static int pipe_to_input(void)
{
    int ends[2];
    if (pipe(ends) != 0)
        abort();
    dup2(ends[0], STDIN_FILENO);
    close(ends[0]);
    return ends[1];
}

static void send_all(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, bytes, len);
        if (n < 0)
            abort();
        bytes += n;
        len -= (size_t)n;
    }
}

/* Another process writes, so that what does not fit into a pipe does not stop us. */
static pid_t feed(const char *bytes, size_t len)
{
    int to = pipe_to_input();
    pid_t child = fork();
    if (child == 0) {
        signal(SIGPIPE, SIG_DFL);
        send_all(to, bytes, len);
        _exit(0);
    }
    close(to);
    return child;
}

static const char *result_name(enum prompt_result r)
{
    static const char *const names[] = {[PROMPT_LINE] = "line",
                                        [PROMPT_END] = "end",
                                        [PROMPT_INTERRUPTED] = "int",
                                        [PROMPT_HUNG_UP] = "hup",
                                        [PROMPT_TERMINATED] = "term",
                                        [PROMPT_PASTED] = "pasted",
                                        [PROMPT_UNREADABLE] = "unreadable"};
    return names[r];
}

/* What a prompt makes of some input, up to its end: "line:yes end". */
static void add_all(struct text *out)
{
    for (;;) {
        char *line;
        enum prompt_result r = prompt_read("> ", NULL, &line);
        text_format(out, "%s%s%s%s", out->len ? " " : "", result_name(r), line ? ":" : "",
                    line ? line : "");
        CHECK((r == PROMPT_LINE) == (line != NULL));
        free(line);
        if (r != PROMPT_LINE && r != PROMPT_UNREADABLE)
            return;
    }
}

static void reads_lines(void)
{
#define CASE(bytes, want)             \
    {                                 \
        bytes, sizeof bytes - 1, want \
    }
    static const struct {
        const char *bytes;
        size_t len;
        const char *want;
    } cases[] = {
        CASE("", "end"),
        CASE("yes\n", "line:yes end"),
        CASE("yes\nno\n", "line:yes line:no end"),
        CASE("no line end", "line:no line end end"),
        CASE("yes\r\nno\r\n", "line:yes line:no end"),
        CASE("yes\r", "line:yes end"),
        CASE("\n\r\n \n", "line: line: line:  end"),
        CASE("a\rb\n", "line:a\rb end"),
        CASE("caf\xc3\xa9\n", "line:caf\xc3\xa9 end"),
        CASE("one\nb\0d\nthree\n", "line:one unreadable line:three end"),
        CASE("\0\n\0", "unreadable unreadable end"),
        CASE("one\nb\xff"
             "d\nthree\n",
             "line:one unreadable line:three end"),
        CASE("cut \xc3\nthree\n", "unreadable line:three end"),
        CASE("surrogate \xed\xa0\x80\n", "unreadable end"),
    };
#undef CASE
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text got = {0};
        pid_t writer = feed(cases[i].bytes, cases[i].len);
        CHECK(!prompt_start());
        add_all(&got);
        prompt_stop();
        waitpid(writer, NULL, 0);
        CHECK_TEXT(text_get(&got), cases[i].want);
        text_release(&got);
    }
}

static void reads_long_lines(void)
{
    static const struct {
        size_t len;
        const char *end;
        enum prompt_result want;
    } cases[] = {{PROMPT_LINE_MAX - 1, "\n", PROMPT_LINE},
                 {PROMPT_LINE_MAX, "\n", PROMPT_LINE},
                 {PROMPT_LINE_MAX, "\r\n", PROMPT_LINE},
                 {PROMPT_LINE_MAX + 1, "\n", PROMPT_UNREADABLE},
                 {PROMPT_LINE_MAX + 1, "\r\n", PROMPT_UNREADABLE},
                 {PROMPT_LINE_MAX, "\rx\n", PROMPT_UNREADABLE},
                 {5 * PROMPT_LINE_MAX, "\n", PROMPT_UNREADABLE}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text in = {0};
        char *line;
        text_add_repeat(&in, 'x', cases[i].len);
        text_add(&in, cases[i].end);
        text_add(&in, "next\n");
        pid_t writer = feed(in.at, in.len);
        prompt_start();
        CHECK_INT(prompt_read("> ", NULL, &line), cases[i].want);
        CHECK_INT(line ? strlen(line) : 0, cases[i].want == PROMPT_LINE ? cases[i].len : 0);
        free(line);
        CHECK_INT(prompt_read("> ", NULL, &line), PROMPT_LINE);
        CHECK_TEXT(line, "next");
        free(line);
        CHECK_INT(prompt_read("> ", NULL, &line), PROMPT_END);
        prompt_stop();
        waitpid(writer, NULL, 0);
        text_release(&in);
    }
}

/* Lines that come in bits of any size are the same lines. */
static void reads_bits(void)
{
    int to = pipe_to_input();
    pid_t child = fork();
    if (child == 0) {
        for (const char *s = "one\r\ntw\xc3\xb6\nlast"; *s; s++) {
            send_all(to, s, 1);
            nanosleep(&(struct timespec){0, 1000000}, NULL);
        }
        _exit(0);
    }
    close(to);
    struct text got = {0};
    prompt_start();
    add_all(&got);
    prompt_stop();
    waitpid(child, NULL, 0);
    CHECK_TEXT(text_get(&got), "line:one line:tw\xc3\xb6 line:last end");
    text_release(&got);
}

static void reads_nothing(void)
{
    char *line;
    int folder = open("/", O_RDONLY);
    dup2(folder, STDIN_FILENO);
    close(folder);
    prompt_start();
    CHECK_INT(prompt_read("> ", NULL, &line), PROMPT_END);
    prompt_stop();
    close(STDIN_FILENO);
    prompt_start();
    CHECK_INT(prompt_read("> ", NULL, &line), PROMPT_END);
    CHECK_INT(prompt_read("> ", NULL, &line), PROMPT_END);
    prompt_stop();
    CHECK_INT(open("/dev/null", O_RDONLY), STDIN_FILENO);
}

static const struct {
    int signo;
    enum prompt_result want;
} endings[] = {
    {SIGINT, PROMPT_INTERRUPTED}, {SIGHUP, PROMPT_HUNG_UP}, {SIGTERM, PROMPT_TERMINATED}};

static void signals_end_the_wait(void)
{
    for (size_t i = 0; i < 3; i++) {
        char *line;
        int to = pipe_to_input();
        prompt_start();
        pid_t us = getpid(), child = fork();
        if (child == 0) {
            nanosleep(&(struct timespec){0, 30000000}, NULL);
            kill(us, endings[i].signo);
            _exit(0);
        }
        send_all(to, "half a line", 11);
        CHECK_INT(prompt_read("> ", NULL, &line), endings[i].want);
        CHECK(line == NULL);
        CHECK_INT(prompt_signal(), endings[i].signo);
        CHECK_INT(prompt_read("> ", NULL, &line), endings[i].want);
        prompt_stop();
        waitpid(child, NULL, 0);
        close(to);
    }
}

/* One that comes before the wait, with input there already, is not overlooked. */
static void signals_between_prompts(void)
{
    for (size_t i = 0; i < 3; i++) {
        char *line;
        int to = pipe_to_input();
        send_all(to, "yes\nno\n", 7);
        prompt_start();
        CHECK_INT(prompt_signal(), 0);
        CHECK_INT(prompt_read("> ", NULL, &line), PROMPT_LINE);
        free(line);
        raise(endings[i].signo);
        raise(endings[(i + 1) % 3].signo);
        CHECK_INT(prompt_signal(), endings[i].signo);
        CHECK_INT(prompt_read("> ", NULL, &line), endings[i].want);
        prompt_stop();
        CHECK_INT(prompt_signal(), 0);
        close(to);
    }
}

/* At whatever moment it comes: between the look and the wait it would be lost, and this would
 * hang until the alarm. */
static void no_signal_is_lost(void)
{
    alarm(60);
    for (long ns = 0; ns < 200000; ns += 1000) {
        char *line;
        int to = pipe_to_input();
        prompt_start();
        timer_t timer;
        struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGTERM};
        struct itimerspec when = {.it_value = {0, ns + 1}};
        if (timer_create(CLOCK_MONOTONIC, &event, &timer) != 0)
            abort();
        timer_settime(timer, 0, &when, NULL);
        CHECK_INT(prompt_read("> ", NULL, &line), PROMPT_TERMINATED);
        timer_delete(timer);
        prompt_stop();
        close(to);
    }
    alarm(0);
}

static void ignored_stays_ignored(void)
{
    struct text got = {0};
    signal(SIGHUP, SIG_IGN);
    pid_t writer = feed("yes\n", 4);
    prompt_start();
    raise(SIGHUP);
    CHECK_INT(prompt_signal(), 0);
    add_all(&got);
    prompt_stop();
    waitpid(writer, NULL, 0);
    CHECK_TEXT(text_get(&got), "line:yes end");
    struct sigaction now;
    sigaction(SIGHUP, NULL, &now);
    CHECK(now.sa_handler == SIG_IGN);
    signal(SIGHUP, SIG_DFL);
    text_release(&got);
}

static void completes_behind_a_comma(void)
{
    static const char *const answers[] = {"timeout", "refused", "too late"};
    const struct prompt_words words = {.answers = answers, .answer_count = 3, .several = true};
    static const char *const cases[][2] = {
        {"t", "[timeout][too late]"},
        {"1, re", "[1, refused]"},
        {"refused,ti", "[refused,timeout]"},
        {"x, y, ", "[x, y, timeout][x, y, refused][x, y, too late]"},
        {":n, t", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text got = {0};
        size_t at = 0;
        for (char *match; (match = words_next(&words, cases[i][0], &at)); free(match))
            text_format(&got, "[%s]", match);
        CHECK_TEXT(text_get(&got), cases[i][1]);
        text_release(&got);
    }
}

static void completes(void)
{
    static const char *const answers[] = {"all customers", "All staff", "nobody yet", "a\033[31mb"};
    static const char *const commands[] = {":causes", ":change", ":confirm"};
    static const char *const steps[] = {"which_version", "when_started"};
    static const char *const causes[] = {"disk-full", "db-down"};
    const struct prompt_words words = {answers, 4, commands, 3, steps, 2, causes, 2};
    static const struct {
        const char *line, *want;
    } cases[] = {
        {"", "[all customers][All staff][nobody yet]"},
        {"a", "[all customers][All staff]"},
        {"ALL C", "[all customers]"},
        {"all customers", "[all customers]"},
        {"customers", ""},
        {":", "[:causes][:change][:confirm]"},
        {":ch", "[:change]"},
        {":change", "[:change]"},
        {":change ", "[:change which_version][:change when_started]"},
        {":change  whi", "[:change  which_version]"},
        {":cha whe", "[:cha when_started]"},
        {":confirm d", "[:confirm disk-full][:confirm db-down]"},
        {":con db", "[:con db-down]"},
        {":c d", ""},
        {":confirm disk-full because", ""},
        {":changes x", ""},
        {"change ", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text got = {0};
        size_t at = 0;
        for (char *match; (match = words_next(&words, cases[i].line, &at)); free(match))
            text_format(&got, "[%s]", match);
        CHECK_TEXT(text_get(&got), cases[i].want);
        text_release(&got);
    }
}

int main(void)
{
    return suite_run("prompt", (CU_TestInfo[]){{"reads_lines", reads_lines},
                                               {"reads_long_lines", reads_long_lines},
                                               {"reads_bits", reads_bits},
                                               {"reads_nothing", reads_nothing},
                                               {"signals_end_the_wait", signals_end_the_wait},
                                               {"signals_between_prompts", signals_between_prompts},
                                               {"no_signal_is_lost", no_signal_is_lost},
                                               {"ignored_stays_ignored", ignored_stays_ignored},
                                               {"completes", completes},
                                               {"behind a comma", completes_behind_a_comma},
                                               CU_TEST_INFO_NULL});
}
