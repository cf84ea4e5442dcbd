# A walk in a real terminal: typing, completion, and the ways in which it ends.
load walk

@test "a whole walk, typed" {
    walk_start 80x50 shop
    tty_wait "Who is affected?"
    tty_line "some customers"
    tty_wait "Is a core function unavailable?"
    tty_line 2
    tty_wait "When did the errors first start?"
    tty_line 10:02
    tty_wait "recorded started: 2026-09-14T10:02:00+00:00"
    tty_line no
    tty_wait "3 -> 2 causes left."
    tty_line 1
    tty_wait "How do the errors move?"
    tty_line "one p"
    tty_wait "Is a disk full?"
    tty_line yes
    tty_wait "Is the incident over?"
    tty_line yes
    tty_wait "Resolved."
    same "$(tty_status)" 0
    same "$(answers | tail -n 3)" "shape: one peak
disk: yes
resolve: yes"
}

@test "a time that the clock showed twice is asked: 1 is the earlier, 2 the later" {
    RULEOUT_NOW=2026-10-25T05:00:00Z TZ=Europe/Berlin walk_start 80x50 shop
    walk_answers "some customers" no 02:30
    tty_wait "1 is the earlier, 2 the later one."
    tty_line 2
    tty_wait "recorded started: 2026-10-25T02:30:00+01:00"
    prompted
    tty_line ":change started"
    tty_wait "replaces the old one"
    prompted
    tty_line 1
    tty_wait '"1" is not a time'
}

@test "Tab completes answers with blanks, commands, steps and causes" {
    walk_start 80x50 shop
    walk_answers "some customers" no now no 1
    tty_wait "How do the errors move?"
    tty_type "fol"
    tty_keys Tab
    tty_wait "> follows traffic"
    tty_keys C-u
    tty_type "one"
    tty_keys Tab
    tty_wait "one step up"
    tty_keys C-u
    tty_type ":chan"
    tty_keys Tab
    tty_type "dep"
    tty_keys Tab
    tty_wait "> :change deployed"
    tty_keys C-u
    tty_type ":conf"
    tty_keys Tab
    tty_type "di"
    tty_keys Tab
    tty_wait "> :confirm disk"
    tty_type " df says 100%"
    tty_keys Enter
    tty_wait "confirmed  A full disk (disk): df says 100%"
}

@test "Enter repeats, ? helps, a spelling mistake asks back; nothing is recorded by it" {
    walk_start 80x50 shop
    walk_answers "some customers" no now
    tty_wait "Look at the deploy log."
    tty_line "yess"
    tty_wait 'Did you mean "yes"?'
    tty_line ":nope"
    tty_wait "There is no command :nope. :help lists them."
    tty_tmux clear-history
    tty_keys C-l
    tty_keys Enter
    tty_wait "Look at the deploy log."
    tty_line "?"
    tty_wait "What each answer does"
    tty_keys C-d
    same "$(tty_status)" 4
    same "$(answers | wc -l)" 3
}

@test "Ctrl-C ends it, all is saved, and how to go on is printed: 130" {
    walk_start 80x24 shop
    walk_answers "some customers"
    tty_wait "Is a core function unavailable?"
    tty_type "half a line"
    tty_keys C-c
    same "$(tty_status)" 130
    holds "$(tty_screen)" "ruleout walk --resume=$incident"
    same "$(answers)" "severity.reach: some customers"
}

@test "Ctrl-D ends it for later: 4" {
    walk_start 80x24 shop
    walk_answers "some customers"
    tty_wait "Is a core function unavailable?"
    tty_keys C-d
    same "$(tty_status)" 4
    holds "$(tty_screen)" "ruleout walk --resume=$incident"
}

