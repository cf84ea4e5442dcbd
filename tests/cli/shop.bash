# shop: what the tests of the walk share: the fixtures as the library, and a clock that stands still.
load helper

setup() {
    start_clean
    shop_clean
}

shop_clean() {
    fixtures=$checkout/tests/cli/fixtures
    export RULEOUT_PATH=$fixtures RULEOUT_NOW=2026-09-14T10:20:00Z
    incident=20260914-1020-shop
}

# Answers up to the question of the disk, and those that end the walk there.
to_disk=("some customers" no 10:02 no 1 "one peak")
resolved=("${to_disk[@]}" yes yes)

# The answers of the record, "step: value" each; of the latest incident, or of that number.
answers() { # [NUMBER]
    of_record "SELECT step || ': ' || value FROM event WHERE kind = 'answered'
        AND incident = ${1-(SELECT max(id) FROM incident)} ORDER BY seq"
}

# A walk that waits for its next line on a pipe that stays open: `held_walk shop`, `held_line yes`,
# `held_wait TEXT`, `held_status`. (A shell makes what it starts behind itself ignore Ctrl-C.)
held_walk() {
    [ -p "$work/in" ] || mkfifo "$work/in"
    : >"$work/held.err" # what an earlier one said is not this one's
    env --default-signal=INT "$RULEOUT" walk "$@" <"$work/in" >"$work/held.out" 2>"$work/held.err" \
        3>&- &
    held=$!
    exec 9>"$work/in"
}

held_line() { # LINE...
    printf '%s\n' "$@" >&9
}

held_wait() { # TEXT [TIMES]
    local i
    for ((i = 0; i < 600; i++)); do
        [ "$(grep -cF -- "$1" "$work/held.err")" -lt "${2-1}" ] || return 0
        sleep 0.05
    done
    printf 'never said: %s\n' "$1"
    cat "$work/held.err"
    return 1
}

held_status() { # sets status, out, err
    status=0
    exec 9>&-
    wait "$held" || status=$?
    out=$(cat "$work/held.out")
    err=$(cat "$work/held.err")
}
