#include "book/keys_inside.h"

/* clang-format off */
const struct key KEYS_CALL[CALL_KEYS] = {
    [CALL_RUNBOOK] = NEEDED("runbook", KEY_NAME, "Its id.", "tls-expiry"),
    [CALL_WITH] = KEY("with", KEY_MAP, "Values of its inputs, by id.", "{host: api.psp.example}",
                      NAMES(KEY_ID), .item = KEY_PROSE),
    [CALL_FOR] = KEY("for", KEY_NAME, "The cause here that is confirmed when one is there.",
                     "client-rot"),
};

/* The same as of a runbook: what is written there can move here. */
const struct key KEYS_USED[USED_KEYS] = {
    [USED_ROLES] = KEY("roles", KEY_MAP, "Who that is and how to reach them, by role.",
                       "{db-oncall: \"the database team, pager 4711\"}", NAMES(KEY_NAME),
                       .item = KEY_TEXT),
    [USED_LINKS] = KEY("links", KEY_MAP, "Pages to look at, by name.",
                       "{graph: https://grafana.example/d/checkout}", NAMES(KEY_NAME),
                       .item = KEY_URL),
    [USED_CAUSES] = KEY("causes", KEY_MAP, "What could be the matter, by id.",
                        "{config: {title: A setting is missing}}", NAMES(KEY_NAME),
                        MAPS(IN_CAUSE)),
    [USED_MESSAGES] = KEY("messages", KEY_MAP, "What others are told, by name.",
                          "{investigating: We are looking into it.}", NAMES(KEY_NAME),
                          .item = KEY_PROSE),
    [USED_NEVER] = KEY("never", KEY_LIST, "Commands that nobody must run, and why.",
                       "[{match: kubectl delete namespace *, text: It deletes volumes.}]",
                       MAPS(IN_NEVER)),
};
/* clang-format on */
