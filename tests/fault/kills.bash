#!/usr/bin/env bash
# kills: the work of kills.bats, apart from it, since bats slows each command down by a trap.
#
#   kills.bash random_kills | kill_at_every_call | fail_at_every_call
#
# $RULEOUT is the program; $work, $record and $every come from kills.bats. Of the calls, each
# $every-th is hindered; of 200 kills, one $every-th is done. The record is read by sqlite3,
# read-only, so that its log is left for the program to recover.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
# shellcheck source=tests/cli/helper.bash
. "$here/../cli/helper.bash"
: "${RULEOUT:?}" "${work:?}" "${record:?}" "${every:?}"
now=() begun=

build_dieat() {
    dieat=$work/dieat.so
    "${CC:-gcc}" -D_GNU_SOURCE -O2 -shared -fPIC -o "$dieat" "$here/dieat.c" -ldl
}

# The answers of the last incident, as "STEP: VALUE", by the program itself.
log_answers() {
    "$RULEOUT" log last --json | jq -r 'select(.kind == "answered") | .step + ": " + .value'
}

answers_sql="SELECT step || ': ' || value FROM event WHERE kind = 'answered' ORDER BY seq;
    SELECT iif(count(*) > 0, 'begun', '') FROM event; PRAGMA integrity_check"

# Fills now[] with the answers in the record; $begun says whether there is an incident.
read_record() {
    local said lines
    now=() begun=
    [ -s "$record" ] || return 0
    # Where it was killed at an unlucky moment, SQLite has to mend that before it can read; while it made
    # the file, there is nothing to read yet.
    said=$(sqlite3 -readonly "$record" "$answers_sql" 2>/dev/null) ||
        said=$(sqlite3 "$record" "$answers_sql" 2>/dev/null) ||
        said=$(sqlite3 "$record" "SELECT ''; PRAGMA integrity_check" 2>&1) || true
    mapfile -t lines <<<"$said"
    same "${lines[-1]}" ok "integrity_check"
    begun=${lines[-2]}
    now=("${lines[@]:0:${#lines[@]}-2}")
}

# A walk of RUNBOOK that nothing happens to, with answers[] as its lines. Fills whole[] with what it
# records, and removes the record. $status is how it ends.
walk_whole() {
    runbook=$here/fixtures/$1.yaml
    status=0
    printf '%s\n' "${answers[@]}" >"$work/answers"
    "$RULEOUT" walk "$runbook" <"$work/answers" >/dev/null 2>"$work/err" || status=$?
    read_record
    whole=("${now[@]}")
    same "${#whole[@]}" "${#answers[@]}" "number of answers given and recorded"
    same "$(log_answers)" "$(printf '%s\n' "${whole[@]}")" "the log"
    rm -f "$record"*
    now=() begun=
    ended=$status
}

