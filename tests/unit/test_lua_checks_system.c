#include "lua_checks_help.h"

/* Timers, clocks and names: systemctl 252, timedatectl, chronyc and dig as Debian 12 has them. */
#define SHOW "systemctl show certbot"
#define TIMER_KEYS                                                             \
    " --property=LoadState --property=ActiveState --property=LastTriggerUSec " \
    "--property=Unit"
#define SERVICE_KEYS                                                  \
    " --property=LoadState --property=ActiveState --property=Result " \
    "--property=ExecMainStatus --property=ExecMainStartTimestamp"
#define ON "ActiveState=active\nLoadState=loaded\nLastTriggerUSec=Mon 2026-09-14 03:12:09 UTC\n"
#define RAN "ExecMainStartTimestamp=Mon 2026-09-14 03:12:09 UTC\nLoadState=loaded\n"
#define TIMER                    \
    {                            \
        "timer", "certbot.timer" \
    }
#define TIMER_SAYS(text)                  \
    {                                     \
        SHOW ".timer" TIMER_KEYS, ON text \
    }
#define SERVICE_SAYS(text)                 \
    {                                      \
        SHOW ".service" SERVICE_KEYS, text \
    }
#define UNIT "Unit=certbot.service\n"

#define DIG "dig +noall +answer +comments +time=3 +tries=2 _acme-challenge.a.example TXT"
#define DIG_AT \
    "dig @192.0.2.53 +noall +answer +comments +time=3 +tries=2 _acme-challenge.a.example TXT"
#define NAME                                \
    {                                       \
        "name", "_acme-challenge.a.example" \
    }
#define HEAD(status)                                                                 \
    ";; Got answer:\n;; ->>HEADER<<- opcode: QUERY, status: " status ", id: 43085\n" \
    ";; flags: qr aa rd ra; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 1\n\n"    \
    ";; OPT PSEUDOSECTION:\n; EDNS: version: 0, flags:; udp: 1232\n"
#define ANSWER ";; ANSWER SECTION:\n"
#define TXT(text) "_acme-challenge.a.example. 0\tIN\tTXT\t" text "\n"

#define CHRONY "chronyc -c tracking"
#define TRACKING(from, offset, leap)                                                              \
    from ",3,1789381100.123456789," offset ",-0.000012345,0.000034567,-1.234,0.001,0.012,0.0123," \
         "0.0012,64.2," leap "\n"
#define TIMEDATE "timedatectl show --property=NTPSynchronized --property=NTP"
#define NO_CHRONY                                \
    {                                            \
        CHRONY, "506 Cannot talk to daemon\n", 1 \
    }

