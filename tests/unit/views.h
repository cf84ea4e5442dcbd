#ifndef RULEOUT_TESTS_VIEWS_H
#define RULEOUT_TESTS_VIEWS_H

/*
 * views: the runbook that the tests of the views walk.
 */
#include "books.h"
#include "tty/view.h"

static const char *const checkout =
    "ruleout: 1\n"
    "id: checkout\n"
    "title: Checkout answers 5xx\n"
    "summary: Customers see errors when they pay.\n"
    "causes:\n"
    "  deploy: {title: The last deploy}\n"
    "  disk-full: {title: Disk full}\n"
    "  psp: {title: The payment provider is down}\n"
    "steps:\n"
    "- id: deployed\n"
    "  clue: Was code deployed around the time the errors started?\n"
    "  why: Most incidents follow a change.\n"
    "  how: Compare the first error with the end of the last rollout, and read both times twice.\n"
    "  answers:\n"
    "    yes: {suspects: {deploy: It came right before the first error.}}\n"
    "    no: {rules_out: {deploy: Nothing was deployed.}}\n"
    "- id: used\n"
    "  clue: How full is the fullest disk?\n"
    "  type: number\n"
    "  unit: \"%\"\n"
    "  answers:\n"
    "    \"< 90\": {label: room enough, rules_out: {disk-full: \"${used}% of it is used.\"}}\n"
    "    else: {confirms: {disk-full: \"${used}% of it is used.\"}}\n"
    "- id: first_error\n"
    "  pattern: What does the first error say?\n"
    "  type: text\n"
    "  answers:\n"
    "    nothing: {rules_out: [psp]}\n"
    "    else: {suspects: {psp: \"It says: ${first_error}\"}}\n"
    "- id: again\n"
    "  anomaly: Is it still so?\n"
    "  answers:\n"
    "    yes: {next: deployed, max: 2}\n"
    "    no: {next: end, note: It went away by itself.}\n"
    "resolve:\n"
    "  when: confirmed(\"deploy\")\n";

static const char *const levels =
    "severity:\n"
    "  ask:\n"
    "  - {id: reach, question: \"Who is affected?\", answers: [all customers, a few]}\n"
    "  levels:\n"
    "  - {id: sev1, title: \"Critical, significant impact\", when: reach == \"all customers\"}\n"
    "  - {id: sev3, title: \"Minor, low impact\", when: true}\n";

static const struct screen at_60 = {60, false};

#endif
