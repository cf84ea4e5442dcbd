#include "suite.h"

#include <time.h>

#include "lua_help.h"

/* What the functions that ask commands make of odd output, and of wrong arguments. */
#define COUNT(array) (sizeof(array) / sizeof *(array))

#define SHOW                                                                              \
    "systemctl show --no-pager --property=Id,Description,LoadState,ActiveState,SubState," \
    "UnitFileState,Result,StateChangeTimestamp,ActiveEnterTimestamp,NRestarts,MainPID,"   \
    "ExecMainCode,ExecMainStatus,MemoryCurrent,TasksCurrent -- "
#define READ                                                                                    \
    "journalctl --no-pager --output=json --all --output-fields=MESSAGE,PRIORITY,_SYSTEMD_UNIT," \
    "UNIT,SYSLOG_IDENTIFIER,_COMM,_PID,_HOSTNAME --lines="
#define GIT                                                                                \
    "git -C /r --no-optional-locks --no-pager -c core.fsmonitor=false -c "                 \
    "core.hooksPath=/dev/null -c core.quotePath=false -c log.showSignature=false -c "      \
    "protocol.allow=never log --no-color --no-ext-diff --no-textconv --no-show-signature " \
    "--no-mailmap --decorate=short --no-renames --numstat "                                \
    "--format=commit=%H%n%ct%n%at%n%P%n%an%n%D%n%s --diff-merges=first-parent "
#define PODS "kubectl get pods --output=json"

struct row {
    const char *lua, *want;
    struct fake_row runs[2], facts[2];
};

static void check_rows(const struct row *rows, size_t count)
{
    static const struct fake_row none[] = {{NULL}};
    for (size_t i = 0; i < count; i++) {
        struct fake f = {rows[i].runs, none, none, none, rows[i].facts, NULL, {0}};
        char *got = lua_inline(&f, rows[i].lua);
        suite_check_text(got, rows[i].want, rows[i].lua, __FILE__, __LINE__);
        free(got);
        text_release(&f.asked);
    }
}

static void wrong_arguments_are_named(void)
{
    static const struct row rows[] = {
        {"return host.cpu{over = '61s'}",
         "cannot: step:1: host.cpu: over must be from 10ms to 60s",
         {{NULL}},
         {{NULL}}},
        {"return host.cpu{over = 'soon'}",
         "cannot: step:1: host.cpu: over \"soon\" is not a duration, as \"30s\" is",
         {{NULL}},
         {{NULL}}},
        {"return host.net{every = 1}",
         "cannot: step:1: host.net: it knows no \"every\"",
         {{NULL}},
         {{NULL}}},
        {"return host.deleted(7)",
         "cannot: step:1: host.deleted: path must be a text, not a number",
         {{NULL}},
         {{NULL}}},
        {"return host.cpu{over = '59s'}",
         "cannot: host.cpu: the check has less time than `over` takes",
         {{NULL}},
         {{NULL}}},
        {"return systemd.unit('a b')",
         "cannot: step:1: systemd.unit: \"a b\" is no name of a unit",
         {{NULL}},
         {{NULL}}},
        {"return systemd.unit()",
         "cannot: step:1: systemd.unit: name must be a text, not no value",
         {{NULL}},
         {{NULL}}},
        {"return journal.read{priority = 'err --file=x'}",
         "cannot: step:1: journal.read: priority \"err --file=x\" is none, as \"err\" is",
         {{NULL}},
         {{NULL}}},
        {"return journal.read{max = 0}",
         "cannot: step:1: journal.read: max must be a whole number from 1 to 10000",
         {{NULL}},
         {{NULL}}},
        {"return git.last{}",
         "cannot: step:1: git.last: repo must be the absolute path of a repository",
         {{NULL}},
         {{NULL}}},
        {"return git.tags{repo = '/r', match = '--all'}",
         "cannot: step:1: git.tags: match \"--all\" is no name",
         {{NULL}},
         {{NULL}}},
        {"return kubectl.get{kind = '-f'}",
         "cannot: step:1: kubectl.get: kind \"-f\" is no name",
         {{NULL}},
         {{NULL}}},
        {"return kubectl.rollouts{namespace = 'a\\0b'}",
         "cannot: step:1: kubectl.rollouts: namespace holds a NUL byte",
         {{NULL}},
         {{NULL}}},
    };
    check_rows(rows, COUNT(rows));
}

