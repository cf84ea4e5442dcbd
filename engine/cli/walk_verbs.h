#ifndef RULEOUT_CLI_WALK_VERBS_H
#define RULEOUT_CLI_WALK_VERBS_H

/*
 * walk_verbs: what the colon commands do. walk_colon.c has their table, and calls them.
 *
 * `rest` is what stands behind the command, trimmed; it may be written into.
 */
#include "cli/walk.h"

void verb_why(struct walk *w, char *rest);
void verb_causes(struct walk *w, char *rest);
void verb_links(struct walk *w, char *rest);
void verb_back(struct walk *w, char *rest);
void verb_change(struct walk *w, char *rest);
void verb_unknown(struct walk *w, char *rest);
void verb_skip(struct walk *w, char *rest);
void verb_note(struct walk *w, char *rest);
void verb_todo(struct walk *w, char *rest);
void verb_at(struct walk *w, char *rest);
void verb_severity(struct walk *w, char *rest);
void verb_confirm(struct walk *w, char *rest);
void verb_mitigated(struct walk *w, char *rest);
void verb_handover(struct walk *w, char *rest);
void verb_tell(struct walk *w, char *rest);
void verb_resolve(struct walk *w, char *rest);
void verb_log(struct walk *w, char *rest);
void verb_actions(struct walk *w, char *rest);
void verb_do(struct walk *w, char *rest);
void verb_undo(struct walk *w, char *rest);
void verb_evidence(struct walk *w, char *rest);
void verb_check(struct walk *w, char *rest);
void verb_quit(struct walk *w, char *rest);

/* The first word of `*rest`, which becomes what stands behind it. */
char *verb_word(char **rest);

#endif
