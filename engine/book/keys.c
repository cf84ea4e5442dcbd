#include "book/keys_inside.h"

#include <assert.h>
#include <string.h>

#include "book/book.h"

/* clang-format off */
static const struct key RUNBOOK[] = {
    [RUNBOOK_RULEOUT] = NEEDED("ruleout", KEY_WORD, "The version of the format.", "1",
                               WORDS(KEYS_VERSION)),
    [RUNBOOK_ID] = KEY("id", KEY_NAME, "The file's name without .yaml.", "checkout-5xx"),
    [RUNBOOK_TITLE] = NEEDED("title", KEY_TEXT, "What is wrong, as a responder would say it.",
                             "Checkout answers 5xx"),
    [RUNBOOK_SUMMARY] = KEY("summary", KEY_TEXT, "Who notices what, in a sentence.",
                            "Customers see errors when they pay."),
    [RUNBOOK_OWNER] = KEY("owner", KEY_TEXT, "The team that keeps the runbook true.",
                          "team-payments"),
    [RUNBOOK_REVIEWED] = KEY("reviewed", KEY_DATE, "When somebody last read it against reality.",
                             "2026-11-01"),
    [RUNBOOK_REVIEW_EVERY] = KEY("review_every", KEY_SPAN, "How long such a reading is good for.",
                                 "180d"),
    [RUNBOOK_CAUSES] = KEY("causes", KEY_MAP, "All that could be the matter, by id.",
                           "{config: {title: A setting is missing}}",
                           NAMES(KEY_NAME), MAPS(IN_CAUSE)),
    [RUNBOOK_STEPS] = NEEDED("steps", KEY_LIST, "The questions, in the order in which they are "
                             "asked.", "[{id: after_deploy, clue: Was there a deploy?, answers: {yes: {}, no: {}}}]",
                             MAPS(IN_STEP), .some = true),
    [RUNBOOK_RESOLVE] = KEY("resolve", KEY_MAP, "When the responder is asked whether it is over.",
                            "{when: any_confirmed()}", .place = IN_RESOLVE),
    [RUNBOOK_ALERTS] = KEY("alerts", KEY_LIST, "A firing alert with all labels of one item starts "
                           "this runbook.", "[{alertname: CheckoutHigh5xx}]",
                           LIST_OF(KEY_LABELS), .some = true),
    [RUNBOOK_USE] = KEY("use", KEY_LIST, "Files that bring roles, links, causes, messages and never; "
                        "from the runbook's folder.", "[lib/roles.yaml]", LIST_OF(KEY_TEXT)),
    [RUNBOOK_INPUTS] = KEY("inputs", KEY_MAP, "Values that the runbook takes from outside, by id.",
                           "{env: {default: prod}}", NAMES(KEY_ID), MAPS(IN_INPUT), .bare = true),
    [RUNBOOK_LINKS] = KEY("links", KEY_MAP, "Pages to look at, by name.",
                            "{graph: https://grafana.example/d/checkout}",
                          NAMES(KEY_NAME), .item = KEY_URL),
    [RUNBOOK_ALLOW] = KEY("allow", KEY_MAP, "All that this runbook's checks may touch.",
                          "{read: [/var/log/nginx]}", .place = IN_ALLOW),
    [RUNBOOK_NEVER] = KEY("never", KEY_LIST, "Commands that nobody must run, and why.",
                            "[{match: kubectl delete namespace *, text: It deletes volumes.}]",
                          MAPS(IN_NEVER)),
    [RUNBOOK_ACTIONS] = KEY("actions", KEY_MAP, "What can be done about the causes, by id.",
                            "{rollback: {title: Roll back, for: [new-code], how: Ask ops.}}",
                            NAMES(KEY_ID), MAPS(IN_ACTION)),
    [RUNBOOK_VERIFY] = KEY("verify", KEY_MAP, "Checks that say whether an action helped, by id.",
                           "{recovered: {check: log/rate_below}}", NAMES(KEY_ID), MAPS(IN_VERIFY)),
    [RUNBOOK_MESSAGES] = KEY("messages", KEY_MAP, "What others are told, by name.",
                             "{investigating: \"We are looking into it. Next update "
                             "${next_update}.\"}", NAMES(KEY_NAME), .item = KEY_PROSE),
    [RUNBOOK_ROLES] = KEY("roles", KEY_MAP, "Who that is and how to reach them, by role.",
                          "{db-oncall: \"the database team, pager 4711\"}", NAMES(KEY_NAME),
                          .item = KEY_TEXT),
    [RUNBOOK_ORDER] = KEY("order", KEY_WORD, "Which question comes next: the next one written, or the one that is "
                          "expected to decide most for its cost.", "written or best", WORDS("written", "best")),
};

