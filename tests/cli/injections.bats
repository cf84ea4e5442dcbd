# Values that would be commands or options somewhere: through every way into a command, an address or
# a name, each arrives as the one argument that it is, or is refused; and nothing of it ever runs.
load helper

setup() {
    start_clean
    box=$work/box
    mkdir -p "$box/files" bin got db
    cp "$checkout/tests/cli/injections/rec" "$box"
    cp "$checkout/tests/cli/injections/finds" bin/stat
    cp "$checkout/tests/cli/injections/finds" bin/git
    export PATH=$work/bin:$PATH
    perl "$checkout/tests/cli/injections/serve.pl" "$work/port" "$work/got" 3>&- &
    server=$!
    for _ in {1..100}; do
        [ ! -e port ] || break
        sleep 0.05
    done
    program=$RULEOUT
    watch_programs
}

teardown() {
    kill "$server" 2>/dev/null
    wait "$server" 2>/dev/null
    remove_work
}

# Every program that is started is written down, where that can be seen.
watch_programs() {
    [ "$RULEOUT_VARIANT" = rel ] && strace -f -o /dev/null true 2>/dev/null || return 0
    printf '#!/bin/sh\nexec strace -A -f -qq -s 9999 -e trace=execve,execveat -o "%s" "%s" "$@"\n' \
        "$work/started" "$program" >watched
    chmod +x watched
    RULEOUT=$work/watched
}

values=(
    '$(touch owned)'
    '`touch owned`'
    'a; touch owned'
    'a | touch owned'
    'a && touch owned'
    'a & touch owned'
    $'a\ntouch owned\n#'
    '-exec touch owned ;'
    '--output=owned'
    '-oProxyCommand=touch owned'
    '--upload-pack=touch owned'
    '-rf'
    '--'
    "'; touch owned; '"
    '"; touch owned; "'
    'a;touch${IFS}owned'
    '%0atouch%20owned'
    '*'
    '~'
    '；touch owned；＄（touch owned）'
    "$(printf 'A%.0s' {1..4000});touch owned"
    "\$'\\x3btouch owned'"
    '> owned'
    '<(touch owned)'
    '{touch,owned}'
    '!touch owned'
    'a #; touch owned'
    '\"; touch owned #'
)
# Those that are tried: of the same code with the sanitizers, a few will do.
tried=("${values[@]}")
[ "${RULEOUT_VARIANT-}" != san ] || tried=("${values[0]}" "${values[6]}" "${values[7]}" "${values[13]}" "${values[20]}")

