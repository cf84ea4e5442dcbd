#ifndef RULEOUT_TESTS_TALES_ACTIONS_H
#define RULEOUT_TESTS_TALES_ACTIONS_H

/*
 * tales_actions: incidents in which something is checked and done, walked with release.yaml.
 */
#include "tales.h"

#define RELEASE "release.yaml"

/* One event about an action. */
static void acted(struct tale *t, int after_s, enum event_kind kind, const char *action,
                  const char *value, const char *evidence)
{
    told(t, after_s,
         (struct event){.kind = kind, .step = action, .value = value, .evidence = evidence});
}

static void agreed(struct tale *t, int after_s, const char *guard, const char *value,
                   const char *question)
{
    told(t, after_s,
         (struct event){.kind = EVENT_ANSWERED,
                        .actor = "bo",
                        .step = guard,
                        .value = value,
                        .evidence = question,
                        .source = "person"});
}

#define MAY_IT_GO_BACK \
    "Can the schema go back? (db-oncall should answer) It goes on only with \"yes\"."

/* A check that could not tell, a repair refused, tried in vain, replaced by another that helped and
 * was taken back, and tried again with success; one that a crash cut off, and one not wanted. */
static void tell_release(struct tale *t)
{
    opened(t);
    asked(t, 0, "input.env");
    answered(t, 5, "input.env", "prod|eu", 5000);
    asked(t, 5, "after_deploy");
    acted(t, 6, EVENT_CHECKED, "after_deploy", NULL, "deploy: no such program");
    acted(t, 7, EVENT_CHECKED, "after_deploy", "maybe", "\"maybe\" is none of the answers");
    acted(t, 8, EVENT_CHECKED, "after_deploy#2", NULL, "deploy: no such program");
    told(t, 20,
         (struct event){.kind = EVENT_ANSWERED,
                        .step = "after_deploy",
                        .value = "yes",
                        .evidence = "41 rolled out 10:01",
                        .source = "check",
                        .took_ms = 15000});
    asked(t, 20, "roll_back");
    answered(t, 25, "roll_back", "yes", 5000);
    agreed(t, 30, "roll_back.guard.1", "no", MAY_IT_GO_BACK);
    acted(t, 30, EVENT_DECLINED, "roll_back", "not all of its guards passed", NULL);
    agreed(t, 40, "roll_back.guard.1", "Yes", MAY_IT_GO_BACK);
    acted(t, 41, EVENT_SAVED, "roll_back", "before", "release 41\nrelease 40");
    acted(t, 42, EVENT_STARTED, "roll_back", "deploy back prod|eu", NULL);
    acted(t, 50, EVENT_ENDED, "roll_back", "failed", "the store is locked\n(exit status 1)");
    acted(t, 60, EVENT_STARTED, "flag_off", "flagctl set checkout-v2 off", NULL);
    acted(t, 61, EVENT_ENDED, "flag_off", "done", NULL);
    acted(t, 70, EVENT_VERIFIED, "flag_off", "no", "7 in 100");
    acted(t, 75, EVENT_REVERTED, "flag_off", "flagctl set checkout-v2 on", "it is on");
    acted(t, 80, EVENT_STARTED, "roll_back", "deploy back prod|eu", NULL);
    acted(t, 90, EVENT_ENDED, "roll_back", "done", "release 40");
    acted(t, 120, EVENT_VERIFIED, "roll_back", "yes", "0 in 100");
    acted(t, 125, EVENT_STARTED, "drain", "lb drain host-1", NULL);
    answered(t, 130, "tell_psp", "no", 0);
    acted(t, 130, EVENT_DECLINED, "tell_psp", NULL, NULL);
}

/* Whatever words others can bring into what is checked and done are hostile. */
static void tell_hostile_release(struct tale *t)
{
    opened(t);
    answered(t, 1, "input.env", HOSTILE, 0);
    acted(t, 2, EVENT_CHECKED, "after_deploy", HOSTILE, HOSTILE);
    acted(t, 3, EVENT_CHECKED, HOSTILE, HOSTILE, HOSTILE);
    agreed(t, 4, "roll_back.guard." HOSTILE, HOSTILE, HOSTILE);
    acted(t, 5, EVENT_SAVED, "roll_back", HOSTILE, HOSTILE);
    acted(t, 6, EVENT_STARTED, "roll_back", HOSTILE, NULL);
    acted(t, 7, EVENT_ENDED, "roll_back", HOSTILE, HOSTILE);
    acted(t, 8, EVENT_VERIFIED, "roll_back", HOSTILE, HOSTILE);
    acted(t, 9, EVENT_REVERTED, "roll_back", HOSTILE, HOSTILE);
    acted(t, 10, EVENT_STARTED, HOSTILE, HOSTILE, HOSTILE);
    acted(t, 11, EVENT_ENDED, HOSTILE, "failed", HOSTILE);
    acted(t, 12, EVENT_DECLINED, HOSTILE, HOSTILE, NULL);
}

#endif