static const struct check_row rows[] = {
    {"systemd/timer",
     {TIMER},
     "told succeeded | certbot.timer ran last Mon 2026-09-14 03:12:09 UTC: success | "
     "{\"last\":\"Mon 2026-09-14 03:12:09 UTC\",\"status\":\"0\"}",
     .runs = {TIMER_SAYS(UNIT),
              SERVICE_SAYS(RAN "ActiveState=inactive\nResult=success\nExecMainStatus=0\n")}},
    {"systemd/timer",
     {TIMER},
     "told failed | certbot.timer ran last Mon 2026-09-14 03:12:09 UTC: exit-code | "
     "{\"last\":\"Mon 2026-09-14 03:12:09 UTC\",\"status\":\"1\"}",
     .runs = {TIMER_SAYS(UNIT),
              SERVICE_SAYS(RAN "ActiveState=failed\nResult=exit-code\nExecMainStatus=1\n")}},
    {"systemd/timer",
     {TIMER},
     "cannot: certbot.service runs just now",
     .runs = {TIMER_SAYS(UNIT),
              SERVICE_SAYS(RAN "ActiveState=activating\nResult=success\nExecMainStatus=0\n")}},
    {"systemd/timer",
     {TIMER},
     "cannot: certbot.service has not run since the machine started",
     .runs = {TIMER_SAYS(UNIT),
              SERVICE_SAYS("LoadState=loaded\nActiveState=inactive\nResult=success\nExecMainStatus="
                           "0\nExecMainStartTimestamp=\n")}},
    {"systemd/timer",
     {TIMER},
     "cannot: certbot.service is not-found",
     .runs = {TIMER_SAYS(UNIT),
              SERVICE_SAYS("LoadState=not-found\nActiveState=inactive\nResult="
                           "success\nExecMainStatus=0\nExecMainStartTimestamp=\n")}},
    {"systemd/timer",
     {TIMER},
     "cannot: certbot.service is in no known state",
     .runs = {TIMER_SAYS(UNIT), SERVICE_SAYS("")}},
    {"systemd/timer",
     {TIMER},
     "cannot: not expected: systemctl show certbot.service --property=LoadState "
     "--property=ActiveState --property=Result --property=ExecMainStatus "
     "--property=ExecMainStartTimestamp",
     .runs = {TIMER_SAYS(UNIT)}},
    {"systemd/timer",
     {TIMER},
     "told failed | certbot.timer ran last Mon 2026-09-14 03:12:09 UTC: timeout | {\"last\":\"Mon "
     "2026-09-14 03:12:09 UTC\",\"status\":\"15\"}",
     .runs = {TIMER_SAYS("Unit=renew@x.service\n"),
              {"systemctl show renew@x.service" SERVICE_KEYS,
               RAN "ActiveState=inactive\nResult=timeout\nExecMainStatus=15\n"}}},
    {"systemd/timer",
     {TIMER, {"service", "other.service"}},
     "told succeeded | certbot.timer ran last Mon 2026-09-14 03:12:09 UTC: success | "
     "{\"last\":\"Mon 2026-09-14 03:12:09 UTC\",\"status\":\"0\"}",
     .runs = {TIMER_SAYS(UNIT),
              {"systemctl show other.service" SERVICE_KEYS,
               RAN "ActiveState=inactive\nResult=success\nExecMainStatus=0\n"}}},
    {"systemd/timer",
     {TIMER, {"service", "--help"}},
     "cannot: --help is no name",
     .runs = {TIMER_SAYS(UNIT)}},
    {"systemd/timer",
     {TIMER},
     "told missing | systemd knows no certbot.timer",
     .runs = {{SHOW ".timer" TIMER_KEYS,
               "LoadState=not-found\nActiveState=inactive\nUnit=\nLastTriggerUSec=\n"}}},
    {"systemd/timer",
     {TIMER},
     "told off | certbot.timer is inactive",
     .runs = {{SHOW ".timer" TIMER_KEYS,
               "LoadState=loaded\nActiveState=inactive\n" UNIT "LastTriggerUSec=n/a\n"}}},
    {"systemd/timer",
     {TIMER},
     "told off | certbot.timer is inactive",
     .runs = {{SHOW ".timer" TIMER_KEYS,
               "LoadState=masked\nActiveState=inactive\n" UNIT "LastTriggerUSec=\n"}}},
    {"systemd/timer",
     {TIMER},
     "cannot: certbot.timer has not run yet",
     .runs = {{SHOW ".timer" TIMER_KEYS,
               "LoadState=loaded\nActiveState=active\n" UNIT "LastTriggerUSec=n/a\n"}}},
    {"systemd/timer",
     {TIMER},
     "cannot: certbot.timer has not run yet",
     .runs = {{SHOW ".timer" TIMER_KEYS,
               "LoadState=loaded\nActiveState=active\n" UNIT "LastTriggerUSec=\n"}}},
    {"systemd/timer",
     {TIMER},
     "cannot: systemctl does not say whether certbot.timer is on",
     .runs = {{SHOW ".timer" TIMER_KEYS, ""}}},
    {"systemd/timer",
     {TIMER},
     "cannot: systemctl: System has not been booted with systemd as init system (PID 1). Can't "
     "operate.",
     .runs = {{SHOW ".timer" TIMER_KEYS,
               "System has not been booted with systemd as init system (PID 1). Can't "
               "operate.\nFailed to connect to bus: Host is down\n",
               1}}},
    {"systemd/timer",
     {TIMER},
     "cannot: not expected: systemctl show certbot.timer --property=LoadState "
     "--property=ActiveState --property=LastTriggerUSec --property=Unit",
     .runs = {{"true", ""}}},
    {"systemd/timer",
     {{"timer", "certbot"}},
     "cannot: certbot is no timer: its name ends in .timer",
     .runs = {{"true", ""}}},
    {"systemd/timer",
     {{"timer", "-Hx.timer"}},
     "cannot: -Hx.timer is no name",
     .runs = {{"true", ""}}},
    {"dns/no_txt",
     {NAME},
     "told yes | dig: there is no TXT record at _acme-challenge.a.example",
     .runs = {{DIG, HEAD("NOERROR")}}},
    {"dns/no_txt",
     {NAME},
     "told yes | dig: there is no TXT record at _acme-challenge.a.example",
     .runs = {{DIG, HEAD("NXDOMAIN")}}},
    {"dns/no_txt",
     {NAME},
     "told no | dig: _acme-challenge.a.example has \"abc-_1\" \"x TXT y\", \"v=spf1 \\\"q\\\"\" | "
     "{\"records\":[\"\\\"abc-_1\\\" \\\"x TXT y\\\"\",\"\\\"v=spf1 \\\\\\\"q\\\\\\\"\\\"\"]}",
     .runs = {{DIG,
               HEAD("NOERROR") ANSWER TXT("\"abc-_1\" \"x TXT y\"") TXT("\"v=spf1 \\\"q\\\"\"")}}},
    {"dns/no_txt",
     {NAME},
     "told yes | dig: there is no TXT record at _acme-challenge.a.example",
     .runs = {{DIG,
               HEAD("NOERROR") ANSWER "_acme-challenge.a.example. 0\tIN\tCNAME\ttxt.example.\n"}}},
    {"dns/no_txt",
     {NAME},
     "told no | dig: _acme-challenge.a.example has \"1\" | {\"records\":[\"\\\"1\\\"\"]}",
     .runs =
         {{DIG, HEAD("NOERROR") ANSWER
           "_acme-challenge.a.example. 0\tIN\tCNAME\tb.example.\nb.example. 0\tIN\tTXT\t\"1\"\n"}}},
    {"dns/no_txt",
     {NAME, {"server", "192.0.2.53"}},
     "told yes | dig: there is no TXT record at _acme-challenge.a.example",
     .runs = {{DIG_AT, HEAD("NXDOMAIN")}}},
    {"dns/no_txt",
     {NAME},
     "cannot: dig: SERVFAIL for _acme-challenge.a.example",
     .runs = {{DIG, HEAD("SERVFAIL")}}},
    {"dns/no_txt",
     {NAME},
     "cannot: dig: REFUSED for _acme-challenge.a.example",
     .runs = {{DIG, HEAD("REFUSED")}}},
    {"dns/no_txt",
     {NAME},
     "cannot: dig: no answer for _acme-challenge.a.example",
     .runs = {{DIG,
               ";; communications error to 127.0.0.1#53: connection refused\n;; no servers could "
               "be reached\n",
               9}}},
    {"dns/no_txt",
     {NAME},
     "cannot: dig: no answer for _acme-challenge.a.example",
     .runs = {{DIG, ";; Warning, extra type option\n"}}},
    {"dns/no_txt",
     {NAME},
     "cannot: dig: no answer for _acme-challenge.a.example",
     .runs = {{DIG, ""}}},
    {"dns/no_txt",
     {NAME},
     "cannot: not expected: dig +noall +answer +comments +time=3 +tries=2 "
     "_acme-challenge.a.example TXT",
     .runs = {{"true", ""}}},
    {"dns/no_txt",
     {{"name", "-f/etc/passwd"}},
     "cannot: -f/etc/passwd is no name",
     .runs = {{"true", ""}}},
    {"dns/no_txt",
     {{"name", "@192.0.2.1"}},
     "cannot: @192.0.2.1 is no name",
     .runs = {{"true", ""}}},
    {"dns/no_txt", {{"name", "+trace"}}, "cannot: +trace is no name", .runs = {{"true", ""}}},
    {"time/synced",
     {{NULL}},
     "told wrong | chronyc: -61.250 s from the true time, Not synchronised | {\"offset\":-61.25}",
     .runs = {{CHRONY, TRACKING("00000000,", "-61.25", "Not synchronised")}}},
    {"time/synced",
     {{"most", "5m"}},
     "told on its own | chronyc: -61.250 s from the true time, Not synchronised | "
     "{\"offset\":-61.25}",
     .runs = {{CHRONY, TRACKING("00000000,", "-61.25", "Not synchronised")}}},
    {"time/synced",
     {{NULL}},
     "told right | chronyc: -0.000 s from the true time, Normal | {\"offset\":-1.2e-05}",
     .runs = {{CHRONY, TRACKING("C0000201,192.0.2.1", "-0.000012", "Normal")}}},
    {"time/synced",
     {{NULL}},
     "told wrong | chronyc: -72.500 s from the true time, Normal | {\"offset\":-72.5}",
     .runs = {{CHRONY, TRACKING("C0000201,192.0.2.1", "-72.5", "Normal")}}},
    {"time/synced",
     {{NULL}},
     "told wrong | chronyc: 60.000 s from the true time, Insert second | {\"offset\":60}",
     .runs = {{CHRONY, TRACKING("C0000201,192.0.2.1", "60.0", "Insert second")}}},
    {"time/synced",
     {{"most", "1s"}},
     "told wrong | chronyc: 1.500 s from the true time, Normal | {\"offset\":1.5}",
     .runs = {{CHRONY, TRACKING("C0000201,192.0.2.1", "1.5", "Normal")}}},
    {"time/synced",
     {{NULL}},
     "told on its own | chronyc: 0.000 s from the true time, Not synchronised | {\"offset\":0}",
     .runs = {{CHRONY, TRACKING("00000000,", "0.000000000", "Not synchronised")}}},
    {"time/synced",
     {{NULL}},
     "told on its own | chronyc: 0.000 s from the true time, Not synchronised | {\"offset\":0}",
     .runs = {{CHRONY, TRACKING("7F7F0101,", "0.000000000", "Normal")}}},
    {"time/synced",
     {{NULL}},
     "told right | timedatectl: the clock is synchronized",
     .runs = {NO_CHRONY, {TIMEDATE, "NTP=yes\nNTPSynchronized=yes\n"}}},
    {"time/synced",
     {{NULL}},
     "told right | timedatectl: the clock is synchronized",
     .runs = {NO_CHRONY, {TIMEDATE, "NTP=no\nNTPSynchronized=yes\n"}}},
    {"time/synced",
     {{NULL}},
     "told on its own | timedatectl: nothing keeps the clock right",
     .runs = {NO_CHRONY, {TIMEDATE, "NTP=no\nNTPSynchronized=no\n"}}},
    {"time/synced",
     {{NULL}},
     "told on its own | timedatectl: the clock is not synchronized, though something tries to",
     .runs = {{CHRONY, ""}, {TIMEDATE, "NTP=yes\nNTPSynchronized=no\n"}}},
    {"time/synced",
     {{NULL}},
     "cannot: timedatectl does not say whether the clock is synchronized",
     .runs = {{CHRONY, "a,b\n"}, {TIMEDATE, ""}}},
    {"time/synced",
     {{NULL}},
     "cannot: timedatectl: System has not been booted with systemd as init system (PID 1). Can't "
     "operate.",
     .runs = {{TIMEDATE,
               "System has not been booted with systemd as init system (PID 1). Can't "
               "operate.\nFailed to connect to bus: Host is down\n",
               1}}},
    {"time/synced",
     {{NULL}},
     "cannot: not expected: timedatectl show --property=NTPSynchronized --property=NTP",
     .runs = {{"true", ""}}},
};

static void checks_of_the_system_do_what_they_say(void)
{
    check_rows_hold_alone(rows, COUNT(rows));
}

int main(void)
{
    setenv("TZ", "UTC", 1);
    CU_TestInfo tests[] = {
        {"checks of the system do what they say", checks_of_the_system_do_what_they_say},
        CU_TEST_INFO_NULL,
    };
    return suite_run("lua_checks_system", tests);
}
