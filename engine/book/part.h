#ifndef RULEOUT_BOOK_PART_H
#define RULEOUT_BOOK_PART_H

/*
 * part: the runbooks that a book is made of, and the files that they were read from.
 *
 * Part 0 is the runbook itself; each runbook that is called is a part behind it, and so are those
 * that a called one calls. A runbook that two others call is two parts; called twice by one, it is
 * one. Circles are refused when the book is loaded.
 */
#include "base/text.h"
#include "book/book.h"

/* A stretch of one of the book's arrays. */
struct slice {
    int first, count;
};

struct part {
    const char *id, *title;
    const char *prefix; /* of its ids: "", "tls-expiry/", "tls-expiry/dns/" */
    const struct source *source;
    int parent; /* the part that calls it; -1 */
    struct slice steps, causes, inputs, actions, verifies;
    const struct allow *allow;
};

/* A value for an input of the called runbook. */
struct call_value {
    int input;
    const struct prose *value; /* of the caller */
};

struct call {
    const char *runbook;
    int part;
    const struct call_value *with;
    size_t with_count;
    int cause; /* `for`: confirmed as soon as one of the part's is; -1 */
    struct span span;
};

enum file_kind { FILE_USED, FILE_CALLED };

struct file {
    enum file_kind kind;
    const char *name; /* of a called one, its id; of a used one "checkout-5xx:lib/roles.yaml" */
    const struct source *source;
};

/*
 * Where used and called files come from. `name` is as in struct file; `from` is the runbook that
 * names it, `written` what stands there. The source is the shelf's, and lives until files_free().
 * NULL: `why` says why not.
 */
struct book_files {
    const struct source *(*open)(struct book_files *self, enum file_kind kind, const char *name,
                                 const struct source *from, const char *written, struct text *why);
};

/*
 * Those on disk: a used file from the runbook's folder; a called runbook from the library, and from
 * beside a runbook that is not in the library, where its neighbours come first.
 */
struct book_files *files_on_disk(void);
void files_free(struct book_files *f); /* of files_on_disk(); NULL is allowed */

/* One behind the last step of a part. */
int part_end(const struct book *b, int part);
/* An id as the part's own runbook writes it: "expired" for "tls-expiry/expired". */
const char *part_own_id(const struct book *b, int part, const char *id);
/* What a step is about, as written: its question, or the title of what it does or calls, or what it
 * says. */
const char *step_words(const struct book *b, const struct step *s);
/* What a moment is called in a message: "next_update". */
const char *book_moment(enum incident_moment moment);
/* Of that role; NULL where nothing is said of it. */
const struct role *book_role(const struct book *b, const char *id);

#endif
