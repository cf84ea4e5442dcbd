# docs/tutorial-authors.md: what it writes loads, is clean, and is rehearsed; every command in it works.
load helper

# The blocks behind `<!-- file: PATH -->`, put together in the order in which they stand.
write_files() {
    mkdir -p runbooks/checks/login runbooks/drills/login-slow
    awk '/^<!-- file: .* -->$/ { out = $3; next }
        out && /^```/ && !inside { inside = 1; next }
        inside && /^```$/ { inside = 0; out = ""; next }
        inside { print >> out }' "$checkout/docs/tutorial-authors.md"
    export RULEOUT_PATH=$work/runbooks RULEOUT_NOW=2026-11-24T12:00:00Z
}

@test "the runbook of the authors' tutorial is clean, and its drills pass" {
    write_files
    ruleout lint --strict runbooks
    exits 0
    ruleout drill runbooks
    exits 0
    holds "$out" "2 drills: 2 passed"
}

# A comment behind a command says with what it ends, where that is not 0.
@test "every command of the authors' tutorial works" {
    local line command want count=0
    write_files
    mkdir new
    while read -r line; do
        command=${line%%  *# *}
        want=0
        [[ $line =~ '# exit '([0-9]+) ]] && want=${BASH_REMATCH[1]}
        [[ $command != *" walk "* ]] || want=5 # nobody is here to answer
        [[ $command != *" new "* ]] || export RULEOUT_PATH=$work/new
        status=0
        eval "${command/#ruleout/\"\$RULEOUT\"}" </dev/null >"$work/out" 2>&1 || status=$?
        export RULEOUT_PATH=$work/runbooks
        [ "$status" = "$want" ] || { echo "$command: exit $status"; cat out; return 1; }
        count=$((count + 1))
    done < <(sed -n 's/^    ruleout /ruleout /p' "$checkout/docs/tutorial-authors.md")
    [ "$count" -gt 7 ]
}
