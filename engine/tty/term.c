#include "tty/term.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define WIDTH_UNKNOWN 80
#define WIDTH_LEAST 20

static bool forbidden_by_environment(void)
{
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
    return (no_color && *no_color) || !term || !*term || strcmp(term, "dumb") == 0;
}

bool term_color(int fd, enum color_choice choice)
{
    if (choice != COLOR_AUTO)
        return choice == COLOR_ALWAYS;
    return !forbidden_by_environment() && isatty(fd);
}

int term_width(int fd)
{
    struct winsize size = {0};
    if (ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
        return WIDTH_UNKNOWN;
    return size.ws_col < WIDTH_LEAST ? WIDTH_LEAST : size.ws_col;
}

void term_style(struct text *out, bool color, enum style style, const char *s)
{
    static const char *const sgr[] = {[STYLE_BOLD] = "\033[1m",
                                      [STYLE_DIM] = "\033[2m",
                                      [STYLE_GOOD] = "\033[32m",
                                      [STYLE_BAD] = "\033[31m",
                                      [STYLE_WARN] = "\033[33m"};
    bool styled = color && style != STYLE_PLAIN && *s;
    if (styled)
        text_add(out, sgr[style]);
    text_add(out, s);
    if (styled)
        text_add(out, "\033[0m");
}
