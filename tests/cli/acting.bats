# Checks that answer by themselves, trust, and actions: what runs, what does not, and what is kept of it.
load helper

setup() {
    start_clean
    # A copy, because what runs must lie in a folder of one's own.
    cp -r "$checkout/tests/cli/acting" "$work/acting"
    export RULEOUT_PATH=$work/acting
    mkdir "$work/box"
}

act() { # ANSWER... after the checks, with trust
    run_walk release --trust -i word=abc -i "folder=$work/box" -- everybody no no no "$@"
}

# Processes called NAME that have this test's HOME; others may run beside.
of_this_test() { # NAME
    local p
    for p in /proc/[0-9]*; do
        if [ "$(cat "$p/comm" 2>/dev/null)" = "$1" ] && grep -qzxF "HOME=$work" "$p/environ"; then
            echo "${p#/proc/}"
        fi
    done 2>/dev/null
}

kinds() {
    "$RULEOUT" log last --json | jq -r 'select(.kind != "asked") | "\(.kind) \(.step // "-") \(.value // "-")"'
}

@test "checks answer, say what they saw, and leave to people what they cannot tell" {
    run_walk release --trust -i word=abc -- everybody
    exits 5
    holds "$err" "Checked: uname says Linux"
    holds "$err" "ruled out  Another kernel (kernel): uname says Linux"
    holds "$err" "The check cannot tell: "
    holds "$err" "ruleout: secret: May the check read the shadow file?"
    same "$("$RULEOUT" log last --json | jq -r 'select(.step == "system" and .kind == "answered") | .source')" check
    [ "$("$RULEOUT" log last --json | jq -r 'select(.step == "secret" and .kind == "checked") | .evidence')" != null ]
}

@test "a check that never ends, and one whose answer fits nothing, are asked of people" {
    run_walk release --trust -i word=abc -- everybody no no
    exits 5
    same "$("$RULEOUT" log last --json | jq -r 'select(.kind == "checked") | .step' | tr '\n' ' ')" "secret loops odd "
    holds "$err" 'perhaps'
    [ -z "$(of_this_test ruleout)" ]
}

@test "without trust nothing runs, and --trust is remembered for this very content" {
    run_walk release -i word=abc -- everybody linux
    exits 5
    holds "$err" "it was not trusted"
    lacks "$err" "Checked:"
    run_walk release --trust -i word=abc -- everybody
    run_walk release -i word=abc -- everybody
    holds "$err" "Checked: uname says Linux"
    mkdir lib && cp "$RULEOUT_PATH"/*.yaml lib && echo "# changed" >>lib/release.yaml
    RULEOUT_PATH=$work/lib run_walk release -i word=abc -- everybody linux
    lacks "$err" "Checked:"
}

@test "--no-checks asks every question of people" {
    run_walk release --no-checks -i word=abc -- everybody linux
    exits 5
    lacks "$err" "Checked:"
    holds "$err" "recorded system: linux"
}

@test "an action: guard, save, confirmation, run, verify, what it says of causes, resolved" {
    act yes yes yes abc yes
    exits 0
    [ -f "$work/box/abc" ]
    holds "$err" "This runs: cp /etc/hostname $work/box/abc"
    holds "$err" "Still in place, for the time being: Roll back"
    holds "$out" "Without it the errors were gone."
    same "$(kinds | sed -n '/answered back yes/,$p')" "answered back yes
answered back.guard.1 yes
saved back before
action_started back cp /etc/hostname $work/box/abc
action_ended back done
verified back yes
answered resolve yes
closed - resolved"
}

@test "a guard that is not passed, or another word, leaves everything as it was" {
    act yes yes no "hand over"
    exits 4
    [ ! -e "$work/box/abc" ]
    same "$(kinds | grep -c action_started)" 0
    act yes yes yes abcd "hand over"
    exits 4
    [ ! -e "$work/box/abc" ]
}

@test ":undo takes a temporary change back" {
    act yes yes yes abc no ":undo back" "hand over"
    exits 4
    [ ! -e "$work/box/abc" ]
    same "$(kinds | grep reverted)" "reverted back rm $work/box/abc"
}

@test "--dry-run shows what would run, and records unknown, never done" {
    run_walk release --dry-run --trust -i word=abc -i "folder=$work/box" -- everybody no no no yes yes yes abc
    [ ! -e "$work/box/abc" ]
    holds "$err" "Dry run, so this is not done: cp /etc/hostname $work/box/abc"
    same "$(kinds | grep action_ended)" "action_ended back unknown"
}

@test "an action that fails offers what its on_fail names" {
    run_walk release --trust -i word=abc -i folder=/nowhere -- everybody no no no yes yes yes abc yes "done" "hand over"
    same "$(kinds | grep action_ended)" "action_ended back failed
action_ended by_hand done"
}

@test "a walk killed in the middle of an action goes on with its outcome unknown, and runs nothing twice" {
    [ "$RULEOUT_VARIANT" = rel ] || skip "its moments are those of the program as it ships"
    mkdir lib && cp "$RULEOUT_PATH"/severity.yaml lib
    sed -e 's|run: cp .*|run: sh -c "echo ran >>'"$work"'/ran; sleep 30"|' -e 's/timeout: 10s/timeout: 60s/' \
        "$RULEOUT_PATH/release.yaml" >lib/release.yaml
    export RULEOUT_PATH=$work/lib
    mkfifo keys
    "$RULEOUT" walk release --trust -i word=abc -i "folder=$work/box" <keys >/dev/null 2>walk.err &
    local pid=$!
    exec 7>keys
    printf '%s\n' everybody no no no yes yes yes abc >&7
    for _ in $(seq 100); do
        [ ! -e ran ] || break
        sleep 0.1
    done
    [ -n "$(of_this_test sleep)" ]
    kill -9 "$pid"
    exec 7>&-
    wait "$pid" 2>/dev/null || true
    ruleout walk --resume --trust </dev/null
    same "$(cat ran)" ran
    same "$(kinds | grep -c action_started)" 1
    same "$(kinds | grep -c action_ended)" 0
    sleep 0.5
    [ -z "$(of_this_test sleep)" ]
}

@test "check runs what can be run, prints a verdict a cause, and says what it could not" {
    ruleout check release --trust -i word=abc
    exits 0
    holds "$out" "ruled out    kernel: uname says Linux"
    holds "$out" "cannot tell  loops:"
    ruleout check release --trust -i word=abc --format json
    has_keys ".[0]" runbook ended causes checks
    has_keys ".[0].causes[]" id state reason
    has_keys ".[0].checks[]" step answer evidence took_ms error
    ruleout check release
    exits 0
    sed -i 's/rules_out: \[kernel\]/suspects: [kernel]/' "$(mkdir lib && cp "$RULEOUT_PATH"/*.yaml lib && echo lib/release.yaml)"
    RULEOUT_PATH=$work/lib ruleout check release --trust
    exits 1
    RULEOUT_PATH=$work/lib ruleout check release --fail-on confirmed
    exits 0
}

@test "a folder of somebody else's, or one where everybody may write, is refused" {
    chmod o+w "$RULEOUT_PATH"
    ruleout walk release --trust -i word=abc </dev/null
    exits 2
    holds "$err" "$RULEOUT_PATH belongs to somebody else or everybody may write there"
}

@test "an input that does not exist, or does not fit, is refused by name" {
    ruleout walk release --trust -i nothing=1 </dev/null
    exits 2
    holds "$err" 'takes no input "nothing"'
    ruleout walk release -i word </dev/null
    exits 2
}
