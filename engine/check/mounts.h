#ifndef RULEOUT_CHECK_MOUNTS_H
#define RULEOUT_CHECK_MOUNTS_H

/*
 * mounts: what is mounted where, as this process sees it in /proc/self/mountinfo.
 */
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct mount {
    dev_t device;
    char *path, *type, *source;
    bool read_only;
};

struct mounts {
    struct mount *at; /* in the order in which they were mounted */
    size_t count, cap;
};

void mounts_read(struct mounts *m); /* none where that cannot be read; `m` is {0} */
void mounts_release(struct mounts *m);

/*
 * The longest that the path lies beneath, among the mounts of its device; where none is (btrfs
 * gives its subvolumes devices of their own), among all. The last of those equal covers the others.
 * NULL in a chroot, whose root itself is no mount.
 */
const struct mount *mounts_holder(const struct mounts *m, const char *path, dev_t device);

/* Any of a device, best one that the path lies beneath: within a container paths are others. */
const struct mount *mounts_of_device(const struct mounts *m, const char *path, dev_t device);

#endif
