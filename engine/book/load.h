#ifndef RULEOUT_BOOK_LOAD_H
#define RULEOUT_BOOK_LOAD_H

/*
 * load: what the files of the loader share. Nobody outside book/ includes this.
 *
 * Loading goes over the tree twice: first all ids, types and answers are declared, then texts,
 * effects, conditions and references are filled in, which may name what stands further down.
 */
#include "book/book.h"
#include "book/cond.h"
#include "book/part.h"
#include "book/reader.h"

/* What shares one namespace. */
enum id_kind { ID_STEP, ID_INPUT, ID_ACTION, ID_VERIFY, ID_SAVED, ID_CAPTURE, ID_KINDS };

/* The ids of one kind, by index; "" where one could not be read. */
struct ids {
    const char **at;
    struct span *spans;
    size_t count;
    struct names *names;
    bool unsure; /* some could not be read, so that nothing can be said about one not there */
};

/* A file that the runbook uses. */
struct used {
    const struct source *source;
    struct node *f[USED_KEYS];
};

/* A call that is not tied to its runbook yet. */
struct waiting_call {
    struct call *call;
    const struct node *runbook, *with; /* as written; `with` NULL where not given */
    struct waiting_call *next;
};

struct load {
    struct reader r;
    struct book_files *files;  /* NULL: nothing else is read */
    const struct load *caller; /* the runbook that calls this one is being loaded too; NULL */
    const char *called_as;     /* its id there; NULL: the file's name says it */
    struct arena *scratch;     /* what only loading needs */
    struct book *book;
    struct ids ids[ID_KINDS];

    struct cause *causes;
    const char **cause_ids;
    size_t cause_count;
    struct names *cause_names;
    bool causes_unsure;    /* they could not be read, so that nothing can be said about their ids */
    uint32_t *moved_by;    /* per cause: the last answer that moved it, numbered from 1 */
    struct span *moved_at; /* and where */
    uint32_t answer_number;

    struct step *steps;
    struct answer **answers;   /* the steps' own, while they are filled in */
    struct node **fields;      /* STEP_KEYS of them for each step: its keys */
    const struct node **nodes; /* the steps as written */
    struct cond_scope scope;
    bool *named;       /* a condition names that step */
    bool *saved_used;  /* a `${}` names that saved output */
    bool all_referred; /* any step may be meant by what inline Lua works out */

    struct used *used;
    size_t used_count;
    struct role *roles;
    size_t role_count;
    struct file *read; /* files_read of them, room for file_room */
    size_t read_count, read_room;
    struct waiting_call *calls; /* the latest first */
    struct book **called;       /* the runbooks, each once */
    size_t called_count;

    struct link *links;
    const struct node **link_nodes; /* as written */
    struct names *link_names;
    size_t link_count;
    bool links_unsure; /* they could not be read, so that nothing can be said about their names */

    struct input *inputs;
    bool takes_moments; /* what is read now may name moments of the incident */
    bool takes_secrets; /* what is read now may name one */
    struct action *actions;
    struct save **saves;         /* the actions' own, while they are filled in */
    struct node **action_fields; /* ACTION_KEYS of them for each action */
    struct verify *verifies;
    struct node **verify_fields; /* VERIFY_KEYS of them for each verify */

    struct place_seen {
        size_t at;
        unsigned line;
    } seen; /* the last line that load_line() counted to */
};

/*
 * load_use.c: files that the runbook uses. Parts of a kind stand in the runbook (0) and in each
 * used file (1 ...): load_section() gives that key, and complaints are about its file from then on;
 * load_section(l, 0, ...) ends it.
 */
void load_used(struct load *l, const struct node *key);
struct node *load_section(struct load *l, size_t which, struct node *own, int field);
/* How many items stand there in all of them. */
size_t load_section_count(const struct load *l, const struct node *own, int field);
/* Something that a used file brings is there already. */
void load_brought_twice(struct load *l, const char *what, const struct node *id,
                        const struct source *source, struct span first);
void load_roles(struct load *l, const struct node *key);
/* Ids that something had before. They stand for it, so that none may be anybody's now. */
const char *const *load_was(struct load *l, const struct node *key, size_t *count);
void load_check_was(struct load *l);
void load_keep_file(struct load *l, enum file_kind kind, const char *name,
                    const struct source *source);

/* load_call.c: a call, and at the end all the runbooks that are called. */
const struct call *load_call(struct load *l, int from, const struct node *key);
void load_called(struct load *l);
struct book *load_source(const struct source *source, struct book_files *files,
                         const struct load *caller, const char *called_as, struct arena *arena,
                         struct diags *ds);

/* join.c: puts the called books behind the book's own parts; ids get their path, and all that names
 * something by its index goes along. */
