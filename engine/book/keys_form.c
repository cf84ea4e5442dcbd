#include "book/keys.h"

#include <assert.h>

#define ID "[a-z][a-z0-9_]{0,63}"
#define NAME "[a-z][a-z0-9_-]{0,63}"
#define SEEN "[^\\x00-\\x20]" /* something else than blanks */
#define DAY "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
#define ADDRESS "[^ \\n\\t\"<>]"

_Static_assert(KEYS_ID_MAX == 64, "as the patterns have it");

/* clang-format off */
static const struct key_form FORMS[KEY_TYPES] = {
    [KEY_TEXT] = {"text", "text", SEEN, true, true},
    [KEY_PROSE] = {"prose", "text; ${name} is an input, an answer or a saved output", SEEN,
                   true, true},
    [KEY_VERBATIM] = {"verbatim", "text with every blank as written; ${name} as in other text",
                      "[\\s\\S]",
                      true, true},
    [KEY_OUTPUT] = {"output", "text with every blank as written; \"\" for none", NULL, true, true},
    [KEY_ID] = {"id", "an id: lower-case letters, digits and _, a letter first, and no word of the "
                "format or of Lua", "^" ID "$", false, true},
    [KEY_NAME] = {"name", "a name: lower-case letters, digits, _ and -, a letter first",
                  "^" NAME "$", false, true},
    [KEY_ARGUMENT] = {"argument", "a name: lower-case letters, digits and _, a letter first",
                      "^" ID "$", false, true},
    [KEY_VISIT] = {"visit", "a step's id; step#2 is its second visit; tls-expiry/step is one of a "
                   "called runbook", "^(" NAME "/)*" ID "(#[0-9]+)?$", false, true},
    [KEY_WITHIN] = {"id_within", "an id; tls-expiry/id is one of a called runbook",
                    "^(" NAME "/)*" ID "$", false, true},
    [KEY_CAUSE] = {"cause", "a cause's id; tls-expiry/id is one of a called runbook",
                   "^(" NAME "/)*" NAME "$", false, true},
    [KEY_ANSWER] = {"answer_text", "an answer; not unknown, which every question has",
                    "^(?![Uu][Nn][Kk][Nn][Oo][Ww][Nn]$)(?!\\?$)(?!:)(?=[\\s\\S]*" SEEN ")", true, true},
    [KEY_COUNT] = {"count", "a whole number from 1 to 999999", "^(?=0*[1-9])[0-9]{1,6}$",
                   true, false},
    [KEY_NUMBER] = {"number", "a number larger than 0",
                    "^(?=[0.]*[1-9])([0-9]+\\.?[0-9]*|\\.[0-9]+)$", true, false},
    [KEY_SPAN] = {"span", "a length of time: 30s, 20m, 2h, 1h30m or 3d",
                  "^(?=.*[1-9])([0-9]+d)?([0-9]+h)?([0-9]+m)?([0-9]+s)?([0-9]+ms)?$", false, false},
    [KEY_DUE] = {"due", "calendar days (3d) or business days (5bd)",
                 "^(?=0*[1-9])[0-9]{1,4}b?d$", false, false},
    [KEY_DATE] = {"date", "a date: 2026-11-01", "^" DAY "$", false, false},
    [KEY_MOMENT] = {"moment", "date, time and offset: 2026-09-14T10:20:00Z",
                    "^" DAY "[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})$", false, false},
    [KEY_COND] = {"condition", "a condition", SEEN, false, true},
    [KEY_NEXT] = {"next", "a step's id, or end", "^" ID "$", false, true},
    [KEY_CHECK] = {"check_name", "a file below checks/, without .lua: log/rate_below",
                   "^[a-z0-9_-]+(/[a-z0-9_-]+)*$", true, true},
    [KEY_URL] = {"url", "an address that begins with http:// or https:// and a host; ${name} only "
                 "behind them", "^https?://(?!\\$\\{)" ADDRESS "+$", false, false},
    [KEY_PATH] = {"path", "an absolute path", "^/", false, false},
    [KEY_START] = {"command_start", "the first words of a command, as they are",
                   "^(?=.*" SEEN ")[^|;&<>()$`\"'\\\\*?{}\\n]+$", true, true},
    [KEY_READ] = {"permitted_path", "an absolute path, or ${input} and more", "^(/|\\$\\{" ID "\\})[^*?${}]*$",
                  false, false},
    [KEY_ORIGIN] = {"origin", "scheme, host and perhaps a port; or ${input}, a URL",
                    "^([Hh][Tt][Tt][Pp][Ss]?://(\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9_][A-Za-z0-9._-]*)(:[0-9]{1,5})?"
                  "|\\$\\{" ID "\\})$", false, false},
    [KEY_VARIABLE] = {"variable", "the name of an environment variable", "^[A-Za-z_][A-Za-z0-9_]*$",
                      false, true},
    [KEY_LABEL] = {"label", "a label's name: letters, digits and _, no digit first",
                   "^[A-Za-z_][A-Za-z0-9_]*$", false, true},
    [KEY_REGEX] = {"regular_expression", "a regular expression (PCRE2), of all of the value", SEEN,
                   true, true},
    [KEY_PART] = {"alert_part", "alert.labels.NAME, alert.annotations.NAME, alert.startsAt, "
                  "alert.generatorURL or alert.fingerprint",
                  "^alert\\.((labels|annotations)\\.[A-Za-z_][A-Za-z0-9_]*|startsAt|generatorURL|"
                  "fingerprint)$", false, false},
    [KEY_COMMAND] = {"command", "a command, of which quotes are read and nothing else; ${name} as "
                     "in other text", SEEN, true, true},
};
/* clang-format on */

const struct key_form *keys_form(enum key_type type)
{
    assert(type < KEY_TYPES);
    return FORMS[type].name ? &FORMS[type] : NULL;
}
