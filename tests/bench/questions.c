/*
 * questions: how many questions a walk asks until it knows the cause - as written, in the order
 * best, and what no order could be below.
 *
 *   questions [FILE...]   generated runbooks, then those of FILE
 *
 * The cause is known when it is confirmed, or the only one that is not ruled out. The bound is the
 * entropy of the causes, by their odds, over the entropy that one answer can have at most (log2 of
 * the number of answers; in a file, of the question that has most): whatever is asked, the mean
 * cannot be less. Beside it stands the optimal code of Huffman, which whole questions reach where
 * every split of the causes can be asked for.
 *
 * Generated: 16, 32 and 64 causes with odds 1, 1/2, 1/3 ... in random places, SEEDS runbooks of
 * each size. All causes are walked and count by their odds. In files an answer says what it says
 * only perhaps, so each cause is walked WALKS times with answers drawn as core/belief.h thinks
 * them, but none that rules the true cause out or proves another; a question gets the same answer
 * in both orders. Where a walk ends before the cause is known, all that it asked counts.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/text.h"
#include "book/order.h"
#include "book/part.h"
#include "core/belief.h"
#include "core/many.h"
#include "core/walk.h"

#define SEEDS 10
#define WALKS 40
#define QUESTIONS_MOST 2000

static uint64_t mixed(uint64_t x)
{
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

static uint64_t state;

static unsigned below(unsigned n)
{
    state += 0x9e3779b97f4a7c15u;
    return (unsigned)(mixed(state) % n);
}

/* One walk. */

struct truth {
    size_t cause;
    uint64_t seed;
};

static bool fits(const struct answer *a, size_t cause)
{
    for (size_t i = 0; i < a->effect_count; i++) {
        const struct effect *e = &a->effects[i];
        if ((size_t)e->cause == cause && e->kind == EFFECT_RULES_OUT)
            return false;
        if ((size_t)e->cause != cause && e->kind == EFFECT_CONFIRMS)
            return false;
    }
    return true;
}

/* Which of the answers is given: the number of answers for another one. */
static size_t drawn(const struct session *s, int at, const struct truth *t)
{
    const struct step *step = &session_book(s)->steps[at];
    struct arena *a = arena_new();
    struct outcomes o = outcomes_of(s, at, a);
    double sum = 0, chance[2] = {0};
    for (size_t k = 0; k < o.count; k++)
        if (k >= step->answer_count || fits(&step->answers[k], t->cause))
            sum += o.chance[k * o.causes + t->cause];
    uint64_t r = mixed(t->seed ^ mixed((uint64_t)at * 64 + (uint64_t)session_visit(s, at)));
    chance[0] = (double)(r >> 11) / 9007199254740992.0 * sum;
    size_t found = o.count;
    for (size_t k = 0; k < o.count && found == o.count; k++) {
        if (k < step->answer_count && !fits(&step->answers[k], t->cause))
            continue;
        chance[1] += o.chance[k * o.causes + t->cause];
        if (chance[0] < chance[1])
            found = k;
    }
    arena_free(a);
    return found;
}

static bool number_of(const struct step *step, const struct answer *a, double *out)
{
    for (size_t i = 0; i < step->answer_count; i++) {
        const struct range *r = &step->answers[i].range;
        double low = isfinite(r->low) ? r->low : r->high - 2;
        double high = isfinite(r->high) ? r->high : r->low + 2;
        double tries[] = {(low + high) / 2, low, high, low - 1, high + 1};
        for (size_t k = 0; step->answers[i].match == MATCH_RANGE && k < 5; k++)
            if (isfinite(tries[k]) && step_match_number(step, tries[k]) == a) {
                *out = tries[k];
                return true;
            }
    }
    *out = 1;
    return false;
}

