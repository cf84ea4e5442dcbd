#ifndef RULEOUT_CLI_TRUST_H
#define RULEOUT_CLI_TRUST_H

/*
 * trust: may this runbook do what it lists?
 *
 * Asked once for each content: the digest covers the runbook, what it uses and calls, and all Lua.
 * What was trusted is remembered, one line for each digest, in $XDG_STATE_HOME/ruleout/trusted. A
 * runbook that runs nothing needs no trust.
 */
#include <stdbool.h>

#include "base/diag.h"
#include "cli/runner.h"

struct trust {
    bool needed;  /* it has checks or commands */
    bool given;   /* this very content was trusted before */
    bool changed; /* another content of this runbook was */
    bool foreign; /* it lies in a folder that others may change: nothing of it may run */
    char digest[65];
};

/* Why nothing runs of a foreign one, and what to do. */
#define TRUST_FOREIGN                                                                    \
    "its folder belongs to somebody else, or everybody may write there. What a runbook " \
    "runs must lie in a folder of yours or of root's."

void trust_look(struct trust *t, const struct runner *r, const char *path);
/* What it may touch and run, for the person who is asked. */
void trust_tell(const struct runner *r, struct text *out);
bool trust_give(const struct trust *t, const struct book *b, struct diags *ds);

#endif
