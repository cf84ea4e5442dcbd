# The documents show what the program shows, and every command in them works.
load helper

# The fenced blocks of FILE behind `<!-- transcript: NAME -->`, one file each: $work/NAME.1, NAME.2 ...
blocks_of() {
    awk -v into="$work" '
        /^<!-- transcript: .* -->$/ { name = $3; next }
        name && /^```$/ && !inside { inside = 1; out = into "/" name "." ++count; next }
        inside && /^```$/ { close(out); inside = 0; name = ""; next }
        inside { print > out }' "$1"
}

# True where the lines of BLOCK stand in WHOLE one behind the other.
stands_in() {
    awk 'NR == FNR { want[++n] = $0; next }
        { seen[FNR] = $0 }
        END {
            for (i = 1; i + n - 1 <= FNR; i++) {
                for (k = 1; k <= n && seen[i + k - 1] == want[k]; k++)
                    ;
                if (k > n) exit 0
            }
            exit 1
        }' "$1" "$2"
}

transcripts_are_real() {
    local block name count=0
    blocks_of "$checkout/$1"
    for block in "$work"/*.[0-9]*; do
        name=$(basename "${block%.*}")
        [ -e "$work/$name.whole" ] ||
            "$checkout/scripts/dev/transcript" "$checkout/tests/tty/transcripts/$name.keys" >"$work/$name.whole"
        if ! stands_in "$block" "$work/$name.whole"; then
            echo "$1: this is not what the program shows:"
            cat "$block"
            diff "$block" "$work/$name.whole" | grep '^<' | head
            return 1
        fi
        count=$((count + 1))
    done
    [ "$count" -gt 2 ]
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
    printf '%s\n' some no yes no -20m 1 3 unknown nothing "no space" yes >"$work/answers"
    "$RULEOUT" walk any-incident <"$work/answers" >/dev/null 2>&1
    for doc in README.md docs/tutorial.md docs/record.md docs/drills.md; do
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
