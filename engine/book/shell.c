#include "book/shell.h"

#include <string.h>

#define IN_A_SCRIPT "put what needs a shell into a script, and write its path here; or quote it"

static const struct shell_sign NOTHING;

static bool starts_name(char c)
{
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static size_t name_len(const char *s)
{
    size_t len = 0;
    while (starts_name(s[len]) || (len && s[len] >= '0' && s[len] <= '9'))
        len++;
    return len;
}

static struct shell_sign dollar(const char *s)
{
    if (s[1] == '(')
        return (struct shell_sign){0, 2, "$( runs nothing", IN_A_SCRIPT " in '...'"};
    size_t len = name_len(s + 1);
    if (!len && s[1] && strchr("0123456789@*#?!$-", s[1]))
        len = 1;
    if (!len)
        return NOTHING;
    return (struct shell_sign){0, len + 1, "$ takes no variable",
                               "write ${name} for an input or an answer, or quote it in '...'"};
}

static struct shell_sign backslash(const char *s, char quote)
{
    if (quote && !(s[1] && strchr("\"\\$`\n", s[1])))
        return NOTHING;
    return (struct shell_sign){0, 1, "a backslash changes nothing",
                               s[1] == '\n'
                                   ? "write the command in one line, or fold it: run: >"
                                   : "write the whole word in '...'; there a backslash is itself"};
}

static const struct shell_sign OPERATORS[] = {
    {0, 2, "&& starts no second command", IN_A_SCRIPT},
    {0, 2, "|| starts no second command", IN_A_SCRIPT},
    {0, 2, ">> writes to no file", IN_A_SCRIPT},
    {0, 1, "| leads nowhere", IN_A_SCRIPT},
    {0, 1, "; starts no second command", IN_A_SCRIPT},
    {0, 1, "& starts nothing beside", IN_A_SCRIPT},
    {0, 1, "> writes to no file", IN_A_SCRIPT},
    {0, 1, "< reads from no file", "give it what it reads under stdin, or quote it"},
    {0, 1, "( starts no second shell", IN_A_SCRIPT},
    {0, 1, ") ends nothing", IN_A_SCRIPT},
};

static struct shell_sign unquoted(const char *s, bool in_word)
{
    if (*s == '\n')
        return (struct shell_sign){1, 1, "a second line is no second command",
                                   "fold a long one: run: >; put two commands into a script"};
    if (*s == '#' && !in_word)
        return (struct shell_sign){0, 1, "# begins no comment", "quote it, or remove what follows"};
    for (size_t i = 0; i < sizeof OPERATORS / sizeof *OPERATORS; i++)
        if (strncmp(s, OPERATORS[i].says, OPERATORS[i].len) == 0)
            return OPERATORS[i];
    return NOTHING;
}

struct shell_sign shell_sign_at(const char *s, char quote, bool in_word)
{
    if (quote == '\'')
        return NOTHING;
    if (*s == '$')
        return dollar(s);
    if (*s == '\\')
        return backslash(s, quote);
    if (*s == '`')
        return (struct shell_sign){0, 1, "` runs nothing", IN_A_SCRIPT " in '...'"};
    return quote ? NOTHING : unquoted(s, in_word);
}

bool shell_would_expand(const char *s, bool in_word)
{
    return *s == '*' || (*s == '~' && !in_word && (s[1] == '/' || s[1] == ' ' || !s[1]));
}

bool shell_sets_variable(const char *word)
{
    size_t len = name_len(word);
    return len && word[len] == '=';
}

bool shell_is_one(const char *program)
{
    static const char *const shells[] = {"sh", "bash", "dash", "zsh", "ksh", "ash"};
    const char *slash = strrchr(program, '/'), *name = slash ? slash + 1 : program;
    for (size_t i = 0; i < sizeof shells / sizeof *shells; i++)
        if (strcmp(shells[i], name) == 0)
            return true;
    return false;
}

bool shell_takes_script(const char *argument)
{
    return argument[0] == '-' && argument[1] != '-' && strchr(argument, 'c');
}
