#ifndef RULEOUT_CLI_LINT_EXPLAIN_H
#define RULEOUT_CLI_LINT_EXPLAIN_H

/*
 * lint_explain: what a code of lint means, with a file that has it and one that has not.
 */

/* By number or name: RB101, unknown-step. The exit status. */
int lint_explain(const char *code_or_name);

#endif
