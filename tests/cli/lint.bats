# lint's formats, and what its codes mean. What it finds is held by tests/golden.
load helper

setup() {
    start_clean
    mkdir "a b"
    cat >"a b/shop.yaml" <<'EOT'
ruleout: 1
title: Shop
steps:
- {id: one, clue: One?, answers: {"yes": {next: tow}, "50%, no": {next: end, next: end}}}
- {id: two, clue: Two?, answers: {yes: {}, no: {}}}
EOT
}

@test "github: an annotation a line, with what would end it encoded" {
    ruleout lint --format github "a b/shop.yaml"
    exits 1
    holds "$out" '::error file=a b/shop.yaml,line=4,col=49,title=RB101::step "one": unknown next step "tow"%0Ahint: did you mean "two"?'
    printf '%s\n' "$out" | awk '!/^::(error|warning) (file=[^,]*,line=[0-9]+,col=[0-9]+,)?title=[A-Za-z0-9]+::./ { bad = 1 } END { exit bad || !NR }'
}

@test "sarif: one run, every result with its rule and its place" {
    ruleout lint --format sarif "a b/shop.yaml"
    exits 1
    same "$(jq -r '.version, (.runs | length), .runs[0].tool.driver.name' <<<"$out" | tr '\n' ' ')" "2.1.0 1 ruleout "
    jq -e '.runs[0] | [.tool.driver.rules[].id] as $ids | .results | length > 1 and
        all(.ruleId as $id | ($ids | index($id)) and (.locations | length == 1) and (.message.text | length > 0))' <<<"$out"
    same "$(jq -c '[.runs[0].results[] | select(.ruleId == "RB101")][0].locations[0].physicalLocation' <<<"$out")" \
        '{"artifactLocation":{"uri":"a%20b/shop.yaml"},"region":{"startLine":4,"startColumn":49,"endLine":4,"endColumn":52}}'
}

@test "where two places are involved, every format tells the other" {
    printf 'ruleout: 1\ntitle: Shop\nsteps:\n- {id: one, clue: One?, answers: {yes: {}, no: {}}}\n- {id: one, clue: Two?, answers: {yes: {}, no: {}}}\n' >"a b/two.yaml"
    ruleout lint "a b/two.yaml"
    exits 1
    holds "$out" 'a b/two.yaml:4:8: note: the first is here
    4 | - {id: one,'
    ruleout lint --format json "a b/two.yaml"
    same "$(jq -c '.[0].related' <<<"$out")" \
        '[{"file":"a b/two.yaml","line":4,"column":8,"message":"the first is here"}]'
    ruleout lint --format sarif "a b/two.yaml"
    same "$(jq -c '.runs[0].results[0].relatedLocations[0] | [.message.text, .physicalLocation.region.startLine,
        .physicalLocation.artifactLocation.uri]' <<<"$out")" '["the first is here",4,"a%20b/two.yaml"]'
    ruleout lint --format github "a b/two.yaml"
    holds "$out" '%0Anote: a b/two.yaml:4: the first is here'
}

@test "json: the keys that are promised, for each finding" {
    ruleout lint --format json "a b/shop.yaml"
    exits 1
    has_keys '.[]' file line column severity code message hint related
}

@test "--explain says what a code means, by number or name" {
    ruleout lint --explain RB101
    exits 0
    same "$out" 'RB101 unknown-step
No step has that id.

Wrong:
    ruleout: 1
    title: Checkout answers 5xx
    steps:
    - {id: deployed, clue: Was there a deploy?, answers: {yes: {next: verison}, no: {}}}
    - {id: version, clue: Does the old version fail too?, answers: {yes: {}, no: {}}}

Right:
    ruleout: 1
    title: Checkout answers 5xx
    steps:
    - {id: deployed, clue: Was there a deploy?, answers: {yes: {next: version}, no: {}}}
    - {id: version, clue: Does the old version fail too?, answers: {yes: {}, no: {}}}'
    ruleout lint --explain bad-check-file
    holds "$out" "  checks/app/queue.lua
    return {
      about ="
    ruleout lint --explain RB002
    holds "$out" 'title: Checkout ^[[1manswers 5xx'
    ruleout lint --explain unknown-step
    exits 0
    ruleout lint --explain RB9
    exits 2
    holds "$err" 'there is no code "RB9"'
}

@test "the examples of --explain are real: lint finds the wrong ones, and nothing in the right ones" {
    not_under val san "two hundred runs of lint"
    python3 -c '' || skip "there is no python3"
    mkdir examples && cd examples
    run python3 "$checkout/tests/cli/lint/examples.py" "$checkout/engine/book/examples.txt" "$RULEOUT"
    [ "$status" = 0 ] || { echo "$output"; return 1; }
}

@test "nothing found is an empty list in every format" {
    cp "$checkout/tests/golden/lint/good-nothing-left.yaml" clean.yaml
    ruleout lint --format github clean.yaml
    exits 0
    same "$out" ""
    ruleout lint --format sarif clean.yaml
    same "$(jq '.runs[0].results | length' <<<"$out")" 0
    ruleout lint --format json clean.yaml
    same "$out" "[]"
}
