/*
 * What libyaml must not see, and what would keep it busy: each is refused with a diagnostic that
 * has a place. The alarm is a safety net; how long it takes is measured elsewhere.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "book/book.h"
#include "book/codes.h"
#include "book/yaml.h"
#include "suite.h"

static struct arena *arena;
static struct source *source;
static struct diags diags;

static struct node *parse(const char *bytes, size_t len)
{
    arena = arena_new();
    source = source_from("x.yaml", bytes, len);
    struct complaints to = {.source = source, .ds = &diags};
    return yaml_parse(arena, &to);
}

static void done(void)
{
    arena_free(arena);
    source_free(source);
    diags_release(&diags);
}

static void repeat(struct text *t, const char *what, size_t times)
{
    for (size_t i = 0; i < times; i++)
        text_add(t, what);
}

/* Hostile files, made by a function each. */

static void brackets(struct text *t)
{
    text_add(t, "ruleout: 1\ntitle: ");
    text_add_repeat(t, '[', 80000);
}

static void braces(struct text *t)
{
    repeat(t, "{a: ", 40000);
}

static void dashes(struct text *t)
{
    repeat(t, "- ", 40000);
}

static void question_marks(struct text *t)
{
    repeat(t, "? ", 40000);
}

static void indentation(struct text *t)
{
    for (size_t i = 0; i < 1000; i++) {
        text_add_repeat(t, ' ', i);
        text_add(t, "a:\n");
    }
}

static void tag_directives(struct text *t)
{
    for (int i = 0; i < 40000; i++)
        text_format(t, "%%TAG !a%d! tag:example.com,2000:\n", i);
    text_add(t, "---\na: b\n");
}

static void late_directive(struct text *t)
{
    repeat(t, "# one line\n", 100000);
    text_add(t, "%YAML 1.1\n");
}

static void alias_bomb(struct text *t)
{
    text_add(t, "a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 5000; i++) {
        text_format(t, "a%d: &a%d [", i, i);
        for (int j = 0; j < 9; j++)
            text_format(t, "%s*a%d", j ? ", " : "", i - 1);
        text_add(t, "]\n");
    }
}

static void cyclic_alias(struct text *t)
{
    text_add(t, "a: &a [*a, *a]\n");
}

static void duplicate_keys(struct text *t)
{
    repeat(t, "a: b\n", 100000);
}

static void many_keys_then_duplicates(struct text *t)
{
    for (int i = 0; i < 50000; i++)
        text_format(t, "key-%d: b\n", i);
    text_add(t, "key-49999: c\n");
}

static void tags(struct text *t)
{
    repeat(t, "- !a b\n", 50000);
}

static void merge_keys(struct text *t)
{
    repeat(t, "- <<: {a: b}\n", 50000);
}

static void documents(struct text *t)
{
    repeat(t, "--- a\n", 50000);
}

static void open_quote(struct text *t)
{
    text_add(t, "a: b\nc: \"");
    text_add_repeat(t, 'x', 1000000);
}

static void long_key(struct text *t)
{
    text_add(t, "a: b\n");
    text_add_repeat(t, 'k', 100000);
    text_add(t, ": v\n");
}

static void list_as_key(struct text *t)
{
    text_add(t, "a: b\n[c, d]: e\n");
}

static void empty_values(struct text *t)
{
    text_add(t, "a: {");
    for (int i = 0; i < 50000; i++)
        text_format(t, "k%d, ", i);
    text_add(t, "}\n");
}

static void many_colons(struct text *t)
{
    repeat(t, "a: ", 50000);
}

static void tabs(struct text *t)
{
    text_add(t, "a:\n");
    repeat(t, "\tb: c\n", 10000);
}

static void too_big(struct text *t)
{
    repeat(t, "# a comment, and another, and more of them\n", 100000);
}

