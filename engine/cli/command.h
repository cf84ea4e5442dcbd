#ifndef RULEOUT_CLI_COMMAND_H
#define RULEOUT_CLI_COMMAND_H

/*
 * command: one command = one file cmd_NAME.c with one of these, and one line in the table of
 * main.c.
 */
#include "cli/exits.h"
#include "cli/options.h"

struct command {
    const char *name;
    const char *words; /* its arguments, for the help: "[RUNBOOK]" */
    size_t min_words, max_words;
    const char *about; /* one line */
    const struct option_spec *options;
    const char *more; /* behind the options in its help, in lines that fit; NULL */
    int (*run)(const struct args *args); /* its exit status */
};

extern const struct command cmd_check, cmd_drill, cmd_graph, cmd_incidents, cmd_lint, cmd_list,
    cmd_log, cmd_new, cmd_note, cmd_postmortem, cmd_schema, cmd_show, cmd_walk;

#endif
