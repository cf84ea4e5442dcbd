# `resolve: else:` - what takes too long, and `:handover`.
load shop

setup() {
    start_clean
    shop_clean
    mkdir lib
    cat >lib/slow.yaml <<'END'
ruleout: 1
title: It takes its time
causes: {slow: {title: Slow}}
roles: {primary: "the first on call, pager 4711"}
steps:
- {id: first, clue: One?, answers: {yes: {suspects: [slow]}, no: {}}}
- {id: second, clue: Two?, type: text}
- {id: third, clue: Three?, type: text}
resolve:
  else: {after: 2h, hand_over: primary}
END
    export RULEOUT_PATH=$work/lib RULEOUT_HOME=$work/nothing
}

overdue() {
    "$RULEOUT" log last --json | jq -rc 'select(.kind == "overdue") | [.value, .evidence]'
}

@test "after that long the walk says so once, and :handover hands over" {
    run_walk slow -- no :quit
    same "$(overdue)" ""
    lacks "$err" "longer than"
    RULEOUT_NOW=2026-09-14T12:19:59Z run_walk --resume -- :quit
    lacks "$err" "longer than"
    RULEOUT_NOW=2026-09-14T12:20:00Z run_walk --resume -- x
    holds "$err" "This has taken longer than 2h. The runbook says: hand over to primary (the first on call, pager 4711)."
    same "$(grep -c "longer than" <<<"$err")" 1
    same "$(overdue)" '["2h","primary"]'
    RULEOUT_NOW=2026-09-14T13:00:00Z run_walk --resume -- :handover
    exits 4
    lacks "$err" "longer than"
    same "$("$RULEOUT" log last --json | jq -rc 'select(.kind == "handed_over") | .value')" primary
    ruleout postmortem last
    holds "$out" "took longer than 2h"
    ruleout postmortem last --format json
    same "$(jq -r .incident.state <<<"$out")" handed_over
}

@test "one may hand over at any time, and to whom one likes to hand over to" {
    held_walk slow
    held_wait "One?"
    held_line no
    held_wait "Two?"
    held_line ":handover Ada, who is on the train"
    held_status
    same "$status" 4
    same "$("$RULEOUT" log last --json | jq -rc 'select(.kind == "handed_over") | .value')" "Ada, who is on the train"
}
