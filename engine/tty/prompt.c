#include "tty/prompt.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <readline/readline.h>
#include <readline/history.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"
#include "tty/lines.h"
#include "tty/signals.h"
#include "tty/words.h"

/* Readline keeps its state in globals; this is what goes with it. */
static struct {
    bool interactive;
    struct lines *lines; /* where it is not */
    FILE *screen;        /* standard error, buffered */
    const struct prompt_words *words;
    char *line;                 /* what Enter accepted; NULL after Ctrl-D */
    bool done;                  /* readline called back: line is set */
    bool hidden;                /* what is typed is not shown */
    bool gone;                  /* the terminal is no more */
    enum prompt_result refused; /* what was wrong with a paste; PROMPT_LINE while nothing was */
    size_t paste_most;          /* a paste of several lines is welcome, up to that; 0: none is */
    struct text paste;          /* one that came */
} prompt;

/* Readline frees what it is given, so this must come from malloc; it does. */
static char *next_match(const char *line, int again)
{
    static size_t at;
    if (!again)
        at = 0;
    return words_next(prompt.words, line, &at);
}

static char **complete(const char *line, int start, int end)
{
    (void)start, (void)end;
    rl_attempted_completion_over = 1; /* no file names */
    rl_completion_append_character = line[0] == ':' && !strchr(line, ' ') ? ' ' : '\0';
    return prompt.words ? rl_completion_matches(line, next_match) : NULL;
}

/* Stopping and quitting need the terminal as the shell left it to us. */
static void give_way(int signo)
{
    rl_cleanup_after_signal();
    signals_yield(signo);
    signals_take(SIGCONT);
    rl_reset_after_signal();
    rl_reset_screen_size();
    rl_forced_update_display();
}

static void attend_signals(void)
{
    if (signals_take(SIGTSTP))
        give_way(SIGTSTP);
    if (signals_take(SIGQUIT))
        give_way(SIGQUIT);
    if (signals_take(SIGCONT)) { /* stopped by force: the terminal may be anyhow */
        rl_cleanup_after_signal();
        rl_reset_after_signal();
        rl_forced_update_display();
    }
    if (signals_take(SIGWINCH))
        rl_resize_terminal();
}

/* Readline's own would wait deaf to signals in the middle of a paste or a search. */
static int read_key(FILE *in)
{
    (void)in;
    while (!signals_ended() && !prompt.gone) {
        unsigned char c;
        if (!signals_wait(STDIN_FILENO)) {
            attend_signals();
            continue;
        }
        ssize_t n = read(STDIN_FILENO, &c, 1);
        if (n == 1)
            return c;
        prompt.gone = n == 0 || (errno != EINTR && errno != EAGAIN);
    }
    return EOF;
}

static void on_line(char *line)
{
    prompt.line = line;
    prompt.done = true;
    rl_callback_handler_remove();
}

/* The bytes of a paste up to its end mark, which is dropped; of an endless one, as many as show
 * that it is too long. False where a signal cut it short. */
static bool read_paste(struct text *out)
{
    static const char mark[] = "\033[201~";
    size_t matched = 0, most = prompt.paste_most ? prompt.paste_most : PROMPT_LINE_MAX;
    while (matched < sizeof mark - 1) {
        int c = rl_read_key();
        if (c < 0)
            return false;
        matched = c == mark[matched] ? matched + 1 : c == mark[0];
        if (out->len < most + sizeof mark)
            text_add_char(out, (char)c);
    }
    if (out->len <= most + sizeof mark - 1)
        out->at[out->len -= sizeof mark - 1] = '\0';
    return true;
}

/* Terminals send CR for the line ends of a paste. */
static void keep_paste(const struct text *from)
{
    text_add(&prompt.paste, rl_line_buffer);
    for (size_t i = 0; i < from->len; i++) {
        char c = from->at[i];
        if (c == '\r' && from->at[i + 1] == '\n')
            continue;
        if (c)
            text_add_char(&prompt.paste, c == '\r' ? '\n' : c);
        else
            text_add(&prompt.paste, "^@");
    }
    prompt.refused = PROMPT_PASTED;
}

static bool readable(const char *s, size_t len)
{
    return len <= PROMPT_LINE_MAX && !memchr(s, '\0', len) && utf8_valid(s, len);
}

/* In place of readline's own paste, which inserts line feeds, knows no limit, and reads behind its
 * buffer where the input ends in the middle. */
static int on_paste(int count, int key)
{
    (void)count, (void)key;
    struct text t = {0};
    bool whole = read_paste(&t);
    const char *s = text_get(&t);
    bool several = whole && (memchr(s, '\n', t.len) || memchr(s, '\r', t.len));
    if (several && prompt.paste_most)
        keep_paste(&t);
    else if (several)
        prompt.refused = PROMPT_PASTED;
    else if (whole && !readable(s, t.len))
        prompt.refused = PROMPT_UNREADABLE;
    else if (whole)
        rl_insert_text(s);
    text_release(&t);
    return 0;
}

/* Leaves the line as it stands and goes below it, with the terminal restored. */
static void abandon_line(void)
{
    rl_cleanup_after_signal();
    rl_callback_sigcleanup();
    rl_callback_handler_remove();
    fputs("\n", prompt.screen);
    fflush(prompt.screen);
}

static void remember(const char *line)
{
    HIST_ENTRY *last = history_length > 0 ? history_get(history_base + history_length - 1) : NULL;
    if (*line && !(last && strcmp(last->line, line) == 0))
        add_history(line);
}

