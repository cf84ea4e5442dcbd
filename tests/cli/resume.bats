# Going on with an incident, and two walks of one.
load shop

@test "--resume goes on at the same question, with the same board" {
    run_walk shop -- "some customers" no now no :causes
    exits 5
    local board
    board=$(sed -n '/causes left$/,/^Requests/p' <<<"$err")
    holds "$board" "Nothing was deployed."
    run_walk --resume -- :causes 1
    exits 5
    holds "$err" "Going on with $incident: The shop is slow. 2 of 3 causes left."
    holds "$err" "Severity sev2"
    same "$(sed -n '/causes left$/,/^Requests/p' <<<"$err")" "$board"
    same "$(answers | tail -n 2)" "deployed: no
load: 1"
    same "$(of_record "SELECT count(*) FROM event WHERE kind = 'asked' AND step = 'load'")" 1
}

@test "--resume=ID: a number, a name, the beginning of one" {
    run_walk shop -- "some customers"
    RULEOUT_NOW=2026-09-15T10:20:00Z run_walk shop -- "nobody yet"
    run_walk --resume=1 -- yes
    run_walk --resume=20260915 -- no
    run_walk "--resume=$incident" -- -5m
    same "$(answers 1)" "severity.reach: some customers
severity.core: yes
started: 2026-09-14T10:15:00+00:00"
    same "$(answers 2)" "severity.reach: nobody yet
severity.core: no"
    run_walk --resume=2026 --
    exits 2
    holds "$err" "is the beginning of several incidents"
    run_walk --resume=9 --
    exits 2
    holds "$err" 'has no incident "9"'
}

@test "--resume without an ID takes the one opened last" {
    run_walk shop -- "some customers"
    run_walk shop -- "nobody yet"
    run_walk --resume -- yes
    same "$(answers 2)" "severity.reach: nobody yet
severity.core: yes"
}

@test "nothing to go on with: exit 2" {
    run_walk --resume --
    exits 2
    holds "$err" "has no incident yet"
    run_walk shop -- "${resolved[@]}"
    exits 0
    run_walk --resume --
    exits 2
    holds "$err" "$incident is resolved: there is nothing to go on with"
    run_walk --resume shop --
    exits 2
    holds "$err" "an incident is named with --resume=shop"
}

@test "an incident that was handed over goes on" {
    run_walk shop -- "${to_disk[@]}" no
    exits 4
    run_walk --resume -- ":change disk" yes yes
    exits 0
    same "$("$RULEOUT" incidents --json | jq -r '.[0].state')" resolved
}

@test "it goes on with the runbook as it was, whatever became of the file" {
    mkdir books
    cp "$fixtures"/*.yaml books
    RULEOUT_PATH=$work/books run_walk shop -- "some customers" no now
    echo "no runbook any more" >books/shop.yaml
    RULEOUT_PATH=$work/books run_walk --resume -- yes
    exits 5
    holds "$err" "recorded deployed: yes"
}

@test "a note from another process while a walk waits: told, and the answer is recorded" {
    held_walk shop
    held_line "some customers"
    held_wait "Is a core function unavailable?"
    ruleout note "the database team is on it"
    exits 0
    holds "$err" "Noted in $incident."
    held_line no
    held_wait "recorded severity.core: no"
    held_line :quit
    held_status
    exits 4
    holds "$err" "Meanwhile, recorded by somebody else:
  noted: the database team is on it"
    same "$(answers)" "severity.reach: some customers
severity.core: no"
}

@test "the same question answered by a second walk: one wins, the other is told and ends" {
    held_walk shop
    held_wait "Who is affected?"
    run_walk --resume -- "some customers"
    exits 5
    held_line "nobody yet"
    held_status
    exits 5
    holds "$err" "Meanwhile, recorded by somebody else:"
    holds "$err" "severity.reach: Who is affected?  some customers"
    holds "$err" "ruleout: severity.reach: Who is affected?"
    holds "$err" "Somebody else answered in between, so this input no longer fits."
    same "$(answers)" "severity.reach: some customers"
}

@test "can't tell and :back are not done on top of somebody else's answer" {
    local line
    for line in unknown :unknown ":skip no idea" :back; do
        held_walk shop
        held_line "some customers"
        held_wait "Is a core function unavailable?"
        run_walk --resume -- yes
        held_line "$line" now
        held_status
        exits 5
        same "$(answers)" "severity.reach: some customers
severity.core: yes"
    done
}

@test "resolved by a second walk: the first says so and ends with 0" {
    held_walk shop
    held_wait "Who is affected?"
    run_walk --resume -- ":resolve false alarm"
    exits 0
    held_line "nobody yet"
    held_status
    exits 0
    holds "$err" "closed as resolved: false alarm"
    same "$(answers)" ""
}
