#include "book/load.h"

#include <string.h>

static struct span place(const struct load *l, const struct node *n, const char *at, size_t len)
{
    return yaml_within(l->r.to.source, n->span, n->text, (size_t)(at - n->text), len);
}

static bool read_form(const char *s, size_t len, enum form *out)
{
    static const struct {
        const char *name;
        enum form form;
    } forms[] = {{"ms", FORM_MS}, {"date", FORM_DATE}, {"json", FORM_JSON}};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (strlen(forms[i].name) == len && memcmp(forms[i].name, s, len) == 0) {
            *out = forms[i].form;
            return true;
        }
    return false;
}

/* What `${name}` can name. */
static const struct {
    enum id_kind id;
    enum ref_kind ref;
} VALUES[] = {{ID_STEP, REF_STEP}, {ID_INPUT, REF_INPUT}, {ID_SAVED, REF_SAVED}};
#define VALUE_KINDS (sizeof VALUES / sizeof *VALUES)

static bool nearest_value(struct load *l, struct diag *d, const char *name)
{
    size_t count = 0, most = 0;
    for (size_t i = 0; i < VALUE_KINDS; i++)
        most += l->ids[VALUES[i].id].count;
    const char **ids = arena_alloc(l->scratch, (most + MOMENTS + 1) * sizeof *ids);
    for (size_t i = 0; i < VALUE_KINDS; i++)
        for (size_t k = 0; k < l->ids[VALUES[i].id].count; k++)
            ids[count++] = l->ids[VALUES[i].id].at[k];
    for (int i = 0; l->takes_moments && i < MOMENTS; i++)
        ids[count++] = book_moment((enum incident_moment)i);
    return complain_nearest(d, name, ids, count);
}

/* MOMENTS: none of them. */
static enum incident_moment moment_of(const char *name, size_t len)
{
    int i = 0;
    while (i < MOMENTS && (strlen(book_moment((enum incident_moment)i)) != len ||
                           memcmp(book_moment((enum incident_moment)i), name, len) != 0))
        i++;
    return (enum incident_moment)i;
}

static void unknown_name(struct load *l, struct span span, const char *name, size_t len)
{
    if (l->ids[ID_INPUT].unsure || l->ids[ID_ACTION].unsure)
        return;
    if (names_get(l->ids[ID_ACTION].names, name, len) >= 0 ||
        names_get(l->ids[ID_VERIFY].names, name, len) >= 0) {
        complain_hint(reader_error(&l->r, RB_UNKNOWN_REFERENCE, span,
                                   "${%s} names an action or a verify, which has no value", name),
                      "only steps, inputs and saved outputs have one");
        return;
    }
    if (names_get(l->ids[ID_CAPTURE].names, name, len) >= 0) {
        complain_hint(reader_error(&l->r, RB_UNKNOWN_REFERENCE, span,
                                   "${%s} names what is captured, which is evidence and no value",
                                   name),
                      "a condition can ask whether it is there: has(\"%s\")", name);
        return;
    }
    if (moment_of(name, len) < MOMENTS) {
        complain_hint(reader_error(&l->r, RB_UNKNOWN_REFERENCE, span,
                                   "${%s} means something only in \"messages\"", name),
                      "take it out, or write the text there");
        return;
    }
    struct diag *d = reader_error(&l->r, RB_UNKNOWN_REFERENCE, span,
                                  "${%s} names no step, input or saved output", name);
    if (!nearest_value(l, d, name))
        complain_hint(d,
                      "write the id of a step, an input or a saved output, or $${%s} for the "
                      "text itself",
                      name);
}

static bool find_value(struct load *l, const char *name, size_t len, struct prose_part *out)
{
    for (size_t i = 0; i < VALUE_KINDS; i++) {
        out->kind = VALUES[i].ref;
        out->index = names_get(l->ids[VALUES[i].id].names, name, len);
        if (out->index >= 0)
            return true;
    }
    out->kind = REF_MOMENT;
    out->index = (int)moment_of(name, len);
    return l->takes_moments && out->index < MOMENTS;
}

