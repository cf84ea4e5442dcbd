# lint and the Lua of runbooks: it is compiled, and steps are held against the headers of checks.
load helper

setup() {
    start_clean
    mkdir -p books/checks/app
    export RULEOUT_PATH=$work/books
    cat >books/checks/app/queue.lua <<'END'
return {
  about = "How long is a queue?",
  input = {
    name = {},
    unit = {one_of = {"jobs", "bytes"}, default = "jobs"},
    below = {type = "number", unit = "x", optional = true},
    over = {type = "duration", default = "5m"},
    since = {type = "time", optional = true},
    file = {type = "path", optional = true},
    sharp = {type = "boolean", optional = true},
  },
  gives = {type = "choice", one_of = {"short", "long", "endless"}},
  run = function(input) return "short" end,
}
END
    echo 'return {about = "A share?", gives = {type = "number", unit = "%"}, run = function() return 1 end}' \
        >books/checks/app/share.lua
    echo 'return {about = "Is it?", gives = {type = "boolean"}, run = function() return true end}' \
        >books/checks/app/up.lua
    echo 'return {about = "What?", gives = {type = "many", one_of = {"red", "hot"}}, run = function() return {"hot"} end}' \
        >books/checks/app/seen.lua
}

# A runbook of one step; its check and answers are standard input, indented as keys of the step.
book() { # NAME
    { printf 'ruleout: 1\ntitle: A\ninputs: {log: {type: path, default: /var/log/app.log}}\nsteps:\n- id: a\n  clue: Is it?\n' && cat; } \
        >"books/$1.yaml"
}

# What lint says of that book, without source lines and hints, and without what it finds in steps that say little.
says() { # NAME LINE...
    local name=$1
    shift
    ruleout lint "$name"
    same "$err" ""
    same "$(grep -E ': (error|warning|note): ' <<<"$out" | grep -v '\[RB4..\]$' | sed 's,.*/books/,,')" "$(printf '%s\n' "$@")"
}

@test "a syntax error in inline Lua stands on its own line of the runbook" {
    book bad <<'END'
  lua: |
    local n = 1
    if n = 2 then
      return "yes"
    end
  answers: {yes: {}, no: {}}
verify:
  helped:
    lua: |
      return yes no
END
    says bad "bad.yaml:9:5: error: step \"a\": Lua: 'then' expected near '=' [RB153]" \
        "bad.yaml:16:7: error: verify \"helped\": Lua: <eof> expected near 'no' [RB153]"
    holds "$out" "    9 |     if n = 2 then
      |     ^~~~~~~~~~~~~"
    book folded <<'END'
  lua: "return }"
  answers: {yes: {}, no: {}}
END
    ruleout lint folded
    exits 1
    holds "$out" "unexpected symbol near '}' [RB153]"
    holds "$out" "it is line 1 of the code"
}

@test "inline Lua is compiled and not run" {
    book loop <<'END'
  lua: |
    while true do end
  answers: {yes: {}, no: {}}
END
    says loop ""
    exits 0
}

@test "a check's file that does not compile, and one that is no check, are told once, with who uses it" {
    printf -- '-- a comment\nreturn {about = "x", run = functoin() end}\n' >books/checks/app/syntax.lua
    echo 'return {about = "x", gives = {type = "numbr"}, run = print}' >books/checks/app/header.lua
    echo 'while true do end' >books/checks/app/hang.lua
    echo 'return ("a"):rep(1e10)' >books/checks/app/big.lua
    book bad <<'END'
  check: app/syntax
  answers: {yes: {}, no: {}}
- {id: b, clue: Is it?, check: app/syntax, answers: {yes: {}, no: {}}}
- {id: c, clue: Is it?, check: app/header, answers: {yes: {}, no: {}}}
- {id: d, clue: Is it?, check: app/hang, answers: {yes: {}, no: {}}}
- {id: e, clue: Is it?, check: app/big, answers: {yes: {}, no: {}}}
- {id: f, clue: Is it?, check: app/up, with: {x: y}, answers: {yes: {}, no: {}}}
- {id: g, clue: Is it?, check: app/none, answers: {yes: {}, no: {}}}
END
    says bad 'bad.yaml:13:47: error: step "f": check "app/up" has no input "x" [RB155]' \
        'bad.yaml:14:32: error: step "g": there is no check "app/none" [RB132]' \
        'checks/app/big.lua:1:1: error: check "app/big": resulting string too large [RB154]' \
        'bad.yaml:12:32: note: step "e" uses it' \
        'checks/app/hang.lua:1:1: error: check "app/hang": it was still running when its time was up [RB154]' \
        'bad.yaml:11:32: note: step "d" uses it' \
        'checks/app/header.lua:1:1: error: check "app/header": gives: there is no type "numbr" [RB154]' \
        'bad.yaml:10:32: note: step "c" uses it' \
        "checks/app/syntax.lua:2:1: error: check \"app/syntax\": '}' expected near 'end' [RB154]" \
        'bad.yaml:7:10: note: step "a" uses it'
}

@test "a file that ends its worker does not keep the others from being looked at" {
    echo 'return {about = ("a"):rep(200):find(".-.-.-.-b"), run = print}' >books/checks/app/bomb.lua
    book bad <<'END'
  check: app/bomb
  answers: {yes: {}, no: {}}
- {id: b, clue: Is it?, check: app/up, with: {x: y}, answers: {yes: {}, no: {}}}
END
    ruleout lint --format json bad
    exits 1
    same "$(jq -c '[.[].code | select(startswith("RB4") | not)] | sort' <<<"$out")" '["RB154","RB155"]'
    holds "$(jq -r '.[] | select(.code == "RB154").message' <<<"$out")" 'check "app/bomb": no answer within 2 s: ended'
}

