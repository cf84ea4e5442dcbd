# Checks that look ahead while a question is open: `walk --jobs`.
load walk

setup() {
    start_clean
    mkdir bin lib
    printf '#!/bin/sh\nexec -a ruleout "%s" "$@"\n' "$RULEOUT" | sed '1s/sh/bash/' >bin/ruleout
    # What runs says so, and does so once it may.
    cat >look <<END
#!/bin/sh
echo "\$@" >>"$work/began"
while [ -e "$work/hold-\$1" ]; do sleep 0.02; done
echo "\$@" >>"$work/ended"
END
    chmod +x bin/ruleout look
    cat >lib/ahead.yaml <<END
ruleout: 1
title: Ahead
allow: {run: [$work/look]}
causes:
  disk: {title: The disk}
steps:
- {id: who, clue: Who?, answers: {me: {}, you: {}}}
- id: free
  clue: Free?
  lua: |
    assert(run("$work/look", "free"))
    return true, "free saw it"
  fresh: 5m
  answers: {yes: {suspects: [disk]}, no: {}}
- {id: more, clue: More?, answers: {yes: {}, no: {next: end}}}
- id: bound
  clue: Bound?
  lua: |
    assert(run("$work/look", "bound", answer("who")))
    return true, "bound saw " .. answer("who")
  answers: {yes: {}, no: {}}
- id: undecided
  clue: Undecided?
  when: more == "yes"
  lua: |
    assert(run("$work/look", "undecided"))
    return true, "undecided saw it"
  answers: {yes: {}, no: {}}
- {id: last, clue: Last?, answers: {yes: {}, no: {}}}
END
    cp "$checkout/tests/cli/acting/severity.yaml" lib
    export RULEOUT_PATH=$work/lib
}

# A walk up to the first question of the runbook.
begin() { # ARGUMENT...
    walk_start 80x40 "$@"
    tty_wait "Who is affected?"
    tty_line everybody
    tty_wait "Who?"
    prompted
}

# Waits until FILE has LINES, in any order.
grows() { # FILE LINES
    local deadline=$((SECONDS + $(tty_patience)))
    until [ "$(sort "$1" 2>/dev/null)" = "$(sort <<<"$2")" ]; do
        if [ "$SECONDS" -gt "$deadline" ]; then
            printf '%s should be\n%s\nand is\n%s\n' "$1" "$2" "$(cat "$1")"
            return 1
        fi
        sleep 0.02
    done
}

events() { # of that kind: "step value source"
    "$RULEOUT" log last --json | jq -r "select(.kind == \"$1\") | \"\(.step) \(.value) \(.source)\""
}

@test "what waits for nothing looks while the question is open, and nothing is written over it" {
    touch hold-free
    begin ahead --trust
    grows began free
    tty_type "m"
    rm hold-free
    grows ended free
    sleep 1.2
    same "$(tty_screen | sed '/^$/d' | tail -n 1)" "> m"
    tty_line e
    tty_wait "s ago: free saw it"
    tty_wait "More?"
    grows began $'free\nbound me'
    tty_line yes
    tty_wait "bound saw me"
    tty_wait "undecided saw it"
    tty_wait "Last?"
    same "$(cat ended)" $'free\nbound me\nundecided'
    same "$(events answered)" "severity.reach everybody person
who me person
free yes check
more yes person
bound yes check
undecided yes check"
    # It counts where the walk came to it, and happened before.
    "$RULEOUT" log last --json |
        jq -se 'map(select(.kind == "answered")) | .[2].at < .[1].at and .[2].recorded_at >= .[1].recorded_at'
    holds "$("$RULEOUT" log last)" "[looked ahead, recorded "
    tty_keys C-d
    same "$(tty_status)" 4
}

@test "one that has not ended is waited for, from when it began" {
    touch hold-free
    begin ahead --trust
    grows began free
    sleep 1.1
    tty_line me
    tty_wait "looking: free, "
    lacks "$(tty_screen)" "looking: free, 0 s"
    rm hold-free
    tty_wait "Checked: free saw it"
    tty_wait "More?"
    grows began $'free\nbound me'
    tty_keys C-c
    same "$(tty_status)" 130
}

