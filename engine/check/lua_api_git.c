#include <stdlib.h>
#include <string.h>

#include "check/lua_command.h"

#define COMMITS_DEFAULT 100
#define COMMITS_MOST 1000
#define PATHS_TOLD 10
#define TAGS_TOLD 10

/*
 * A repository is somebody's folder, and its settings can name programs. None of those runs: no
 * pager, no hook, no watcher of files, no other diff or text conversion, no check of signatures,
 * and nothing is fetched. git itself refuses a repository of another user, and what it says is
 * passed on.
 */
#define CLOSED                                                                            \
    "--no-optional-locks --no-pager -c core.fsmonitor=false -c core.hooksPath=/dev/null " \
    "-c core.quotePath=false -c log.showSignature=false -c protocol.allow=never"

/* "git -C PATH" first, as `allow` names it. */
static int begin(lua_State *L, const char *function, const char *command)
{
    const char *repo = lua_ask_text(L, function, "repo");
    if (!repo || *repo != '/')
        luaL_error(L, "%s: repo must be the absolute path of a repository", function);
    int words = lua_command_begin(L, "git -C");
    lua_command_add(L, words, "%s", repo);
    int closed = lua_command_begin(L, CLOSED);
    for (lua_Integer i = 1; lua_rawgeti(L, closed, i) != LUA_TNIL; i++)
        lua_rawseti(L, words, (lua_Integer)lua_rawlen(L, words) + 1);
    lua_settop(L, words);
    int own = lua_command_begin(L, command);
    for (lua_Integer i = 1; lua_rawgeti(L, own, i) != LUA_TNIL; i++)
        lua_rawseti(L, words, (lua_Integer)lua_rawlen(L, words) + 1);
    lua_settop(L, words);
    return words;
}

static void add_window(lua_State *L, int words, const char *function)
{
    struct lua_window w = lua_command_window(L, function);
    if (w.since_ms != INT64_MIN)
        lua_command_add(L, words, "--since=@%I", (LUAI_UACINT)(w.since_ms / 1000));
    if (w.until_ms != INT64_MAX)
        lua_command_add(L, words, "--until=@%I", (LUAI_UACINT)(w.until_ms / 1000));
}

static bool ask(lua_State *L, int words, const char *function)
{
    struct lua_host *h = lua_host_of(L);
    if (lua_command_run(L, words, function))
        return true;
    if (strstr(text_get(&h->ran.err), "dubious ownership"))
        text_add(&h->why, "; whoever trusts its owner says so once, with git config --global --add "
                          "safe.directory PATH, as the user who runs this");
    return false;
}

/* What git printed, line by line. Nothing of a commit that is asked for holds a line feed. */
struct lines {
    const char *at, *end;
};

struct piece {
    const char *at;
    size_t len;
};

static struct lines lines_of(const struct text *out)
{
    const char *at = text_get(out);
    return (struct lines){at, at + out->len};
}

/* False after the last that has its end. */
static bool next_line(struct lines *l, struct piece *line)
{
    const char *end = memchr(l->at, '\n', (size_t)(l->end - l->at));
    if (!end)
        return false;
    *line = (struct piece){l->at, (size_t)(end - l->at)};
    l->at = end + 1;
    return true;
}

static void put_piece(lua_State *L, const char *key, struct piece value)
{
    lua_pushlstring(L, value.at, value.len);
    lua_setfield(L, -2, key);
}

static void put_seconds(lua_State *L, const char *key, const char *digits)
{
    lua_pushinteger(L, strtoll(digits, NULL, 10));
    lua_setfield(L, -2, key);
}

/* "HEAD -> main, tag: v1.2, origin/main" */
static void put_tags(lua_State *L, struct piece names)
{
    const char *at = names.at, *end = names.at + names.len;
    lua_newtable(L);
    for (lua_Integer count = 0; at < end && count < TAGS_TOLD;) {
        size_t len = strcspn(at, ",\n");
        if (len > 5 && strncmp(at, "tag: ", 5) == 0) {
            lua_pushlstring(L, at + 5, len - 5);
            lua_rawseti(L, -2, ++count);
        }
        at += len;
        at += strspn(at, ", ");
    }
    lua_setfield(L, -2, "tags");
}

/* "12\t3\tpath", and "-\t-\tpath" of what is no text. False where it is no such line. */
static bool add_numbers(struct piece line, lua_Integer *more, lua_Integer *less, struct piece *path)
{
    const char *second = memchr(line.at, '\t', line.len);
    const char *third =
        second ? memchr(second + 1, '\t', line.len - (size_t)(second + 1 - line.at)) : NULL;
    if (!third || !strchr("0123456789-", *line.at))
        return false;
    *more += *line.at == '-' ? 0 : strtoll(line.at, NULL, 10);
    *less += second[1] == '-' ? 0 : strtoll(second + 1, NULL, 10);
    *path = (struct piece){third + 1, line.len - (size_t)(third + 1 - line.at)};
    return true;
}