static const struct key INPUT[] = {
    [INPUT_KEY_TYPE] = KEY("type", KEY_WORD, "What its value is; text where it is not given.",
                           "text, path, number or time",
                           WORDS([INPUT_TEXT] = "text", [INPUT_PATH] = "path",
                           [INPUT_NUMBER] = "number", [INPUT_TIME] = "time")),
    [INPUT_KEY_DEFAULT] = KEY("default", KEY_TEXT, "Its value where nobody gives one.", "prod"),
    [INPUT_KEY_ASK] = KEY("ask", KEY_TEXT, "The question where it is asked for.",
                          "When did the errors first start?"),
    [INPUT_KEY_ONE_OF] = KEY("one_of", KEY_LIST, "All values that it can have.", "[prod, staging]",
                             LIST_OF(KEY_TEXT), .some = true),
    [INPUT_KEY_FROM] = KEY("from", KEY_PART, "The part of the alert that it is taken from.",
                           "alert.labels.env"),
    [INPUT_KEY_MATCH] = KEY("match", KEY_REGEX, "What all of its values have to look like, also in "
                            "a command.", "\"[a-z]+\""),
    [INPUT_KEY_SECRET] = KEY("secret", KEY_WORD, "It is never shown or recorded.", "true",
                             WORDS("true")),
};

static const struct key ALLOW[] = {
    [ALLOW_RUN] = KEY("run", KEY_LIST, "Beginnings of commands.",
                      "[kubectl get, kubectl rollout history]", LIST_OF(KEY_START)),
    [ALLOW_READ] = KEY("read", KEY_LIST, "Files, a log with what it was rotated to, folders with all below them; ${input} where it begins one.",
                       "[/var/log/nginx]", LIST_OF(KEY_READ)),
    [ALLOW_HTTP] = KEY("http", KEY_LIST, "Origins: scheme, host and perhaps a port; or ${input}, a URL.",
                       "[https://status.psp.example]", LIST_OF(KEY_ORIGIN)),
    [ALLOW_ENV] = KEY("env", KEY_LIST, "Environment variables that commands get.", "[KUBECONFIG]",
                      LIST_OF(KEY_VARIABLE)),
};

static const struct key CAUSE[] = {
    [CAUSE_KEY_TITLE] = NEEDED("title", KEY_TEXT, "The cause in a sentence.",
                               "A setting is missing in this environment"),
    [CAUSE_KEY_CATEGORY] = KEY("category", KEY_TEXT, "Which kind of cause it is.",
                               "environment-difference"),
    [CAUSE_KEY_ODDS] = KEY("odds", KEY_NUMBER, "How often it is this one, against the others' 1.",
                           "4"),
    [CAUSE_KEY_WAS] = KEY("was", KEY_LIST, "Ids that it had before.", "[wrong-config]",
                          LIST_OF(KEY_NAME)),
};

