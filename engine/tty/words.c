#include "tty/words.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

/* The words of one kind, and the byte of the line that they complete from. */
struct choice {
    const char *const *words;
    size_t count, from;
};

/* Whether `line` begins with `command`, shortened or not, and goes on to its argument. */
static bool has_command(const char *line, const char *command, size_t *argument)
{
    size_t n = strcspn(line, " ");
    *argument = n + strspn(line + n, " ");
    return n >= 3 && line[n] == ' ' && n <= strlen(command) && strncmp(line, command, n) == 0;
}

static struct choice choice_of(const struct prompt_words *w, const char *line)
{
    size_t argument;
    if (has_command(line, ":change", &argument))
        return (struct choice){w->steps, w->step_count, argument};
    if (has_command(line, ":confirm", &argument))
        return (struct choice){w->causes, w->cause_count, argument};
    if (line[0] == ':')
        return (struct choice){w->commands, w->command_count, 0};
    const char *comma = w->several ? strrchr(line, ',') : NULL;
    size_t from = comma ? (size_t)(comma - line) + 1 : 0;
    return (struct choice){w->answers, w->answer_count, from + strspn(line + from, " ")};
}

static bool harmless(const char *word)
{
    struct text shown = {0};
    text_add_shown_line(&shown, word);
    bool same = strcmp(text_get(&shown), word) == 0;
    text_release(&shown);
    return same;
}

char *words_next(const struct prompt_words *w, const char *line, size_t *at)
{
    struct choice c = choice_of(w, line);
    const char *begun = line + c.from;
    while (*at < c.count) {
        const char *word = c.words[(*at)++];
        if (strncasecmp(word, begun, strlen(begun)) != 0 || !harmless(word))
            continue;
        struct text whole = {0};
        text_add_n(&whole, line, c.from);
        text_add(&whole, word);
        return text_take(&whole);
    }
    return NULL;
}