static bool is_path(const char *s)
{
    for (bool letter = false;; s++) {
        bool ends = *s == '.' || *s == '\0';
        if (ends ? !letter
                 : !(*s == '_' || (*s >= '0' && *s <= '9') || (*s >= 'a' && *s <= 'z') ||
                     (*s >= 'A' && *s <= 'Z')))
            return false;
        if (!*s)
            return true;
        letter = !ends;
    }
}

/* Only what a check gives has parts. */
static bool check_path(struct load *l, const struct prose_part *part, const char *name,
                       struct span span)
{
    if (part->kind == REF_STEP && reader_has(l->nodes[part->index], STEP_KEY_CHECK, STEP_KEY_LUA)) {
        if (is_path(part->path))
            return true;
        complain_hint(reader_error(&l->r, RB_BAD_REFERENCE, span, "\"%s\" names no part of a value",
                                   part->path),
                      "write letters, digits and _, with a point between: ${%s.mounts.1}", name);
        return false;
    }
    complain_hint(reader_error(&l->r, RB_BAD_REFERENCE, span,
                               "\"%s\" has no parts: only what a step's check gives has", name),
                  "write ${%s}", name);
    return false;
}

/* What stands between ${ and }: a name, perhaps a part of its value, perhaps a form. */
static bool read_reference(struct load *l, int from, const struct node *n, const char *at,
                           size_t len, struct prose_part *part)
{
    const char *colon = memchr(at, ':', len);
    size_t whole = colon ? (size_t)(colon - at) : len;
    const char *point = memchr(at, '.', whole);
    size_t name_len = point ? (size_t)(point - at) : whole;
    char *name = arena_text_n(l->scratch, at, name_len);
    *part = (struct prose_part){NULL, REF_STEP, -1, NULL, FORM_PLAIN};
    if (colon && !read_form(colon + 1, len - whole - 1, &part->form)) {
        complain_hint(reader_error(&l->r, RB_BAD_REFERENCE, place(l, n, colon, len - whole),
                                   "there is no such form"),
                      "the forms are :ms, :date and :json");
        return false;
    }
    if (!find_value(l, name, name_len, part)) {
        unknown_name(l, place(l, n, at, name_len), name, name_len);
        return false;
    }
    if (part->kind == REF_INPUT && l->inputs[part->index].secret && !l->takes_secrets) {
        complain_hint(reader_error(&l->r, RB_SECRET, place(l, n, at, whole),
                                   "\"%s\" is a secret, and would be shown or recorded here", name),
                      "only \"env\" and \"stdin\" of an action take it");
        return false;
    }
    if (point) {
        part->path = arena_text_n(l->r.arena, point + 1, whole - name_len - 1);
        if (!check_path(l, part, name, place(l, n, at, whole)))
            return false;
    }
    if (part->kind == REF_STEP && part->index != from)
        l->steps[part->index].referred = true;
    else if (part->kind == REF_INPUT)
        l->inputs[part->index].used = true;
    else if (part->kind == REF_SAVED)
        l->saved_used[part->index] = true;
    return true;
}

bool load_reference(struct load *l, int from, const struct node *n, const char *at,
                    struct prose_part *out, const char **end)
{
    const char *text_end = n->text + n->count;
    const char *close = memchr(at, '}', (size_t)(text_end - at));
    if (!close || memchr(at, '\n', (size_t)(close - at))) {
        complain_hint(
            reader_error(&l->r, RB_BAD_REFERENCE, place(l, n, at, 2), "${ is never closed"),
            "close it with }, or write $${ for the text itself");
        *end = NULL;
        return false;
    }
    *end = close + 1;
    return read_reference(l, from, n, at + 2, (size_t)(close - at) - 2, out);
}
