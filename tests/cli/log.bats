# What commands say of a recorded incident: log, incidents, postmortem, and notes to it.
load shop

@test "log: the timeline, with reasons" {
    run_walk shop -- "${resolved[@]}"
    ruleout log last
    exits 0
    same "$err" ""
    holds "$out" "Mon 14 Sep 2026"
    holds "$out" "deployed: Was there a deploy just before?  no  (person"
    holds "$out" "ruled out deploy: Nothing was deployed."
    holds "$out" 'passed over shared: its condition does not hold: shape == "follows traffic"'
    holds "$out" "closed as resolved"
}

@test "log --json: one event a line, numbered from 1 without a gap, with its keys" {
    run_walk shop -- "${resolved[@]}"
    ruleout log last --json
    exits 0
    has_keys . seq at recorded_at actor kind step value evidence source took_ms
    same "$(jq -c .seq <<<"$out" | paste -sd,)" "$(seq "$(wc -l <<<"$out")" | paste -sd,)"
    same "$(jq -r '.at, .recorded_at' <<<"$out" | sort -u)" 2026-09-14T10:20:00.000Z
    same "$(head -n 1 <<<"$out" | jq -r '.kind, .value, .step')" "opened
shop
null"
    same "$(jq -c 'select(.step == "load" and .kind == "answered") | .value, .source, .took_ms' \
        <<<"$out")" '"1"
"person"
0'
    same "$(jq -r 'select(.kind != "answered" and .took_ms != null) | .kind' <<<"$out")" ""
}

@test "log: an incident that is not there: exit 2, with the latest" {
    ruleout log last
    exits 2
    holds "$err" "has no incident yet"
    run_walk shop -- :quit
    ruleout log 7
    exits 2
    holds "$err" "the latest are $incident"
    ruleout log 2026
    exits 0
    ruleout log "$incident"
    exits 0
    ruleout log 1
    exits 0
}

@test "incidents: the newest first, with state, severity and what was confirmed" {
    run_walk shop -- "${resolved[@]}"
    RULEOUT_NOW=2026-09-15T10:20:00Z run_walk shop -- "${to_disk[@]}" no
    RULEOUT_NOW=2026-09-16T10:20:00Z run_walk shop -- :quit
    ruleout incidents
    exits 0
    same "$out" "   3  open         -         Wed 16 Sep 2026 10:20 UTC  20260916-1020-shop
   2  handed over  sev2      Tue 15 Sep 2026 10:20 UTC  20260915-1020-shop
   1  resolved     sev2      Mon 14 Sep 2026 10:20 UTC  20260914-1020-shop  confirmed: disk"
    ruleout incidents --json
    has_keys '.[]' id name runbook title state severity opened closed confirmed events
    same "$(jq -c '.[] | [.id, .state, .severity, .closed]' <<<"$out")" '[3,"open",null,null]
[2,"handed_over","sev2",null]
[1,"resolved","sev2","2026-09-14T10:20:00.000Z"]'
}

@test "incidents: --open, --cause, --since" {
    run_walk shop -- "${resolved[@]}"
    RULEOUT_NOW=2026-09-15T10:20:00Z run_walk shop -- "some customers" no now yes
    ruleout incidents --open --json
    same "$(jq -c 'map(.id)' <<<"$out")" "[2]"
    ruleout incidents --cause disk --json
    same "$(jq -c 'map(.id)' <<<"$out")" "[1]"
    ruleout incidents --cause=deploy --json
    same "$(jq -c 'map(.id)' <<<"$out")" "[2]"
    export RULEOUT_NOW=2026-09-15T12:00:00Z
    ruleout incidents --since 1d --json
    same "$(jq -c 'map(.id)' <<<"$out")" "[2]"
    ruleout incidents --since "2026-09-14 00:00" --json
    same "$(jq -c 'map(.id)' <<<"$out")" "[2,1]"
    ruleout incidents --since lunch
    exits 2
    holds "$err" '"lunch" is not a time'
}

@test "incidents: none is no error" {
    ruleout incidents
    exits 0
    same "$out" ""
    holds "$err" "No incident"
    ruleout incidents --json
    exits 0
    same "$(jq -c . <<<"$out")" "[]"
    [ ! -e "$record" ]
}