/* The lines of numbers up to the next commit. */
static void put_numbers(lua_State *L, struct lines *l)
{
    lua_Integer files = 0, more = 0, less = 0;
    struct piece line, path;
    lua_newtable(L);
    for (struct lines ahead = *l; next_line(&ahead, &line); *l = ahead) {
        if (line.len == 0)
            continue;
        if (!add_numbers(line, &more, &less, &path))
            break;
        if (++files > PATHS_TOLD)
            continue;
        lua_pushlstring(L, path.at, path.len);
        lua_rawseti(L, -2, files);
    }
    lua_setfield(L, -2, "paths");
    lua_pushinteger(L, files);
    lua_setfield(L, -2, "files");
    lua_pushinteger(L, more);
    lua_setfield(L, -2, "insertions");
    lua_pushinteger(L, less);
    lua_setfield(L, -2, "deletions");
}

#define COMMIT_FORMAT "commit=%H%n%ct%n%at%n%P%n%an%n%D%n%s"
#define COMMIT_MARK "commit="
enum { ID, TIME, AUTHORED, PARENTS, AUTHOR, NAMES, SUBJECT, COMMIT_LINES };

/* The next commit of `log`, as a table. False leaves the lines as they are. */
static bool push_commit(lua_State *L, struct lines *l)
{
    struct piece field[COMMIT_LINES];
    struct lines ahead = *l;
    size_t mark = strlen(COMMIT_MARK);
    for (int i = 0; i < COMMIT_LINES; i++)
        if (!next_line(&ahead, &field[i]))
            return false;
    if (field[ID].len <= mark || strncmp(field[ID].at, COMMIT_MARK, mark) != 0)
        return false;
    *l = ahead;
    lua_createtable(L, 0, 12);
    put_piece(L, "id", (struct piece){field[ID].at + mark, field[ID].len - mark});
    put_seconds(L, "time", field[TIME].at);
    put_seconds(L, "authored", field[AUTHORED].at);
    put_piece(L, "author", field[AUTHOR]);
    put_piece(L, "subject", field[SUBJECT]);
    lua_pushboolean(L, memchr(field[PARENTS].at, ' ', field[PARENTS].len) != NULL);
    lua_setfield(L, -2, "merge");
    put_tags(L, field[NAMES]);
    put_numbers(L, l);
    return true;
}

/* Pushes the list that `log` prints, the newest first, and whether there may be more. False with
 * the reason. */
static bool push_log(lua_State *L, const char *function, lua_Integer most)
{
    struct lua_host *h = lua_host_of(L);
    const char *ref = lua_command_name(L, function, "ref");
    const char *path = lua_ask_text(L, function, "path");
    int words =
        begin(L, function,
              "log --no-color --no-ext-diff --no-textconv --no-show-signature "
              "--no-mailmap --decorate=short --no-renames --numstat --format=" COMMIT_FORMAT);
    /* With that, a path would show merges which changed nothing there. */
    if (!path)
        lua_command_add(L, words, "--diff-merges=first-parent");
    lua_command_add(L, words, "--max-count=%I", (LUAI_UACINT)most);
    add_window(L, words, function);
    lua_command_add(L, words, "%s", ref ? ref : "HEAD");
    lua_command_add(L, words, "--");
    if (path)
        lua_command_add(L, words, ":(literal)%s", path);
    if (!ask(L, words, function))
        return false;
    struct lines l = lines_of(&h->ran.out);
    lua_Integer count = 0;
    lua_newtable(L);
    while (l.at < l.end && push_commit(L, &l))
        lua_rawseti(L, -2, ++count);
    if (l.at < l.end && !h->ran.cut) {
        text_add(&h->why, "git printed something else than its commits");
        return false;
    }
    lua_pushboolean(L, h->ran.cut || count >= most);
    return true;
}

static int git_changes(lua_State *L)
{
    static const char *const keys[] = {"repo", "since", "until",   "last", "path",
                                       "ref",  "max",   "timeout", NULL};
    lua_api_begin(L);
    lua_settop(L, 1);
    lua_api_options(L, 1, "git.changes", keys);
    lua_Integer most = lua_ask_number(L, "git.changes", "max", 1, COMMITS_MOST, COMMITS_DEFAULT);
    return push_log(L, "git.changes", most) ? 2 : lua_api_failed(L);
}

