# A record that cannot be used: exit 3, one clear sentence, and nothing overwritten.
load shop

# Every command that needs the record says so in one sentence that holds PART.
refuses() { # PART [COMMAND...]
    local part=$1 command
    shift
    [ $# -gt 0 ] || set -- walk log incidents note postmortem
    for command; do
        case $command in
        walk) ruleout walk shop <<<"some customers" ;;
        incidents) ruleout incidents ;;
        note) ruleout note "a note" </dev/null ;;
        *) ruleout "$command" last ;;
        esac
        exits 3
        same "$out" ""
        holds "$err" "$part"
        same "$(grep -c '^error:' <<<"$err")" 1 "sentences of $command"
        lacks "$err" "recorded"
    done
}

digest() {
    sha256sum "$1"
}

# Runs the program as somebody whom permissions bind: root is that without its capabilities.
bind_program() {
    [ "$(id -u)" = 0 ] || return 0
    printf '#!/bin/sh\nexec setpriv --bounding-set=-all --inh-caps=-all "%s" "$@"\n' \
        "$RULEOUT" >bound
    chmod 755 bound
    ./bound --version >/dev/null 2>&1 || skip "root is bound by no permissions, and has no setpriv"
    RULEOUT=$work/bound
}

@test "a folder in which nothing can be made" {
    mkdir closed
    chmod 555 closed
    bind_program
    export RULEOUT_DB=$work/closed/record.db
    refuses "$work/closed" walk
    same "$(ls -A closed)" ""
    export RULEOUT_DB=$work/closed/deep/record.db
    refuses "$work/closed" walk
    same "$(ls -A closed)" ""
}

@test "a file that nobody may read or write" {
    run_walk shop -- "some customers"
    chmod 000 "$record"
    bind_program
    refuses "$record"
    chmod 600 "$record"
    same "$(answers)" "severity.reach: some customers"
}

@test "a read-only disk: a walk is refused, what is there can be read" {
    mkdir disk
    [ "$(id -u)" = 0 ] && mount -t tmpfs -o size=4m none disk 2>/dev/null ||
        skip "needs a mount of its own, as root"
    export RULEOUT_DB=$work/disk/record.db
    run_walk shop -- "some customers"
    mount -o remount,ro disk
    local before
    before=$(digest "$RULEOUT_DB")
    refuses "$RULEOUT_DB" walk note
    ruleout log last
    local logged=$status said=$out
    ruleout incidents
    local listed=$status
    same "$(digest "$RULEOUT_DB")" "$before"
    umount disk
    same "$logged $listed" "0 0"
    holds "$said" "severity.reach"
}

@test "a full disk: the answer that did not fit is said to be missing, those before it are there" {
    mkdir disk
    [ "$(id -u)" = 0 ] && mount -t tmpfs -o size=320k none disk 2>/dev/null ||
        skip "needs a mount of its own, as root"
    export RULEOUT_DB=$work/disk/record.db
    local i lines=("some customers" no now no 1 "one peak")
    for ((i = 0; i < 400; i++)); do
        lines+=(":note $i $(printf 'x%.0s' {1..500})")
    done
    run_walk shop -- "${lines[@]}"
    local walked=$status said=$err noted recorded
    noted=$(grep -c '^Noted.' <<<"$said")
    rm -f disk/fill
    recorded=$(sqlite3 "$RULEOUT_DB" "SELECT count(*) FROM event WHERE kind = 'noted'")
    local sound
    sound=$(sqlite3 "$RULEOUT_DB" "PRAGMA integrity_check")
    umount disk
    same "$walked" 3
    holds "$said" "Your last line is not in the record. All before it is."
    same "$recorded" "$noted"
    same "$sound" ok
}

@test "a file that is no database" {
    export RULEOUT_DB=$work/notes.txt
    printf 'my notes\n%s\n' "$(printf 'line %s\n' {1..900})" >"$RULEOUT_DB"
    local before
    before=$(digest notes.txt)
    refuses notes.txt
    same "$(digest notes.txt)" "$before"
    same "$(find . -name 'notes.txt?*')" ""
}

@test "somebody else's database" {
    export RULEOUT_DB=$work/other.db
    sqlite3 "$RULEOUT_DB" "CREATE TABLE t (x); INSERT INTO t VALUES (1);"
    local before
    before=$(digest other.db)
    refuses other.db
    same "$(digest other.db)" "$before"
}

@test "a newer version's record" {
    run_walk shop -- "some customers"
    sqlite3 "$record" "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA user_version = 99;" >/dev/null
    local before
    before=$(digest "$record")
    refuses "newer"
    same "$(digest "$record")" "$before"
}

@test "a damaged record" {
    run_walk shop -- "${resolved[@]}"
    sqlite3 "$record" "PRAGMA wal_checkpoint(TRUNCATE);" >/dev/null
    local size pages
    size=$(stat -c %s "$record")
    pages=$((size / 4096))
    # All but the first page, which says what it is.
    dd if=/dev/urandom of="$record" bs=4096 seek=1 count=$((pages - 1)) conv=notrunc 2>/dev/null
    local before
    before=$(digest "$record")
    refuses "$record"
    same "$(digest "$record")" "$before"
}

@test "a record cut short" {
    run_walk shop -- "${resolved[@]}"
    sqlite3 "$record" "PRAGMA wal_checkpoint(TRUNCATE);" >/dev/null
    truncate -s 5000 "$record"
    local before
    before=$(digest "$record")
    refuses "$record"
    same "$(digest "$record")" "$before"
}

@test "a folder where the record should be" {
    mkdir folder
    export RULEOUT_DB=$work/folder
    refuses "$work/folder"
    same "$(ls -A folder)" ""
}

@test "the record is private" {
    run_walk shop -- :quit
    same "$(stat -c %a "$record")" 600
    same "$(stat -c %a "$(dirname "$record")")" 700
}
