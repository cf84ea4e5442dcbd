# Every way in which a drill fails, with the line that says so.
load drills

@test "asked what the drill has no answer for, by a person, a check that cannot tell, the triage, an input" {
    changed '/^  load:/d'
    fails "asked load (Requests per second, as a multiple of the usual?), to which the drill has no answer"
    changed 's/host:/host: []/; /^  - {match: memory/d; /^  - {match: hostname/d'
    fails "asked memory_left (Which share of the memory is left?), to which the drill has no answer; its check cannot tell: the drill's world has no such thing (host: memory)" \
        "the drill's world has no host: memory"
    changed 's/, core: yes//'
    fails "asked severity.core (Is a core function unavailable?), to which the drill has no answer"
    changed '/^inputs/d'
    fails "asked input.ticket (Which ticket is it?), to which the drill has no answer"
}

@test "an answer that nobody asked for: a step's, a later visit's, the triage's, an action's" {
    changed 's/^  load: .*/&\n  errors: 7\n  load#2: 3\n  shared: the cart\n  resolve: yes/'
    fails "line 9: nobody asked for errors" "line 10: nobody asked for load#2" \
        "line 11: nobody asked for shared"
    changed 's/^  first_error: .*/  first_error: a missing setting\n  resolve: yes/'
    exits 0
    changed 's/^actions:.*/actions:\n  rollback: {guard: [yes, yes], confirm: prod}\n  tell_psp: {outcome: done}\n  flag_off: no/'
    fails "line 13: tell_psp was not offered" "line 14: flag_off was not offered"
    changed 's/yes, yes/no, yes/; /^expect:/,$d'
    exits 0
}

@test "an answer that does not fit: a choice, a number, a unit, a time, an input, the triage" {
    changed 's/first_error: .*/first_error: a mising setting/'
    fails 'line 10: first_error: "a mising setting" is not one of the answers. Did you mean "a missing setting"? Say "a missing setting", "the new code", "the provider", "none of these" or "I can'"'"'t tell".'
    changed 's/first_error: .*/first_error: the/'
    fails 'line 10: first_error: "the" could be "the new code" or "the provider". Say which.'
    changed 's/load: 1.1/load: much/'
    fails 'line 8: load: "much" is not a number in x: write it like 12 or 1.5.'
    changed 's/load: 1.1/load: 3 km/'
    fails 'line 8: load: The unit here is x, not km.'
    changed 's/from_when: .*/from_when: lately/'
    fails 'line 9: from_when: "lately" is not a time: write 14:02, 2026-09-14 14:02, -20m (20 minutes ago) or now.'
    changed 's/ticket: OPS-7/ticket: OPS-7, env: live/'
    fails 'line 5: input.env: "live" is not one of the answers. Say "prod", "staging" or "I can'"'"'t tell".'
    changed 's/core: yes/core: perhaps/'
    fails 'line 6: severity.core: "perhaps" is not one of the answers. Say "yes", "no" or "I can'"'"'t tell".'
}

@test "an action that is offered and not listed; a guard, confirm or outcome that is missing" {
    changed '/^actions:/d'
    fails "asked rollback (Roll back - do it now?), to which the drill has no answer"
    changed 's/guard: .yes, yes., //; /^expect:/,$d'
    fails 'line 11: rollback asks for an answer to a guard, which the drill does not give: Can the schema go back? (db-oncall should answer) It goes on only with "yes".'
    changed 's/yes, yes/yes/; /^expect:/,$d'
    fails 'line 11: rollback asks for an answer to a guard, which the drill does not give: Does the lead agree? It goes on only with "yes".'
    changed 's/, confirm: prod//; /^expect:/,$d'
    fails "line 11: rollback asks for confirm, which the drill does not give: Type prod to do it; anything else leaves it."
    sed -i 's/{outcome: done}/{}/; s/tell_psp: done/tell_psp: unknown/' drills/provider.yaml
    ruleout drill drills/provider.yaml
    fails "line 8: tell_psp asks for outcome, which the drill does not give: Do it now, then say how it went: done, failed or unknown."
}

@test "what the world does not have: a command, an address, a file, a fact" {
    changed '/^  - {match: deployctl history/d; s/^  load:/  deployed: no\n  load:/; /^expect:/,$d'
    fails "the drill's world has no run: deployctl history prod"
    changed '/^  - match: https/,/headers/d; s/http:/http: []/; s/^  load:/  provider: no\n  load:/; /^expect:/,$d'
    fails "the drill's world has no http: https://status.psp.example/api/status"
    changed 's#/srv/shop/queue#/srv/shop/other#; s/^  load:/  waiting: 1\n  load:/; /^expect:/,$d'
    fails "the drill's world has no files: /srv/shop/queue"
    changed '/match: hostname/d; s/^  load:/  memory_left: 40\n  load:/; /^expect:/,$d'
    fails "the drill's world has no host: hostname"
    changed '/match: deployctl current/d; /^expect:/,$d'
    fails "the drill's world has no run: deployctl current"
    changed '/match: deployctl undo/d'
    fails "asked flag_off (Switch the new checkout off - do it now?), to which the drill has no answer" \
        "the drill's world has no run: deployctl undo prod"
    sed -i '/flagctl set checkout on/d; /open_changes/d' drills/new-code.yaml
    ruleout drill drills/new-code.yaml
    fails "the drill's world has no run: flagctl set checkout on"
}