/* As the record would hold it. */
static void value_of(const struct step *step, size_t which, struct text *out)
{
    const struct answer *a = which < step->answer_count ? &step->answers[which] : NULL;
    double number;
    if (step->type == TYPE_NUMBER) {
        number_of(step, a, &number);
        text_format(out, "%.6g", number);
    } else if (step->type == TYPE_TIME) {
        text_add(out, "2026-09-14T10:02:00+00:00");
    } else if (!a && type_is_listed(step->type)) {
        text_add(out, VALUE_UNKNOWN);
    } else if (step->type == TYPE_MANY) {
        many_write(&a->key, 1, out);
    } else {
        text_add(out, a && a->match == MATCH_TEXT ? a->key : "something else");
    }
}

static bool known(const struct session *s, size_t cause)
{
    const struct cause_status *c = &session_board(s)->causes[cause];
    return c->state == CAUSE_CONFIRMED ||
           (c->state != CAUSE_RULED_OUT && board_left(session_board(s)) <= 1);
}

static void answer(struct session *s, struct want w, const struct truth *t)
{
    struct batch b = {0};
    struct text value = {0};
    struct moment m = {1789380000000, "bench"};
    if (w.kind == WANT_STEP)
        value_of(&session_book(s)->steps[w.index], drawn(s, w.index, t), &value);
    else if (w.kind == WANT_INPUT)
        text_add(&value, session_book(s)->inputs[w.index].type == INPUT_TIME
                             ? "2026-09-14T10:02:00+00:00"
                             : "1");
    else
        text_add(&value, "no");
    walk_answer(s, &b, m, w, text_get(&value), NULL, "person");
    batch_release(&b);
    text_release(&value);
}

/* Every answer takes as long as every other, since questions are counted. */
static const int64_t *equal_costs(size_t steps)
{
    static int64_t costs[4096];
    if (steps > sizeof costs / sizeof *costs)
        abort();
    for (size_t i = 0; i < steps; i++)
        costs[i] = 60000;
    return costs;
}

/* Questions asked; `*found` where the cause is known then. */
static int walk(const struct book *book, const char *order, const struct truth *t, bool *found)
{
    struct session *s = session_new(book, NULL);
    struct moment m = {1789380000000, "bench"};
    struct batch b = {0};
    int asked = 0;
    session_use_costs(s, equal_costs(book->step_count));
    walk_open(s, &b, m);
    walk_fact(s, &b, m, (struct event){.kind = EVENT_ORDER, .value = order});
    batch_release(&b);
    while (!(*found = known(s, t->cause)) && asked < QUESTIONS_MOST) {
        struct want w = walk_settle(s, &b, m);
        batch_release(&b);
        if (w.kind == WANT_END || w.kind == WANT_NOTHING || w.kind == WANT_VERIFY)
            break;
        asked += w.kind == WANT_STEP;
        answer(s, w, t);
    }
    session_free(s);
    return asked;
}

/* Of one runbook, or the mean of many. */

struct figures {
    double written, best, entropy, huffman, found;
};

static double own_odds(const struct book *b, size_t c)
{
    return b->causes[c].part ? 0 : b->causes[c].odds;
}

static double bits_of(const struct book *b, double all)
{
    double bits = 0;
    for (size_t c = 0; c < b->cause_count; c++) {
        double p = own_odds(b, c) / all;
        bits -= p > 0 ? p * log2(p) : 0;
    }
    return bits;
}

/* The mean length of the optimal code with `letters` letters. */
static double huffman(const struct book *b, double all, size_t letters)
{
    double *p = calloc(b->cause_count + letters, sizeof *p), length = 0;
    size_t n = 0;
    if (!p)
        abort();
    for (size_t c = 0; c < b->cause_count; c++)
        if (own_odds(b, c) > 0)
            p[n++] = own_odds(b, c) / all;
    while (n > 1 && (n - 1) % (letters - 1) != 0)
        p[n++] = 0;
    while (n > 1) {
        double sum = 0;
        for (size_t k = 0; k < letters; k++) {
            size_t least = 0;
            for (size_t i = 1; i < n; i++)
                least = p[i] < p[least] ? i : least;
            sum += p[least];
            p[least] = p[--n];
        }
        length += sum;
        p[n++] = sum;
    }
    free(p);
    return length;
}

