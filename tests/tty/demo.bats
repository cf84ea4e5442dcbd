# The demo: a real nginx, a real outage, a real rollback, and nothing left behind. What runs here is
# scripts/demo itself, as newcomers run it.
load walk
load docs

setup() {
    start_clean
    not_under san val "what is tried is the script, with the program as it ships"
    [ -x "$checkout/build/nginx" ] || PATH=$PATH:/usr/sbin command -v nginx >/dev/null ||
        skip "there is no nginx: scripts/dev/deps demo fetches one"
    export TMPDIR=$work/tmp
    mkdir "$TMPDIR"
    typed=""
}

teardown() {
    jobs -p | xargs -r kill 2>/dev/null || true
    wait
    tty_stop
    remove_work
}

# The demo on a pipe that stays open.
demo_start() {
    mkfifo keys
    "$checkout/scripts/demo" --trust --answers "$checkout/tests/tty/transcripts/demo.answers" \
        <keys >demo.out 2>demo.err 3>&- &
    demo=$!
    exec 9>keys
}

demo_line() { # LINE...
    printf '%s\n' "$@" >&9
}

demo_wait() { # TEXT
    local deadline=$((SECONDS + 90))
    until grep -qF -- "$1" demo.err 2>/dev/null; do
        if [ "$SECONDS" -gt "$deadline" ] || ! kill -0 "$demo"; then
            printf 'never said: %s\n' "$1"
            cat demo.err
            return 1
        fi
        sleep 0.1
    done
}

demo_status() { # sets status, out, err
    status=0
    exec 9>&-
    wait "$demo" || status=$?
    out=$(<demo.out)
    err=$(<demo.err)
}

# Of a demo that runs: its folder, its processes, all that descend from PID, and the port that it opened.
meet() { # PID FOLDER
    local parents=$1
    folder=$(echo "$2"/demo.*)
    port=$(sed -n 's/.*listen 127.0.0.1:\([0-9]*\);/\1/p' "$folder/nginx.conf")
    family=$1
    while parents=$(pgrep -d , -P "$parents"); do
        family="$family ${parents//,/ }"
    done
}

# Of the demo met last; what was told to end by itself gets a moment.
nothing_is_left() {
    local pid tries=0
    for pid in $family; do
        while kill -0 "$pid" 2>/dev/null; do
            tries=$((tries + 1))
            [ "$tries" -lt 100 ] || { ps -o pid,args -p "$pid"; return 1; }
            sleep 0.1
        done
    done
    same "$(ls -A "${folder%/*}")" "" "folders"
    ! request 2>/dev/null || { echo "somebody answers on port $port"; return 1; }
}

# The status line of a real request, as a customer sends it.
request() {
    exec 8<>"/dev/tcp/127.0.0.1/$port" || return
    printf 'GET / HTTP/1.0\r\n\r\n' >&8
    head -n 1 <&8 | tr -d '\r'
    exec 8>&-
}

# What differs from one outage to the next - numbers, times, names of folders, the page that failed first, how often it was
# looked until it was well - and where lines break because of it, is made the same; then one word a line.
masked() {
    tr -s ' \n' ' ' | sed -E "
        s#[^ ]*/demo\.[A-Za-z0-9]{6}#FOLDER#g
        s#\"GET [^\"]*\"#\"GET PAGE\"#g
        s#(\"http://[0-9.:]+/)[^\"]*\"#\1PAGE\"#g
        s/demo-app-[0-9]+/demo-app/g
        s/[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:]{8}Z?/TIME/g
        s/([0-9]+(ms|s|m|h|d) )?[0-9]+(ms|s|m|h|d)\b/SPAN/g
        s/Checked SPAN ago:/Checked:/g
        s/[0-9]+(\.[0-9]+)*/N/g
        s/(not yet: GET [^ ]* answered N )+(not yet|yes):/\2:/g
        s/((not yet|yes): GET [^ ]* answered N, and N of N requests of the last SPAN failed )+/\1/g" |
        tr ' ' '\n' | grep .
}

# The causes that were ruled out by what a check saw.
ruled_out_by_checks() { # POSTMORTEM.json LOG.json
    jq -r --slurpfile log "$2" '.causes[] | select(.state == "ruled_out") | select(any(.by[]; . as $seq |
        any($log[]; .seq == $seq and .source == "check" and .evidence))) | .id' "$1" | sort | tr '\n' ' '
}

