# ruleout.yaml: what a team decided once.
load helper

setup() {
    start_clean
    [ -e /usr/share/zoneinfo/Asia/Tokyo ] || skip "this machine has no time zones (tzdata)"
    mkdir -p books
    export RULEOUT_PATH=$work/books RULEOUT_NOW=2026-09-14T10:20:00Z
    unset TZ
    printf '%s\n' "severity:" "  ask: [{id: bad, question: Is it bad?, answers: [yes, no]}]" \
        "  levels: [{id: sev1, title: Bad, when: true}]" >books/severity.yaml
    printf 'ruleout: 1\ntitle: Shop\nsteps:\n- {id: began, clue: When?, type: time}\n' >books/shop.yaml
}

@test "times are said and read in the team's zone, and in one's own where that is set" {
    echo "time_zone: Asia/Tokyo" >books/ruleout.yaml
    run_walk shop -- yes 14:02
    holds "$err" "recorded began: 2026-09-14T14:02:00+09:00"
    ruleout log last
    holds "$out" "19:20:00"
    TZ=UTC run_walk shop -- yes 9:02
    holds "$err" "recorded began: 2026-09-14T09:02:00+00:00"
    mkdir -p config/ruleout
    mv books/ruleout.yaml config/ruleout
    run_walk shop -- yes 14:02
    holds "$err" "+09:00"
}

@test "wrong settings are an error with its place, and no outage waits for them" {
    echo "time_zone: Asia/Tokio" >books/ruleout.yaml
    ruleout list
    exits 2
    holds "$err" 'books/ruleout.yaml:1:12: error: this machine knows no time zone "Asia/Tokio" [RB110]'
    ruleout lint books
    exits 1
    holds "$out" 'knows no time zone "Asia/Tokio"'
    same "$err" ""
    run_walk shop -- yes -5m
    exits 4
    holds "$err" 'knows no time zone'
    local zone
    for zone in ../../../etc/passwd /etc/passwd ":/etc/passwd" "Asia/" "[a]" "x: y"; do
        echo "time_zone: $zone" >books/ruleout.yaml
        ruleout lint books
        exits 1
    done
    echo "timezone: UTC" >books/ruleout.yaml
    ruleout lint books
    holds "$out" 'did you mean "time_zone"?'
}
