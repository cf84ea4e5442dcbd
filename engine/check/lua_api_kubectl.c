#include <string.h>

#include "check/lua_command.h"

#define KEYS "namespace", "all_namespaces", "selector", "context", "timeout"

/* Letters, digits and what stands in names of Kubernetes, and no option. */
static const char *name_of(lua_State *L, const char *function, const char *key)
{
    const char *name = lua_command_name(L, function, key);
    if (name && name[strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                                  "-._:/")])
        luaL_error(L, "%s: %s \"%s\" is no name", function, key, name);
    return name;
}

/* kubectl get KIND --output=json ..., which is all that is ever run. */
static bool get(lua_State *L, const char *function, const char *kind, const char *name)
{
    int words = lua_command_begin(L, "kubectl get");
    lua_command_add(L, words, "%s", kind);
    lua_command_add(L, words, "--output=json");
    lua_command_add_option(L, words, function, "context", "--context=");
    lua_command_add_option(L, words, function, "namespace", "--namespace=");
    lua_command_add_option(L, words, function, "selector", "--selector=");
    if (lua_command_true(L, "all_namespaces"))
        lua_command_add(L, words, "--all-namespaces");
    lua_command_add(L, words, "--request-timeout=10s");
    if (name)
        lua_command_add(L, words, "%s", name);
    return lua_command_json(L, words, function);
}

/* The object under a path of keys, "status.phase"; NULL. */
static const struct jval *at(const struct jval *j, const char *path)
{
    char key[64];
    while (j && *path) {
        size_t len = strcspn(path, ".");
        if (len >= sizeof key)
            return NULL;
        memcpy(key, path, len);
        key[len] = '\0';
        j = jval_get(j, key);
        path += len + (path[len] == '.');
    }
    return j;
}

static const char *text_at(const struct jval *j, const char *path)
{
    const struct jval *v = at(j, path);
    return jval_text(v, NULL);
}

static int64_t number_at(const struct jval *j, const char *path)
{
    const struct jval *v = at(j, path);
    return jval_int(v);
}

static int kubectl_get(lua_State *L)
{
    static const char *const keys[] = {KEYS, "kind", "name", NULL};
    struct lua_host *h = lua_api_begin(L);
    lua_settop(L, 1);
    lua_api_options(L, 1, "kubectl.get", keys);
    const char *kind = name_of(L, "kubectl.get", "kind");
    if (!kind)
        return luaL_error(L, "kubectl.get: kind is missing, as \"deployments\"");
    if (!get(L, "kubectl.get", kind, name_of(L, "kubectl.get", "name")))
        return lua_api_failed(L);
    lua_json_push(L, h->json);
    return 1;
}

/* What is told of a pod, gathered over its containers. */
struct pod {
    int64_t restarts, exit, ended_ms;
    const char *reason, *exit_reason;
    bool ready, has_exit;
};

static void look_at_container(const struct jval *c, bool init, struct pod *p)
{
    const char *waiting = text_at(c, "state.waiting.reason");
    const char *ended = text_at(c, "state.terminated.reason");
    if (!init) {
        const struct jval *ready = at(c, "ready");
        p->ready = p->ready && jval_is_true(ready);
    }
    p->restarts += number_at(c, "restartCount");
    if (waiting && (!p->reason || strcmp(p->reason, "PodInitializing") == 0))
        p->reason = waiting;
    else if (ended && !p->reason && strcmp(ended, "Completed") != 0)
        p->reason = ended;
    const struct jval *last = at(c, "lastState.terminated");
    int64_t ended_ms = last ? lua_command_json_time(last, "finishedAt") : -1;
    if (last && (!p->has_exit || ended_ms > p->ended_ms)) {
        p->has_exit = true;
        p->exit = number_at(last, "exitCode");
        p->exit_reason = text_at(last, "reason");
        p->ended_ms = ended_ms;
    }
}

static void look_at_containers(const struct jval *list, bool init, struct pod *p)
{
    for (size_t i = 0; i < jval_count(list); i++)
        look_at_container(jval_at(list, i), init, p);
}

static void put_images(lua_State *L, const struct jval *containers)
{
    lua_Integer count = 0;
    lua_newtable(L);
    for (size_t i = 0; i < jval_count(containers); i++) {
        const char *image = text_at(jval_at(containers, i), "image");
        if (!image)
            continue;
        lua_pushstring(L, image);
        lua_rawseti(L, -2, ++count);
    }
    lua_setfield(L, -2, "images");
}

