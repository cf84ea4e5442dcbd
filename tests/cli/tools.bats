# What checks ask of git, the journal, systemd and kubectl: the real commands, but for kubectl, which is written.
load helper

setup() {
    [ "${RULEOUT_VARIANT:-rel}" != val ] || skip "test_lua_tools and test_lua_checks_host run this code under valgrind"
    start_clean
    mkdir lib
    cp "$checkout/runbooks/severity.yaml" lib
    export RULEOUT_PATH=$work/lib
}

teardown() {
    [ -n "${work:-}" ] || return 0
    [ -z "${leader:-}" ] || kill -KILL "$leader" 2>/dev/null || true
    remove_work
}

lua() { # ALLOW: runs the Lua of standard input, and prints the answer or why there is none, then the evidence
    {
        printf '%s\n' 'ruleout: 1' 'title: T' "allow: $1" 'steps:' '- id: s' '  clue: What is it?' '  type: text' '  timeout: 60s' '  lua: |'
        sed 's/^/    /'
    } >lib/t.yaml
    ${within:-} "$RULEOUT" check t --trust --format json >found.json || true
    jq -r '.[0].checks[0] | (.answer // ("cannot tell: " + .error)), (.evidence // empty)' found.json
}

# Git asks about the user, and dates are what the test says.
repository() {
    export GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=a@b GIT_COMMITTER_NAME=Ada GIT_COMMITTER_EMAIL=a@b
    git init -q -b main app
}

commit() { # DATE SUBJECT FILE TEXT
    mkdir -p "app/$(dirname "$3")"
    printf '%s\n' "$4" >>"app/$3"
    git -C app add -A
    GIT_AUTHOR_DATE=$1 GIT_COMMITTER_DATE=$1 git -C app commit -q -m "$2"
}

