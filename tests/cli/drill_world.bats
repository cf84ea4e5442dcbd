# The world of a drill: nothing of the machine is in it, and its clock is its own.
load drills

# A runbook `one` whose only check is the Lua of standard input, and a drill of it with these lines
# of its own. $said is the evidence of the answer "no".
says() { # LINE...
    {
        printf '%s\n' 'ruleout: 1' 'id: one' 'title: One' 'allow: {run: [app, date], read: [/srv, /etc],' \
            '  http: [http://127.0.0.1:1]}' 'causes: {a: {title: A}}' 'steps:' '- id: one' \
            "  clue: One?" "  timeout: ${timeout-10s}" '  lua: |'
        sed 's/^/    /'
        printf '%s\n' '  answers: {yes: {confirms: [a]}, no: {rules_out: [a]}}'
    } >one.yaml
    printf '%s\n' 'drill: 1' 'title: One' 'runbook: ../one.yaml' 'expect: {ruled_out: {a: "@@"}}' \
        "$@" >drills/one.yaml
    ruleout drill drills/one.yaml
    exits 1
    said=$(sed -n 's/.*a is ruled out, but for another reason: //p; s/.*its check cannot tell: /cannot tell: /p' <<<"$out")
}

@test "a check sees no file, folder, command or address of the machine" {
    says <<<'local t, why = file.read("/etc/passwd") return "no", t or why'
    same "$said" "the drill's world has no such thing (files: /etc/passwd)"
    holds "$out" "the drill's world has no files: /etc/passwd"
    says <<<'local t, why = file.list("/etc/") return "no", t and t[1] or why'
    same "$said" "the drill's world has no such thing (files: /etc)"
    says <<<'local t, why = file.stat("/etc/passwd") return "no", t and "there" or why'
    same "$said" "the drill's world has no such thing (files: /etc/passwd)"
    says <<<'local t, why = run("date", "-u") return "no", t and t.out or why'
    same "$said" "the drill's world has no such thing (run: date -u)"
    says <<<'local t, why = http.get("http://127.0.0.1:1/") return "no", t and t.body or why'
    same "$said" "the drill's world has no such thing (http: http://127.0.0.1:1/)"
    says <<<'local t, why = host.name() return "no", t or why'
    same "$said" "the drill's world has no such thing (host: hostname)"
}

@test "no program is run, and no address asked, by checks or by actions" {
    not_under val san "strace"
    [ ! -e "$work/canary" ]
    sed -i "s#deployctl undo \${env}#touch $work/canary#" checkout.yaml
    sed -i "s#deployctl undo prod#touch $work/canary#" drills/secret.yaml
    strace -f -o "$work/trace" -e trace=execve,execveat,socket,connect,mkdir,mkdirat,unlink,rename \
        "$RULEOUT" drill drills/secret.yaml
    [ ! -e "$work/canary" ]
    same "$(grep -c 'exec' "$work/trace")" 1
    same "$(grep -E 'AF_INET|connect|mkdir|unlink|rename' "$work/trace" || true)" ""
    sed -i "/touch/d" drills/secret.yaml
    ruleout drill drills/secret.yaml
    exits 1
    [ ! -e "$work/canary" ]
}

@test "nobody is asked for trust, and nothing is kept of a drill" {
    chmod 777 "$work/library"
    ruleout drill </dev/null
    exits 0
    same "$err" ""
    [ ! -e "$work/state" ]
    [ ! -e "$work/config" ]
}

@test "what allow does not cover is refused before the world is asked" {
    says 'world:' '  run: [{match: "uname *", out: Linux}]' \
        <<<'local t, why = run("uname", "-s") return "no", t and t.out or why'
    holds "$said" 'not allowed to run "uname -s"'
    lacks "$out" "the drill's world has no"
    says 'world:' '  files: [{path: /var/log/x, text: x}]' \
        <<<'local t, why = file.read("/var/log/x") return "no", t or why'
    holds "$said" 'not allowed to read "/var/log/x"'
    says 'world:' '  files: [{path: /var/log/x, text: x}]' \
        <<<'local t, why = file.read("/etc/../var/log/x") return "no", t or why'
    holds "$said" 'is not an absolute path without ".."'
    says 'world:' '  http: [{match: "http://a.example/*", body: x}]' \
        <<<'local t, why = http.get("http://a.example/") return "no", t and t.body or why'
    holds "$said" "not allowed to ask http://a.example:80"
}

