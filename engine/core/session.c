#include "core/session.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/time.h"
#include "core/expr.h"
#include "core/prose.h"
#include "core/session_inside.h"

struct session *session_new(const struct book *book, const struct severity *severity)
{
    struct session *s = mem_alloc(sizeof *s);
    s->arena = arena_new();
    s->book = book;
    s->severity = severity;
    size_t questions = severity ? severity->question_count : 0;
    s->triage = arena_alloc(s->arena, (questions + 1) * sizeof *s->triage);
    s->steps = arena_alloc(s->arena, (book->step_count + 1) * sizeof *s->steps);
    for (size_t i = 0; i < book->step_count; i++) {
        size_t answers = book->steps[i].answer_count + OTHER_ANSWERS;
        s->steps[i].uses = arena_alloc(s->arena, answers * sizeof *s->steps[i].uses);
    }
    s->captured = arena_alloc(s->arena, (book->step_count + 1) * sizeof *s->captured);
    s->parts = arena_alloc(s->arena, (book->part_count + 1) * sizeof *s->parts);
    action_state_init(s);
    s->best = book->order == ORDER_BEST;
    s->needs = arena_alloc(s->arena, (book->step_count + 1) * sizeof *s->needs);
    s->level = -1;
    s->times = (struct session_times){-1, -1, -1, -1, -1};
    path_reset(s);
    return s;
}

void session_free(struct session *s)
{
    if (!s)
        return;
    board_free(s->board);
    arena_free(s->arena);
    free(s->facts);
    free(s->verdicts);
    free(s->declined);
    free(s);
}

const struct book *session_book(const struct session *s)
{
    return s->book;
}

const struct severity *session_severity(const struct session *s)
{
    return s->severity;
}

void session_use_costs(struct session *s, const int64_t *costs)
{
    s->costs = costs;
}

bool session_order_is_best(const struct session *s)
{
    return s->best;
}

bool session_is_asked(const struct session *s, const char *name)
{
    return s->asked && strcmp(s->asked, name) == 0;
}

const char *session_chosen(const struct session *s)
{
    return s->asked_why;
}

enum session_state session_state(const struct session *s)
{
    return s->state;
}

int64_t session_seq(const struct session *s)
{
    return s->seq;
}

const struct given *session_given(const struct session *s, int step)
{
    bool stands = s->steps[step].has_given && session_entered(s, s->book->steps[step].part);
    return stands ? &s->steps[step].given : NULL;
}

bool session_entered(const struct session *s, int part)
{
    return s->parts[part].entered;
}

const struct given *session_triage(const struct session *s, int question)
{
    return s->triage[question].value ? &s->triage[question] : NULL;
}

int session_captured(const struct session *s, int step)
{
    return s->captured[step];
}

int session_visit(const struct session *s, int step)
{
    return s->steps[step].visit;
}

const char *session_passed(const struct session *s, int step)
{
    return s->steps[step].passed;
}

int session_level(const struct session *s)
{
    return s->level;
}

bool session_level_by_person(const struct session *s)
{
    return s->level_by_person;
}

struct session_times session_times(const struct session *s)
{
    struct session_times times = s->times;
    int step = book_step(s->book, "started"), input = book_input(s->book, "started");
    const char *said = input >= 0 ? session_input(s, input) : NULL;
    if (said && s->book->inputs[input].type == INPUT_TIME)
        time_parse_rfc3339(said, &times.started_ms);
    if (step >= 0 && s->book->steps[step].type == TYPE_TIME && s->steps[step].has_given &&
        !s->steps[step].given.unknown)
        times.started_ms = s->steps[step].given.time_ms;
    return times;
}

void session_step_name(const struct book *b, int step, int visit, char out[STEP_NAME_MAX])
{
    const char *id = b->steps[step].id;
    int n = visit == 1 ? snprintf(out, STEP_NAME_MAX, "%s", id)
                       : snprintf(out, STEP_NAME_MAX, "%s#%d", id, visit);
    assert(n < STEP_NAME_MAX);
}

bool session_step_parse(const struct book *b, const char *name, int *step, int *visit)
{
    size_t len = strcspn(name, "#");
    *visit = 1;
    if (name[len] == '#') {
        char *end;
        long n = strtol(name + len + 1, &end, 10);
        if (*end || n < 1 || n > 1000000)
            return false;
        *visit = (int)n;
    }
    char id[STEP_NAME_MAX];
    if (len >= sizeof id)
        return false;
    memcpy(id, name, len);
    id[len] = 0;
    *step = book_step(b, id);
    return *step >= 0;
}

int session_triage_parse(const struct severity *severity, const char *name)
{
    if (!severity || strncmp(name, "severity.", 9) != 0)
        return -1;
    for (size_t i = 0; i < severity->question_count; i++)
        if (strcmp(severity->questions[i].id, name + 9) == 0)
            return (int)i;
    return -1;
}
