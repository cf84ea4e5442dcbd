# `walk --alert`: which runbook an alert starts, what is taken from it, and what is not.
load helper

setup() {
    start_clean
    cp -r "$checkout/tests/cli/alerting" "$work/lib"
    # Without the installed library, which has runbooks of its own.
    export RULEOUT_PATH=$work/lib RULEOUT_NOW=2026-09-14T10:20:00Z
    body=$work/lib/alertmanager.json
    export RULEOUT_HOME=$work/nothing
    children=()
}

teardown() {
    local child
    for child in "${children[@]}"; do
        kill "$child" 2>/dev/null && wait "$child" 2>/dev/null
    done
    remove_work
}

alerted() { # JQ [RUNBOOK]: walks with the fixture, changed so
    jq -c "$1" "$body" >changed.json
    ruleout walk ${2+"$2"} --alert changed.json </dev/null
}

runbook_of() { # of the latest incident
    of_record 'SELECT runbook FROM incident ORDER BY id DESC LIMIT 1'
}

events() { # FILTER
    "$RULEOUT" log last --json | jq -rc "select($1)"
}

@test "an alert starts the runbook that names its labels, and gives its inputs" {
    ruleout walk --alert "$body" --no-checks </dev/null
    exits 5
    same "$(runbook_of)" checkout
    holds "$err" "The alert: CheckoutHigh5xx {env=prod, severity=page}"
    holds "$err" "From the alert, input.env: prod"
    same "$(events '.source == "alert" and .kind == "answered"' | jq -r '"\(.step) \(.value)"')" \
        "input.env prod
input.log /var/log/nginx/access.log
input.graph http://prometheus.example/graph?g0.expr=rate
input.started 2026-09-14T10:02:00+00:00"
    same "$(events '.kind == "alerted"' | jq -r '.at, .evidence')" \
        "2026-09-14T10:02:00.000Z
$(<"$body")"
    ruleout postmortem last --format json
    same "$(jq -c '.times | [.started, .detected, .time_to_detect_s]' <<<"$out")" \
        '["2026-09-14T10:02:00.000Z","2026-09-14T10:02:00.000Z",0]'
    ruleout postmortem last
    holds "$out" "opened by an alert: CheckoutHigh5xx"
    ruleout log last
    holds "$out" 'input.env: What is "env"?  prod  (alert)'
}

@test "a walk that is resumed keeps what the alert said" {
    ruleout walk --alert "$body" --no-checks </dev/null
    run_walk --resume -- :quit
    exits 4
    lacks "$err" "When did it start?"
    same "$(events '.kind == "asked"' | jq -r .step)" look
    ruleout walk --resume --alert "$body" </dev/null
    exits 2
    holds "$err" "--alert begins"
}

@test "the runbook with the most labels wins, and one that is named takes the alert that fits it" {
    alerted '.alerts[0].labels.env = "qa"'
    same "$(runbook_of)" qa
    alerted '.alerts[0].labels.env = "qa" | .alerts += [.alerts[0] | .labels = {alertname: "X"}]' checkout
    same "$(runbook_of)" checkout
    holds "$err" "Not taken for input.env, so you are asked: alert.labels.env: it says \"qa\", which is none"
    alerted '.alerts[0].labels = {alertname: "X"}' checkout
    holds "$err" "nothing that fires in it is what this runbook names"
    same "$(events '.source == "alert" and .kind != "alerted"')" ""
}

@test "what fits several, or several that fire, is for a person to choose" {
    alerted '.alerts[0].labels = {alertname: "DiskFull"}'
    exits 5
    holds "$err" "none better than the others: disk, disk-again."
    [ ! -e "$record" ]
    alerted '.alerts += [.alerts[0] | .labels.env = "qa"]'
    exits 5
    holds "$err" "none better than the others: checkout, qa."
}

