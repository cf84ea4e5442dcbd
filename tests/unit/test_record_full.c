#include "record_help.h"

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>

/* A small disk that fills up, and one that becomes read-only: in a child with mounts of its own. */

#define SKIPPED 77

static bool write_text(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    bool ok = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);
    if (fd >= 0)
        close(fd);
    return ok;
}

/* Only a mapped user and group can make files there. */
static bool become_root_inside(uid_t uid, gid_t gid)
{
    char users[64], groups[64];
    snprintf(users, sizeof users, "0 %u 1", (unsigned)uid);
    snprintf(groups, sizeof groups, "0 %u 1", (unsigned)gid);
    return write_text("/proc/self/uid_map", users) && write_text("/proc/self/setgroups", "deny") &&
           write_text("/proc/self/gid_map", groups);
}

/* A tmpfs of our own on `folder`. False where this machine does not let us. */
static bool mount_small(const char *folder)
{
    uid_t uid = geteuid();
    gid_t gid = getegid();
    if (unshare(uid == 0 ? CLONE_NEWNS : CLONE_NEWNS | CLONE_NEWUSER) != 0 ||
        (uid != 0 && !become_root_inside(uid, gid)) ||
        mount("none", "/", "none", MS_REC | MS_PRIVATE, NULL) != 0)
        return false;
    return mount("small", folder, "tmpfs", 0, "size=512k") == 0;
}

static void fill_up(const char *path, size_t leave)
{
    static char block[4096];
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    off_t len = 0;
    for (ssize_t n; (n = write(fd, block, sizeof block)) > 0;)
        len += n;
    if (ftruncate(fd, len - (off_t)leave) != 0)
        abort();
    close(fd);
}

static int count_events(struct record *r, int64_t incident)
{
    struct events all = {0};
    struct diags ds = {0};
    bool ok = record_events(r, incident, 0, &all, &ds);
    int count = ok ? (int)all.count : -1;
    events_release(&all);
    diags_release(&ds);
    return count;
}

static void check_full(const struct diags *ds, const char *path)
{
    CHECK_INT(ds->count, 1);
    CHECK_HOLDS(first_message(ds), path);
    CHECK_HOLDS(first_message(ds), "the disk is full; free some space there, or set RULEOUT_DB");
}

/* Answers until there is no room; all acknowledged ones stay, and it goes on once there is. */
static void fills_while_open(const char *folder)
{
    char *path = path_in(folder, "record.db"), *filler = path_in(folder, "filler");
    struct diags ds = {0};
    struct incident i;
    int64_t known = 1;
    struct record *r = record_open(path, RECORD_WRITE, &ds);
    CHECK(begin(r, &i, &ds));
    fill_up(filler, 40000);
    while (put(r, i.id, known, answer("step", "yes"), &ds) == RECORD_OK)
        known++;
    CHECK(known > 1);
    check_full(&ds, path);
    CHECK_INT(count_events(r, i.id), known);
    CHECK_INT(put(r, i.id, known, answer("step", "yes"), &ds), RECORD_FAILED);
    CHECK(unlink(filler) == 0);
    CHECK_INT(put(r, i.id, known, answer("step", "yes"), &ds), RECORD_OK);
    CHECK_INT(count_events(r, i.id), known + 1);
    record_close(r);
    diags_release(&ds);
    r = record_open(path, RECORD_READ, &ds);
    CHECK(record_find(r, "last", &i, &ds));
    CHECK_INT(count_events(r, i.id), known + 1);
    CHECK(record_verify(r, &i, &ds));
    record_close(r);
    CHECK(unlink(path) == 0);
    free(path);
    free(filler);
}

/* A new record and an old one on a disk with so many bytes left. */
static void full_before_it_opens(const char *folder)
{
    char *path = path_in(folder, "record.db"), *filler = path_in(folder, "filler");
    for (size_t leave = 0; leave <= 28 * 4096; leave += 4096) {
        struct diags ds = {0};
        struct incident i;
        fill_up(filler, leave);
        struct record *r = record_open(path, RECORD_WRITE, &ds);
        bool begun = r && begin(r, &i, &ds);
        if (!begun)
            check_full(&ds, path);
        CHECK(leave > 0 || !begun);
        record_close(r);
        diags_release(&ds);
        CHECK(unlink(filler) == 0);
        r = record_open(path, RECORD_WRITE, &ds);
        CHECK(r && begin(r, &i, &ds));
        CHECK_INT(i.id, 1 + begun);
        CHECK_TEXT(first_message(&ds), "");
        record_close(r);
        diags_release(&ds);
        CHECK(unlink(path) == 0);
    }
    free(path);
    free(filler);
}

static void becomes_read_only(const char *folder)
{
    char *path = path_in(folder, "record.db"), *deeper = path_in(folder, "a/b/record.db");
    struct diags ds = {0};
    struct incident i;
    struct record *r = record_open(path, RECORD_WRITE, &ds);
    CHECK(begin(r, &i, &ds));
    record_close(r);
    CHECK(mount("small", folder, "tmpfs", MS_REMOUNT | MS_RDONLY, NULL) == 0);
    r = record_open(path, RECORD_READ, &ds);
    CHECK_INT(count_events(r, 1), 1);
    record_close(r);
    CHECK(!record_open(path, RECORD_WRITE, &ds));
    CHECK_HOLDS(first_message(&ds), "its file system is read-only; set RULEOUT_DB");
    diags_release(&ds);
    CHECK(!record_open(deeper, RECORD_WRITE, &ds));
    CHECK_HOLDS(first_message(&ds), "its file system is read-only; set RULEOUT_DB");
    diags_release(&ds);
    free(path);
    free(deeper);
}

/* What fails in the child, the child prints. */
static void on_small_disk(void (*test)(const char *folder))
{
    char *folder = temp_folder();
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        bool mounted = mount_small(folder);
        if (mounted)
            test(folder);
        leave(!mounted ? SKIPPED : CU_get_number_of_failures() != 0, folder, NULL);
    }
    CHECK(waitpid(child, &status, 0) == child);
    if (WIFEXITED(status) && WEXITSTATUS(status) == SKIPPED)
        printf("skipped: this machine lets us mount nothing\n");
    else
        CHECK_INT(status, 0);
    remove_folder(folder);
}

static void an_open_record_meets_a_full_disk(void)
{
    on_small_disk(fills_while_open);
}

static void a_full_disk_meets_a_record(void)
{
    on_small_disk(full_before_it_opens);
}

static void a_read_only_disk_is_read(void)
{
    on_small_disk(becomes_read_only);
}

int main(void)
{
    return suite_run("record, disks", (CU_TestInfo[]){{"fills", an_open_record_meets_a_full_disk},
                                                      {"full", a_full_disk_meets_a_record},
                                                      {"read-only", a_read_only_disk_is_read},
                                                      CU_TEST_INFO_NULL});
}