# Makes walk[], what starts the walk or goes on with it, and $rest, the answers that now[] lacks.
prepare() {
    before=${#now[@]}
    printf -v rest '%s\n' "${answers[@]:before}"
    walk=("$RULEOUT" walk "$runbook")
    [ -z "$begun" ] || walk=("$RULEOUT" walk --resume=last)
}

# What is recorded is the beginning of the whole, as far as it was acknowledged; one answer more may
# have been on its way.
check_record() {
    local acknowledged=0 came line
    while read -r line; do
        [[ $line != "recorded "* ]] || acknowledged=$((acknowledged + 1))
    done <"$work/err"
    read_record
    [ "${now[*]}" = "${whole[*]:0:${#now[@]}}" ] ||
        same "$(printf '%s\n' "${now[@]}")" "$(printf '%s\n' "${whole[@]}")" "answers recorded"
    came=$((${#now[@]} - before))
    [ "$came" = "$acknowledged" ] || [ "$came" = $((acknowledged + 1)) ] || {
        echo "$before were there, $acknowledged more were acknowledged, $came more are recorded"
        cat "$work/err"
        return 1
    }
}

# Goes on until the end, unhindered, and removes the record.
finish() {
    prepare
    if [ "$before" -lt "${#answers[@]}" ]; then
        status=0
        "${walk[@]}" <<<"${rest%$'\n'}" >/dev/null 2>"$work/err" || status=$?
        [ "$status" = "$ended" ] || fails_with "$ended"
        check_record
    fi
    same "${#now[@]}" "${#whole[@]}" "number of answers in the end"
    rm -f "$record"*
    now=() begun=
}

fails_with() {
    printf 'exit status: got %s, want %s\n' "$status" "$1"
    cat "$work/err"
    return 1
}

random_kills() {
    local kills=$((200 / every)) killed=0 rounds=0 within=100000 delay words i depth=()
    RANDOM=${SEED:-$$}
    echo "seed: ${SEED:-$$} (SEED=... bats tests/fault/kills.bats)"
    words=(yes no yes unknown)
    answers=(some)
    for i in {1..40}; do
        answers+=("${words[i % 4]}")
    done
    answers+=("hand over")
    walk_whole forty
    while [ "$killed" -lt "$kills" ]; do
        prepare
        : >"$work/err" # one that is killed at once has not opened it yet
        "${walk[@]}" <<<"${rest%$'\n'}" >/dev/null 2>"$work/err" &
        delay=$(((RANDOM * 32768 + RANDOM) % within))
        sleep "$((delay / 1000000)).$(printf %06d $((delay % 1000000)))"
        kill -KILL $! 2>/dev/null || true
        status=0
        wait $! 2>/dev/null || status=$?
        # However fast the machine is now, a kill comes while the walk runs, soon or late.
        if [ "$status" = 137 ]; then
            killed=$((killed + 1)) within=$((within * 21 / 20 + 1))
        else
            [ "$status" = "$ended" ] || fails_with "137 or $ended"
            within=$((within * 3 / 4 + 1))
        fi
        check_record
        [ "${#now[@]}" -lt "${#whole[@]}" ] || finish
        depth[${#now[@]}]=1
        rounds=$((rounds + 1))
        [ "$rounds" -lt $((kills * 10)) ]
    done 2>/dev/null # where the shell says "Killed"
    echo "$rounds walks; killed with ${#depth[@]} different numbers of answers"
    [ "${#depth[@]}" -gt $((20 / every)) ]
    finish
}

# hinder JUDGE FIRST STEP NAME=VALUE...: walks that are hindered at call FIRST, FIRST + STEP ...,
# until one has no such call. "%n" in a VALUE is the call's number. JUDGE looks at $status.
hinder() {
    local judge=$1 n=$2 step=$(($3 * every)) hindered=0 calls
    shift 3
    while :; do
        prepare
        status=0
        : >"$work/err"
        (
            export LD_PRELOAD="$dieat" DIEAT_COUNT="$work/count" "${@//%n/$n}"
            exec "${walk[@]}" <<<"${rest%$'\n'}" >/dev/null 2>"$work/err"
        ) || status=$?
        "$judge"
        check_record
        [ "$status" = 137 ] || read -r calls <"$work/count"
        [ "$status" = 137 ] || [ "$calls" -ge "$n" ] || break
        hindered=$((hindered + 1)) n=$((n + step))
        finish
    done 2>/dev/null
    finish
    echo "$*: $hindered of about $n calls"
    [ "$hindered" -gt $((50 / step)) ]
}

was_killed() {
    [ "$status" = 137 ] || [ "$status" = "$ended" ] || fails_with 137
}

# It went well, or exit 3 with one sentence that names the record.
was_told() {
    local said
    [ "$status" != "$ended" ] || return 0
    said=$(grep -c "the record $record cannot be " "$work/err") || true
    [ "$status" = 3 ] && [ "$said" = 1 ] && return
    echo "$said sentences"
    fails_with 3
}

kill_at_every_call() {
    build_dieat
    answers=(some yes no yes yes)
    walk_whole short
    hinder was_killed 1 2 DIEAT=%n
    hinder was_killed 2 2 DIEAT=%n DIEAT_TORN=1
}

fail_at_every_call() {
    build_dieat
    answers=(some yes no yes yes)
    walk_whole short
    hinder was_told 1 2 FAILAT=%n FAILWITH=EIO FAILFOR=once
    hinder was_told 2 2 FAILAT=%n FAILWITH=EIO FAILFOR=always
    hinder was_told 1 2 FAILAT=%n FAILWITH=ENOSPC FAILFOR=always
    hinder was_told 2 2 FAILAT=%n FAILWITH=ENOSPC FAILFOR=once
}

"$1"
