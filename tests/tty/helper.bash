# helper: a terminal for the tests: a tmux server of this test alone, on a socket in $work.
#
#   load helper
#
#   @test "Ctrl-C saves" {
#       tty_start 60x20 "$RULEOUT" walk any-incident
#       tty_wait "What do you see?"
#       tty_line "errors"
#       tty_keys C-c
#       same "$(tty_status)" 130
#   }
load ../cli/helper

teardown() {
    tty_stop
    remove_work
}

tty_tmux() {
    tmux -u -S "$work/.tmux" "$@"
}

# Runs COMMAND in a terminal of COLUMNSxROWS. What it leaves on the screen stays when it ends.
tty_start() {
    local size=$1
    shift
    cat >"$work/.tmux.conf" <<'END'
set -g remain-on-exit on
set -g remain-on-exit-format ""
set -g status off
set -s escape-time 0
set -g default-terminal tmux-256color
set -g history-limit 10000
END
    # bats waits for whoever holds its descriptor 3, and the server would.
    tmux -u -S "$work/.tmux" -f "$work/.tmux.conf" new-session -d -x "${size%x*}" -y "${size#*x}" \
        "$@" 3>&-
}

tty_stop() {
    [ ! -S "$work/.tmux" ] || tty_tmux kill-server 2>/dev/null || true
}

tty_keys() { # KEY... as tmux names them: Enter Tab C-c C-d Up
    tty_tmux send-keys "$@"
}

tty_type() { # TEXT, without Enter
    tty_tmux send-keys -l -- "$1"
}

tty_line() { # TEXT, and Enter
    tty_type "$1"
    tty_keys Enter
}

# As a terminal pastes: in one piece, marked as pasted where the program asked for that.
tty_paste() { # TEXT
    tty_tmux set-buffer -- "$1"
    tty_tmux paste-buffer -p
}

tty_resize() { # COLUMNSxROWS
    tty_tmux resize-window -x "${1%x*}" -y "${1#*x}"
}

tty_screen() { # what is seen; with `-S -` also what scrolled away, with -e the colours
    tty_tmux capture-pane -p "$@"
}

# Seconds that a step may take here; valgrind takes its time.
tty_patience() {
    case $RULEOUT_VARIANT in
    val) echo 90 ;;
    san) echo 30 ;;
    *) echo 15 ;;
    esac
}

# Waits until TEXT is on the screen, or the test fails and shows the screen.
tty_wait() {
    local deadline=$((SECONDS + $(tty_patience)))
    until tty_screen | grep -qF -- "$1"; do
        if [ "$SECONDS" -gt "$deadline" ]; then
            printf 'never on the screen: %s\n--- the screen\n%s\n' "$1" "$(tty_screen)"
            return 1
        fi
        sleep 0.05
    done
}

# Waits until the program ends, and prints its exit status, for a signal 128 and its number. (tmux
# tells the signal since 3.3, and either a moment after it tells that the pane is dead.)
tty_status() {
    local deadline=$((SECONDS + $(tty_patience))) ended
    until ended=$(tty_tmux display-message -p '#{pane_dead_status}:#{pane_dead_signal}') &&
        [ "$ended" != : ]; do
        if [ "$SECONDS" -gt "$deadline" ]; then
            printf 'did not end\n--- the screen\n%s\n' "$(tty_screen)"
            return 1
        fi
        sleep 0.05
        kill -CHLD "$(tty_tmux display-message -p '#{pid}')" # of which it misses one now and then
    done
    case $ended in
    :*) echo $((128 + ${ended#:})) ;;
    *) echo "${ended%:}" ;;
    esac
}
