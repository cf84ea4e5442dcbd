#include "cli/say.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/exits.h"

static enum color_choice color = COLOR_AUTO;
static const struct secrets *hidden;
static int failed; /* errno of the first write to standard output that failed */

void say_set_color(enum color_choice choice)
{
    color = choice;
}

bool say_color(int fd)
{
    return term_color(fd, color);
}

static int write_all(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, bytes, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return errno;
        bytes += n;
        len -= (size_t)n;
    }
    return 0;
}

void say_hide(const struct secrets *all)
{
    hidden = all;
}

static int write_redacted(int fd, const struct text *t)
{
    if (!secrets_any(hidden))
        return write_all(fd, text_get(t), t->len);
    struct text out = {0};
    redact(hidden, text_get(t), t->len, &out);
    int error = write_all(fd, text_get(&out), out.len);
    text_release(&out);
    return error;
}

void say_result(const struct text *t)
{
    if (!failed)
        failed = write_redacted(STDOUT_FILENO, t);
}

void say_json(const struct jval *j, enum json_layout layout)
{
    char *written = jval_write(j, layout);
    struct text t = {0};
    text_add(&t, written);
    text_add_char(&t, '\n');
    say_result(&t);
    text_release(&t);
    free(written);
}

void say_talk(const struct text *t)
{
    write_redacted(STDERR_FILENO, t);
}

void say_line(const char *format, ...)
{
    struct text raw = {0};
    va_list args;
    va_start(args, format);
    text_vformat(&raw, format, args);
    va_end(args);
    say_wrapped(isatty(STDERR_FILENO) ? term_width(STDERR_FILENO) : INT_MAX, "", text_get(&raw));
    text_release(&raw);
}

const char *say_program(void)
{
    return program_invocation_name;
}

void say_command(const char *format, ...)
{
    struct text raw = {0}, shown = {0};
    va_list args;
    va_start(args, format);
    text_vformat(&raw, format, args);
    va_end(args);
    text_add(&shown, "  ");
    text_add_shown_line(&shown, say_program());
    text_add_char(&shown, ' ');
    text_add_shown_line(&shown, text_get(&raw));
    text_add_char(&shown, '\n');
    say_talk(&shown);
    text_release(&raw);
    text_release(&shown);
}

void say_wrapped(int width, const char *label, const char *words)
{
    struct text safe = {0}, wrapped = {0};
    text_add(&safe, label);
    text_add_shown(&safe, words);
    term_wrap(&wrapped, text_get(&safe), width, 2, 0);
    text_add_char(&wrapped, '\n');
    say_talk(&wrapped);
    text_release(&safe);
    text_release(&wrapped);
}

void say_fit(int fd, const struct text *page, struct text *out)
{
    int width = isatty(fd) ? term_width(fd) : INT_MAX;
    struct text line = {0};
    for (const char *s = text_get(page); *s; s += line.len + 1) {
        text_clear(&line);
        text_add_n(&line, s, strcspn(s, "\n"));
        term_wrap(out, text_get(&line), width, (int)strspn(s, " ") + 4, 0);
        text_add_char(out, '\n');
    }
    text_release(&line);
}

void say_diags(const struct diags *ds)
{
    struct text t = {0};
    diags_write(ds, &t, say_color(STDERR_FILENO));
    say_talk(&t);
    text_release(&t);
}

int say_finish(int status)
{
    if (!failed)
        return status;
    say_line("ruleout: standard output cannot be written: %s", strerror(failed));
    return EXIT_ENVIRONMENT;
}

int say_failed(struct diags *ds, int status)
{
    say_diags(ds);
    diags_release(ds);
    return status;
}
