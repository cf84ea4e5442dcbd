#include "book/codes.h"

#include <string.h>

static const struct code CODES[] = {
    {RB_NOT_UTF8, "not-utf8", "The file is not UTF-8. Save it as UTF-8."},
    {RB_UNFIT_CHARACTER, "unfit-character",
     "Control characters, line separators and characters that turn the direction of text are "
     "refused, because what a reviewer sees would not be what the program reads. Delete them."},
    {RB_TOO_BIG, "too-big", "A file has at most 4 MB. Split the runbook."},
    {RB_DIRECTIVE, "directive",
     "A line that begins with % is a YAML directive, and this format has none. Delete the line."},
    {RB_SYNTAX, "syntax", "The file is not YAML. The hint names the usual reason."},
    {RB_TOO_DEEP, "too-deep", "Lists and maps are nested more than 64 deep. Nothing needs that."},
    {RB_ALIAS, "alias",
     "YAML anchors (&name) and aliases (*name) are refused: a runbook is read from top to bottom, "
     "by people too. Repeat the text, or quote text that begins with & or *."},
    {RB_TAG, "tag",
     "YAML tags (!name) are refused: the key decides how a value is read. Quote text that begins "
     "with an exclamation mark."},
    {RB_MERGE_KEY, "merge-key", "The merge key << is refused. Write the keys out."},
    {RB_SEVERAL_DOCUMENTS, "several-documents",
     "A file holds one YAML document. Delete the line of three dashes, or make two files."},
    {RB_DUPLICATE_KEY, "duplicate-key",
     "A map has the same key twice, and YAML tools disagree about which one counts. Delete one."},
    {RB_KEY_NOT_TEXT, "key-not-text", "A key is a list or a map. Keys are text."},
    {RB_EMPTY_IN_BRACES, "empty-in-braces",
     "In braces a comma ends a value, so that {text: one, two} has a second key \"two\" without a "
     "value. Quote text that holds a comma."},
    {RB_BARE_REFERENCE, "bare-reference",
     "In braces and brackets ${name} needs quotes, because { and } mean something there."},
    {RB_CUT_TEXT, "cut-text",
     "A blank and # begin a comment, and cut the text before them. Quote the text if the # "
     "belongs to it; put two blanks before a comment to say that it does not."},
    {RB_EMPTY_FILE, "empty-file", "There is nothing in the file but blanks and comments."},
    {RB_TOO_MANY, "too-many-errors",
     "Reading stopped after a hundred errors. Mend the first ones; often the rest follow."},

    {RB_WRONG_VERSION, "wrong-version",
     "\"ruleout\" names the version of the format that a runbook is written in. It is 1."},
    {RB_UNKNOWN_STEP, "unknown-step", "No step has that id."},
    {RB_UNKNOWN_CAUSE, "unknown-cause", "\"causes\" has no cause of that id."},
    {RB_UNKNOWN_KEY, "unknown-key", "The format has no such key at this place."},
    {RB_MISSING_KEY, "missing-key", "A key that is needed here is not there."},
    {RB_NOT_YET, "not-yet",
     "Earlier versions gave this for keys of the format that they could not act on yet. This one "
     "acts on all of them."},
    {RB_WRONG_SHAPE, "wrong-shape", "The key takes a text, a list or a map, and has another."},
    {RB_BAD_ID, "bad-id",
     "Ids are lower-case letters, digits and _, and begin with a letter; those of causes and "
     "runbooks may hold - too. Words that conditions and the record use are taken."},
    {RB_DUPLICATE_ID, "duplicate-id", "Two things have one id. Rename one of them."},
    {RB_WRONG_NAME, "wrong-name",
     "A runbook is found by its file's name, so \"id\" must be that name without .yaml."},
    {RB_BAD_VALUE, "bad-value", "The value is not of the kind that the key takes."},
    {RB_EMPTY, "empty", "There is nothing where something is needed."},
    {RB_NO_QUESTION, "no-question",
     "A step asks exactly one question, under clue, anomaly or pattern."},
    {RB_NO_ANSWERS, "no-answers",
     "A choice needs answers to choose from. Give some, or say the type: number, text or time."},
    {RB_BAD_RANGE, "bad-range",
     "The answers of a number are ranges: \"< 1.5\", \"<= 1.5\", \"> 1.5\", \">= 1.5\", "
     "\"10..20\" with both ends, \"== 0\", and else."},
    {RB_WRONG_UNIT, "wrong-unit", "A range has another unit than its step."},
    {RB_UNFIT_ANSWER, "unfit-answer", "A step of this type cannot have that answer."},
    {RB_MOVED_TWICE, "moved-twice", "One answer moves one cause twice. Keep one of the two."},
    {RB_ENDLESS, "endless",
     "\"next\" goes back, or to the step itself, without a limit. Add \"max\": how often it may."},
    {RB_NEEDLESS_MAX, "needless-max",
     "\"max\" limits how often \"next\" goes back. Without \"next\", or with one that goes on, it "
     "means nothing."},
    {RB_NEEDLESS_KEY, "needless-key",
     "The key says more about another one that is not there. Add the other, or remove it."},
    {RB_UNKNOWN_ACTION, "unknown-action", "\"actions\" has no action of that id."},
    {RB_UNKNOWN_VERIFY, "unknown-verify", "\"verify\" has no entry of that id."},
    {RB_BAD_CHECK, "bad-check",
     "A check is either a file below checks/, named without .lua, or Lua in the runbook itself."},
    {RB_LUA_WITHOUT_LINES, "lua-without-lines",
     "Lua's messages name the runbook's own lines only where the code is a literal block: "
     "\"lua: |\", and the code on the lines below."},
    {RB_NOTHING_TO_DO, "nothing-to-do",
     "An action needs \"run\", a command, or \"how\", what a person does."},
    {RB_NEVER_UNDONE, "never-undone",
     "A temporary change has to be undone, and \"undo\" does not say how."},
    {RB_FAIL_CIRCLE, "fail-circle",
     "Each action of a circle names the next one for when it fails, so that there is no end."},
    {RB_NO_SHELL, "no-shell",
     "Commands are split into words and run as they are; no shell reads them, so that no value can "
     "become a command. Put what needs a shell into a script, or quote what the program is to get "
     "as it is."},
    {RB_NOT_EXPANDED, "not-expanded",
     "No shell turns * or ~ into names of files: the program gets the character itself. Quote it "
     "to "
     "say that this is meant."},
    {RB_BAD_COMMAND, "bad-command",
     "A command is the name of a program and its arguments; words with blanks stand in quotes."},
    {RB_BAD_PERMIT, "bad-permit",
     "\"allow\" lists beginnings of commands, absolute paths, origins (https://host or "
     "https://host:port) and names of environment variables, without patterns. A path may begin "
     "with "
     "${input}, of type path, and ${input} of type text may stand for the origin of its URL."},
    {RB_NO_CHECK, "no-check",
     "The check that is named is no file in checks/ beside the runbook or in scripts/checks/."},
    {RB_UNKNOWN_LINK, "unknown-link", "\"see\" names what stands under \"links\"."},
    {RB_NEVER, "never",
     "An action runs what \"never\" says that nobody must run. At run time such a command is "
     "refused "
     "too."},
    {RB_BAD_PART, "bad-part",
     "An input is taken from a label, an annotation, startsAt, generatorURL or fingerprint of an "
     "alert; it has no other parts."},
    {RB_UNBOUND_PERMIT, "unbound-permit",
     "What checks may touch hangs on an input that an alert may give, and alerts are written by "
     "others. Such a value permits nothing unless the input has \"one_of\" or \"match\"."},
    {RB_BAD_PATTERN, "bad-pattern",
     "\"match\" is a regular expression as PCRE2 has them, and holds for all of the value."},
    {RB_SECRET, "secret",
     "A secret is asked for, and given to actions in \"env\" or \"stdin\". Anywhere else it would "
     "be "
     "recorded, shown, or seen by others among the arguments of a program."},
    {RB_BAD_LINK, "bad-link",
     "A link is http:// or https://, a host, and what follows; only behind the host may it hold "
     "values."},
    {RB_UNKNOWN_RUNBOOK, "unknown-runbook",
     "\"call\" names a runbook that is not in the library, nor beside this one."},
    {RB_CALL_CIRCLE, "call-circle",
     "Runbooks call each other in a circle, or so many of them that there is no end."},
    {RB_CALLED_BROKEN, "called-broken", "A runbook that is called does not load."},
    {RB_UNKNOWN_INPUT, "unknown-input", "\"with\" names what is no input of the called runbook."},
    {RB_UNUSABLE, "unusable-file",
     "\"use\" names a file that cannot be read. Paths are from the runbook's own folder."},
    {RB_BAD_LUA, "bad-lua", "The Lua of a step does not compile. Nothing of it was run."},
    {RB_BAD_CHECK_FILE, "bad-check-file",
     "A check's file does not compile, or returns no table {about, input, gives, run}. "
     "docs/checks.md says what belongs into it."},
    {RB_UNKNOWN_ARGUMENT, "unknown-argument",
     "\"with\" gives a check what it has no input for. Its inputs stand at the top of its file."},
    {RB_MISSING_ARGUMENT, "missing-argument",
     "A check needs an input that \"with\" does not give, and that has no default."},
    {RB_UNFIT_ARGUMENT, "unfit-argument",
     "What \"with\" gives is no value of the type that the check's input has."},
    {RB_UNFIT_CHECK, "unfit-check",
     "What the check gives is no answer that the step, or the verify, could have: it has another "
     "type or unit."},
    {RB_UNLISTED_ANSWER, "unlisted-answer",
     "The check can say something that the step does not list. When it comes, it counts as "
     "\"can't tell\", and the question goes to the responder."},

    {RB_BAD_CONDITION, "bad-condition", "The condition cannot be read."},
    {RB_FOREIGN_OPERATOR, "foreign-operator",
     "Conditions are written like Lua: == ~= < <= > >= and or not."},
    {RB_UNKNOWN_FUNCTION, "unknown-function",
     "Conditions have suspected, confirmed, ruled_out, answered, verified, done, has and "
     "any_confirmed."},
    {RB_WRONG_TYPES, "wrong-types",
     "Numbers compare with numbers, times with times, text with text; only numbers and times have "
     "an order."},
    {RB_NEVER_TRUE, "never-true",
     "A choice, or an input with \"one_of\", is compared with a text that it never is."},
    {RB_NOT_YES_OR_NO, "not-yes-or-no",
     "A name, text or number stands where yes or no is needed. Compare it with something."},
    {RB_CONDITION_DEPTH, "condition-depth", "The condition is nested more than 64 deep."},
    {RB_OWN_ANSWER, "own-answer",
     "A step's \"when\" is tested, and its check is run, before there is an answer; they cannot "
     "name "
     "it."},
    {RB_BAD_REFERENCE, "bad-reference",
     "${name} takes the id of a step, an input or a saved output, and perhaps :ms, :date or :json; "
     "${name.part} takes a part of what a step's check gives. $${ writes ${ itself."},
    {RB_UNKNOWN_REFERENCE, "unknown-reference",
     "${name} names no step, no input and no saved output."},
    {RB_UNKNOWN_CAPTURE, "unknown-capture",
     "has() takes what a step names under \"capture\", and no step names that."},

    {RB_UNKNOWN_QUESTION, "unknown-question", "No question of the severity framework has that id."},
    {RB_NO_LAST_LEVEL, "no-last-level",
     "Some answers give no level at all. End with a level whose \"when\" is true."},
    {RB_UNREACHABLE_LEVEL, "unreachable-level",
     "The first level that holds is taken, and one above it always holds."},
    {RB_NO_CAUSES_HERE, "no-causes-here",
     "A severity framework has no causes, actions and verifies; its conditions compare answers to "
     "its "
     "questions."},

    {RB_UNREACHABLE_STEP, "unreachable-step",
     "Every way through the steps jumps over this one, so it is never asked. Let an answer lead to "
     "it, or remove it."},
    {RB_UNUSED_INPUT, "unused-input",
     "The responder may be asked for it, and nothing reads what they say. Use it, or remove it."},
    {RB_UNUSED_CAUSE, "unused-cause",
     "No answer, action or condition names the cause, so it stays open for ever. Say what speaks "
     "for and against it, or remove it."},
    {RB_UNUSED_VERIFY, "unused-verify",
     "No action and no condition names the verify, so it never runs."},
    {RB_UNUSED_LINK, "unused-link",
     "No step names the link under \"see\", so nobody is shown it where it would help."},
    {RB_UNUSED_SAVED, "unused-saved",
     "An action keeps the output of a command, and its undo does not use it. Where nothing can "
     "take "
     "the action back, what is saved is for people to read, and that is no finding."},
    {RB_NOT_VERIFIED, "not-verified",
     "The action runs a command, and nothing looks whether it helped. A command that ends well has "
     "not yet mended anything: name a verify."},
    {RB_OUTSIDE_ALLOW, "outside-allow",
     "The check runs a command that \"allow\" does not list, so it is refused each time."},
    {RB_RANGE_GAP, "range-gap",
     "Some numbers fall under none of the answers, and move nothing. Move a bound, or add else."},
    {RB_UNREACHABLE_ANSWER, "unreachable-answer",
     "The first answer that matches is taken, and those above it match every number that this one "
     "does."},
    {RB_OVERDUE_REVIEW, "overdue-review",
     "By \"reviewed\" and \"review_every\" the runbook should have been looked at again. Do so, "
     "and write the new date."},
    {RB_MAYBE_UNANSWERED, "maybe-unanswered",
     "The condition compares a step that may have no answer yet, and such a comparison is false, "
     "~= too. Say answered(\"step\") and ... to show that this is meant."},
    {RB_NEVER_OFFERED, "never-offered",
     "An action is offered while one of the causes under \"for\" is suspected or confirmed, and "
     "nothing suspects or confirms them."},
    {RB_NEVER_RULED_OUT, "never-ruled-out",
     "No answer rules the cause out, so it stays on the board whatever is found."},
    {RB_NEVER_CONFIRMED, "never-confirmed",
     "Some answers suspect the cause, and none confirms it, nor does an action that is verified. "
     "Ask what would settle it."},
    {RB_NEVER_SUSPECTED, "never-suspected",
     "No answer and no action speaks for the cause, so it can only be ruled out. Say what would "
     "show it, or remove it."},
    {RB_NOT_SEPARATED, "not-separated",
     "Every answer moves these causes in the same way, so no question tells them apart. Ask one "
     "that does, or make them one cause."},
    {RB_NOTHING_LEFT, "nothing-left",
     "These answers can be given in one walk, and together they rule every cause out: the runbook "
     "ends with nothing to look for. Let an answer claim less or suspect what remains, or end with "
     "a step whose \"when\" is that all are ruled out."},
    {RB_CONTRADICTING, "contradicting",
     "One answer confirms a cause, and another one, which can be given later in the same walk, "
     "rules it out. Where the first is sure, the later question need not be asked: "
     "when: not confirmed(\"cause\")."},
    {RB_IDLE_QUESTION, "idle-question",
     "Whatever is answered, nothing follows: no cause moves, and nothing reads the answer."},
    {RB_SETTLED_BEFORE, "settled-before",
     "What the answer says of causes is settled already whenever its question is asked, so it "
     "changes nothing."},
    {RB_NEVER_HOLDS, "never-holds",
     "No answers, inputs and states of causes that are possible at that point make the condition "
     "true."},
    {RB_ALWAYS_HOLDS, "always-holds",
     "Whatever is answered, the condition is true. Leave it out, or say what it should depend on."},
    {RB_NO_ORDER, "no-order",
     "The runbook asks for the order best, but no two of its questions can change places: each "
     "waits for the one in front of it, or leads elsewhere. Untie what need not be tied - a "
     "\"next\", a name in a text - or leave \"order\" out."},
};

const struct code *codes_all(size_t *count)
{
    *count = sizeof CODES / sizeof *CODES;
    return CODES;
}

const struct code *codes_find(const char *code_or_name)
{
    for (size_t i = 0; i < sizeof CODES / sizeof *CODES; i++)
        if (strcmp(CODES[i].code, code_or_name) == 0 || strcmp(CODES[i].name, code_or_name) == 0)
            return &CODES[i];
    return NULL;
}