static const struct hostile {
    const char *name;
    void (*make)(struct text *t);
    const char *code; /* of the first error */
    unsigned line;
} HOSTILE[] = {
    {"80 KB of [", brackets, RB_TOO_DEEP, 2},
    {"40,000 {", braces, RB_TOO_DEEP, 1},
    {"40,000 dashes", dashes, RB_TOO_DEEP, 1},
    {"40,000 question marks", question_marks, RB_KEY_NOT_TEXT, 1},
    {"1,000 indentations", indentation, RB_TOO_DEEP, 65},
    {"40,000 %TAG", tag_directives, RB_DIRECTIVE, 1},
    {"a directive after 100,000 lines", late_directive, RB_DIRECTIVE, 100001},
    {"alias bomb", alias_bomb, RB_ALIAS, 1},
    {"cyclic alias", cyclic_alias, RB_ALIAS, 1},
    {"100,000 times one key", duplicate_keys, RB_DUPLICATE_KEY, 2},
    {"50,000 keys, one twice", many_keys_then_duplicates, RB_DUPLICATE_KEY, 50001},
    {"50,000 tags", tags, RB_TAG, 1},
    {"50,000 merge keys", merge_keys, RB_MERGE_KEY, 1},
    {"50,000 documents", documents, RB_SEVERAL_DOCUMENTS, 2},
    {"1 MB in an open quote", open_quote, RB_SYNTAX, 2},
    {"a key of 100 KB", long_key, RB_SYNTAX, 2},
    {"a list as a key", list_as_key, RB_KEY_NOT_TEXT, 2},
    {"50,000 keys without values", empty_values, RB_EMPTY_IN_BRACES, 1},
    {"50,000 colons", many_colons, RB_SYNTAX, 1},
    {"tabs", tabs, RB_SYNTAX, 2},
    {"more than 4 MB", too_big, RB_TOO_BIG, 1},
};

static void check_refused(const char *name, const char *code, unsigned line)
{
    bool ok = CHECK(diags.errors > 0) && CHECK(diags.errors <= COMPLAINTS_MAX + 1) &&
              CHECK_TEXT(diags.items[0].code, code) &&
              CHECK_INT(source_place(source, diags.items[0].span.at).line, line);
    for (size_t i = 0; i < diags.count; i++) {
        const struct diag *d = &diags.items[i];
        ok = CHECK(d->source == source) && ok;
        ok = CHECK(d->span.at + d->span.len <= source->len) && ok;
    }
    struct text out = {0};
    diags_write(&diags, &out, false);
    ok = CHECK(out.len > 0) && ok;
    text_release(&out);
    if (!ok)
        printf("in: %s\n", name);
}

static void hostile_files_are_refused(void)
{
    for (size_t i = 0; i < sizeof HOSTILE / sizeof *HOSTILE; i++) {
        const struct hostile *h = &HOSTILE[i];
        struct text t = {0};
        h->make(&t);
        alarm(120);
        parse(t.at, t.len);
        check_refused(h->name, h->code, h->line);
        alarm(0);
        done();
        text_release(&t);
    }
}