@test "what must come of it" {
    changed 's/severity: sev2/severity: sev1/'
    fails "line 29: the severity should be sev1, and is sev2"
    changed '/^severity:/d'
    fails "line 28: the severity should be sev2, and is none: the drill has no answers to the triage"
    changed 's/confirmed: .config./confirmed: [release]/'
    fails "line 31: release should be confirmed, and is ruled out: Other code would fail too." \
        "line 31: config is confirmed too: The log names it."
    changed 's/confirmed: .config./confirmed: {config: it is broken}/'
    fails "line 31: config is confirmed, but for another reason: The log names it."
    changed 's/confirmed: .config./suspected: [visitors]\n  open: [queue]/'
    fails "line 31: visitors should be suspected, and is ruled out: It is only 1.1." \
        "line 32: queue should be open, and is ruled out: 2 jobs wait"
    changed 's/{psp: .*/[config, psp]/'
    fails "line 30: config should be ruled out, and is confirmed: The log names it."
    changed 's/not_asked: .*/not_asked: [errors, load, first_error]/'
    fails "line 32: load should not be asked of anybody, and was" \
        "line 32: first_error should not be asked of anybody, and was"
    changed 's/asked_at_most: 3/asked_at_most: 2/'
    fails "line 33: 2 questions at most, and there were 3"
    changed 's/rollback: done, flag_off: untried/rollback: failed, flag_off: declined/'
    fails "line 34: rollback should be failed, and is done" \
        "line 34: flag_off should be declined, and is untried"
    changed 's/open_changes: ../open_changes: [flag_off]/'
    fails "line 35: flag_off is not in force"
    changed 's/mitigated_within: 7m/mitigated_within: 6m/'
    fails "line 36: mitigated after 6m 30s, not within 6m"
    changed 's/ends: resolved/ends: handed over/'
    fails "line 37: it should end handed over, and ends resolved"
}

@test "a change that stays in force, and a mitigation that never was" {
    sed -i '/flag_off: {undo: yes}/s/{.*/{}/; /flagctl set checkout on/d' drills/new-code.yaml
    ruleout drill drills/new-code.yaml
    fails "line 34: flag_off is still in force"
    sed -i 's/^  ends: .*/  mitigated_within: 1h/' drills/given-up.yaml
    ruleout drill drills/given-up.yaml
    fails "line 30: nothing that was done has helped, within 1h or later"
}

@test "the exit status says which: passed 0, failed 1, does not load 2" {
    ruleout drill drills/secret.yaml
    exits 0
    changed 's/sev2/sev3/'
    exits 1
    echo 'drill: 1' >drills/bad.yaml
    ruleout drill drills/bad.yaml drills/secret.yaml
    exits 2
    same "$(head -n 3 <<<"$out")" "FAIL  drills/bad.yaml (0 answers)
        it does not load
ok    drills/secret.yaml: The release needs a setting that production does not have (12 answers)"
    holds "$err" 'drills/bad.yaml:1:1: error: a drill needs "title" [RB104]'
    ruleout drill drills
    exits 2
    holds "$out" "8 drills: 6 passed, 2 failed"
}

@test "a runbook, a check or a severity framework that does not load fails its drills alone, and is told once" {
    sed 's/id: checkout/id: other/; s#shop/queue#shop/quue#' checkout.yaml >other.yaml
    sed 's/checkout.yaml/other.yaml/' drills/secret.yaml >drills/a.yaml
    cp drills/a.yaml drills/z.yaml
    for jobs in 1 3; do
        ruleout drill --jobs $jobs
        exits 2
        same "$(grep -c '^FAIL' <<<"$out")" 2
        holds "$out" "8 drills: 6 passed, 2 failed"
        same "$(grep -c 'there is no check "shop/quue"' <<<"$err")" 1
    done
    mkdir elsewhere && sed 's/id: checkout/id: other/' checkout.yaml >elsewhere/other.yaml
    echo 'severity: {ask: [], levels: []}' >elsewhere/severity.yaml
    sed -i 's#other.yaml#elsewhere/other.yaml#' drills/a.yaml
    rm drills/z.yaml
    ruleout drill
    exits 2
    holds "$out" "7 drills: 6 passed, 1 failed"
    holds "$err" 'drills/a.yaml:3:10: error: the severity framework of "../elsewhere/other.yaml" does not load'
    sed -i 's#elsewhere/other.yaml#gone.yaml#' drills/a.yaml
    ruleout drill drills/a.yaml
    exits 2
    holds "$err" 'drills/a.yaml:3:10: error: cannot read "gone.yaml": No such file or directory [RB110]'
}
