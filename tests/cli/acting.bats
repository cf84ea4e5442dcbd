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

@test "an incident goes on with the Lua that it began with" {
    mkdir -p lib/checks
    cp "$RULEOUT_PATH/severity.yaml" lib
    printf '%s\n' 'ruleout: 1' 'title: T' 'steps:' \
        '- {id: first, clue: One?, answers: {yes: {}}}' \
        '- {id: second, clue: Two?, check: told, answers: {old: {}, new: {}}}' \
        '- {id: third, clue: Three?, answers: {yes: {}}}' >lib/pinned.yaml
    echo 'return {about = "x", run = function() return "old", "as it was" end}' >lib/checks/told.lua
    RULEOUT_PATH=$work/lib run_walk pinned --trust -- everybody no no no
    exits 5
    echo 'return {about = "x", run = function() return "new", "as it is" end}' >lib/checks/told.lua
    RULEOUT_PATH=$work/lib run_walk --resume -- yes
    exits 5
    holds "$err" "Checked: as it was"
    same "$(sqlite3 -readonly "$record" "SELECT path FROM pinned WHERE role = 'check'")" told
}

@test "what a check found is known by its parts, until somebody changes its answer" {
    mkdir lib
    cp "$RULEOUT_PATH/severity.yaml" lib
    cat >lib/parts.yaml <<'EOT'
ruleout: 1
title: T
causes: {full: {title: A full disk}}
steps:
- id: disk
  clue: Is a disk full?
  lua: 'return "yes", "91%", {mount = "/var", slots = {{name = "a"}, {name = "b"}}}'
  answers:
    yes: {suspects: {full: "${disk.mount} is full, by ${disk.slots.2.name}."}}
    no: {}
- id: next_one
  clue: Which of ${disk.mount} and ${disk.nothing}?
  answers: {yes: {}}
EOT
    RULEOUT_PATH=$work/lib run_walk parts --trust -- everybody ":change disk" no
    exits 5
    holds "$err" "suspected  A full disk (full): /var is full, by b."
    holds "$err" "Which of /var and [disk.nothing?]?"
    holds "$err" "Which of [disk.mount?] and [disk.nothing?]?"
    same "$("$RULEOUT" log last --json | jq -r 'select(.kind == "found") | .evidence')" \
        '{"mount":"/var","slots":[{"name":"a"},{"name":"b"}]}'
    lacks "$("$RULEOUT" log last)" slots
}

@test "what must never run does not run in a check either" {
    mkdir lib
    cat >lib/look.yaml <<'END'
ruleout: 1
title: Look
allow: {run: [uname]}
never:
- {match: "uname *r*", text: The release is nobody's business.}
steps:
- id: system
  clue: Which system?
  type: text
  lua: |
    local r, why = run("uname", input.option)
    if not r then return nil, why end
    return (r.out:gsub("%s", ""))
inputs: {option: {}}
END
    RULEOUT_PATH=$work/lib RULEOUT_HOME=$work/nothing run_walk look --trust -i option=-s --
    same "$("$RULEOUT" log last --json | jq -r 'select(.step == "system" and .kind == "answered") | .value')" "$(uname -s)"
    RULEOUT_PATH=$work/lib RULEOUT_HOME=$work/nothing run_walk look --trust -i option=-sr --
    same "$("$RULEOUT" log last --json | jq -r 'select(.kind == "checked") | .evidence')" \
        "the runbook says never to run \"uname *r*\": The release is nobody's business."
}

@test "what must never run is said at the start and beside actions, and is not run, whatever the values" {
    mkdir lib
    cp "$RULEOUT_PATH/severity.yaml" lib
    cat >lib/careful.yaml <<'EOT'
ruleout: 1
title: T
inputs: {where: {default: /tmp}}
never:
- {match: touch */precious/*, text: What lies there is the only copy.}
causes: {a: {title: A}}
steps:
- {id: one, clue: One?, answers: {yes: {suspects: {a: It is so.}, do: write}, no: {}}}
actions:
  write: {title: Write, for: [a], run: "touch ${where}/x", how: It makes a file.}
EOT
    mkdir -p precious/a fine
    RULEOUT_PATH=$work/lib run_walk careful --trust -i "where=$work/precious/a" -- everybody yes yes
    holds "$err" "Never run touch */precious/*: What lies there is the only copy.
Help:"
    holds "$err" "It cannot be done: the runbook says never to run \"touch */precious/*\": What lies there is the only copy."
    [ ! -e precious/a/x ]
    RULEOUT_PATH=$work/lib run_walk careful --trust -i "where=$work/fine" -- everybody yes yes
    holds "$err" "  How: This runs: touch $work/fine/x
       It makes a file."
    [ -e fine/x ]
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
    holds "$err" "  How: This runs: cp /etc/hostname $work/box/abc
       The name of the machine stands for the release."
    holds "$err" 'Before that, this is kept as "before": uname -s
Linux
'"This runs: cp /etc/hostname $work/box/abc"
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
    holds "$err" "Roll back: taken back"
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

@test "nothing runs of a folder of somebody else's, or one where everybody may write: the walk goes on" {
    chmod o+w "$RULEOUT_PATH"
    run_walk release --trust -i word=abc -- everybody linux
    exits 5
    holds "$err" "Nothing of this runbook runs by itself: its folder belongs to somebody else"
    lacks "$err" "Checked:"
    holds "$err" "recorded system: linux"
    ruleout check release --trust -i word=abc
    exits 2
    holds "$err" "release may not run its checks"
}

@test "an input that does not exist, or does not fit, is refused by name" {
    ruleout walk release --trust -i nothing=1 </dev/null
    exits 2
    holds "$err" 'takes no input "nothing"'
    ruleout walk release -i word </dev/null
    exits 2
}

@test "what an input names may be read, and nothing beside it; show has the input's name" {
    mkdir -p site/logs && printf from-a >a && printf from-b >site/logs/b && printf no >site/secret
    ruleout check reads --trust --format json -i "log=$work/a" -i "app=$work/site/"
    same "$(jq -r '.[0].checks[] | .answer // "-"' <<<"$out" | tr '\n' ' ')" "from-a from-b - allowed "
    holds "$out" "not allowed to read"
    ruleout check reads --trust --format json -i "log=$work/../a" -i "app=$work/site/../site"
    same "$(jq -r '.[0].checks[] | .answer // "-"' <<<"$out" | tr '\n' ' ')" "- - - allowed "
    ruleout show reads
    # shellcheck disable=SC2016
    holds "$out" 'read ${log}, ${app}/logs'
    # shellcheck disable=SC2016
    holds "$out" 'ask ${url}'
}
