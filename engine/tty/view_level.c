#include "base/time.h"
#include "tty/page.h"

/* "first, second and third", escaped. */
static void add_list(struct text *line, const char *const *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        text_add(line, i == 0 ? "" : i + 1 == count ? " and " : ", ");
        page_line(line, items[i]);
    }
}

static void add_duties(struct text *line, const struct level *level)
{
    char span[TIME_TEXT_MAX];
    if (level->page_count) {
        text_add(line, " Page: ");
        add_list(line, level->page, level->page_count);
        text_add(line, ".");
    }
    if (level->acknowledge_ms >= 0) {
        time_span(level->acknowledge_ms, span);
        text_format(line, " They should answer within %s.", span);
    }
    if (level->update_every_ms >= 0) {
        time_span(level->update_every_ms, span);
        text_format(line, " Tell people where it stands every %s.", span);
    }
    if (level->tell_count) {
        text_add(line, " Also tell: ");
        add_list(line, level->tell, level->tell_count);
        text_add(line, ".");
    }
}

void view_level(struct text *out, struct screen v, const struct session *s)
{
    struct text line = {0};
    if (session_level(s) < 0) {
        page_put(out, v, 0, "No severity is set yet.");
        return;
    }
    const struct level *level = &session_severity(s)->levels[session_level(s)];
    text_add(&line, "Severity ");
    page_line(&line, level->id);
    text_add(&line, ": ");
    page_line(&line, level->title);
    text_add(&line, ".");
    add_duties(&line, level);
    page_put_styled(out, v, STYLE_BOLD, text_get(&line));
    text_release(&line);
}

void view_resumed(struct text *out, struct screen v, const struct session *s, const char *incident)
{
    struct text line = {0};
    text_add(&line, "Going on with ");
    page_line(&line, incident);
    text_add(&line, ": ");
    page_line(&line, session_book(s)->title);
    text_format(&line, ". %zu of %zu causes left. :log shows what was answered, :causes the board.",
                board_left(session_board(s)), board_size(session_board(s)));
    page_put(out, v, 0, text_get(&line));
    text_release(&line);
    if (session_level(s) >= 0)
        view_level(out, v, s);
}
