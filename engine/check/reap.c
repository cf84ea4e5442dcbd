#include "check/reap.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define TREE_MOST 1024
#define ROUNDS 400
#define ROUND_NS 5000000

struct seen {
    pid_t pid, parent, session;
    char state;
};

static const char *read_number(const char *s, pid_t *out)
{
    *out = 0;
    while (*s == ' ')
        s++;
    while (*s >= '0' && *s <= '9')
        *out = *out * 10 + (*s++ - '0');
    return s;
}

/* The name in brackets may hold anything, so that the fields begin behind the last bracket. */
static bool read_stat(int proc, const char *name, struct seen *p)
{
    char path[32], stat[512];
    size_t len = strlen(name);
    if (*name < '0' || *name > '9' || len + sizeof "/stat" > sizeof path)
        return false;
    memcpy(path, name, len);
    memcpy(path + len, "/stat", sizeof "/stat");
    int fd = openat(proc, path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    ssize_t n = read(fd, stat, sizeof stat - 1);
    close(fd);
    stat[n > 0 ? n : 0] = '\0';
    const char *at = strrchr(stat, ')');
    if (!at || at[1] != ' ' || !at[2])
        return false;
    pid_t group;
    p->state = at[2];
    read_number(name, &p->pid);
    at = read_number(read_number(at + 3, &p->parent), &group);
    read_number(at, &p->session);
    return true;
}

/* `visit` may end processes; it returns whether it found one of those that it looks for. */
static bool each_process(bool (*visit)(const struct seen *p, void *with), void *with)
{
    bool found = false;
    _Alignas(struct dirent64) char room[4096];
    int proc = open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    ssize_t n;
    while (proc >= 0 && (n = getdents64(proc, room, sizeof room)) > 0) {
        for (ssize_t at = 0; at < n;) {
            const struct dirent64 *entry = (const struct dirent64 *)(room + at);
            struct seen p;
            if (read_stat(proc, entry->d_name, &p) && visit(&p, with))
                found = true;
            at += entry->d_reclen;
        }
    }
    if (proc >= 0)
        close(proc);
    return found;
}

static void pause_a_moment(void)
{
    nanosleep(&(struct timespec){.tv_nsec = ROUND_NS}, NULL);
}

static bool end_child(const struct seen *p, void *self)
{
    if (p->parent != *(pid_t *)self || p->state == 'Z')
        return false;
    kill(p->pid, SIGKILL);
    return true;
}

bool reap_children(void)
{
    int error = errno;
    pid_t self = getpid(), ended = 0;
    for (int round = 0; round < ROUNDS; round++) {
        while ((ended = waitpid(-1, NULL, WNOHANG)) > 0 || (ended < 0 && errno == EINTR))
            ;
        if (ended < 0)
            break;
        each_process(end_child, &self);
        pause_a_moment();
    }
    errno = error;
    return ended < 0;
}

struct tree {
    pid_t pids[TREE_MOST];
    int count;
};

static bool has(const struct tree *t, pid_t pid)
{
    for (int i = 0; i < t->count; i++)
        if (t->pids[i] == pid)
            return true;
    return false;
}

/* Stopped first: what is killed loses its children to another parent. */
static bool stop_member(const struct seen *p, void *with)
{
    struct tree *t = with;
    if (t->count == TREE_MOST || !has(t, p->parent) || has(t, p->pid))
        return false;
    t->pids[t->count++] = p->pid;
    kill(p->pid, SIGSTOP);
    return true;
}

void reap_tree(pid_t root)
{
    int error = errno;
    struct tree t = {.pids = {root}, .count = 1};
    kill(root, SIGSTOP);
    while (each_process(stop_member, &t))
        ;
    for (int i = t.count - 1; i >= 0; i--)
        kill(t.pids[i], SIGKILL);
    errno = error;
}

static bool end_member(const struct seen *p, void *leader)
{
    if (p->session != *(pid_t *)leader || p->pid == p->session || p->state == 'Z')
        return false;
    kill(p->pid, SIGKILL);
    return true;
}

void reap_session(pid_t leader)
{
    for (int round = 0; round < ROUNDS && each_process(end_member, &leader); round++)
        pause_a_moment();
}
