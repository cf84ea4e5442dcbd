#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/time.h"
#include "cli/command.h"
#include "cli/incident.h"
#include "cli/inputs.h"
#include "cli/runner.h"
#include "cli/say.h"
#include "cli/trust.h"
#include "core/expr.h"
#include "core/many.h"
#include "core/question.h"

static const struct option_spec options[] = {
    {"input", OPTION_PAIR, "KEY=VALUE", "a value that the runbook takes from outside; also -i"},
    {"format", OPTION_VALUE, "pretty|json", "for people (the default), or one JSON document"},
    {"fail-on", OPTION_VALUE, "suspected|confirmed",
     "what makes the exit status 1; suspected is the default"},
    {"trust", OPTION_FLAG, NULL,
     "let these runbooks do what they list, without having been asked before"},
    OPTION_COLOR,
    {0}};

/* What became of one step's check. */
struct seen {
    int step;
    char *answer, *evidence, *error; /* error: why it could not tell; NULL where it told */
    int64_t took_ms;
};

/* One runbook, checked. */
struct checked {
    struct texts texts;
    struct runner runner;
    struct session *session;
    struct seen *seen;
    size_t count, told;
};

static void tell(struct checked *c, struct seen *one, const struct job_result *r, struct moment m)
{
    struct arena *a = arena_new();
    struct want w = {WANT_STEP, one->step, 1, true};
    struct question q = question_of(a, c->session, w);
    struct text said = {0};
    if (question_take(&q, r->answer, &said)) {
        struct batch b = {0};
        one->answer = mem_text(text_get(&said));
        one->evidence = mem_text(r->evidence);
        walk_answer_checked(c->session, &b, m, w, text_get(&said), r->evidence, r->value);
        batch_release(&b);
        c->told++;
    } else {
        one->error = mem_text(text_get(&said));
    }
    text_release(&said);
    arena_free(a);
}

static void run_check(struct checked *c, struct seen *one, struct moment m)
{
    struct text why = {0}, output = {0};
    struct job_result r = {0};
    int job = runner_start_step(&c->runner, c->session, one->step, &why);
    enum checker_news news = NEWS_NONE;
    while (job && news != NEWS_RESULT)
        news = checker_wait(c->runner.checker, -1, &output, &r);
    one->took_ms = r.took_ms;
    if (job && r.outcome == CHECK_TOLD)
        tell(c, one, &r, m);
    else
        one->error = mem_text(r.why ? r.why : text_get(&why));
    job_result_release(&r);
    text_release(&why);
    text_release(&output);
}

/* Every check in the order of the steps; nobody is asked, and what only a person knows stays
 * unknown. */
static void run_checks(struct checked *c)
{
    const struct book *b = c->texts.book;
    struct moment m = {time_now_ms(), own_name()};
    c->seen = mem_alloc((b->step_count + 1) * sizeof *c->seen);
    for (size_t i = 0; i < b->step_count; i++) {
        if (!b->steps[i].check || !session_entered(c->session, b->steps[i].part))
            continue;
        struct seen *one = &c->seen[c->count++];
        one->step = (int)i;
        if (b->steps[i].when && !expr_holds(b->steps[i].when, c->session)) {
            struct text why = {0};
            text_format(&why, "not run: needs %s", b->steps[i].when_text);
            one->error = text_take(&why);
        } else {
            run_check(c, one, m);
        }
    }
}

static struct jval *cause_json(const struct checked *c, size_t i)
{
    const struct cause_status *s = &session_board(c->session)->causes[i];
    struct jval *j = jval_object();
    jval_put_text(j, "id", c->texts.book->causes[i].id);
    jval_put_text(j, "state", cause_state_name(s->state));
    jval_put_text(j, "reason", s->decided ? s->decided->reason : NULL);
    return j;
}

static struct jval *seen_json(const struct checked *c, const struct seen *one)
{
    struct jval *j = jval_object();
    jval_put_text(j, "step", c->texts.book->steps[one->step].id);
    jval_put_text(j, "answer", one->answer);
    jval_put_text(j, "evidence", one->evidence);
    jval_put_int(j, "took_ms", one->took_ms);
    jval_put_text(j, "error", one->error);
    return j;
}

static struct jval *checked_json(const struct checked *c)
{
    struct jval *j = jval_object(), *causes = jval_array(), *checks = jval_array();
    for (size_t i = 0; i < c->texts.book->cause_count; i++)
        if (!session_board(c->session)->causes[i].away)
            jval_add(causes, cause_json(c, i));
    for (size_t i = 0; i < c->count; i++)
        jval_add(checks, seen_json(c, &c->seen[i]));
    jval_put_text(j, "runbook", c->texts.book->id);
    jval_put_time(j, "ended", time_now_ms());
    jval_put(j, "causes", causes);
    jval_put(j, "checks", checks);
    return j;
}

static void add_line(struct text *out, const char *left, const char *id, const char *words)
{
    struct text line = {0};
    text_format(&line, "%-12s ", left);
    text_add_shown_line(&line, id);
    if (words && *words) {
        text_add(&line, ": ");
        text_add_shown_line(&line, words);
    }
    term_wrap(out, text_get(&line), term_width(STDOUT_FILENO), 15, 0);
    text_add_char(out, '\n');
    text_release(&line);
}

