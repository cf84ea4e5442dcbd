# check: checks that nobody waits for - how many at a time, in which format, again and again.
load helper

setup() {
    start_clean
    mkdir lib
    export RULEOUT_PATH=$work/lib
    cat >lib/mixed.yaml <<END
ruleout: 1
title: Mixed
allow: {read: [$work/flag]}
inputs: {size: {default: "7"}}
causes:
  app: {title: 'The <app> & "co" # or | so'}
  disk: {title: The disk}
  net: {title: The net}
steps:
- {id: who, clue: Who?, answers: {me: {}, you: {}}}
- id: first
  clue: First?
  lua: |
    local text, why = file.read("$work/flag")
    if not text then return nil, why end
    return text:match("%a+"), "the flag says " .. text
  answers: {yes: {confirms: [app]}, no: {rules_out: [app]}}
- id: second
  clue: Second?
  lua: |
    return answer("first") == "yes" and input.size == "7", "first said " .. tostring(answer("first"))
  answers: {yes: {suspects: [disk]}, no: {}}
- id: third
  clue: Third?
  when: suspected("disk") and confirmed("app")
  lua: |
    return nil, "it is dark"
  answers: {yes: {rules_out: [net]}, no: {}}
- id: fourth
  clue: Fourth?
  when: who == "me"
  lua: |
    return true
  answers: {yes: {confirms: [net]}, no: {}}
END
    printf '%s\n' 'ruleout: 1' 'title: Fine' 'causes: {app: {title: The app}}' 'steps:' '- id: only' '  clue: Only?' \
        '  lua: |' '    return false, "all is well"' '  answers: {yes: {suspects: [app]}, no: {rules_out: [app]}}' >lib/fine.yaml
    printf '%s\n' 'ruleout: 1' 'title: Dark' 'causes: {app: {title: The app}}' 'steps:' '- id: only' '  clue: Only?' \
        '  lua: |' '    return nil, "no light"' '  answers: {yes: {suspects: [app]}, no: {}}' >lib/dark.yaml
    echo yes >flag
}

