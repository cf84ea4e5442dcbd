#include "check/world_facts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check/proc_file.h"

#define FILE_MOST (1u << 16)

/* The files of /proc/net at one moment; what is not there is "". */
struct net_reading {
    char dev[FILE_MOST], snmp[FILE_MOST], netstat[FILE_MOST];
};

static bool read_now(struct net_reading *r, struct text *why)
{
    proc_file("/proc/net/snmp", r->snmp, sizeof r->snmp, NULL);
    proc_file("/proc/net/netstat", r->netstat, sizeof r->netstat, NULL);
    return proc_file("/proc/net/dev", r->dev, sizeof r->dev, why);
}

/* Such files have a line of names and below it one of values, both behind "Tcp:". */
static int64_t protocol_count(const char *file, const char *group, const char *name)
{
    const char *names = strncmp(file, group, strlen(group)) == 0 ? file : strstr(file, group);
    const char *values = names ? strchr(names, '\n') : NULL;
    if (!values || strncmp(++values, group, strlen(group)) != 0)
        return -1;
    while (*names && *names != '\n' && *values && *values != '\n') {
        size_t len = strcspn(names, " \n");
        if (len == strlen(name) && strncmp(names, name, len) == 0)
            return strtoll(values, NULL, 10);
        names += len;
        names += *names == ' ';
        values += strcspn(values, " \n");
        values += *values == ' ';
    }
    return -1;
}

/* rx: bytes packets errs drop fifo frame compressed multicast; tx: bytes packets errs drop ... */
static const struct column {
    const char *key;
    int at;
} columns[] = {
    {"rx_bytes", 0}, {"rx_packets", 1}, {"rx_errors", 2},  {"rx_dropped", 3},
    {"tx_bytes", 8}, {"tx_packets", 9}, {"tx_errors", 10}, {"tx_dropped", 11},
};

static bool read_counts(const char *line, const char *name, int64_t counts[16])
{
    size_t len = strlen(name);
    line += strspn(line, " ");
    if (strncmp(line, name, len) != 0 || line[len] != ':')
        return false;
    line += len + 1;
    for (int i = 0; i < 16; i++)
        counts[i] = strtoll(line, (char **)&line, 10);
    return true;
}

static bool interface_counts(const char *file, const char *name, int64_t counts[16])
{
    for (const char *line = file; line && *line; line = strchr(line, '\n')) {
        line += *line == '\n';
        if (read_counts(line, name, counts))
            return true;
    }
    return false;
}

/* `from` NULL: since the boot. */
static struct jval *describe(const char *name, const struct net_reading *from,
                             const struct net_reading *to)
{
    int64_t now[16] = {0}, was[16] = {0};
    struct jval *j = jval_object();
    interface_counts(to->dev, name, now);
    if (from)
        interface_counts(from->dev, name, was);
    jval_put_text(j, "name", name);
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
        jval_put_int(j, columns[i].key, now[columns[i].at] - was[columns[i].at]);
    return j;
}

static struct jval *interfaces(const struct net_reading *from, const struct net_reading *to)
{
    struct jval *list = jval_array();
    for (const char *line = to->dev; line && *line; line = strchr(line, '\n')) {
        char name[64];
        line += *line == '\n';
        if (sscanf(line, " %63[^: |]:", name) == 1 && line[strcspn(line, ":\n")] == ':')
            jval_add(list, describe(name, from, to));
    }
    return list;
}

struct protocol_key {
    const char *key, *group, *name;
    bool netstat;
};

static void put_protocol(struct jval *j, const char *called, const struct protocol_key *keys,
                         const struct net_reading *from, const struct net_reading *to)
{
    struct jval *group = jval_object();
    for (; keys->key; keys++) {
        int64_t n = protocol_count(keys->netstat ? to->netstat : to->snmp, keys->group, keys->name);
        int64_t was = from ? protocol_count(keys->netstat ? from->netstat : from->snmp, keys->group,
                                            keys->name)
                           : 0;
        if (n >= 0 && was >= 0)
            jval_put_int(group, keys->key, n - was);
    }
    const struct jval *sent = jval_get(group, "sent"), *again = jval_get(group, "retransmitted");
    if (sent && again && jval_int(sent) > 0)
        jval_put_real(group, "retransmitted_percent",
                      100.0 * (double)jval_int(again) / (double)jval_int(sent), 2);
    jval_put(j, called, group);
}

static struct jval *tell(const struct net_reading *from, const struct net_reading *to)
{
    static const struct protocol_key tcp[] = {
        {"sent", "Tcp:", "OutSegs", false},
        {"retransmitted", "Tcp:", "RetransSegs", false},
        {"received_bad", "Tcp:", "InErrs", false},
        {"failed_connects", "Tcp:", "AttemptFails", false},
        {"timeouts", "TcpExt:", "TCPTimeouts", true},
        {"listen_overflows", "TcpExt:", "ListenOverflows", true},
        {"listen_drops", "TcpExt:", "ListenDrops", true},
        {NULL, NULL, NULL, false},
    };
    static const struct protocol_key udp[] = {
        {"received_bad", "Udp:", "InErrors", false},
        {"buffer_overflows", "Udp:", "RcvbufErrors", false},
        {NULL, NULL, NULL, false},
    };
    struct jval *j = jval_object();
    jval_put(j, "interfaces", interfaces(from, to));
    put_protocol(j, "tcp", tcp, from, to);
    put_protocol(j, "udp", udp, from, to);
    int64_t used, most;
    char file[32];
    if (proc_file("/proc/sys/net/netfilter/nf_conntrack_count", file, sizeof file, NULL) &&
        proc_field(file, "", &used) &&
        proc_file("/proc/sys/net/netfilter/nf_conntrack_max", file, sizeof file, NULL) &&
        proc_field(file, "", &most)) {
        jval_put_int(j, "tracked", used);
        jval_put_int(j, "tracked_most", most);
    }
    return j;
}

struct jval *world_net(const char *over, struct text *why)
{
    static struct net_reading from, to;
    bool wait = over && *over;
    int64_t ms = wait ? world_wait_ms(over, why) : 0;
    if ((wait && ms <= 0) || (wait && !read_now(&from, why)))
        return NULL;
    world_wait(ms);
    return read_now(&to, why) ? tell(wait ? &from : NULL, &to) : NULL;
}