static void systemd_is_read(void)
{
    static const struct row rows[] = {
        {"local u = systemd.unit('a.service') return u.load, json.encode(u)",
         "told loaded | "
         "{\"ended_by\":\"signal\",\"exit\":9,\"load\":\"loaded\",\"name\":\"a.service\","
         "\"restarts\":0}",
         {{SHOW "a.service",
           "Id=a.service\nLoadState=loaded\nMainPID=0\nNRestarts=0\nExecMainCode=2\n"
           "ExecMainStatus=9\nMemoryCurrent=18446744073709551615\nTasksCurrent=[not set]\n"
           "StateChangeTimestamp=n/a\nActiveEnterTimestamp=\nUnknown=x\nno line\n"}},
         {{NULL}}},
        {"return systemd.unit('a')",
         "cannot: systemctl tells nothing of a",
         {{SHOW "a", "\n"}},
         {{NULL}}},
        {"return systemd.unit('a')",
         "cannot: systemctl did not end in time",
         {{SHOW "a", "", 124}},
         {{NULL}}},
        {"return systemd.unit('a')",
         "cannot: systemctl: it failed, with status 4",
         {{SHOW "a", "", 4, ""}},
         {{NULL}}},
    };
    check_rows(rows, COUNT(rows));
}

/* One moment was shown twice in the night when summer time ended. */
static void local_times_are_read(void)
{
    static const struct row rows[] = {
        {"return time.format(systemd.unit('a').since)",
         "told 2026-10-25T00:30:00Z",
         {{SHOW "a", "Id=a\nStateChangeTimestamp=Sun 2026-10-25 02:30:00 CEST\n"}},
         {{NULL}}},
        {"return time.format(systemd.unit('a').since)",
         "told 2026-10-25T01:30:00Z",
         {{SHOW "a", "Id=a\nStateChangeTimestamp=Sun 2026-10-25 02:30:00 CET\n"}},
         {{NULL}}},
        {"return time.format(systemd.unit('a').since)",
         "told 2026-10-25T02:30:00Z",
         {{SHOW "a", "Id=a\nStateChangeTimestamp=Sun 2026-10-25 02:30:00 UTC\n"}},
         {{NULL}}},
    };
    setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
    tzset();
    check_rows(rows, COUNT(rows));
    setenv("TZ", "UTC", 1);
    tzset();
}

static void the_journal_is_read(void)
{
    static const struct row rows[] = {
        {"local l = journal.read{max = 5} return #l, json.encode(l)",
         "told 4 | "
         "[{\"message\":\"a\\u001b[2J\",\"priority\":4},{\"message\":\"first\",\"name\":\"sh\"},"
         "{\"unit\":\"a.service\"},{\"time\":1.5}]",
         {{READ "5",
           "{\"MESSAGE\":[97,27,91,50,74],\"PRIORITY\":\"4\"}\n"
           "{\"MESSAGE\":[\"first\",\"second\"],\"_COMM\":\"sh\",\"PRIORITY\":\"x\"}\n"
           "{\"MESSAGE\":null,\"UNIT\":\"a.service\",\"_SYSTEMD_UNIT\":\"init.scope\"}\n"
           "{\"__REALTIME_TIMESTAMP\":\"1500000\",\"MESSAGE\":{\"a\":1}}\n{\"MESSAGE\":\"cut"}},
         {{NULL}}},
        {"return journal.read{max = 1}",
         "cannot: line 1: '}' expected near end of file",
         {{READ "1", "{\"MESSAGE\":\"x\"\n"}},
         {{NULL}}},
        {"return journal.read{max = 1}",
         "cannot: journalctl: No journal files were found.",
         {{READ "1", "", 0, "No journal files were found.\n"}},
         {{NULL}}},
        {"return journal.count{}",
         "cannot: this journalctl cannot show one field alone, so it cannot count",
         {{"journalctl --no-pager --output=cat --output-fields=_BOOT_ID --lines=100000",
           "Started a\n"}},
         {{NULL}}},
        {"return journal.read{max = 1, match = 'x'}",
         "cannot: journalctl: Failed to compile pattern",
         {{READ "1 --case-sensitive=yes --grep=x", "Failed to compile pattern\n", 1}},
         {{NULL}}},
    };
    check_rows(rows, COUNT(rows));
}