static void put_exit(lua_State *L, const struct pod *p)
{
    if (!p->has_exit)
        return;
    lua_createtable(L, 0, 3);
    lua_pushinteger(L, p->exit);
    lua_setfield(L, -2, "code");
    lua_command_put(L, "reason", p->exit_reason);
    lua_command_put_time(L, "time", p->ended_ms);
    lua_setfield(L, -2, "last_exit");
}

static void push_pod(lua_State *L, const struct jval *item, int64_t now_ms)
{
    struct pod p = {.reason = text_at(item, "status.reason"), .ended_ms = -1};
    const struct jval *own = at(item, "status.containerStatuses");
    p.ready = own && jval_count(own) > 0;
    look_at_containers(own, false, &p);
    look_at_containers(at(item, "status.initContainerStatuses"), true, &p);
    int64_t made_ms = lua_command_json_time(at(item, "metadata"), "creationTimestamp");
    lua_createtable(L, 0, 12);
    lua_command_put(L, "name", text_at(item, "metadata.name"));
    lua_command_put(L, "namespace", text_at(item, "metadata.namespace"));
    lua_command_put(L, "phase", text_at(item, "status.phase"));
    lua_command_put(L, "node", text_at(item, "spec.nodeName"));
    lua_command_put(L, "reason", p.reason);
    lua_pushboolean(L, p.ready);
    lua_setfield(L, -2, "ready");
    lua_pushinteger(L, p.restarts);
    lua_setfield(L, -2, "restarts");
    lua_command_put_time(L, "started", made_ms);
    if (made_ms >= 0)
        lua_command_put_time(L, "age", now_ms > made_ms ? (now_ms - made_ms) / 1000 * 1000 : 0);
    put_exit(L, &p);
    put_images(L, at(item, "spec.containers"));
}

static const struct jval *items_of(const struct lua_host *h)
{
    const struct jval *items = at(h->json, "items");
    return items && jval_kind(items) == JVAL_ARRAY ? items : NULL;
}

/* Begins a call that lists `kind`; NULL with the reason. */
static const struct jval *list(lua_State *L, const char *function, const char *const *keys,
                               const char *kind)
{
    struct lua_host *h = lua_api_begin(L);
    lua_settop(L, 1);
    lua_api_options(L, 1, function, keys);
    if (!get(L, function, kind, NULL))
        return NULL;
    const struct jval *items = items_of(h);
    if (!items)
        text_format(&h->why, "kubectl printed no list of %s", kind);
    return items;
}

