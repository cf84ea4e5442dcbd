# `ruleout drill`: what runs, and how it is told.
load drills

teardown() {
    [ -z "${open-}" ] || rm -rf "$open"
    remove_work
}

secret="The release needs a setting that production does not have"

@test "drills pass, and one line for each says so" {
    ruleout drill
    exits 0
    same "$err" ""
    same "$(sed "s#$work/library/##" <<<"$out")" "ok    drills/again.yaml: An old release, and a second look (13 answers)
ok    drills/declined.yaml: Nobody dares to roll back (11 answers)
ok    drills/given-up.yaml: Rolled back, and nothing is better (12 answers)
ok    drills/new-code.yaml: Rolling back fails, and switching it off helps (11 answers)
ok    drills/provider.yaml: Nothing is known here, and the provider is down (11 answers)
ok    drills/secret.yaml: $secret (12 answers)
6 drills: 6 passed, 0 failed"
}

# TAP 13: a plan, then as many lines in order; all else is a comment.
is_tap() {
    awk 'NR == 1 && $0 != "TAP version 13" { bad = 1 }
        NR == 2 && !/^1\.\.[0-9]+$/ { bad = 1 }
        NR == 2 { plan = substr($0, 4) }
        NR > 2 && !/^# / && $0 !~ "^(not )?ok " (n + 1) " - [^#]*(\\\\#[^#]*)*$" { print "no TAP: " $0; bad = 1 }
        NR > 2 && !/^# / { n++ }
        END { exit bad || plan != n }' <<<"$out" || { printf '%s\n' "$out"; return 1; }
    if command -v prove >/dev/null; then
        cp "$work/.out" "$work/a.tap"
        local proved=passes
        prove -e cat "$work/a.tap" >"$work/proved" 2>&1 || proved=fails
        same "$proved" "$1"
        grep -q "Tests=$(grep -cE '^(not )?ok' "$work/a.tap")," "$work/proved"
    fi
}

@test "--format tap is what a test harness reads" {
    ruleout drill --format tap
    exits 0
    is_tap passes
    sed 's/sev2/sev3/; s/title: .*/title: "Half # TODO of it \\\\ fails"/' drills/secret.yaml >drills/x.yaml
    ruleout drill --format=tap --coverage drills/x.yaml drills/secret.yaml
    exits 1
    is_tap fails
    same "$(grep -v '^#  *not reached' <<<"$out")" 'TAP version 13
1..2
not ok 1 - drills/x.yaml: Half \# TODO of it \\ fails
# line 29: the severity should be sev3, and is sev2
ok 2 - drills/secret.yaml: '"$secret"'
# coverage of checkout: 7/18 answers, 1/6 causes, 5/8 eliminations, 1/3 actions'
}

@test "--format json is one document with all that is promised" {
    changed 's/sev2/sev3/'
    echo 'drill: 1' >drills/y.yaml
    ruleout drill --format json
    exits 2
    has_keys . passed failed skipped drills coverage
    has_keys '.drills[]' file title result failures steps took_ms
    has_keys .coverage answers causes eliminations actions
    has_keys '.coverage | .answers, .causes, .eliminations, .actions' covered total
    same "$(of_json '[.passed, .failed, .skipped] | @text' <<<"$out")" "[6,2,0]"
    same "$(of_json '.drills | map(.result) | @text' <<<"$out")" \
        '["passed","passed","passed","passed","passed","passed","failed","failed"]'
    same "$(jq -c '.drills[6] | del(.took_ms)' <<<"$out")" \
        '{"file":"'"$work"'/library/drills/x.yaml","title":"'"$secret"'","result":"failed","failures":["line 29: the severity should be sev3, and is sev2"],"steps":12}'
    same "$(jq -c '.drills[7]' <<<"$out")" \
        '{"file":"'"$work"'/library/drills/y.yaml","title":null,"result":"failed","failures":["it does not load"],"steps":0,"took_ms":0}'
    same "$(jq -c '.coverage | del(.not_reached)' <<<"$out")" \
        '{"answers":{"covered":18,"total":18},"causes":{"covered":6,"total":6},"eliminations":{"covered":8,"total":8},"actions":{"covered":3,"total":3}}'
    same "$(jq -c '[.. | numbers | select(. != floor)]' <<<"$out")" "[]"
    holds "$err" "drills/y.yaml:1:1: error: "
}

