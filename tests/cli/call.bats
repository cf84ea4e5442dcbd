# call and use: runbooks that go through others, and files that several share.
load helper

# The library's own severity framework is not wanted here.
make_books() {
    mkdir -p books/lib books/checks books/drills other
    export RULEOUT_PATH=$work/books
    cat >books/severity.yaml <<'E2'
severity:
  ask: [{id: bad, question: Is it bad?, answers: [yes, no]}]
  levels: [{id: sev1, title: Bad, when: true}]
E2
    cat >books/shop.yaml <<'E2'
ruleout: 1
title: The shop is down
use: [lib/common.yaml]
inputs: {host: {default: shop.example}}
causes:
  app: {title: The app is broken, was: [application]}
steps:
- {id: calm, say: "Look at ${host} first."}
- id: kind
  clue: What do you see?
  see: [status]
  answers:
    TLS error: {call: {runbook: tls, with: {name: "${host}"}, for: cert}}
    "500": {suspects: [app]}
- id: fix
  do: restart
  answers: {done: {confirms: [app]}, failed: {rules_out: {app: A restart would have mended it.}}}
- id: last
  clue: Anything else?
  answers: {yes: {rules_out: [app]}, no: {}}
actions:
  restart: {title: Restart it, for: [app], how: Push the button., guard: [{ask: May it?, role: boss}]}
resolve: {when: confirmed("cert") or answered("last"), else: {hand_over: boss}}
E2
    cat >books/lib/common.yaml <<'E2'
causes: {cert: {title: The certificate is bad}}
links: {status: "https://status.example/${host}"}
roles: {boss: "the on-call, pager 4711"}
never: [{match: rm -rf *, text: It deletes.}]
E2
    cat >books/tls.yaml <<'E2'
ruleout: 1
title: A certificate has ended
inputs: {name: {}, day: {default: Monday}}
allow: {run: [certcheck]}
causes: {ended: {title: It has ended}}
steps:
- id: seen
  clue: Has the certificate of ${name} ended?
  check: tls/ended
  with: {name: "${name}"}
  answers: {yes: {confirms: {ended: "${name} is past its date."}}, no: {rules_out: [ended]}}
- id: more
  when: seen == "no"
  clue: Is it in order?
  lua: |
    return answer("seen") == "no" and input.day == "Monday" and "yes" or "no"
  answers: {yes: {}, no: {}}
E2
    mkdir books/checks/tls
    cat >books/checks/tls/ended.lua <<'E2'
return {about = "Whether it has ended", input = {name = {type = "text"}}, gives = {type = "text"},
    run = function(input) return input.name == "shop.example" and "yes" or "no", "looked at " .. input.name end}
E2
}

@test "a called runbook is walked, and what it confirms is confirmed here" {
    make_books
    run_walk shop --trust -- yes "TLS error" yes
    exits 0
    holds "$err" "Look at shop.example first."
    holds "$err" "See: https://status.example/shop.example"
    holds "$err" 'in "A certificate has ended"'
    holds "$err" "Checked: looked at shop.example"
    holds "$out" "It has ended (tls/ended)"
    holds "$out" "shop.example is past its date."
    holds "$out" "The certificate is bad (cert)"
    ruleout log last --json
    holds "$out" '"step":"tls/seen"'
    ruleout postmortem last
    holds "$out" "shop.example is past its date."
}

@test "each runbook's checks see its own inputs and answers" {
    make_books
    run_walk shop -i host=other.example --trust -- yes "TLS error" no yes
    exits 0
    ruleout log last
    holds "$out" "tls/more: Is it in order?  yes  (check"
    lacks "$out" "app (was"
}

@test "what is called and used is trusted with the runbook, and a change of it is not" {
    make_books
    local file untrusted="it was not trusted"
    for file in checks/tls/ended.lua tls.yaml lib/common.yaml; do
        run_walk shop -- yes
        holds "$err" "$untrusted"
        run_walk shop --trust -- yes
        lacks "$err" "$untrusted"
        run_walk shop -- yes
        lacks "$err" "$untrusted"
        case $file in
            *.lua) echo "-- changed" >>"books/$file" ;;
            *) echo "# changed" >>"books/$file" ;;
        esac
    done
    run_walk shop -- yes
    holds "$err" "$untrusted"
}

@test "resuming needs none of the files" {
    make_books
    run_walk shop --no-checks -- yes "TLS error" no
    exits 5
    rm -r books/shop.yaml books/tls.yaml books/lib books/checks
    run_walk --resume --no-checks -- yes no yes
    exits 0
    holds "$out" "It has ended (tls/ended)"
}

@test "a drill answers steps of the called runbook, and says what became of the action" {
    make_books
    cat >books/drills/tls.yaml <<'E2'
drill: 1
title: The certificate has ended
runbook: ../shop.yaml
severity: {bad: yes}
answers: {kind: TLS error}
expect: {confirmed: {tls/ended: past its date, cert: It has ended}, open: [app], not_asked: [tls/more]}
E2
    cat >books/drills/app.yaml <<'E2'
drill: 1
title: The app is broken
runbook: ../shop.yaml
severity: {bad: yes}
answers: {kind: "500", last: no}
actions: {restart: {guard: [yes], outcome: done}}
expect: {confirmed: [app], actions: {restart: done}}
E2
    cat >books/drills/asked.yaml <<'E2'
drill: 1
title: Its name is asked
runbook: ../tls.yaml
severity: {bad: yes}
inputs: {name: x.example}
expect: {ruled_out: [ended], ends: handed over}
E2
    ruleout drill --coverage books/drills
    exits 0
    holds "$out" "3 drills: 3 passed"
    holds "$out" "answer fix: failed"
    lacks "$out" "tls/more"
}

@test "check goes into what its checks call, and lint looks at both files" {
    make_books
    sed -i 's/  clue: What do you see?/  clue: What do you see?\n  lua: |\n    return "TLS error"/' books/shop.yaml
    ruleout check shop --trust --format json
    exits 1
    same "$(jq -c '.[0].causes | map([.id, .state])' <<<"$out")" '[["app","open"],["cert","confirmed"],["tls/ended","confirmed"]]'
    ruleout lint books
    exits 0
    echo "causes: x" >>books/lib/common.yaml
    ruleout lint books/shop.yaml
    exits 1
    holds "$out" "books/lib/common.yaml:5:1: error: \"causes\" is there twice"
}

@test "the graph shows what is called as one box" {
    make_books
    ruleout graph shop
    exits 0
    holds "$out" 'r1 [shape=box,peripheries=2,label="tls\nA certificate has ended"];'
    holds "$out" 's1 -> r1 [label="TLS error"];'
    holds "$out" 'r1 -> s2'
    lacks "$out" "tls/seen"
}
