# A step of type many: several answers at once, at the prompt, from a file, by a check, in a drill.
load shop

setup() {
    start_clean
    shop_clean
    cp -r "$checkout/tests/cli/login" "$work/login"
    export RULEOUT_PATH=$work/login
}

# Answers behind the triage; checks do not run.
login() {
    run_walk login --no-checks -- everybody "$@"
}

@test "numbers, texts with their commas, first letters: one answer of several, in written order" {
    login "token, refused, by the directory" no
    exits 5
    holds "$err" 'Say all that hold, with commas between: 1, 2. Only by itself: "none of these"'
    holds "$err" "recorded first_error: refused, by the directory, token is from the future"
    holds "$err" "Noted: Ask the directory team."
    holds "$err" "confirmed  The directory does not answer (ldap): The log names the directory."
    same "$(answers 1 | sed -n 2p)" 'first_error: ["refused, by the directory","token from the future"]'
    holds "$err" "ruleout: seen: What do the hosts say?"
}

@test "the action and the next step of the first that has one; every note" {
    login "3,2,1" no no
    holds "$err" "Set the clocks - do it now?"
    holds "$err" "Noted: Seen: refused, by the directory, token is from the future, no space left."
    holds "$err" "What do the hosts say?"
    lacks "$err" "Has anybody changed something?"
}

@test "what excludes the others goes with none: exit 5 and nothing recorded" {
    login "none, 1"
    exits 5
    holds "$err" '"none of these" excludes the others: say it by itself, or leave it out.'
    login "1, unknown"
    exits 5
    holds "$err" "\"I can't tell\" excludes the others"
    login "1, 9"
    exits 5
    holds "$err" '"9" is not one of the answers'
    same "$(answers)" "severity.reach: everybody"
}

@test "the log, the postmortem and the graph show labels" {
    login 1,2 no no :quit
    "$RULEOUT" log last >log
    grep -qF "first_error: What does the first error say?  refused, by the directory, token is from the future  (person" log
    ruleout postmortem last
    holds "$out" "refused, by the directory, token is from the future"
    lacks "$out" '\["refused'
    ruleout postmortem last --format json
    same "$(of_json '.answers[] | select(.step == "first_error").answer' <<<"$out")" \
        '["refused, by the directory","token from the future"]'
    ruleout graph login --incident last
    holds "$out" "= refused, by the directory, token is from the future"
}

@test "taken back and changed" {
    login 1,2 :back :log 4 ":change first_error" 3
    holds "$err" "Taken back: the answer to first_error."
    holds "$err" "took back the answer to first_error: refused, by the directory, token is from the future"
    holds "$err" "ruled out  The directory does not answer (ldap): The log does not name it."
    holds "$err" "open again"
    holds "$err" "recorded first_error: no space left"
}

@test "--answers takes a list, or what would be typed" {
    printf '%s\n' 'severity.reach: everybody' 'first_error: [token, 3]' 'sync: no' >given.yaml
    sed '/sync/d' given.yaml >fit.yaml
    run_walk login --no-checks --answers fit.yaml -- no
    holds "$err" "recorded first_error: token is from the future, no space left"
    sed 's/\[token, 3\]/token, 3/' fit.yaml >line.yaml
    run_walk login --no-checks --answers line.yaml -- no
    holds "$err" "recorded first_error: token is from the future, no space left"
    printf '%s\n' 'between: [yes]' 'severity.reach: [everybody]' 'first_error: []' >bad.yaml
    run_walk login --answers bad.yaml
    exits 2
    holds "$err" 'bad.yaml:3:14: error: an answer is an empty list'
    sed -i 3d bad.yaml
    run_walk login --answers bad.yaml
    exits 2
    holds "$err" "bad.yaml:1:10: error: between takes one answer, not a list"
    holds "$err" "bad.yaml:2:17: error: severity.reach takes one answer, not a list"
}

@test "Lua sees several answers as a list, and returns one" {
    run_walk login --trust -- everybody 1,2 no no
    holds "$err" "Checked: one and three of 2"
    holds "$err" "recorded seen: one, three"
    holds "$err" "After one, three: anything else?"
    run_walk login -- everybody 1,2,3 no no
    holds "$err" 'The check cannot tell: it says "["refused, by the directory","token from the
  future","no space left"]", which is none of the answers'
    run_walk login -- everybody unknown no
    holds "$err" "The check cannot tell: nobody read the log"
    run_walk login -- everybody none no
    holds "$err" "Checked: one and three of 1"
    ruleout check login --format json
    same "$(of_json '.[0].checks[0].error' <<<"$out")" "nobody read the log"
}

@test "a drill lists them, and coverage counts each" {
    ruleout drill --coverage "$work/login/drills/future.yaml"
    exits 0
    holds "$out" "1 drill: 1 passed, 0 failed"
    holds "$out" "answer first_error: no space left"
    lacks "$out" "answer first_error: token from the future"
    lacks "$out" "answer seen: one"
    sed 's/\[token, .*\], last: no/[token, none], last: no/' login/drills/future.yaml >login/drills/bad.yaml
    ruleout drill login/drills/bad.yaml
    exits 1
    holds "$out" 'first_error: "none of these" excludes the others'
}