static const struct key STEP[] = {
    [STEP_KEY_ID] = NEEDED("id", KEY_ID, "The step's name: lower-case letters, digits and _.",
                           "after_deploy"),
    [STEP_KEY_CLUE] = KEY("clue", KEY_PROSE, "A question that gathers evidence.",
                          "Did the errors start after the last deploy?"),
    [STEP_KEY_ANOMALY] = KEY("anomaly", KEY_PROSE, "A question about what is unlike the rest.",
                             "Which version returns the errors?"),
    [STEP_KEY_PATTERN] = KEY("pattern", KEY_PROSE, "A question about what repeats.",
                             "How do the errors move over time?"),
    [STEP_KEY_WHY] = KEY("why", KEY_PROSE, "Why the question is worth asking.",
                         "Most incidents follow a change."),
    [STEP_KEY_HOW] = KEY("how", KEY_PROSE, "How to find the answer.",
                         "Compare the first error with the end of the last rollout."),
    [STEP_KEY_WHEN] = KEY("when", KEY_COND, "A condition; where it is false the step is passed "
                          "over.", "suspected(\"config\")"),
    [STEP_KEY_TYPE] = KEY("type", KEY_WORD, "What the answer is; without it, one of the answers.",
                          "number, text, time or many",
                          WORDS([TYPE_NUMBER - 1] = "number", [TYPE_TEXT - 1] = "text",
                                [TYPE_TIME - 1] = "time", [TYPE_MANY - 1] = "many")),
    [STEP_KEY_UNIT] = KEY("unit", KEY_TEXT, "The unit of a number.", "ms"),
    [STEP_KEY_ANSWERS] = KEY("answers", KEY_MAP, "What can be answered, and what follows.", "{yes: {suspects: [config]}, no: {rules_out: [config]}}",
                             NAMES(KEY_ANSWER), MAPS(IN_ANSWER), .bare = true),
    [STEP_KEY_UNKNOWN] = KEY("unknown", KEY_MAP, "What follows when nobody can tell.",
                             "{next: which_version}", .place = IN_UNKNOWN),
    [STEP_KEY_NEXT] = KEY("next", KEY_NEXT, "Where to go on after any answer.", "which_version"),
    [STEP_KEY_MAX] = KEY("max", KEY_COUNT, "How often a next that goes back may do so.", "2"),
    [STEP_KEY_CHECK] = KEY("check", KEY_CHECK, "A file below checks/ that answers the question.",
                           "deploys/errors_after"),
    [STEP_KEY_LUA] = KEY("lua", KEY_TEXT, "Lua that answers the question.", "return \"no\""),
    [STEP_KEY_WITH] = KEY("with", KEY_MAP, "What the check is given; ${name} as in other text.", "{path: /var}",
                          NAMES(KEY_ARGUMENT), .item = KEY_OUTPUT),
    [STEP_KEY_TIMEOUT] = KEY("timeout", KEY_SPAN, "How long the check may take.", "10s"),
    [STEP_KEY_FRESH] = KEY("fresh", KEY_SPAN, "How long the check's answer is good for.", "60s"),
    [STEP_KEY_SEE] = KEY("see", KEY_LIST, "Names of links to look at.", "[graph]",
                         LIST_OF(KEY_NAME)),
    [STEP_KEY_COPY] = KEY("copy", KEY_PROSE, "A command to copy.", "kubectl get pods"),
    [STEP_KEY_CAPTURE] = KEY("capture", KEY_ID, "The name of a paste or file that the responder is asked for, and that "
                             "is kept as evidence.", "log_sample"),
    [STEP_KEY_COST] = KEY("cost", KEY_SPAN, "How long it takes to answer; the order best goes by it.", "30s"),
    [STEP_KEY_WAS] = KEY("was", KEY_LIST, "Ids that the step had before.", "[deploy]",
                         LIST_OF(KEY_ID)),
    [STEP_KEY_DO] = KEY("do", KEY_ID, "An action in place of a question; its answers are done, "
                        "failed and not done.", "rollback"),
    [STEP_KEY_CALL] = KEY("call", KEY_MAP, "Another runbook in place of a question.",
                          "{runbook: tls-expiry}", .place = IN_CALL),
    [STEP_KEY_SAY] = KEY("say", KEY_PROSE, "Words in place of a question.", "Breathe."),
};

static const struct key ANSWER[] = {
    [ANSWER_LABEL] = KEY("label", KEY_TEXT, "What is shown for the answer.", "as usual"),
    [ANSWER_SUSPECTS] = KEY("suspects", KEY_EFFECTS, "Causes that the answer speaks for.",
                            "{config: A step follows a change.}", .unique = true),
    [ANSWER_RULES_OUT] = KEY("rules_out", KEY_EFFECTS, "Causes that the answer excludes.",
                             "{config: A missing setting fails at any load.}", .unique = true),
    [ANSWER_CONFIRMS] = KEY("confirms", KEY_EFFECTS, "Causes that the answer proves.",
                            "{config: The log names the missing key.}", .unique = true),
    [ANSWER_NOTE] = KEY("note", KEY_PROSE, "What is noted and shown.", "Tell the database team."),
    [ANSWER_NEXT] = KEY("next", KEY_NEXT, "Where to go on.", "which_version"),
    [ANSWER_MAX] = KEY("max", KEY_COUNT, "How often a next that goes back may do so.", "2"),
    [ANSWER_DO] = KEY("do", KEY_ID, "An action that is offered at once.", "rollback"),
    [ANSWER_CALL] = KEY("call", KEY_MAP, "Another runbook that is walked first.",
                        "{runbook: tls-expiry}", .place = IN_CALL),
    [ANSWER_ALONE] = KEY("alone", KEY_WORD, "Of a step of type many: this answer excludes the others.",
                         "true or false", WORDS("true", "false")),
};

