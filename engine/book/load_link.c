#include <string.h>

#include "book/load.h"

static const char *const SCHEMES[] = {"https://", "http://"};

static void declare_link(struct load *l, const struct node *key)
{
    int first = names_put(l->link_names, key->text, key->count, (int)l->link_count);
    if (first >= 0) {
        load_brought_twice(l, "link", key, l->links[first].source, l->links[first].span);
        return;
    }
    l->links[l->link_count] =
        (struct link){.id = key->text, .source = l->r.to.source, .span = key->span};
    l->link_nodes[l->link_count++] = key;
    reader_id(&l->r, key, true, "the name of a link");
}

void load_declare_links(struct load *l, struct node *key)
{
    size_t count = load_section_count(l, key, USED_LINKS);
    l->link_names = names_new(l->scratch, count);
    l->links = arena_alloc(l->r.arena, (count + 1) * sizeof *l->links);
    l->link_nodes = arena_alloc(l->scratch, (count + 1) * sizeof *l->link_nodes);
    for (size_t u = 0; u <= l->used_count; u++) {
        const struct node *from = load_section(l, u, key, USED_LINKS);
        for (const struct node *k = from ? from->value->first : NULL; k; k = k->next)
            declare_link(l, k);
    }
    load_section(l, 0, NULL, USED_LINKS);
}

/* Where a link leads is written out: no value says which server, or which scheme. */
static bool is_address(const struct prose *url)
{
    const char *first = url->count ? url->parts[0].literal : NULL;
    for (size_t i = 0; first && i < sizeof SCHEMES / sizeof *SCHEMES; i++) {
        size_t len = strlen(SCHEMES[i]);
        if (strncmp(first, SCHEMES[i], len) == 0)
            return first[len] && !url->raw[strcspn(url->raw, " \n\t\"<>")] &&
                   (url->count == 1 || strpbrk(first + len, "/?#"));
    }
    return false;
}

void load_fill_links(struct load *l)
{
    l->r.owner_kind = "link";
    for (size_t i = 0; i < l->link_count && !complaints_full(&l->r.to); i++) {
        struct link *link = &l->links[i];
        const struct source *own = l->r.to.source;
        l->r.owner_id = link->id;
        l->r.to.source = link->source;
        link->url = load_prose(l, -1, l->link_nodes[i]->value, "an address");
        if (link->url && !is_address(link->url))
            complain_hint(reader_error(&l->r, RB_BAD_LINK, link->url->span,
                                       "that is no address of a web page"),
                          "write scheme and host as they are, values only behind them: "
                          "https://grafana.example/d/shop?from=${started:ms}");
        l->r.to.source = own;
    }
    l->r.owner_id = NULL;
}

static int find_link(struct load *l, const struct node *name)
{
    int i = names_get(l->link_names, name->text, name->count);
    if (i >= 0 || l->links_unsure)
        return i;
    const char **names = arena_alloc(l->scratch, (l->link_count + 1) * sizeof *names);
    for (size_t k = 0; k < l->link_count; k++)
        names[k] = l->links[k].id;
    struct diag *d =
        reader_error(&l->r, RB_UNKNOWN_LINK, name->span, "unknown link \"%s\"", name->text);
    if (!complain_nearest(d, name->text, names, l->link_count))
        complain_hint(d, "add it under \"links\"");
    return -1;
}

const int *load_see(struct load *l, const struct node *key, size_t *count)
{
    *count = 0;
    if (!key)
        return NULL;
    int *see = arena_alloc(l->r.arena, (key->value->count + 1) * sizeof *see);
    for (struct node *n = key->value->first; n; n = n->next) {
        int link = reader_is_text(&l->r, n, "the name of a link") ? find_link(l, n) : -1;
        if (link < 0)
            continue;
        l->links[link].used = true;
        see[(*count)++] = link;
    }
    return see;
}