static enum prompt_result judge(char **line)
{
    enum prompt_result result = lines_interrupted();
    if (result != PROMPT_LINE)
        return result;
    if (prompt.gone)
        return PROMPT_HUNG_UP;
    if (prompt.refused != PROMPT_LINE)
        return prompt.refused;
    if (!prompt.line)
        return PROMPT_END;
    if (strchr(prompt.line, '\n')) /* by a way that is not on_paste(): a search, quoted keys */
        return PROMPT_PASTED;
    if (!readable(prompt.line, strlen(prompt.line)))
        return PROMPT_UNREADABLE;
    if (!prompt.hidden && !prompt.paste_most)
        remember(prompt.line);
    *line = mem_text(prompt.line);
    return PROMPT_LINE;
}

static enum prompt_result read_terminal(const char *words, char **line)
{
    prompt.line = NULL;
    prompt.done = false;
    prompt.refused = PROMPT_LINE;
    signals_hold_terminal();
    rl_reset_screen_size();
    rl_callback_handler_install(words, on_line);
    while (!prompt.done && !prompt.gone && prompt.refused == PROMPT_LINE && !signals_ended()) {
        if (signals_wait(STDIN_FILENO))
            rl_callback_read_char();
        else
            attend_signals();
    }
    if (!prompt.done)
        abandon_line();
    signals_let_terminal();
    enum prompt_result result = judge(line);
    if (prompt.line && prompt.hidden)
        explicit_bzero(prompt.line, strlen(prompt.line));
    free(prompt.line);
    prompt.line = NULL;
    return result;
}

/* A machine without any locale set still has UTF-8 terminals in front of it. */
static void choose_locale(void)
{
    setlocale(LC_CTYPE, "");
    if (strcmp(nl_langinfo(CODESET), "ANSI_X3.4-1968") == 0)
        setlocale(LC_CTYPE, "C.UTF-8");
}

/* Readline writes character by character: a buffer makes one write of what it draws. */
static FILE *screen_open(void)
{
    int copy = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
    FILE *f = copy >= 0 ? fdopen(copy, "w") : NULL;
    if (!f && copy >= 0)
        close(copy);
    return f ? f : stderr;
}

/* Whatever an inputrc says of it: no paste may be taken for keys. */
static void bind_paste(void)
{
    const char *term = getenv("TERM");
    if (term && strcmp(term, "dumb") != 0)
        rl_variable_bind("enable-bracketed-paste", "on");
    Keymap maps[] = {emacs_standard_keymap, vi_insertion_keymap, vi_movement_keymap};
    for (size_t i = 0; i < sizeof maps / sizeof *maps; i++)
        rl_bind_keyseq_in_map("\\e[200~", on_paste, maps[i]);
}

static void start_readline(void)
{
    prompt.screen = screen_open();
    rl_readline_name = "ruleout";
    rl_instream = stdin;
    rl_outstream = prompt.screen;
    rl_getc_function = read_key;
    rl_catch_signals = 0;
    rl_catch_sigwinch = 0;
    rl_change_environment = 0;
    rl_attempted_completion_function = complete;
    rl_completer_word_break_characters = "";         /* an answer may hold blanks */
    rl_variable_bind("show-all-if-ambiguous", "on"); /* an inputrc may say otherwise */
    rl_initialize();
    bind_paste();
    using_history();
    stifle_history(1000);
}

bool prompt_start(void)
{
    choose_locale();
    signals_start();
    prompt.gone = false;
    prompt.interactive = isatty(STDIN_FILENO) && isatty(STDERR_FILENO);
    if (prompt.interactive)
        start_readline();
    else
        prompt.lines = lines_new(STDIN_FILENO);
    return prompt.interactive;
}

void prompt_stop(void)
{
    if (prompt.interactive) {
        clear_history();
        rl_outstream = stderr;
        if (prompt.screen != stderr)
            fclose(prompt.screen);
    }
    lines_free(prompt.lines);
    prompt.lines = NULL;
    prompt.interactive = false;
    signals_stop();
}

enum prompt_result prompt_read(const char *words, const struct prompt_words *completed, char **line)
{
    *line = NULL;
    if (!prompt.interactive)
        return lines_read(prompt.lines, line);
    enum prompt_result result = prompt.gone ? PROMPT_HUNG_UP : lines_interrupted();
    prompt.words = completed;
    return result == PROMPT_LINE ? read_terminal(words, line) : result;
}

/* Only the words; readline draws nothing of the line. */
static void draw_nothing(void)
{
}

enum prompt_result prompt_read_hidden(const char *words, char **line)
{
    if (!prompt.interactive)
        return prompt_read(words, NULL, line);
    fputs(words, prompt.screen);
    fflush(prompt.screen);
    prompt.hidden = true;
    rl_redisplay_function = draw_nothing;
    enum prompt_result result = prompt_read("", NULL, line);
    rl_redisplay_function = rl_redisplay;
    prompt.hidden = false;
    return result;
}

enum prompt_result prompt_read_paste(const char *words, size_t most, char **text, bool *pasted)
{
    prompt.paste_most = most;
    enum prompt_result result = prompt_read(words, NULL, text);
    *pasted = result == PROMPT_PASTED && prompt.paste.len > 0;
    if (*pasted) {
        *text = text_take(&prompt.paste);
        result = PROMPT_LINE;
    }
    prompt.paste_most = 0;
    return result;
}

int prompt_signal(void)
{
    return prompt.gone && !signals_ended() ? SIGHUP : signals_ended();
}
