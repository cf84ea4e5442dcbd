# `:tell`: messages for others, filled in, recorded as sent, and in the postmortem.
load shop

setup() {
    start_clean
    shop_clean
    mkdir lib
    cp "$fixtures/severity.yaml" lib
    cat >lib/pay.yaml <<'END'
ruleout: 1
title: Nobody can pay
inputs: {service: {default: checkout}}
messages:
  investigating: Some customers cannot pay (${service}). Next update ${next_update}.
  monitoring: |
    A change is in place since ${mitigated_at}.
    It is ${first}.
  resolved: It works again since ${resolved_at}.
steps:
- {id: first, clue: What is it?, type: text}
- {id: second, clue: And then?, type: text}
END
    export RULEOUT_PATH=$work/lib
    sed -i 's/^    update_every:/    tell: [customers, executives]\n&/' lib/severity.yaml
}

sent() { # FILTER over the events of the record that are messages
    "$RULEOUT" log last --json | jq -rc "select(.kind == \"message_sent\") | $1"
}

@test "a message is shown to be copied, and recorded with whom it went to" {
    run_walk pay -- "all customers" yes ":tell investigating" ":tell monitoring support" ":quit"
    exits 5
    holds "$err" "Some customers cannot pay (checkout). Next update Mon 14 Sep 2026 10:40 UTC."
    holds "$err" "Recorded as sent to customers, executives. Copy it from above."
    holds "$err" "A change is in place since [mitigated_at?]."
    holds "$err" "Not recorded as sent: what stands in brackets is not known yet."
    same "$(sent '[.step, .value]')" '["message.investigating","customers, executives"]'
}

@test "the whole way: messages are in the log, the postmortem, and in its JSON" {
    run_walk pay -- "some customers" no ":mitigated" "a cable" ":tell monitoring support desk" \
        ":tell resolved" ":tell" ":resolve done"
    exits 0
    same "$(sent '[.step, .value]')" '["message.monitoring","support desk"]
["message.resolved","others"]'
    same "$(sent .evidence | head -n 2)" "A change is in place since Mon 14 Sep 2026 10:20 UTC.
It is a cable."
    holds "$err" "resolved, last sent Mon 14 Sep 2026 10:20 UTC:"
    ruleout postmortem last --format json
    has_keys '.messages[]' at name to text actor seq
    same "$(jq -c '.messages[] | [.name, .to]' <<<"$out")" '["monitoring","support desk"]
["resolved","others"]'
    ruleout postmortem last
    holds "$out" "**monitoring**, to support desk: A change is in place since Mon 14 Sep 2026 10:20 UTC. It is a cable."
    ruleout log last
    holds "$out" "told support desk: A change is in place"
}

@test "an unknown message says which is near, and a runbook without any says so" {
    run_walk pay -- "some customers" no ":tell investigation"
    exits 5
    holds "$err" 'There is no message "investigation". Did you mean "investigating"?'
    run_walk shop -- :quit
    sed -i '/^messages/,/^steps/{/^steps/!d}' lib/pay.yaml
    run_walk pay -- "some customers" no :tell :quit
    exits 4
    holds "$err" "This runbook has no messages."
}