@test "git: commits between two times, with tags, files and merges, and where the checkout went" {
    repository
    commit 2026-09-01T10:00:00Z "Begin" a.txt one
    GIT_COMMITTER_DATE=2026-09-01T10:00:00Z git -C app tag v1
    git -C app checkout -q -b side
    commit 2026-09-14T09:00:00Z $'Raise the pool\n\ncommit=none\n9\t9\tnot a file' "dir/b c.txt" two
    git -C app checkout -q main
    commit 2026-09-14T09:30:00Z "commit=me" "dir/ä.txt" three
    GIT_COMMITTER_DATE=2026-09-14T10:00:00Z git -C app merge -q --no-ff -m "Merge side" side
    GIT_COMMITTER_DATE=2026-09-14T10:00:00Z git -C app tag -a -m "Release two" v2
    cat >expected <<'END'
3
Merge side true 1 +1 -0 v2 dir/b c.txt
commit=me false 1 +1 -0 - dir/ä.txt
Raise the pool false 1 +1 -0 - dir/b c.txt
more: false
v2 2026-09-14T10:00:00Z Release two
v1 2026-09-01T10:00:00Z Begin
Begin
commit=me
false
1 true
END
    lua "{run: [git -C $work/app]}" <<END >got
local repo = "$work/app"
local l, more = git.changes{repo = repo, since = "2026-09-14T00:00:00Z", ["until"] = "2026-09-14T23:00:00Z"}
if not l then return nil, more end
for _, c in ipairs(l) do
  print(c.subject, c.merge, c.files, "+" .. c.insertions, "-" .. c.deletions, c.tags[1] or "-", c.paths[1])
end
print("more: " .. tostring(more))
for _, t in ipairs(git.tags{repo = repo}) do print(t.name, time.format(t.time), t.subject) end
print(git.last{repo = repo, path = "a.txt"}.subject)
print(git.last{repo = repo, path = "dir/ä.txt", ["until"] = time.now()}.subject)
print(git.last{repo = repo, path = "*.txt"}) -- a name, no pattern
local one, cut = git.changes{repo = repo, max = 1}
print(#one, cut)
local moves = git.moved{repo = repo}
assert(moves[1].what:find("^merge side") and #moves >= 5)
return #l
END
    same "$(cat got)" "$(cat expected)"
}

@test "git: nothing that a repository's own settings name is run, and none of another user's is read" {
    repository
    commit 2026-09-14T09:00:00Z "Begin" a.txt one
    commit 2026-09-14T09:10:00Z "Go on" a.txt two
    printf '#!/bin/sh\necho "$0 $*" >>%s\ncat\n' "$work/ran" >evil
    chmod +x evil
    local name
    for name in core.fsmonitor core.pager pager.log diff.external gpg.program core.sshCommand diff.x.textconv diff.x.command \
        interactive.diffFilter core.alternateRefsCommand core.editor; do
        git -C app config "$name" "$work/evil"
    done
    git -C app config log.showSignature true
    git -C app config alias.log '!'"$work/evil"
    git -C app config core.hooksPath "$work/app/.git/hooks"
    echo '* diff=x' >app/.gitattributes
    cp evil app/.git/hooks/post-index-change
    lua "{run: [git -C]}" <<END >got
local l = git.changes{repo = "$work/app"}
git.last{repo = "$work/app", path = "a.txt"} git.moved{repo = "$work/app"} git.tags{repo = "$work/app"}
print(pcall(git.changes, {repo = "$work/app", ref = "--output=$work/ran"}))
print(pcall(git.changes, {repo = "app"}))
print((select(2, git.last{repo = "$work/app", ref = "nosuch"})))
return l[1].subject .. l[1].insertions
END
    [ ! -e ran ]
    same "$(head -1 got)" "Go on1"
    holds "$(cat got)" "git.changes: ref \"--output=$work/ran\" is no name"
    holds "$(cat got)" "git.changes: repo must be the absolute path"
    holds "$(cat got)" "git: fatal: bad revision 'nosuch'"
    [ "$(id -u)" = 0 ] || skip "only root can give a repository to another user"
    chown -R nobody app
    lua "{run: [git -C]}" <<<"return git.last{repo = \"$work/app\"}" >got
    holds "$(cat got)" "dubious ownership"
    holds "$(cat got)" "safe.directory PATH"
}

entry() { # SECONDS FIELDS...: one of the format that systemd-journal-remote reads
    printf '__REALTIME_TIMESTAMP=%s000000\n__MONOTONIC_TIMESTAMP=%s\n_BOOT_ID=0123456789abcdef0123456789abcdef\n' "$1" "$1"
    printf '_MACHINE_ID=0123456789abcdef0123456789abcdef\n_HOSTNAME=web1\n'
    shift
    printf '%s\n' "$@" ''
}

@test "journal: a real journal is read by unit, priority, time and text" {
    local maker=/lib/systemd/systemd-journal-remote
    [ -x $maker ] || skip "there is no systemd-journal-remote, which makes a journal"
    mkdir journal empty
    {
        entry 1789380600 PRIORITY=6 _SYSTEMD_UNIT=nginx.service SYSLOG_IDENTIFIER=nginx _PID=7 "MESSAGE=started"
        entry 1789380660 PRIORITY=3 _SYSTEMD_UNIT=nginx.service SYSLOG_IDENTIFIER=nginx _PID=7 "MESSAGE=connect() failed"
        entry 1789380720 PRIORITY=2 _TRANSPORT=kernel SYSLOG_IDENTIFIER=kernel "MESSAGE=I/O error, dev sda"
        entry 1789380780 PRIORITY=3 _SYSTEMD_UNIT=app.service SYSLOG_IDENTIFIER=app _PID=9 "MESSAGE=connect() FAILED"
    } >entries
    # A message that is no text: its length in 8 bytes, then itself.
    printf '__REALTIME_TIMESTAMP=1789380840000000\n__MONOTONIC_TIMESTAMP=9\n_BOOT_ID=0123456789abcdef0123456789abcdef\n' >>entries
    printf 'PRIORITY=4\nMESSAGE\n\5\0\0\0\0\0\0\0a\33[2J\n\n' >>entries
    $maker -o journal/a.journal entries 2>/dev/null
    cat >expected <<'END'
nginx.service 3 2026-09-14T10:11:00Z connect() failed nginx 7 web1
kernel: 2 I/O error, dev sda
app.service
3 5 1 1 2
started
newest: 5 true
none: 0 false
there is no journal in JOURNAL/empty
END
    lua "{run: [journalctl --no-pager]}" <<END | tail -n +2 | sed "s#$work#JOURNAL#" >got
local d = "$work/journal"
local l = assert(journal.read{directory = d, priority = "err"})
local e = l[1]
print(e.unit, e.priority, time.format(e.time), e.message, e.name, e.pid, e.host)
print(l[2].name .. ":", l[2].priority, l[2].message)
print(l[3].unit)
local function count(o) o.directory = d return assert(journal.count(o)).count end
print(count{priority = "err"}, count{}, count{kernel = true}, count{match = "connect\\\\(\\\\) failed"},
  count{since = "2026-09-14T10:11:30Z", ["until"] = "2026-09-14T10:13:00Z"})
print(journal.read{directory = d, unit = "nginx*", ["until"] = "2026-09-14T10:10:30Z"}[1].message)
local newest, more = journal.read{directory = d, max = 1}
print("newest: " .. #newest[1].message, more)
local none, cut = journal.read{directory = d, match = "nosuch"}
print("none: " .. #none, cut)
print((select(2, journal.count{directory = "$work/empty"})))
return "ok"
END
    same "$(cat got)" "$(cat expected)"
}

# systemd, with units of the test alone, in a process space and with mounts of its own.
start_systemd() {
    [ "$(id -u)" = 0 ] || skip "only root can start a systemd of its own"
    [ -x /lib/systemd/systemd ] && command -v systemctl nsenter unshare >/dev/null || skip "there is no systemd"
    mkdir units
    printf '[Unit]\nDescription=Test\nWants=good.service bad.service tick.timer\nAfter=bad.service\n' >units/default.target
    printf '[Unit]\nDescription=It runs\nDefaultDependencies=no\n[Service]\nExecStart=/bin/sleep 600\n' >units/good.service
    printf '[Unit]\nDescription=It fails\nDefaultDependencies=no\n[Service]\nType=oneshot\nExecStart=/bin/sh -c "exit 3"\n' >units/bad.service
    printf '[Unit]\nDescription=At two\nDefaultDependencies=no\n[Timer]\nOnCalendar=*-*-* 02:00:00\nUnit=good.service\n' >units/tick.timer
    # shellcheck disable=SC2016
    SYSTEMD_UNIT_PATH=$work/units SYSTEMD_LOG_LEVEL=err container=other unshare --pid --fork --mount --mount-proc --kill-child sh -c '
        mount -t tmpfs none /run && exec /lib/systemd/systemd --system --unit=default.target --log-target=console' >systemd.log 2>&1 3>&- &
    local outer=$! i
    leader=$outer
    for i in $(seq 100); do
        inner=$(pgrep -P "$outer" || true)
        [ -n "$inner" ] && nsenter -t "$inner" -p -m systemctl is-system-running 2>/dev/null | grep -qE 'running|degraded' && return
        kill -0 "$outer" 2>/dev/null || break
        sleep 0.1
    done
    cat systemd.log
    skip "no systemd could be started here"
}

@test "systemd: units that failed, one that runs, and timers, of a real systemd" {
    start_systemd
    within="nsenter -t $inner -p -m --wd=$work"
    cat >expected <<'END'
1 bad.service failed exit-code exit 3
good.service loaded active running true true
not-found inactive
tick.timer good.service *-*-* 02:00:00 true nil
systemd.unit: "-x" is no name of a unit
END
    lua "{run: [systemctl list-units, systemctl show]}" <<'END' | tail -n +2 >got
local l, why = systemd.failed()
if not l then return nil, why end
print(#l, l[1].name, l[1].active, l[1].result, l[1].ended_by, l[1].exit)
local u = systemd.unit("good.service")
print(u.name, u.load, u.active, u.sub, u.main_pid > 1, math.abs(time.now() - u.since) < 120)
local none = systemd.unit("none.service")
print(none.load, none.active)
local t = systemd.timers()[1]
print(t.name, t.unit, t.calendar, t.next > time.now(), t.last)
print((select(2, pcall(systemd.unit, "-x"))))
return "ok"
END
    same "$(cat got)" "$(cat expected)"
}

@test "systemd: a machine without it says so" {
    [ "$(cat /proc/1/comm)" != systemd ] || skip "this machine has been booted with systemd"
    command -v systemctl >/dev/null || skip "there is no systemctl"
    holds "$(lua "{run: [systemctl list-units]}" <<<'return nil, select(2, systemd.failed())')" "cannot tell: systemctl: "
}

@test "kubectl: pods, events and rollouts, as a written kubectl tells them" {
    export PATH=$checkout/tests/cli/cluster:$PATH RULEOUT_NOW=2026-09-14T10:20:00Z
    cat >expected <<'END'
cart-6f7d9c-x2xlp false 7 CrashLoopBackOff 137 OOMKilled 2026-09-14T10:15:00Z 2h 20m node-1 2
web-5c8f-q9k2z true 0 nil 3m
batch-1 false 0 Evicted Failed
2 Pod/web-5c8f-q9k2z Scheduled 1 Pod/cart-6f7d9c-x2xlp BackOff 31
2 3 cart 1.3 4 shop/cart:1.4 1/3
web-5c8f
0
kubectl: Error from server (Forbidden): pods is forbidden: User "ada" cannot list resource "pods" in API group "" in the namespace "gone"
kubectl.get: kind "pods;x" is no name
END
    lua "{run: [kubectl get], env: [PATH]}" <<'END' | tail -n +2 >got
local p, why = kubectl.pods{namespace = "shop"}
if not p then return nil, why end
local a, b, c = p[1], p[2], p[3]
print(a.name, a.ready, a.restarts, a.reason, a.last_exit.code, a.last_exit.reason, time.format(a.last_exit.time), duration(a.age), a.node, #a.images)
print(b.name, b.ready, b.restarts, b.reason, duration(b.age))
print(c.name, c.ready, c.restarts, c.reason, c.phase)
local e = kubectl.events{last = "1h"}
print(#e, e[1].object, e[1].reason, e[1].count, e[2].object, e[2].reason, e[2].count)
local r = kubectl.rollouts{deployment = "cart"}
print(#r, r[1].revision, r[1].cause, r[2].revision, r[2].images[1], r[2].ready .. "/" .. r[2].replicas)
print(kubectl.get{kind = "replicasets", all_namespaces = true}.items[2].metadata.name)
print(#kubectl.pods{namespace = "empty"})
print((select(2, kubectl.pods{namespace = "gone"})))
print((select(2, pcall(kubectl.get, {kind = "pods;x"}))))
return "ok"
END
    same "$(cat got)" "$(cat expected)"
}