@test "--coverage counts over the drills of a runbook, and names what is left" {
    ruleout drill --coverage
    exits 0
    holds "$out" "coverage of checkout: 18/18 answers, 6/6 causes, 8/8 eliminations, 3/3 actions"
    lacks "$out" "not reached"
    ruleout drill --coverage drills/provider.yaml drills/declined.yaml
    exits 0
    same "$(sed -n '/^coverage/,$p' <<<"$out")" "coverage of checkout: 13/18 answers, 3/6 causes, 6/8 eliminations, 1/3 actions
  not reached: answer deployed: no
  not reached: elimination of release by deployed: no
  not reached: answer load: else
  not reached: answer first_error: a missing setting
  not reached: elimination of release by first_error: a missing setting
  not reached: answer first_error: none of these
  not reached: answer shared: else
  not reached: cause release
  not reached: cause config
  not reached: cause visitors
  not reached: action rollback
  not reached: action flag_off
2 drills: 2 passed, 0 failed"
    # With a filter, only runbooks whose drills ran are counted.
    mkdir more && sed 's/id: checkout/id: other/' checkout.yaml >more/other.yaml
    sed 's#checkout.yaml#more/other.yaml#; s#shop/queue#x#' drills/secret.yaml >drills/other.yaml
    ruleout drill --coverage --filter secret
    lacks "$out" "coverage of other"
}

@test "--coverage=MIN fails below that, and takes nothing but a share" {
    local min
    for min in 100% 100 0 99.5%; do
        ruleout drill --coverage=$min
        exits 0
    done
    ruleout drill --coverage=60% drills/secret.yaml
    exits 1
    holds "$err" "The drills reach 40.0% of what there is, less than 60%."
    ruleout drill --coverage=40% drills/secret.yaml
    exits 0
    ruleout drill --coverage=60% --format json drills/secret.yaml
    exits 1
    has_keys . passed coverage
    for min in "" x 101% -1 90%% nan inf 90x; do
        ruleout drill "--coverage=$min"
        exits 2
        same "$out" ""
        same "$err" "error: --coverage cannot be \"$min\"
  hint: write a share: --coverage=90%"
    done
}

@test "--list names the drills and runs none" {
    ruleout drill --list drills/secret.yaml drills/again.yaml
    exits 0
    same "$out" "drills/secret.yaml: $secret
drills/again.yaml: An old release, and a second look"
    echo 'drill: 1' >drills/x.yaml
    ruleout drill --list
    exits 2
    same "$(tail -n 1 <<<"$out")" "$work/library/drills/x.yaml: does not load"
    holds "$err" 'needs "runbook"'
}

@test "--filter takes those with the text in their path or title" {
    ruleout drill --filter second
    exits 0
    same "$(tail -n 1 <<<"$out")" "1 drill: 1 passed, 0 failed, 5 skipped"
    holds "$out" "drills/again.yaml"
    ruleout drill --filter drills/p --format json
    same "$(jq -c '[.drills[].file, .skipped]' <<<"$out")" "[\"$work/library/drills/provider.yaml\",5]"
    ruleout drill --list --filter roll
    same "$(wc -l <<<"$out")" 1
    # What does not load and is not meant is left alone.
    echo 'drill: 1' >drills/x.yaml
    ruleout drill --filter secret
    exits 0
    same "$err" ""
    ruleout drill --filter "no such thing"
    exits 2
    same "$out" ""
    same "$err" 'error: no drill has "no such thing" in its path or title'
}

@test "--fail-fast stops at the first that fails, however many run at a time" {
    local jobs
    sed -i 's/^  ends: .*/  ends: resolved/' drills/declined.yaml drills/provider.yaml
    for jobs in 1 2 5; do
        ruleout drill --fail-fast --jobs $jobs
        exits 1
        same "$(sed 's#[^ ]*drills/##' <<<"$out")" "ok    again.yaml: An old release, and a second look (13 answers)
FAIL  declined.yaml: Nobody dares to roll back (11 answers)
        line 21: it should end resolved, and ends handed over
2 drills: 1 passed, 1 failed, 4 skipped"
    done
    ruleout drill
    holds "$out" "6 drills: 4 passed, 2 failed"
}

@test "--jobs changes nothing but the time" {
    local jobs i want
    for i in {1..20}; do
        sed "s/a setting/setting $i/; s/sev2/sev$((i % 3 + 1))/" drills/secret.yaml >"drills/s$i.yaml"
    done
    ruleout drill --jobs 1 --coverage --format tap
    exits 1
    want=$out
    for jobs in 2 3 8 256; do
        ruleout drill --jobs $jobs --coverage --format tap
        exits 1
        same "$out" "$want"
    done
    for jobs in 0 -1 257 x "" 1.5; do
        ruleout drill "--jobs=$jobs"
        exits 2
        holds "$err" "error: --jobs cannot be \"$jobs\""
        holds "$err" "write a number from 1 to 256"
    done
    same "$(pgrep -f "$work" || true)" ""
}

