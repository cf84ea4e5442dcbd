# Several answers at once, and what is pasted, in a real terminal.
load walk

setup() {
    start_clean
    shop_clean
    cp -r "$checkout/tests/cli/login" "$work/login"
    export RULEOUT_PATH=$work/login
    mkdir bin
    printf '#!/bin/bash\nexec -a ruleout "%s" "$@"\n' "$RULEOUT" >bin/ruleout
    chmod +x bin/ruleout
    printf 'from the file\n' >app.log
}

captured() {
    "$RULEOUT" log last --json | jq -c 'select(.kind == "captured") | [.step, .value, .source, .evidence]'
}

kept() { # up to the prompt for the sample
    walk_start 80x50 kept
    walk_answers everybody
    tty_wait "log_sample>"
}

@test "several are typed with commas, Tab completes each, what excludes the others is asked back" {
    walk_start 80x50 login --no-checks
    walk_answers everybody
    tty_wait "Say all that hold"
    tty_type "1, tok"
    tty_keys Tab
    tty_wait "> 1, token is from the future"
    tty_type ", none"
    tty_keys Enter
    tty_wait '"none of these" excludes the others'
    tty_line "2, 1"
    tty_wait "recorded first_error: refused, by the directory, token is from the future"
    tty_wait "Set the clocks - do it now?"
}

@test "a paste of several lines is taken whole, and nothing of it is an answer" {
    kept
    tty_paste $'refused\nnothing\n\e[31m:quit\n'
    tty_wait "Kept as log_sample of seen: 3 lines, 27 bytes."
    tty_line refused
    tty_wait "recorded seen: refused"
    same "$(captured)" '["seen","log_sample","paste","refused\nnothing\n\u001b[31m:quit\n"]'
    tty_wait "Is it still so?"
}

@test "lines that are typed end with a single ., or with Ctrl-D" {
    kept
    tty_line "bind: refused"
    tty_wait "a line with a single . ends it"
    tty_line "1"
    tty_line ":quit"
    tty_line "."
    tty_wait "Kept as log_sample of seen: 3 lines, 22 bytes."
    tty_line nothing
    tty_wait "own_words>"
    tty_line "two words"
    tty_wait "a line with a single . ends it"
    tty_keys C-d
    tty_wait "Kept as own_words of words: 1 line, 10 bytes."
    same "$(captured | jq -c '.[3]')" '"bind: refused\n1\n:quit\n"
"two words\n"'
}

@test "a file's name is a file; a path that is none is asked again; Enter leaves it out" {
    kept
    tty_line "/no/such.log"
    tty_wait "/no/such.log cannot be read"
    tty_wait "log_sample>"
    tty_line "$work/app.log"
    tty_wait "Kept as log_sample of seen: 1 line, 14 bytes."
    tty_line nothing
    tty_wait "own_words>"
    tty_keys Enter
    prompted
    tty_line "as it is"
    tty_wait "recorded words: as it is"
    same "$(captured | wc -l)" 1
}

@test "an answer where a paste was asked for is the answer" {
    kept
    tty_line 2
    tty_wait "recorded seen: nothing"
    same "$(captured)" ""
}

@test ":evidence takes a paste at any question, and Enter leaves it out" {
    walk_start 80x50 kept
    prompted
    tty_line ":evi"
    tty_wait "Paste it. Enter leaves it out."
    tty_paste $'one\ntwo'
    tty_wait "Kept as evidence of severity.reach: 2 lines, 7 bytes."
    prompted
    tty_line ":evidence"
    tty_wait "> :evidence"
    tty_keys Enter
    prompted
    same "$(captured)" '["severity.reach",null,"paste","one\ntwo"]'
}

@test "Ctrl-C in the middle of a paste keeps nothing of it: 130" {
    kept
    tty_line "half of it"
    tty_wait "a line with a single . ends it"
    tty_keys C-c
    same "$(tty_status)" 130
    same "$(captured)" ""
}
