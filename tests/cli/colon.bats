# The colon commands in piped input: what they say, and what they leave in the record.
load shop

# Runs them behind the triage, and ends at the first step.
commands() { # LINE...
    run_walk shop -- "some customers" no "$@"
}

events() { # KIND COLUMN...
    local kind=$1
    shift
    of_record "SELECT $(printf "coalesce(%s, '-'), " "$@" | sed 's/, $//') FROM event
        WHERE kind = '$kind' AND incident = (SELECT max(id) FROM incident) ORDER BY seq"
}

@test "notes and todos keep their words, and where the walk was" {
    commands ":note Ana says: the cache; see #42" ":todo alert sooner" ":n short form"
    exits 5
    same "$(events noted step value)" "started|Ana says: the cache; see #42
started|short form"
    same "$(events todo step value)" "started|alert sooner"
    holds "$err" "Noted."
    holds "$err" "Noted, as something to do after the incident."
}

@test "a question is shown once in full; behind a command its words are enough" {
    commands now ":note one" ":note two"
    same "$(grep -c 'Why: Most incidents follow a change.' <<<"$err")" 1
    same "$(grep -c 'Was there a deploy just before?' <<<"$err")" 4
}

@test ":at keeps a note for then" {
    commands ":at 10:02 the pager went off" ":at -1h mail came" ":at 2026-09-13 23:59 a deploy"
    exits 5
    same "$(of_record "SELECT at, value FROM event WHERE kind = 'noted' ORDER BY seq")" \
        "1789380120000|the pager went off
1789377600000|mail came
1789343940000|a deploy"
    same "$(grep -o 'Noted for .*' <<<"$err")" "Noted for 2026-09-14T10:02:00+00:00.
Noted for 2026-09-14T09:20:00+00:00.
Noted for 2026-09-13T23:59:00+00:00."
    RULEOUT_NOW=2026-10-25T05:00:00Z TZ=Europe/Berlin commands ":at 02:30 the pager went off"
    exits 5
    holds "$err" "Say :at 2026-10-25T02:30:00+02:00 TEXT or :at 2026-10-25T02:30:00+01:00 TEXT"
}

@test ":back takes the last answer back, says which eliminations fell, and asks again" {
    commands now no :back
    exits 5
    holds "$err" "Taken back: the answer to deployed."
    holds "$err" 'no longer ruled out  The last deploy (deploy): "Nothing was deployed." no longer
    holds.'
    holds "$err" "2 -> 3 causes left."
    holds "$err" "ruleout: deployed:"
    same "$(events undone step value)" "deployed|no"
}

@test ":back reaches into the triage, and ends where nothing is left to take back" {
    commands :back :back :back
    exits 5
    holds "$err" "There is no answer to take back yet."
    holds "$err" "ruleout: severity.reach:"
    same "$(events undone step)" "severity.core
severity.reach"
}

@test ":change replaces an earlier answer, and says what fell and what holds now" {
    commands now no 1 ":change deployed" yes
    exits 5
    holds "$err" "no longer ruled out, now suspected  The last deploy (deploy): It came just
    before."
    same "$(answers | tail -n 2)" "load: 1
deployed: yes"
    holds "$err" "ruleout: shape:"
}

@test ":change and then :back leaves the answer as it was" {
    commands now no ":change deployed" :back 1
    exits 5
    holds "$err" "Left as it was."
    same "$(events undone step)" ""
    same "$(answers | tail -n 2)" "deployed: no
load: 1"
}

@test ":change of the triage changes the severity" {
    commands ":change severity.reach" "all customers" ":change severity.core" yes
    holds "$err" "Severity sev1: Critical. Page: primary."
    same "$(events severity value)" "sev2
sev1"
}

@test ":skip keeps its reason; :unknown needs none; resolve and end take neither" {
    commands ":skip no clock on that host" :unknown
    exits 5
    same "$(answers | tail -n 2)" "started: unknown
deployed: unknown"
    holds "$("$RULEOUT" log last)" "no clock on that host"
    run_walk shop -- "${to_disk[@]}" yes :unknown
    exits 5
    holds "$err" "ruleout: resolve: Is the incident over?"
    holds "$err" "This question needs one of its answers."
}

@test ":severity shows the level in force and all there are, and sets another one" {
    commands :severity ":severity sev1 the chief called"
    holds "$err" "Severity sev2: Minor."
    holds "$err" "  sev1  Critical"
    same "$(events severity value)" "sev2
sev1"
    same "$("$RULEOUT" log last --json | jq -r 'select(.kind == "severity").evidence')" "null
the chief called"
    holds "$err" "Severity sev1: Critical. Page: primary."
}

@test "a severity of the responder's own ends the triage" {
    run_walk shop -- ":severity sev1 all is down" now
    exits 5
    same "$(answers)" "started: 2026-09-14T10:20:00+00:00"
}

@test ":confirm is a verdict; the question whether it is over follows" {
    commands ":confirm disk df says 100%" yes
    exits 0
    holds "$err" "confirmed  A full disk (disk): df says 100%"
    holds "$err" "Is the incident over?"
    same "$(events confirmed value)" disk
    same "$(answers | tail -n 1)" "resolve: yes"
}

@test ":mitigated, with and without words" {
    commands :mitigated ":mitigated restarted web-2"
    same "$(events mitigated value)" "-
restarted web-2"
    same "$("$RULEOUT" postmortem last --format json | jq -r .times.mitigated)" \
        2026-09-14T10:20:00.000Z
}

@test ":causes shows every cause with its reason" {
    commands now no :causes
    holds "$err" "2 of 3 causes left"
    holds "$err" "open (2)"
    holds "$err" "ruled out (1)"
    holds "$err" "Nothing was deployed."
}

@test ":log shows what was recorded so far" {
    commands ":note here I am" :log
    holds "$err" "noted: here I am"
    holds "$err" "opened with shop: The shop is slow"
}

@test "? and :why say what each answer does" {
    local help
    for help in "?" :why; do
        commands now "$help"
        holds "$err" "What each answer does"
        holds "$err" "suspects The last deploy (deploy): It came just before."
        holds "$err" "rules out The last deploy (deploy): Nothing was deployed."
    done
}

@test ":help lists every command, in lines that fit" {
    local name
    commands :help
    for name in help why causes back change unknown skip note todo at severity confirm mitigated \
        resolve log quit; do
        grep -q "^  :$name " <<<"$err" || { echo "not listed: $name"; return 1; }
    done
    [ "$(wc -L <<<"$err")" -le 80 ]
}

@test "shortened commands work where only one can be meant" {
    commands ":no short" ":m it is fine" ":unk" ":ba" ":q"
    exits 4
    same "$(events noted value)" short
    same "$(events mitigated value)" "it is fine"
    same "$(events undone step)" started
}
