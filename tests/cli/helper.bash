# helper: what the bats files share. A file begins with `load helper` (`load ../cli/helper`).
#
# Each test runs in an empty folder of its own, `$work`, which is also HOME and where the record is;
# the library is that of this checkout, `$checkout`. The program is $RULEOUT, else build/ruleout.
# RULEOUT_VARIANT is rel, san or val (under valgrind). Written for bats 1.2, as Ubuntu 22.04 has it.
#
#   @test "a wrong option says what it could be" {
#       ruleout walk --resum
#       exits 2
#       holds "$err" "--resume"
#   }

setup() {
    start_clean
}

teardown() {
    remove_work
}

# A file that has a setup or teardown of its own calls these two in it.
start_clean() {
    checkout=$(cd -P "$BATS_TEST_DIRNAME/../.." && pwd)
    RULEOUT=${RULEOUT:-$checkout/build/ruleout}
    RULEOUT_VARIANT=${RULEOUT_VARIANT:-rel}
    local name
    for name in $(compgen -v RULEOUT_); do
        [ "$name" = RULEOUT_VARIANT ] || unset "$name"
    done
    unset NO_COLOR
    work=$(mktemp -d "${TMPDIR:-/tmp}/test.XXXXXX")
    export RULEOUT RULEOUT_VARIANT RULEOUT_PATH=$checkout/runbooks
    export HOME=$work XDG_STATE_HOME=$work/state XDG_CONFIG_HOME=$work/config TERM=dumb
    record=$XDG_STATE_HOME/ruleout/record.db
    cd "$work" || return
}

remove_work() {
    cd / || return
    chmod -R u+rwX "$work" 2>/dev/null
    rm -rf "$work"
}

# Runs the program; standard input is the caller's, so give it one: `ruleout walk x <<<yes`. Then
# $status, $out and $err (standard output and error) are what came of it; it never fails by itself.
ruleout() {
    status=0
    "$RULEOUT" "$@" >"$work/.out" 2>"$work/.err" || status=$?
    out=$(<"$work/.out")
    err=$(<"$work/.err")
}

# Walks RUNBOOK with one line of input per ANSWER, and the options before the --:
#   run_walk any-incident --no-checks -- yes sev2 :quit
run_walk() {
    local args=()
    while [ $# -gt 0 ] && [ "$1" != -- ]; do
        args+=("$1")
        shift
    done
    shift || true
    if [ $# -gt 0 ]; then
        ruleout walk "${args[@]}" < <(printf '%s\n' "$@")
    else
        ruleout walk "${args[@]}" </dev/null
    fi
}

# The comparisons print what they compared where they fail.
exits() {
    [ "$status" = "$1" ] && return
    printf 'exit status: got %s, want %s\n--- standard output\n%s\n--- standard error\n%s\n' \
        "$status" "$1" "$out" "$err"
    return 1
}

same() { # GOT WANT [WHAT]
    [ "$1" = "$2" ] && return
    echo "${3:-texts} differ: < is what came, > what was expected"
    diff <(printf '%s\n' "$1") <(printf '%s\n' "$2")
    return 1
}

holds() { # TEXT PART
    [[ $1 == *"$2"* ]] && return
    printf 'should hold: %s\nbut is:\n%s\n' "$2" "$1"
    return 1
}

lacks() { # TEXT PART
    [[ $1 != *"$2"* ]] && return
    printf 'should not hold: %s\nbut is:\n%s\n' "$2" "$1"
    return 1
}

# What a filter of jq says of a JSON text: `same "$(of_json .incident.state <<<"$out")" resolved`.
of_json() {
    jq -r "$1"
}

# Every object that a filter of jq finds in $out has these keys; it may have more.
has_keys() { # FILTER KEY...
    local filter=$1 missing
    shift
    missing=$(jq -cn "[inputs | $filter | \$ARGS.positional - keys] | add | unique" --args "$@" \
        <<<"$out")
    [ "$missing" = "[]" ] && return
    printf 'keys missing in %s: %s\n' "$filter" "$missing"
    return 1
}

# Rows of the record, `|` between columns.
of_record() {
    sqlite3 "$record" "$1"
}

# Ends the test as skipped, aloud, where the variant cannot have it: `not_under val san "strace"`.
not_under() {
    local variant
    while [ $# -gt 1 ]; do
        variant=$1
        shift
        [ "$RULEOUT_VARIANT" != "$variant" ] || skip "not under V=$variant: ${!#}"
    done
}
