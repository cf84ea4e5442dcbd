#include "lua_checks_help.h"

/* Checks of a machine's health, of systemd, the journal, git and Kubernetes. */
#define CPU(busy, load, hot)                                                                   \
    "{\"cores\":4,\"load1\":" load ",\"load5\":" load                                          \
    ",\"load15\":1,\"over\":2,\"busy_percent\":" busy ",\"steal_percent\":0,\"hottest\":[" hot \
    "]}"
#define GZIP "{\"pid\":41,\"name\":\"gzip\",\"percent\":99}"
#define SOME(n) "{\"some\":{\"avg10\":" n ",\"avg60\":" n ",\"avg300\":" n "}}"
#define PRESSURE(cpu, memory, io) \
    "{\"cpu\":" SOME(cpu) ",\"memory\":" SOME(memory) ",\"io\":" SOME(io) "}"
#define MEMORY(percent, swap)                                  \
    "{\"available\":1073741824,\"available_percent\":" percent \
    ",\"swap_total\":1073741824,\"swap_used\":" swap "}"
#define DISK(mount, used, inodes)                                                        \
    "{\"mount\":\"" mount "\",\"used_percent\":" used ",\"inodes_used_percent\":" inodes \
    ",\"free\":1073741824,\"read_only\":false}"
#define HOST                    \
    {                           \
        "hostname ", "\"web1\"" \
    }
#define CALM                                 \
    {                                        \
        "pressure ", PRESSURE("0", "0", "2") \
    }
#define IDLE                           \
    {                                  \
        "cpu 2s", CPU("12", "0.5", "") \
    }
#define FINE                                                                            \
    {                                                                                   \
        "disks ", "[" DISK("/", "40", "3") ",{\"mount\":\"/mnt/nas\",\"remote\":true}]" \
    }
#define ROOM                         \
    {                                \
        "memory ", MEMORY("40", "0") \
    }

/* The value comes back with its keys in order. */
#define DISK_VALUE                                                                           \
    "{\"free\":1073741824,\"inodes_used_percent\":9,\"mount\":\"/var\",\"read_only\":false," \
    "\"used_percent\":97}"
#define CPU_VALUE(busy, load)                                               \
    "{\"busy_percent\":" busy ",\"cores\":4,\"hottest\":{},\"load1\":" load \
    ",\"load15\":1,\"load5\":" load ",\"over\":2,\"steal_percent\":0}"

