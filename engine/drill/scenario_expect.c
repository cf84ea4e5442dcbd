#include <string.h>

#include "drill/scenario_inside.h"

static int find_cause(struct scenario *s, const struct node *id)
{
    const struct book *b = s->out->book;
    int cause = book_cause(b, id->text);
    if (cause >= 0)
        return cause;
    const char **names = arena_alloc(s->r.arena, (b->cause_count + 1) * sizeof *names);
    for (size_t i = 0; i < b->cause_count; i++)
        names[i] = b->causes[i].id;
    return scenario_unknown(s, id, RB_UNKNOWN_CAUSE, "cause", names, b->cause_count);
}

/* A list of causes, or a map from cause to what the reason holds; added behind `at`. */
static size_t read_causes(struct scenario *s, const struct node *key, enum cause_state state,
                          struct expected_cause *out, size_t at)
{
    bool map = key && key->value->kind == NODE_MAP;
    for (const struct node *n = key ? key->value->first : NULL; n; n = n->next) {
        if (!reader_is_text(&s->r, map ? n->value : n, map ? "a reason" : "a cause"))
            continue;
        int cause = find_cause(s, n);
        if (cause >= 0)
            out[at++] = (struct expected_cause){cause, state, map ? n->value->text : NULL, n->span};
    }
    return at;
}

static void read_board(struct scenario *s, struct node *const *f)
{
    static const struct {
        int key;
        enum cause_state state;
    } kinds[] = {{EXPECT_CONFIRMED, CAUSE_CONFIRMED},
                 {EXPECT_SUSPECTED, CAUSE_SUSPECTED},
                 {EXPECT_RULED_OUT, CAUSE_RULED_OUT},
                 {EXPECT_OPEN, CAUSE_OPEN}};
    struct expectation *e = &s->out->expect;
    size_t most = 0;
    for (size_t i = 0; i < 4; i++)
        most += f[kinds[i].key] ? f[kinds[i].key]->value->count : 0;
    struct expected_cause *causes = arena_alloc(s->r.arena, (most + 1) * sizeof *causes);
    for (size_t i = 0; i < 4; i++)
        e->cause_count = read_causes(s, f[kinds[i].key], kinds[i].state, causes, e->cause_count);
    e->causes = causes;
    e->confirmed_given = f[EXPECT_CONFIRMED];
    if (f[EXPECT_CONFIRMED])
        e->confirmed_span = f[EXPECT_CONFIRMED]->span;
}

static void read_not_asked(struct scenario *s, const struct node *key)
{
    struct expectation *e = &s->out->expect;
    int *steps = arena_alloc(s->r.arena, ((key ? key->value->count : 0) + 1) * sizeof *steps);
    for (const struct node *n = key ? key->value->first : NULL; n; n = n->next) {
        int visit, step = reader_is_text(&s->r, n, "a step") ? scenario_step(s, n, &visit) : -1;
        if (step >= 0)
            steps[e->not_asked_count++] = step;
    }
    e->not_asked_span = key ? key->span : (struct span){0};
    e->not_asked = steps;
}

static bool is_outcome(struct scenario *s, const struct node *value)
{
    const char *const *outcomes = keys_of(IN_EXPECT, &(size_t){0}, NULL)[EXPECT_ACTIONS].words;
    size_t count = 0;
    for (; outcomes[count]; count++)
        if (strcmp(outcomes[count], value->text) == 0)
            return true;
    struct diag *d = reader_error(&s->r, RB_BAD_VALUE, value->span,
                                  "\"%s\" is no outcome of an action", value->text);
    if (!complain_nearest(d, value->text, outcomes, count))
        complain_hint(d, "write done, failed, unknown, declined or untried");
    return false;
}

/* Actions and what became of them; of a list, only the actions. */
static struct said_list read_outcomes(struct scenario *s, const struct node *key)
{
    size_t count = 0;
    struct said *items =
        arena_alloc(s->r.arena, ((key ? key->value->count : 0) + 1) * sizeof *items);
    for (struct node *n = key ? key->value->first : NULL; n; n = n->next) {
        bool map = key->value->kind == NODE_MAP;
        if (!reader_is_text(&s->r, map ? n->value : n, map ? "an outcome" : "an action") ||
            scenario_action(s, n) < 0)
            continue;
        if (!map || is_outcome(s, n->value))
            items[count++] = (struct said){n->text, map ? n->value->text : NULL, n->span};
    }
    return (struct said_list){items, count};
}

static void read_level(struct scenario *s, const struct node *key)
{
    const struct severity *f = s->framework;
    size_t count = f ? f->level_count : 0;
    if (!key)
        return;
    const char **names = arena_alloc(s->r.arena, (count + 1) * sizeof *names);
    s->out->expect.severity = key->value->text;
    s->out->expect.severity_span = key->span;
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i] = f->levels[i].id, key->value->text) == 0)
            return;
    struct diag *d = reader_error(&s->r, RB_BAD_VALUE, key->value->span,
                                  "severity.yaml has no level \"%s\"", key->value->text);
    if (!complain_nearest(d, key->value->text, names, count))
        complain_hint(d, "write the id of one of its levels");
}

static struct span span_of(const struct node *key)
{
    return key ? key->span : (struct span){0};
}

void scenario_expect(struct scenario *s, const struct node *key)
{
    struct node *f[EXPECT_KEYS];
    struct expectation *e = &s->out->expect;
    e->asked_at_most = -1;
    e->mitigated_within_ms = -1;
    if (!key || !reader_fields(&s->r, key->value, IN_EXPECT, f))
        return;
    read_level(s, f[EXPECT_SEVERITY]);
    read_board(s, f);
    read_not_asked(s, f[EXPECT_NOT_ASKED]);
    e->asked_at_most = scenario_whole(s, f[EXPECT_ASKED_AT_MOST], IN_EXPECT, -1);
    e->asked_span = span_of(f[EXPECT_ASKED_AT_MOST]);
    e->actions = read_outcomes(s, f[EXPECT_ACTIONS]);
    e->changes = read_outcomes(s, f[EXPECT_OPEN_CHANGES]);
    e->changes_given = f[EXPECT_OPEN_CHANGES];
    e->changes_span = span_of(f[EXPECT_OPEN_CHANGES]);
    e->mitigated_within_ms = reader_time_span(&s->r, f[EXPECT_MITIGATED_WITHIN]);
    e->mitigated_span = span_of(f[EXPECT_MITIGATED_WITHIN]);
    e->ends = scenario_word(s, f[EXPECT_ENDS], IN_EXPECT);
    e->ends_span = span_of(f[EXPECT_ENDS]);
}
