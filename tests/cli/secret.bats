# Inputs that are secrets: actions get them, and nothing else does, in no form and on no way.
load helper

token='pa ss/"w+rd%\9'

setup() {
    start_clean
    cp -r "$checkout/tests/cli/secrets" "$work/lib"
    export RULEOUT_PATH=$work/lib RULEOUT_HOME=$work/nothing
    cd lib || return
    printf '%s' "$token" >app.log
}

nowhere() { # TEXT
    same "$(python3 "$work/lib/find.py" "$token" <<<"$1")" ""
}

# Neither on the screen, nor in anything that is made from the record, nor in the record's files.
hidden() {
    nowhere "$out"
    nowhere "$err"
    local made
    for made in "log last" "log last --json" "postmortem last" "postmortem last --format json" incidents; do
        # shellcheck disable=SC2086
        nowhere "$("$RULEOUT" $made)"
    done
    nowhere "$(cat "$record"* | tr -d '\0')"
    nowhere "$(of_record 'SELECT quote(bytes) FROM book')"
}

@test "the test's own search finds each form" {
    status=0
    got=$(API_TOKEN=$token ./tell 2>/dev/null <<<x) || status=$?
    same "$status" 3
    [ "$(python3 find.py "$token" <<<"$got" | wc -l)" -ge 8 ]
    same "$(python3 find.py "$token" <<<"[secret token]")" ""
}

@test "a secret is given to actions, and hidden in all that comes back" {
    run_walk deploy --trust -i "log=$work/lib/app.log" -- "$token" yes yes ":note the token is $token" \
        ":todo change ${token}x" no
    exits 5
    holds "$err" "recorded input.token: [secret token]"
    holds "$err" "This runs: ./tell (with API_TOKEN, PLACE set)"
    holds "$err" "Tell its forms: failed"
    out=$(of_record "SELECT group_concat(kind || ' ' || coalesce(value, '-'), char(10)) FROM event WHERE kind <> 'asked'")
    holds "$out" "answered [secret token]"
    holds "$out" "noted the token is [secret token]"
    holds "$out" "todo change [secret token]x"
    hidden
    evidence=$("$RULEOUT" log last --json | jq -r 'select(.kind == "action_ended") | .evidence')
    holds "$evidence" "14 at $work/lib/app.log"
    holds "$evidence" "False True"
    holds "$evidence" '{"token": "[secret token]"}'
    holds "$evidence" "(exit status 3)"
    same "$(grep -v 'secret token' <<<"$evidence")" "False True"
}

@test "what checks find is hidden, and they do not get it" {
    run_walk deploy --trust -i "log=$work/lib/app.log" -- "$token" no "it is $token" :quit
    exits 4
    holds "$err" "Checked: it says [secret token]"
    same "$("$RULEOUT" log last --json | jq -r 'select(.step == "seen" and .kind == "answered") | .value, .evidence')" \
        "[secret token]
it says [secret token]"
    same "$("$RULEOUT" log last --json | jq -r 'select(.kind == "found") | .evidence')" '{"said":"[secret token]"}'
    same "$("$RULEOUT" log last --json | jq -r 'select(.step == "again" and .kind == "answered") | .value')" \
        "it is [secret token]"
    hidden
}

@test "evidence that is kept, of a file or of words, is hidden too" {
    run_walk deploy --no-checks -- "$token" no ":evidence app.log" "say $token aloud" :quit
    exits 4
    same "$("$RULEOUT" log last --json | jq -r 'select(.kind == "captured") | .evidence')" "[secret token]"
    hidden
}

@test "what would be saved is not, where it holds a secret, and so nothing is done" {
    run_walk deploy --trust -i "log=$work/lib/app.log" -- "$token" yes yes yes :quit
    holds "$err" "It cannot be done: what is there now could not be saved (it holds a secret"
    same "$("$RULEOUT" log last --json | jq -r 'select(.kind == "saved")')" ""
    hidden
}

@test "a walk that is resumed asks anew" {
    run_walk deploy --trust -i "log=$work/lib/app.log" -- "$token" yes no
    run_walk --resume -- "$token" ":do tell" :quit
    holds "$err" "What is the token?"
    holds "$err" "Tell its forms: failed"
    same "$(of_record "SELECT value FROM event WHERE kind = 'answered' AND step = 'input.token'")" "[secret token]
[secret token]"
    hidden
}

@test "without it an action is refused; it is no argument, and no short word" {
    run_walk deploy --trust -i "log=$work/lib/app.log" -- unknown yes yes :quit
    holds "$err" 'It cannot be done: a value is not known yet: in=${token}.'
    run_walk --resume -- :quit
    lacks "$err" "What is the token?"
    run_walk deploy -i "token=$token" --
    exits 2
    holds "$err" 'the input "token" is a secret'
    nowhere "$err"
    run_walk deploy -- short
    exits 5
    holds "$err" "That is too short"
    lacks "$err" '"short"'
    run_walk deploy -- "caf$(printf '\303\251')-token"
    exits 5
    holds "$err" "That does not fit: all of it has to match [ -~]+"
    lacks "$err" "caf"
}

@test "drills give secrets, and keep them as walks do" {
    mkdir drills
    cat >drills/told.yaml <<'END'
drill: 1
title: Told
runbook: ../deploy.yaml
inputs: {token: a-long-token}
answers: {recent: yes}
actions: {tell: {}}
world:
  run:
  - {match: ./tell, out: "it is a-long-token"}
expect: {actions: {tell: done}, ends: resolved}
END
    ruleout drill drills
    exits 0
    sed -i '/^inputs/d' drills/told.yaml
    ruleout drill drills
    exits 1
    holds "$out" "asked input.token (What is the token?), to which the drill has no answer"
}
