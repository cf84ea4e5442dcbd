#ifndef RULEOUT_CLI_FINDINGS_H
#define RULEOUT_CLI_FINDINGS_H

/*
 * findings: what lint has to say, in each of its formats.
 */
#include "base/diag.h"

/* `format`: "pretty" or NULL, "json", "sarif" (2.1.0, OASIS), "github" (workflow commands). */
void findings_write(const struct diags *ds, size_t files, const char *format, bool color,
                    struct text *out);

#endif
