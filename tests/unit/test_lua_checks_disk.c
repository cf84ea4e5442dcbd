#include "lua_checks_help.h"

/* What a disk takes and how it grows: df, du and Prometheus as Debian 12 has them. */
#define DISK(mount, size, free, used, inodes)                                             \
    "{\"mount\":\"" mount "\",\"size\":" size ",\"free\":" free ",\"used_percent\":" used \
    ",\"inodes_used_percent\":" inodes "}"
#define ROOT(used, inodes)                                             \
    {                                                                  \
        "disk /", DISK("/", "42949672960", "4294967296", used, inodes) \
    }
#define FULL_ROOT                                           \
    {                                                       \
        "disk /", DISK("/", "42949672960", "0", "100", "3") \
    }

#define DF                                                                                      \
    "df -l -B1 --output=pcent,ipcent,avail,target -x tmpfs -x devtmpfs -x squashfs -x iso9660 " \
    "-x erofs -x efivarfs"
#define HELD(bytes, unseen, files) \
    "{\"files\":[" files "],\"bytes\":" bytes ",\"count\":1,\"unseen\":" unseen "}"
#define GONE(pid, name, path, size, unit)                                         \
    "{\"pid\":" pid ",\"name\":\"" name "\",\"path\":\"" path "\",\"size\":" size \
    ",\"unit\":\"" unit "\"}"

#define NOW "1789381200"
#define RANGE                                                                                     \
    "http://prom/api/v1/query_range?query=min%28node_filesystem_avail_bytes%7Bmountpoint%"        \
    "3D%22%2F%22%2Cinstance%3D~%22web1%28%5B.%3A%5D.%2A%29%3F%22%7D%29&start=1789294800&end=" NOW \
    "&step=600"
#define PACE                                                                                     \
    "http://prom/api/v1/query?query=max%28-deriv%28node_filesystem_avail_bytes%7Bmountpoint%3D%" \
    "22%2F%22%2Cinstance%3D~%22web1%28%5B.%3A%5D.%2A%29%3F%22%7D%5B1h%5D%29%29"
#define HOST                    \
    {                           \
        "hostname ", "\"web1\"" \
    }
#define PROM                 \
    {                        \
        "url", "http://prom" \
    }

/* One point of a series, in units of about 1 GB. */
#define P(n) "[1789294800,\"" n "294967296\"]"
#define SERIES(points)                                                                             \
    "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"values\":[" points \
    "]}]}}"
#define EMPTY_RESULT "{\"status\":\"success\",\"data\":{\"result\":[]}}"
#define GAUGE(value) \
    "{\"status\":\"success\",\"data\":{\"result\":[{\"value\":[1789381200,\"" value "\"]}]}}"

