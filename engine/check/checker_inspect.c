#include "check/checker_inside.h"
#include "check/frame.h"
#include "check/inspect.h"
#include "check/message.h"

#include "base/mem.h"

#define LIMIT_MS 2000

/* How many of the first pieces were looked at; 0 with the reason where none was. */
static size_t look(struct checker *c, const struct lua_piece *pieces, size_t count,
                   struct lua_seen *seen, struct text *why)
{
    struct text packed = {0}, body = {0};
    struct job_result result = {0};
    inspect_pack(&packed, pieces, count);
    struct check_job job = {
        .name = "", .lua = packed.at, .lua_len = packed.len, .timeout_ms = LIMIT_MS};
    message_put_check(&body, &job);
    text_release(&packed);
    int number = checker_order(c, FRAME_INSPECT, &body, LIMIT_MS);
    text_clear(why);
    if (number == 0) {
        text_add(why, CHECKER_GONE);
        return 0;
    }
    checker_wait_for(c, number, &result);
    size_t got = 0;
    if (result.outcome == CHECK_TOLD && result.value)
        got = inspect_read(result.value, seen, count);
    text_add(why, result.why);
    job_result_release(&result);
    checker_show_held(c);
    return got;
}

/* Whether a worker can do anything here. */
static bool works(struct checker *c, struct text *why)
{
    look(c, NULL, 0, NULL, why);
    return why->len == 0;
}

bool checker_inspect(struct checker *c, const struct lua_piece *pieces, size_t count,
                     struct lua_seen *seen, struct text *why)
{
    size_t single = 0; /* how many must be looked at one by one: one of them ends its worker */
    for (size_t done = 0, got; done < count; done += got) {
        got = look(c, pieces + done, single ? 1 : count - done, seen + done, why);
        if (got == 0 && single == 0) {
            if (!works(c, why))
                return false;
            single = count - done + 1;
        } else if (got == 0) {
            seen[done].why = mem_text(why->len ? why->at : "its header is too long");
            got = 1;
        }
        single -= single > 0;
    }
    text_clear(why);
    return true;
}

bool checker_header(struct checker *c, const char *name, const char *lua, size_t len,
                    struct text *json, struct text *why)
{
    struct lua_piece piece = {.name = name, .lua = lua, .len = len};
    struct lua_seen seen = {0};
    if (!checker_inspect(c, &piece, 1, &seen, why))
        return false;
    bool fits = !seen.why;
    text_add(fits ? json : why, fits ? seen.header : seen.why);
    lua_seen_release(&seen);
    return fits;
}