static const struct key UNKNOWN[] = {
    [UNKNOWN_NOTE] = KEY("note", KEY_PROSE, "What is noted and shown.", "Ask the database team."),
    [UNKNOWN_NEXT] = KEY("next", KEY_NEXT, "Where to go on.", "which_version"),
    [UNKNOWN_MAX] = KEY("max", KEY_COUNT, "How often a next that goes back may do so.", "2"),
    [UNKNOWN_DO] = KEY("do", KEY_ID, "An action that is offered at once.", "rollback"),
    [UNKNOWN_CALL] = KEY("call", KEY_MAP, "Another runbook that is walked first.",
                         "{runbook: tls-expiry}", .place = IN_CALL),
};

static const struct key ACTION[] = {
    [ACTION_KEY_TITLE] = NEEDED("title", KEY_TEXT, "What it does, in a sentence.",
                                "Roll back to the last good release"),
    [ACTION_KEY_FOR] = NEEDED("for", KEY_LIST, "The causes that it helps against: it is offered "
                              "while one of them is suspected or confirmed.", "[new-code, config]",
                              LIST_OF(KEY_NAME), .some = true, .unique = true),
    [ACTION_KEY_WHEN] = KEY("when", KEY_COND, "A condition; where it is false the action is not "
                            "offered.", "env == \"prod\""),
    [ACTION_KEY_KIND] = KEY("kind", KEY_WORD, "What it is for; mitigate where it is not given.",
                            "mitigate, fix, escalate or observe",
                            WORDS([ACTION_MITIGATE] = "mitigate", [ACTION_FIX] = "fix",
                                  [ACTION_ESCALATE] = "escalate", [ACTION_OBSERVE] = "observe")),
    [ACTION_KEY_RISK] = KEY("risk", KEY_WORD, "How much can go wrong.", "low, medium or high",
                            WORDS("low", "medium", "high")),
    [ACTION_KEY_DANGER] = KEY("danger", KEY_PROSE, "What it costs or can break.",
                              "Requests in flight are dropped."),
    [ACTION_KEY_HOW] = KEY("how", KEY_PROSE, "What a person does, or what to know of the command; shown with it.",
                           "Attach the log sample."),
    [ACTION_KEY_GUARD] = KEY("guard", KEY_LIST, "Questions that must all be answered well before.",
                             "[{ask: Can the schema go back?, is: yes}]",
                             MAPS(IN_GUARD), .some = true),
    [ACTION_KEY_SAVE] = KEY("save", KEY_MAP, "Commands whose output is kept before, by name.",
                            "{before: kubectl get deploy/checkout -o yaml}",
                            NAMES(KEY_ID), .item = KEY_COMMAND, .some = true),
    [ACTION_KEY_CONFIRM] = KEY("confirm", KEY_PROSE, "The word that the responder types.",
                               "${env}"),
    [ACTION_KEY_RUN] = KEY("run", KEY_COMMAND, "The command. No shell reads it.",
                           "kubectl rollout undo deploy/checkout"),
    [ACTION_KEY_STDIN] = KEY("stdin", KEY_VERBATIM, "What the command reads.", "${before}"),
    [ACTION_KEY_ENV] = KEY("env", KEY_MAP, "Environment variables that its commands get.",
                           "{API_TOKEN: \"${token}\"}", NAMES(KEY_VARIABLE), .item = KEY_OUTPUT,
                           .some = true),
    [ACTION_KEY_TIMEOUT] = KEY("timeout", KEY_SPAN, "How long the command may take.", "2m"),
    [ACTION_KEY_VERIFY] = KEY("verify", KEY_ID, "The verify that says whether it helped.",
                              "recovered"),
    [ACTION_KEY_ON_FAIL] = KEY("on_fail", KEY_ID, "The action that is offered where it did not "
                               "help.", "flag_off"),
    [ACTION_KEY_TEMPORARY] = KEY("temporary", KEY_WORD, "When it has to be undone.", "resolved",
                                 WORDS("resolved")),
    [ACTION_KEY_UNDO] = KEY("undo", KEY_COMMAND, "The command that takes it back.",
                            "flagctl set checkout-v2 on"),
    [ACTION_KEY_THEN] = KEY("then", KEY_MAP, "What it says of causes once it is verified.",
                            "{confirms: {new-code: The old release works.}}", .place = IN_THEN),
};

