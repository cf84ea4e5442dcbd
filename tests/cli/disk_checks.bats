# The checks of file systems that ship, on this very machine: they say what df and du say.
load helper

setup() {
    start_clean
    mkdir lib
    cp "$checkout/runbooks/severity.yaml" lib
    export RULEOUT_PATH=$work/lib
}

teardown() {
    [ -z "${holder:-}" ] || kill "$holder" 2>/dev/null || true
    remove_work
}

found() { # CHECK TYPE WITH [ALLOW]: the answer and the evidence
    printf '%s\n' 'ruleout: 1' 'title: T' "${4:+allow: $4}" 'steps:' \
        "- {id: s, clue: What is it?, check: $1, with: $3, $2}" >lib/t.yaml
    "$RULEOUT" check t --trust --format json >found.json || true
    jq -r '.[0].checks[0] | .answer // ("cannot tell: " + .error)' found.json
}

# Within a changed root, as of a container, the file system that holds it may be nobody's mount.
need_mount() {
    local mount
    mount=$(df -l --output=target "$work" 2>/dev/null | tail -1)
    cut -d' ' -f2 /proc/self/mounts | grep -qxF -- "${mount:-none}" ||
        skip "the file system of $work is no mount that this machine lists"
}

number="type: number, answers: {else: {}}"

@test "disk/fullest: the file system of a path where that is as good as full, else the fullest" {
    need_mount
    local mount fullest
    mount=$(df --output=target "$work" | tail -1)
    same "$(found disk/fullest "type: text" "{path: $work, full: 0}" "{run: [df -l]}")" "$mount"
    fullest=$(df -l --output=pcent,ipcent,target -x tmpfs -x devtmpfs -x squashfs 2>/dev/null | tr -d %- |
        awk 'NR > 1 { used = NF > 2 && $2 > $1 ? $2 : $1; if (used > most) { most = used; at = $NF } } END { print at }')
    same "$(found disk/fullest "type: text" "{path: $work, full: 101}" "{run: [df -l]}")" "$fullest"
}

@test "disk/writable and disk/below" {
    need_mount
    same "$(found disk/writable "answers: {yes: {}, no: {}}" "{path: $work}" "{read: [/proc/self/mounts]}")" yes
    same "$(found disk/writable "answers: {yes: {}, no: {}}" "{path: /sys/fs/cgroup/nothing}" "{read: [/proc/self/mounts]}" |
        cut -d: -f1)" "cannot tell"
    same "$(found disk/below "answers: {yes: {}, no: {}}" "{path: $work, below: 101}")" yes
    same "$(found disk/below "answers: {yes: {}, no: {}}" "{path: $work, below: 0}")" no
}

@test "disk/takes counts folders of one file system, and says that it cannot tell where it may not read" {
    mkdir one two
    { fallocate -l 300M one/file && fallocate -l 250M two/file; } || skip "there is no room for the files"
    same "$(found disk/takes "$number" "{path: $work, folders: $work/one $work/two $work/none}" "{run: [du -xsB1]}")" 0.5
    same "$(found disk/takes "$number" "{path: $work, folders: /proc}" "{run: [du -xsB1]}")" 0
    if [ "$(id -u)" != 0 ]; then # root may read everything
        mkdir -m 0 one/closed
        holds "$(found disk/takes "$number" "{path: $work, folders: $work/one}" "{run: [du -xsB1]}")" "Permission denied"
    fi
}

@test "proc/holds_deleted: what is deleted and still open, once per file, and who holds most" {
    [ "$(id -u)" = 0 ] || skip "only root sees the processes of others"
    need_mount
    local gib before
    before=$(found proc/holds_deleted "$number" "{path: $work}")
    fallocate -l 1100M "$work/gone" || skip "there is no room for the file"
    (exec 8<"$work/gone" 9<"$work/gone" && rm "$work/gone" && exec sleep 60) 3>&- &
    holder=$!
    for _ in $(seq 50); do [ -e "$work/gone" ] || break; sleep 0.1; done
    gib=$(found proc/holds_deleted "$number" "{path: $work}")
    awk -v g="$gib" -v b="$before" 'BEGIN { exit !(g >= b + 0.9 && g < b + 2) }'
    holds "$(cat found.json)" "sleep (process $holder)"
}

@test "disk/forecast: two looks, of which the earlier is given" {
    local mount free now
    mount=$(df --output=target "$work" | tail -1)
    free=$(df -B1 --output=avail "$work" | tail -1)
    now=$(date -u -d '-1 hour' +%Y-%m-%dT%H:%M:%SZ)
    # Twice what is free was free an hour ago, so in another hour it is full.
    local hours
    hours=$(found disk/forecast "$number" "{path: $mount, free: $((free * 2)), since: \"$now\", at_least: 0}")
    awk -v h="$hours" 'BEGIN { exit !(h > 0.8 && h < 1.2) }'
    same "$(found disk/forecast "$number" "{path: $mount, free: 0, since: \"$now\", at_least: 0}")" 1000
    holds "$(found disk/forecast "$number" "{path: $mount, free: 0, since: \"$now\", at_least: 101}")" "say too little"
}
