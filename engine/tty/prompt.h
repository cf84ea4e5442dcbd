#ifndef RULEOUT_TTY_PROMPT_H
#define RULEOUT_TTY_PROMPT_H

/*
 * prompt: one line from the responder.
 *
 * On a terminal by readline, with history of this walk and completion; elsewhere a line of standard
 * input. Signals: SIGINT (Ctrl-C), SIGHUP, SIGTERM end the wait and are told apart; so does a
 * terminal that is gone. Ctrl-Z stops, and the line is there again afterwards. The terminal is as
 * before when this returns. A bracketed paste with a line feed in it is one refused answer:
 * PROMPT_PASTED, and nothing of it is submitted.
 */
#include <stdbool.h>
#include <stddef.h>

enum prompt_result {
    PROMPT_LINE,        /* `*line` has it, without the line end; free() it */
    PROMPT_END,         /* end of input, or Ctrl-D on an empty line */
    PROMPT_INTERRUPTED, /* Ctrl-C */
    PROMPT_HUNG_UP,
    PROMPT_TERMINATED,
    PROMPT_PASTED,
    PROMPT_UNREADABLE /* not UTF-8, a NUL byte, or longer than PROMPT_LINE_MAX bytes; the line is
                         eaten whole */
};

#define PROMPT_LINE_MAX 65536

/* Once, before the first prompt_read: locale (LC_CTYPE), signal handlers, readline. Whether
 * standard input and error are a terminal and readline is used; the prompt is shown only then. */
bool prompt_start(void);
void prompt_stop(void);

/* What Tab completes; see tty/words.h. */
struct prompt_words {
    const char *const *answers; /* complete the line */
    size_t answer_count;
    const char *const *commands; /* ":note", ":causes" ... */
    size_t command_count;
    const char *const *steps; /* after ":change " */
    size_t step_count;
    const char *const *causes; /* after ":confirm " */
    size_t cause_count;
    bool several; /* answers complete what stands behind the line's last comma */
};

/* `prompt` is plain text. `words` may be NULL. `*line` is NULL unless PROMPT_LINE is returned. */
enum prompt_result prompt_read(const char *prompt, const struct prompt_words *words, char **line);

/* The same for a secret: on a terminal nothing of it is shown or remembered. */
enum prompt_result prompt_read_hidden(const char *prompt, char **line);
/*
 * The same where a paste of several lines is welcome: on a terminal a bracketed one is taken whole,
 * at most `most` bytes of it, its line ends as LF. `*pasted` says that this is one; else the line
 * is as by prompt_read(), and not kept in the history.
 */
enum prompt_result prompt_read_paste(const char *prompt, size_t most, char **text, bool *pasted);

/* The first signal that came since prompt_start(), between prompts too: SIGINT, SIGHUP (also for a
 * terminal that is gone), SIGTERM, or 0. From then on prompt_read() returns at once. */
int prompt_signal(void);

#endif
