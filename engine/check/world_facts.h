#ifndef RULEOUT_CHECK_WORLD_FACTS_H
#define RULEOUT_CHECK_WORLD_FACTS_H

/*
 * world_facts: facts of the host that take more than a line of /proc. NULL with the reason. What
 * the keys mean to authors is in docs/checks.md.
 */
#include "base/json.h"
#include "base/text.h"

/* The file system that holds `path`: {mount, type, device, size, used, free, used_percent, inodes,
 * inodes_free, inodes_used_percent, read_only}; bytes, percent as df counts them: of what is not
 * reserved for root, rounded up. */
struct jval *world_disk(const char *path, struct text *why);

/* A list of these, of all that this machine keeps files on, each file system once. Of one that
 * another machine serves {mount, type, device, remote}: asking it might wait for ever. */
struct jval *world_disks(struct text *why);

/* [{pid, parent, name, command, state, threads, rss, cpu_seconds, started, files, unit}] of the
 * processes whose name, or whose program's file name, is `name`; of all where it is NULL or "".
 * `rss` is bytes, `started` seconds since 1970; `files` is missing where it may not be seen. */
struct jval *world_processes(const char *name, struct text *why);

/* Into `j`, of a span such as "1s" from now on: {over, busy_percent, user_percent, system_percent,
 * iowait_percent, steal_percent, running, blocked, hottest: [{pid, name, percent}]}, the latter
 * percents of one processor. See proc(5) for what the kernel counts. */
bool world_cpu_use(const char *over, struct jval *j, struct text *why);

/* {interfaces: [{name, rx_bytes ...}], tcp, udp, tracked, tracked_most}, counted since the machine
 * started, or over such a span. */
struct jval *world_net(const char *over, struct text *why);

/* {cpu, memory, io}, each {some, full: {avg10, avg60, avg300, total_us}}: percent of the time in
 * which some, or all, that wanted to run had to wait for it. See accounting/psi of the kernel. */
struct jval *world_pressure(struct text *why);

/* {ports: [{proto, address, port, user, pid, name}], unseen}: sockets that wait for whoever calls.
 * `unseen`: how many processes could not be looked into. */
struct jval *world_ports(struct text *why);

/* {files: [{pid, name, path, size, holders, mount, unit}], bytes, count, unseen}: deleted files
 * that a process has open, on the file system of a path, or on all of them; the 200 largest,
 * `bytes` of all. Sizes are what the file system gives them. */
struct jval *world_deleted(const char *path, struct text *why);

/* Such a span in milliseconds; -1 with the reason. */
int64_t world_wait_ms(const char *over, struct text *why);
void world_wait(int64_t ms);

#endif