@test "the clock: when it begins, takes, waiting, and nothing of the machine's" {
    says 'clock: 2026-09-14T10:20:00+02:00' <<<'return "no", time.format(time.now())'
    same "$said" "2026-09-14T08:20:00Z"
    says <<<'return "no", time.format(time.now())'
    same "$said" "2026-01-01T00:00:00Z"
    says 'clock: 2026-09-14T10:20:00Z' 'world:' '  run: [{match: app x, takes: 4s}]' \
        '  http: [{match: "*", takes: 2s}]' '  host: [{match: uptime, json: "5", takes: 500ms}]' \
        '  files: [{path: /srv/x, text: x, takes: 1s}]' <<'END'
run("app", "x")
http.get("http://127.0.0.1:1/")
host.uptime()
file.read("/srv/x")
return "no", time.format(time.now())
END
    same "$said" "2026-09-14T10:20:07.500Z"
    # The time zone is that of the drill, which is UTC.
    TZ=America/New_York says 'clock: 2026-09-14T10:20:00Z' <<<'return "no", time.format(time.parse("09:00"))'
    same "$said" "2026-09-14T09:00:00Z"
}

@test "a log is read by the drill's clock, and a file has its moment of change" {
    log='{path: /srv/log, text: "2026-09-14T10:02:00Z a\n2026-09-14T10:12:00Z b\n2026-09-14T10:19:00Z c\n"}'
    lua='local n, why = log.count{file = "/srv/log", match = ".", last = "10m"} return "no", n and n.lines or why'
    says 'clock: 2026-09-14T10:20:00Z' 'world:' "  files: [$log]" <<<"$lua"
    same "$said" 2
    says 'clock: 2026-09-14T10:25:00Z' 'world:' "  files: [$log]" <<<"$lua"
    same "$said" 1
    lua='return "no", time.format(file.stat("/srv/x").modified) .. " " .. file.stat("/srv/x").size'
    says 'clock: 2026-09-14T10:20:00Z' 'world:' '  files: [{path: /srv/x, text: "12345"}]' <<<"$lua"
    same "$said" "2026-09-14T10:20:00Z 5"
    says 'world:' '  files: [{path: /srv/x, from: fixtures/access.log, modified: 2026-09-13T10:20:00Z}]' \
        <<<"$lua"
    same "$said" "2026-09-13T10:20:00Z $(stat -c %s drills/fixtures/access.log)"
}

@test "what takes longer than its timeout has timed out: a call, a request, a check as a whole" {
    says 'world:' '  run: [{match: app x, out: x, takes: 4s}]' \
        <<<'local r, why = run{"app", "x", timeout = "3s"} return "no", (r and r.out or why) .. time.now() % 60'
    same "$said" "app did not end in time3"
    says 'world:' '  run: [{match: app x, out: x, takes: 11s}]' \
        <<<'local r, why = run{"app", "x", timeout = "20s"} return "no", (r and r.out or why) .. time.now() % 60'
    same "$said" "app did not end in time10"
    says 'world:' '  http: [{match: "*", body: x, takes: 4s}]' \
        <<<'local r, why = http.get("http://127.0.0.1:1/", {timeout = "3s"}) return "no", r and r.body or why'
    same "$said" "no answer in its time"
    says 'world:' '  run: [{match: app x, out: x, takes: 6s}]' \
        <<<'run("app", "x") run("app", "x") return "no", "it is through"'
    same "$said" "cannot tell: no answer within 10s: ended"
}

@test "a check that never ends is stopped by the machine's clock" {
    not_under val "a check that runs long"
    timeout=1s says <<<'while true do end'
    # Whichever notices first: the worker, or the process that holds its deadline.
    [ "$said" = "cannot tell: one:12: it was still running when its time was up" ] ||
        same "$said" "cannot tell: no answer within 1 s: ended"
}

child() { # PID, or nothing; OPTION...
    [ -z "$1" ] || pgrep "${@:2}" -P "$1" || true
}

