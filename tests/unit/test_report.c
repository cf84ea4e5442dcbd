#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/time.h"
#include "report/facts.h"
#include "report/retold.h"
#include "report/story.h"
#include "report/tales.h"
#include "report/tales_actions.h"
#include "suite.h"

static void compare(const char *got, const char *name)
{
    char path[200];
    struct diags ds = {0};
    snprintf(path, sizeof path, FOLDER "%s", name);
    struct source *want = source_read(path, &ds);
    complain(&ds);
    CHECK_TEXT(got, want ? want->bytes : NULL);
    source_free(want);
}

typedef void teller(struct tale *);
typedef void writer(const struct story *, struct text *);

static void begin_for(struct tale *t, teller *tell)
{
    if (tell == tell_release || tell == tell_hostile_release)
        tale_begin_with(t, RELEASE);
    else
        tale_begin(t);
}

static void write_json(const struct story *s, struct text *out)
{
    struct jval *j = postmortem_json(s);
    char *written = jval_write(j, JSON_PRETTY);
    text_format(out, "%s\n", written);
    free(written);
    jval_free(j);
}

static void write_log_json(const struct story *s, struct text *out)
{
    for (size_t i = 0; i < s->events->count; i++) {
        struct jval *j = timeline_event(&s->events->items[i]);
        char *line = jval_write(j, JSON_LINE);
        text_format(out, "%s\n", line);
        free(line);
        jval_free(j);
    }
}