static const struct key GUARD[] = {
    [GUARD_ASK] = NEEDED("ask", KEY_PROSE, "The question.",
                         "Can the schema go back without losing data?"),
    [GUARD_IS] = KEY("is", KEY_TEXT, "The answer that lets the action pass; yes where it is not "
                     "given.", "yes"),
    [GUARD_ROLE] = KEY("role", KEY_TEXT, "Who should answer.", "db-oncall"),
};

static const struct key THEN[] = {
    [THEN_SUSPECTS] = KEY("suspects", KEY_EFFECTS, "Causes that it speaks for.", "[config]", .unique = true),
    [THEN_RULES_OUT] = KEY("rules_out", KEY_EFFECTS, "Causes that it excludes.",
                           "{config: The setting was there.}", .unique = true),
    [THEN_CONFIRMS] = KEY("confirms", KEY_EFFECTS, "Causes that it proves.",
                          "{new-code: The old release works.}", .unique = true),
};

static const struct key VERIFY[] = {
    [VERIFY_KEY_CHECK] = KEY("check", KEY_CHECK, "A file below checks/ that answers yes once it is "
                             "well again.", "log/rate_below"),
    [VERIFY_KEY_LUA] = KEY("lua", KEY_TEXT, "Lua that answers yes once it is well again.",
                           "return \"yes\""),
    [VERIFY_KEY_WITH] = KEY("with", KEY_MAP, "What the check is given; ${name} as in other text.", "{below: 1%}",
                            NAMES(KEY_ARGUMENT), .item = KEY_OUTPUT),
    [VERIFY_KEY_TIMEOUT] = KEY("timeout", KEY_SPAN, "How long the check may take.", "10s"),
    [VERIFY_KEY_EVERY] = KEY("every", KEY_SPAN, "How often it is checked.", "15s"),
    [VERIFY_KEY_HOLD] = KEY("hold", KEY_SPAN, "How long it must stay well.", "5m"),
    [VERIFY_KEY_WITHIN] = KEY("within", KEY_SPAN, "How long all of that may take.", "15m"),
};

static const struct key NEVER[] = {
    [NEVER_MATCH] = NEEDED("match", KEY_TEXT, "The command; * is any characters.",
                           "kubectl delete namespace *"),
    [NEVER_TEXT] = NEEDED("text", KEY_TEXT, "Why not.",
                          "Deleting the namespace deletes its volumes."),
};

static const struct key RESOLVE[] = {
    [RESOLVE_WHEN] = KEY("when", KEY_COND, "When the responder is asked whether it is over; "
                         "without it, once a cause is confirmed.", "any_confirmed()"),
    [RESOLVE_ELSE] = KEY("else", KEY_MAP, "What happens when it takes too long.",
                         "{after: 2h, hand_over: primary}", .place = IN_RESOLVE_ELSE),
};

static const struct key RESOLVE_OR_ELSE[] = {
    [ELSE_AFTER] = KEY("after", KEY_SPAN, "How long it may take before the walk says to hand over.", "2h"),
    [ELSE_HAND_OVER] = KEY("hand_over", KEY_TEXT, "The role that takes over.", "primary"),
};

