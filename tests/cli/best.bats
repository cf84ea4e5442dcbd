# The order best: which question comes next, why, and what the record says of it.
load helper

setup() {
    start_clean
    cp -r "$checkout/tests/cli/besting" "$work/library"
    export RULEOUT_PATH=$work/library
    cd "$work/library" || return
}

asked() { # of incident ID, or the last: "step: why", one a line
    "$RULEOUT" log "${1:-last}" --json |
        jq -r 'select(.kind == "asked") | .step + ": " + (.value // "-")'
}

written() {
    sed -i -e '/^order:/d' slow.yaml
}

@test "the question that splits best comes first, and says so in a line" {
    run_walk slow -- some yes :why
    exits 5
    holds "$err" "anomaly 1 of 1 (causes left: 4)
asked next: splits 4 causes 2/2, about 10s
Are there more requests than last week?"
    holds "$err" "asked next: splits 2 causes 1/1
Who makes them?"
    holds "$err" "expected to decide most for
its cost: it splits 2 causes 1/1."
    same "$(asked)" "severity.reach: -
traffic: splits 4 causes 2/2, about 10s
who: splits 2 causes 1/1"
}

@test "as written without it, and --best asks for it once, for all of the incident" {
    written
    run_walk slow -- some
    same "$(asked)" "severity.reach: -
index: -"
    lacks "$err" "asked next"
    run_walk slow --best -- some
    same "$(asked | tail -n 1)" "traffic: splits 4 causes 2/2, about 10s"
    run_walk --resume -- unknown
    same "$(asked | tail -n 1)" "index: splits 4 causes 1/3" # a clue is cheaper than a pattern
    ruleout log last
    holds "$out" "set the order of the questions to best"
    run_walk --resume=1 --best -- unknown
    holds "$err" "Does a query scan a whole table?" # what was asked is asked
    same "$(asked 1 | tail -n 1 | cut -d: -f1)" traffic
}

@test "resuming asks the same, whatever has become known of the costs" {
    sed -i '/cost:/d' slow.yaml
    run_walk slow -- some
    same "$(asked | tail -n 1)" "index: splits 4 causes 1/3"
    run_walk slow -- some
    sleep 0.1
    run_walk --resume=2 -- no
    run_walk --resume=1 --
    holds "$err" "asked next: splits 4 causes 1/3
Does a query scan"
    same "$(asked 1 | grep -c index)" 1
}

@test "what an answer took before is what it costs" {
    sed -i '/cost:/d' slow.yaml
    run_walk slow -- some
    run_walk --resume -- no # after some milliseconds: cheaper than any guess
    same "$(asked | head -n 2 | tail -n 1)" "index: splits 4 causes 1/3"
    run_walk slow -- some
    same "$(asked | tail -n 1)" "index: splits 4 causes 1/3, about 1s"
}

@test ":back and :change choose again" {
    run_walk slow -- some yes :back no
    exits 5
    same "$(asked | tail -n 3)" "who: splits 2 causes 1/1
traffic: splits 4 causes 2/2, about 10s
index: splits 2 causes 1/1"
    run_walk --resume -- ":change traffic" yes
    same "$(asked | tail -n 1)" "who: splits 2 causes 1/1"
}

@test "a drill of it passes, twice the same" {
    ruleout drill drills
    exits 0
    local first=$out
    ruleout drill drills
    same "$out" "$first"
}

@test "an order that there is not" {
    sed -i 's/order: best/order: fast/' slow.yaml
    ruleout lint slow.yaml
    exits 1
    holds "$out$err" '"fast"'
    sed -i 's/order: fast/order: best/; s/cost: 10s/cost: cheap/' slow.yaml
    ruleout lint slow.yaml
    exits 1
    holds "$out$err" 'is a length of time, not "cheap"'
}
