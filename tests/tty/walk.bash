# walk: what the tests of the walk in a terminal share. The program is `ruleout` on the PATH, as
# users have it, so that the commands it prints have the length that they have there.
load helper
load ../cli/shop

setup() {
    start_clean
    shop_clean
    mkdir bin
    printf '#!/bin/sh\nexec -a ruleout "%s" "$@"\n' "$RULEOUT" | sed '1s/sh/bash/' >bin/ruleout
    chmod +x bin/ruleout
}

# A program in a terminal, with `ruleout` on its PATH.
walk_terminal() { # SIZE COMMAND...
    local size=$1
    shift
    tty_start "$size" env -u TERM_PROGRAM PATH="$work/bin:$PATH" TERM=tmux-256color "$@"
}

walk_start() { # SIZE ARGUMENT...
    local size=$1
    shift
    walk_terminal "$size" ruleout walk "$@"
}

# Types lines one after the other, each when the walk has dealt with the one before.
walk_answers() { # LINE...
    local line
    for line; do
        prompted || return
        tty_line "$line"
    done
}

# Waits until the cursor stands behind a prompt with nothing typed.
prompted() {
    local deadline=$((SECONDS + $(tty_patience))) at
    until at=$(tty_tmux display-message -p '#{cursor_x} #{cursor_y}') && at_prompt "$at"; do
        if [ "$SECONDS" -gt "$deadline" ]; then
            printf 'no prompt\n--- the screen\n%s\n' "$(tty_screen)"
            return 1
        fi
        sleep 0.02
    done
}

at_prompt() { # "X Y" of the cursor; tmux leaves out the blanks at the end of a line
    [ "${1% *}" = 2 ] && [ "$(tty_screen | sed -n "$((${1#* } + 1))p")" = ">" ]
}

# No line on the screen or above it was longer than that: joined lines show what did not fit. What
# was typed wraps by itself, and a command to copy, which stands far in, is never broken by us.
narrow() { # COLUMNS
    local long
    long=$(tty_screen -S - -J | sed 's/ *$//' | grep -v '^> \|^         ' | grep -E ".{$(($1 + 1))}") ||
        return 0
    printf 'longer than %s columns:\n%s\n' "$1" "$long"
    return 1
}

# The last board on the screen, from its heading to the question behind it.
board_on_screen() {
    tty_screen -S - | tac | sed -n '/How do the errors move/,/causes left$/p' | tac |
        sed '/causes left$/,$!d'
}

# All facts of an incident, without what differs from one moment to the next.
facts() { # NUMBER
    "$RULEOUT" log "$1" --json | jq -c 'del(.at, .recorded_at, .took_ms)'
}