static const struct check_row health[] = {
    {"host/health",
     {{NULL}},
     "told well | this machine: the processors are 12% busy, load 0.5 on 4; 2% of the last minute "
     "something waited for a disk; 1.0 GiB of memory (40%) is available; 0 bytes of 1.0 GiB swap "
     "is "
     "used; / is 40% full | {\"short\":{}}",
     .facts = {CALM, IDLE, ROOM, FINE}},
    {"host/health",
     {{NULL}},
     "told disk | web1: the processors are 12% busy, load 0.5 on 4; 1.0 GiB of memory (40%) is "
     "available; 0 bytes of 1.0 GiB swap is used; /var is 97% full | {\"short\":[\"disk\"]}",
     .facts =
         {HOST, IDLE, ROOM, {"disks ", "[" DISK("/", "40", "3") "," DISK("/var", "97", "9") "]"}}},
    {"host/health",
     {{NULL}},
     "told inodes | web1: the processors are 12% busy, load 0.5 on 4; 1.0 GiB of memory (40%) is "
     "available; 0 bytes of 1.0 GiB swap is used; / is 40% full; / has used 100% of its inodes | "
     "{\"short\":[\"inodes\"]}",
     .facts = {HOST, IDLE, ROOM, {"disks ", "[" DISK("/", "40", "100") "]"}}},
    {"host/health",
     {{NULL}},
     "told several | this machine: The processors are 99% busy, load 9 on 4; gzip (process 41) "
     "uses "
     "99% of one; 50% of the last minute something waited for a disk; 1.0 GiB of memory (2%) is "
     "available; 1.0 GiB of 1.0 GiB swap is used; / is 40% full | "
     "{\"short\":[\"cpu\",\"io\",\"memory\",\"swap\"]}",
     .facts = {{"pressure ", PRESSURE("90", "0", "50")},
               {"cpu 2s", CPU("99", "9", GZIP)},
               {"memory ", MEMORY("2", "1073741824")},
               FINE}},
    {"host/health", {{NULL}}, "cannot: not expected: cpu 2s", .facts = {CALM, ROOM, FINE}},
    {"host/health", {{NULL}}, "cannot: not expected: disks ", .facts = {CALM, ROOM, IDLE}},
    {"host/pressure",
     {{NULL}},
     "told io | part of the last minute in which something waited: 0% for a processor (0% of 5 "
     "minutes), 0% for memory (0% of 5 minutes), 30% for a disk (30% of 5 minutes) | "
     "{\"cpu\":{\"some\":{\"avg10\":0,\"avg300\":0,\"avg60\":0}},\"io\":{\"some\":{\"avg10\":30,"
     "\"avg300\":30,\"avg60\":30}},\"memory\":{\"some\":{\"avg10\":0,\"avg300\":0,\"avg60\":0}}}",
     .facts = {{"pressure ", PRESSURE("0", "0", "30")}}},
    {"host/pressure", {{NULL}}, "cannot: not expected: pressure ", .facts = {HOST}},
    {"host/fullest",
     {{NULL}},
     "told 97 | /var is the fullest: 97% of its space, 1.0 GiB left; not looked at, as another "
     "machine serves it: /mnt/nas | " DISK_VALUE,
     .facts = {{"disks ", "[" DISK("/", "40", "3") "," DISK(
                              "/var", "97", "9") ",{\"mount\":\"/mnt/nas\",\"remote\":true}]"}}},
    {"cpu/waits",
     {{NULL}},
     "told no | 12% busy over 2s, load 0.5 over 1 minute and 0.5 over 5, on 4 processors; "
     "something "
     "waited for them in 0% of the last minute and 0% of 5 minutes | " CPU_VALUE("12", "0.5"),
     .facts = {{"cpu 5s", CPU("12", "0.5", "")}, CALM}},
    {"cpu/waits",
     {{NULL}},
     "told all the time | 99% busy over 2s, load 9 over 1 minute and 9 over 5, on 4 processors; "
     "something waited for them in 80% of the last minute and 80% of 5 minutes | " CPU_VALUE("99",
                                                                                             "9"),
     .facts = {{"cpu 5s", CPU("99", "9", "")}, {"pressure ", PRESSURE("80", "0", "0")}}},
    {"cpu/waits",
     {{NULL}},
     "told at times | 60% busy over 2s, load 3 over 1 minute and 3 over 5, on 4 processors; "
     "something waited for them in 30% of the last minute and 30% of 5 minutes | " CPU_VALUE("60",
                                                                                             "3"),
     .facts = {{"cpu 5s", CPU("60", "3", "")}, {"pressure ", PRESSURE("30", "0", "0")}}},
    /* Load of what waits for disks. */
    {"cpu/waits",
     {{NULL}},
     "cannot: 10% busy over 2s, load 9 over 1 minute and 9 over 5, on 4 processors; gzip (process "
     "41) uses most: that can be waiting, or only work",
     .facts = {{"cpu 5s", CPU("10", "9", GZIP)}}},
};

#define NET(again, sent, percent, dropped)                                                      \
    "{\"interfaces\":[{\"name\":\"eth0\",\"rx_packets\":1000,\"tx_packets\":0,\"rx_errors\":0," \
    "\"tx_errors\":0,\"rx_dropped\":" dropped ",\"tx_dropped\":0}],\"tcp\":{\"sent\":" sent     \
    ",\"retransmitted\":" again ",\"retransmitted_percent\":" percent "}}"

#define NET_VALUE(again, sent, percent, dropped)                                                \
    "{\"interfaces\":[{\"name\":\"eth0\",\"rx_dropped\":" dropped                               \
    ",\"rx_errors\":0,\"rx_packets\":1000,\"tx_dropped\":0,\"tx_errors\":0,\"tx_packets\":0}]," \
    "\"tcp\":{"                                                                                 \
    "\"retransmitted\":" again ",\"retransmitted_percent\":" percent ",\"sent\":" sent "}}"

