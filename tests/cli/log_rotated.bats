# Logs as logrotate leaves them, on this very machine: packed by gzip and zstd themselves, read in a confined
# check, and permitted with the log and with nothing else.
load helper

setup() {
    start_clean
    mkdir lib logs
    cp "$checkout/runbooks/severity.yaml" lib
    export RULEOUT_PATH=$work/lib
    printf '2026-09-14T10:00:00Z new %s\n' error fine >logs/app.log
    printf '2026-09-14T09:00:00Z day %s\n' error fine error >logs/app.log-20260914
    printf '2026-09-13T09:00:00Z old %s\n' error fine fine | gzip >logs/app.log-20260913.gz
    printf '2026-09-12T09:00:00Z oldest %s\n' fine error >logs/app.log-20260912
    echo secret >logs/app.log-20260914.key
    echo secret >logs/other.log
}

teardown() {
    remove_work
}

found() { # LUA: the answer and the evidence, or why there is none
    printf '%s\n' 'ruleout: 1' 'title: T' "allow: {read: [$work/logs/app.log]}" 'steps:' \
        '- id: s' '  clue: What is it?' '  type: text' '  lua: |' "    $1" >lib/t.yaml
    "$RULEOUT" check t --trust --format json >found.json || true
    jq -r '.[0].checks[0] | .answer // ("cannot tell: " + .error)' found.json
}

count() { # OPTIONS
    found "local n, why = log.count{file = '$work/logs/app.log', rotated = true, $1} if not n then return nil, why end return n.matched .. ' of ' .. n.lines"
}

@test "a log and what it was rotated to are read as one" {
    same "$(count "text = 'error'")" "5 of 10"
    same "$(count "text = 'error', since = '2026-09-14T00:00:00Z'")" "3 of 5"
    same "$(count "text = 'error', ['until'] = '2026-09-13T10:00:00Z'")" "2 of 5"
    same "$(found "return log.first{file = '$work/logs/app.log', text = 'old ', rotated = true}.file")" \
        "$work/logs/app.log-20260913.gz"
    same "$(found "return table.concat(assert(file.list('$work/logs/app.log')), ' ')")" \
        "app.log-20260912 app.log-20260913.gz app.log-20260914"
}

@test "what zstd packed is read, and what bzip2 packed is told" {
    command -v zstd >/dev/null || skip "zstd is not installed"
    zstd -q --rm logs/app.log-20260912
    same "$(count "text = 'error'")" "5 of 10"
    printf 'BZh9' >logs/app.log-20260911.bz2
    holds "$(count "text = 'error'")" \
        "cannot read $work/logs/app.log-20260911.bz2: it is packed by bzip2"
    same "$(count "text = 'error', since = '2026-09-12T09:30:00Z'")" "4 of 8"
}

@test "a packed log that is cut is no log with fewer lines" {
    head -c 40 logs/app.log-20260913.gz >"$work/part"
    mv "$work/part" logs/app.log-20260913.gz
    holds "$(count "text = 'error'")" "its gzip data ends too soon"
    same "$(count "text = 'error', since = '2026-09-14T09:30:00Z'")" "1 of 2"
}

@test "nothing else is permitted with a log" {
    local path
    for path in app.log-20260914.key other.log app.log.old ../logs/other.log; do
        holds "$(found "return file.read('$work/logs/$path')")" "cannot tell: "
    done
    holds "$(found "return file.list('$work/logs')")" "not allowed to read"
    ln -s /etc/passwd logs/app.log.1
    holds "$(found "return file.read('$work/logs/app.log.1')")" "leads out of"
    ln -sfn "$work/lib" logs/app.log.2
    holds "$(found "return file.list('$work/logs/app.log.2')")" "cannot tell: "
}
