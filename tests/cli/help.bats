# The command line itself: help, wrong use, and a standard output that cannot be written.
load shop

commands=(walk log incidents note postmortem lint show list)

@test "--version" {
    ruleout --version
    exits 0
    [[ $out =~ ^ruleout\ [0-9]+\.[0-9]+\.[0-9]+$ ]]
    same "$err" ""
}

@test "help lists every command, on standard output, in lines that fit" {
    local said command
    for said in --help -h help; do
        ruleout "$said"
        exits 0
        for command in "${commands[@]}"; do
            grep -q "^  $command " <<<"$out" || { echo "not listed: $command"; return 1; }
        done
        [ "$(wc -L <<<"$out")" -le 80 ]
    done
}

@test "without a command: the help, as wrong use" {
    ruleout
    exits 2
    same "$out" ""
    holds "$err" "ruleout walk any-incident"
}

@test "every command has --help: its arguments and each of its options" {
    not_under val "it starts the program very often"
    local command
    for command in "${commands[@]}"; do
        ruleout "$command" --help
        exits 0
        holds "$out" "ruleout $command [options]"
        holds "$out" "--help"
        holds "$out" "--color auto|always|never"
        same "$err" ""
        [ "$(wc -L <<<"$out")" -le 80 ]
        local own=$out
        ruleout help "$command"
        same "$out" "$own"
        ruleout "$command" x y z -h
        same "$out" "$own"
    done
}

@test "an unknown command says what it could be: exit 2" {
    ruleout wlak
    exits 2
    holds "$err" 'there is no command "wlak"'
    holds "$err" 'did you mean "walk"?'
    ruleout frobnicate
    exits 2
    holds "$err" "ruleout --help lists them"
}

@test "an unknown option says what it could be: exit 2" {
    ruleout walk --reusme shop
    exits 2
    holds "$err" 'unknown option "--reusme"'
    holds "$err" 'did you mean "--resume"?'
    ruleout log --jsn last
    exits 2
    holds "$err" 'did you mean "--json"?'
    ruleout walk -x shop
    exits 2
    holds "$err" 'unknown option "-x"'
    ruleout log --colour=never last
    exits 2
    holds "$err" 'did you mean "--color"?'
    [ ! -e "$record" ]
}

@test "values of options: missing, not wanted, not one of those" {
    ruleout walk shop --answers
    exits 2
    holds "$err" "--answers needs a value: --answers FILE"
    ruleout log --json=yes last
    exits 2
    holds "$err" "--json takes no value"
    ruleout lint --format=xml
    exits 2
    holds "$err" '--format cannot be "xml"'
    holds "$err" "it is one of pretty|json"
    ruleout walk --color sometimes shop
    exits 2
    holds "$err" "it is one of auto|always|never"
    [ ! -e "$record" ]
}

@test "--x=v, --x v, and -- which ends options" {
    run_walk shop -- "${resolved[@]}"
    ruleout postmortem last --format=json
    exits 0
    local json=$out
    ruleout postmortem --format json -- last
    exits 0
    same "$out" "$json"
    ruleout log -- --json
    exits 2
    holds "$err" 'has no incident "--json"'
    ruleout postmortem -- last --format json
    exits 2
    holds "$err" "ruleout postmortem takes: ID"
}

@test "too few and too many arguments: exit 2" {
    ruleout log
    exits 2
    holds "$err" "ruleout log takes: ID"
    ruleout incidents all
    exits 2
    holds "$err" "ruleout incidents takes: no arguments"
    ruleout walk shop shop
    exits 2
    holds "$err" "ruleout walk takes: [RUNBOOK]"
}

# What cannot be written is not passed over in silence.
cannot_write() { # ARGUMENT...
    local got
    for out in closed full; do
        got=0
        if [ "$out" = full ]; then
            "$RULEOUT" "$@" >/dev/full 2>err </dev/null || got=$?
        else
            "$RULEOUT" "$@" >&- 2>err </dev/null || got=$?
        fi
        same "$* ($out): $got" "$* ($out): 3"
        holds "$(cat err)" "standard output cannot be written"
    done
}

@test "standard output closed or full: exit 3" {
    not_under val "its own log takes the place of the closed output"
    run_walk shop -- "${resolved[@]}"
    cannot_write --version
    cannot_write --help
    cannot_write walk --help
    cannot_write log last
    cannot_write log last --json
    cannot_write incidents
    cannot_write postmortem last
    cannot_write postmortem last --format json
    cannot_write lint shop
    cannot_write list
    cannot_write show shop
}

@test "a walk whose outcome cannot be written is recorded all the same: exit 3" {
    local got=0
    "$RULEOUT" walk shop >/dev/full 2>err < <(printf '%s\n' "${resolved[@]}") || got=$?
    same "$got" 3
    same "$(answers | tail -n 1)" "resolve: yes"
}

@test "standard error closed: the walk is recorded all the same" {
    local got=0
    "$RULEOUT" walk shop 2>&- >out < <(printf '%s\n' "${resolved[@]}") || got=$?
    same "$got" 0
    same "$(answers | tail -n 1)" "resolve: yes"
    ruleout log last
    exits 0
}

@test "colours: none without a terminal, --color=always has them, NO_COLOR does not forbid that" {
    run_walk shop -- no
    lacks "$err" $'\e'
    run_walk shop --color=always -- no
    holds "$err" $'\e[1m'
    NO_COLOR=1 run_walk shop --color always -- no
    holds "$err" $'\e[1m'
    run_walk shop --color=always --plain -- no
    lacks "$err" $'\e'
    sed 's/suspects/suspect/' "$fixtures/shop.yaml" >shop.yaml
    ruleout lint ./shop.yaml --color=always
    holds "$out" $'\e['
    ruleout lint ./shop.yaml
    lacks "$out" $'\e'
}