@test "only what fires counts; what nothing names is any incident" {
    alerted '.alerts += [.alerts[0] | .labels.env = "qa" | .status = "resolved"]'
    same "$(runbook_of)" checkout
    holds "$err" "Resolved already, and left aside: 1 of its 2."
    alerted '.alerts[0].status = "resolved"'
    same "$(runbook_of)" any-incident
    holds "$err" "No alert in it is firing"
    holds "$err" "No value is taken from the alert: nothing in it is firing."
    alerted '.alerts[0].labels = {alertname: "Other"}'
    same "$(runbook_of)" any-incident
    holds "$err" "No runbook names this alert"
    rm lib/any-incident.yaml
    alerted '.alerts[0].labels = {alertname: "Other"}'
    exits 2
    holds "$err" "There is no any-incident in the library."
}

@test "-i goes before the alert, the alert before the default" {
    ruleout walk --alert "$body" -i env=staging --no-checks </dev/null
    same "$(events '.step == "input.env" and .kind == "answered"' | jq -r '"\(.value) \(.source)"')" "staging person"
    alerted 'del(.alerts[0].labels.env, .alerts[0].annotations.log)'
    same "$(events '.step == "input.env" or .step == "input.log"')" ""
}

@test "PagerDuty's incident is an alert" {
    ruleout walk --alert lib/pagerduty.json </dev/null
    same "$(runbook_of)" checkout
    holds "$err" "The alert: Checkout answers 5xx {service=Checkout, urgency=high, priority=P1}"
    same "$(events '.source == "alert" and .kind == "answered"' | jq -r '"\(.step) \(.value)"')" \
        "input.graph https://shop.pagerduty.com/incidents/PGR0VU2
input.started 2026-09-14T10:03:09+00:00"
}

@test "an alert from standard input, and what is none" {
    ruleout walk --alert - <"$body"
    exits 5
    same "$(runbook_of)" checkout
    holds "$err" "An answer is needed, and the input has ended."
    ruleout walk --alert - <<<'{"version": "3", "alerts": []}'
    exits 2
    holds "$err" 'it is version "3" of Alertmanager'"'"'s webhook, and 4 is read'
    ruleout walk --alert - <<<'{"alerts": 1}'
    exits 2
    holds "$err" "it is neither"
    ruleout walk --alert nowhere.json </dev/null
    exits 2
    holds "$err" "nowhere.json cannot be taken: No such file"
    head -c 1048577 /dev/zero | tr '\0' ' ' | ruleout walk --alert -
    head -c 1048577 /dev/zero | tr '\0' ' ' >big
    ruleout walk --alert big </dev/null
    exits 2
    holds "$err" "longer than 1024 KiB"
    printf '%200s' '' | tr ' ' '[' >deep
    ruleout walk --alert deep </dev/null
    exits 2
}

@test "an alert cannot act on the screen, pass for another value, or widen what a check may read" {
    alerted '.alerts[0].labels.env = "pro" | .alerts[0].labels.evil = "\u001b]0;x\u0007\u202egnp" |
        .alerts[0].annotations.log = "/etc/shadow\nFrom the alert, input.env: prod" |
        .alerts[0].generatorURL = "unknown" | .alerts[0].startsAt = "now"'
    exits 5
    [[ $err != *$'\e'* && $err != *$'\a'* && $err != *$'\u202e'* ]]
    same "$(events '.kind == "checked"' | jq -r '"\(.step): \(.evidence)"')" \
        'input.env: alert.labels.env: it says "pro", which is none of the answers
input.log: alert.annotations.log: it is no single line of at most 4096 bytes
input.graph: alert.generatorURL: it says "unknown", which is none of the answers
input.started: alert.startsAt: it says "now", which is none of the answers'
    holds "$err" "ruleout: input.env"
    jq '.alerts[0].annotations.log = "/etc/shadow"' "$body" >shadow.json
    run_walk checkout --trust --alert shadow.json
    holds "$(events '.step == "look" and .kind == "checked"' | jq -r .evidence)" \
        '"${log}" permits nothing, because its value came from an alert, a check or a command'
    run_walk checkout --trust --alert "$body" -i log=/etc/hostname
    same "$(events '.step == "look" and .kind == "answered"' | jq -r .value)" yes
}

