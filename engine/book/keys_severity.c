#include "book/keys_inside.h"

/* clang-format off */
const struct key KEYS_SETTINGS[SETTINGS_KEYS] = {
    [SETTINGS_TIME_ZONE] = KEY("time_zone", KEY_TEXT, "The zone of times that people say and read.",
                               "Europe/Berlin"),
};

const struct key KEYS_SEVERITY_FILE[SEVERITY_FILE_KEYS] = {
    [SEVERITY_FILE_SEVERITY] = NEEDED("severity", KEY_MAP, "The severity framework.",
                                      "{ask: [{id: data, question: Is data lost?, answers: [yes, no]}], "
                                      "levels: [{id: sev1, title: Critical, when: data == \"yes\"}]}",
                                      .place = IN_SEVERITY),
};

const struct key KEYS_SEVERITY[SEVERITY_KEYS] = {
    [SEVERITY_ASK] = NEEDED("ask", KEY_LIST, "The questions of the triage.",
        "[{id: data, question: Is customer data lost?, answers: [yes, no]}]",
                            MAPS(IN_QUESTION), .some = true),
    [SEVERITY_LEVELS] = NEEDED("levels", KEY_LIST, "The levels, the worst first; the first that "
                               "holds is taken.",
                               "[{id: sev1, title: Critical, when: data == \"yes\"}]",
                               MAPS(IN_LEVEL), .some = true),
};

const struct key KEYS_QUESTION[QUESTION_KEYS] = {
    [QUESTION_ID] = NEEDED("id", KEY_ID, "The question's name, for conditions.", "reach"),
    [QUESTION_QUESTION] = NEEDED("question", KEY_TEXT, "What is asked.", "Who is affected?"),
    [QUESTION_ANSWERS] = NEEDED("answers", KEY_LIST, "What can be answered.", "[yes, no]",
                                LIST_OF(KEY_TEXT), .some = true),
};

const struct key KEYS_LEVEL[LEVEL_KEYS] = {
    [LEVEL_ID] = NEEDED("id", KEY_NAME, "The level's name.", "sev1"),
    [LEVEL_TITLE] = NEEDED("title", KEY_TEXT, "What it means.", "Critical, significant impact"),
    [LEVEL_WHEN] = NEEDED("when", KEY_COND, "A condition over the questions' answers.",
                          "data == \"yes\""),
    [LEVEL_PAGE] = KEY("page", KEY_LIST, "Roles that are paged.", "[incident-commander, primary]",
                       LIST_OF(KEY_TEXT)),
    [LEVEL_ACKNOWLEDGE] = KEY("acknowledge", KEY_SPAN, "How soon somebody must answer the page.",
                              "5m"),
    [LEVEL_UPDATE_EVERY] = KEY("update_every", KEY_SPAN, "How often others are told.", "20m"),
    [LEVEL_TELL] = KEY("tell", KEY_LIST, "Who is told.", "[customers, executives]",
                       LIST_OF(KEY_TEXT)),
    [LEVEL_POSTMORTEM] = KEY("postmortem", KEY_EITHER, "none, or when the postmortem is due.",
                             "{due: 3d}", .place = IN_POSTMORTEM, WORDS("none")),
};

const struct key KEYS_POSTMORTEM[POSTMORTEM_KEYS] = {
    [POSTMORTEM_DUE] = NEEDED("due", KEY_DUE, "Calendar days (3d) or business days (5bd).", "3d"),
};
/* clang-format on */
