# docs/ci.md: every command of it is run, in the order in which it stands there.
load helper

setup() {
    start_clean
    mkdir -p site/runbooks/drills bin
    printf '#!/bin/sh\nexec "%s" "$@"\n' "$RULEOUT" >bin/ruleout
    chmod +x bin/ruleout
    cat >site/runbooks/shop.yaml <<'END'
ruleout: 1
title: The shop answers slowly
owner: team-shop
reviewed: "2026-11-01"
causes:
  disk-full: {title: A disk is full}
  load: {title: Too many requests}
  code: {title: Something new is slow}
steps:
- id: disk
  clue: Is a disk full?
  lua: |
    return true, "/var is 97% full"
  answers:
    yes: {confirms: [disk-full]}
    no: {rules_out: [disk-full]}
- id: queue
  clue: Is the queue long?
  lua: |
    return nil, "nobody counts it"
  answers:
    yes: {suspects: [load]}
    no: {}
- id: sure
  clue: Do the requests of this hour explain it?
  answers:
    yes: {confirms: [load]}
    no: {rules_out: [load], suspects: [code]}
- id: deployed
  clue: Was something deployed in that hour?
  answers:
    yes: {confirms: [code]}
    no: {rules_out: [code], suspects: [load]}
END
    cat >site/runbooks/drills/shop.yaml <<'END'
drill: 1
title: A disk is full
runbook: ../shop.yaml
answers: {resolve: yes}
expect: {confirmed: [disk-full]}
END
    sed 's/shop/bakery/; s/team-shop/team-bakery/' site/runbooks/shop.yaml >site/runbooks/bakery.yaml
}

# "STATUS COMMAND" of each line in a block of sh that says how it exits.
commands() {
    awk '/^```sh$/ { inside = 1; next } /^```/ { inside = 0 } inside' "$checkout/docs/ci.md" |
        sed -nE 's/^(.*[^ ]) +# exit ([0-9]+)$/\2 \1/p'
}

@test "every command of docs/ci.md does what it says" {
    cd site
    unset RULEOUT_PATH
    "$RULEOUT" check bakery --trust >../first || true
    local want line got n=0
    while read -r want line; do
        got=0
        PATH=$work/bin:$PATH bash -c "$line" >../said 2>&1 </dev/null || got=$?
        [ "$got" = "$want" ] || { printf '%s: exit %s, not %s\n%s\n' "$line" "$got" "$want" "$(cat ../said)"; return 1; }
        n=$((n + 1))
    done < <(commands)
    same "$n" "$(grep -c '# exit [0-9]' "$checkout/docs/ci.md")"
    [ "$n" -ge 10 ]
    grep -q 'CRITICAL - disk-full: cause confirmed: /var is 97% full|confirmed=1;;;0 ' <("$RULEOUT" check shop --format nagios)
    python3 -c 'import sys, xml.dom.minidom as m; m.parse(sys.argv[1])' checks.xml
    jq -e '.[0].runbook == "shop"' checks.json
    grep -q '^TAP version 14' checks.tap
    grep -q '^TAP version' drills.tap
    jq -e .runs lint.sarif
    grep -q '^ruleout_cause_state{runbook="shop",cause="disk-full",state="confirmed"} 1' shop.prom
    local metric
    for metric in $(grep -o '^# TYPE [a-z_]*' shop.prom | cut -d' ' -f3); do
        holds "$(cat "$checkout/docs/ci.md")" "\`$metric\`"
    done
}

@test "its files for CI servers are YAML" {
    python3 - "$checkout/docs/ci.md" <<'END'
import re, sys, yaml
blocks = re.findall(r"```yaml\n(.*?)```", open(sys.argv[1]).read(), re.S)
assert len(blocks) == 2 and all(yaml.safe_load(b) for b in blocks)
END
}