@test "SIGHUP and SIGTERM end it, saved: 129, 143" {
    local signal want
    for signal in HUP:129 TERM:143; do
        want=${signal#*:}
        walk_start 80x24 shop
        walk_answers "some customers"
        tty_wait "Is a core function unavailable?"
        kill -"${signal%:*}" "$(tty_tmux display-message -p '#{pane_pid}')"
        same "$(tty_status)" "$want"
        same "$(answers)" "severity.reach: some customers"
        tty_stop
    done
}

@test "the terminal is closed: it ends with 129, and all is saved" {
    walk_terminal 80x24 sh -c 'trap "" HUP
        env --default-signal=HUP ruleout walk shop
        echo $? >ended'
    walk_answers "some customers"
    tty_wait "Is a core function unavailable?"
    tty_tmux kill-server
    local i
    for ((i = 0; i < 200; i++)); do
        [ ! -s ended ] || break
        sleep 0.05
    done
    same "$(cat ended)" 129
    same "$(answers)" "severity.reach: some customers"
}

@test "Ctrl-Z and fg: the line is there again" {
    walk_terminal 80x24 bash --norc --noprofile -i
    tty_line "PS1='shell: '; ruleout walk shop"
    tty_wait "Who is affected?"
    tty_type "some cus"
    tty_keys C-z
    tty_wait "Stopped"
    tty_line "echo in the \$((40 + 2)) shell"
    tty_wait "in the 42 shell"
    tty_line fg
    tty_wait "> some cus"
    tty_line "tomers"
    tty_wait "recorded severity.reach: some customers"
    tty_line :quit
    tty_wait "All that was answered is saved."
    tty_line exit
    same "$(answers)" "severity.reach: some customers"
}

@test "a window that changes its size while asking" {
    walk_start 100x30 shop
    tty_wait "Who is affected?"
    tty_type "some cus"
    tty_resize 50x24
    sleep 0.2
    tty_type "tomers"
    tty_keys Enter
    tty_wait "Is a core function unavailable?"
    tty_line no
    tty_wait "When did the errors first start?"
    tty_tmux clear-history
    tty_line :help
    tty_wait "The first letters are enough"
    narrow 50
    same "$(answers | head -n 1)" "severity.reach: some customers"
}

@test "several pasted lines are one refused answer, and nothing is submitted" {
    walk_start 80x24 shop
    tty_wait "Who is affected?"
    tty_paste $'some customers\nyes\n:quit\n'
    tty_wait "had several lines, so none of it was taken"
    tty_line "nobody yet"
    tty_wait "recorded severity.reach: nobody yet"
    tty_paste "no"
    tty_keys Enter
    tty_wait "recorded severity.core: no"
    tty_keys C-d
    same "$(tty_status)" 4
    same "$(answers)" "severity.reach: nobody yet
severity.core: no"
}

@test "60 columns: no line is longer" {
    walk_start 60x40 shop
    walk_answers "some customers" no "?" now no ":change deployed" yes :causes :severity :help
    tty_wait "The first letters are enough"
    walk_answers ":log"
    tty_wait "asked load"
    walk_answers ":zzz" "12 rps" 1 "one peak" yes ":note $(printf 'many words %.0s' {1..20})" yes
    same "$(tty_status)" 0
    narrow 60
}

@test "any-incident in 60 columns, to its tenth question" {
    export RULEOUT_PATH=$checkout/runbooks
    walk_start 60x40 any-incident
    walk_answers yes 2 no no no -20m all older unknown unknown unknown
    prompted
    narrow 60
}

@test "no SGR bytes: NO_COLOR, --color=never, --plain, TERM=dumb; there are some without" {
    local how
    for how in plain-env NO_COLOR=1 --color=never --plain TERM=dumb; do
        case $how in
        plain-env) walk_start 80x40 shop ;;
        -*) walk_start 80x40 shop "$how" ;;
        *) walk_terminal 80x40 env "$how" ruleout walk shop ;;
        esac
        tty_tmux pipe-pane 'cat >>"'"$work"'/.raw"'
        walk_answers "some customers" no now no :causes
        tty_wait "2 of 3 causes left"
        tty_screen -e -S - >colours
        tty_keys C-d
        tty_status >/dev/null
        if [ "$how" = plain-env ]; then
            holds "$(cat colours)" $'\e[1m'
        else
            lacks "$(cat colours)" $'\e['
            if grep -P '\x1b\[[0-9;]*m' .raw; then
                echo "SGR with $how"
                return 1
            fi
        fi
        tty_stop
        rm -f .raw
    done
}

@test "LANG=C and text in UTF-8" {
    sed 's/^title: .*/title: Größe 数 is slow/; s/Look at the deploy log/Schau ins Log — gründlich/' \
        "$fixtures/shop.yaml" >shop.yaml
    walk_terminal 80x40 env -u LC_ALL LANG=C ruleout walk ./shop.yaml
    tty_wait "Größe 数 is slow"
    walk_answers "some customers" no now
    tty_wait "Schau ins Log — gründlich"
    tty_line ":note überall"
    tty_wait "Noted."
    tty_keys C-d
    same "$(tty_status)" 4
    same "$(of_record "SELECT value FROM event WHERE kind = 'noted'")" "überall"
}

@test ":back and :change say which eliminations fell" {
    walk_start 80x50 shop
    walk_answers "some customers" no now no :back
    tty_wait 'no longer ruled out  The last deploy (deploy): "Nothing was deployed." no'
    walk_answers no 1 ":change deployed" yes
    tty_wait "no longer ruled out, now suspected  The last deploy (deploy): It came just"
    tty_wait "1 -> 2 causes left."
}

