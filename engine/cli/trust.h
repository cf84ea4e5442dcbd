#ifndef RULEOUT_CLI_TRUST_H
#define RULEOUT_CLI_TRUST_H

/*
 * trust: may this runbook do what it lists?
 *
 * Asked once for each content: the digest covers the runbook and all of its Lua. What was trusted
 * is remembered, one line for each digest, in $XDG_STATE_HOME/ruleout/trusted. A runbook that runs
 * nothing needs no trust.
 */
#include <stdbool.h>

#include "base/diag.h"
#include "cli/runner.h"

struct trust {
    bool needed;  /* it has checks or commands */
    bool given;   /* this very content was trusted before */
    bool changed; /* another content of this runbook was */
    char digest[65];
};

/* Refuses a runbook in a folder that others may write or own: false with a diagnostic. */
bool trust_look(struct trust *t, const struct runner *r, const char *path, struct diags *ds);
/* What it may touch and run, for the person who is asked. */
void trust_tell(const struct runner *r, struct text *out);
bool trust_give(const struct trust *t, const struct book *b, struct diags *ds);

#endif