/* Bytes that an editor does not show, each in the middle of line 3. */
static void unfit_characters_are_refused(void)
{
    static const struct {
        const char *bytes;
        size_t len;
        const char *code;
    } cases[] = {
        {"\0", 1, RB_UNFIT_CHARACTER},
        {"\x01", 1, RB_UNFIT_CHARACTER},
        {"\x1b[31m", 5, RB_UNFIT_CHARACTER},
        {"\x7f", 1, RB_UNFIT_CHARACTER},
        {"\r", 1, RB_UNFIT_CHARACTER},
        {"\xc2\x85", 2, RB_UNFIT_CHARACTER},
        {"\xc2\x9b", 2, RB_UNFIT_CHARACTER},
        {"\xe2\x80\xa8", 3, RB_UNFIT_CHARACTER},
        {"\xe2\x80\xa9", 3, RB_UNFIT_CHARACTER},
        {"\xe2\x80\xae", 3, RB_UNFIT_CHARACTER},
        {"\xe2\x81\xa6", 3, RB_UNFIT_CHARACTER},
        {"\xef\xbb\xbf", 3, RB_UNFIT_CHARACTER},
        {"\xef\xbf\xbe", 3, RB_UNFIT_CHARACTER},
        {"\xff", 1, RB_NOT_UTF8},
        {"\xc0\x80", 2, RB_NOT_UTF8},
        {"\xed\xa0\x80", 3, RB_NOT_UTF8},
        {"\xf5\x80\x80\x80", 4, RB_NOT_UTF8},
        {"\xe2\x82", 2, RB_NOT_UTF8},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (size_t before = 0; before < 140; before += 7) {
            struct text t = {0};
            text_add(&t, "a: b\n# ü\nc: ");
            text_add_repeat(&t, 'x', before);
            text_add_n(&t, cases[i].bytes, cases[i].len);
            text_add(&t, "d and more, so that the line goes on for a while behind it\n");
            CHECK(parse(t.at, t.len) == NULL);
            check_refused("a character", cases[i].code, 3);
            CHECK_INT(diags.count, 1);
            CHECK_INT(source_place(source, diags.items[0].span.at).column, before + 4);
            done();
            text_release(&t);
        }
}

static void utf16_is_refused(void)
{
    parse("\xff\xfe"
          "a\0:\0 \0b\0",
          10);
    check_refused("UTF-16", RB_NOT_UTF8, 1);
    done();
}

static void escapes_cannot_bring_them_back(void)
{
    static const char *const cases[] = {"a: \"x\\0y\"",         "a: \"\\e[31m\"", "a: \"\\u202e\"",
                                        "\"a\\x07\": b",        "a: \"\\N\"",     "a: \"\\P\"",
                                        "a: \"\\U000e0001\\b\""};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        parse(cases[i], strlen(cases[i]));
        check_refused(cases[i], RB_UNFIT_CHARACTER, 1);
        done();
    }
    static const char fit[] = "a: \"tab\\t line\\n\\u00e9\"";
    CHECK(parse(fit, strlen(fit)) != NULL);
    CHECK_INT(diags.count, 0);
    done();
}

static void the_tree_has_what_was_written(void)
{
    static const char text[] = "# ü, which is two bytes\n"
                               "größe: 支払い\n"
                               "list:\n"
                               "- 'it''s'\n"
                               "- {a: \"b\", c: }x}\n";
    static const char good[] = "# ü, which is two bytes\n"
                               "größe: 支払い\n"
                               "list:\n"
                               "- 'it''s'\n"
                               "- {a: \"b\", c: [], d: x}\n"
                               "last:\n";
    struct node *n = parse(good, strlen(good));
    CHECK(n != NULL);
    CHECK_INT(n->kind, NODE_MAP);
    CHECK_INT(n->count, 3);
    struct node *key = n->first;
    CHECK_TEXT(key->text, "größe");
    CHECK(memcmp(good + key->span.at, "größe:", 8) == 0);
    CHECK_INT(key->span.len, strlen("größe"));
    CHECK_TEXT(key->value->text, "支払い");
    CHECK_INT(key->value->span.at, strstr(good, "支") - good);
    CHECK_INT(key->value->span.len, strlen("支払い"));
    key = key->next;
    CHECK_INT(key->value->kind, NODE_LIST);
    CHECK_INT(key->value->count, 2);
    struct node *item = key->value->first;
    CHECK_TEXT(item->text, "it's");
    CHECK(!item->plain);
    item = item->next;
    CHECK_INT(item->kind, NODE_MAP);
    CHECK(item->flow);
    CHECK_INT(item->count, 3);
    CHECK_TEXT(item->first->value->text, "b");
    CHECK_INT(item->first->next->value->kind, NODE_LIST);
    CHECK(node_is_empty(key->next->value));
    CHECK_INT(diags.count, 0);
    done();
    CHECK(parse(text, strlen(text)) == NULL);
    CHECK_INT(diags.errors, 2); /* c has no value, and x belongs to nothing */
    done();
}

