# The drills that ship: each passes, wherever it is run, and those of a runbook reach what there is in it.
load helper

@test "all drills that ship pass" {
    ruleout drill "$checkout/runbooks"
    exits 0
    holds "$out" " 0 failed"
    TZ=Pacific/Auckland ruleout drill "$checkout/runbooks"
    exits 0
}

@test "the drills of each runbook reach every answer, cause, elimination and action" {
    local folder count=0
    for folder in "$checkout"/runbooks/drills/*/; do
        [ "$folder" != "$checkout/runbooks/drills/fixtures/" ] || continue
        ruleout drill --coverage=100% "$folder"
        exits 0
        lacks "$out" "  not reached: "
        count=$((count + 1))
    done
    [ "$count" -ge 2 ]
}
