#include <string.h>
#include <strings.h>

#include "base/sha256.h"
#include "book/book.h"
#include "book/cond.h"
#include "book/reader.h"

struct framework {
    struct reader r;
    struct severity *out;
    struct severity_question *questions;
    struct level *levels;
    struct cond_scope scope;
};

/* The answer at `n` is the one of that number already. */
static void say_alike(struct framework *f, const struct node *key, const struct node *n,
                      size_t first)
{
    const struct node *other = key->value->first;
    struct diag *d =
        reader_error(&f->r, RB_UNFIT_ANSWER, n->span, "answer \"%s\" is there twice", n->text);
    while (first--)
        other = other->next;
    complain_hint(d, "remove one of the two");
    complain_note(d, other->span, "the first is here");
}

static void check_answers(struct framework *f, const struct severity_question *q,
                          const struct node *key)
{
    if (!key)
        return;
    const struct node *n = key->value->first;
    if (!n)
        complain_hint(
            reader_error(&f->r, RB_NO_ANSWERS, key->span, "there are no answers to choose from"),
            "add at least two: answers: [yes, no]");
    for (size_t i = 0; n && i < q->answer_count; i++, n = n->next) {
        if (strcasecmp(q->answers[i], VALUE_UNKNOWN) == 0)
            complain_hint(reader_error(&f->r, RB_UNFIT_ANSWER, n->span,
                                       "answer \"%s\": every question has it already",
                                       q->answers[i]),
                          "remove it");
        for (size_t j = 0; j < i && i < 100; j++)
            if (strcasecmp(q->answers[i], q->answers[j]) == 0)
                say_alike(f, key, n, j);
    }
}

static void load_question(struct framework *f, struct severity_question *q, const struct node *map)
{
    struct node *k[QUESTION_KEYS];
    q->span = reader_span(map);
    q->id = "";
    if (!reader_fields(&f->r, map, IN_QUESTION, k))
        return;
    if (k[QUESTION_ID]) {
        struct node *id = k[QUESTION_ID]->value;
        q->id = id->text;
        q->span = id->span;
        if (reader_id(&f->r, id, false, "the id of a question") && keys_word_is_taken(id->text))
            complain_hint(complain_error(&f->r.to, RB_BAD_ID, id->span,
                                         "\"%s\" is a word of the format or of Lua", id->text),
                          "choose another id");
    }
    q->question = reader_text(k[QUESTION_QUESTION]);
    q->answers = reader_texts(&f->r, k[QUESTION_ANSWERS], &q->answer_count);
    check_answers(f, q, k[QUESTION_ANSWERS]);
}

static void load_questions(struct framework *f, const struct node *key)
{
    size_t count = key ? key->value->count : 0;
    struct names *names = names_new(f->r.arena, count);
    struct cond_name *scope = arena_alloc(f->r.arena, count * sizeof *scope);
    f->questions = arena_alloc(f->r.arena, count * sizeof *f->questions);
    f->r.owner_kind = "question";
    int i = 0;
    for (const struct node *n = key ? key->value->first : NULL; n; n = n->next, i++) {
        struct severity_question *q = &f->questions[i];
        reader_owner(&f->r, n);
        load_question(f, q, n);
        scope[i] = (struct cond_name){q->id, COND_TYPE_TEXT, q->answers, q->answer_count};
        int first = *q->id ? names_put(names, q->id, strlen(q->id), i) : -1;
        if (first >= 0)
            reader_twice(&f->r, q->id, q->span, "question", f->questions[first].span);
    }
    f->r.owner_id = NULL;
    f->out->questions = f->questions;
    f->out->question_count = count;
    f->scope = (struct cond_scope){.names = scope, .name_count = count, .name_index = names};
}

static void load_postmortem(struct framework *f, struct level *l, const struct node *key)
{
    struct node *k[POSTMORTEM_KEYS];
    if (!key)
        return;
    if (key->value->kind != NODE_TEXT) {
        if (reader_fields(&f->r, key->value, IN_POSTMORTEM, k))
            l->postmortem_due = reader_due(&f->r, k[POSTMORTEM_DUE]);
        return;
    }
    if (strcmp(key->value->text, "none") == 0)
        return;
    complain_hint(reader_error(&f->r, RB_BAD_VALUE, key->value->span,
                               "\"postmortem\" is none or a map, not \"%s\"", key->value->text),
                  "write postmortem: none, or postmortem: {due: 3d}");
}

static const struct cond *load_when(struct framework *f, const struct node *key)
{
    struct complaints *to = &f->r.to;
    if (!key || complaints_full(to))
        return NULL;
    size_t before = to->ds->errors;
    const struct cond *c = cond_parse(f->r.arena, to->source, key->value->span, key->value->text,
                                      &f->scope, NULL, to->ds);
    to->errors += to->ds->errors - before;
    return c;
}