void join_called(struct load *l);
/* Tables to find steps and causes by their ids, and by those that they had. */
void join_index(struct book *b);

/* load_ids.c. Room for `count` ids of a kind, none of which has been read yet. */
void load_ids_room(struct load *l, enum id_kind kind, size_t count);
/* Takes the next id of a kind; NULL where it could not be read. Complains where it is none, or is
 * taken; returns its index. */
int load_declare(struct load *l, enum id_kind kind, const struct node *id);
/* The index of an action or verify; -1 with a complaint. */
int load_find_id(struct load *l, enum id_kind kind, const struct node *id);

/* load_input.c */
void load_inputs(struct load *l, const struct node *key);

/* load_alert.c */
void load_alerts(struct load *l, const struct node *key);
/* The part of an alert that `from` names. */
struct alert_part load_alert_part(struct load *l, const struct node *key);

/* load_never.c: before any command is read. */
void load_nevers(struct load *l, struct node *key);
/* Complains of a command that is among them. */
void load_refuse_never(struct load *l, const struct command_line *c);

/* load_link.c: their names first, their addresses when all ids are known. */
void load_declare_links(struct load *l, struct node *key);
void load_fill_links(struct load *l);
/* The links that a step names. */
const int *load_see(struct load *l, const struct node *key, size_t *count);

/* load_message.c: needs all ids. */
void load_messages(struct load *l, struct node *key);

/* load_allow.c: needs all ids. */
void load_allow(struct load *l, const struct node *key);
/* Whether it is the name of an environment variable; complains of others. */
bool load_variable(struct load *l, const struct node *name);

/* load_cause.c */
void load_causes(struct load *l, struct node *key);
/* The cause of that id. Complains and returns -1 where there is none. */
int load_find_cause(struct load *l, const struct node *id);

/* load_scope.c: conditions. The scope needs all ids, and the steps' answers. */
void load_make_scope(struct load *l);
const struct cond *load_cond(struct load *l, const struct node *key);

/* load_step.c */
void load_declare_steps(struct load *l, const struct node *key);
void load_fill_steps(struct load *l);

/*
 * load_answer.c: the answers of a step, first their keys, then what follows from them. `sure` is
 * false where the step's type could not be read, so that nothing can be said about the keys.
 */
void load_answer_keys(struct load *l, int step, bool sure);
void load_answers(struct load *l, int step);

/*
 * load_effect.c: suspects, rules_out and confirms among the keys of `map`, in the order in which
 * they were written; `first` is the number of the first of the three in its place, `f` the map's
 * keys. `answer` is for messages; NULL where no answer moves the causes.
 */
const struct effect *load_effects(struct load *l, int from, const char *answer,
                                  const struct node *map, struct node *const *f, int first,
                                  size_t *count);

/* load_next.c: `next` with its `max`, which may be NULL. */
struct next load_next(struct load *l, int from, const struct node *next, const struct node *max);

/* load_lua.c: the check of a `lua` key. */
void load_lua(struct load *l, struct check *c, const struct node *key, const struct node *with);

/* load_check.c: keys that make a check, NULL where they are not there. */
struct check_keys {
    struct node *check, *lua, *with, *timeout, *fresh;
    bool unsure; /* check or lua is there, but could not be read */
};
/* False where there is none: the other keys were complained about. `from`: the step, or -1. */
bool load_check(struct load *l, int from, const struct check_keys *keys, struct check *out);

/* load_action.c */
void load_declare_actions(struct load *l, const struct node *key);
void load_fill_actions(struct load *l);

/* load_verify.c */
void load_declare_verifies(struct load *l, const struct node *key);
void load_fill_verifies(struct load *l);

/* load_command.c: NULL with a complaint where `n` is none. `what`: "the command" and the like. */
const struct command_line *load_command(struct load *l, struct node *n, const char *what);

/* load_prose.c: NULL where `n` has nothing to say. `from`: the step that it belongs to, or -1. */
const struct prose *load_prose(struct load *l, int from, struct node *n, const char *what);
const struct prose *load_prose_key(struct load *l, int from, const struct node *key);
/* The same with every blank as written; in quotes it may be nothing but blanks, or empty. */
const struct prose *load_verbatim(struct load *l, int from, struct node *n, const char *what);

/*
 * load_reference.c: the reference at `at`, the place of a `${` in the text of `n`. False with a
 * complaint where it names nothing. `*end` is behind its }; NULL where it is never closed.
 */
bool load_reference(struct load *l, int from, const struct node *n, const char *at,
                    struct prose_part *out, const char **end);

/* range.c: "< 1.5", "10..20", "== 0", with or without the unit; else what is wrong. */
enum range_reading { RANGE_OK, RANGE_NOT, RANGE_EMPTY, RANGE_UNIT };
enum range_reading range_read(const char *s, const char *unit, struct range *out);

#endif