static size_t most_answers(const struct book *b)
{
    size_t most = 2;
    for (int i = 0; i < part_end(b, 0); i++)
        most = b->steps[i].answer_count > most ? b->steps[i].answer_count : most;
    return most;
}

static void measure(const struct book *b, int walks, struct figures *f)
{
    double all = 0;
    bool found;
    for (size_t c = 0; c < b->cause_count; c++)
        all += own_odds(b, c);
    for (size_t c = 0; c < b->cause_count; c++) {
        double share = own_odds(b, c) / all / walks;
        for (int i = 0; share > 0 && i < walks; i++) {
            struct truth t = {c, mixed(c * 1000 + (uint64_t)i)};
            f->written += share * walk(b, "written", &t, &found);
            f->best += share * walk(b, "best", &t, &found);
            f->found += share * found;
        }
    }
    size_t letters = most_answers(b);
    f->entropy += bits_of(b, all) / log2((double)letters);
    f->huffman += huffman(b, all, letters);
}

static void row(const char *name, const struct figures *sum, int count, const char *goal)
{
    double n = count, written = sum->written / n, best = sum->best / n;
    printf("%-47s %7.2f %6.2f %7.2f %7.2f %8.3f %8.3f  %s\n", name, written, best, sum->entropy / n,
           sum->huffman / n, best / (sum->entropy / n), best / written, goal);
}

static struct book *load(struct source *source, struct book_files *files)
{
    struct diags ds = {0};
    struct text t = {0};
    struct book *b = book_load(source, files, &ds);
    diags_write(&ds, &t, false);
    if (!b)
        fprintf(stderr, "%s", text_get(&t));
    text_release(&t);
    diags_release(&ds);
    if (!b)
        abort();
    return b;
}

/* Generated runbooks. */

static void shuffle(unsigned *of, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        of[i] = i;
    for (unsigned i = n; i > 1; i--) {
        unsigned k = below(i), kept = of[i - 1];
        of[i - 1] = of[k];
        of[k] = kept;
    }
}

static void begin(struct text *t, unsigned causes)
{
    unsigned rank[64];
    shuffle(rank, causes);
    text_add(t, "ruleout: 1\nid: generated\ntitle: Generated\ncauses:\n");
    for (unsigned i = 0; i < causes; i++)
        text_format(t, "  c%u: {title: C, odds: %.4f}\n", i, 1000.0 / (rank[i] + 1));
    text_add(t, "steps:\n");
}

/* `group[c]` of each cause: the k-th answer rules out all causes of other groups. */
static void add_question(struct text *t, unsigned number, const unsigned *group, unsigned causes,
                         unsigned answers, const char *more)
{
    text_format(t, "- id: q%u\n  clue: Which?\n%s  answers:\n", number, more);
    for (unsigned k = 0; k < answers; k++) {
        text_format(t, "    a%u: {rules_out: [", k);
        const char *comma = "";
        for (unsigned c = 0; c < causes; c++)
            if (group[c] < answers && group[c] != k) {
                text_format(t, "%sc%u", comma, c);
                comma = ", ";
            }
        text_add(t, "]}\n");
    }
}

static void free_questions(struct text *t, unsigned causes, unsigned answers)
{
    unsigned group[64];
    for (unsigned q = 0; q < 3 * causes; q++) {
        for (unsigned c = 0; c < causes; c++)
            group[c] = below(answers);
        group[0] = 0, group[1] = 1, group[2] = answers - 1; /* none of the answers is idle */
        for (unsigned c = 3; c-- > 1;) {
            unsigned k = below(causes), kept = group[c];
            group[c] = group[k];
            group[k] = kept;
        }
        add_question(t, q, group, causes, answers, "");
    }
}

static void two_answers(struct text *t, unsigned causes)
{
    free_questions(t, causes, 2);
}

static void three_answers(struct text *t, unsigned causes)
{
    free_questions(t, causes, 3);
}

