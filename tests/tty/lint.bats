# lint --watch in a real terminal.
load helper

setup() {
    start_clean
    mkdir -p books/checks/app books/lib
    export RULEOUT_PATH=$work/books
    book "Is it?" >books/shop.yaml
}

book() { # QUESTION [KEYS]
    printf 'ruleout: 1\ntitle: Shop\n%ssteps:\n- {id: one, clue: "%s", type: text}\n' "${2-}" "$1"
}

watch() {
    tty_start 90x24 "$RULEOUT" lint --color=never --watch "$@"
    tty_wait "Ctrl-C ends."
}

# Waits until the screen shows nothing else but TEXT and the last line.
shows() { # TEXT
    local until=$((SECONDS + $(tty_patience)))
    while [ "$SECONDS" -lt "$until" ]; do
        [ "$(tty_screen | sed '/^$/d')" = "$1
Waiting for a change; Ctrl-C ends." ] && return
        sleep 0.05
    done
    same "$(tty_screen | sed '/^$/d')" "$1
Waiting for a change; Ctrl-C ends."
}

@test "what changes is linted again, on a clean screen, until Ctrl-C" {
    watch books
    shows "1 file: 0 errors, 0 warnings"
    book "Is it?" $'ownr: me\n' >books/shop.yaml
    tty_wait 'unknown key "ownr"'
    # As editors save: another file takes its place.
    book "Is it?" >books/.shop.yaml.new
    mv books/.shop.yaml.new books/shop.yaml
    shows "1 file: 0 errors, 0 warnings"
    book "Is it?" >books/other.yaml
    shows "2 files: 0 errors, 0 warnings"
    rm books/other.yaml
    shows "1 file: 0 errors, 0 warnings"
    tty_keys C-c
    same "$(tty_status)" 130
}

@test "a check and a used file are watched too, and a folder that comes later" {
    local step=$'- {id: two, clue: Up?, check: app/up, type: text}\n'
    { book "Is it?" $'use: [lib/common.yaml]\n' && printf '%s' "$step"; } >books/shop.yaml
    echo 'roles: {lead: whoever leads}' >books/lib/common.yaml
    rm -r books/checks
    watch books/shop.yaml
    tty_wait 'there is no check "app/up"'
    mkdir -p new/app && echo 'return {about = "Up?", run = function() return true end}' >new/app/up.lua
    mv new books/checks
    shows "1 file: 0 errors, 0 warnings"
    echo 'return {' >books/checks/app/up.lua
    tty_wait 'check "app/up":'
    echo 'return {about = "Up?", run = function() return true end}' >books/checks/app/up.lua
    shows "1 file: 0 errors, 0 warnings"
    echo 'rolls: {lead: whoever leads}' >books/lib/common.yaml
    tty_wait 'unknown key "rolls"'
    tty_keys C-c
    same "$(tty_status)" 130
}

@test "a file that goes may come back; SIGTERM ends too" {
    watch books/shop.yaml
    rm books/shop.yaml
    tty_wait "books/shop.yaml"
    book "Is it?" >books/shop.yaml
    shows "1 file: 0 errors, 0 warnings"
    tty_tmux display-message -p '#{pane_pid}' >pid
    kill -TERM "$(<pid)"
    same "$(tty_status)" 143
}

@test "without a terminal nothing is cleared, and each look is a document of its own" {
    not_under val "time"
    "$RULEOUT" lint --watch --format json >out 2>err &
    local lint=$!
    until grep -q Ctrl-C err; do sleep 0.05; done
    book "Is it?" $'ownr: me\n' >books/shop.yaml
    until [ "$(grep -c Ctrl-C err)" = 2 ]; do sleep 0.05; done
    kill -INT "$lint" 2>/dev/null || true
    status=0
    kill -TERM "$lint" || true
    wait "$lint" || status=$?
    same "$status" 143
    same "$(jq -c '[.[].code]' out | tr '\n' ' ')" '[] ["RB103"] '
    lacks "$(<out)" $'\033'
}
