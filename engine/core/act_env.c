#include "core/act_env.h"

#include "core/prose.h"

const char *const *act_env(const struct action *action, const struct session *s, struct arena *a)
{
    const char **env = arena_alloc(a, (action->env_count + 1) * sizeof *env);
    size_t n = 0;
    for (size_t i = 0; i < action->env_count; i++) {
        struct text value = {0};
        prose_fill_for(action->env[i].value, s, PROSE_INPUT, &value);
        if (prose_known(action->env[i].value, s))
            env[n++] = arena_format(a, "%s=%s", action->env[i].name, text_get(&value));
        text_release(&value);
    }
    return env;
}

const char *act_env_names(const struct action *action, struct arena *a)
{
    struct text t = {0};
    for (size_t i = 0; i < action->env_count; i++)
        text_format(&t, "%s%s", i ? ", " : " (with ", action->env[i].name);
    text_add(&t, t.len ? " set)" : "");
    const char *kept = arena_text(a, text_get(&t));
    text_release(&t);
    return kept;
}