static const struct check_row net[] = {
    {"net/errors",
     {{NULL}},
     "cannot: in 5s 1000 packets went over its interfaces, and 0 of 9 TCP segments were sent "
     "again: "
     "too few to tell",
     .facts = {{"net 5s", NET("0", "9", "0", "0")}}},
    {"net/errors",
     {{"again", "3"}},
     "told no | in 5s 1000 packets went over its interfaces, and 4 of 200 TCP segments were sent "
     "again | " NET_VALUE("4", "200", "2", "0"),
     .facts = {{"net 5s", NET("4", "200", "2", "0")}}},
    {"net/errors",
     {{NULL}},
     "told yes | eth0: 7 of 1000 packets dropped; 9% of TCP segments were sent again; in 5s 1000 "
     "packets went over its interfaces, and 18 of 200 TCP segments were sent again | " NET_VALUE(
         "18", "200", "9", "7"),
     .facts = {{"net 5s", NET("18", "200", "9", "7")}}},
    {"net/errors", {{NULL}}, "cannot: not expected: net 5s", .facts = {HOST}},
};

#define LIST " --all --plain --full --no-legend --no-pager"
#define UNIT                                                                              \
    "systemctl show --no-pager --property=Id,Description,LoadState,ActiveState,SubState," \
    "UnitFileState,Result,StateChangeTimestamp,ActiveEnterTimestamp,NRestarts,MainPID,"   \
    "ExecMainCode,ExecMainStatus,MemoryCurrent,TasksCurrent --"
#define LOG                                                                                     \
    "journalctl --no-pager --output=json --all --output-fields=MESSAGE,PRIORITY,_SYSTEMD_UNIT," \
    "UNIT,SYSLOG_IDENTIFIER,_COMM,_PID,_HOSTNAME --lines=1000 --since=@1789380600.000 "         \
    "--priority=err"
#define ENTRY(us, who, what)                                                                       \
    "{\"__REALTIME_TIMESTAMP\":\"" us "\",\"SYSLOG_IDENTIFIER\":\"" who "\",\"MESSAGE\":" what "}" \
    "\n"

#define DEVICE                                                                                  \
    "journalctl --no-pager --output=json --all --output-fields=MESSAGE,PRIORITY,_SYSTEMD_UNIT," \
    "UNIT,SYSLOG_IDENTIFIER,_COMM,_PID,_HOSTNAME --lines=100 --since=@1789380000.000 "          \
    "--case-sensitive=yes --grep=" SIGNS " _TRANSPORT=kernel"
#define SIGNS                                                                                      \
    "I/O error, dev|Buffer I/O error|critical (medium|target) error|Medium Error|Unrecovered "     \
    "read error|failed command: (READ|WRITE|FLUSH)|nvme\\S* .*(timeout|I/O .*error|controller is " \
    "down)|EDAC .*\\bUE\\b|Uncorrected (error|hardware)|\\[Hardware Error\\]|Machine "             \
    "[Cc]heck.*(fatal|uncorrected)|[Rr]emounting filesystem read-only|EXT4-fs error|XFS "          \
    ".*(metadata I/O error|Corruption)|BTRFS (error|critical)"
#define FIND                                                                                 \
    "find /etc -xdev -type f -newermt 2026-09-13T10:00:00Z ! -newermt 2026-09-14T10:00:00Z " \
    "-printf %T@ %p\\n"