# Lays out everything that is named by VALUE, as far as a name may be so.
lay_out() {
    local value=$1 name=$1
    [ ${#value} -lt 200 ] || name=long
    rm -rf "$work/books" "$work/got"/* "$work/started" "$box/files"/*
    folder=$work/books/$name
    answers=$name.yaml
    record=$work/db/$name.db
    export RULEOUT_DB=$record RELEASE=$value USER=$value
    mkdir -p "$folder"
    cp -r "$checkout/tests/cli/injections/checks" "$checkout/tests/cli/injections/severity.yaml" "$folder"
    sed -e "s|BOX|$box|g" -e "s|PORT|$(<port)|g" "$checkout/tests/cli/injections/paths.yaml" \
        >"$folder/paths.yaml"
    printf '%s' "$value" >"$box/files/log"
    [ "$name" = long ] || printf 'content of %s' "$value" >"$box/files/$name"
    jq -n --arg said "$value" '{said: $said}' >"$answers"
}

# Walks all of it: VALUE is given by an option, at a question, by a file of answers, by a check, by
# what a command says, as a note, and as names of files.
walk_through() {
    local value=$1 line=${1%%$'\n'*} ready=(yes yes) back=":undo run_saved"
    [ "$line" = "$value" ] || back=:actions # it cannot be typed, so that it is not confirmed
    lay_out "$value"
    run_walk "$folder/paths.yaml" --trust "--answers=$answers" -i "given=$value" -- everybody \
        ":note $line" ":todo $line" "$line" \
        "${ready[@]}" "${ready[@]}" "${ready[@]}" "${ready[@]}" "${ready[@]}" "${ready[@]}" \
        "${ready[@]}" yes "$line" "${ready[@]}" "$line" "$back" "hand over"
}

# What was kept under NAME, its items apart by NUL, is WORD...
kept() {
    local name=$1 words=() i
    shift
    [ ! -e "got/$name" ] || mapfile -d '' words <"got/$name"
    [ "${#words[@]}" = $# ] ||
        { echo "$name: ${#words[@]} words came, not $#: ${words[*]}"; return 1; }
    for i in "${!words[@]}"; do
        [ "${words[i]}" = "${*:i+1:1}" ] || same "${words[i]}" "${*:i+1:1}" "$name"
    done
}

# Whatever its words are, these get VALUE as it is.
all_as_they_are() {
    local value=$1 line=${1%%$'\n'*} count i releases=()
    kept lua.given "$value"
    kept lua.asked "$line"
    kept lua.said "$value"
    kept lua.logged "$value"
    kept lua.inside "--name=$value"
    kept lua.among a "$value" b
    kept lua.stdin "$value"
    kept with.given "$value"
    kept with.asked "$line"
    kept with.said "$value"
    kept with.logged "$value"
    kept with.inside "a $value b"
    kept stat -c %Y "/srv/$value"
    kept git -C "/srv/$value" log -g -1 --date=unix --format=%gd
    kept http.POST "$value"
    [ ! -e got/http.GET ] || kept http.GET "/$value"
    [ "$line" != "$value" ] || kept http.HEAD "$value"
    kept run.stdin "$value"
    mapfile -d '' releases <got/RELEASE
    for i in "${releases[@]}"; do
        same "$i" "$value" "the environment"
    done
    [ "${#releases[@]}" -gt 15 ]
    if [ ${#value} -lt 200 ]; then
        kept file.read read "content of $value"
        kept file.log read "content of $line"
    fi
    same "$(of_record "SELECT count(*) FROM event WHERE kind IN ('noted', 'todo') AND value = '${line//\'/\'\'}'")" 2 \
        "the notes"
}

# None of VALUE was run: by its traces, and by a list of all programs that were started.
nothing_ran() {
    local strange
    [ -z "$(find "$work" /owned "$checkout/owned" -name 'owned*' 2>/dev/null)" ]
    [ "$RULEOUT" = "$work/watched" ] || return 0
    strange=$(grep -a 'exec' started | grep -av 'resumed>' | sed 's/^[0-9]* *\(execve("[^"]*"\).*/\1/' | sort -u |
        grep -avxF -e "execve(\"$program\"" -e "execve(\"$box/rec\"" -e "execve(\"$work/bin/stat\"" \
            -e "execve(\"$work/bin/git\"" -e 'execve("/usr/bin/cat"' -e 'execve("/bin/cat"' \
            -e "execve(\"$(dirname "$(readlink -f "$program")")/ruleout-http\"") || true
    [ -z "$strange" ] || { echo "these ran too: $strange"; return 1; }
    [ "$(grep -ac execve started)" -gt 2 ]
}

@test "a plain value gets through every one of the ways" {
    walk_through fine
    exits 4
    all_as_they_are fine
    kept http.GET /fine
    kept http.HEAD fine
    kept run.given fine
    kept run.asked fine
    kept run.said fine
    kept run.logged fine
    kept run.inside --name=fine
    kept saved.stdin fine
    kept verify.with fine
    kept saved.undo fine
    kept run.confirm yes
    nothing_ran
}

# A command gets what is plain; of anything else the walk says why, and none is started.
plain_or_refused() {
    local value=$1 line=${1%%$'\n'*} refused=0
    run_gets run.given "$value" "$value"
    run_gets run.asked "$line" "$line"
    run_gets run.said "$value" "$value"
    run_gets run.logged "$value" "$value"
    run_gets run.inside "a$value" "--name=$value" # a value that begins no word may begin with -
    same "$(grep -c '^It cannot be done: the value "' <<<"$err")" "$refused" "refusals"
    holds "$err" '" may not stand in a command.'
}

run_gets() { # NAME VALUE WORD
    if [[ $2 =~ ^[A-Za-z0-9_.:/@][A-Za-z0-9_.:/@-]*$ ]]; then
        kept "$1" "$3"
    else
        refused=$((refused + 1))
        kept "$1"
    fi
}

# What was saved is read by a command as it is, and no command has it as a word.
saved_is_read_only() {
    kept saved.undo
    [[ $1 != *$'\n'* ]] || return 0
    kept saved.stdin "$1"
    kept verify.with "$1"
    holds "$err" "It cannot be taken back: the value "
}

@test "none of the injections is ever more than the one argument that it is" {
    not_under val "it starts the program very often"
    local value
    [ "${#values[@]}" -ge 22 ]
    for value in "${tried[@]}"; do
        echo "the value: ${value:0:100}"
        walk_through "$value"
        exits 4
        all_as_they_are "$value"
        plain_or_refused "$value"
        saved_is_read_only "$value"
        nothing_ran
    done
}

# The answers of one option to -i, none of which is taken.
unfit() { # INPUT VALUE MESSAGE
    ruleout walk "$folder/paths.yaml" --trust -i given=a -i asked=a -i "$1=$2" </dev/null
    exits 2
    holds "$err" "$3"
}

@test "inputs and answers that must be something else are refused by name" {
    not_under val "it starts the program very often"
    local value line shown
    for value in "${tried[@]}"; do
        lay_out "$value"
        line=${value%%$'\n'*}
        shown=${value:0:20}
        shown=${shown%%$'\n'*}
        unfit place "$value" "input.place: \"$shown"
        unfit kind "$value" "input.kind: \"$shown"
        unfit number "$value" "input.number: \"$shown"
        unfit time "$value" "input.time: \"$shown"
        unfit "$value" a "takes no input \"${shown%%=*}"
        run_walk "$folder/paths.yaml" --trust -i given=a -i asked=a -- "$line"
        exits 5
        holds "$err" "\"$shown"
        nothing_ran
    done
}

@test "a check without a walk gives values to commands as they are" {
    not_under val "it starts the program very often"
    local value
    for value in fine "${tried[@]}"; do
        lay_out "$value"
        ruleout check "$folder/paths.yaml" --trust -i "given=$value" -i "asked=$value"
        kept with.given "$value"
        kept with.asked "$value"
        kept with.inside "a $value b"
        kept stat -c %Y "/srv/$value"
        kept http.POST "$value"
        nothing_ran
    done
}

@test "names and words of the command line" {
    not_under val "it starts the program very often"
    local value
    for value in fine "${tried[@]}"; do
        [ ${#value} -lt 200 ] || continue
        lay_out "$value"
        cd "$work/books"
        run_walk "./$value/paths.yaml" --no-checks -i given=a -i asked=a -- everybody :quit
        exits 4
        ruleout note -- "$value"
        exits 0
        ruleout note --todo -- last "$value"
        exits 0
        ruleout log last --json
        same "$(jq -r --arg v "$value" 'select(.value == $v) | .kind' <<<"$out" | tr '\n' ' ')" "noted todo "
        ruleout postmortem last "--output=$value.md"
        exits 0
        holds "$(cat -- "./$value.md")" "# Postmortem: Where values go"
        RULEOUT_PATH=$PWD/$value ruleout list --json
        exits 0
        same "$(jq -r '.[] | select(.id == "paths").file' <<<"$out")" "$PWD/$value/paths.yaml"
        RULEOUT_PATH=$PWD/$value ruleout show paths
        exits 0
        ruleout lint "./$value"
        exits 0
        cd "$work"
        for command in "walk --" "show --" "log --" "postmortem --" "check --" "lint --" walk; do
            read -ra words <<<"$command"
            [ "$command" = walk ] && words+=("--resume=$value") || words+=("$value")
            ruleout "${words[@]}" </dev/null
            [ "$status" = 2 ] || [ "$status" = 1 ] || exits 2
            holds "$err$out" "${value//$'\n'/ }"
        done
        nothing_ran
    done
}

said_of() { # STEP
    "$RULEOUT" log last --json | jq -r --arg s "$1" 'select(.step == $s and .kind == "answered").value'
}

@test "a NUL byte, a program that a value names, what is too long, and values that are not there" {
    lay_out fine
    sed -e "s|BOX|$box|g" -e "s|PORT|$(<port)|g" "$checkout/tests/cli/injections/edges.yaml" \
        >"$folder/edges.yaml"
    printf 'a\0; touch owned\n' >"$box/files/nul"
    head -c 70000 /dev/zero | tr '\0' a >"$box/files/much"
    echo release-41 >"$box/files/line"
    run_walk "$folder/edges.yaml" --trust -- everybody unknown nothing nothing \
        yes yes yes yes yes yes yes yes yes yes yes yes yes yes release-41 ":undo save_line" "hand over"
    exits 4

    same "$(said_of nul | sed 's|: [a-z.]*: |: |')" "word: word 3 holds a NUL byte
program: word 1 holds a NUL byte
stdin: done
url: url holds a NUL byte
header: the value of a header holds a NUL byte
file: path holds a NUL byte
list: path holds a NUL byte"
    kept nul.stdin a "; touch owned"
    holds "$err" "The check cannot tell: the answer holds a NUL byte"
    holds "$err" "The check cannot tell: the evidence holds a NUL byte"
    same "$(said_of programs | grep -c '^no: ')" 12
    same "$(said_of long)" no
    same "$(grep -c 'It cannot be done: a value is not known yet: ' <<<"$err")" 4

    holds "$err" "could not be saved (it holds a NUL byte, so it is no text), so nothing is changed."
    holds "$err" "could not be saved (it is longer than 64 KiB), so nothing is changed."
    kept line.stdin $'release-41\n' # to the last byte where it is read
    kept line.undo release-41        # and without its line end where it is a word
    same "$(echo got/*)" "got/RELEASE got/line.stdin got/line.undo got/nul.stdin"
    nothing_ran
}