static void load_level(struct framework *f, struct level *l, const struct node *map)
{
    struct node *k[LEVEL_KEYS];
    l->span = reader_span(map);
    l->id = "";
    l->acknowledge_ms = l->update_every_ms = -1;
    if (!reader_fields(&f->r, map, IN_LEVEL, k))
        return;
    if (k[LEVEL_ID]) {
        l->id = k[LEVEL_ID]->value->text;
        l->span = k[LEVEL_ID]->value->span;
        reader_id(&f->r, k[LEVEL_ID]->value, true, "the id of a level");
    }
    l->title = reader_text(k[LEVEL_TITLE]);
    l->when = load_when(f, k[LEVEL_WHEN]);
    l->page = reader_texts(&f->r, k[LEVEL_PAGE], &l->page_count);
    l->tell = reader_texts(&f->r, k[LEVEL_TELL], &l->tell_count);
    l->acknowledge_ms = reader_time_span(&f->r, k[LEVEL_ACKNOWLEDGE]);
    l->update_every_ms = reader_time_span(&f->r, k[LEVEL_UPDATE_EVERY]);
    load_postmortem(f, l, k[LEVEL_POSTMORTEM]);
}

/* The first level that holds is taken: one that always holds belongs last, and only there. */
static void check_order(struct framework *f)
{
    struct severity *s = f->out;
    const struct level *always = NULL;
    for (size_t i = 0; i < s->level_count; i++) {
        const struct level *l = &f->levels[i];
        if (always) {
            struct diag *d = complain_warning(&f->r.to, RB_UNREACHABLE_LEVEL, l->span,
                                              "level \"%s\" is never reached: \"%s\" always holds",
                                              l->id, always->id);
            complain_hint(d, "put the level that always holds last");
            complain_note(d, always->span, "it stands here");
        } else if (!l->when || l->when->kind == COND_TRUE) {
            always = l;
        }
    }
    if (!always && s->level_count)
        complain_hint(complain_warning(&f->r.to, RB_NO_LAST_LEVEL,
                                       f->levels[s->level_count - 1].span,
                                       "some answers give no level at all"),
                      "end with a level whose condition is: when: true");
}

static void load_levels(struct framework *f, const struct node *key)
{
    size_t count = key ? key->value->count : 0;
    struct names *names = names_new(f->r.arena, count);
    f->levels = arena_alloc(f->r.arena, count * sizeof *f->levels);
    f->r.owner_kind = "level";
    int i = 0;
    for (const struct node *n = key ? key->value->first : NULL; n; n = n->next, i++) {
        struct level *l = &f->levels[i];
        reader_owner(&f->r, n);
        load_level(f, l, n);
        int first = *l->id ? names_put(names, l->id, strlen(l->id), i) : -1;
        if (first >= 0)
            reader_twice(&f->r, l->id, l->span, "level", f->levels[first].span);
    }
    f->r.owner_id = NULL;
    f->out->levels = f->levels;
    f->out->level_count = count;
}

static void check_not_empty(struct framework *f, const struct node *key)
{
    if (key && !key->value->count)
        complain_hint(reader_error(&f->r, RB_EMPTY, key->span, "\"%s\" is empty", key->text),
                      "write at least one, or remove the file");
}

static void load_framework(struct framework *f, const struct node *root)
{
    struct node *file[SEVERITY_FILE_KEYS], *k[SEVERITY_KEYS];
    if (!reader_fields(&f->r, root, IN_SEVERITY_FILE, file) || !file[SEVERITY_FILE_SEVERITY] ||
        !reader_fields(&f->r, file[SEVERITY_FILE_SEVERITY]->value, IN_SEVERITY, k))
        return;
    check_not_empty(f, k[SEVERITY_ASK]);
    check_not_empty(f, k[SEVERITY_LEVELS]);
    load_questions(f, k[SEVERITY_ASK]);
    load_levels(f, k[SEVERITY_LEVELS]);
    if (!f->r.to.errors)
        check_order(f);
}

struct severity *severity_load(const struct source *source, struct diags *ds)
{
    struct arena *arena = arena_new();
    struct framework f = {.r = {.arena = arena, .to = {.source = source, .ds = ds}}};
    f.out = arena_alloc(arena, sizeof *f.out);
    f.out->arena = arena;
    f.out->source = source;
    struct node *root = yaml_parse(arena, &f.r.to);
    if (root)
        load_framework(&f, root);
    if (f.r.to.errors) {
        arena_free(arena);
        return NULL;
    }
    sha256_hex(source->bytes, source->len, f.out->hash);
    return f.out;
}

void severity_free(struct severity *s)
{
    if (s)
        arena_free(s->arena);
}
