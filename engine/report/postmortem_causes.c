#include "report/page.h"

#include "report/tell.h"

#define REASON_MOST 400 /* a reason may be all of the evidence */

static void write_reason(struct page *p, const char *reason)
{
    struct text cut = {0};
    tell_short(&cut, reason, REASON_MOST);
    report_say(p, text_get(&cut));
    text_release(&cut);
}

/* The moves that speak for the cause's state, or, for `against`, those that dispute it. */
static void cite_moves(struct page *p, int cause, bool against)
{
    const struct board *b = session_board(p->story->session);
    for (size_t i = 0; i < b->move_count; i++) {
        const struct move *m = &b->moves[i];
        if (m->cause == cause && facts_speaks_for(m->kind, b->causes[cause].state) != against)
            report_cite(p, m->seq);
    }
}

static void write_name(struct page *p, int cause)
{
    const struct cause *c = &p->story->book->causes[cause];
    report_own(p, "- **");
    report_say(p, c->id);
    report_own(p, "** (");
    report_say(p, c->title);
    report_own(p, ")");
}

static void write_decided(struct page *p, int cause)
{
    const struct cause_status *now = &session_board(p->story->session)->causes[cause];
    write_name(p, cause);
    if (now->decided && *now->decided->reason) {
        report_own(p, ": ");
        write_reason(p, now->decided->reason);
    }
    cite_moves(p, cause, false);
    if (now->disputed) {
        report_own(p, "; disputed by");
        cite_moves(p, cause, true);
    }
    report_own(p, "\n");
}

/* A contradicted cause shows both sides, since neither reason alone is the state's. */
static void write_contradicted(struct page *p, int cause)
{
    const struct board *b = session_board(p->story->session);
    write_name(p, cause);
    const char *between = ": ";
    for (size_t i = 0; i < b->move_count; i++) {
        const struct move *m = &b->moves[i];
        if (m->cause != cause || m->kind == EFFECT_SUSPECTS)
            continue;
        report_own(p, "%s%s, ", between, m->kind == EFFECT_CONFIRMS ? "confirmed" : "ruled out");
        write_reason(p, m->reason);
        report_cite(p, m->seq);
        between = "; ";
    }
    report_own(p, "\n");
}

static void write_open(struct page *p, int cause)
{
    int64_t touched = p->told.touched[cause];
    write_name(p, cause);
    report_own(p, touched ? ": what spoke for or against it was withdrawn"
                          : ": no answer spoke for or against it");
    report_cite(p, touched);
    report_own(p, "\n");
}

/* Open causes fall in two: those that something had moved, and those never examined. */
static const struct section {
    const char *heading;
    enum cause_state state;
    bool touched; /* for open ones */
    void (*write)(struct page *p, int cause);
} sections[] = {
    {"Confirmed", CAUSE_CONFIRMED, true, write_decided},
    {"Contradicted", CAUSE_CONTRADICTED, true, write_contradicted},
    {"Suspected", CAUSE_SUSPECTED, true, write_decided},
    {"Ruled out", CAUSE_RULED_OUT, true, write_decided},
    {"Open again", CAUSE_OPEN, true, write_open},
    {"Never examined", CAUSE_OPEN, false, write_open},
};

static bool belongs(const struct page *p, int cause, const struct section *section)
{
    const struct cause_status *now = &session_board(p->story->session)->causes[cause];
    if (now->away || now->state != section->state)
        return false;
    return section->state != CAUSE_OPEN || (p->told.touched[cause] != 0) == section->touched;
}

static void write_section(struct page *p, const struct section *section)
{
    int count = 0;
    for (int i = 0; i < (int)p->story->book->cause_count; i++) {
        if (!belongs(p, i, section))
            continue;
        if (count++ == 0)
            report_own(p, "### %s\n\n", section->heading);
        section->write(p, i);
    }
    if (count > 0) {
        report_own(p, "\n");
    } else if (section->state == CAUSE_CONFIRMED) {
        report_own(p, "### Confirmed\n\n- No cause is confirmed");
        report_cite(p, 0);
        report_own(p, "\n\n");
    }
}

static void write_factor(struct page *p, int cause)
{
    const struct cause *c = &p->story->book->causes[cause];
    report_own(p, "- ");
    report_say(p, c->category ? c->category : "no category");
    report_own(p, ": ");
    report_say(p, c->title);
    report_own(p, ", %s", cause_state_words(session_board(p->story->session)->causes[cause].state));
    cite_moves(p, cause, false);
    report_own(p, "\n");
}

static void write_factors(struct page *p)
{
    const struct board *b = session_board(p->story->session);
    report_own(p, "## Contributing factors (draft)\n\n");
    for (int i = 0; i < (int)b->cause_count; i++) {
        enum cause_state state = b->causes[i].state;
        if (state != CAUSE_OPEN && state != CAUSE_RULED_OUT)
            write_factor(p, i);
    }
    if (board_count(b, CAUSE_OPEN) + board_count(b, CAUSE_RULED_OUT) < board_size(b))
        report_own(p, "\n");
    report_prompt(p, "what made this possible, what let it grow, and what hid it? Several factors "
                     "act together.");
}

void report_causes(struct page *p)
{
    report_own(p, "\n## Causes\n\n");
    for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
        write_section(p, &sections[i]);
    write_factors(p);
}
