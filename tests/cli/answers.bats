# walk --answers FILE: what it lacks is asked, what is wrong in it ends the walk.
load shop

walk_with() { # YAML-LINES [LINE-OF-INPUT...]
    printf '%s\n' "$1" >given.yaml
    shift
    run_walk shop --answers given.yaml -- "$@"
}

whole='severity.reach: some customers
severity.core: no
started: 10:02
deployed: no
load: 1
shape: one peak
disk: yes
resolve: yes'

@test "a whole walk from a file: exit 0" {
    walk_with "$whole"
    exits 0
    same "$(answers | tail -n 3)" "shape: one peak
disk: yes
resolve: yes"
    lacks "$err" "Not asked"
}

@test "what the file lacks is asked, each of its answers is used once" {
    walk_with "$(sed '/^load/d; /^resolve/d' <<<"$whole")" 1 no
    exits 4
    holds "$err" "From the answers file: one peak"
    holds "$err" "recorded load: 1"
    holds "$err" "recorded resolve: no"
    walk_with "deployed: no" "some customers" no now :back
    exits 5
    holds "$err" "ruleout: deployed: Was there a deploy just before?"
}

@test "a wrong answer in the file: exit 5, and nothing behind it is taken" {
    walk_with "$(sed 's/^load: 1/load: much/' <<<"$whole")"
    exits 5
    holds "$err" "ruleout: load: Requests per second, as a multiple of the usual?"
    holds "$err" '"much" is not a number'
    same "$(answers | tail -n 1)" "deployed: no"
}

@test "answers that no question took are named" {
    walk_with "$whole
shared: nothing
load#2: 3"
    exits 0
    holds "$err" "Not asked, so not taken from the answers file: shared, load#2."
}

@test "a step that the runbook does not have: exit 2, before anything is recorded" {
    walk_with "$whole
deployd: yes"
    exits 2
    holds "$err" 'given.yaml:9:1: error: "deployd" is no step of shop'
    holds "$err" 'did you mean "deployed"?'
    [ ! -e "$record" ]
}

@test "a file that is no mapping of steps to answers: exit 2" {
    local bad
    for bad in "- yes" "deployed: [yes]" "deployed: yes
deployed: no" "deployed: {yes" "deployed:" "just words"; do
        walk_with "$bad"
        exits 2
        holds "$err" "given.yaml:"
        [ ! -e "$record" ]
    done
    run_walk shop --answers nowhere.yaml --
    exits 2
    holds "$err" "nowhere.yaml"
}

@test "a later visit has a name of its own" {
    walk_with "severity.reach: some customers
severity.core: no
started: 10:02
deployed: no
load: 1
shape: one peak
disk: half
load#2: 2
shape#2: one peak
disk#2: no
end: hand over"
    exits 4
    same "$(answers | grep '#2')" "load#2: 2
disk#2: no"
    holds "$err" "Not asked, so not taken from the answers file: shape#2."
}