static const struct check_row rows[] = {
    {"disk/short_of",
     {{NULL}},
     "told space | /: 95% of the space and 3% of the inodes are used",
     .facts = {ROOT("95", "3")}},
    {"disk/short_of",
     {{NULL}},
     "told space | /: 95% of the space and 95% of the inodes are used",
     .facts = {ROOT("95", "95")}},
    {"disk/short_of",
     {{NULL}},
     "told inodes | /: 40% of the space and 90% of the inodes are used",
     .facts = {ROOT("40", "90")}},
    {"disk/short_of",
     {{NULL}},
     "told neither | /: 89% of the space and 89% of the inodes are used",
     .facts = {ROOT("89", "89")}},
    {"disk/short_of",
     {{"from", "80%"}},
     "told space | /: 89% of the space and 0% of the inodes are used",
     .facts = {ROOT("89", "0")}},
    {"disk/short_of", {{"path", "/none"}}, "cannot: not expected: disk /none"},
    {"disk/short_of", {{"path", "-x"}}, "cannot: input \"path\": \"-x\" is not an absolute path"},
    {"disk/below",
     {{NULL}},
     "told yes | / is 84% full, 4.0 GiB left; the limit is 85% | "
     "{\"free\":4294967296,\"inodes_used_percent\":3,\"mount\":\"/"
     "\",\"size\":42949672960,\"used_percent\":84}",
     .facts = {ROOT("84", "3")}},
    {"disk/below",
     {{NULL}},
     "told no | / is 85% full, 4.0 GiB left; the limit is 85% | "
     "{\"free\":4294967296,\"inodes_used_percent\":3,\"mount\":\"/"
     "\",\"size\":42949672960,\"used_percent\":85}",
     .facts = {ROOT("85", "3")}},
    {"disk/below",
     {{"below", "90%"}},
     "told no | / is 90% full, 4.0 GiB left; the limit is 90% | "
     "{\"free\":4294967296,\"inodes_used_percent\":90,\"mount\":\"/"
     "\",\"size\":42949672960,\"used_percent\":3}",
     .facts = {ROOT("3", "90")}},
    {"disk/below",
     {{NULL}},
     "told no | / is 100% full, 0 bytes left; the limit is 85% | "
     "{\"free\":0,\"inodes_used_percent\":3,\"mount\":\"/"
     "\",\"size\":42949672960,\"used_percent\":100}",
     .facts = {FULL_ROOT}},
    {"disk/below", {{"path", "/none"}}, "cannot: not expected: disk /none"},
    {"disk/writable",
     {{NULL}},
     "told yes | /, of /dev/vda1, is mounted for writing",
     .files = {{"/proc/self/mounts",
                "proc /proc proc rw,relatime 0 0\n/dev/vda1 / ext4 rw,errors=remount-ro 0 0\n"}},
     .facts = {ROOT("5", "5")}},
    {"disk/writable",
     {{NULL}},
     "told no | /, of /dev/vda1, is mounted for reading only",
     .files = {{"/proc/self/mounts", "/dev/vda1 / ext4 ro,relatime,errors=remount-ro 0 0\n"}},
     .facts = {ROOT("5", "5")}},
    {"disk/writable",
     {{NULL}},
     "told no | /, of overlay, is mounted for reading only",
     .files = {{"/proc/self/mounts",
                "/dev/vda1 / ext4 rw 0 0\noverlay / overlay relatime,ro 0 0\n"}},
     .facts = {ROOT("5", "5")}},
    {"disk/writable",
     {{"path", "/mnt/a b\\c"}},
     "told no | /mnt/a b\\c, of /dev/vdb1, is mounted for reading only",
     .files = {{"/proc/self/mounts", "/dev/vdb1 /mnt/a\\040b\\134c ext4 ro 0 0\n"}},
     .facts = {{"disk /mnt/a b\\c", DISK("/mnt/a b\\\\c", "10", "5", "50", "1")}}},
    {"disk/writable",
     {{NULL}},
     "cannot: the kernel lists no mount /",
     .files = {{"/proc/self/mounts", ""}},
     .facts = {ROOT("5", "5")}},
    {"disk/writable",
     {{NULL}},
     "cannot: not expected: /proc/self/mounts",
     .facts = {ROOT("5", "5")}},
    {"disk/writable", {{"path", "/none"}}, "cannot: not expected: disk /none"},
    {"disk/fullest",
     {{NULL}},
     "told /srv/my files | /srv/my files is 96% full, 40.0 MiB left | "
     "{\"at\":\"2026-09-14T10:20:00Z\",\"free\":41943040,\"mount\":\"/srv/my files\",\"used\":96}",
     .runs = {{DF, "Use% IUse%       Avail Mounted on\n 21%    3% 81438302208 /\n"
                   " 96%    1%    41943040 /srv/my files\n  1%     -   536502272 /boot/efi\n"}},
     .facts = {ROOT("21", "3")}},
    {"disk/fullest",
     {{NULL}},
     "told / | / is 91% full, 4.0 GiB left | "
     "{\"at\":\"2026-09-14T10:20:00Z\",\"free\":4294967296,\"mount\":\"/\",\"used\":91}",
     .runs = {{DF, "Use% IUse%       Avail Mounted on\n 96%    1%    41943040 /srv\n"
                   " 91%    3%  4294967296 /\n100%    1%           0 /data\n"}},
     .facts = {ROOT("91", "3")}},
    {"disk/fullest",
     {{"full", "95%"}},
     "told /var | /var is 99% full, 4.9 GiB left | "
     "{\"at\":\"2026-09-14T10:20:00Z\",\"free\":5294967296,\"mount\":\"/var\",\"used\":99}",
     .runs = {{DF, "Use% IUse%       Avail Mounted on\n 91%    3%  4294967296 /\n"
                   "  1%   99%  5294967296 /var\n"}},
     .facts = {ROOT("91", "3")}},
    {"disk/fullest",
     {{"path", "/none"}},
     "told / | / is 5% full, 12.0 KiB left | "
     "{\"at\":\"2026-09-14T10:20:00Z\",\"free\":12288,\"mount\":\"/\",\"used\":5}",
     .runs = {{DF, "Use% IUse% Avail Mounted on\n  -     -      0 /proc\n 5% - 12288 /\n", 0,
               "df: /run/user/1000/doc: Operation not permitted\n"}}},
    {"disk/fullest",
     {{NULL}},
     "cannot: df lists no file system",
     .runs = {{DF, "Use% IUse%       Avail Mounted on\n"}}},
    {"disk/fullest",
     {{NULL}},
     "cannot: df: no file systems processed",
     .runs = {{DF, "df: no file systems processed\n", 1}}},
    {"disk/fullest",
     {{NULL}},
     "cannot: not expected: df -l -B1 --output=pcent,ipcent,avail,target -x tmpfs -x devtmpfs -x "
     "squashfs -x iso9660 -x erofs -x efivarfs",
     .runs = {{"true", ""}}},
    {"disk/takes",
     {{"folders", "/var/log  /srv/other\t/none"}},
     "told 21 | /var/log takes 21.0 GiB | {\"bytes\":22548578304}",
     .runs = {{"du -xsB1 /var/log/", "22548578304\t/var/log/\n", 0,
               "du: cannot access '/var/log/x': No such file or directory\n"}},
     .facts = {ROOT("91", "3"),
               {"disk /var/log", DISK("/", "1", "1", "1", "1")},
               {"disk /srv/other", DISK("/srv", "1", "1", "1", "1")},
               {"disk /none", NULL}}},
    {"disk/takes",
     {{"folders", "/srv"}},
     "told 0 | none of /srv is on / | {\"bytes\":0}",
     .runs = {{"true", ""}},
     .facts = {ROOT("91", "3"), {"disk /srv", DISK("/srv", "1", "1", "1", "1")}}},
    {"disk/takes",
     {{"folders", "/tmp"}},
     "told 0 | /tmp takes 0 bytes | {\"bytes\":0}",
     .runs = {{"du -xsB1 /tmp/", "du: cannot access '/tmp/': No such file or directory\n", 1}},
     .facts = {ROOT("91", "3"), {"disk /tmp", DISK("/", "1", "1", "1", "1")}}},
    {"disk/takes",
     {{"folders", "/tmp"}},
     "cannot: du: cannot read directory '/tmp/x': Permission denied",
     .runs = {{"du -xsB1 /tmp/", "4096\t/tmp/\n", 1,
               "du: cannot read directory '/tmp/x': Permission denied\n"}},
     .facts = {ROOT("91", "3"), {"disk /tmp", DISK("/", "1", "1", "1", "1")}}},
    {"disk/takes",
     {{"folders", "/tmp"}},
     "cannot: du gives no sum for /tmp",
     .runs = {{"du -xsB1 /tmp/", ""}},
     .facts = {ROOT("91", "3"), {"disk /tmp", DISK("/", "1", "1", "1", "1")}}},
    {"disk/takes",
     {{"folders", "/tmp"}},
     "cannot: not expected: du -xsB1 /tmp/",
     .runs = {{"true", ""}},
     .facts = {ROOT("91", "3"), {"disk /tmp", DISK("/", "1", "1", "1", "1")}}},
    {"disk/takes",
     {{"folders", "/tmp -x"}},
     "cannot: not expected: disk /tmp",
     .facts = {ROOT("91", "3")}},
    {"disk/takes", {{"folders", "/tmp"}, {"path", "/none"}}, "cannot: not expected: disk /none"},
    {"proc/holds_deleted",
     {{NULL}},
     "told 16 | deleted files on / take 16.0 GiB; shop-api (process 812, shop-api.service) holds "
     "15.0 GiB of it, such as /var/log/shop/my debug.log | "
     "{\"bytes\":16106131456,\"file\":\"/var/log/shop/my "
     "debug.log\",\"name\":\"shop-api\",\"pid\":812,\"unit\":\"shop-api.service\"}",
     .facts = {ROOT("97", "3"),
               {"deleted /",
                HELD("17179873280", "0",
                     GONE("812", "shop-api", "/var/log/shop/my debug.log", "16106127360",
                          "shop-api.service") "," GONE("900", "worker", "/tmp/y", "1073741824",
                                                       "session-1.scope") "," GONE("812",
                                                                                   "shop-api",
                                                                                   "/tmp/x", "4096",
                                                                                   "shop-api."
                                                                                   "service"))}}},
    {"proc/holds_deleted",
     {{NULL}},
     "told 0 | deleted files on / take 4.0 KiB; bash (process 7) holds 4.0 KiB of it, such as /a | "
     "{\"bytes\":4096,\"file\":\"/a\",\"name\":\"bash\",\"pid\":7}",
     .facts = {ROOT("97", "3"),
               {"deleted /",
                HELD("4096", "0", GONE("7", "bash", "/a", "4096", "session-1.scope"))}}},
    {"proc/holds_deleted",
     {{NULL}},
     "told 0 | no process holds deleted files that take room on /",
     .facts = {ROOT("97", "3"), {"deleted /", HELD("0", "0", "")}}},
    {"proc/holds_deleted",
     {{NULL}},
     "told 0 | no process holds deleted files that take room on /",
     .facts = {ROOT("97", "3"), {"deleted /", HELD("0", "0", GONE("7", "bash", "/a", "0", ""))}}},
    {"proc/holds_deleted",
     {{NULL}},
     "cannot: only root sees what other users' processes hold: 61 could not be looked into",
     .facts = {ROOT("97", "3"),
               {"deleted /", HELD("4096", "61", GONE("7", "bash", "/a", "4096", ""))}}},
    {"proc/holds_deleted", {{NULL}}, "cannot: not expected: deleted /", .facts = {ROOT("97", "3")}},
    {"proc/holds_deleted",
     {{"path", "/none"}},
     "cannot: not expected: disk /none",
     .facts = {ROOT("97", "3")}},
    {"disk/cycle",
     {PROM},
     "told comes close | in 1d what is free on / went between 1.2 GiB and 4.0 GiB, and rose again "
     "3 times | {\"high\":4294967296,\"low\":1294967296,\"times\":3}",
     .responses = {{RANGE,
                    SERIES(P("4") "," P("1") "," P("1") "," P("4") "," P("3") "," P("1") "," P(
                        "4") "," P("4") "," P("3") "," P("1") "," P("1") "," P("4")),
                    200}},
     .facts = {{"disk /", DISK("/", "42949672960", "4294967296", "90", "3")}, HOST}},
    {"disk/cycle",
     {PROM, {"close", "2%"}},
     "told comes back | in 1d what is free on / went between 1.2 GiB and 4.0 GiB, and rose again 3 "
     "times | {\"high\":4294967296,\"low\":1294967296,\"times\":3}",
     .responses = {{RANGE,
                    SERIES(P("4") "," P("1") "," P("1") "," P("4") "," P("3") "," P("1") "," P(
                        "4") "," P("4") "," P("3") "," P("1") "," P("1") "," P("4")),
                    200}},
     .facts = {{"disk /", DISK("/", "42949672960", "4294967296", "90", "3")}, HOST}},
    {"disk/cycle",
     {PROM},
     "told keeps going | in 1d what is free on / went between 1.2 GiB and 8.7 GiB, and rose again "
     "0 times",
     .responses = {{RANGE,
                    SERIES(P("9") "," P("9") "," P("8") "," P("8") "," P("7") "," P("7") "," P(
                        "6") "," P("5") "," P("4") "," P("3") "," P("2") "," P("1")),
                    200}},
     .facts = {{"disk /", DISK("/", "42949672960", "4294967296", "90", "3")}, HOST}},
    {"disk/cycle",
     {PROM},
     "told keeps going | what is free on / moved by no more than 0 bytes in 1d",
     .responses = {{RANGE,
                    SERIES(P("4") "," P("4") "," P("4") "," P("4") "," P("4") "," P("4") "," P(
                        "4") "," P("4") "," P("4") "," P("4") "," P("4") "," P("4")),
                    200}},
     .facts = {{"disk /", DISK("/", "42949672960", "4294967296", "90", "3")}, HOST}},
    {"disk/cycle",
     {PROM},
     "cannot: http://prom knows too little of / on web1",
     .responses = {{RANGE, SERIES(P("4")), 200}},
     .facts = {ROOT("90", "3"), HOST}},
    {"disk/cycle",
     {PROM},
     "cannot: http://prom gives NaN for a number",
     .responses = {{RANGE,
                    SERIES(P("4") "," P("4") "," P("4") "," P("4") "," P("4") "," P("4") "," P(
                        "4") "," P("4") "," P("4") "," P("4") "," P("4") ",[1,\"NaN\"]"),
                    200}},
     .facts = {ROOT("90", "3"), HOST}},
    {"disk/cycle",
     {PROM},
     "cannot: http://prom knows too little of / on web1",
     .responses = {{RANGE, EMPTY_RESULT, 200}},
     .facts = {ROOT("90", "3"), HOST}},
    {"disk/cycle",
     {PROM},
     "cannot: http://prom does not answer as Prometheus does",
     .responses = {{RANGE, "<html>log in</html>", 200}},
     .facts = {ROOT("90", "3"), HOST}},
    {"disk/cycle",
     {PROM},
     "cannot: http://prom answers 503",
     .responses = {{RANGE, "", 503}},
     .facts = {ROOT("90", "3"), HOST}},
    {"disk/cycle", {{"url", "http://x"}, {"path", "/none"}}, "cannot: not expected: disk /none"},
    {"disk/forecast",
     {PROM},
     "told 4 | / grew by 1024 MiB an hour in the last hour; with 4.0 GiB left it is full in 4h",
     .responses = {{PACE, GAUGE("298261.61"), 200}},
     .facts = {ROOT("90", "3"), HOST}},
    {"disk/forecast",
     {PROM},
     "told 1000 | / grew by 3 bytes an hour in the last hour; with 4.0 GiB left it is full in over "
     "40 days",
     .responses = {{PACE, GAUGE("1e-3"), 200}},
     .facts = {ROOT("90", "3"), HOST}},
    {"disk/forecast",
     {PROM},
     "told 1000 | / has not grown in the last hour; 4.0 GiB are left",
     .responses = {{PACE, GAUGE("-5"), 200}},
     .facts = {ROOT("90", "3"), HOST}},
    {"disk/forecast",
     {PROM},
     "told 1000 | / has not grown in the last hour; 4.0 GiB are left",
     .responses = {{PACE, GAUGE("0"), 200}},
     .facts = {ROOT("90", "3"), HOST}},
    {"disk/forecast",
     {PROM},
     "cannot: there was no earlier look",
     .responses = {{PACE, GAUGE("NaN"), 200}},
     .facts = {ROOT("90", "3"), HOST}},
    {"disk/forecast",
     {PROM, {"free", "4594967296"}, {"since", "2026-09-14T10:19:00Z"}},
     "told 0.2 | / grew by 16.8 GiB an hour in 1m; with 4.0 GiB left it is full in 14m 18s",
     .responses = {{PACE, "not json", 200}},
     .facts = {ROOT("90", "3"), HOST}},
    {"disk/forecast",
     {{"free", "4594967296"}, {"since", "2026-09-14T10:19:50Z"}},
     "told 0 | / grew by 101 GiB an hour in 10s; with 4.0 GiB left it is full in 2m 23s",
     .runs = {{"sleep 20", ""}},
     .facts = {ROOT("90", "3")}},
    {"disk/forecast",
     {{"free", "4194967296"}, {"since", "2026-09-14T10:19:00Z"}},
     "told 1000 | / has not grown in 1m; 4.0 GiB are left",
     .facts = {ROOT("90", "3")}},
    {"disk/forecast",
     {{"free", "4594967296"}, {"since", "2026-09-14T10:19:50Z"}},
     "cannot: not expected: sleep 20",
     .runs = {{"true", ""}},
     .facts = {ROOT("90", "3")}},
    {"disk/forecast",
     {{"free", "4594967296"}, {"since", "2026-09-14T10:25:00Z"}},
     "cannot: the earlier look is not in the past",
     .facts = {ROOT("90", "3")}},
    {"disk/forecast",
     {{"free", "4594967296"}, {"since", "2026-09-14T10:20:00Z"}, {"wait", "0s"}},
     "cannot: the earlier look is not in the past",
     .facts = {ROOT("90", "3")}},
    {"disk/forecast",
     {{"free", "4594967296"}, {"since", "2026-09-14T10:19:00Z"}},
     "cannot: / is 69% full; two looks 30s apart say too little from below 70%",
     .facts = {ROOT("69", "3")}},
    {"disk/forecast", {{NULL}}, "cannot: there was no earlier look", .facts = {ROOT("90", "3")}},
    {"disk/forecast", {{NULL}}, "told 0 | / is full now", .facts = {FULL_ROOT}},
    {"disk/forecast", {{"path", "/none"}}, "cannot: not expected: disk /none"},
};

static void checks_of_disks_do_what_they_say(void)
{
    check_rows_hold_alone(rows, COUNT(rows));
}

int main(void)
{
    setenv("TZ", "UTC", 1);
    CU_TestInfo tests[] = {
        {"checks of disks do what they say", checks_of_disks_do_what_they_say},
        CU_TEST_INFO_NULL,
    };
    return suite_run("lua_checks_disk", tests);
}