static void checked_text(const struct checked *c, struct text *out)
{
    const struct book *b = c->texts.book;
    text_add_shown_line(out, b->title);
    text_add(out, "\n\nchecks\n");
    for (size_t i = 0; i < c->count; i++) {
        const struct seen *one = &c->seen[i];
        const struct step *step = &b->steps[one->step];
        struct text answer = {0};
        many_show(step, one->error ? "cannot tell" : one->answer, &answer);
        add_line(out, text_get(&answer), step->id, one->error ? one->error : one->evidence);
        text_release(&answer);
    }
    text_add(out, "\ncauses\n");
    for (size_t i = 0; i < b->cause_count; i++) {
        const struct cause_status *s = &session_board(c->session)->causes[i];
        if (s->away)
            continue;
        add_line(out, cause_state_words(s->state), b->causes[i].id,
                 s->decided ? s->decided->reason : "nothing spoke for or against it");
    }
}

static void checked_release(struct checked *c)
{
    for (size_t i = 0; i < c->count; i++) {
        free(c->seen[i].answer);
        free(c->seen[i].evidence);
        free(c->seen[i].error);
    }
    free(c->seen);
    session_free(c->session);
    runner_release(&c->runner);
    texts_release(&c->texts);
}

static bool may_run(struct checked *c, const struct args *args, struct diags *ds)
{
    struct trust t;
    trust_look(&t, &c->runner, c->texts.book_source->path);
    if (t.foreign) {
        diag_hint(diag_environment(ds, "%s may not run its checks", c->texts.book->id), "%s",
                  TRUST_FOREIGN);
        return false;
    }
    if (!t.needed || t.given)
        return true;
    if (args_has(args, "trust"))
        return trust_give(&t, c->texts.book, ds);
    diag_hint(diag_environment(ds, "%s was not trusted to run its checks", c->texts.book->id),
              "walk it once and say yes, or add --trust");
    return false;
}

/* Loads one runbook and runs its checks. False with diagnostics. */
static bool check_one(struct checked *c, const char *name, struct checker *checker,
                      const struct args *args, struct diags *ds)
{
    struct batch b = {0};
    struct moment m = {time_now_ms(), own_name()};
    *c = (struct checked){0};
    if (!texts_open(&c->texts, name, ds) ||
        !runner_open(&c->runner, c->texts.book, NULL, checker, ds) || !may_run(c, args, ds))
        return false;
    c->session = session_new(c->texts.book, NULL);
    walk_open(c->session, &b, m);
    bool ok = inputs_take(c->session, args, &b, m, ds);
    batch_release(&b);
    if (ok)
        run_checks(c);
    return ok;
}

/* 1 where a cause is as bad as --fail-on says, 4 where no check could tell anything. */
static int status_of(const struct checked *c, const struct args *args)
{
    const char *level = args_value(args, "fail-on");
    const struct board *b = session_board(c->session);
    size_t found = board_count(b, CAUSE_CONFIRMED) + board_count(b, CAUSE_CONTRADICTED);
    if (!level || strcmp(level, "suspected") == 0)
        found += board_count(b, CAUSE_SUSPECTED);
    return found ? EXIT_FINDING : c->told == 0 ? EXIT_UNRESOLVED : EXIT_DONE;
}

static int check_all(const struct args *args, struct checker *checker, struct jval *json,
                     struct text *out)
{
    static const int worse[] = {[EXIT_DONE] = 0,
                                [EXIT_FINDING] = 2,
                                [EXIT_USE] = 4,
                                [EXIT_ENVIRONMENT] = 3,
                                [EXIT_UNRESOLVED] = 1};
    int status = EXIT_DONE;
    for (size_t i = 0; i < args->word_count; i++) {
        struct checked c;
        struct diags ds = {0};
        bool ok = check_one(&c, args->words[i], checker, args, &ds);
        int one = ok ? status_of(&c, args) : EXIT_USE;
        if (ok && json)
            jval_add(json, checked_json(&c));
        else if (ok)
            checked_text(&c, out);
        say_diags(&ds);
        diags_release(&ds);
        checked_release(&c);
        status = worse[one] > worse[status] ? one : status;
    }
    return status;
}

static int run(const struct args *args)
{
    struct diags ds = {0};
    struct checker *checker = checker_start(NULL, &ds);
    if (!checker)
        return say_failed(&ds, EXIT_ENVIRONMENT);
    const char *format = args_value(args, "format");
    struct jval *json = format && strcmp(format, "json") == 0 ? jval_array() : NULL;
    struct text out = {0};
    int status = check_all(args, checker, json, &out);
    if (json)
        say_json(json, JSON_PRETTY);
    else
        say_result(&out);
    jval_free(json);
    text_release(&out);
    checker_stop(checker);
    return status;
}

const struct command cmd_check = {
    .name = "check",
    .words = "RUNBOOK...",
    .min_words = 1,
    .max_words = 1000,
    .about = "what the checks find by themselves, nobody asked",
    .options = options,
    .run = run,
};