#define PLACE(table, count, name, what) {table, count, name, what}
static const struct {
    const struct key *keys;
    size_t count;
    const char *name, *what;
} PLACES[KEY_PLACES] = {
    [IN_RUNBOOK] = PLACE(RUNBOOK, RUNBOOK_KEYS, "runbook", "a runbook"),
    [IN_INPUT] = PLACE(INPUT, INPUT_KEYS, "input", "an input"),
    [IN_ALLOW] = PLACE(ALLOW, ALLOW_KEYS, "allow", "\"allow\""),
    [IN_CAUSE] = PLACE(CAUSE, CAUSE_KEYS, "cause", "a cause"),
    [IN_STEP] = PLACE(STEP, STEP_KEYS, "step", "a step"),
    [IN_ANSWER] = PLACE(ANSWER, ANSWER_KEYS, "answer", "an answer"),
    [IN_UNKNOWN] = PLACE(UNKNOWN, UNKNOWN_KEYS, "unknown", "\"unknown\""),
    [IN_ACTION] = PLACE(ACTION, ACTION_KEYS, "action", "an action"),
    [IN_GUARD] = PLACE(GUARD, GUARD_KEYS, "guard", "a guard"),
    [IN_THEN] = PLACE(THEN, THEN_KEYS, "then", "\"then\""),
    [IN_VERIFY] = PLACE(VERIFY, VERIFY_KEYS, "verify", "a verify"),
    [IN_NEVER] = PLACE(NEVER, NEVER_KEYS, "never", "an item of \"never\""),
    [IN_RESOLVE] = PLACE(RESOLVE, RESOLVE_KEYS, "resolve", "\"resolve\""),
    [IN_RESOLVE_ELSE] = PLACE(RESOLVE_OR_ELSE, ELSE_KEYS, "else", "\"else\""),
    [IN_CALL] = PLACE(KEYS_CALL, CALL_KEYS, "call", "\"call\""),
    [IN_USED] = PLACE(KEYS_USED, USED_KEYS, "used", "a file that runbooks use"),
    [IN_SETTINGS] = PLACE(KEYS_SETTINGS, SETTINGS_KEYS, "settings", "the settings"),
    [IN_SEVERITY_FILE] = PLACE(KEYS_SEVERITY_FILE, SEVERITY_FILE_KEYS, "severity_file", "a severity framework's file"),
    [IN_SEVERITY] = PLACE(KEYS_SEVERITY, SEVERITY_KEYS, "framework", "a severity framework"),
    [IN_QUESTION] = PLACE(KEYS_QUESTION, QUESTION_KEYS, "question", "a severity question"),
    [IN_LEVEL] = PLACE(KEYS_LEVEL, LEVEL_KEYS, "level", "a severity level"),
    [IN_POSTMORTEM] = PLACE(KEYS_POSTMORTEM, POSTMORTEM_KEYS, "postmortem", "\"postmortem\""),
    [IN_DRILL] = PLACE(KEYS_DRILL, DRILL_KEYS, "drill", "a drill"),
    [IN_DRILL_ACTION] = PLACE(KEYS_DRILL_ACTION, DO_KEYS, "action", "a drill's action"),
    [IN_WORLD] = PLACE(KEYS_WORLD, WORLD_KEYS, "world", "a drill's world"),
    [IN_WORLD_RUN] = PLACE(KEYS_WORLD_RUN, RUN_KEYS, "run", "an item of \"run\""),
    [IN_WORLD_HTTP] = PLACE(KEYS_WORLD_HTTP, HTTP_KEYS, "http", "an item of \"http\""),
    [IN_WORLD_FILE] = PLACE(KEYS_WORLD_FILE, FILE_KEYS, "file", "an item of \"files\""),
    [IN_WORLD_HOST] = PLACE(KEYS_WORLD_HOST, HOST_KEYS, "host", "an item of \"host\""),
    [IN_EXPECT] = PLACE(KEYS_EXPECT, EXPECT_KEYS, "expect", "\"expect\""),
};

static const char *const TAKEN[] = {
    "and", "break", "do", "else", "elseif", "end", "false", "for", "function", "goto", "if", "in",
    "local", "nil", "not", "or", "repeat", "return", "then", "true", "until", "while",
    "suspected", "confirmed", "ruled_out", "answered", "has", "verified", "done", "any_confirmed",
    "unknown", "resolve", "severity", "next", "input", "answer",
};
/* clang-format on */

const struct key *keys_of(enum key_place place, size_t *count, const char **what)
{
    assert(place < KEY_PLACES);
    *count = PLACES[place].count;
    if (what)
        *what = PLACES[place].what;
    return PLACES[place].keys;
}

const char *keys_place_name(enum key_place place)
{
    return PLACES[place].name;
}

int keys_find(enum key_place place, const char *name, size_t len)
{
    const struct key *keys = PLACES[place].keys;
    for (size_t i = 0; i < PLACES[place].count; i++)
        if (keys[i].len == len && memcmp(keys[i].name, name, len) == 0)
            return (int)i;
    return -1;
}

bool keys_word_is_taken(const char *word)
{
    for (size_t i = 0; i < sizeof TAKEN / sizeof *TAKEN; i++)
        if (TAKEN[i][0] == word[0] && strcmp(TAKEN[i], word) == 0)
            return true;
    return false;
}

const char *const *keys_words_taken(size_t *count)
{
    *count = sizeof TAKEN / sizeof *TAKEN;
    return TAKEN;
}
