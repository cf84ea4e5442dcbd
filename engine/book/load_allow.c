#include "book/load.h"

#include <ctype.h>
#include <string.h>

#include "book/permit.h"

/* One kind of permits, and how to write them. */
struct permit_kind {
    const char *what, *hint;
    /* What is written in its canonical form; NULL where it is none. */
    const char *(*read)(struct arena *a, const char *s);
    const char *input_hint; /* how to name an input; NULL: an entry of this kind names none */
    enum input_type input_type;
    const char *type_hint;
    bool more; /* behind the input the entry may go on */
};

/* Beginnings of commands, with one blank between words. */
static const char *read_run(struct arena *a, const char *s)
{
    if (s[strcspn(s, "|;&<>()$`\"'\\*?{}\n")])
        return NULL;
    char *out = arena_alloc(a, strlen(s) + 1), *o = out;
    for (const char *p = s; *p; p++)
        if (!isblank((unsigned char)*p))
            *o++ = *p;
        else if (o > out && o[-1] != ' ')
            *o++ = ' ';
    return out;
}

static const char *read_name(struct arena *a, const char *s)
{
    for (const char *p = s; *p; p++)
        if (*p != '_' && !isalpha((unsigned char)*p) && (p == s || !isdigit((unsigned char)*p)))
            return NULL;
    return arena_text(a, s);
}

bool load_variable(struct load *l, const struct node *name)
{
    if (read_name(l->scratch, name->text))
        return true;
    complain_hint(reader_error(&l->r, RB_BAD_ID, name->span,
                               "\"%s\" is no environment variable's name", name->text),
                  "write letters, digits and _, no digit first: API_TOKEN");
    return false;
}

static const struct permit_kind RUN = {
    .what = "beginning of a command",
    .hint = "write the first words of a command as they are: kubectl get",
    .read = read_run};
static const struct permit_kind READ = {
    .what = "absolute path",
    .hint = "write the folder or file itself: /var/log/nginx; a folder brings all below it",
    .read = permit_path,
    .input_hint = "begin with the input, and write the rest as it is: ${app}/current",
    .input_type = INPUT_PATH,
    .type_hint = "give it that type: {type: path}",
    .more = true};
static const struct permit_kind HTTP = {
    .what = "origin",
    .hint = "write the scheme, the host and perhaps a port, without a path: "
            "https://status.psp.example",
    .read = permit_origin,
    .input_hint = "write the input alone: ${url}; the origin of its value is what is permitted",
    .input_type = INPUT_TEXT,
    .type_hint = "name an input of type text, whose value is a URL"};
static const struct permit_kind ENV = {.what = "environment variable's name",
                                       .hint =
                                           "write the name of an environment variable: KUBECONFIG",
                                       .read = read_name};

static void bad_permit(struct load *l, const struct node *n, const struct permit_kind *kind)
{
    bool names_one = kind->input_hint && strstr(n->text, "${");
    complain_hint(
        reader_error(&l->r, RB_BAD_PERMIT, n->span, "\"%s\" is no %s", n->text, kind->what), "%s",
        names_one ? kind->input_hint : kind->hint);
}

static void no_input(struct load *l, const struct node *n, const char *name)
{
    const struct ids *inputs = &l->ids[ID_INPUT];
    if (inputs->unsure)
        return;
    struct diag *d =
        reader_error(&l->r, RB_UNKNOWN_REFERENCE, n->span, "${%s} names no input", name);
    if (!complain_nearest(d, name, inputs->at, inputs->count))
        complain_hint(d, "only an input can be named here: what a step or an action finds out "
                         "permits nothing");
}

/* The input whose name ends at `close`; -1 with a complaint. */
static int find_input(struct load *l, const struct node *n, const struct permit_kind *kind,
                      const char *close)
{
    const char *name = arena_text_n(l->scratch, n->text + 2, (size_t)(close - n->text) - 2);
    int input = names_get(l->ids[ID_INPUT].names, name, strlen(name));
    if (input < 0) {
        no_input(l, n, name);
    } else if (l->inputs[input].secret) {
        complain_hint(reader_error(&l->r, RB_SECRET, n->span,
                                   "\"%s\" is a secret, and what is permitted is shown", name),
                      "only \"env\" and \"stdin\" of an action take it");
        return -1;
    } else if (l->inputs[input].type != kind->input_type) {
        complain_hint(reader_error(&l->r, RB_BAD_PERMIT, n->span, "the input \"%s\" is no %s", name,
                                   kind->input_type == INPUT_PATH ? "path" : "text"),
                      "%s", kind->type_hint);
        return -1;
    } else if (l->inputs[input].from.kind && !l->inputs[input].one_of_count &&
               !l->inputs[input].match) {
        complain_hint(reader_warning(&l->r, RB_UNBOUND_PERMIT, n->span,
                                     "what an alert says of \"%s\" will permit nothing", name),
                      "bound it by \"one_of\" or \"match\"; what a responder gives is permitted");
    }
    if (input >= 0)
        l->inputs[input].used = true;
    return input;
}

/* `${input}`, and for a path what stands behind it, which is tried behind a path. */
static bool read_input(struct load *l, const struct node *n, const struct permit_kind *kind,
                       struct permit *out)
{
    const char *close = strchr(n->text, '}');
    const char *rest = close ? close + 1 : "";
    char *tried = arena_alloc(l->scratch, strlen(rest) + 3);
    if (!close ||
        (*rest && !(kind->more && kind->read(l->scratch, strcat(strcpy(tried, "/x"), rest))))) {
        bad_permit(l, n, kind);
        return false;
    }
    *out = (struct permit){n->text, find_input(l, n, kind, close), rest};
    return out->input >= 0;
}

static bool read_permit(struct load *l, struct node *n, const struct permit_kind *kind,
                        struct permit *out)
{
    if (!reader_is_text(&l->r, n, "an item of the list"))
        return false;
    reader_trim(n);
    if (kind->input_hint && strncmp(n->text, "${", 2) == 0)
        return read_input(l, n, kind, out);
    *out = (struct permit){kind->read(l->r.arena, n->text), -1, NULL};
    if (!out->text)
        bad_permit(l, n, kind);
    return out->text != NULL;
}

static const struct permit *load_permits(struct load *l, const struct node *key,
                                         const struct permit_kind *kind, size_t *count)
{
    *count = 0;
    if (!key)
        return NULL;
    struct permit *out = arena_alloc(l->r.arena, key->value->count * sizeof *out);
    for (struct node *n = key->value->first; n; n = n->next)
        *count += read_permit(l, n, kind, &out[*count]);
    return out;
}

void load_allow(struct load *l, const struct node *key)
{
    struct node *f[ALLOW_KEYS];
    struct allow *allow = &l->book->allow;
    if (!key || !reader_fields(&l->r, key->value, IN_ALLOW, f))
        return;
    allow->run = load_permits(l, f[ALLOW_RUN], &RUN, &allow->run_count);
    allow->read = load_permits(l, f[ALLOW_READ], &READ, &allow->read_count);
    allow->http = load_permits(l, f[ALLOW_HTTP], &HTTP, &allow->http_count);
    allow->env = load_permits(l, f[ALLOW_ENV], &ENV, &allow->env_count);
}