@test "without a path one's own drills run; without any, that is said" {
    mkdir -p "$work/mine/runbooks" && cp -r . "$work/mine/runbooks/"
    unset RULEOUT_PATH
    cd "$work/mine"
    ruleout drill
    exits 0
    holds "$out" "ok    runbooks/drills/secret.yaml: "
    mkdir -p "$work/empty/runbooks/drills" && cd "$work/empty"
    cp "$work/mine/runbooks/checkout.yaml" runbooks
    for args in "" runbooks runbooks/drills; do
        # shellcheck disable=SC2086
        ruleout drill $args
        exits 2
        same "$out" ""
        same "$err" "error: no drill was found
  hint: name a drill, or a folder with drills below it; docs/drills.md says how to write one"
    done
    ruleout drill nowhere
    exits 2
    holds "$err" "error: nowhere: No such file or directory"
    ruleout drill runbooks/checkout.yaml
    exits 2
    holds "$err" 'runbooks/checkout.yaml:2:1: error: unknown key "ruleout" in a drill'
}

@test "drills are found below folders: not hidden ones, not through links, each once" {
    mkdir -p deep/er .hidden
    sed 's#\.\./checkout#../../checkout#; s#fixtures/#../../drills/fixtures/#' drills/secret.yaml >deep/er/a.yml
    cp deep/er/a.yml .hidden/a.yml
    cp deep/er/a.yml deep/er/.b.yml
    ln -s ../drills deep/linked
    ln -s a.yml deep/er/linked.yaml
    echo "not: a drill" >deep/other.yaml
    ruleout drill .
    exits 0
    same "$(grep '^ok' <<<"$out" | head -n 2 | sed 's/:.*//')" "ok    ./deep/er/a.yml
ok    ./drills/again.yaml"
    same "$(tail -n 1 <<<"$out")" "7 drills: 7 passed, 0 failed"
    ruleout drill deep ./deep/er/a.yml "$PWD" deep/linked/secret.yaml
    same "$(tail -n 1 <<<"$out")" "7 drills: 7 passed, 0 failed"
}

@test "a drill is named by any path, and finds what it needs from its own folder" {
    local folder
    mkdir -p "$work/else/where"
    for folder in / "$work/else/where" "$work/library/drills" "$work/library/drills/fixtures"; do
        cd "$folder"
        ruleout drill "$work/library/drills/secret.yaml"
        exits 0
    done
    ruleout drill ../secret.yaml
    exits 0
    cd ..
    ruleout drill secret.yaml ./again.yaml ../drills/provider.yaml --coverage
    exits 0
    same "$(grep -c '^coverage' <<<"$out")" 1
    ruleout drill "../drills//given-up.yaml" "$work/library/./drills/new-code.yaml"
    exits 0
    ruleout drill --list .
    holds "$out" "./secret.yaml: "
}

@test "a folder and a drill that may not be read are said, and nothing passes in silence" {
    if [ "$(id -u)" = 0 ]; then # who may read everything
        open=$(mktemp -d /tmp/drill.XXXXXX)
        cp -r . "$open/library"
        printf '#!/bin/sh\nexec setpriv --reuid=65534 --regid=65534 --clear-groups "%s" "$@"\n' \
            "$RULEOUT" >"$work/as-nobody"
        chmod -R a+rX "$open" && chmod a+x "$work/as-nobody"
        RULEOUT=$work/as-nobody RULEOUT_PATH=$open/library
        cd "$open/library"
        "$RULEOUT" --version >/dev/null || skip "nobody else may run the program here"
    fi
    mkdir drills/locked && cp drills/secret.yaml drills/unread.yaml
    chmod 000 drills/locked drills/unread.yaml
    ruleout drill
    exits 2
    holds "$err" "cannot look into"
    rmdir drills/locked
    ruleout drill
    exits 2
    holds "$err" "drills/unread.yaml\": Permission denied"
}

@test "list counts the drills that name a runbook" {
    ruleout list --json
    same "$(jq -c '.[] | select(.id == "checkout") | .drills' <<<"$out")" 6
    mkdir deep && sed 's/id: checkout/id: second/' checkout.yaml >second.yaml
    sed 's#\.\./checkout#../second#' drills/secret.yaml >deep/a.yaml
    sed 's#\.\./checkout#../nowhere#' drills/secret.yaml >deep/b.yaml
    echo 'drill: [' >deep/c.yaml
    ruleout list --json
    same "$(jq -c 'map(select(.file | contains("/library/")) | [.id, .drills])' <<<"$out")" \
        '[["checkout",6],["second",1]]'
    ruleout list
    holds "$out" "  6 drills, never walked"
    holds "$out" "  1 drill, never walked"
    rm -r deep drills
    ruleout list
    lacks "$(grep -A1 checkout <<<"$out")" "drill"
}

@test "what is wrong with the command line" {
    ruleout drill --format xml
    exits 2
    holds "$err" 'error: --format cannot be "xml"'
    ruleout drill --coverag
    exits 2
    holds "$err" 'did you mean "--coverage"?'
    ruleout drill --fail-fast=yes
    exits 2
    ruleout drill --help
    exits 0
    holds "$out" "--jobs N"
}