# What an evil machine says: bytes that XML, YAML, a status line and a label all mind.
hostile() {
    cat >lib/hostile.yaml <<'END'
ruleout: 1
title: Hostile
causes: {app: {title: "<![CDATA[ ]]> --> \u00e9"}}
steps:
- id: only
  clue: Only?
  lua: |
    local all = {}
    for byte = 1, 255 do all[#all + 1] = string.char(byte) end
    return true, table.concat(all) .. "\239\191\190\239\191\191\226\128\168\226\128\174 ]]> # | \" \\ ' \n  ...\nnot ok 9\n"
  answers: {yes: {confirms: [app]}, no: {}}
END
}

@test "what comes of it is the same for any number at a time" {
    not_under val "it runs check often"
    local n
    ruleout check mixed fine dark --trust --format json --jobs 1
    exits 1
    jq 'map(del(.ended) | .checks |= map(del(.took_ms)))' <<<"$out" >one.json
    for n in 2 3 50 256; do
        ruleout check mixed fine dark --format json --jobs "$n"
        exits 1
        same "$(jq 'map(del(.ended) | .checks |= map(del(.took_ms)))' <<<"$out")" "$(cat one.json)"
    done
    same "$(jq -r '.[0].checks[] | "\(.step) \(.answer) \(.error)"' one.json)" "first yes null
second yes null
third null it is dark
fourth null not run: needs who == \"me\""
    ruleout check fine --jobs 0
    exits 2
    holds "$err" "from 1 to 256"
}

# Twenty checks that each wait for all others to have begun: with fewer at a time none would end.
@test "--jobs N runs N at a time, each with its own time limit" {
    not_under val san "many processes"
    local i
    cat >together <<END
#!/bin/sh
touch "$work/began-\$1"
while [ "\$(ls "$work" | grep -c ^began-)" -lt 20 ]; do sleep 0.05; done
END
    chmod +x together
    {
        printf '%s\n' 'ruleout: 1' 'title: Many' "allow: {run: [$work/together]}" steps:
        for i in {1..20}; do
            printf '%s\n' "- id: step$i" '  clue: Well?' '  timeout: 9s' '  lua: |' \
                "    return assert(run(\"$work/together\", \"$i\")).code == 0" '  answers: {yes: {}, no: {}}'
        done
    } >lib/many.yaml
    ruleout check many --trust --jobs 20
    exits 0
    same "$(grep -c '^yes  *step' <<<"$out")" 20
    # One after the other, each has its second from its own start.
    {
        printf '%s\n' 'ruleout: 1' 'title: Slow' 'allow: {run: [sleep]}' steps:
        for i in {1..4}; do
            printf '%s\n' "- id: step$i" '  clue: Well?' '  timeout: 1s' '  lua: |' \
                '    return assert(run("sleep", "0.4")).code == 0' '  answers: {yes: {}, no: {}}'
        done
    } >lib/slow.yaml
    ruleout check slow --trust --jobs 1
    exits 0
    same "$(grep -c '^yes  *step' <<<"$out")" 4
}

@test "pretty says how many could not tell" {
    ruleout check mixed --trust
    exits 1
    holds "$out" "Of 4 checks 2 told, 1 could not tell, 1 was not run."
    holds "$out" "cannot tell  third: it is dark"
    holds "$out" 'not run      fourth: needs who == "me"'
    holds "$out" "confirmed    app: the flag says yes"
    ruleout check fine --trust
    exits 0
    lacks "$out" "Of 1 check"
    ruleout check dark --trust
    exits 4
    holds "$out" "Of 1 check 1 could not tell."
}

@test "--fail-on says what is a finding" {
    echo no >flag
    sed -i 's/== "yes" and/== "no" and/' lib/mixed.yaml
    ruleout check mixed --trust
    exits 1
    ruleout check mixed --fail-on confirmed
    exits 0
    ruleout check mixed --fail-on confirmed --format nagios
    exits 0
    ruleout check mixed --format nagios
    exits 1
    holds "$out" "WARNING - disk: cause suspected: first said no|"
}

@test "junit: a suite for each runbook, a case for each check and cause, well-formed whatever is in it" {
    hostile
    ruleout check mixed fine nowhere hostile --trust --format junit
    exits 2
    printf '%s\n' "$out" >all.xml
    python3 - all.xml <<'END'
import sys, xml.etree.ElementTree as et
top = et.parse(sys.argv[1]).getroot()
assert top.tag == "testsuites" and [s.get("name") for s in top] == ["mixed", "fine", "nowhere", "hostile"], [s.get("name") for s in top]
for suite in top:
    for key, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        assert int(suite.get(key)) == len(suite.findall("testcase/" + tag)), (suite.get("name"), key)
    assert int(suite.get("tests")) == len(suite.findall("testcase"))
mixed = {(c.get("classname"), c.get("name")): c for c in top[0]}
assert mixed["mixed.checks", "third"].find("skipped").get("message") == "it is dark"
assert mixed["mixed.checks", "fourth"].find("skipped").get("message") == 'not run: needs who == "me"'
app = mixed["mixed.causes", 'app: The <app> & "co" # or | so'].find("failure")
assert app.get("type") == "confirmed" and app.get("message") == "confirmed: the flag says yes\n", app.attrib
assert mixed["mixed.causes", "net: The net"].find("failure") is None
assert top[2][0].find("error") is not None
said = top[3][0].find("system-out").text
assert "]]> # | \" \\ '" in said and "\x7f" in said and "\ufffe" not in said, ascii(said)
END
    ! command -v xmllint >/dev/null || xmllint --noout all.xml
}

@test "tap: a point for each check and cause, with YAML that a parser reads" {
    hostile
    ruleout check mixed hostile --trust --format tap
    exits 1
    printf '%s\n' "$out" >all.tap
    python3 - all.tap <<'END'
import re, sys, yaml
lines = open(sys.argv[1], encoding="utf-8", newline="\n").read().split("\n")
assert lines[0] == "TAP version 14" and lines[1] == "1..9", lines[:2]
points, block = [], None
for line in lines[2:]:
    point = re.match(r"(not )?ok (\d+) - (.*)$", line)
    if line == "  ---":
        block = []
    elif line == "  ...":
        points[-1].append(yaml.safe_load("\n".join(block)))
        block = None
    elif block is not None:
        block.append(line)
    elif point:
        points.append([not point[1], int(point[2]), point[3]])
    else:
        assert not line, line
assert [p[1] for p in points] == list(range(1, 10))
assert points[2][2] == "mixed: check third # SKIP it is dark", points[2]
assert [p[0] for p in points] == [True] * 4 + [False, False, True, True, False]
assert points[4][3] == {"state": "confirmed", "title": 'The <app> & "co" # or | so', "reason": "the flag says yes\n"}, points[4]
assert points[7][3]["evidence"].endswith("\n  ...\nnot ok 9\n"), points[7]
END
}

@test "nagios: one status line, figures behind the bar, and exit statuses of its own" {
    hostile
    ruleout check mixed --trust --format nagios
    exits 2
    same "$(wc -l <<<"$out")" 1
    [[ $out =~ ^'CRITICAL - app: cause confirmed: the flag says yes ; disk: cause suspected: first said yes|confirmed=1;;;0 suspected=1;;;0 checks_told=2;;;0;4 time='[0-9.]+'s;;;0'$ ]] ||
        same "$out" "a status line"
    ruleout check fine --trust --format nagios
    exits 0
    holds "$out" "OK - 1 check told, no cause found|"
    ruleout check dark --trust --format nagios
    exits 3
    holds "$out" "UNKNOWN - dark: no check could tell: no light|"
    ruleout check nowhere fine --format nagios
    exits 3
    holds "$out" "UNKNOWN - nowhere was not checked|"
    ruleout check fine dark hostile --trust --format nagios
    exits 2
    same "$(wc -l <<<"$out")" 1
    same "$(tr -dc '|' <<<"$out")" "|"
    same "$(tr -d '[:print:]\200-\377' <<<"$out")" ""
}

@test "prometheus: names and labels that promtool takes" {
    hostile
    ruleout check mixed fine "no\"where\\" --trust --format prometheus
    exits 2
    holds "$out" 'ruleout_cause_state{runbook="mixed",cause="app",state="confirmed"} 1'
    holds "$out" 'ruleout_cause_state{runbook="mixed",cause="app",state="open"} 0'
    holds "$out" 'ruleout_check_ok{runbook="mixed",check="third"} 0'
    holds "$out" 'ruleout_runbook_checked{runbook="no\"where\\"} 0'
    lacks "$out" 'check="fourth"'
    same "$(grep -c '^ruleout_check_duration_seconds{' <<<"$out")" 4
    command -v promtool >/dev/null || skip "no promtool (apt-get install prometheus)"
    promtool check metrics <<<"$out"
}

@test "--watch tells what changed, at its pace, and ends with the status of the last round" {
    not_under val "it is about time"
    env --default-signal=INT "$RULEOUT" check mixed --trust --watch 200ms >seen 2>said &
    local checker=$! i
    for ((i = 0; i < 100; i++)); do
        ! grep -q "Looking again" said || break
        sleep 0.05
    done
    holds "$(cat seen)" "confirmed    app: the flag says yes"
    echo no >flag
    waits_for seen "mixed: check first: no, was yes: the flag says no"
    holds "$(cat seen)" "mixed: cause app: ruled out, was confirmed: the flag says no"
    local lines
    lines=$(wc -l <seen)
    sleep 0.5
    same "$(wc -l <seen)" "$lines" "what did not change is not told"
    # Edited: loaded anew; what would need trust again is refused, and said once.
    echo "# edited" >>lib/mixed.yaml
    waits_for said "it was edited since --trust was given"
    sleep 0.5
    same "$(grep -c "was not trusted" said)" 1
    same "$(grep -c "was edited: loaded anew" said)" 1
    sed -i '$d' lib/mixed.yaml
    rm flag
    waits_for seen "mixed: check first: cannot tell"
    kill -INT "$checker"
    status=0
    wait "$checker" || status=$?
    # `suspected` went with the flag, but second still tells.
    same "$status" 0
}

waits_for() { # FILE TEXT
    local i
    for ((i = 0; i < 200; i++)); do
        ! grep -qF -- "$2" "$1" || return 0
        sleep 0.05
    done
    printf '%s should hold %s, and is\n%s\n' "$1" "$2" "$(cat "$1")"
    return 1
}

@test "--watch with json: one object a line for each change" {
    not_under val "it is about time"
    "$RULEOUT" check mixed --trust --watch 150ms --format json >seen 2>said &
    local checker=$!
    waits_for seen '"id":"net"'
    same "$(jq -r '"\(.kind) \(.id) \(.from) \(.to) \(.evidence // .reason // .error)"' seen)" "check first null yes the flag says yes

check second null yes first said yes
check third null null it is dark
check fourth null null not run: needs who == \"me\"
cause app null confirmed the flag says yes

cause disk null suspected first said yes
cause net null open null"
    echo no >flag
    waits_for seen '"from":"confirmed","to":"ruled_out"'
    kill -TERM "$checker"
    status=0
    wait "$checker" || status=$?
    same "$status" 143
    jq -se 'all(.at | test("^[0-9]{4}-"))' seen
    ruleout check fine --watch 1
    exits 2
    holds "$err" "write a span"
    ruleout check fine --watch 30s --format tap
    exits 2
    holds "$err" "it tells what changed"
}

@test "Ctrl-C ends all that runs" {
    printf '%s\n' 'ruleout: 1' 'title: Long' 'allow: {run: [sleep]}' 'steps:' '- id: only' '  clue: Only?' \
        '  lua: |' '    return assert(run("sleep", "47.11")).code == 0' '  answers: {yes: {}, no: {}}' >lib/long.yaml
    env --default-signal=INT "$RULEOUT" check long --trust &
    local checker=$! i
    for ((i = 0; i < 200; i++)); do
        ! of_this_test sleep | grep -q . || break
        sleep 0.05
    done
    [ -n "$(of_this_test sleep)" ]
    kill -INT "$checker"
    status=0
    wait "$checker" || status=$?
    same "$status" 130
    for ((i = 0; i < 100; i++)); do
        of_this_test sleep | grep -q . || return 0
        sleep 0.05
    done
    echo "sleep still runs"
    return 1
}

# Processes called NAME that have this test's HOME; others may run beside.
of_this_test() { # NAME
    local p
    for p in /proc/[0-9]*; do
        if [ "$(cat "$p/comm" 2>/dev/null)" = "$1" ] && grep -qzxF "HOME=$work" "$p/environ"; then
            echo "${p#/proc/}"
        fi
    done 2>/dev/null
}

@test "its help has the exit statuses" {
    ruleout check --help
    exits 0
    holds "$out" "Exit status"
    holds "$out" "nothing could tell"
    [ "$(wc -L <<<"$out")" -le 80 ]
}