static int kubectl_pods(lua_State *L)
{
    static const char *const keys[] = {KEYS, NULL};
    const struct jval *items = list(L, "kubectl.pods", keys, "pods");
    struct lua_host *h = lua_host_of(L);
    if (!items)
        return lua_api_failed(L);
    int64_t now_ms = h->world->now_ms(h->world->self);
    lua_newtable(L);
    for (size_t i = 0; i < jval_count(items); i++) {
        push_pod(L, jval_at(items, i), now_ms);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    return 1;
}

/* Which of its times an event has depends on what wrote it. */
static int64_t event_time(const struct jval *e)
{
    static const char *const names[] = {"lastTimestamp", "eventTime", "firstTimestamp"};
    int64_t ms = -1;
    for (size_t i = 0; i < sizeof names / sizeof *names && ms < 0; i++)
        ms = lua_command_json_time(e, names[i]);
    return ms >= 0 ? ms : lua_command_json_time(at(e, "metadata"), "creationTimestamp");
}

static void push_event(lua_State *L, const struct jval *e)
{
    const char *kind = text_at(e, "involvedObject.kind"), *name = text_at(e, "involvedObject.name");
    int64_t count = number_at(e, "count");
    lua_createtable(L, 0, 6);
    lua_command_put_time(L, "time", event_time(e));
    lua_command_put(L, "type", text_at(e, "type"));
    lua_command_put(L, "reason", text_at(e, "reason"));
    lua_command_put(L, "message", text_at(e, "message"));
    lua_pushfstring(L, "%s/%s", kind ? kind : "?", name ? name : "?");
    lua_setfield(L, -2, "object");
    lua_pushinteger(L, count > 0 ? count : 1);
    lua_setfield(L, -2, "count");
}

/* Puts the table at the top into the list below it, which is ordered by `time`. */
static void insert_by_time(lua_State *L, int list, int64_t *times, lua_Integer n, int64_t ms)
{
    lua_Integer place = n + 1;
    for (; place > 1 && times[place - 2] > ms; place--) {
        times[place - 1] = times[place - 2];
        lua_rawgeti(L, list, place - 1);
        lua_rawseti(L, list, place);
    }
    times[place - 1] = ms;
    lua_rawseti(L, list, place);
}

static int kubectl_events(lua_State *L)
{
    static const char *const keys[] = {KEYS, "since", "until", "last", NULL};
    const struct jval *items = list(L, "kubectl.events", keys, "events");
    if (!items)
        return lua_api_failed(L);
    struct lua_window w = lua_command_window(L, "kubectl.events");
    lua_Integer n = 0;
    int64_t *times = lua_newuserdatauv(L, (jval_count(items) + 1) * sizeof *times, 0);
    lua_newtable(L);
    int events = lua_gettop(L);
    for (size_t i = 0; i < jval_count(items); i++) {
        int64_t ms = event_time(jval_at(items, i));
        if (ms < w.since_ms || ms > w.until_ms)
            continue;
        push_event(L, jval_at(items, i));
        insert_by_time(L, events, times, n++, ms);
    }
    return 1;
}

static bool belongs_to(const struct jval *set, const char *deployment)
{
    const struct jval *owners = at(set, "metadata.ownerReferences");
    for (size_t i = 0; i < jval_count(owners); i++) {
        const char *kind = text_at(jval_at(owners, i), "kind");
        const char *name = text_at(jval_at(owners, i), "name");
        if (kind && name && strcmp(kind, "Deployment") == 0 && strcmp(name, deployment) == 0)
            return true;
    }
    return false;
}

/* The keys of annotations hold dots. */
static const char *annotation(const struct jval *item, const char *name)
{
    const struct jval *all = at(item, "metadata.annotations");
    const struct jval *v = jval_get(all, name);
    return jval_text(v, NULL);
}

static void push_rollout(lua_State *L, const struct jval *set)
{
    const char *revision = annotation(set, "deployment.kubernetes.io/revision");
    lua_createtable(L, 0, 7);
    lua_command_put_time(L, "time",
                         lua_command_json_time(at(set, "metadata"), "creationTimestamp"));
    lua_command_put(L, "name", text_at(set, "metadata.name"));
    lua_command_put(L, "cause", annotation(set, "kubernetes.io/change-cause"));
    if (revision && lua_stringtonumber(L, revision))
        lua_setfield(L, -2, "revision");
    lua_pushinteger(L, number_at(set, "spec.replicas"));
    lua_setfield(L, -2, "replicas");
    lua_pushinteger(L, number_at(set, "status.readyReplicas"));
    lua_setfield(L, -2, "ready");
    put_images(L, at(set, "spec.template.spec.containers"));
}

static int kubectl_rollouts(lua_State *L)
{
    static const char *const keys[] = {KEYS, "deployment", NULL};
    const struct jval *items = list(L, "kubectl.rollouts", keys, "replicasets");
    if (!items)
        return lua_api_failed(L);
    const char *deployment = name_of(L, "kubectl.rollouts", "deployment");
    if (!deployment)
        return luaL_error(L, "kubectl.rollouts: deployment is missing");
    lua_Integer n = 0;
    int64_t *times = lua_newuserdatauv(L, (jval_count(items) + 1) * sizeof *times, 0);
    lua_newtable(L);
    int rollouts = lua_gettop(L);
    for (size_t i = 0; i < jval_count(items); i++) {
        const struct jval *set = jval_at(items, i);
        if (!belongs_to(set, deployment))
            continue;
        push_rollout(L, set);
        insert_by_time(L, rollouts, times, n++,
                       lua_command_json_time(at(set, "metadata"), "creationTimestamp"));
    }
    return 1;
}

#define OPTIONS "namespace=, all_namespaces=, selector=, context=, timeout="

const struct lua_entry lua_api_kubectl[] = {
    {"kubectl.events", "kubectl.events{since=, until=, last=, " OPTIONS "}",
     "Events of a cluster, the oldest first: a list of {time=, type=, reason=, object=, message=, "
     "count=}. Wants `kubectl get events` under allow.",
     kubectl_events},
    {"kubectl.get", "kubectl.get{kind=, name=, " OPTIONS "}",
     "What `kubectl get` says as JSON, decoded. Wants `kubectl get KIND`.", kubectl_get},
    {"kubectl.pods", "kubectl.pods{" OPTIONS "}",
     "Pods: a list of {name=, namespace=, node=, phase=, ready=, reason=, restarts=, last_exit=, "
     "started=, age=, images=}; `last_exit` is {code=, reason=, time=}. Wants `kubectl get pods`.",
     kubectl_pods},
    {"kubectl.rollouts", "kubectl.rollouts{deployment=, " OPTIONS "}",
     "What a deployment has run, the oldest first: a list of {time=, revision=, name=, replicas=, "
     "ready=, images=, cause=}. Wants `kubectl get replicasets`.",
     kubectl_rollouts},
    {NULL},
};
