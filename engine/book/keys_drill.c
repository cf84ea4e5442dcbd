#include "book/keys_inside.h"

/* clang-format off */
const struct key KEYS_DRILL[DRILL_KEYS] = {
    [DRILL_DRILL] = NEEDED("drill", KEY_WORD, "The version of the format.", "1",
                           WORDS(KEYS_VERSION)),
    [DRILL_TITLE] = NEEDED("title", KEY_TEXT, "What happened, in a sentence.",
                           "The release needs a secret that production does not have"),
    [DRILL_RUNBOOK] = NEEDED("runbook", KEY_TEXT, "The runbook's file, from the drill's folder.",
                             "../checkout-5xx.yaml"),
    [DRILL_CLOCK] = KEY("clock", KEY_MOMENT, "When the drill begins.", "2026-09-14T10:20:00Z"),
    [DRILL_ALERT] = KEY("alert", KEY_TEXT, "The alert that starts it: a file, from the drill's "
                        "folder.", "fixtures/alert.json"),
    [DRILL_INPUTS] = KEY("inputs", KEY_MAP, "The runbook's inputs, by id.", "{env: prod}",
                         NAMES(KEY_WITHIN), .item = KEY_TEXT),
    [DRILL_SEVERITY] = KEY("severity", KEY_MAP, "The answers to the triage.",
                           "{reach: some customers, data: no}", NAMES(KEY_ID), .item = KEY_TEXT),
    [DRILL_ANSWERS] = KEY("answers", KEY_MAP, "The responder's answers, by step; a list where the step is of type many.",
                          "{which_version: new only, first_error: [timeout, refused]}",
                          NAMES(KEY_VISIT), .item = KEY_SAID),
    [DRILL_CAPTURE] = KEY("capture", KEY_MAP, "What the responder pastes: files, from the drill's folder.",
                          "{log_sample: fixtures/x.log}", NAMES(KEY_WITHIN), .item = KEY_TEXT),
    [DRILL_ACTIONS] = KEY("actions", KEY_MAP, "What the responder does with actions, by id.",
                          "{rollback: {guard: [yes], confirm: prod}}",
                          NAMES(KEY_WITHIN), .item = KEY_EITHER, .place = IN_DRILL_ACTION, WORDS("no")),
    [DRILL_WORLD] = KEY("world", KEY_MAP, "What checks and actions see.",
                        "{run: [{match: uname -s, out: Linux}]}", .place = IN_WORLD),
    [DRILL_EXPECT] = KEY("expect", KEY_MAP, "How it must end.", "{confirmed: [config]}",
                         .place = IN_EXPECT),
};

const struct key KEYS_DRILL_ACTION[DO_KEYS] = {
    [DO_GUARD] = KEY("guard", KEY_LIST, "The answers to its guards, in order.", "[yes]",
                     LIST_OF(KEY_TEXT)),
    [DO_CONFIRM] = KEY("confirm", KEY_TEXT, "What is typed at the confirmation.", "prod"),
    [DO_OUTCOME] = KEY("outcome", KEY_WORD, "How it went, done by hand.", "done, failed or unknown",
                       WORDS("done", "failed", "unknown")),
    [DO_UNDO] = KEY("undo", KEY_WORD, "Whether it is taken back at the end.", "yes or no",
                    WORDS("yes", "no")),
};

const struct key KEYS_WORLD[WORLD_KEYS] = {
    [WORLD_RUN] = KEY("run", KEY_LIST, "Commands.", "[{match: uname -s, out: Linux}]",
                      MAPS(IN_WORLD_RUN)),
    [WORLD_HTTP] = KEY("http", KEY_LIST, "Web addresses.",
                       "[{match: \"https://status.example/*\", body: ok}]", MAPS(IN_WORLD_HTTP)),
    [WORLD_FILES] = KEY("files", KEY_LIST, "Files.", "[{path: /etc/app.conf, text: pool = 5}]",
                        MAPS(IN_WORLD_FILE)),
    [WORLD_HOST] = KEY("host", KEY_LIST, "Facts of the host.",
                       "[{match: memory, json: '{\"available_percent\": 40}'}]",
                       MAPS(IN_WORLD_HOST)),
};

#define SHARED(match, type, example)                                                                     \
    [ITEM_MATCH] = NEEDED(match, type, "What it stands for; * is any text.", example),   \
    [ITEM_AFTER] = KEY("after", KEY_WITHIN, "It counts once this action was done.", "rollback"),       \
    [ITEM_FAILS] = KEY("fails", KEY_TEXT, "The call fails, for this reason.", "no such file"),     \
    [ITEM_TAKES] = KEY("takes", KEY_SPAN, "How long it takes by the drill's clock.", "90s")