static void a_place_in_a_text_is_found(void)
{
    static const struct {
        const char *written; /* a whole value */
        const char *text;    /* how it reads */
        const char *at;      /* what is looked for in both; the last one of it */
    } cases[] = {
        {"plain words here", "plain words here", "here"},
        {"\"quoted \\\"words\\\" here\"", "quoted \"words\" here", "here"},
        {"\"\\u00e9\\x41\\t here\"", "éA\t here", "here"},
        {"'it''s ''here'", "it's 'here", "here"},
        {"|\n  first\n\n    second\n  here\n", "first\n\n  second\nhere\n", "here"},
        {">\n  folded\n  text here\n", "folded text here\n", "here"},
        {"plain\n  over lines\n\n  here", "plain over lines\nhere", "here"},
        {"\"over \\\n  here\"", "over here", "here"},
        {"支払い here", "支払い here", "here"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct text t = {0};
        text_format(&t, "key: %s", cases[i].written);
        struct node *n = parse(t.at, t.len);
        CHECK(n != NULL);
        struct node *value = n->first->value;
        CHECK_TEXT(value->text, cases[i].text);
        size_t in_text = (size_t)(strstr(cases[i].text, cases[i].at) - cases[i].text);
        struct span s = yaml_within(source, value->span, value->text, in_text, 4);
        CHECK_INT(s.at, strstr(t.at, cases[i].at) - t.at);
        CHECK_INT(s.len, 4);
        done();
        text_release(&t);
    }
}

/* Anything cut off anywhere, or with a byte changed: never a crash, always a place. */
static void broken_files_never_crash(void)
{
    static const char good[] =
        "ruleout: 1\ntitle: \"Ü \\\" ${a}\"\ncauses: {c: {title: C}}\nsteps:\n"
        "- id: a\n  clue: Is 'it' ${a:ms}?\n  when: not answered(\"b\")\n"
        "  answers:\n    yes: {suspects: [c], next: b}\n"
        "    no:\n      rules_out:\n        c: >\n          Because\n"
        "          of ${b}.\n- id: b\n  anomaly: |\n    How\n    much?\n"
        "  type: number\n  unit: ms\n  answers: {\"< 1ms\": {}, else: {}}\n"
        "resolve: {when: confirmed('c') and b > 1, else: {after: 2h}}\n";
    static const char changes[] = "\n\t\"'#&*!|>%@`{}[],:-? \xc3$x";
    char bytes[sizeof good];
    size_t len = sizeof good - 1;
    for (size_t at = 0; at < len; at++) {
        for (size_t c = 0; c <= sizeof changes; c++) {
            memcpy(bytes, good, sizeof good);
            if (c < sizeof changes)
                bytes[at] = changes[c];
            source = source_from("x", bytes, c < sizeof changes ? len : at);
            struct book *b = book_load(source, NULL, &diags);
            CHECK((b == NULL) == (diags.errors > 0));
            for (size_t i = 0; i < diags.count; i++)
                CHECK(diags.items[i].span.at + diags.items[i].span.len <= source->len);
            struct text out = {0};
            diags_write(&diags, &out, true);
            text_release(&out);
            book_free(b);
            source_free(source);
            diags_release(&diags);
        }
    }
}

int main(void)
{
    return suite_run(
        "yaml", (CU_TestInfo[]){{"hostile files are refused", hostile_files_are_refused},
                                {"unfit characters are refused", unfit_characters_are_refused},
                                {"UTF-16 is refused", utf16_is_refused},
                                {"escapes cannot bring them back", escapes_cannot_bring_them_back},
                                {"the tree has what was written", the_tree_has_what_was_written},
                                {"a place in a text is found", a_place_in_a_text_is_found},
                                {"broken files never crash", broken_files_never_crash},
                                CU_TEST_INFO_NULL});
}