static void whole_outputs(void)
{
    static const struct {
        teller *tell;
        writer *write;
        const char *file;
    } cases[] = {
        {tell_checkout, timeline_write, "checkout.log"},
        {tell_checkout, write_log_json, "checkout.log.json"},
        {tell_checkout, postmortem_markdown, "checkout.md"},
        {tell_checkout, write_json, "checkout.json"},
        {tell_contradiction, timeline_write, "contradiction.log"},
        {tell_contradiction, postmortem_markdown, "contradiction.md"},
        {tell_contradiction, write_json, "contradiction.json"},
        {tell_hostile, timeline_write, "hostile.log"},
        {tell_hostile, postmortem_markdown, "hostile.md"},
        {tell_bare, timeline_write, "bare.log"},
        {tell_bare, postmortem_markdown, "bare.md"},
        {opened, postmortem_markdown, "opened.md"},
        {opened, write_json, "opened.json"},
        {tell_release, timeline_write, "release.log"},
        {tell_release, postmortem_markdown, "release.md"},
        {tell_release, write_json, "release.json"},
        {tell_hostile_release, timeline_write, "hostile-release.log"},
        {tell_hostile_release, postmortem_markdown, "hostile-release.md"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct tale t;
        struct text out = {0};
        begin_for(&t, cases[i].tell);
        cases[i].tell(&t);
        cases[i].write(&t.story, &out);
        compare(text_get(&out), cases[i].file);
        text_release(&out);
        tale_end(&t);
    }
}

/* Rows, list items and paragraphs; not headings, table heads, rules and prompts. */
static bool states_something(const char *line)
{
    static const char *const else_[] = {"#", "_To be written", "|---", "| Fact |", "| When |"};
    for (size_t i = 0; i < sizeof else_ / sizeof *else_; i++)
        if (strncmp(line, else_[i], strlen(else_[i])) == 0)
            return false;
    return *line != '\0';
}

static void every_sentence_cites(void)
{
    static teller *const tales[] = {
        tell_checkout, tell_contradiction, tell_hostile,        tell_bare,
        opened,        tell_release,       tell_hostile_release};
    for (size_t i = 0; i < sizeof tales / sizeof *tales; i++) {
        struct tale t;
        struct text out = {0};
        begin_for(&t, tales[i]);
        tales[i](&t);
        postmortem_markdown(&t.story, &out);
        size_t stated = 0;
        char *rest = out.at, *line;
        while ((line = strsep(&rest, "\n"))) {
            if (!states_something(line))
                continue;
            stated++;
            CHECK_HOLDS(line, " [#");
        }
        CHECK(stated > 10);
        text_release(&out);
        tale_end(&t);
    }
}

/* No byte of others' words may act: what is left of them unescaped is text. */
static void hostile_words_do_nothing(void)
{
    static writer *const writers[] = {timeline_write, postmortem_markdown};
    static teller *const tellers[] = {tell_hostile, tell_hostile_release};
    static const char *const never[] = {"\x1b", "\x07", "\r", "\xe2\x80\xae", "\xff", "\n# head"};
    static const char *const never_in_markdown[] = {"<script", "</script", " `",   "**b",  " _i_",
                                                    " [x]",    "://",      "www.", " ~~s", "$x$"};
    for (size_t i = 0; i < 4; i++) {
        struct tale t;
        struct text out = {0};
        begin_for(&t, tellers[i / 2]);
        tellers[i / 2](&t);
        bool markdown = i % 2 == 1;
        writers[i % 2](&t.story, &out);
        for (size_t k = 0; k < sizeof never / sizeof *never; k++)
            CHECK(!strstr(text_get(&out), never[k]));
        for (size_t k = 0; markdown && k < sizeof never_in_markdown / sizeof *never_in_markdown;
             k++)
            if (!CHECK(!strstr(text_get(&out), never_in_markdown[k])))
                printf("  it holds: %s\n", never_in_markdown[k]);
        text_release(&out);
        tale_end(&t);
    }
}

static void one_line_alone(void)
{
    struct tale t;
    struct text out = {0};
    tale_begin(&t);
    tell_checkout(&t);
    timeline_line(&t.story, &t.events.items[17], &out);
    CHECK_TEXT(text_get(&out),
               "after_deploy: Did the errors start after the last deploy?  no  (person, was: yes)");
    text_clear(&out);
    timeline_line(&t.story, &t.events.items[14], &out);
    CHECK_TEXT(text_get(&out), "asked shape");
    text_release(&out);
    tale_end(&t);
}

static void due_dates(void)
{
    static const struct {
        const char *from, *due, *day;
    } cases[] = {
        {"2026-09-14T08:20:00Z", "3d", "2026-09-17"}, /* from a Monday */
        {"2026-09-14T08:20:00Z", "5bd", "2026-09-21"},
        {"2026-09-18T23:59:59Z", "1bd", "2026-09-21"}, /* Friday */
        {"2026-09-19T10:00:00Z", "1bd", "2026-09-21"}, /* Saturday */
        {"2026-09-20T10:00:00Z", "1bd", "2026-09-21"}, /* Sunday */
        {"2026-09-18T10:00:00Z", "10bd", "2026-10-02"},
        {"2026-12-30T10:00:00Z", "3d", "2027-01-02"},
        {"2026-12-30T10:00:00Z", "3bd", "2027-01-04"},
        {"2028-02-28T10:00:00Z", "1d", "2028-02-29"},
        {"2026-09-14T20:00:00Z", "12h", "2026-09-15"},
        {"2026-09-14T20:00:00Z", "0bd", "2026-09-14"},
        {"1969-12-31T12:00:00Z", "1bd", "1970-01-01"}, /* a Wednesday */
        {"2026-09-14T20:00:00Z", "soon", NULL},
        {"2026-09-14T20:00:00Z", "", NULL},
        {"2026-09-14T20:00:00Z", "bd", NULL},
        {"2026-09-14T20:00:00Z", "-1bd", NULL},
        {"2026-09-14T20:00:00Z", "99999999999999999999bd", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t from_ms;
        char day[11];
        CHECK(time_parse_rfc3339(cases[i].from, &from_ms));
        bool known = facts_due(cases[i].due, from_ms, day);
        CHECK_TEXT(known ? day : NULL, cases[i].day);
    }
}

static void spans_may_be_negative(void)
{
    struct tale t;
    struct facts f;
    tale_begin(&t);
    tell_checkout(&t);
    facts_make(&f, &t.story);
    CHECK_INT(f.to_detect_ms, 18 * 60 * 1000);
    CHECK_INT(f.to_mitigate_ms, -60 * 1000);
    CHECK_INT(f.to_resolve_ms, 57610 * 1000);
    CHECK_TEXT(f.state, "resolved");
    CHECK_TEXT(f.due, "2026-09-22");
    facts_release(&f);
    tale_end(&t);

    tale_begin(&t);
    opened(&t);
    facts_make(&f, &t.story);
    CHECK_INT(f.to_detect_ms, FACTS_NO_SPAN);
    CHECK_INT(f.to_mitigate_ms, FACTS_NO_SPAN);
    CHECK_TEXT(f.state, "open");
    CHECK_TEXT(f.due, NULL);
    facts_release(&f);
    tale_end(&t);
}

/* Only what is meant to help, and was seen to, ends the harm. */
static void mitigated_by_what_helped(void)
{
    static const struct {
        const char *action, *value;
        int64_t seq, ms;
    } cases[] = {
        {"roll_back", "yes", 3, OPENED + 2000},
        {"flag_off", "yes", 3, OPENED + 2000},
        {"roll_back", "no", 0, -1},
        {"tell_psp", "yes", 0, -1},
        {"no_such", "yes", 0, -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct tale t;
        struct facts f;
        tale_begin_with(&t, RELEASE);
        opened(&t);
        acted(&t, 2, EVENT_NOTED, NULL, "at the same moment", NULL);
        acted(&t, 2, EVENT_VERIFIED, cases[i].action, cases[i].value, NULL);
        facts_make(&f, &t.story);
        CHECK_INT(f.times.mitigated_ms, cases[i].ms);
        CHECK_INT(f.mitigated_seq, cases[i].seq);
        facts_release(&f);
        tale_end(&t);
    }
}

static void answer_next(struct session *s, struct batch *b, int64_t *now_ms, const char *value)
{
    struct moment m = { *now_ms += 1000, "ana"};
    walk_answer(s, b, m, walk_settle(s, b, m), value, NULL, "person");
}

/* A whole walk, with an answer changed and one taken back. */
static void walk(struct session *s, struct batch *b)
{
    static const char *const values[] = {
        "some customers", "no", "2026-09-14T10:02:00+02:00", "yes", "1.1", "no", "follows traffic"};
    int64_t now_ms = OPENED;
    char undone[STEP_NAME_MAX];
    struct want w;
    walk_open(s, b, (struct moment){now_ms, "ana"});
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        answer_next(s, b, &now_ms, values[i]);
    CHECK(want_parse(s, "after_deploy", &w));
    walk_answer(s, b, (struct moment){now_ms, "ana"}, w, "no", NULL, "person");
    CHECK(walk_back(s, b, (struct moment){now_ms, "ana"}, undone));
    CHECK_TEXT(undone, "after_deploy");
    walk_fact(s, b, (struct moment){now_ms, "ana"},
              (struct event){.kind = EVENT_CONFIRMED, .value = "psp-down", .evidence = "It says"});
}

/* What the record holds of causes and what is told of them come by different ways. */
static void moves_agree_with_the_record(void)
{
    struct tale t;
    struct batch b = {0};
    struct retold r;
    tale_begin(&t);
    walk((struct session *)t.story.session, &b);
    t.story.events = &b.events;
    retold_make(&r, &t.story);
    size_t at = 0;
    for (size_t i = 0; i < r.count; i++) {
        for (size_t k = 0; k < r.items[i].move_count; k++) {
            const struct moved *m = &r.items[i].moves[k];
            if (m->from == m->to || !CHECK(at < b.change_count))
                continue;
            const struct batch_change *c = &b.changes[at++];
            CHECK_INT(i, c->event);
            CHECK_TEXT(t.story.book->causes[m->cause].id, c->cause);
            CHECK_INT(m->from, c->from);
            CHECK_INT(m->to, c->to);
            CHECK_TEXT(m->reason, c->reason);
        }
    }
    CHECK_INT(at, b.change_count);
    CHECK(at > 6);
    retold_release(&r);
    batch_release(&b);
    tale_end(&t);
}

int main(void)
{
    setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
    tzset();
    return suite_run("report",
                     (CU_TestInfo[]){{"whole outputs", whole_outputs},
                                     {"every sentence cites", every_sentence_cites},
                                     {"hostile words do nothing", hostile_words_do_nothing},
                                     {"one line alone", one_line_alone},
                                     {"moves agree with the record", moves_agree_with_the_record},
                                     {"mitigated by what helped", mitigated_by_what_helped},
                                     {"due dates", due_dates},
                                     {"spans may be negative", spans_may_be_negative},
                                     CU_TEST_INFO_NULL});
}
