#include "cli/lint_lua.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "book/codes.h"
#include "book/library.h"
#include "check/checker.h"

struct lint_lua {
    struct library *library;
    struct lint_use *uses;
    size_t use_count, use_cap;
    struct lua_piece *pieces;
    size_t piece_count, piece_cap;
    struct source **files; /* by piece; NULL: it stands in a runbook */
    size_t file_cap;
    size_t *in_files; /* the pieces that are files */
    size_t in_file_count, in_file_cap;
};

struct lint_lua *lint_lua_new(void)
{
    struct lint_lua *l = mem_alloc(sizeof *l);
    l->library = library_open();
    return l;
}

void lint_lua_free(struct lint_lua *l)
{
    if (!l)
        return;
    for (size_t i = 0; i < l->piece_count; i++)
        source_free(l->files[i]);
    library_free(l->library);
    free(l->files);
    free(l->in_files);
    free(l->pieces);
    free(l->uses);
    free(l);
}

static size_t add_piece(struct lint_lua *l, struct lua_piece piece, struct source *file)
{
    l->files = mem_grow(l->files, l->piece_count, &l->file_cap, sizeof *l->files);
    l->pieces = mem_grow(l->pieces, l->piece_count, &l->piece_cap, sizeof *l->pieces);
    l->files[l->piece_count] = file;
    l->pieces[l->piece_count] = piece;
    if (file) {
        l->in_files = mem_grow(l->in_files, l->in_file_count, &l->in_file_cap, sizeof *l->in_files);
        l->in_files[l->in_file_count++] = l->piece_count;
    }
    return l->piece_count++;
}

static bool find_file(const struct lint_lua *l, const char *path, size_t *piece)
{
    for (size_t i = l->in_file_count; i-- > 0;)
        if (strcmp(l->files[l->in_files[i]]->path, path) == 0) {
            *piece = l->in_files[i];
            return true;
        }
    return false;
}

/* Each file is read once, whoever names it. */
static bool add_file(struct lint_lua *l, struct lint_use *use, const char *path, struct diags *ds)
{
    char *found = library_check(l->library, path, use->check->name);
    bool ok = found && find_file(l, found, &use->piece);
    if (found && !ok) {
        struct source *file = source_read(found, ds);
        ok = file != NULL;
        if (ok)
            use->piece = add_piece(
                l,
                (struct lua_piece){.name = use->check->name, .lua = file->bytes, .len = file->len},
                file);
    } else if (!found) {
        diag_hint(lint_use_say(use, ds, DIAG_ERROR, RB_NO_CHECK, use->check->span,
                               "there is no check \"%s\"", use->check->name),
                  "it is a file %s.lua in checks/ beside the runbook, or in scripts/checks/",
                  use->check->name);
    }
    free(found);
    return ok;
}

static void add_use(struct lint_lua *l, struct lint_use use, const char *path, struct diags *ds)
{
    const struct check *c = use.check;
    struct lua_piece body = {.name = use.id, .lua = c->lua, .inline_body = true};
    body.first_line = c->lua_line ? c->lua_line : 1;
    if (c->lua) {
        body.len = strlen(c->lua);
        use.piece = add_piece(l, body, NULL);
    } else {
        use.missing = !c->name || !add_file(l, &use, path, ds);
    }
    l->uses = mem_grow(l->uses, l->use_count, &l->use_cap, sizeof *l->uses);
    l->uses[l->use_count++] = use;
}

void lint_lua_add(struct lint_lua *l, const struct book *book, const char *path, struct diags *ds)
{
    for (size_t i = 0; i < book->step_count; i++) {
        const struct step *s = &book->steps[i];
        if (s->check)
            add_use(l, (struct lint_use){book, s, s->check, "step", s->id, 0, false}, path, ds);
    }
    for (size_t i = 0; i < book->verify_count; i++) {
        const struct verify *v = &book->verifies[i];
        add_use(l, (struct lint_use){book, NULL, &v->check, "verify", v->id, 0, false}, path, ds);
    }
}