@test "what the real Alertmanager sends is read" {
    not_under val "a server that takes its time"
    local program port receiver
    program=$(command -v prometheus-alertmanager || echo "$checkout/build/prometheus-alertmanager")
    [ -x "$program" ] || skip "there is no prometheus-alertmanager: scripts/dev/deps test"
    mkdir got
    python3 lib/receiver.py got 3>&- &
    children+=($!)
    for ((i = 0; i < 200; i++)); do [ ! -s got/port ] || break; sleep 0.05; done
    receiver=$(<got/port)
    port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
    cat >am.yml <<END
route: {receiver: hook, group_wait: 0s, group_interval: 1s, group_by: [alertname]}
receivers:
- {name: hook, webhook_configs: [{url: "http://127.0.0.1:$receiver/", send_resolved: true}]}
END
    "$program" --config.file=am.yml --storage.path=data --web.listen-address="127.0.0.1:$port" \
        --cluster.listen-address= --log.level=error >am.log 2>&1 3>&- &
    children+=($!)
    sent='[{"labels": {"alertname": "CheckoutHigh5xx", "env": "prod", "team": "<b>\u001b[31m</b>"},
        "annotations": {"log": "/var/log/shop \"a\".log"}, "startsAt": "2026-09-14T10:02:00Z"},
        {"labels": {"alertname": "CheckoutHigh5xx", "env": "staging"}, "startsAt": "2026-09-14T10:04:00Z"}]'
    for ((i = 0; i < 200; i++)); do
        ! python3 -c 'import sys, urllib.request as r
r.urlopen(r.Request(sys.argv[1], sys.argv[2].encode(), {"Content-Type": "application/json"}))' \
            "http://127.0.0.1:$port/api/v2/alerts" "$sent" 2>/dev/null || break
        sleep 0.1
    done
    for ((i = 0; i < 200; i++)); do [ ! -s got/1.json ] || break; sleep 0.1; done
    holds "$(cat am.log got/1.json)" '"version":"4"'
    ruleout walk --alert got/1.json </dev/null
    exits 5
    same "$(runbook_of)" checkout
    same "$(events '.source == "alert" and .kind == "answered"' | jq -r '"\(.step) \(.value)"')" \
        'input.env prod
input.log /var/log/shop "a".log
input.started 2026-09-14T10:02:00+00:00'
    [[ $err != *$'\e'* ]]
}

@test "a drill begins with an alert" {
    mkdir lib/drills
    cat >lib/drills/alerted.yaml <<'END'
drill: 1
title: The alert says where the log is
runbook: ../checkout.yaml
clock: 2026-09-14T10:05:00Z
alert: ../alertmanager.json
inputs: {log: /var/log/given.log}
answers: {look: yes}
expect: {confirmed: [config], ends: resolved}
world:
  files:
  - {path: /var/log/given.log, text: found}
END
    sed '/^answers/d' lib/drills/alerted.yaml >lib/drills/withheld.yaml
    sed -i '/^inputs/d' lib/drills/withheld.yaml
    ruleout drill lib/drills/alerted.yaml
    holds "$out" "nobody asked for look"
    sed -i '/^answers/d' lib/drills/alerted.yaml
    ruleout drill lib/drills
    exits 1
    holds "$out" "ok    lib/drills/alerted.yaml"
    holds "$out" '"${log}" permits nothing, because its value came from an alert'
    sed -i 's/"staging"/"x"/; s/"prod"/"x"/' lib/alertmanager.json
    ruleout drill lib/drills/alerted.yaml
    holds "$out" "asked input.env (What is \"env\"?), to which the drill has no answer"
}