@test "after Ctrl-C, --resume asks the same question, with the same board" {
    local board
    walk_start 80x50 shop
    walk_answers "some customers" no now no 1 :causes
    tty_wait "1 of 3 causes left"
    board=$(board_on_screen)
    holds "$board" "It is only 1."
    tty_keys C-c
    same "$(tty_status)" 130
    tty_stop
    walk_start 80x50 --resume
    tty_wait "How do the errors move?"
    tty_line :causes
    tty_wait "of 3 causes left"
    tty_wait "open (1)"
    same "$(board_on_screen)" "$board"
}

@test "typed or piped, the same answers make the same record" {
    local typed piped line lines=("some customers" n 10:02 3 ":note a note" 2.5x "foll" "one, another"
        :back "cookies" ":change deployed" no no ":resolve it went away")
    walk_start 80x50 shop
    walk_answers "${lines[@]}"
    same "$(tty_status)" 0
    run_walk shop -- "${lines[@]}"
    exits 0
    same "$(facts 1)" "$(facts 2)"
    same "$(facts 1 | grep -c '"answered"')" 10
}

@test "no runbook named: a list, asked until one is chosen" {
    walk_start 80x24
    tty_wait "Which runbook?"
    tty_line "shp"
    tty_wait "is not one of the answers"
    tty_type "sh"
    tty_keys Tab
    tty_wait "> shop"
    tty_keys Enter
    tty_wait "Who is affected?"
    tty_keys C-c
    same "$(tty_status)" 130
    tty_stop
    walk_start 80x24
    tty_wait "Which runbook?"
    tty_keys C-c
    same "$(tty_status)" 130
}

@test "an answers file at a terminal: what it lacks is asked" {
    printf '%s\n' "severity.reach: some customers" "started: 10:02" >given.yaml
    walk_start 80x40 shop --answers given.yaml
    tty_wait "Is a core function unavailable?"
    tty_line no
    tty_wait "From the answers file: 10:02"
    tty_wait "Was there a deploy just before?"
    tty_keys C-d
    same "$(tty_status)" 4
}

@test "somebody else answers first: told, and asked again" {
    walk_start 80x40 shop
    tty_wait "Who is affected?"
    run_walk --resume -- "some customers"
    tty_line "nobody yet"
    tty_wait "So your last line was not recorded. Look again:"
    tty_wait "Is a core function unavailable?"
    tty_line no
    tty_wait "recorded severity.core: no"
    same "$(answers)" "severity.reach: some customers
severity.core: no"
}

@test "before anything runs the first time, what it may touch is shown; only a yes is trust" {
    cp -r "$checkout/tests/cli/acting" acting
    export RULEOUT_PATH=$work/acting
    local answer
    for answer in no yes; do
        walk_start 80x50 reads
        tty_wait "Trust it? yes or no."
        # shellcheck disable=SC2016
        tty_wait '  read   ${log}, ${app}/logs'
        # shellcheck disable=SC2016
        tty_wait '  fetch  ${url}'
        tty_line "$answer"
        tty_wait "severity 1 of"
        tty_stop
    done
    walk_start 80x50 reads
    tty_wait "severity 1 of"
    lacks "$(tty_screen)" "Trust it?"
}

@test "a secret that is typed is not shown, and Up does not bring it back" {
    cp -r "$checkout/tests/cli/secrets" "$work/lib"
    chmod go-w "$work/lib"
    export RULEOUT_PATH=$work/lib RULEOUT_HOME=$work/nothing
    walk_start 80x50 deploy --no-checks
    tty_wait "What is the token?"
    prompted
    tty_type "a-long-token"
    tty_keys BSpace Enter
    tty_wait "recorded input.token: [secret token]"
    lacks "$(tty_screen)" "long-toke"
    prompted
    tty_keys Up Up
    sleep 0.3
    lacks "$(tty_screen)" "long-toke"
    tty_keys C-u
    tty_line ":note it is a-long-toke"
    tty_wait "Noted."
    same "$(of_record "SELECT value FROM event WHERE kind = 'noted'")" "it is [secret token]"
}

@test "an alert that several runbooks fit: a list of these, and no others" {
    cp -r "$checkout/tests/cli/alerting" "$work/lib"
    export RULEOUT_PATH=$work/lib RULEOUT_HOME=$work/nothing
    sed -i 's/CheckoutHigh5xx/DiskFull/' lib/alertmanager.json
    walk_start 80x50 --alert lib/alertmanager.json
    tty_wait "none better than the others"
    tty_wait "Which runbook?"
    lacks "$(tty_screen)" "qa:"
    tty_line disk-again
    tty_wait "The alert: DiskFull"
    tty_wait "Which?"
    tty_stop
    walk_terminal 80x50 bash -c 'cat lib/alertmanager.json | ruleout walk disk --alert -'
    tty_wait "The alert: DiskFull"
    prompted
    tty_line "the one for logs"
    tty_wait "recorded first: the one for logs"
}
