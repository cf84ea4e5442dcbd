# A runbook to begin with: lint and drill accept it as it is.
load helper

@test "new writes a runbook and a drill that lint and drill accept" {
    mkdir books
    export RULEOUT_PATH=$work/books
    ruleout new my-outage
    exits 0
    holds "$err" "$work/books/my-outage.yaml"
    cp "$checkout/runbooks/severity.yaml" books
    ruleout lint --strict
    exits 0
    ruleout drill --coverage
    exits 0
    holds "$out" "not reached: cause disk-full"
    ruleout show my-outage
    exits 0
    ruleout list --json
    same "$(jq -r '.[] | select(.id == "my-outage") | .drills' <<<"$out")" 1
}

@test "nothing is written over, and an id is one" {
    mkdir books
    export RULEOUT_PATH=$work/books
    echo mine >books/shop.yaml
    ruleout new shop
    exits 3
    holds "$err" "books/shop.yaml is there already"
    same "$(<books/shop.yaml)" mine
    for id in ../x Shop "a b" severity a/b ""; do
        ruleout new "$id"
        exits 2
        holds "$err" "cannot be the id of a runbook"
    done
    same "$(ls books)" "drills
shop.yaml"
}

@test "without a library of one's own, it begins one here" {
    unset RULEOUT_PATH
    ruleout new first
    exits 0
    [ -e runbooks/first.yaml ] && [ -e runbooks/drills/first.yaml ]
    [ ! -e "$checkout/runbooks/first.yaml" ]
}

@test "the schemas that editors read lie beside it, those of this version" {
    mkdir books
    export RULEOUT_PATH=$work/books
    ruleout new first
    same "$(head -n 1 books/first.yaml)" '# yaml-language-server: $schema=.ruleout/runbook.schema.json'
    same "$(head -n 1 books/drills/first.yaml)" '# yaml-language-server: $schema=../.ruleout/drill.schema.json'
    echo old >books/.ruleout/drill.schema.json
    ruleout new second
    exits 0
    same "$(ls books/.ruleout)" "drill.schema.json
runbook.schema.json
severity.schema.json"
    for kind in runbook drill severity; do
        same "$(<"books/.ruleout/$kind.schema.json")" "$("$RULEOUT" schema "$kind")"
    done
    rm -r books/.ruleout
    touch books/.ruleout
    ruleout new third
    exits 3
    holds "$err" "books/.ruleout"
    [ ! -e books/third.yaml ]
}