@test "what an answer that was changed told a check is looked at again; so is what is too old" {
    sed -i 's/fresh: 5m/fresh: 1s/' lib/ahead.yaml
    begin ahead --trust
    grows ended free
    sleep 1.2
    tty_line me
    tty_wait "Checked: free saw it"
    same "$(grep -c free ended)" 2
    tty_wait "More?"
    grows ended $'free\nfree\nbound me'
    prompted
    tty_line ":change who"
    prompted
    tty_line you
    grows ended $'free\nfree\nbound me\nbound you'
    tty_wait "More?"
    prompted
    tty_line yes
    tty_wait "bound saw you"
    same "$(events answered | grep bound)" "bound yes check"
}

@test "what was seen and not needed stands at the end of the record, and moves nothing" {
    begin ahead --trust
    tty_line me
    tty_wait "More?"
    grows ended $'free\nbound me'
    tty_line no
    tty_wait "hand over"
    prompted
    tty_line "hand over"
    same "$(tty_status)" 4
    same "$("$RULEOUT" log last --json | tail -n 2 | jq -r '"\(.kind) \(.step) \(.value) \(.source) \(.evidence)"')" \
        "handed_over null the next responder null null
checked bound yes ahead bound saw me"
    holds "$("$RULEOUT" log last)" "looked, not needed: bound  yes: bound saw me"
    lacks "$("$RULEOUT" postmortem last)" "Make the check of bound able to tell"
    tty_stop
    # On resuming, it is looked at as if it had never been.
    walk_start 80x30 --resume --trust
    tty_line ":change more"
    prompted
    tty_line yes
    tty_wait "bound saw me"
    same "$(events answered | grep bound)" "bound yes check"
}

@test "a hang-up ends what looks, and what was seen is kept" {
    touch hold-bound
    begin ahead --trust
    tty_line me
    tty_wait "More?"
    grows began $'free\nbound me'
    kill -HUP "$(tty_tmux display-message -p '#{pane_pid}')"
    same "$(tty_status)" 129
    same "$(events checked)" ""
    tty_stop
    rm hold-bound
    begin ahead
    grows ended $'free\nfree'
    kill -HUP "$(tty_tmux display-message -p '#{pane_pid}')"
    same "$(tty_status)" 129
    same "$(events checked)" "free yes ahead"
}

@test "nothing looks ahead with --no-checks, or without trust" {
    begin ahead --no-checks
    sleep 0.5
    [ ! -e began ]
    tty_stop
    walk_start 80x30 ahead
    tty_wait "Trust it?"
    tty_line no
    tty_wait "Who is affected?"
    tty_line everybody
    tty_wait "Who?"
    sleep 0.5
    [ ! -e began ]
}

@test ":check looks again, whatever looked ahead" {
    cat >lib/again.yaml <<END
ruleout: 1
title: Again
allow: {run: [$work/look]}
steps:
- {id: who, clue: Who?, answers: {me: {}, you: {}}}
- id: nothing
  clue: Nothing?
  lua: |
    assert(run("$work/look", "nothing"))
    return nil, "it is dark"
  answers: {yes: {}, no: {}}
END
    begin again --trust
    grows ended nothing
    tty_line me
    tty_wait "The check cannot tell: it is dark"
    same "$(cat ended)" nothing
    prompted
    tty_line ":check"
    grows ended $'nothing\nnothing'
}

@test "without a terminal only --jobs lets checks look ahead" {
    ruleout walk ahead --trust < <(echo everybody; sleep 0.5)
    exits 5
    [ ! -e began ]
    ruleout walk ahead --jobs 2 < <(echo everybody; grows ended free)
    exits 5
    same "$(events checked)" "free yes ahead"
    ruleout walk ahead --jobs none </dev/null
    exits 2
    holds "$err" "--jobs cannot be"
}

@test "check shows on a terminal what runs, and takes the line away" {
    touch hold-free
    printf '%s\n' 'ruleout: 1' 'title: Held' "allow: {run: [$work/look]}" 'steps:' '- id: held_up' '  clue: Held?' '  lua: |' \
        "    return assert(run(\"$work/look\", \"free\")).code == 0, \"it went on\"" '  answers: {yes: {}, no: {}}' >lib/held.yaml
    walk_terminal 80x20 ruleout check held --trust
    tty_wait "  checking, 1 s: held_up"
    rm hold-free
    same "$(tty_status)" 0
    holds "$(tty_screen)" "held_up: it went on"
    lacks "$(tty_screen)" "checking"
    tty_stop
    touch hold-free
    walk_terminal 80x20 ruleout check held
    tty_wait "  checking, 0 s: held_up"
    tty_keys C-c
    same "$(tty_status)" 130
    lacks "$(tty_screen)" "checking"
}
