# What commands say of runbooks: lint, list, show.
load shop

setup() {
    start_clean
    shop_clean
    mkdir books
    cp "$fixtures"/*.yaml books
    export RULEOUT_PATH=$work/books RULEOUT_HOME=$work/nowhere
}

# In the fixture two causes are only suspected, and all can be ruled out: findings of their own.
settle_shop() {
    cat >settled <<'END'
- id: settled
  clue: What did it turn out to be?
  answers:
    the deploy: {confirms: [deploy]}
    the load: {confirms: [load]}
- id: nothing_left
  when: ruled_out("deploy") and ruled_out("load") and ruled_out("disk")
  clue: Which answer are you least sure of?
  type: text

END
    sed -i 's/^resolve:/@&/' books/shop.yaml
    sed -i -e '/^@resolve:/e cat settled' -e 's/^@//' books/shop.yaml
}

break_shop() { # an error in line 23
    sed -i 's/suspects: {deploy: It/suspects: {deplyo: It/' books/shop.yaml
}

warn_shop() { # text cut by a comment
    sed -i 's/^  how: Look at the deploy log\./  how: Look at ticket #42/' books/shop.yaml
}

@test "lint: nothing wrong: exit 0" {
    local what
    settle_shop
    for what in shop books books/shop.yaml books/severity.yaml; do
        ruleout lint "$what"
        exits 0
        holds "$out" "0 errors, 0 warnings"
        same "$err" ""
    done
    ruleout lint
    exits 0
    same "$out" "2 files: 0 errors, 0 warnings"
}

@test "lint: an error: exit 1, with file, line, column, caret and hint, on standard output" {
    break_shop
    ruleout lint books
    exits 1
    holds "$out" 'books/shop.yaml:23:22: error: step "deployed": unknown cause "deplyo" [RB102]
   23 |     yes: {suspects: {deplyo: It came just before.}}
      |                      ^~~~~~
  hint: did you mean "deploy"?'
    holds "$out" "2 files: 1 error, 0 warnings"
    same "$err" ""
}

@test "lint: a warning: exit 0, with --strict 1" {
    settle_shop
    warn_shop
    ruleout lint shop
    exits 0
    holds "$out" "warning:"
    holds "$out" "1 file: 0 errors, 1 warning"
    ruleout lint --strict shop
    exits 1
}

@test "lint --format json: an array of findings with their keys, by place" {
    settle_shop
    ruleout lint --format json
    exits 0
    same "$(jq -c . <<<"$out")" "[]"
    break_shop
    warn_shop
    ruleout lint --format=json
    exits 1
    has_keys '.[]' file line column severity code message hint
    same "$(jq -c '.[] | [.line, .severity]' <<<"$out")" '[21,"warning"]
[23,"error"]'
    same "$(jq -c '.[] | select(.severity == "error")' <<<"$out")" \
        "$(jq -nc --arg file "$work/books/shop.yaml" '{file: $file, line: 23, column: 22,
            severity: "error", code: "RB102",
            message: "step \"deployed\": unknown cause \"deplyo\"",
            hint: "did you mean \"deploy\"?", related: []}')"
}

@test "lint: what is not there: exit 2" {
    ruleout lint shpo
    exits 2
    holds "$err" 'did you mean "shop"?'
    ruleout lint nowhere/
    exits 2
    holds "$err" "nowhere/"
    mkdir empty
    ruleout lint empty
    exits 2
    holds "$err" "there is no runbook in empty"
    ruleout lint --format sarf
    exits 2
    holds "$err" '--format cannot be "sarf"'
    holds "$err" "pretty|json"
}

@test "lint: the library that ships has neither error nor warning" {
    ruleout lint --strict "$checkout/runbooks"
    exits 0
}

@test "list: id, title, owner, when it was reviewed and last walked, file" {
    ruleout list
    exits 0
    same "$out" "shop              The shop is slow
                  owner team-shop, reviewed 2026-09-01, never walked
                  $work/books/shop.yaml"
    run_walk shop -- :quit
    ruleout list
    holds "$out" "last walked Mon 14 Sep 2026 10:20 UTC"
}

@test "list --json: its keys; which of two with one id is used" {
    mkdir more
    sed 's/^title: .*/title: Another shop/' books/shop.yaml >more/shop.yaml
    export RULEOUT_PATH=$work/more:$work/books
    ruleout list --json
    exits 0
    has_keys '.[]' id title file owner reviewed drills last_used shadowed loads
    same "$(jq -c '.[] | [.id, .title, .shadowed, .last_used, .drills]' <<<"$out")" \
        '["shop","Another shop",false,null,0]
["shop","The shop is slow",true,null,0]'
    ruleout list
    holds "$out" "books/shop.yaml (not used: an earlier folder has one of this id)"
    run_walk shop --
    holds "$err" "Another shop"
}

@test "list: a runbook that does not load is listed as such" {
    break_shop
    ruleout list
    exits 0
    holds "$out" "does not load: see ruleout lint"
    ruleout list --json
    same "$(jq -c '.[0] | [.id, .title, .loads]' <<<"$out")" '["shop",null,false]'
}

@test "list: an empty library" {
    export RULEOUT_PATH=$work/nowhere
    ruleout list
    exits 0
    same "$out" ""
    holds "$err" "No runbook was found."
    ruleout list --json
    same "$(jq -c . <<<"$out")" "[]"
}

@test "show: the runbook as a page, from an id or a file, also with --format text" {
    local what
    settle_shop
    for what in shop books/shop.yaml "--format=text shop"; do
        # shellcheck disable=SC2086
        ruleout show $what
        exits 0
        holds "$out" "The shop is slow"
        holds "$out" "deploy  The last deploy"
        holds "$out" "deployed  (clue)
  Was there a deploy just before?
  Why: Most incidents follow a change."
        holds "$out" "      rules out The last deploy: Nothing was deployed."
        holds "$out" 'Asked only when shape == "follows traffic"'
        holds "$out" "notes Make room."
        holds "$out" "goes to load, at most 1 time"
    done
}

@test "show: a runbook that does not load: exit 2" {
    break_shop
    ruleout show shop
    exits 2
    same "$out" ""
    holds "$err" "shop.yaml:23:22: error:"
}
