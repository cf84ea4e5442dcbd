#include <string.h>
#include <unistd.h>

#include "base/time.h"
#include "cli/checked.h"
#include "cli/exits.h"
#include "core/many.h"
#include "tty/term.h"

bool checked_shows(const struct checked *c, size_t cause)
{
    return !session_board(c->session)->causes[cause].away;
}

const struct cause_status *checked_cause(const struct checked *c, size_t cause)
{
    return &session_board(c->session)->causes[cause];
}

const char *checked_reason(const struct checked *c, size_t cause)
{
    const struct cause_status *s = checked_cause(c, cause);
    return s->decided ? s->decided->reason : NULL;
}

const char *checked_id(const struct checked *c)
{
    return c->loaded ? c->texts.book->id : c->name;
}

bool cause_is_finding(const struct checked_list *all, enum cause_state state)
{
    return state == CAUSE_CONFIRMED || state == CAUSE_CONTRADICTED ||
           (state == CAUSE_SUSPECTED && all->suspicion_counts);
}

size_t checked_untold(const struct checked *c)
{
    size_t n = 0;
    for (size_t i = 0; i < c->count; i++)
        n += c->seen[i].ran && c->seen[i].error;
    return n;
}

/* 1 where a cause is as bad as --fail-on says, 4 where no check could tell anything. */
int checked_status(const struct checked_list *all, const struct checked *c)
{
    if (!c->loaded)
        return EXIT_USE;
    for (size_t i = 0; i < c->texts.book->cause_count; i++)
        if (cause_is_finding(all, checked_cause(c, i)->state))
            return EXIT_FINDING;
    return c->told ? EXIT_DONE : EXIT_UNRESOLVED;
}

int checked_worst(const struct checked_list *all)
{
    static const int worse[] = {[EXIT_DONE] = 0,
                                [EXIT_FINDING] = 2,
                                [EXIT_USE] = 4,
                                [EXIT_ENVIRONMENT] = 3,
                                [EXIT_UNRESOLVED] = 1};
    int status = EXIT_DONE;
    for (size_t i = 0; i < all->count; i++) {
        int one = checked_status(all, &all->items[i]);
        status = worse[one] > worse[status] ? one : status;
    }
    return status;
}

void checked_answer_text(const struct checked *c, const struct seen *one, struct text *out)
{
    if (!one->ran)
        text_add(out, "not run");
    else if (one->error)
        text_add(out, "cannot tell");
    else
        many_show(&c->texts.book->steps[one->step], one->answer, out);
}

static struct jval *cause_json(const struct checked *c, size_t i)
{
    struct jval *j = jval_object();
    jval_put_text(j, "id", c->texts.book->causes[i].id);
    jval_put_text(j, "state", cause_state_name(checked_cause(c, i)->state));
    jval_put_text(j, "reason", checked_reason(c, i));
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

static struct jval *one_json(const struct checked *c)
{
    struct jval *j = jval_object(), *causes = jval_array(), *checks = jval_array();
    for (size_t i = 0; i < c->texts.book->cause_count; i++)
        if (checked_shows(c, i))
            jval_add(causes, cause_json(c, i));
    for (size_t i = 0; i < c->count; i++)
        jval_add(checks, seen_json(c, &c->seen[i]));
    jval_put_text(j, "runbook", c->texts.book->id);
    jval_put_time(j, "ended", time_now_ms());
    jval_put(j, "causes", causes);
    jval_put(j, "checks", checks);
    return j;
}

struct jval *checked_json(const struct checked_list *all)
{
    struct jval *list = jval_array();
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].loaded)
            jval_add(list, one_json(&all->items[i]));
    return list;
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

static void add_count(struct text *out, size_t n, const char *what)
{
    if (n)
        text_format(out, "%s%zu %s", out->len ? ", " : "", n, what);
}

/* "Of 6 checks 3 told, 1 could not tell, 2 were not run.", where not all told. */
static void add_counts(const struct checked *c, struct text *out)
{
    struct text line = {0};
    size_t untold = checked_untold(c), not_run = c->count - c->told - untold;
    add_count(&line, c->told, "told");
    add_count(&line, untold, "could not tell");
    add_count(&line, not_run, not_run == 1 ? "was not run" : "were not run");
    if (c->count > c->told)
        text_format(out, "Of %zu check%s %s.\n", c->count, c->count == 1 ? "" : "s",
                    text_get(&line));
    text_release(&line);
}

/* What stands behind "not run" is not said twice. */
static const char *words_of(const struct seen *one)
{
    static const char again[] = "not run: ";
    if (!one->error)
        return one->evidence;
    bool twice = !one->ran && strncmp(one->error, again, sizeof again - 1) == 0;
    return one->error + (twice ? sizeof again - 1 : 0);
}

static void one_pretty(const struct checked *c, struct text *out)
{
    const struct book *b = c->texts.book;
    text_add_shown_line(out, b->title);
    text_add(out, "\n\nchecks\n");
    for (size_t i = 0; i < c->count; i++) {
        const struct seen *one = &c->seen[i];
        struct text answer = {0};
        checked_answer_text(c, one, &answer);
        add_line(out, text_get(&answer), b->steps[one->step].id, words_of(one));
        text_release(&answer);
    }
    add_counts(c, out);
    text_add(out, "\ncauses\n");
    for (size_t i = 0; i < b->cause_count; i++) {
        const char *reason = checked_reason(c, i);
        if (checked_shows(c, i))
            add_line(out, cause_state_words(checked_cause(c, i)->state), b->causes[i].id,
                     reason ? reason : "nothing spoke for or against it");
    }
}

void checked_pretty(const struct checked_list *all, struct text *out)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].loaded) {
            text_add(out, out->len ? "\n" : "");
            one_pretty(&all->items[i], out);
        }
}
