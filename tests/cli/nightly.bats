# A server that fails at two in the night, when its cron job runs: a real shop, a real cron where there may be
# one, and a clock of which an hour is a second. Then any-incident looks at its log.
load helper

setup() {
    start_clean
    not_under san val "what is tried takes its time, with the program as it ships"
    command -v faketime >/dev/null || skip "there is no faketime"
    faketime -f +0 true 2>/dev/null || skip "faketime cannot share its clock here: $(faketime -f +0 true 2>&1 | head -n 1)"
    CRON=$checkout/build/cron
    [ -x "$CRON" ] || CRON=$(PATH=$PATH:/usr/sbin command -v cron) || CRON=
    export CRON TZ=UTC
}

@test "of five nights, check any-incident names the hour, the job and the first error" {
    nightly=$checkout/tests/cli/nightly
    cat >"crontab" <<END
*/10 * * * * root date >>$work/health
17 * * * * root date >>$work/hourly
0 2 * * * root $nightly/report $work
25 6 * * * root date >>$work/daily
END
    "$nightly/nights" "$work" 101 3>&-
    echo "the job was run by: $(cat by)"
    # Nothing runs of a runbook in somebody else's folder.
    cp -r "$checkout/runbooks" books
    export RULEOUT_PATH=$work/books
    RULEOUT_NOW=$(tail -n 1 app.log | sed 's/\(.*\) \(.*\),.* INFO.*/\1T\2Z/') \
        ruleout check any-incident --trust --format json -i "log=$work/app.log" -i "crontab=$work/crontab"
    exits 1
    told() { jq -r ".[0].checks[] | select(.step == \"$1\") | .answer, .evidence" <<<"$out"; }
    same "$(told rhythm | head -n 1)" "times of day"
    holds "$(told rhythm)" "about 02:"
    same "$(told same_moment | head -n 1)" "a job"
    holds "$(told same_moment)" "$nightly/report"
    holds "$(told same_moment)" "crontab:3: 0 2 * * *"
    same "$(told error_text | head -n 1)" held
    holds "$(told error_text)" "$work/app.log:$(grep -nm1 ERROR app.log | cut -d: -f1) says: "
    holds "$(told error_text)" "database is locked"
    same "$(jq -r '.[0].causes[] | select(.state == "suspected") | .id' <<<"$out")" hidden-dependency
}