static const struct check_row system_rows[] = {
    {"systemd/failed",
     {{"except", "a.service c.service"}},
     "told 1 | failed: b@1.service (exit-code, status 3, at 2026-09-14T02:00:09Z) | "
     "{\"units\":[\"b@1.service\"]}",
     .runs =
         {{"systemctl list-units --state=failed" LIST,
           "a.service loaded failed failed A\nb@1.service loaded failed failed B\n"},
          {UNIT " a.service b@1.service",
           "Id=a.service\nResult=timeout\n\nId=b@1.service\nResult=exit-code\nExecMainStatus=3\n"
           "StateChangeTimestamp=Mon 2026-09-14 02:00:09 UTC\n"}}},
    {"systemd/failed",
     {{NULL}},
     "told 0 | systemctl: no unit has failed | {\"units\":{}}",
     .runs = {{"systemctl list-units --state=failed" LIST, ""}}},
    {"systemd/failed",
     {{NULL}},
     "cannot: systemctl: System has not been booted with systemd as init system (PID 1). Can't "
     "operate.",
     .runs = {{"systemctl list-units --state=failed" LIST,
               "System has not been booted with systemd as init system (PID 1). Can't operate.\n"
               "Failed to connect to bus: Host is down\n",
               1}}},
    {"journal/errors",
     {{NULL}},
     "told 3 | 3 entries of err or worse in the journal since 2026-09-14T10:10:00Z, the first at "
     "2026-09-14T10:11:00Z; 2 like: app: no answer from 10.0.0.7 | "
     "{\"first\":\"2026-09-14T10:11:00Z\",\"more\":false}",
     .runs = {{LOG, ENTRY("1789380660000000", "app", "[110,111,32,104]")
                        ENTRY("1789380661000000", "app", "\"no answer from 10.0.0.7\"")
                            ENTRY("1789380662000000", "app", "\"no answer from 10.0.0.8\"")}}},
    {"journal/errors",
     {{NULL}},
     "told 0 | no entries of err or worse in the journal since 2026-09-14T10:10:00Z",
     .runs = {{LOG, "-- No entries --\n"}}},
    {"journal/errors",
     {{NULL}},
     "cannot: journalctl: You are currently not seeing messages from other users and the system.",
     .runs = {{LOG, "", 0,
               "Hint: You are currently not seeing messages from other users and the system.\n"
               "      Users in groups 'adm', 'systemd-journal' can see all messages.\n"}}},
    {"host/device",
     {{"since", "2026-09-14T10:00:00Z"}},
     "told a device fails | the kernel said 1 times since 2026-09-14T10:00:00Z, first at "
     "2026-09-14T10:11:00Z: I/O error, dev sda",
     .runs = {{DEVICE, ENTRY("1789380660000000", "kernel", "\"I/O error, dev sda\"")}}},
    {"host/device",
     {{"since", "2026-09-14T10:00:00Z"}},
     "cannot: the kernel of web1 has named no failing device since 2026-09-14T10:00:00Z; others "
     "are "
     "for people to look at",
     .runs = {{DEVICE, "", 1, ""}},
     .facts = {HOST}},
    {"host/changed",
     {{"started", "2026-09-14T10:00:00Z"}},
     "told the machines | 1 packages, the last: upgrade libc6:amd64 at 2026-09-14T09:58:00Z; 1 "
     "files "
     "of /etc, the last: /etc/x.conf at 2026-09-14T09:58:10Z | "
     "{\"machines\":\"2026-09-14T09:58:00Z\",\"setting\":\"2026-09-14T09:58:10Z\"}",
     .runs = {{FIND, "1789379890.0000000000 /etc/x.conf\n"}},
     .files =
         {{"/var/log/dpkg.log",
           "2026-09-12 09:58:00 upgrade old:amd64 1 2\n2026-09-14 09:58:00 upgrade libc6:amd64 "
           "1 2\n2026-09-14 09:58:01 status installed libc6:amd64 2\n"}},
     .facts = {{"uptime ", "99999999"}}},
    {"host/changed",
     {{"started", "2026-09-14T10:00:00Z"}},
     "told a setting | 1 files of /etc, the last: /etc/x.conf at 2026-09-14T09:58:10Z | "
     "{\"setting\":\"2026-09-14T09:58:10Z\"}",
     .runs = {{FIND, "1789379890.0000000000 /etc/x.conf\n", 1, "find: '/etc/ssl': denied\n"}}},
    {"host/changed",
     {{"started", "2026-09-14T10:00:00Z"}},
     "told the machines | the machine was started at 2026-09-14T09:20:00Z | "
     "{\"machines\":\"2026-09-14T09:20:00Z\"}",
     .runs = {{FIND, ""}},
     .files = {{"/var/log/dpkg.log", ""}},
     .facts = {{"uptime ", "3600"}}},
    {"host/changed",
     {{"started", "2026-09-14T10:00:00Z"}},
     "cannot: nothing shows on this machine from 2026-09-13T10:00:00Z to 2026-09-14T10:00:00Z; ask "
     "who could know",
     .runs = {{FIND, ""}},
     .files = {{"/var/log/dpkg.log", ""}},
     .facts = {{"uptime ", "999999"}}},
};

