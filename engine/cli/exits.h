#ifndef RULEOUT_CLI_EXITS_H
#define RULEOUT_CLI_EXITS_H

/*
 * exits: the exit statuses that scripts rely on. A signal that ended the walk gives 128 + its
 * number.
 */
enum exits {
    EXIT_DONE = 0,    /* done; resolved */
    EXIT_FINDING = 1, /* a lint error */
    EXIT_USE = 2,     /* wrong use, or a runbook that does not load */
    EXIT_ENVIRONMENT =
        3, /* the record cannot be written, the disk is full, output cannot be written */
    EXIT_UNRESOLVED = 4, /* handed over, or saved for later */
    EXIT_NO_ANSWER = 5   /* an answer was needed, and nobody gave a fit one */
};

#endif
