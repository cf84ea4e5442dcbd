#ifndef RULEOUT_BOOK_CODES_H
#define RULEOUT_BOOK_CODES_H

/*
 * codes: the stable names of everything that can be wrong with a file.
 *
 * A code is never given another meaning and never reused: scripts and `lint` ignore-lists name it.
 * RB0xx is YAML, RB1xx structure and references, RB2xx conditions and text, RB3xx the severity
 * framework, RB4xx what lint finds in a runbook that loads.
 */
#include <stddef.h>

#define RB_NOT_UTF8 "RB001"
#define RB_UNFIT_CHARACTER "RB002"
#define RB_TOO_BIG "RB003"
#define RB_DIRECTIVE "RB004"
#define RB_SYNTAX "RB005"
#define RB_TOO_DEEP "RB006"
#define RB_ALIAS "RB007"
#define RB_TAG "RB008"
#define RB_MERGE_KEY "RB009"
#define RB_SEVERAL_DOCUMENTS "RB010"
#define RB_DUPLICATE_KEY "RB011"
#define RB_KEY_NOT_TEXT "RB012"
#define RB_EMPTY_IN_BRACES "RB013"
#define RB_BARE_REFERENCE "RB014"
#define RB_CUT_TEXT "RB015"
#define RB_EMPTY_FILE "RB016"
#define RB_TOO_MANY "RB017"

#define RB_WRONG_VERSION "RB100"
#define RB_UNKNOWN_STEP "RB101"
#define RB_UNKNOWN_CAUSE "RB102"
#define RB_UNKNOWN_KEY "RB103"
#define RB_MISSING_KEY "RB104"
#define RB_NOT_YET "RB105"
#define RB_WRONG_SHAPE "RB106"
#define RB_BAD_ID "RB107"
#define RB_DUPLICATE_ID "RB108"
#define RB_WRONG_NAME "RB109"
#define RB_BAD_VALUE "RB110"
#define RB_EMPTY "RB111"
#define RB_NO_QUESTION "RB112"
#define RB_NO_ANSWERS "RB113"
#define RB_BAD_RANGE "RB114"
#define RB_WRONG_UNIT "RB115"
#define RB_UNFIT_ANSWER "RB116"
#define RB_MOVED_TWICE "RB117"
#define RB_ENDLESS "RB118"
#define RB_NEEDLESS_MAX "RB119"
#define RB_NEEDLESS_KEY "RB120"
#define RB_UNKNOWN_ACTION "RB121"
#define RB_UNKNOWN_VERIFY "RB122"
#define RB_BAD_CHECK "RB123"
#define RB_LUA_WITHOUT_LINES "RB124"
#define RB_NOTHING_TO_DO "RB125"
#define RB_NEVER_UNDONE "RB126"
#define RB_FAIL_CIRCLE "RB127"
#define RB_NO_SHELL "RB128"
#define RB_NOT_EXPANDED "RB129"
#define RB_BAD_COMMAND "RB130"
#define RB_BAD_PERMIT "RB131"
#define RB_NO_CHECK "RB132"
#define RB_UNKNOWN_LINK "RB133"
#define RB_BAD_LINK "RB134"
#define RB_NEVER "RB135"
#define RB_BAD_PART "RB145"
#define RB_UNBOUND_PERMIT "RB146"
#define RB_BAD_PATTERN "RB147"
#define RB_SECRET "RB148"
#define RB_BAD_LUA "RB153"
#define RB_BAD_CHECK_FILE "RB154"
#define RB_UNKNOWN_ARGUMENT "RB155"
#define RB_MISSING_ARGUMENT "RB156"
#define RB_UNFIT_ARGUMENT "RB157"
#define RB_UNFIT_CHECK "RB158"
#define RB_UNLISTED_ANSWER "RB159"

#define RB_UNKNOWN_RUNBOOK "RB170"
#define RB_CALL_CIRCLE "RB171"
#define RB_CALLED_BROKEN "RB172"
#define RB_UNKNOWN_INPUT "RB173"
#define RB_UNUSABLE "RB174"

#define RB_BAD_CONDITION "RB201"
#define RB_FOREIGN_OPERATOR "RB202"
#define RB_UNKNOWN_FUNCTION "RB203"
#define RB_WRONG_TYPES "RB204"
#define RB_NEVER_TRUE "RB205"
#define RB_NOT_YES_OR_NO "RB206"
#define RB_CONDITION_DEPTH "RB207"
#define RB_OWN_ANSWER "RB208"
#define RB_BAD_REFERENCE "RB209"
#define RB_UNKNOWN_REFERENCE "RB210"
#define RB_UNKNOWN_CAPTURE "RB211"

#define RB_UNKNOWN_QUESTION "RB301"
#define RB_NO_LAST_LEVEL "RB302"
#define RB_UNREACHABLE_LEVEL "RB303"
#define RB_NO_CAUSES_HERE "RB304"

#define RB_UNREACHABLE_STEP "RB401"
#define RB_UNUSED_INPUT "RB402"
#define RB_UNUSED_CAUSE "RB403"
#define RB_UNUSED_VERIFY "RB404"
#define RB_UNUSED_LINK "RB405"
#define RB_UNUSED_SAVED "RB406"
#define RB_NOT_VERIFIED "RB407"
#define RB_OUTSIDE_ALLOW "RB408"
#define RB_RANGE_GAP "RB409"
#define RB_UNREACHABLE_ANSWER "RB410"
#define RB_OVERDUE_REVIEW "RB411"
#define RB_MAYBE_UNANSWERED "RB412"
#define RB_NEVER_OFFERED "RB413"
#define RB_NEVER_RULED_OUT "RB420"
#define RB_NEVER_CONFIRMED "RB421"
#define RB_NEVER_SUSPECTED "RB422"
#define RB_NOT_SEPARATED "RB423"
#define RB_NOTHING_LEFT "RB424"
#define RB_CONTRADICTING "RB425"
#define RB_IDLE_QUESTION "RB426"
#define RB_SETTLED_BEFORE "RB427"
#define RB_NEVER_HOLDS "RB428"
#define RB_ALWAYS_HOLDS "RB429"
#define RB_NO_ORDER "RB430"

struct code {
    const char *code; /* "RB101" */
    const char *name; /* "unknown-step" */
    const char *says; /* a sentence: what is wrong, and what to do */
};

/* All of them, by code. */
const struct code *codes_all(size_t *count);

/* By code or by name; NULL where there is none. */
const struct code *codes_find(const char *code_or_name);

#endif