@test "with: what the check does not take, what it needs, and values that it cannot have" {
    book args <<'END'
  check: app/queue
  with: {nam: mail, below: 5s, over: soon, since: yesterday, file: var/log, sharp: maybe, unit: "%"}
  answers: {short: {}, long: {}, endless: {}}
- id: b
  clue: Is it?
  check: app/queue
  with: {name: mail, below: 5 x, over: 1h30m, since: "2026-09-14T10:02:00Z", file: "${log}", sharp: yes, unit: bytes}
  answers: {short: {}, long: {}, endless: {}}
END
    says args \
        'args.yaml:7:10: error: step "a": check "app/queue" needs "name" [RB156]' \
        'args.yaml:8:10: error: step "a": check "app/queue" has no input "nam" [RB155]' \
        'args.yaml:8:28: error: step "a": input "below" of check "app/queue" is a number, not "5s" [RB157]' \
        'args.yaml:8:38: error: step "a": input "over" of check "app/queue" is a duration, as 15m or 1h30m is, not "soon" [RB157]' \
        'args.yaml:8:51: error: step "a": input "since" of check "app/queue" is a time, as 2026-09-14T10:02:00Z is, not "yesterday" [RB157]' \
        'args.yaml:8:68: error: step "a": input "file" of check "app/queue" is an absolute path, not "var/log" [RB157]' \
        'args.yaml:8:84: error: step "a": input "sharp" of check "app/queue" is yes or no, not "maybe" [RB157]' \
        'args.yaml:8:97: error: step "a": input "unit" of check "app/queue" is one of those that it may be, not "%" [RB157]'
    holds "$out" 'did you mean "name"?'
    holds "$out" 'it may be jobs, bytes'
}

@test "gives: types, units and answers that the step cannot have" {
    book gives <<'END'
  check: app/queue
  with: {name: mail}
  answers: {short: {}, tall: {}}
- {id: b, clue: Is it?, check: app/queue, with: {name: x}, type: number, answers: {"< 5": {}}}
- {id: c, clue: Is it?, check: app/share, answers: {yes: {}, no: {}}}
- {id: d, clue: Is it?, check: app/share, type: number, unit: x, answers: {"< 5": {}}}
- {id: e, clue: Is it?, check: app/share, type: number, unit: "%", answers: {"< 5": {}}}
- {id: f, clue: Is it?, check: app/up, answers: {yes: {}, maybe: {}}}
- {id: g, clue: Is it?, check: app/up, type: text, answers: {else: {}}}
- {id: h, clue: Is it?, check: app/seen, answers: {red: {}, hot: {}}}
- {id: i, clue: Is it?, check: app/seen, type: many, answers: {red: {}, cold: {}}}
- {id: j, clue: Is it?, check: app/share, type: many, answers: {red: {}, cold: {}}}
- {id: k, clue: Is it?, check: app/queue, with: {name: x}, type: many, answers: {short: {}, long: {}, endless: {}}}
verify:
  one: {check: app/share}
  two: {check: app/queue, with: {name: x}}
  three: {check: app/up}
END
    says gives \
        'gives.yaml:7:10: warning: step "a": check "app/queue" can say "long", "endless", which are no answer of the step [RB159]' \
        'gives.yaml:10:32: error: step "b": check "app/queue" gives words, and the answer is a number [RB158]' \
        'gives.yaml:11:32: error: step "c": check "app/share" gives a number, and the answer is a choice [RB158]' \
        'gives.yaml:12:32: error: step "d": check "app/share" gives a number in %, and the step'"'"'s unit is x [RB158]' \
        'gives.yaml:14:32: warning: step "f": check "app/up" can say "no", which is no answer of the step [RB159]' \
        'gives.yaml:16:32: error: step "h": check "app/seen" gives a list of answers, and the answer is a choice [RB158]' \
        'gives.yaml:17:32: warning: step "i": check "app/seen" can say "hot", which is no answer of the step [RB159]' \
        'gives.yaml:18:32: error: step "j": check "app/share" gives a number, and the answer is a list of answers [RB158]' \
        'gives.yaml:21:16: error: verify "one": check "app/share" gives a number, and the answer of a verify is yes or no [RB158]' \
        'gives.yaml:22:16: error: verify "two": check "app/queue" gives other answers, and the answer of a verify is yes or no [RB158]'
}

@test "the whole library is looked at by one worker" {
    not_under val san "strace is not for those"
    command -v strace >/dev/null || skip "there is no strace"
    strace -f -e trace=process -o trace "$RULEOUT" lint "$checkout/runbooks" >/dev/null
    # lint, broker, keeper, worker
    same "$(cut -d ' ' -f 1 trace | sort -u | wc -l)" 4
    printf 'ruleout: 1\ntitle: A\nsteps:\n- {id: a, clue: Is it?, answers: {yes: {}, no: {}}}\n' >plain.yaml
    strace -f -e trace=process -o trace "$RULEOUT" lint plain.yaml >/dev/null
    same "$(cut -d ' ' -f 1 trace | sort -u | wc -l)" 1
}

@test "where nothing can be confined, lint says so and goes on" {
    not_under val san "strace is not for those"
    command -v strace >/dev/null || skip "there is no strace"
    status=0
    out=$(strace -f -o trace -e inject=seccomp:error=ENOSYS "$RULEOUT" lint "$checkout/runbooks" 2>err) || status=$?
    same "$status" 0
    holds "$(<err)" "The Lua of checks was not looked at: this kernel has no seccomp filters"
    holds "$out" "0 errors"
}
