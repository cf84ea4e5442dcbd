# Text of somebody else never acts on the terminal: what is not text is refused, the rest is shown
# escaped.
load shop

# Runs the program, and keeps what it said for tame().
runs() {
    ruleout "$@"
    cat .out .err >>.said
}

# None of what it said acts on a terminal: no controls but the line feed, no DEL, no C1 controls
# (also as UTF-8), no bidirectional controls, nothing that is not UTF-8.
tame() {
    if LC_ALL=C grep -nP '[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae\x8e\x8f]' .said ||
        LC_ALL=C grep -nP '\xe2\x81[\xa6-\xa9]|\xd8\x9c' .said; then
        echo "these lines hold raw bytes"
        return 1
    fi
    iconv -f UTF-8 -t UTF-8 .said >/dev/null
}

# Every command that shows the incident and its runbook.
shows() {
    local command
    cat .out .err >>.said
    for command in "log last" "log last --json" incidents "incidents --json" "postmortem last" \
        "postmortem last --format json" list "list --json"; do
        # shellcheck disable=SC2086
        runs $command
    done
}

@test "each of the 256 bytes in a line: refused, or stored and shown escaped" {
    local byte line lines=("some customers" no)
    for ((byte = 1; byte < 128; byte++)); do
        [ "$byte" != 10 ] || continue
        printf -v line "\\x$(printf %x "$byte")"
        lines+=(":note before${line}after")
    done
    run_walk shop -- "${lines[@]}"
    exits 5
    same "$(grep -c '^Noted.' .err)" 126
    same "$(of_record "SELECT count(*), count(DISTINCT value) FROM event WHERE kind = 'noted'")" \
        "126|126"
    shows
    holds "$("$RULEOUT" log last)" "before^[after"
    # Alone, those of the upper half are no UTF-8, and NUL is no text.
    for byte in 00 80 9b 9d a0 bf c0 c1 c2 e0 f0 f5 fe ff; do
        runs walk shop < <(printf "some customers\nno\n:note a\\x${byte}b\n")
        exits 5
        holds "$err" "could not be read as text"
    done
    tame
}

sequences=($'\e[2J' $'\e]0;owned\a' $'\e]8;;http:x\e\\link\e]8;;\e\\' $'\eP+q\e\\' $'\e[6n' $'\eX'
    $'\xc2\x9b2J' $'\xc2\x9d0;x\xc2\x9c' $'\xe2\x80\xae' $'\xe2\x81\xa6' $'\r' $'\b\b\b' $'\x7f' $'\a')
all=$(printf '%s' "${sequences[@]}")

@test "escape sequences as an answer, a note, a reason, an unfit answer" {
    run_walk shop -- "some customers" no now no 2 "follows traffic" "x${all}y" ":note x${all}y" \
        ":todo x${all}y" ":skip x${all}y" ":mitigated x${all}y" ":severity sev1 x${all}y" \
        ":at 10:02 x${all}y" ":confirm disk x${all}y" ":change x${all}y"
    exits 5
    holds "$err" "ruleout: resolve:"
    holds "$err" 'No answer to "x^[[2J^[]0;owned^G'
    shows
    tame
    run_walk shop -- "x${all}y"
    holds "$err" '"x^[[2J^[]0;owned^G'
    run_walk shop -- ":x${all}y"
    shows
    run_walk shop -- ":resolve x${all}y"
    exits 0
    shows
    tame
}

@test "a note from the command line" {
    run_walk shop -- :quit
    runs note "x${all}y"
    exits 0
    runs note "--todo" $'x\xffy'
    shows
    tame
}

@test "arguments that are sequences" {
    not_under val "it starts the program very often"
    local what command
    for what in "x${all}y" $'x\xffy'; do
        for command in "" "walk " "log " "walk --" "lint ./" "show " "incidents --since " \
            "lint --format " "incidents --cause " "walk --resume=" "walk shop --answers "; do
            # shellcheck disable=SC2086
            IFS=' ' runs $command"$what" </dev/null
        done
    done
    tame
}

@test "file names that are sequences" {
    local what
    for what in "x${all}y" $'x\xffy'; do
        mkdir -p "books/$what"
        cp "$fixtures"/*.yaml "books/$what"
        echo "nothing" >"books/$what.yaml"
        export RULEOUT_PATH=$work/books:$work/books/$what RULEOUT_DB=$work/$what.db
        runs list
        runs list --json
        runs lint books
        exits 1
        runs lint books --format json
        runs lint "books/$what"
        exits 0
        runs walk </dev/null
        runs walk "books/$what/shop.yaml" <<<"some customers"
        exits 5
        RULEOUT_DB=$work/books/$what runs log last
        exits 3
        runs log "$what"
        exits 2
    done
    tame
}

@test "runbook text that is a sequence does not load, and is shown escaped" {
    not_under val "it starts the program very often"
    local s
    for s in "${sequences[@]}" $'\xff'; do
        printf 'ruleout: 1\nid: shop\ntitle: x%sy\n' "$s" >shop.yaml
        grep -v '^ruleout:\|^id:\|^title:' "$fixtures/shop.yaml" >>shop.yaml
        runs walk ./shop.yaml </dev/null
        exits 2
        runs lint ./shop.yaml
        exits 1
    done
    runs show ./shop.yaml
    exits 2
    runs lint ./shop.yaml --format json
    tame
}

@test "escapes in quotes do not load either" {
    local s
    for s in '\e[2J' '\x1b[2J' '\u009b2J' '\u202e' '\x07' '\0' '\x7f' '\L' '\P'; do
        printf 'ruleout: 1\nid: shop\ntitle: "x%sy"\nsteps: []\n' "$s" >shop.yaml
        runs walk ./shop.yaml </dev/null
        exits 2
    done
    tame
}

@test "a severity framework with a sequence in it" {
    mkdir books
    cp "$fixtures/shop.yaml" books
    sed $'s/Who is affected/Who\e[2J/' "$fixtures/severity.yaml" >books/severity.yaml
    RULEOUT_PATH=$work/books runs walk shop </dev/null
    exits 2
    holds "$err" "severity.yaml:3"
    tame
}

@test "an answers file with a sequence in it" {
    printf 'deployed: x%sy\n' "$all" >given.yaml
    runs walk shop --answers given.yaml </dev/null
    exits 2
    tame
}

@test "a line longer than 64 KiB is refused whole" {
    ruleout walk shop < <(echo "some customers"; head -c 70000 /dev/zero | tr '\0' n; echo; echo no)
    exits 5
    holds "$err" "at most 64 KiB"
    same "$(answers)" "severity.reach: some customers"
}
