# The drills that ship: each passes, wherever it is run, and those of a runbook reach what there is in it.
load helper

@test "all drills that ship pass" {
    ruleout drill "$checkout/runbooks"
    exits 0
    holds "$out" " 0 failed"
    TZ=Pacific/Auckland ruleout drill "$checkout/runbooks"
    exits 0
}

@test "the drills of http-5xx reach every answer, cause, elimination and action" {
    ruleout drill --coverage=100% "$checkout/runbooks/drills/http-5xx"
    exits 0
    lacks "$out" "not reached"
}
