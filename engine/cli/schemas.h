#ifndef RULEOUT_CLI_SCHEMAS_H
#define RULEOUT_CLI_SCHEMAS_H

/*
 * schemas: the JSON Schemas that editors read, as files beside the runbooks.
 *
 * A runbook's first line names its schema by a path from the runbook, so that an editor finds it
 * without a network, whoever has the folder. The files are this program's: what another version
 * wrote is written anew.
 */
#include <stdbool.h>

#include "base/diag.h"

/* Below the folder of the runbooks: .ruleout/runbook.schema.json, and of drills and severity. */
#define SCHEMAS_FOLDER ".ruleout"

bool schemas_write(const char *folder, struct diags *ds);

#endif