@test "note: to the last incident or a named one, back-dated, as a todo" {
    run_walk shop -- :quit
    RULEOUT_NOW=2026-09-15T10:20:00Z run_walk shop -- :quit
    ruleout note "to the last"
    exits 0
    holds "$err" "Noted in 20260915-1020-shop."
    ruleout note 1 --at 10:05 "to the first"
    exits 0
    ruleout note "--todo" 1 "mend it"
    ruleout note 1 -- "-5 pods since then"
    exits 0
    same "$(of_record "SELECT incident, kind, value FROM event WHERE kind IN ('noted', 'todo')
        ORDER BY incident, seq")" "1|noted|to the first
1|todo|mend it
1|noted|-5 pods since then
2|noted|to the last"
    same "$("$RULEOUT" log 1 --json | jq -r 'select(.value == "to the first").at')" \
        2026-09-14T10:05:00.000Z
    holds "$("$RULEOUT" log 1)" "to the first  [back-dated, recorded 10:20:00]"
}

@test "note: what cannot be noted: exit 2" {
    ruleout note "too early"
    exits 2
    holds "$err" "has no incident yet"
    [ ! -e "$record" ] || same "$(of_record 'SELECT count(*) FROM incident')" 0
    run_walk shop -- :quit
    ruleout note ""
    exits 2
    holds "$err" "the note is empty"
    ruleout note --at lunch "we ate"
    exits 2
    holds "$err" '"lunch" is not a time'
    ruleout note restarted web-2 again
    exits 2
    holds "$err" 'put the text in quotes: ruleout note "restarted web-2"'
    ruleout note restarted web-2
    exits 2
    holds "$err" 'has no incident "restarted"'
    ruleout note "-5 pods"
    exits 2
    holds "$err" "text that begins with - goes behind --"
    same "$(of_record "SELECT count(*) FROM event WHERE kind = 'noted'")" 0
}

@test "postmortem: Markdown, with its causes and what nobody could tell" {
    run_walk shop -- "some customers" no now no unknown "one peak" yes ":todo alert sooner" yes
    exits 0
    ruleout postmortem last
    exits 0
    same "$err" ""
    holds "$out" "# Postmortem: The shop is slow ($incident)"
    holds "$out" "There is no room left."
    holds "$out" "Nothing was deployed."
    holds "$out" "alert sooner"
    ruleout postmortem last --format md
    holds "$out" "# Postmortem"
}

@test "postmortem --format json: all keys of its shape" {
    run_walk shop -- "some customers" no 10:02 no 1 "one peak" yes ":todo alert sooner" \
        ":mitigated made room" yes
    ruleout postmortem last --format json
    exits 0
    local key
    for key in incident times timeline causes actions answers open_changes messages action_items; do
        same "$key $(jq "has(\"$key\")" <<<"$out")" "$key true"
    done
    has_keys .incident id name runbook title severity opened closed state
    has_keys .times started detected mitigated resolved time_to_detect_s \
        time_to_mitigate_s time_to_resolve_s
    has_keys '.timeline[]' at seq kind actor text source
    has_keys '.causes[]' id title category state disputed reason by
    has_keys '.answers[]' step kind question answer source evidence took_s
    same "$(jq -c '[.causes[] | .id, .state]' <<<"$out")" \
        '["deploy","ruled_out","load","ruled_out","disk","confirmed"]'
    same "$(jq -c '.causes[] | select(.id == "disk") | .reason, (.by | length)' <<<"$out")" \
        '"There is no room left."
1'
    same "$(jq -c '[.times.started, .times.time_to_detect_s]' <<<"$out")" \
        '["2026-09-14T10:02:00.000Z",1080]'
    same "$(jq -c '.incident | [.id, .name, .state, .severity]' <<<"$out")" \
        "[1,\"$incident\",\"resolved\",\"sev2\"]"
    same "$(jq -c '.action_items | length' <<<"$out")" 1
}

@test "postmortem --output: a new file, never one that is there" {
    run_walk shop -- "${resolved[@]}"
    ruleout postmortem last --output report.md
    exits 0
    same "$out" ""
    holds "$(cat report.md)" "# Postmortem"
    echo mine >report.md
    ruleout postmortem last --output=report.md
    exits 3
    holds "$err" "report.md is there already"
    same "$(cat report.md)" mine
    ruleout postmortem last --output nowhere/report.md
    exits 3
    holds "$err" "nowhere/report.md cannot be written: No such file or directory"
}