#define GIT(command)                                                                  \
    "git -C /srv/app --no-optional-locks --no-pager -c core.fsmonitor=false -c "      \
    "core.hooksPath=/dev/null -c core.quotePath=false -c log.showSignature=false -c " \
    "protocol.allow=never " command
#define COMMITS                                                                    \
    "log --no-color --no-ext-diff --no-textconv --no-show-signature --no-mailmap " \
    "--decorate=short --no-renames --numstat "                                     \
    "--format=commit=%H%n%ct%n%at%n%P%n%an%n%D%n%s "
#define MOVES                                                            \
    GIT("log --walk-reflogs --no-color --no-show-signature --date=unix " \
        "--format=%gd%n%H%n%gs%n%s --max-count=1000 HEAD --")
#define TAGS                                                                                     \
    GIT("for-each-ref --sort=-creatordate "                                                      \
        "--format=%(creatordate:unix)%0a%(refname:short)%0a%(objectname)%0a%(contents:subject) " \
        "refs/tags/v*")

static const struct check_row git[] = {
    {"git/changed",
     {{"repo", "/srv/app"}, {"at", "2026-09-14T10:00:00Z"}},
     "told yes | git: from 2026-09-14T08:00:00Z to 2026-09-14T10:00:00Z\n2026-09-14T09:58:00Z "
     "41a9c0d3 Ada: commit=no (2 files, +4 -1)\n2026-09-14T09:59:00Z the checkout was moved to "
     "41a9c0d3: pull: Fast-forward | {\"count\":1,\"last\":\"2026-09-14T09:58:00Z\"}",
     .runs = {{GIT(COMMITS "--diff-merges=first-parent --max-count=20 --since=@1789372800 "
                           "--until=@1789380000 HEAD --"),
               "commit=41a9c0d3\n1789379880\n1789379880\n9b1\nAda\n\ncommit=no\n\n4\t1\ta\tb\n"
               "-\t-\tc.bin\n"},
              {MOVES, "HEAD@{1789379940}\n41a9c0d3\npull: Fast-forward\nRaise\nHEAD@{1}\n9b1\nx\n"
                      "y\n"}}},
    {"git/changed",
     {{"repo", "/srv/app"}, {"at", "2026-09-14T10:00:00Z"}, {"path", "config"}},
     "told no | git: nothing changed in config from 2026-09-14T08:00:00Z to 2026-09-14T10:00:00Z",
     .runs =
         {{GIT(COMMITS
               "--max-count=20 --since=@1789372800 --until=@1789380000 HEAD -- :(literal)config"),
           ""},
          {MOVES, ""}}},
    {"git/changed",
     {{"repo", "/srv/app"}, {"at", "2026-09-14T10:00:00Z"}},
     "cannot: git: fatal: detected dubious ownership in repository at '/srv/app'; whoever trusts "
     "its "
     "owner says so once, with git config --global --add safe.directory PATH, as the user who runs "
     "this",
     .runs = {{GIT(COMMITS "--diff-merges=first-parent --max-count=20 --since=@1789372800 "
                           "--until=@1789380000 HEAD --"),
               "fatal: detected dubious ownership in repository at '/srv/app'\nTo add an\n", 128}}},
    {"git/last_deploy",
     {{"repo", "/srv/app"}, {"started", "2026-09-14T10:00:00Z"}},
     "told within a day | the last deploy before it was at 2026-09-14T09:59:00Z, 1m earlier "
     "(checkout: pull: Fast-forward) | {\"time\":\"2026-09-14T09:59:00Z\",\"what\":\"checkout: "
     "pull: "
     "Fast-forward\"}",
     .runs = {{MOVES, "HEAD@{1789380060}\n5\nlater\nL\nHEAD@{1789379940}\n4\npull: Fast-forward\n"
                      "Raise\n"}}},
    {"git/last_deploy",
     {{"repo", "/srv/app"}, {"started", "2026-09-14T10:00:00Z"}, {"by", "tag"}, {"tags", "v*"}},
     "told older | the last deploy before it was at 2026-08-04T02:13:20Z, 41d 07h earlier (tag "
     "v1.3: "
     "Third) | {\"time\":\"2026-08-04T02:13:20Z\",\"what\":\"tag v1.3: Third\"}",
     .runs = {{TAGS, "1785809600\nv1.3\n4\nThird\n"}}},
    {"git/last_deploy",
     {{"repo", "/srv/app"}, {"started", "2026-09-14T10:00:00Z"}},
     "cannot: git knows no checkout before 2026-09-14T10:00:00Z",
     .runs = {{MOVES, ""}}},
};

