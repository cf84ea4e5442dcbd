# A walk fed a line an answer: what is taken, what is refused, and with which status it ends.
load shop

@test "an incident is resolved by the question: exit 0" {
    run_walk shop -- "${resolved[@]}"
    exits 0
    same "$(answers)" "severity.reach: some customers
severity.core: no
started: 2026-09-14T10:02:00+00:00
deployed: no
load: 1
shape: one peak
disk: yes
resolve: yes"
    holds "$out" "Resolved."
    holds "$out" "log $incident"
    holds "$out" "postmortem $incident"
    lacks "$out" "--resume"
    same "$("$RULEOUT" incidents --json | jq -r '.[0] | .state, .confirmed')" "resolved
disk"
}

@test "every answer is acknowledged as the record has it" {
    run_walk shop -- "${resolved[@]}"
    same "$(grep '^recorded' <<<"$err")" "$(answers | sed 's/^/recorded /')"
}

@test "a resolution of the responder's own: exit 0, with the reason in the record" {
    run_walk shop -- "some customers" no ":resolve it went away by itself"
    exits 0
    same "$("$RULEOUT" log last --json | jq -r 'select(.kind == "closed") | .value, .evidence')" \
        "resolved
it went away by itself"
}

@test "an option by its number, its text, its key, its label, its first letters, in any case" {
    local said
    for said in "2" "one peak" "one peak and no more" "ONE PEAK AND" "one p"; do
        run_walk shop -- "some customers" no now no 1 "$said"
        exits 5
        same "$(answers | tail -n 1)" "shape: one peak"
    done
}

@test "can't tell, in all its ways" {
    local said
    for said in 4 unknown "I can't tell" "can't tell" unkn :unknown; do
        run_walk shop -- "some customers" no now no 1 "$said"
        exits 5
        same "$(answers | tail -n 1)" "shape: unknown"
    done
    run_walk shop -- "some customers" no now no 1 ":skip no graph here"
    same "$("$RULEOUT" log last --json |
        jq -r 'select(.kind == "answered" and .step == "shape") | .value, .evidence')" "unknown
no graph here"
    ruleout log last
    holds "$out" "no graph here"
}

@test "numbers take their unit and no other; times are echoed with their date" {
    run_walk shop -- "some customers" no -20m no "2.50 x"
    same "$(answers | tail -n 1)" "load: 2.50"
    holds "$err" "recorded started: 2026-09-14T10:00:00+00:00"
    run_walk shop -- "some customers" no -20m no "2 rps"
    exits 5
    holds "$err" "The unit here is x, not rps."
    same "$(answers | tail -n 1)" "deployed: no"
}

# What does not fit ends the walk, names the step and its question, and the lines behind it are not
# taken for answers to anything else.
unfit() { # LINE MESSAGE-PART
    run_walk shop -- "some customers" no now "$1" no 1 2
    exits 5
    holds "$err" "ruleout: deployed: Was there a deploy just before?"
    holds "$err" "$2"
    holds "$err" "walk --resume=$incident"
    same "$(answers)" "severity.reach: some customers
severity.core: no
started: 2026-09-14T10:20:00+00:00"
    same "$out" ""
    rm -r "$XDG_STATE_HOME"
}

@test "an unfit line never shifts those behind it: exit 5" {
    not_under val "it starts the program very often"
    unfit perhaps '"perhaps" is not one of the answers. Say "yes", "no" or "I can'\''t tell".'
    unfit yess 'Did you mean "yes"?'
    unfit 7 '"7" is not one of the answers'
    unfit "" "An empty line is no answer."
    unfit "   " "An empty line is no answer."
    unfit ":nope" "There is no command :nope. :help lists them."
    unfit ":" "There is no command"
    unfit ":s" ":s could be several commands. :help lists them."
    unfit ":note" ":note TEXT: write down what you saw or did"
    unfit ":causes all" ":causes takes nothing behind it"
    unfit ":change nowhere" 'No answer to "nowhere" stands.'
    unfit ":change deployed" 'No answer to "deployed" stands.'
    unfit ":change startd" 'Did you mean "started"?'
    unfit ":confirm nothing x" 'There is no cause "nothing".'
    unfit ":confirm disk" "How do you know? :confirm disk REASON"
    unfit ":severity sev9 x" 'There is no severity "sev9".'
    unfit ":severity sev1" "Why? :severity sev1 REASON"
    unfit ":at yesterday lunch" "Which moment?"
    unfit ":at 10:02" "What happened then?"
    unfit $'\xff' "could not be read as text"
}

@test "an ambiguous beginning is refused with what it could be" {
    run_walk shop -- "some customers" no now no 1 one
    exits 5
    holds "$err" '"one" could be "one step up" or "one peak and no more". Say which.'
}

@test "nobody there: exit 5 at once, with the first question" {
    ruleout walk shop </dev/null
    exits 5
    holds "$err" "ruleout: severity.reach: Who is affected?"
    holds "$err" "An answer is needed, and the input has ended."
    same "$(answers)" ""
}

@test "nothing is left to ask: handed over, exit 4" {
    run_walk shop -- "${to_disk[@]}" no
    exits 4
    same "$("$RULEOUT" log last --json | jq -r 'select(.kind == "handed_over").value')" \
        "the shop team"
    holds "$out" "Handed over."
    holds "$out" "walk --resume=$incident"
    same "$("$RULEOUT" incidents --json | jq -r '.[0].state')" handed_over
}

@test "saved for later at the end: exit 4, and how to go on" {
    run_walk shop -- "${to_disk[@]}" no later
    exits 5
    rm -r "$XDG_STATE_HOME"
    run_walk shop -- "${to_disk[@]}" no save
    exits 4
    holds "$err" "walk --resume=$incident"
    same "$("$RULEOUT" incidents --json | jq -r '.[0].state')" open
    run_walk --resume -- hand
    exits 4
    same "$("$RULEOUT" incidents --json | jq -r '.[0].state')" handed_over
}