static void git_is_read(void)
{
    static const struct row rows[] = {
        {"local c = git.last{repo = '/r'} return c.files, json.encode(c)",
         "told 2 | "
         "{\"author\":\"commit=x\",\"authored\":2,\"deletions\":1,\"files\":2,\"id\":\"a1\","
         "\"insertions\":1,\"merge\":true,\"paths\":[\"1\\u00092\",\"b\"],\"subject\":\"\","
         "\"tags\":["
         "\"v1\","
         "\"v2\"],\"time\":1}",
         {{GIT "--max-count=1 HEAD --",
           "commit=a1\n1\n2\nb c\ncommit=x\ntag: v1, main, tag: v2\n\n\n"
           "1\t1\t1\t2\n-\t-\tb\n"}},
         {{NULL}}},
        {"return git.last{repo = '/r'}", "told no", {{GIT "--max-count=1 HEAD --", ""}}, {{NULL}}},
        {"return git.last{repo = '/r'}",
         "cannot: git printed something else than its commits",
         {{GIT "--max-count=1 HEAD --", "commit=a1\n1\n2\nb\nAda"}},
         {{NULL}}},
        {"return git.last{repo = '/r'}",
         "cannot: git printed something else than its commits",
         {{GIT "--max-count=1 HEAD --", "a\nb\nc\nd\ne\nf\ng\nh\n"}},
         {{NULL}}},
    };
    check_rows(rows, COUNT(rows));
}

static void a_cluster_is_read(void)
{
    static const struct row rows[] = {
        {"local p = kubectl.pods() return #p, json.encode(p)",
         "told 3 | [{\"images\":{},\"ready\":false,\"restarts\":0},{\"images\":{},\"ready\":false,"
         "\"restarts\":0},{\"images\":{},\"last_exit\":{\"code\":1},\"ready\":false,\"reason\":"
         "\"CrashLoopBackOff\",\"restarts\":3}]",
         {{PODS " --request-timeout=10s",
           "{\"items\":[7,{\"metadata\":[],\"status\":\"x\"},{\"status\":{"
           "\"initContainerStatuses\":[{"
           "\"restartCount\":3,\"state\":{\"waiting\":{\"reason\":\"CrashLoopBackOff\"}},"
           "\"lastState\":{\"terminated\":{\"exitCode\":1}}}],\"containerStatuses\":[{\"ready\":"
           "false,"
           "\"restartCount\":0,\"state\":{\"waiting\":{\"reason\":\"PodInitializing\"}}}]}}]}"}},
         {{NULL}}},
        {"return kubectl.pods{context = '-x', selector = 'a=b,c', namespace = '', all_namespaces = "
         "true}",
         "cannot: kubectl printed no list of pods",
         {{PODS
           " --context=-x --namespace= --selector=a=b,c --all-namespaces --request-timeout=10s",
           "{\"items\":{}}"}},
         {{NULL}}},
    };
    check_rows(rows, COUNT(rows));
}

static void facts_are_passed_on(void)
{
    static const struct row rows[] = {
        {"return host.cpu{over = 1.5}.busy_percent",
         "told 3",
         {{NULL}},
         {{"cpu 1500ms", "{\"busy_percent\":3}"}}},
        {"return host.cpu{}.cores", "told 3", {{NULL}}, {{"cpu ", "{\"cores\":3}"}}},
        {"return host.ports().unseen", "told 3", {{NULL}}, {{"ports ", "{\"unseen\":3}"}}},
        {"return host.pressure()", "cannot: not expected: pressure ", {{NULL}}, {{NULL}}},
    };
    check_rows(rows, COUNT(rows));
}

int main(void)
{
    setenv("TZ", "UTC", 1);
    return suite_run("lua_tools", (CU_TestInfo[]){
                                      {"wrong arguments are named", wrong_arguments_are_named},
                                      {"systemd is read", systemd_is_read},
                                      {"local times are read", local_times_are_read},
                                      {"the journal is read", the_journal_is_read},
                                      {"git is read", git_is_read},
                                      {"a cluster is read", a_cluster_is_read},
                                      {"facts are passed on", facts_are_passed_on},
                                      CU_TEST_INFO_NULL,
                                  });
}
