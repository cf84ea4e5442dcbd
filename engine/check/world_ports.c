#include "check/world_facts.h"

#include <arpa/inet.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "check/proc_process.h"

#define LISTENING 0x0a /* TCP_LISTEN */
#define UNCONNECTED 0x07

struct port {
    const char *proto;
    char address[INET6_ADDRSTRLEN];
    unsigned port, user;
    unsigned long inode;
    int pid; /* 0: not known */
    char name[64];
};

struct ports {
    struct port *at;
    size_t count, cap;
};

/* The kernel writes each 32 bits of an address as a number of its own order of bytes. */
static bool read_address(const char *hex, char address[INET6_ADDRSTRLEN])
{
    uint32_t words[4];
    size_t n = strlen(hex) / 8;
    if ((n != 1 && n != 4) || strlen(hex) % 8)
        return false;
    for (size_t i = 0; i < n; i++)
        if (sscanf(hex + 8 * i, "%8x", &words[i]) != 1)
            return false;
    return inet_ntop(n == 1 ? AF_INET : AF_INET6, words, address, INET6_ADDRSTRLEN);
}

/* sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode */
static bool read_line(const char *line, const char *proto, unsigned wanted, struct port *p)
{
    char local[33];
    unsigned state;
    *p = (struct port){.proto = proto};
    return sscanf(line, "%*u: %32[0-9A-F]:%x %*[0-9A-F]:%*x %x %*s %*s %*s %u %*s %lu", local,
                  &p->port, &state, &p->user, &p->inode) == 5 &&
           state == wanted && read_address(local, p->address);
}

static bool read_sockets(struct ports *ports, const char *proto, unsigned wanted, struct text *why)
{
    char path[32], *line = NULL;
    size_t cap = 0;
    snprintf(path, sizeof path, "/proc/net/%s", proto);
    FILE *list = fopen(path, "re");
    if (!list) {
        text_format(why, "%s: %s", path, strerror(errno));
        return false;
    }
    while (getline(&line, &cap, list) > 0) {
        ports->at = mem_grow(ports->at, ports->count, &ports->cap, sizeof *ports->at);
        ports->count += read_line(line, proto, wanted, &ports->at[ports->count]);
    }
    fclose(list);
    free(line);
    return true;
}

static void see_socket(void *self, const struct proc_process *p, int folder, const char *name)
{
    struct ports *ports = self;
    char link[64];
    unsigned long inode;
    ssize_t n = readlinkat(folder, name, link, sizeof link - 1);
    link[n > 0 ? n : 0] = '\0';
    if (sscanf(link, "socket:[%lu]", &inode) != 1)
        return;
    for (size_t i = 0; i < ports->count; i++) {
        struct port *one = &ports->at[i];
        if (one->inode != inode || (one->pid && one->pid <= p->pid))
            continue;
        one->pid = p->pid; /* of those that share it, the first, which began it */
        snprintf(one->name, sizeof one->name, "%s", p->name);
    }
}

static int by_port(const void *a, const void *b)
{
    const struct port *x = a, *y = b;
    return x->port != y->port ? (x->port > y->port) - (x->port < y->port)
                              : strcmp(x->proto, y->proto);
}

static struct jval *describe(const struct port *p)
{
    struct jval *j = jval_object();
    jval_put_text(j, "proto", p->proto);
    jval_put_text(j, "address", p->address);
    jval_put_int(j, "port", p->port);
    jval_put_int(j, "user", p->user);
    if (p->pid) {
        jval_put_int(j, "pid", p->pid);
        jval_put_text(j, "name", p->name);
    }
    return j;
}

struct jval *world_ports(struct text *why)
{
    struct ports ports = {0};
    struct text no_ipv6 = {0};
    int unseen = -1;
    bool ok = read_sockets(&ports, "tcp", LISTENING, why) &&
              read_sockets(&ports, "udp", UNCONNECTED, why);
    if (ok) {
        read_sockets(&ports, "tcp6", LISTENING, &no_ipv6);
        read_sockets(&ports, "udp6", UNCONNECTED, &no_ipv6);
        unseen = proc_process_descriptors(see_socket, &ports, why);
    }
    text_release(&no_ipv6);
    struct jval *j = unseen < 0 ? NULL : jval_object(), *list = j ? jval_array() : NULL;
    if (j) {
        qsort(ports.at, ports.count, sizeof *ports.at, by_port);
        for (size_t i = 0; i < ports.count; i++)
            jval_add(list, describe(&ports.at[i]));
        jval_put(j, "ports", list);
        jval_put_int(j, "unseen", unseen);
    }
    free(ports.at);
    return j;
}