# Starts one drill that passes and one whose check takes half a minute, and waits until that runs:
# $running, its $worker, and the processes below.
start_slow() {
    timeout=1s says <<<'while true do end'
    sed -i 's/timeout: 1s/timeout: 30s/' one.yaml
    "$RULEOUT" drill --jobs 1 drills/secret.yaml drills/one.yaml >"$work/.out" 2>"$work/.err" 3>&- &
    running=$!
    local i check="" was=none broker
    for ((i = 0; i < 100; i++)); do
        worker=$(child "$running") broker=$(child "$worker") check=$(child "$broker" -r R)
        [ -z "$check" ] || [ "$check" != "$was" ] || break
        was=$check
        sleep 0.2
    done
    mapfile -t below < <(printf '%s\n' "$worker" "$broker" && child "$broker")
}

# All of them end within a few seconds.
none_is_left() {
    local i
    for ((i = 0; i < 100; i++)); do
        ps -o stat= -p "${below[*]}" | grep -q '^[^Z]' || return 0
        sleep 0.1
    done
    ps -p "${below[*]}"
    return 1
}

@test "a process that is killed fails its drill" {
    not_under val "a check that runs long"
    start_slow
    local status=0
    kill -9 "$worker"
    wait "$running" || status=$?
    out=$(<"$work/.out") err=$(<"$work/.err")
    exits 3
    holds "$out" "ok    drills/secret.yaml: "
    holds "$out" "FAIL  drills/one.yaml (0 answers)
        its process ended before it was through
2 drills: 1 passed, 1 failed"
    same "$err" "error: a process that ran drills ended before its time"
    none_is_left
}

@test "with the program end the processes of its drills, however it ends" {
    not_under val "a check that runs long"
    local signal
    for signal in TERM KILL; do
        start_slow
        kill -$signal "$running"
        wait "$running" || true
        none_is_left
    done
}

@test "fails: the reason is the check's own" {
    says 'world:' '  run: [{match: app x, fails: no such program}]' \
        <<<'local r, why = run("app", "x") return nil, why'
    same "$said" "cannot tell: no such program"
    says 'world:' '  files: [{path: /srv/x, fails: permission denied}]' \
        <<<'local r, why = file.read("/srv/x") return nil, why'
    same "$said" "cannot tell: permission denied"
    says 'world:' '  host: [{match: "disk *", fails: it is not there}]' \
        <<<'local r, why = host.disk("/srv") return nil, why'
    same "$said" "cannot tell: it is not there"
    says 'world:' '  http: [{match: "*", fails: "no answer: refused"}]' \
        <<<'local r, why = http.get("http://127.0.0.1:1/") return nil, why'
    same "$said" "cannot tell: no answer: refused"
}

@test "calls as a check sees them: words, output, status, headers, folders" {
    says 'world:' '  run: [{match: "app a b *", out: "o\n", err: "e\n", code: 7}]' \
        <<<'local r = run("app", "a", "b c", "d") return "no", r.code .. r.out:sub(1, 1) .. r.err:sub(1, 1)'
    same "$said" "7oe"
    says 'world:' '  http: [{match: "http://127.0.0.1:1/a?b=*", status: 503, body: down, headers: {Retry-After: 5}}]' \
        <<<'local r = http.get("http://127.0.0.1:1/a?b=c") return "no", r.status .. r.body .. r.headers["retry-after"]'
    same "$said" "503down5"
    says 'world:' '  files:' '  - {path: /srv/a/x, text: 1}' '  - {path: /srv/b, text: ""}' \
        <<<'return "no", table.concat(file.list("/srv"), " ") .. #file.read("/srv/b") .. file.read("/srv//./a/x")'
    same "$said" "a b01"
    says 'world:' '  host:' "  - {match: memory, json: '{\"available_percent\": 12}'}" \
        "  - {match: processes nginx, json: '[{\"pid\": 1}, {\"pid\": 2}]'}" \
        <<<'return "no", host.memory().available_percent .. " " .. #host.processes("nginx")'
    same "$said" "12 2"
}

# An action `mend` that is watched by a check of /srv/state, and one `other` that comes after it.
mending() { # WORLD-LINE...
    cat >one.yaml <<'END'
ruleout: 1
id: one
title: One
allow: {read: [/srv]}
causes: {a: {title: A}}
steps:
- {id: one, clue: One?, answers: {yes: {suspects: [a], do: mend}, no: {}}}
actions:
  mend: {title: Mend, for: [a], run: app mend, timeout: 1m, verify: good, on_fail: other}
  other: {title: Other, for: [a], run: app other, verify: good}
verify:
  good:
    lua: |
      local t, why = file.read("/srv/state")
      if not t then return nil, why end
      return t == "good", t
    every: 15s
    hold: 5m
    within: 15m
END
    printf '%s\n' 'drill: 1' 'title: One' 'runbook: ../one.yaml' 'answers: {one: yes}' \
        'actions: {mend: {}, other: {}}' 'world:' "$@" >drills/one.yaml
}