/* The line of that number, without the blanks around it. */
static struct span line_span(const struct source *s, unsigned line)
{
    const char *at = s->bytes, *end = s->bytes + s->len;
    for (const char *next; line > 1 && (next = memchr(at, '\n', (size_t)(end - at))); line--)
        at = next + 1;
    size_t len = strcspn(at, "\r\n"), blanks = strspn(at, " \t");
    blanks = blanks < len ? blanks : 0;
    while (len > blanks && (at[len - 1] == ' ' || at[len - 1] == '\t'))
        len--;
    return (struct span){(uint32_t)(at + blanks - s->bytes), (uint32_t)(len - blanks)};
}

/* Takes "NAME:LINE: " off the front; the line, or 0. */
static unsigned take_line(const char *name, const char **why)
{
    size_t len = strlen(name);
    char *end;
    if (strncmp(*why, name, len) != 0 || (*why)[len] != ':')
        return 0;
    unsigned long line = strtoul(*why + len + 1, &end, 10);
    if (line == 0 || strncmp(end, ": ", 2) != 0)
        return 0;
    *why = end + 2;
    return (unsigned)line;
}

static void say_inline(const struct lint_use *use, const struct lua_piece *piece, const char *why,
                       struct diags *ds)
{
    unsigned line = take_line(piece->name, &why);
    bool known = line && use->check->lua_line;
    struct span span = known ? line_span(use->book->source, line) : use->check->span;
    struct diag *d = lint_use_say(use, ds, DIAG_ERROR, RB_BAD_LUA, span, "Lua: %s", why);
    if (line && !known)
        diag_hint(d, "it is line %u of the code", line);
}

static void say_file(const struct lint_use *use, const struct lua_piece *piece,
                     const struct source *file, const char *why, struct diags *ds)
{
    unsigned line = take_line(piece->name, &why);
    struct diag *d =
        diag_add(ds, DIAG_ERROR, RB_BAD_CHECK_FILE, file, line_span(file, line ? line : 1),
                 "check \"%s\": %s", piece->name, why);
    diag_note(d, use->book->source, use->check->span, "%s \"%s\" uses it", use->kind, use->id);
}

/* What is wrong with a file is said once, of the first that uses it. */
static void say_seen(const struct lint_lua *l, const struct lint_use *use, struct lua_seen *seen,
                     struct jval **headers, struct diags *ds)
{
    const struct lua_piece *piece = &l->pieces[use->piece];
    const struct source *file = l->files[use->piece];
    struct text ignored = {0};
    if (seen->why && file)
        say_file(use, piece, file, seen->why, ds);
    else if (seen->why)
        say_inline(use, piece, seen->why, ds);
    else if (file && !headers[use->piece])
        headers[use->piece] = jval_read(seen->header, strlen(seen->header), &ignored);
    if (headers[use->piece])
        lint_use_check(use, headers[use->piece], ds);
    free(seen->why);
    seen->why = NULL;
    text_release(&ignored);
}

static void tell(struct lint_lua *l, struct lua_seen *seen, struct diags *ds)
{
    struct jval **headers = mem_alloc((l->piece_count + 1) * sizeof *headers);
    for (size_t i = 0; i < l->use_count; i++)
        if (!l->uses[i].missing && (seen[l->uses[i].piece].why || seen[l->uses[i].piece].header))
            say_seen(l, &l->uses[i], &seen[l->uses[i].piece], headers, ds);
    for (size_t i = 0; i < l->piece_count; i++)
        jval_free(headers[i]);
    free(headers);
}

void lint_lua_look(struct lint_lua *l, struct diags *ds, struct text *why)
{
    struct diags broken = {0};
    if (l->piece_count == 0)
        return;
    struct checker *c = checker_start(NULL, &broken);
    struct lua_seen *seen = mem_alloc(l->piece_count * sizeof *seen);
    if (!c)
        text_add(why, broken.items[0].message);
    else if (checker_inspect(c, l->pieces, l->piece_count, seen, why))
        tell(l, seen, ds);
    for (size_t i = 0; i < l->piece_count; i++)
        lua_seen_release(&seen[i]);
    free(seen);
    checker_stop(c);
    diags_release(&broken);
}
