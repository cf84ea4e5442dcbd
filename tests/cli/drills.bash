# drills: what the tests of `ruleout drill` share: a copy of the runbook and drills of tests/cli/drills
# as the working folder, so that a test can change them.
load helper

setup() {
    start_clean
    cp -r "$checkout/tests/cli/drills" "$work/library"
    export RULEOUT_PATH=$work/library
    cd "$work/library" || return
}

# A drill x.yaml that is secret.yaml but for what the sed scripts change; the shell's own scripts may
# follow: `changed -e 's/sev2/sev1/'`.
changed() {
    sed "$@" drills/secret.yaml >drills/x.yaml
    ! cmp -s drills/secret.yaml drills/x.yaml || { echo "nothing was changed"; return 1; }
    ruleout drill drills/x.yaml
}

# The changed drill passes.
passes() {
    changed "$@"
    exits 0
    holds "$out" "1 drill: 1 passed, 0 failed"
    same "$err" ""
}

# It fails, and these are the whole lines of that.
fails() { # LINE...
    exits 1
    same "$(sed -n 's/^        //p' <<<"$out")" "$(printf '%s\n' "$@")"
    holds "$out" "1 drill: 0 passed, 1 failed"
    same "$err" ""
}