const struct key KEYS_WORLD_RUN[RUN_KEYS] = {
    SHARED("match", KEY_TEXT, "kubectl rollout history *"),
    [RUN_OUT] = KEY("out", KEY_OUTPUT, "Its standard output.", "Linux"),
    [RUN_ERR] = KEY("err", KEY_OUTPUT, "Its standard error.", "not found"),
    [RUN_CODE] = KEY("code", KEY_WHOLE, "Its exit status; 0 where not given.", "1", .most = 255),
};

const struct key KEYS_WORLD_HTTP[HTTP_KEYS] = {
    SHARED("match", KEY_TEXT, "\"https://status.example/*\""),
    [HTTP_METHOD] = KEY("method", KEY_WORD, "GET, HEAD or POST; any where not given.", "GET",
                        WORDS("GET", "HEAD", "POST")),
    [HTTP_STATUS] = KEY("status", KEY_WHOLE, "Of the response; 200 where not given.", "503",
                        .least = 100, .most = 599),
    [HTTP_BODY] = KEY("body", KEY_OUTPUT, "Of the response.", "ok"),
    [HTTP_HEADERS] = KEY("headers", KEY_MAP, "Of the response.", "{content-type: text/plain}",
                         NAMES(KEY_TEXT), .item = KEY_TEXT),
};

const struct key KEYS_WORLD_FILE[FILE_KEYS] = {
    SHARED("path", KEY_PATH, "/var/log/nginx/access.log"),
    [FILE_FROM] = KEY("from", KEY_TEXT, "A file that stands for it, from the drill's folder.",
                      "fixtures/access.log"),
    [FILE_TEXT] = KEY("text", KEY_OUTPUT, "Its text.", "pool = 5"),
    [FILE_MODIFIED] = KEY("modified", KEY_MOMENT, "When it was written last; else: the drill's clock.",
                          "2026-09-14T02:00:00Z"),
};

const struct key KEYS_WORLD_HOST[HOST_KEYS] = {
    SHARED("match", KEY_TEXT, "disk /var"),
    [HOST_JSON] = KEY("json", KEY_TEXT, "The fact: see docs/checks.md.",
                      "'{\"available_percent\": 40}'"),
};

const struct key KEYS_EXPECT[EXPECT_KEYS] = {
    [EXPECT_SEVERITY] = KEY("severity", KEY_NAME, "The level at the end.", "sev2"),
    [EXPECT_CONFIRMED] = KEY("confirmed", KEY_EFFECTS, "Exactly these are confirmed.", "[config]",
                             NAMES(KEY_CAUSE)),
    [EXPECT_SUSPECTED] = KEY("suspected", KEY_EFFECTS, "These are suspected.", "[config]",
                             NAMES(KEY_CAUSE)),
    [EXPECT_RULED_OUT] = KEY("ruled_out", KEY_EFFECTS, "These are ruled out.", "[psp-down]",
                             NAMES(KEY_CAUSE)),
    [EXPECT_OPEN] = KEY("open", KEY_LIST, "Nothing is known of these.", "[config]",
                        LIST_OF(KEY_CAUSE)),
    [EXPECT_NOT_ASKED] = KEY("not_asked", KEY_LIST, "Steps that nobody had to answer.",
                             "[which_orders]", LIST_OF(KEY_VISIT)),
    [EXPECT_ASKED_AT_MOST] = KEY("asked_at_most", KEY_WHOLE,
                                 "How many questions the responder got, the triage not counted.",
                                 "8", .most = 999999),
    [EXPECT_ACTIONS] = KEY("actions", KEY_MAP, "How actions ended.", "{rollback: done}",
                           NAMES(KEY_WITHIN), .item = KEY_WORD,
                           WORDS("done", "failed", "unknown", "declined", "untried")),
    [EXPECT_OPEN_CHANGES] = KEY("open_changes", KEY_LIST,
                                "Exactly these temporary changes are in force.", "[flag_off]",
                                LIST_OF(KEY_WITHIN)),
    [EXPECT_MITIGATED_WITHIN] = KEY("mitigated_within", KEY_SPAN,
                                    "From the opening to the first action that helped.", "15m"),
    [EXPECT_ENDS] = KEY("ends", KEY_WORD, "How the walk ends.", "resolved or handed over",
                        WORDS("resolved", "handed over")),
};
/* clang-format on */
