# servers: real servers on loopback, each in a folder that is removed, and what a check finds there.
#
# A program comes from build/ (see scripts/dev/deps) or from this machine; without it, the test is
# skipped aloud. PostgreSQL and MariaDB refuse to run as root: then they run as nobody.
load helper

setup() {
    start_clean
    not_under san val "the servers are what is tried, and the API is by its unit tests"
    pids=() folders=()
    declare -gA stop_by=()
    mkdir -p books/runbooks books/scripts && cp -r "$checkout/scripts/checks" books/scripts
    export RULEOUT_PATH=$work/books/runbooks
}

teardown() {
    stop_servers
    local folder
    for folder in "${folders[@]}"; do rm -rf "$folder"; done
    remove_work
}

# The last first: PostgreSQL waits for its clients, and other than by SIGINT it would for ever.
stop_servers() {
    local i j pid
    for ((i = ${#pids[@]} - 1; i >= 0; i--)); do
        pid=${pids[i]}
        kill "-${stop_by[$pid]:-TERM}" "$pid" 2>/dev/null || continue
        for ((j = 0; j < 100; j++)); do
            kill -0 "$pid" 2>/dev/null || break
            sleep 0.05
        done
        kill -KILL "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    pids=()
}

# there_is NAME [PATH...]: sets $program; the first of build/NAME, what the path has, and the PATHs.
there_is() {
    local one
    for one in "$checkout/build/$1" "$(PATH=$PATH:/usr/sbin:/sbin command -v "$1")" "${@:2}"; do
        [ ! -x "$one" ] || { program=$(readlink -f "$one") && return; }
    done
    return 1
}

need() {
    there_is "$@" || skip "there is no $1: scripts/dev/deps test"
}

# behind LOG COMMAND...: starts a server, whose pid is the last of $pids.
behind() {
    local log=$1
    shift
    "$@" >"$log" 2>&1 3>&- </dev/null &
    pids+=($!)
}

# until_it COMMAND...: waits until that succeeds, for 10 s at most.
until_it() {
    local i
    for ((i = 0; i < 200; i++)); do
        ! "$@" >/dev/null 2>&1 || return 0
        sleep 0.05
    done
    printf 'never came true: %s\n' "$*"
    tail -n 5 "$work"/*.log
    return 1
}

free_port() {
    perl -MIO::Socket::INET -e 'my $s = IO::Socket::INET->new(LocalAddr => "127.0.0.1", Listen => 1);
        print $s->sockport'
}

# unprivileged NAME: sets $folder, and as which user what uses it must be started: "${as[@]}".
unprivileged() {
    as=() folder=$work/$1
    if [ "$(id -u)" = 0 ]; then
        folder=$(mktemp -d /tmp/ruleout-"$1".XXXXXX)
        folders+=("$folder")
        chown nobody "$folder"
        as=(setpriv --reuid=nobody --regid=nogroup --clear-groups)
    fi
    mkdir -p "$folder"
    "${as[@]}" test -x "$program" || skip "nobody may not run $program"
}

# look TYPE LINE...: what a step finds whose check is these lines of YAML; sets answer, evidence, why.
look() {
    {
        printf '%s\n' 'ruleout: 1' 'id: looks' 'title: It looks' 'summary: It looks.' 'allow:' \
            '  run: [psql, mariadb, sqlite3, dig, openssl s_client, openssl x509]' \
            "  read: [$work]" '  env: [PGSERVICE, PGSERVICEFILE]' "  http: [\"${origin:-http://127.0.0.1:1}\"]" \
            'causes: {one: {title: One}}' 'steps:' '- id: it' '  clue: What is it?' \
            "  type: $1" '  timeout: 10s'
        printf '  %s\n' "${@:2}"
    } >"$RULEOUT_PATH/looks.yaml"
    ruleout check looks --trust --format json
    answer=$(of_json '.[0].checks[0].answer' <<<"$out")
    evidence=$(of_json '.[0].checks[0].evidence' <<<"$out")
    why=$(of_json '.[0].checks[0].error' <<<"$out")
    [ -n "$answer" ] || { printf '%s\n' "$out" "$err" && return 1; }
}

# look_lua LUA: the same, of a piece of Lua.
look_lua() {
    local lines
    mapfile -t lines <<<"$1"
    look text 'lua: |' "${lines[@]/#/  }"
}
