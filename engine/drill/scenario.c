#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/time.h"
#include "core/session.h"
#include "drill/scenario_inside.h"

#define CLOCK_MS 1767225600000 /* 2026-01-01T00:00:00Z, where no clock is given */

int scenario_whole(struct scenario *s, const struct node *key, enum key_place place, int not_given)
{
    if (!key)
        return not_given;
    const struct key *k = &keys_of(place, &(size_t){0}, NULL)[key->field];
    int least = k->least, most = k->most;
    const char *text = key->value->text;
    size_t digits = strspn(text, "0123456789");
    int n = digits && digits <= 6 && !text[digits] ? atoi(text) : -1;
    if (n >= least && n <= most)
        return n;
    complain_hint(reader_error(&s->r, RB_BAD_VALUE, key->value->span,
                               "\"%s\" is a whole number from %d to %d, not \"%s\"", key->text,
                               least, most, text),
                  "for example: %s: %s", key->text, k->example);
    return not_given;
}

const char *scenario_word(struct scenario *s, const struct node *key, enum key_place place)
{
    return key && reader_word(&s->r, key, place) >= 0 ? key->value->text : NULL;
}

int scenario_unknown(struct scenario *s, const struct node *id, const char *code, const char *what,
                     const char *const *names, size_t count)
{
    struct diag *d = reader_error(&s->r, code, reader_span(id), "%s has no %s \"%s\"",
                                  s->out->book->id, what, id->text);
    if (!complain_nearest(d, id->text, names, count))
        complain_hint(d, "ruleout show %s lists them", s->out->book->id);
    return -1;
}

int scenario_action(struct scenario *s, const struct node *id)
{
    const struct book *b = s->out->book;
    int action = book_action(b, id->text);
    if (action >= 0)
        return action;
    const char **names = arena_alloc(s->r.arena, (b->action_count + 1) * sizeof *names);
    for (size_t i = 0; i < b->action_count; i++)
        names[i] = b->actions[i].id;
    return scenario_unknown(s, id, RB_UNKNOWN_ACTION, "action", names, b->action_count);
}

int scenario_step(struct scenario *s, const struct node *name, int *visit)
{
    const struct book *b = s->out->book;
    int step;
    if (session_step_parse(b, name->text, &step, visit))
        return step;
    const char **names = arena_alloc(s->r.arena, (b->step_count + 1) * sizeof *names);
    for (size_t i = 0; i < b->step_count; i++)
        names[i] = b->steps[i].id;
    return scenario_unknown(s, name, RB_UNKNOWN_STEP, "step", names, b->step_count);
}

const char *scenario_beside(struct scenario *s, const char *path)
{
    const char *own = s->out->source->path, *slash = strrchr(own, '/');
    size_t len = slash ? (size_t)(slash - own) : 0;
    /* "drills/../x" is "x", and reads better in messages. */
    while (strncmp(path, "../", 3) == 0 && len) {
        size_t part = len;
        while (part && own[part - 1] != '/')
            part--;
        if (strspn(own + part, ".") >= len - part)
            break;
        path += 3;
        len = part ? part - 1 : 0;
        if (!part)
            return arena_text(s->r.arena, path);
    }
    if (*path == '/' || (!len && *own != '/'))
        return arena_text(s->r.arena, path);
    return arena_format(s->r.arena, "%.*s/%s", (int)len, own, path);
}

int64_t scenario_moment(struct scenario *s, const struct node *key, int64_t not_given)
{
    int64_t ms = not_given;
    if (key && !time_parse_rfc3339(key->value->text, &ms))
        complain_hint(reader_error(&s->r, RB_BAD_VALUE, key->value->span,
                                   "\"%s\" is a time, not \"%s\"", key->text, key->value->text),
                      "write date, time and offset: 2026-09-14T10:20:00Z");
    return ms;
}

static bool is_no(const struct node *value)
{
    return value->kind == NODE_TEXT && strcmp(value->text, "no") == 0;
}

static void needless(struct scenario *s, const struct node *key, bool needed, const char *why)
{
    if (key && !needed)
        complain_hint(reader_error(&s->r, RB_NEEDLESS_KEY, key->span, "%s", why), "remove it");
}

/* What the action never asks for. */
static void check_needless(struct scenario *s, int action, struct node *const *f, bool undo)
{
    const struct action *a = &s->out->book->actions[action];
    needless(s, f[DO_CONFIRM], a->confirm, "nothing is typed to confirm it");
    needless(s, f[DO_OUTCOME], !a->run, "its outcome is that of its command");
    needless(s, undo ? f[DO_UNDO] : NULL, a->undo, "it has no undo");
    if (f[DO_GUARD] && f[DO_GUARD]->value->count > a->guard_count)
        complain_hint(reader_error(&s->r, RB_NEEDLESS_KEY, f[DO_GUARD]->span,
                                   "it has %zu guard%s, not %u", a->guard_count,
                                   a->guard_count == 1 ? "" : "s", f[DO_GUARD]->value->count),
                      "give one answer for each guard, in their order");
}

