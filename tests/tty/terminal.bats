# The helper's own terminal, without ruleout: what the tests of the walk stand on.
load helper

@test "a terminal has its size, shows what is written, and takes a line" {
    tty_start 50x12 sh -c 'stty size; printf "name? "; read -r name; echo "<$name>"; exit 7'
    tty_wait "12 50"
    tty_line 'a -b; "c"'
    tty_wait '<a -b; "c">'
    same "$(tty_status)" 7
}

@test "Ctrl-C reaches the program" {
    tty_start 80x24 sh -c 'trap "exit 130" INT; echo ready; while :; do sleep 0.1; done'
    tty_wait ready
    tty_keys C-c
    same "$(tty_status)" 130
}

@test "an end by a signal is told as the shell tells it" {
    tty_start 80x24 sh -c 'kill -TERM $$'
    same "$(tty_status)" 143
}

@test "a text that never comes fails, with the screen" {
    tty_patience() { echo 0; }
    tty_start 80x24 sh -c 'echo something else; sleep 60'
    tty_wait "something else"
    run tty_wait "never"
    same "$status" 1
    holds "$output" "something else"
}
