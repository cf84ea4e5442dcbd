#ifndef RULEOUT_REPORT_SHEET_H
#define RULEOUT_REPORT_SHEET_H

/*
 * sheet: a page to read, while somebody tells what stands on it.
 *
 * Who tells knows nothing of the format. All words may be somebody else's; each format makes them
 * plain text. A paragraph has a label of a few words ("Why: ", "- " before an item, "config  " for
 * what has an id) and a depth: 0 on the page, 2 in an entry or a section, 4 an answer, 6 what
 * follows from it.
 */
#include <stdbool.h>

#include "base/text.h"

struct sheet {
    struct text *out;
    const struct sheet_format *format;
    int open; /* the format's own: the depth of the list that is open; 0 where none is */
};

struct sheet_format {
    void (*title)(struct sheet *s, const char *title); /* first, and once */
    void (*section)(struct sheet *s, const char *name);
    void (*entry)(struct sheet *s, const char *id, const char *about); /* about: "clue" */
    void (*paragraph)(struct sheet *s, int depth, const char *label, const char *words);
    void (*end)(struct sheet *s);
};

extern const struct sheet_format sheet_markdown; /* CommonMark */

/* One file that needs no other: its style is in it, nothing else can be loaded or run
 * (Content-Security-Policy), and it is made for paper too. */
extern const struct sheet_format sheet_html;

/* What the formats share: whether a label is that of an item, or of what has an id. */
bool sheet_is_item(const char *label);
bool sheet_is_id(const char *label);
bool sheet_is_command(const char *label); /* the words are to be typed, or are run */
/* `label` without the blanks behind it, its colon and its dash; into `out`. */
void sheet_label(const char *label, struct text *out);

#endif