/* Systems with parts, to the single cause, two to four parts each: each part is asked about, yes or
 * no. A yes rules out the other parts of its system - so a question about a part of what is ruled
 * out has nothing to decide - or all that is outside it. */
struct tree {
    unsigned from[256], to[256], count;
    unsigned first[256], last[256]; /* of the system that it is a part of */
};

static void grow(struct tree *tree, unsigned from, unsigned to)
{
    unsigned parts = to - from < 4 ? to - from : 2 + below(3);
    unsigned at = from;
    for (unsigned i = 0; i < parts; i++) {
        unsigned left = parts - i - 1, room = to - at - left;
        unsigned size = left ? 1 + below(room) : room;
        unsigned node = tree->count++;
        tree->from[node] = at, tree->to[node] = at + size;
        tree->first[node] = from, tree->last[node] = to;
        if (size > 1)
            grow(tree, at, at + size);
        at += size;
    }
}

static unsigned side(const struct tree *tree, unsigned node, unsigned cause, bool all)
{
    if (cause >= tree->from[node] && cause < tree->to[node])
        return 0;
    return all || (cause >= tree->first[node] && cause < tree->last[node]) ? 1 : 2;
}

static void add_tree(struct text *t, unsigned causes, bool mixed_up, bool all)
{
    struct tree tree = {.count = 0};
    unsigned group[64], order[256];
    grow(&tree, 0, causes);
    shuffle(order, tree.count);
    for (unsigned i = 0; i < tree.count; i++) {
        unsigned node = mixed_up ? order[i] : i;
        for (unsigned c = 0; c < causes; c++)
            group[c] = side(&tree, node, c, all);
        add_question(t, i, group, causes, 2, "");
    }
}

static void tree_top_down(struct text *t, unsigned causes)
{
    add_tree(t, causes, false, false);
}

static void tree_mixed_up(struct text *t, unsigned causes)
{
    add_tree(t, causes, true, false);
}

static void tree_of_all(struct text *t, unsigned causes)
{
    add_tree(t, causes, false, true);
}

typedef void made(struct text *t, unsigned causes);

static void generated(const char *what, made *make, const char *goal)
{
    static const unsigned sizes[] = {16, 32, 64};
    char name[100];
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct figures sum = {0};
        for (unsigned seed = 0; seed < SEEDS; seed++) {
            struct text t = {0};
            state = seed * 1000 + sizes[i];
            begin(&t, sizes[i]);
            make(&t, sizes[i]);
            struct source *source = source_from("generated", text_get(&t), t.len);
            struct book *b = load(source, NULL);
            measure(b, 1, &sum);
            book_free(b);
            source_free(source);
            text_release(&t);
        }
        snprintf(name, sizeof name, "%s, %u causes", what, sizes[i]);
        row(name, &sum, SEEDS, goal);
    }
}

static void of_file(const char *path)
{
    struct diags ds = {0};
    struct book_files *files = files_on_disk();
    struct source *source = source_read(path, &ds);
    char name[300];
    if (!source)
        abort();
    struct book *b = load(source, files);
    struct figures f = {0};
    measure(b, WALKS, &f);
    snprintf(name, sizeof name, "%.30s (known in %.0f %%)", b->id, 100 * f.found);
    row(name, &f, 1, order_has_choice(b) ? "" : "nothing may move");
    book_free(b);
    source_free(source);
    files_free(files);
    diags_release(&ds);
}

int main(int argc, char **argv)
{
    printf("%-47s %7s %6s %7s %7s %8s %8s  %s\n", "mean questions to the cause", "written", "best",
           "entropy", "huffman", "/entropy", "/written", "goal");
    generated("free, 2 answers", two_answers, "/entropy 1.15");
    generated("free, 3 answers", three_answers, "/entropy 1.15");
    generated("tree, from the top down", tree_top_down, "/written 0.7");
    generated("tree, in no order", tree_mixed_up, "/written 0.7");
    generated("tree, a yes rules out all else", tree_of_all, "/written 0.7");
    for (int i = 1; i < argc; i++)
        of_file(argv[i]);
    return 0;
}
