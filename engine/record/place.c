#include "record/place.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "record/failure.h"

static char *joined(const char *folder, const char *below)
{
    struct text path = {0};
    text_add(&path, folder);
    text_add(&path, below);
    return text_take(&path);
}

char *record_path(void)
{
    const char *named = getenv("RULEOUT_DB");
    if (named && *named)
        return mem_text(named);
    const char *state = getenv("XDG_STATE_HOME");
    if (state && *state == '/') /* a relative one is to be ignored, says its specification */
        return joined(state, "/ruleout/record.db");
    const char *home = getenv("HOME");
    if (!home || !*home) {
        const struct passwd *user = getpwuid(geteuid());
        home = user ? user->pw_dir : "";
    }
    return joined(home, "/.local/state/ruleout/record.db");
}

/*
 * Network file systems: two hosts share the file there, but not the memory by which SQLite's log
 * is shared, and many of them lie about locks. V9FS and vboxsf are how a virtual machine sees its
 * host's folders. FUSE is not here: most of it is local (encrypted folders, NTFS), and statfs()
 * cannot tell those from sshfs.
 */
const char *place_network(long type)
{
    static const struct {
        unsigned long type;
        const char *name;
    } known[] = {
        {0x6969, "NFS"},        {0x517b, "SMB"},      {0xff534d42, "CIFS"},
        {0xfe534d42, "SMB2"},   {0x5346414f, "AFS"},  {0x6b414653, "AFS"},
        {0x00c36400, "Ceph"},   {0x73757245, "Coda"}, {0x01021997, "9P"},
        {0x0bd00bd0, "Lustre"}, {0x47504653, "GPFS"}, {0x19830326, "BeeGFS"},
        {0x7461636f, "OCFS2"},  {0x01161970, "GFS2"}, {0x786f4256, "vboxsf"},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (known[i].type == ((unsigned long)type & 0xffffffff))
            return known[i].name;
    }
    return NULL;
}

char *place_folder(const char *path)
{
    const char *slash = strrchr(path, '/');
    while (slash && slash > path && slash[-1] == '/')
        slash--;
    if (!slash)
        return mem_text(".");
    return slash == path ? mem_text("/") : mem_text_n(path, (size_t)(slash - path));
}

/* Of the file, or of the nearest folder above that is there. */
static bool refuse_network(const char *path, struct diags *ds)
{
    struct statfs fs;
    char *at = mem_text(path);
    int failed;
    while ((failed = statfs(at, &fs)) != 0 && errno == ENOENT && strcmp(at, "/") != 0 &&
           strcmp(at, ".") != 0) {
        char *above = place_folder(at);
        free(at);
        at = above;
    }
    free(at);
    const char *name = failed ? NULL : place_network((long)fs.f_type);
    if (!name)
        return true;
    struct text why = {0};
    text_format(&why, "it is on a network file system (%s), where two hosts can damage it", name);
    failure_add(ds, path, text_get(&why), "set RULEOUT_DB to a file on a local disk");
    text_release(&why);
    return false;
}

static void sync_folder(const char *folder)
{
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    fsync(fd); /* a file system that cannot sync a folder does not need to */
    close(fd);
}

/* Makes a folder and those above it; each is on disk before anything is put into it. */
static bool make_folder(const char *folder)
{
    char *above = place_folder(folder);
    bool made = mkdir(folder, 0700) == 0;
    if (!made && errno == ENOENT && strcmp(above, folder) != 0 && make_folder(above))
        made = mkdir(folder, 0700) == 0;
    int error = made || errno == EEXIST ? 0 : errno;
    if (made)
        sync_folder(above);
    free(above);
    errno = error;
    return !error;
}

static bool make_file(const char *path, struct diags *ds)
{
    char *folder = place_folder(path);
    bool ok = make_folder(folder);
    free(folder);
    int fd = ok ? open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600) : -1;
    if (fd >= 0)
        close(fd); /* new, so that no lock of ours on it can fall with this */
    if (fd >= 0 || errno == EEXIST)
        return true;
    if (errno == EACCES)
        return failure_add(ds, path, "you may not make it in that folder", MEND_ELSEWHERE);
    return failure_errno(ds, path, errno);
}

static bool may_write(const char *path, struct diags *ds)
{
    if (eaccess(path, R_OK | W_OK) != 0)
        return errno == EACCES ? failure_add(ds, path, "you may not write to it", MEND_ELSEWHERE)
                               : failure_errno(ds, path, errno);
    char *folder = place_folder(path);
    int refused = eaccess(folder, W_OK | X_OK) != 0 ? errno : 0;
    free(folder);
    if (refused == EACCES)
        return failure_add(ds, path, "you may not write to its folder, where its log goes",
                           MEND_ELSEWHERE);
    return !refused || failure_errno(ds, path, refused);
}

bool place_is_writable(const char *path)
{
    char *folder = place_folder(path);
    bool may = eaccess(path, W_OK) == 0 && eaccess(folder, W_OK | X_OK) == 0;
    free(folder);
    return may;
}

static bool may_read(const char *path, struct diags *ds)
{
    return eaccess(path, R_OK) == 0 || failure_errno(ds, path, errno);
}

static bool look(const char *path, bool *there, struct diags *ds)
{
    struct stat st;
    *there = stat(path, &st) == 0;
    if (*there && S_ISDIR(st.st_mode))
        return failure_add(ds, path, "that is a folder", "set RULEOUT_DB to a file");
    if (*there && !S_ISREG(st.st_mode))
        return failure_add(ds, path, "that is no regular file", "set RULEOUT_DB to one");
    return *there || errno == ENOENT || failure_errno(ds, path, errno);
}

bool place_prepare(const char *path, enum record_mode mode, bool *there, struct diags *ds)
{
    if (!look(path, there, ds) || !refuse_network(path, ds))
        return false;
    if (mode == RECORD_READ)
        return !*there || may_read(path, ds);
    if (!*there && !make_file(path, ds))
        return false;
    *there = true;
    return may_write(path, ds);
}