@test "after: what was done last counts, whatever its place in the list" {
    mending '  run: [{match: app *}]' '  files:' \
        '  - {path: /srv/state, text: bad}' \
        '  - {path: /srv/state, text: good, after: other}' \
        '  - {path: /srv/state, text: worse, after: mend}' \
        'expect: {actions: {mend: done, other: done}, mitigated_within: 20m, ends: handed over}'
    ruleout drill drills/one.yaml
    exits 0
    sed -i 's/within: 20m/within: 19m/' drills/one.yaml
    ruleout drill drills/one.yaml
    fails "line 12: mitigated after 20m, not within 19m"
}

@test "an action that fails was not done; one that takes too long is unknown, and is looked at" {
    mending '  run: [{match: app mend, code: 1, takes: 10s}, {match: app other}]' '  files:' \
        '  - {path: /srv/state, text: bad, after: mend}' \
        '  - {path: /srv/state, text: good}' \
        'expect: {actions: {mend: failed, other: done}}'
    ruleout drill drills/one.yaml
    exits 0
    mending '  run: [{match: app mend, takes: 61s}]' '  files:' \
        '  - {path: /srv/state, text: good}' \
        'expect: {actions: {mend: unknown}, mitigated_within: 6m}'
    sed -i 's/, other: {}//' drills/one.yaml
    ruleout drill drills/one.yaml
    exits 0
    sed -i 's/within: 6m/within: 1m/' drills/one.yaml
    ruleout drill drills/one.yaml
    fails "line 10: mitigated after 6m, not within 1m"
}

@test "a verify of a quarter of an hour takes no time" {
    mending '  run: [{match: app *}]' '  files:' '  - {path: /srv/state, text: bad}' \
        'expect: {actions: {mend: done, other: done}, ends: handed over}'
    sed -i 's/every: 15s/every: 1m/; s/within: 15m/within: 3d/; s/hold: 5m/hold: 1d/; s/every: 1m/every: 1h/' one.yaml
    local began=$SECONDS
    ruleout drill drills/one.yaml
    exits 0
    ruleout drill drills/given-up.yaml
    exits 0
    [ $((SECONDS - began)) -lt 20 ]
}

# None of it acts on a terminal.
tame() {
    if LC_ALL=C grep -nP '[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae\x8e\x8f]' "$@"; then
        echo "these lines hold raw bytes"
        return 1
    fi
    iconv -f UTF-8 -t UTF-8 "$@" >/dev/null
}

@test "escape sequences in evidence, reasons, calls and the names of files never reach the terminal raw" {
    printf 'log \e[2J\e]0;owned\a\xc2\x9b2J\xe2\x80\xae\r\x7f\xff end' >drills/fixtures/hostile
    says 'world:' '  files: [{path: /srv/x, from: fixtures/hostile}]' <<'END'
local t = file.read("/srv/x")
run("app", t)
file.read("/srv/" .. t)
pcall(http.get, "http://127.0.0.1:1/" .. t)
host.disk(t)
return "no", t
END
    holds "$out" 'log ^[[2J^[]0;owned^G<U+009B>2J<U+202E>^M^?<FF> end'
    local odd=$'drills/\e[2J\xc2\x9b odd.yaml' format
    cp drills/one.yaml "$odd"
    sed 's/^drill: 1/drill: 2/' drills/one.yaml >"${odd%.yaml}2.yaml"
    for format in pretty tap json; do
        ruleout drill --format $format --coverage drills
        exits 2
        tame "$work/.out" "$work/.err"
    done
    same "$(of_json '.drills[] | select(.title == null) | .file' <<<"$out")" "${odd%.yaml}2.yaml"
    holds "$(of_json '.drills[].failures[]' <<<"$out")" $'for another reason: log \e[2J'
    ruleout drill --list drills
    tame "$work/.out" "$work/.err"
    ruleout drill --filter $'\e[3J'
    exits 2
    tame "$work/.out" "$work/.err"
    ruleout drill $'\e[3J'
    exits 2
    tame "$work/.out" "$work/.err"
}
