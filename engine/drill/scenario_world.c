#include <ctype.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/json.h"
#include "drill/scenario_inside.h"

/* What the four lists share. */
static void read_shared(struct scenario *s, struct node *const *f, struct world_item *out)
{
    *out =
        (struct world_item){.match = reader_text(f[ITEM_MATCH]),
                            .after = f[ITEM_AFTER] ? scenario_action(s, f[ITEM_AFTER]->value) : -1,
                            .fails = reader_text(f[ITEM_FAILS]),
                            .takes_ms = reader_time_span_or(&s->r, f[ITEM_TAKES], 0)};
}

/* What an item would answer with, where it fails. Of a file read_file() says it. */
static void check_fails(struct scenario *s, struct node *const *f, enum key_place place)
{
    size_t count;
    keys_of(place, &count, NULL);
    for (size_t i = ITEM_SHARED; f[ITEM_FAILS] && place != IN_WORLD_FILE && i < count; i++)
        if (f[i])
            complain_hint(reader_error(&s->r, RB_NEEDLESS_KEY, f[i]->span,
                                       "\"%s\" means nothing beside \"fails\"", f[i]->text),
                          "remove one of the two");
}

static void read_run(struct scenario *s, struct node *const *f, struct world_item *out)
{
    out->out = reader_text(f[RUN_OUT]);
    out->err = reader_text(f[RUN_ERR]);
    out->status = scenario_whole(s, f[RUN_CODE], IN_WORLD_RUN, 0);
}

/* Names in lower case, as the machine's own requests give them. */
static void add_header(struct text *lines, struct node *key)
{
    for (const char *c = key->text; *c; c++)
        text_add_char(lines, (char)tolower((unsigned char)*c));
    reader_trim(key->value);
    text_add(lines, ": ");
    for (const char *c = key->value->text; *c; c++)
        text_add_char(lines, *c == '\n' ? ' ' : *c);
    text_add_char(lines, '\n');
}

static void read_http(struct scenario *s, struct node *const *f, struct world_item *out)
{
    struct text lines = {0};
    out->method = scenario_word(s, f[HTTP_METHOD], IN_WORLD_HTTP);
    out->status = scenario_whole(s, f[HTTP_STATUS], IN_WORLD_HTTP, 200);
    out->out = reader_text(f[HTTP_BODY]);
    for (struct node *k = f[HTTP_HEADERS] ? f[HTTP_HEADERS]->value->first : NULL; k; k = k->next)
        if (reader_is_text(&s->r, k->value, "a header"))
            add_header(&lines, k);
    out->headers = arena_text(s->r.arena, text_get(&lines));
    text_release(&lines);
}

/* A file that stands for one of the world. */
static const char *read_from(struct scenario *s, const struct node *key)
{
    const char *path = scenario_beside(s, key->value->text), *why = NULL;
    struct stat st;
    if (stat(path, &st) != 0 || access(path, R_OK) != 0)
        why = strerror(errno);
    else if (!S_ISREG(st.st_mode))
        why = "it is no file";
    if (why)
        complain_hint(reader_error(&s->r, RB_BAD_VALUE, key->value->span,
                                   "\"%s\" cannot be read: %s", key->value->text, why),
                      "it is looked for from the drill's own folder");
    return path;
}

static void read_file(struct scenario *s, struct node *const *f, struct world_item *out)
{
    out->out = reader_text(f[FILE_TEXT]);
    out->modified_ms = scenario_moment(s, f[FILE_MODIFIED], s->out->clock_ms);
    if (f[FILE_FROM])
        out->from = read_from(s, f[FILE_FROM]);
    if (out->match && (out->from != NULL) + (out->out != NULL) + (out->fails != NULL) != 1)
        complain_hint(reader_error(&s->r, RB_MISSING_KEY, f[ITEM_MATCH]->span,
                                   "a file needs one of \"from\", \"text\" and \"fails\""),
                      "for example: from: fixtures/access.log");
    if (out->match && *out->match != '/')
        complain_hint(reader_error(&s->r, RB_BAD_VALUE, f[ITEM_MATCH]->value->span,
                                   "the path of a file begins with /, not \"%s\"", out->match),
                      "write it as the runbook names it: /var/log/nginx/access.log");
}

static void read_host(struct scenario *s, struct node *const *f, struct world_item *out)
{
    struct text why = {0};
    out->out = reader_text(f[HOST_JSON]);
    if (!out->out && !out->fails && out->match)
        complain_hint(reader_error(&s->r, RB_MISSING_KEY, f[ITEM_MATCH]->span,
                                   "a fact needs \"json\", or \"fails\""),
                      "for example: json: '{\"available_percent\": 40}'");
    struct jval *j = out->out ? jval_read(out->out, strlen(out->out), &why) : NULL;
    if (out->out && !j)
        complain_hint(reader_error(&s->r, RB_BAD_VALUE, f[HOST_JSON]->value->span,
                                   "that is no JSON: %s", text_get(&why)),
                      "quote it: json: '{\"available_percent\": 40}'");
    jval_free(j);
    text_release(&why);
}

static struct world_list read_list(struct scenario *s, const struct node *key, enum key_place place,
                                   void read(struct scenario *s, struct node *const *f,
                                             struct world_item *out))
{
    struct node *f[KEYS_MAX];
    size_t count = 0;
    struct world_item *items =
        arena_alloc(s->r.arena, ((key ? key->value->count : 0) + 1) * sizeof *items);
    for (const struct node *n = key ? key->value->first : NULL; n; n = n->next) {
        if (!reader_fields(&s->r, n, place, f))
            continue;
        read_shared(s, f, &items[count]);
        check_fails(s, f, place);
        read(s, f, &items[count]);
        count++;
    }
    return (struct world_list){items, count};
}

void scenario_world(struct scenario *s, const struct node *key)
{
    struct node *f[WORLD_KEYS];
    if (!key || !reader_fields(&s->r, key->value, IN_WORLD, f))
        return;
    s->out->runs = read_list(s, f[WORLD_RUN], IN_WORLD_RUN, read_run);
    s->out->https = read_list(s, f[WORLD_HTTP], IN_WORLD_HTTP, read_http);
    s->out->files = read_list(s, f[WORLD_FILES], IN_WORLD_FILE, read_file);
    s->out->hosts = read_list(s, f[WORLD_HOST], IN_WORLD_HOST, read_host);
}
