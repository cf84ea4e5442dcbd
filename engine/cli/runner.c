#include "cli/runner.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "book/codes.h"
#include "book/library.h"
#include "book/part.h"
#include "core/action.h"
#include "core/allow.h"
#include "core/prose.h"
#include "core/words.h"

static struct source *find_check(const struct library *library, const struct texts *texts,
                                 const char *path, const char *pinned_as, const char *name,
                                 struct diags *ds)
{
    for (size_t i = 0; texts && i < texts->other_count; i++) {
        const struct pinned_other *o = &texts->others[i];
        if (strcmp(o->role, "check") == 0 && strcmp(o->source->path, pinned_as) == 0)
            return source_from(name, o->source->bytes, o->source->len);
    }
    char *file = library_check(library, path, name);
    struct source *found = file ? source_read(file, ds) : NULL;
    free(file);
    return found;
}

static bool read_check(struct runnable *out, const struct check *check, int part,
                       const struct book *book, const struct library *library,
                       const struct texts *texts, struct diags *ds)
{
    size_t errors = ds->errors;
    const struct part *of = &book->parts[part];
    *out = (struct runnable){.check = check, .part = part};
    if (!check->name)
        return true;
    struct text name = {0};
    text_format(&name, "%s%s", of->prefix, check->name);
    out->pinned_as = text_take(&name);
    out->file = find_check(library, texts, of->source->path, out->pinned_as, check->name, ds);
    if (!out->file && ds->errors == errors)
        diag_hint(diag_add(ds, DIAG_ERROR, RB_NO_CHECK, of->source, check->span,
                           "there is no check \"%s\"", check->name),
                  "it is a file %s.lua in checks/ beside the runbook, or in scripts/checks/",
                  check->name);
    return out->file != NULL;
}

bool runner_open(struct runner *r, const struct book *book, const struct texts *texts,
                 struct checker *checker, struct diags *ds)
{
    struct library *library = library_open();
    bool ok = true;
    *r = (struct runner){.checker = checker, .book = book, .pinned = texts && texts->pinned};
    r->steps = mem_alloc((book->step_count + 1) * sizeof *r->steps);
    r->verifies = mem_alloc((book->verify_count + 1) * sizeof *r->verifies);
    for (size_t i = 0; i < book->step_count; i++)
        if (book->steps[i].check)
            ok = read_check(&r->steps[i], book->steps[i].check, book->steps[i].part, book, library,
                            texts, ds) &&
                 ok;
    for (size_t i = 0; i < book->verify_count; i++)
        ok = read_check(&r->verifies[i], &book->verifies[i].check, book->verifies[i].part, book,
                        library, texts, ds) &&
             ok;
    library_free(library);
    return ok;
}

bool runner_needed(const struct runner *r)
{
    const struct book *b = r->book;
    for (size_t i = 0; i < b->step_count; i++)
        if (b->steps[i].check)
            return true;
    for (size_t i = 0; i < b->action_count; i++)
        if (b->actions[i].run || b->actions[i].save_count)
            return true;
    return b->verify_count > 0;
}

static void release(struct runnable *one)
{
    source_free(one->file);
    free(one->pinned_as);
}

void runner_release(struct runner *r)
{
    for (size_t i = 0; r->steps && i < r->book->step_count; i++)
        release(&r->steps[i]);
    for (size_t i = 0; r->verifies && i < r->book->verify_count; i++)
        release(&r->verifies[i]);
    free(r->steps);
    free(r->verifies);
    *r = (struct runner){0};
}

static void digest_file(const struct runnable *one, struct text *out)
{
    if (one->file)
        text_format(out, "check %s %zu\n%s\n", one->pinned_as, one->file->len, one->file->bytes);
}

void runner_digest(const struct runner *r, struct text *out)
{
    text_format(out, "runbook %s\n", book_hash(r->book));
    for (size_t i = 0; i < r->book->file_count; i++) {
        const struct file *f = &r->book->files[i];
        text_format(out, "%s %s %zu\n%s\n", file_role(f->kind), f->name, f->source->len,
                    f->source->bytes);
    }
    for (size_t i = 0; i < r->book->step_count; i++)
        digest_file(&r->steps[i], out);
    for (size_t i = 0; i < r->book->verify_count; i++)
        digest_file(&r->verifies[i], out);
}

