# The documents show what the program shows, and every command in them works.
load helper
load docs

transcripts_are_real() {
    "$checkout/scripts/dev/transcript" "$checkout/tests/tty/transcripts/first-outage.keys" >"$work/first-outage.whole"
    blocks_stand "$1" first-outage
}

@test "every transcript in the documents is one that is made anew by a test" {
    same "$(cd "$checkout" && sed -n 's/^<!-- transcript: \(.*\) -->$/\1/p' README.md docs/*.md | sort -u)" "demo
first-outage"
}

skip_under_valgrind() {
    [ "$RULEOUT_VARIANT" != val ] || skip "a whole walk typed takes too long under valgrind"
}

@test "the README shows a real walk" {
    skip_under_valgrind
    transcripts_are_real README.md
}

@test "the tutorial shows a real walk" {
    skip_under_valgrind
    transcripts_are_real docs/tutorial.md
}

# Indented lines that call the program; what only an incident can give is given one.
commands_of() {
    sed -n 's/^    \(build\/\)\{0,1\}ruleout /ruleout /p' "$1" | sed 's/ *# .*//' | sort -u
}

@test "every command in the documents works" {
    local doc command count=0
    # A copy, because some of them write into the library.
    cp -r "$checkout/runbooks" "$work/runbooks"
    mkdir "$work/scripts" && cp -r "$checkout/scripts/checks" "$work/scripts"
    export RULEOUT_PATH=$work/runbooks
    printf '%s\n' some no yes no unknown -20m 1 3 unknown nothing "no space" yes >"$work/answers"
    "$RULEOUT" walk any-incident <"$work/answers" >/dev/null 2>&1
    for doc in README.md docs/tutorial.md docs/record.md docs/drills.md docs/editors.md; do
        while read -r command; do
            count=$((count + 1))
            case $command in
            *"walk --resume"*) "$RULEOUT" walk any-incident </dev/null >/dev/null 2>&1 || true ;;
            esac
            local status=0
            eval "${command/#ruleout/\"\$RULEOUT\"}" </dev/null >"$work/out" 2>&1 || status=$?
            case "$command:$status" in
            *" walk "*:5 | *:0) ;; # nobody is here to answer
            *)
                echo "$doc: $command: exit $status"
                cat "$work/out"
                return 1
                ;;
            esac
        done < <(commands_of "$checkout/$doc")
    done
    [ "$count" -gt 5 ]
}