static void read_action(struct scenario *s, const struct node *key, struct drill_action *out)
{
    struct node *f[DO_KEYS];
    out->declined = is_no(key->value);
    if (out->declined || !reader_fields(&s->r, key->value, IN_DRILL_ACTION, f))
        return;
    out->guards = reader_texts(&s->r, f[DO_GUARD], &out->guard_count);
    out->confirm = reader_text(f[DO_CONFIRM]);
    out->outcome = scenario_word(s, f[DO_OUTCOME], IN_DRILL_ACTION);
    const char *undo = scenario_word(s, f[DO_UNDO], IN_DRILL_ACTION);
    out->undo = undo && strcmp(undo, "yes") == 0;
    if (out->action >= 0)
        check_needless(s, out->action, f, out->undo);
}

static void read_actions(struct scenario *s, const struct node *key)
{
    size_t most = key ? key->value->count : 0, count = 0;
    struct drill_action *actions = arena_alloc(s->r.arena, (most + 1) * sizeof *actions);
    s->r.owner_kind = "action";
    for (const struct node *k = key ? key->value->first : NULL; k; k = k->next) {
        struct drill_action *a = &actions[count];
        *a = (struct drill_action){.action = scenario_action(s, k), .span = k->span};
        s->r.owner_id = k->text;
        read_action(s, k, a);
        count += a->action >= 0;
        s->r.owner_id = NULL;
    }
    s->out->actions = actions;
    s->out->action_count = count;
}

static void check_version(struct scenario *s, const struct node *key)
{
    if (key && strcmp(key->value->text, KEYS_VERSION) != 0)
        complain_hint(reader_error(&s->r, RB_WRONG_VERSION, key->value->span,
                                   "drill: %s is not a version that this program reads",
                                   key->value->text),
                      "write drill: " KEYS_VERSION);
}

/* False where there is no runbook to hold the rest against. */
static bool read_runbook(struct scenario *s, const struct node *key, struct shelf *shelf)
{
    if (!key)
        return false;
    s->out->on_shelf = shelf_take(shelf, scenario_beside(s, key->value->text), s->r.to.ds);
    const struct shelved *b = shelf->books[s->out->on_shelf];
    s->out->book = b->book;
    s->framework = b->severity;
    if (b->book && !b->severity_broken)
        return true;
    struct diag *d = reader_error(&s->r, RB_BAD_VALUE, key->value->span,
                                  b->unread ? "%s"
                                  : b->book ? "the severity framework of \"%s\" does not load"
                                            : "the runbook \"%s\" does not load",
                                  b->unread ? b->unread : key->value->text);
    complain_hint(d, b->unread ? "it is looked for from the drill's own folder"
                               : "ruleout lint says what is wrong with it");
    return false;
}

static void read_drill(struct scenario *s, const struct node *root, struct shelf *shelf)
{
    struct node *f[DRILL_KEYS];
    if (!reader_fields(&s->r, root, IN_DRILL, f))
        return;
    check_version(s, f[DRILL_DRILL]);
    s->out->title = reader_text(f[DRILL_TITLE]);
    s->out->clock_ms = scenario_moment(s, f[DRILL_CLOCK], CLOCK_MS);
    if (!read_runbook(s, f[DRILL_RUNBOOK], shelf))
        return;
    scenario_alert(s, f[DRILL_ALERT]);
    s->out->inputs = scenario_inputs(s, f[DRILL_INPUTS]);
    s->out->answers = scenario_answers(s, f[DRILL_ANSWERS]);
    s->out->triage = scenario_triage(s, f[DRILL_SEVERITY]);
    s->out->severity = f[DRILL_SEVERITY] ? s->framework : NULL;
    s->out->captures = scenario_captures(s, f[DRILL_CAPTURE]);
    read_actions(s, f[DRILL_ACTIONS]);
    scenario_world(s, f[DRILL_WORLD]);
    scenario_expect(s, f[DRILL_EXPECT]);
}

struct drill *drill_load(const struct source *source, struct shelf *shelf, struct diags *ds)
{
    struct arena *arena = arena_new();
    struct scenario s = {.r = {.arena = arena, .to = {.source = source, .ds = ds}}};
    s.out = arena_alloc(arena, sizeof *s.out);
    s.out->arena = arena;
    s.out->source = source;
    struct node *root = yaml_parse(arena, &s.r.to);
    if (root)
        read_drill(&s, root, shelf);
    if (!s.r.to.errors)
        return s.out;
    drill_free(s.out);
    return NULL;
}

char *drill_runbook(const struct source *source)
{
    struct diags ds = {0};
    struct arena *arena = arena_new();
    struct drill d = {.source = source};
    struct scenario s = {.r = {.arena = arena, .to = {.source = source, .ds = &ds}}, .out = &d};
    struct node *f[DRILL_KEYS] = {0};
    struct node *root = yaml_parse(arena, &s.r.to);
    if (root)
        reader_fields(&s.r, root, IN_DRILL, f);
    const struct node *key = f[DRILL_RUNBOOK];
    char *path = key ? mem_text(scenario_beside(&s, key->value->text)) : NULL;
    diags_release(&ds);
    arena_free(arena);
    return path;
}

void drill_free(struct drill *d)
{
    if (!d)
        return;
    alerts_release(&d->alerts);
    arena_free(d->arena);
}