@test ":quit: exit 4, and how to go on" {
    run_walk shop -- "some customers" :quit no
    exits 4
    holds "$err" "walk --resume=$incident"
    same "$(answers)" "severity.reach: some customers"
}

@test "an unknown runbook: exit 2, with what it could be" {
    run_walk shp --
    exits 2
    holds "$err" 'there is no runbook "shp"'
    holds "$err" 'did you mean "shop"?'
    run_walk ./nowhere.yaml --
    exits 2
    holds "$err" "nowhere.yaml"
    [ ! -e "$record" ]
}

@test "a runbook that does not load: exit 2, all its errors, and nothing is recorded" {
    sed 's/suspects: {deploy/suspects: {deplyo/; s/^  type: number/  typ: number/' \
        "$fixtures/shop.yaml" >shop.yaml
    run_walk ./shop.yaml --
    exits 2
    holds "$err" 'shop.yaml:23:22: error:'
    holds "$err" 'did you mean "deploy"?'
    holds "$err" 'did you mean "type"?'
    [ ! -e "$record" ]
}

@test "no runbook named: a list to choose from, any-incident last" {
    mkdir books
    cp "$fixtures"/*.yaml books
    sed 's/^id: shop/id: any-incident/; s/^title: .*/title: Anything else/' \
        books/shop.yaml >books/any-incident.yaml
    sed 's/^id: shop/id: zoo/' books/shop.yaml >books/zoo.yaml
    export RULEOUT_PATH=$work/books RULEOUT_HOME=$work/nowhere
    ruleout walk <<<zoo
    exits 5
    holds "$err" "Which runbook?"
    holds "$err" "  1  shop: The shop is slow
  2  zoo: The shop is slow
  3  any-incident: Anything else"
    holds "$err" "ruleout: severity.reach:"
    same "$("$RULEOUT" incidents --json | jq -r '.[0].runbook')" zoo
    ruleout walk <<<3
    same "$("$RULEOUT" incidents --json | jq -r '.[0].runbook')" any-incident
    ruleout walk </dev/null
    exits 5
    holds "$err" "ruleout: runbook: Which runbook?"
    ruleout walk <<<shpo
    exits 5
    holds "$err" 'ruleout: runbook: Which runbook?'
    export RULEOUT_PATH=$work/nowhere
    ruleout walk <<<shop
    exits 2
    holds "$err" "No runbook was found."
}

ends_by() { # SIGNAL STATUS
    held_walk shop
    held_line "some customers"
    held_wait "recorded severity.reach"
    held_wait "Is a core function unavailable?"
    kill -"$1" "$held"
    held_status
    exits "$2"
    holds "$err" "All that was answered is saved."
    holds "$err" "walk --resume=$incident"
    same "$(answers)" "severity.reach: some customers"
    rm -r "$XDG_STATE_HOME"
}

@test "a signal ends a walk that waits; all is saved: exit 129, 130, 143" {
    ends_by HUP 129
    ends_by INT 130
    ends_by TERM 143
}

@test "a signal ends the choice of a runbook" {
    held_walk
    held_wait "Which runbook?"
    kill -TERM "$held"
    held_status
    exits 143
}

@test "any-incident, from the first question to a confirmed cause" {
    export RULEOUT_PATH=$checkout/runbooks
    run_walk any-incident -- 2 no no no unknown -20m all older unknown ":resolve tried it out"
    exits 0
    holds "$out" "ruled out"
    same "$(answers | head -n 7 | tail -n 1)" "servers: all"
}

@test "links and a command to copy: whole lines, values encoded for a browser, quoted for a shell" {
    mkdir lib
    cat >lib/linked.yaml <<'EOT'
ruleout: 1
title: Linked
inputs: {env: {default: prod}, what: {default: "it's & b/c"}}
links:
  graph: https://grafana.example/d/shop?env=${env}&q=${what}&from=${first}
  wiki: https://wiki.example/
steps:
- id: first
  clue: One?
  see: [graph, wiki]
  copy: |-
    kubectl -n ${env} get pods --selector ${what}
    grep -r a-very-long-word-so-that-this-line-is-much-longer-than-any-terminal-is-wide ${env} | head
  answers: {"a b": {}}
EOT
    RULEOUT_PATH=$work/lib run_walk linked -- "a few" no no yes "a b" :links "hand over"
    holds "$err" "
  See: https://grafana.example/d/shop?env=prod&q=it%27s%20%26%20b%2Fc&from=[first?]
       https://wiki.example/
  Run: kubectl -n prod get pods --selector 'it'\''s & b/c'
       grep -r a-very-long-word-so-that-this-line-is-much-longer-than-any-terminal-is-wide prod | head
"
    holds "$err" "from=a%20b"
}

@test "words in place of a question come behind all that the answer before them did" {
    mkdir lib
    printf '%s\n' 'ruleout: 1' 'title: T' 'causes: {a: {title: The left one}, b: {title: The right one}}' 'steps:' \
        '- {id: side, clue: Which side?, answers: {left: {rules_out: {b: It is left.}, note: Mind the step.}}}' \
        '- {id: calm, say: Breathe out.}' \
        '- {id: last, clue: And now?, answers: {yes: {}}}' >lib/t.yaml
    cp "$RULEOUT_PATH/severity.yaml" lib
    RULEOUT_PATH=$work/lib run_walk t --no-checks -- "some customers" no left
    holds "$err" 'Noted: Mind the step.
ruled out  The right one (b): It is left.
2 -> 1 cause left.

Breathe out.

clue 2 of 2'
}
