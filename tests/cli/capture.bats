# What a step captures: a file or a paste, kept as evidence; and :evidence.
load shop

setup() {
    start_clean
    shop_clean
    cp -r "$checkout/tests/cli/login" "$work/login"
    export RULEOUT_PATH=$work/login
    printf 'bind: refused\n\033[31mred\n' >"$work/app.log"
}

kept() { # LINE... behind the triage
    run_walk kept -- everybody "$@"
}

# What the record holds of what was captured: "step value source evidence", as JSON.
captured() {
    "$RULEOUT" log last --json | jq -c 'select(.kind == "captured") | [.step, .value, .source, .evidence]'
}

@test "a file's name on a line: its text is evidence of the step, and conditions know of it" {
    kept "$work/app.log" refused no
    exits 4
    holds "$err" "Keep log_sample: paste it, or name its file. Enter leaves it out."
    holds "$err" "Kept as log_sample of seen: 2 lines, 23 bytes."
    same "$(captured)" "[\"seen\",\"log_sample\",\"$work/app.log\",\"bind: refused\\n\\u001b[31mred\\n\"]"
    same "$(answers)" "severity.reach: everybody
seen: refused
again: no
end: hand over"
}

@test "an empty line or skip leaves it out; lines never shift" {
    kept "" refused
    exits 4
    lacks "$(answers)" "again"
    kept skip nothing "" "as it is"
    exits 4
    holds "$(answers)" "words: as it is"
    same "$(captured)" ""
    kept refused
    exits 5
    holds "$err" "ruleout: seen: What does the log say?"
    holds "$err" "refused cannot be read: No such file or directory."
    kept "$work" refused
    exits 5
    holds "$err" "is no regular file"
    kept
    exits 5
    holds "$err" "An answer is needed, and the input has ended."
}

@test "commands work where something is to be captured" {
    kept ":note looking" "?" "$work/app.log" refused no
    exits 4
    holds "$err" "Noted."
    holds "$err" "What each answer does"
    same "$(captured | wc -l)" 1
}

@test "it is asked for on every visit, and not again when the walk goes on" {
    kept "$work/app.log" :quit
    exits 4
    ruleout walk --resume <<<refused
    lacks "$err" "Keep log_sample"
    exits 5
    ruleout walk --resume < <(printf '%s\n' yes "$work/app.log" nothing)
    holds "$err" "Kept as log_sample of seen#2: 2 lines, 23 bytes."
}

@test "the log and the postmortem show how it begins, and no escape" {
    kept "$work/app.log" refused no
    ruleout log last
    holds "$out" "kept log_sample of seen: 2 lines, 23 bytes, from $work/app.log"
    holds "$out" "evidence: bind: refused / ^[[31mred"
    ruleout postmortem last
    holds "$out" "kept log_sample of seen: 2 lines, 23 bytes"
    lacks "$out" $'\033'
}

@test "a large file is cut, and says so; the record holds" {
    yes 0123456789abcde | head -c 3000000 >big.log
    kept "$work/big.log" refused no
    exits 4
    holds "$(captured)" "[cut: the first 262144 of 3000000 bytes are kept]"
    ruleout postmortem last
    [ "${#out}" -lt 20000 ]
    same "$(of_record "PRAGMA integrity_check")" ok
}

@test "bytes that are no text are kept as they are, but for NUL" {
    printf 'a\0b\377\n' >odd.log
    kept "$work/odd.log" refused no
    exits 4
    same "$(of_record "SELECT hex(v.bytes) FROM event e JOIN evidence v ON v.digest = e.evidence
        WHERE e.kind = 'captured'")" 615E4062FF0A
    ruleout log last
    holds "$out" "evidence: a^@b<FF>"
}

@test ":evidence keeps a file at any question" {
    run_walk kept -- ":evidence $work/app.log" everybody :evidence
    exits 5
    holds "$err" "Kept as evidence of severity.reach: 2 lines, 23 bytes."
    holds "$err" "Which file? :evidence FILE"
    same "$(captured)" "[\"severity.reach\",null,\"$work/app.log\",\"bind: refused\\n\\u001b[31mred\\n\"]"
    ruleout log last
    holds "$out" "kept evidence of severity.reach: 2 lines, 23 bytes, from $work/app.log"
}

@test "--answers names the file, or leaves it out together with its step" {
    printf '%s\n' 'severity.reach: everybody' 'seen: refused' 'again: no' "log_sample: $work/app.log" >all.yaml
    run_walk kept --answers all.yaml
    exits 4
    same "$(captured | wc -l)" 1
    sed -i '/log_sample/d; /again/d' all.yaml
    run_walk kept --answers all.yaml
    exits 4
    lacks "$err" "Keep log_sample"
    echo 'log_sample: /none' >>all.yaml
    run_walk kept --answers all.yaml
    exits 5
    holds "$err" "/none cannot be read"
}

@test "drills paste files, and fail where nobody asks for them" {
    ruleout drill login/drills/kept.yaml
    exits 0
    sed -i 's/again: no/words: x/; /^capture/d; s/, not_asked.*/}/; s/refused,/nothing,/; s/suspected: \[ldap\]/open: [ldap]/' login/drills/kept.yaml
    ruleout drill login/drills/kept.yaml
    exits 0
    sed -i 's/seen: nothing, words: x/seen: refused/' login/drills/kept.yaml
    echo 'capture: {own_words: fixtures/refused.log}' >>login/drills/kept.yaml
    ruleout drill login/drills/kept.yaml
    exits 1
    holds "$out" "nobody asked for own_words"
}

@test "a moment that was given with -i is told with its date" {
    run_walk kept -i since=-20m -- everybody
    holds "$err" "since: 2026-09-14T10:00:00+00:00"
    run_walk kept -i since=9:30 -- everybody
    holds "$err" "since: 2026-09-14T09:30:00+00:00"
    RULEOUT_NOW=2026-10-25T05:00:00Z TZ=Europe/Berlin run_walk kept -i since=02:30 -- everybody
    exits 2
    holds "$err" "twice that day. Say which: 2026-10-25T02:30:00+02:00 or 2026-10-25T02:30:00+01:00."
    RULEOUT_NOW=2026-10-25T05:00:00Z TZ=Europe/Berlin run_walk kept -i since=2026-10-25T02:30:00+01:00 -- everybody
    holds "$err" "since: 2026-10-25T02:30:00+01:00"
    ruleout note --at -5m "a look at the graphs"
    holds "$err" ", for 2026-09-14T10:15:00+00:00."
}

@test "show names it" {
    ruleout show kept
    holds "$out" "Keeps what is pasted as log_sample"
}

@test "in a called runbook it bears that runbook's name" {
    printf '%s\n' 'ruleout: 1' 'title: Calls' 'steps:' '- {id: there, call: {runbook: kept}}' \
        '- {id: back, clue: Back?, answers: {yes: {}, no: {}}}' >login/calls.yaml
    run_walk calls -- everybody "$work/app.log" refused no no
    exits 4
    holds "$err" "Kept as kept/log_sample of kept/seen: 2 lines, 23 bytes."
    holds "$(answers)" "kept/again: no
back: no"
    printf '%s\n' 'drill: 1' 'title: T' 'runbook: ../calls.yaml' \
        'answers: {kept/seen: refused, kept/again: no, back: yes}' \
        'capture: {kept/log_sample: fixtures/refused.log}' >login/drills/calls.yaml
    ruleout drill login/drills/calls.yaml
    exits 0
}