#define PODS "kubectl get pods --output=json --namespace=shop --request-timeout=10s"

#define POD(name, state, restarts, last)                                                    \
    "{\"metadata\":{\"name\":\"" name "\",\"creationTimestamp\":\"2026-09-14T08:00:00Z\"}," \
    "\"status\":{\"phase\":\"Running\",\"containerStatuses\":[{\"ready\":false,"            \
    "\"restartCount\":" restarts ",\"state\":{" state "},\"lastState\":{" last "}}]}}"
#define ENDED(code, reason, at) \
    "\"terminated\":{\"exitCode\":" code ",\"reason\":\"" reason "\",\"finishedAt\":\"" at "\"}"

static const struct check_row kubectl[] = {
    {"kubectl/restarts",
     {{"namespace", "shop"}},
     "told 0 | 0 of 2 pods had a container that ended in the last 1h",
     .runs = {{PODS, "{\"items\":[{\"metadata\":{\"name\":\"a\"}}," POD(
                         "b", "", "1", ENDED("0", "Completed", "2026-09-14T09:00:00Z")) "]}"}}},
    {"kubectl/restarts",
     {{"namespace", "shop"}},
     "told 2 | 2 of 2 pods had a container that ended in the last 1h: a: 1 restarts, last exit 137 "
     "(OOMKilled) at 2026-09-14T10:00:00Z; b: 9 restarts, now CrashLoopBackOff",
     .runs =
         {{PODS,
           "{\"items\":[" POD(
               "a", "", "1",
               ENDED(
                   "137", "OOMKilled",
                   "2026-09-14T10:00:00Z")) "," POD("b",
                                                    "\"waiting\":{\"reason\":\"CrashLoopBackOff\"}",
                                                    "9", "") "]}"}}},
    {"kubectl/restarts",
     {{"namespace", "shop"}},
     "cannot: kubectl lists no pods there",
     .runs = {{PODS, "{\"items\":[]}"}}},
    {"kubectl/restarts",
     {{"namespace", "shop"}},
     "cannot: kubectl: The connection to the server localhost:8080 was refused - did you specify "
     "the "
     "right host or port?",
     .runs =
         {{PODS,
           "E1124 18:02:38.102850    5352 memcache.go:265] \"Unhandled Error\"\nThe connection to "
           "the server localhost:8080 was refused - did you specify the right host or port?\n",
           1}}},
    {"kubectl/restarts",
     {{"namespace", "shop"}},
     "cannot: kubectl printed no JSON: line 1: invalid token near 'No'",
     .runs = {{PODS, "No resources found in shop namespace.\n"}}},
};

static void finds_how_a_machine_is(void)
{
    check_rows_hold_alone(health, COUNT(health));
    check_rows_hold_alone(net, COUNT(net));
}

static void asks_systemd_and_the_journal(void)
{
    check_rows_hold_alone(system_rows, COUNT(system_rows));
}

static void asks_git(void)
{
    check_rows_hold_alone(git, COUNT(git));
}

static void asks_a_cluster(void)
{
    check_rows_hold_alone(kubectl, COUNT(kubectl));
}

int main(void)
{
    setenv("TZ", "UTC", 1);
    return suite_run("lua_checks_host",
                     (CU_TestInfo[]){
                         {"finds how a machine is", finds_how_a_machine_is},
                         {"asks systemd and the journal", asks_systemd_and_the_journal},
                         {"asks git", asks_git},
                         {"asks a cluster", asks_a_cluster},
                         CU_TEST_INFO_NULL,
                     });
}