# What the record says while the demo still has it.
record_holds() {
    local id causes
    export RULEOUT_DB=$folder/record.db
    "$RULEOUT" postmortem last --format json >postmortem.json
    "$RULEOUT" log last --json >log.json
    causes=$(ruled_out_by_checks postmortem.json log.json)
    for id in cpu-saturated network-policy one-client one-request pool-exhausted; do
        holds "$causes" "$id"
    done
    same "$(jq -r '.causes[] | select(.state == "confirmed") | .id' postmortem.json)" bad-release
    same "$(jq -c '.actions[] | [.id, .kind, .outcome, .verified]' postmortem.json)" '["rollback","mitigate","done",true]'
    same "$(jq -r 'select(.step | . and startswith("rollback.guard")) | .value' log.json | tr '\n' ' ')" "yes yes "
    unset RULEOUT_DB
}

@test "the outage, from the first 502 to the postmortem; typed at a terminal it is what the tutorial shows" {
    demo_start
    demo_wait "A small shop opens"
    # Beside it, because both mostly wait.
    TMPDIR=$work "$checkout/scripts/dev/transcript" "$checkout/tests/tty/transcripts/demo.keys" 80 demo \
        >demo.whole 2>typed.err 3>&- 9>&- &
    typed=$!
    demo_wait "Who is affected?"
    meet "$demo" "$TMPDIR"
    holds "$(ps -o comm= -p "${family// /,}" | sort -u | tr '\n' ' ')" "demo-customers demo-services nginx "
    same "$(request)" "HTTP/1.1 502 Bad Gateway"
    same "$(readlink "$folder/app/current")" releases/1.9
    demo_line all no yes no ":note app.log: there is no setting vat_rates" "a setting" yes yes yes
    demo_wait "to do it; anything else leaves it."
    demo_line "$(sed -n 's/^Type \(.*\) to do it; .*/\1/p' demo.err)" # another demo on this machine has its own
    demo_wait "Is the incident over?"
    same "$(request)" "HTTP/1.1 200 OK"
    same "$(readlink "$folder/app/current")" releases/1.8
    record_holds
    demo_line yes
    demo_status
    exits 0
    nothing_is_left
    for part in "- **bad-release** (The last release is bad): With the release before it" \
        "| Mitigated | 20" "- **surge** (More visitors than it can serve): There are " \
        "noted: app.log: there is no setting vat_rates" "agreed to rollback, guard 2: Were the migrations" \
        "saved before for Go back to the release before (rollback)<br>evidence: releases/1.9 |" \
        "(rollback): done<br>evidence: make: Entering directory '$folder/app' / 1.9 -" "verified rollback: it helped" \
        "closed as resolved"; do
        holds "$out" "$part"
    done
    wait "$typed" || { cat typed.err; return 1; }
    blocks_stand docs/tutorial.md demo masked
}

@test "TERM, Ctrl-C and a closed terminal end it, and nothing is left" {
    local hung=(tmux -u -S "$work/hung.tmux" -f /dev/null)
    mkdir int hup
    tty_start 80x50 env TMPDIR="$work/int" "$checkout/scripts/demo"
    "${hung[@]}" new-session -d -x 80 -y 50 env TMPDIR="$work/hup" "$checkout/scripts/demo" 3>&-
    demo_start
    demo_wait "Who is affected?"
    tty_wait "Trust it?"
    until "${hung[@]}" capture-pane -p | grep -q "Trust it?"; do sleep 0.1; done

    meet "$("${hung[@]}" display-message -p '#{pane_pid}')" "$work/hup"
    "${hung[@]}" kill-server
    nothing_is_left

    meet "$(tty_tmux display-message -p '#{pane_pid}')" "$work/int"
    tty_keys C-c
    same "$(tty_status)" 130
    holds "$(tty_screen)" "The demo is over. Nothing of it is left."
    nothing_is_left

    meet "$demo" "$TMPDIR"
    kill "$demo"
    demo_status
    exits 143
    nothing_is_left
}

@test "it can be ended before the outage began, too" {
    demo_start
    demo_wait "A small shop opens"
    meet "$demo" "$TMPDIR"
    kill "$demo"
    demo_status
    exits 143
    nothing_is_left
}
