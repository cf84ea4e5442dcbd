#include "check/world_facts.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "check/mounts.h"

/* Rounded up, as df does: a disk that is full says so. */
static int64_t percent(uint64_t used, uint64_t free)
{
    uint64_t all = used + free;
    return all == 0 ? 0 : (int64_t)(used / all * 100 + (used % all * 100 + all - 1) / all);
}

static struct jval *describe(const struct mount *mount, const struct statvfs *fs)
{
    uint64_t unit = fs->f_frsize, used = fs->f_blocks - fs->f_bfree;
    struct jval *j = jval_object();
    jval_put_text(j, "mount", mount ? mount->path : "/");
    if (mount) {
        jval_put_text(j, "type", mount->type);
        jval_put_text(j, "device", mount->source);
    }
    jval_put_int(j, "size", (int64_t)(fs->f_blocks * unit));
    jval_put_int(j, "used", (int64_t)(used * unit));
    jval_put_int(j, "free", (int64_t)(fs->f_bavail * unit));
    jval_put_int(j, "used_percent", percent(used, fs->f_bavail));
    jval_put_int(j, "inodes", (int64_t)fs->f_files);
    jval_put_int(j, "inodes_free", (int64_t)fs->f_favail);
    jval_put_int(j, "inodes_used_percent", percent(fs->f_files - fs->f_ffree, fs->f_favail));
    jval_put_bool(j, "read_only", fs->f_flag & ST_RDONLY || (mount && mount->read_only));
    return j;
}

/* In a chroot the root itself is no mount, and stands for what holds it. */
struct jval *world_disk(const char *path, struct text *why)
{
    struct stat file;
    struct statvfs fs;
    struct mounts mounts = {0};
    if (!path || path[0] != '/') {
        text_add(why, "disk wants an absolute path");
        return NULL;
    }
    if (stat(path, &file) != 0 || statvfs(path, &fs) != 0) {
        text_format(why, "\"%.200s\": %s", path, strerror(errno));
        return NULL;
    }
    char *real = realpath(path, NULL);
    mounts_read(&mounts);
    struct jval *j = describe(real ? mounts_holder(&mounts, real, file.st_dev) : NULL, &fs);
    mounts_release(&mounts);
    free(real);
    return j;
}

static bool is_in(const char *type, const char *const *types)
{
    while (*types && strcmp(*types, type) != 0)
        types++;
    return *types;
}

/* Whoever asks of one whose server is away waits for it, so these are named and not asked. */
static bool is_remote(const struct mount *m)
{
    static const char *const remote[] = {
        "nfs", "nfs4",  "cifs",       "smb3",      "ceph",           "afs",       "lustre",
        "9p",  "ocfs2", "fuse.sshfs", "fuse.s3fs", "fuse.glusterfs", "fuse.ceph", NULL};
    return is_in(m->type, remote);
}

/* What a machine keeps things on. Images are always full, and what has no device is memory. */
static bool is_local(const struct mount *m)
{
    static const char *const images[] = {"squashfs", "iso9660", "erofs", "udf", "cramfs", NULL};
    static const char *const own[] = {"zfs", "btrfs", "bcachefs", "virtiofs", "ubifs", NULL};
    if (strcmp(m->type, "overlay") == 0)
        return strcmp(m->path, "/") == 0;
    return is_in(m->type, own) || (strncmp(m->source, "/dev/", 5) == 0 && !is_in(m->type, images));
}

static bool is_listed_before(const struct mounts *m, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (m->at[k].device == m->at[i].device && (is_local(&m->at[k]) || is_remote(&m->at[k])))
            return true;
    return false;
}

static struct jval *describe_remote(const struct mount *m)
{
    struct jval *j = jval_object();
    jval_put_text(j, "mount", m->path);
    jval_put_text(j, "type", m->type);
    jval_put_text(j, "device", m->source);
    jval_put_bool(j, "remote", true);
    return j;
}

struct jval *world_disks(struct text *why)
{
    struct mounts mounts = {0};
    struct jval *list = jval_array();
    mounts_read(&mounts);
    for (size_t i = 0; i < mounts.count; i++) {
        const struct mount *m = &mounts.at[i];
        struct statvfs fs;
        if (is_listed_before(&mounts, i))
            continue;
        if (is_remote(m))
            jval_add(list, describe_remote(m));
        else if (is_local(m) && statvfs(m->path, &fs) == 0 && fs.f_blocks > 0)
            jval_add(list, describe(m, &fs));
    }
    mounts_release(&mounts);
    if (jval_count(list) > 0)
        return list;
    jval_free(list);
    /* A chroot sees none of the mounts that hold it. */
    struct jval *root = world_disk("/", why);
    list = root ? jval_array() : NULL;
    if (root)
        jval_add(list, root);
    return list;
}
