# schema: what it says is what the loader says, and docs/format.md is made from it.
load helper

need_validator() {
    python3 -c 'import yaml; yaml.CBaseLoader; from jsonschema import Draft202012Validator' 2>/dev/null ||
        skip "python3 has no jsonschema that knows draft 2020-12, or no yaml"
}

@test "one schema for each kind of file, that of a runbook where none is named" {
    local kind
    for kind in runbook drill severity; do
        ruleout schema "$kind"
        exits 0
        same "$(jq -r '."$schema", ."$id", .additionalProperties' <<<"$out" | tr '\n' ' ')" \
            "https://json-schema.org/draft/2020-12/schema urn:ruleout:$kind:1 false "
    done
    ruleout schema severity
    same "$(jq -c .required <<<"$out")" '["severity"]'
    ruleout schema
    same "$(jq -r '."$id"' <<<"$out")" urn:ruleout:runbook:1
    same "$(jq -r '.properties.causes.additionalProperties."$ref"' <<<"$out")" '#/$defs/map.cause'
}

@test "another kind is refused, with what it could be" {
    ruleout schema dril
    exits 2
    holds "$err" 'there is no schema of "dril"'
    holds "$err" 'did you mean "drill"?'
    same "$out" ""
    ruleout schema x
    exits 2
    holds "$err" "write runbook, drill or severity"
}

@test "schema and loader say yes and no to the same files" {
    not_under val san "thousands of files"
    need_validator
    run python3 -W ignore "$checkout/tests/cli/schema/compare.py" "$checkout" "$RULEOUT"
    [ "$status" = 0 ] || { echo "$output"; return 1; }
}

@test "docs/format.md is what scripts/dev/format-doc prints" {
    python3 -c '' || skip "there is no python3"
    "$checkout/scripts/dev/format-doc" >printed
    diff printed "$checkout/docs/format.md"
}