static int git_last(lua_State *L)
{
    static const char *const keys[] = {"repo", "path", "ref", "until", "timeout", NULL};
    lua_api_begin(L);
    lua_settop(L, 1);
    lua_api_options(L, 1, "git.last", keys);
    if (!push_log(L, "git.last", 1))
        return lua_api_failed(L);
    if (lua_rawgeti(L, -2, 1) == LUA_TNIL)
        lua_pushboolean(L, 0); /* nothing like that, which is no failure */
    return 1;
}

static bool lies_within(int64_t seconds, struct lua_window w)
{
    return (w.since_ms == INT64_MIN || seconds >= w.since_ms / 1000) &&
           (w.until_ms == INT64_MAX || seconds <= w.until_ms / 1000);
}

static bool next_four(struct lines *l, struct piece four[4])
{
    for (int i = 0; i < 4; i++)
        if (!next_line(l, &four[i]))
            return false;
    return true;
}

/* A list of what git prints in four lines each, of which the first says when. */
static int push_fours(lua_State *L, const char *const key[4], struct lua_window w, lua_Integer most)
{
    struct lua_host *h = lua_host_of(L);
    struct lines l = lines_of(&h->ran.out);
    struct piece four[4];
    lua_Integer count = 0;
    lua_newtable(L);
    while (count < most && next_four(&l, four)) {
        const char *digits = four[0].at + strcspn(four[0].at, "0123456789\n");
        if (!lies_within(strtoll(digits, NULL, 10), w))
            continue;
        lua_createtable(L, 0, 4);
        put_seconds(L, key[0], digits);
        for (int i = 1; i < 4; i++)
            put_piece(L, key[i], four[i]);
        lua_rawseti(L, -2, ++count);
    }
    return 1;
}

static const char *const listed_keys[] = {"repo", "since", "until",   "last",
                                          "max",  "match", "timeout", NULL};

static int git_tags(lua_State *L)
{
    static const char *const fields[] = {"time", "name", "id", "subject"};
    lua_api_begin(L);
    lua_settop(L, 1);
    lua_api_options(L, 1, "git.tags", listed_keys);
    lua_Integer most = lua_ask_number(L, "git.tags", "max", 1, COMMITS_MOST, COMMITS_DEFAULT);
    struct lua_window w = lua_command_window(L, "git.tags");
    const char *match = lua_command_name(L, "git.tags", "match");
    int words = begin(L, "git.tags",
                      "for-each-ref --sort=-creatordate --format=%(creatordate:unix)%0a"
                      "%(refname:short)%0a%(objectname)%0a%(contents:subject)");
    lua_command_add(L, words, "refs/tags/%s", match ? match : "*");
    if (!ask(L, words, "git.tags"))
        return lua_api_failed(L);
    return push_fours(L, fields, w, most);
}

static int git_moved(lua_State *L)
{
    static const char *const keys[] = {"repo", "since", "until", "last", "max", "timeout", NULL};
    static const char *const fields[] = {"time", "id", "what", "subject"};
    lua_api_begin(L);
    lua_settop(L, 1);
    lua_api_options(L, 1, "git.moved", keys);
    lua_Integer most = lua_ask_number(L, "git.moved", "max", 1, COMMITS_MOST, COMMITS_DEFAULT);
    struct lua_window w = lua_command_window(L, "git.moved");
    int words = begin(L, "git.moved",
                      "log --walk-reflogs --no-color --no-show-signature --date=unix "
                      "--format=%gd%n%H%n%gs%n%s");
    lua_command_add(L, words, "--max-count=%I", (LUAI_UACINT)COMMITS_MOST);
    lua_command_add(L, words, "HEAD");
    lua_command_add(L, words, "--");
    if (!ask(L, words, "git.moved"))
        return lua_api_failed(L);
    return push_fours(L, fields, w, most);
}

const struct lua_entry lua_api_git[] = {
    {"git.changes", "git.changes{repo=, since=, until=, last=, path=, ref=, max=, timeout=}",
     "The commits of a repository, the newest first, 100 or `max`: a list of {id=, time=, "
     "authored=, "
     "author=, subject=, merge=, tags=, files=, insertions=, deletions=, paths=}, and whether "
     "there may "
     "be more. Wants `git -C PATH` under allow, as do all of these.",
     git_changes},
    {"git.last", "git.last{repo=, path=, ref=, until=, timeout=}",
     "The last of them, of one path if need be; false where there is none.", git_last},
    {"git.moved", "git.moved{repo=, since=, until=, last=, max=, timeout=}",
     "When the checkout itself was moved to another commit, by pull, checkout or reset, the newest "
     "first: a list of {time=, id=, what=, subject=}.",
     git_moved},
    {"git.tags", "git.tags{repo=, match=, since=, until=, last=, max=, timeout=}",
     "Its tags (`match` as \"v*\"), the newest first: a list of {time=, name=, id=, subject=}.",
     git_tags},
    {NULL},
};
