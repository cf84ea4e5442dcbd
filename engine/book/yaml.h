#ifndef RULEOUT_BOOK_YAML_H
#define RULEOUT_BOOK_YAML_H

/*
 * yaml: a file as a tree of texts, lists and maps that know where they stand.
 *
 * The YAML of the format is a small one: no anchors, aliases, tags, merge keys, directives or
 * several documents, every key a text and there once, at most 64 deep. A scalar is text; what it
 * means is its key's business. The tree lives in the arena.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/source.h"
#include "book/complain.h"

#define YAML_DEPTH_MAX 64

enum node_kind {
    NODE_TEXT,
    NODE_LIST,
    NODE_MAP,
    NODE_BAD /* complained about already */
};

/* Small, because a large runbook has hundreds of thousands. A key is a text and never a list. */
struct node {
    uint8_t kind;
    bool plain;      /* a text without quotes */
    bool flow;       /* a map in braces, a list in brackets */
    bool incomplete; /* a map of which a key was complained about and left out */
    uint32_t count;  /* bytes of the text, items, or pairs */
    struct span span;
    union {
        struct node *first; /* item, or key */
        struct node *value; /* of a key; never NULL */
    };
    struct node *next; /* item, or key */
    int field;         /* of a key: its number in the key table, once book/reader.h looked it up */
    char text[];
};

/*
 * NULL when the bytes are not YAML at all. Else the tree of what could be read, without what was
 * complained about.
 */
struct node *yaml_parse(struct arena *a, struct complaints *to);

/* Nothing was written after the key. */
bool node_is_empty(const struct node *n);

/*
 * The place in the source of `len` bytes at `at` of a text that was written at `written`: behind
 * quotes, escapes and folded lines. Of a stretch that goes over a line end, its first line.
 */
struct span yaml_within(const struct source *source, struct span written, const char *text,
                        size_t at, size_t len);

#endif