/* What `with` gives; for an inline body, its runbook's own inputs. */
static const struct pair *inputs_of(const struct runnable *one, const struct session *s,
                                    struct arena *a, size_t *count, struct text *why)
{
    const struct book *b = session_book(s);
    const struct check *check = one->check;
    const struct slice own = b->parts[one->part].inputs;
    size_t most = check->name ? check->with_count : (size_t)own.count;
    struct pair *pairs = arena_alloc(a, (most + 1) * sizeof *pairs);
    *count = 0;
    for (size_t i = 0; i < most; i++) {
        struct pair p;
        int input = own.first + (int)i;
        if (check->name)
            p = (struct pair){check->with[i].name, words_value(check->with[i].value, s, a, why)};
        else
            p = (struct pair){part_own_id(b, one->part, b->inputs[input].id),
                              b->inputs[input].secret ? NULL : session_input(s, input)};
        if (check->name && !p.value)
            return NULL;
        if (p.value)
            pairs[(*count)++] = p;
    }
    return pairs;
}

/* Of the steps of its own runbook, by the ids that they have there. */
static const struct pair *answers_of(const struct session *s, int part, struct arena *a,
                                     size_t *count)
{
    const struct book *b = session_book(s);
    size_t most = 0;
    for (size_t i = 0; i < b->step_count; i++)
        most += b->steps[i].type == TYPE_MANY ? b->steps[i].answer_count : 1;
    struct pair *pairs = arena_alloc(a, (most + 1) * sizeof *pairs);
    *count = 0;
    for (int i = b->parts[part].steps.first; i < part_end(b, part); i++) {
        const struct given *g = session_given(s, i);
        const char *id = part_own_id(b, part, b->steps[i].id);
        if (g && !g->unknown && !g->several)
            pairs[(*count)++] = (struct pair){id, g->value};
        for (size_t k = 0; g && g->several && k < g->several_count; k++)
            pairs[(*count)++] = (struct pair){arena_format(a, "%s[]", id), g->several[k]->key};
    }
    return pairs;
}

/* Each with its reason behind it. */
static const char *const *nevers_of(const struct book *b, struct arena *a)
{
    const char **out = arena_alloc(a, (2 * b->never_count + 1) * sizeof *out);
    for (size_t i = 0; i < b->never_count; i++) {
        out[2 * i] = b->nevers[i].match;
        out[2 * i + 1] = b->nevers[i].text;
    }
    return out;
}

static struct permits permits_of(const struct session *s, int part, struct arena *a)
{
    const struct allow *allow = session_book(s)->parts[part].allow;
    return (struct permits){.run = allow_texts(allow->run, allow->run_count, a),
                            .read = allow_paths(s, part, a),
                            .http = allow_origins(s, part, a),
                            .env = allow_texts(allow->env, allow->env_count, a),
                            .never = nevers_of(session_book(s), a),
                            .withheld = allow_withheld(s, part, a)};
}

static int start(struct runner *r, const struct session *s, const struct runnable *one,
                 const char *id, bool several, struct text *why)
{
    struct arena *a = arena_new();
    const struct check *check = one->check;
    struct check_job job = {.name = check->name ? check->name : id,
                            .timeout_ms = check->timeout_ms};
    job.lua = one->file ? one->file->bytes : check->lua;
    job.lua_len = one->file ? one->file->len : strlen(check->lua);
    job.inline_body = !one->file;
    job.first_line = check->lua_line;
    job.inputs = inputs_of(one, s, a, &job.input_count, why);
    job.answers = answers_of(s, one->part, a, &job.answer_count);
    job.several = several;
    job.permits = permits_of(s, one->part, a);
    int number = job.inputs && r->checker ? checker_check(r->checker, &job) : 0;
    if (!number && !why->len)
        text_add(why, "checks cannot run: their broker is gone");
    arena_free(a);
    return number;
}

int runner_start_step(struct runner *r, const struct session *s, int step, struct text *why)
{
    const struct step *asked = &r->book->steps[step];
    return start(r, s, &r->steps[step], asked->id, asked->type == TYPE_MANY, why);
}

bool runner_has_values(const struct session *s, int step)
{
    const struct check *check = session_book(s)->steps[step].check;
    bool known = true;
    for (size_t i = 0; check->name && i < check->with_count && known; i++)
        known = prose_known(check->with[i].value, s);
    return known;
}

int runner_start_verify(struct runner *r, const struct session *s, int verify, struct text *why)
{
    return start(r, s, &r->verifies[verify], r->book->verifies[verify].id, false, why);
}

const char *const *runner_env(const struct book *b, int action, const char *const *own,
                              struct arena *a)
{
    const struct allow *allow = b->parts[b->actions[action].part].allow;
    size_t owned = 0, kept = 0;
    while (own && own[owned])
        owned++;
    const char **env = arena_alloc(a, (allow->env_count + owned + 1) * sizeof *env);
    for (size_t i = 0; i < allow->env_count; i++) {
        const char *value = getenv(allow->env[i].text);
        if (value)
            env[kept++] = arena_format(a, "%s=%s", allow->env[i].text, value);
    }
    for (size_t i = 0; i < owned; i++)
        env[kept++] = own[i];
    return env;
}
