#include "book/schema.h"

#include "base/text.h"

#define KEYS_IN_RULE 15

/* What a rule asks of `keys`, where `key` is there. Without one it always holds. */
enum asks { EXACTLY_ONE, ONE_AT_LEAST, ONE_AT_MOST, NONE };

#define OF_QUESTIONS                                                                              \
    "type", "unit", "check", "lua", "with", "timeout", "fresh", "see", "copy", "capture", "cost", \
        "why", "how"

static const struct rule {
    enum key_place place;
    const char *key;
    enum asks asks;
    const char *keys[KEYS_IN_RULE];
} RULES[] = {
    {IN_STEP, NULL, EXACTLY_ONE, {"clue", "anomaly", "pattern", "do", "call", "say"}},
    {IN_STEP, "do", NONE, {OF_QUESTIONS}},
    {IN_STEP, "call", NONE, {OF_QUESTIONS, "answers", "unknown"}},
    {IN_STEP, "say", NONE, {OF_QUESTIONS, "answers", "unknown"}},
    {IN_STEP, NULL, ONE_AT_MOST, {"check", "lua"}},
    {IN_STEP, "with", ONE_AT_LEAST, {"check"}},
    {IN_STEP, "timeout", ONE_AT_LEAST, {"check", "lua"}},
    {IN_STEP, "fresh", ONE_AT_LEAST, {"check", "lua"}},
    {IN_STEP, "max", ONE_AT_LEAST, {"next"}},
    {IN_ANSWER, "max", ONE_AT_LEAST, {"next"}},
    {IN_UNKNOWN, "max", ONE_AT_LEAST, {"next"}},
    {IN_VERIFY, NULL, EXACTLY_ONE, {"check", "lua"}},
    {IN_VERIFY, "with", ONE_AT_LEAST, {"check"}},
    {IN_ACTION, NULL, ONE_AT_LEAST, {"run", "how"}},
    {IN_ACTION, "save", ONE_AT_LEAST, {"run"}},
    {IN_ACTION, "stdin", ONE_AT_LEAST, {"run"}},
    {IN_ACTION, "env", ONE_AT_LEAST, {"run", "undo"}},
    {IN_INPUT, "secret", NONE, {"type", "default", "one_of", "from"}},
    {IN_ACTION, "timeout", ONE_AT_LEAST, {"run", "undo"}},
    {IN_WORLD_FILE, NULL, EXACTLY_ONE, {"from", "text", "fails"}},
    {IN_WORLD_HOST, NULL, EXACTLY_ONE, {"json", "fails"}},
    {IN_WORLD_RUN, "fails", NONE, {"out", "err", "code"}},
    {IN_WORLD_HTTP, "fails", NONE, {"method", "status", "body", "headers"}},
};

/* What the answers of a step can be, which depends on its type. */
static const char ANSWERS[] =
    "[{\"description\": \"a question of type many, or without one, lists its answers, and none is "
    "else\","
    "\"if\": {\"anyOf\": [{\"not\": {\"anyOf\": [{\"required\": [\"type\"]}, {\"required\": "
    "[\"do\"]},"
    "{\"required\": [\"call\"]}, {\"required\": [\"say\"]}]}},"
    "{\"required\": [\"type\"], \"properties\": {\"type\": {\"const\": \"many\"}}}]},"
    "\"then\": {\"required\": [\"answers\"], \"properties\": {\"answers\": {\"minProperties\": 1,"
    "\"propertyNames\": {\"not\": {\"const\": \"else\"}}}}}},"
    "{\"description\": \"the answers to a number are ranges (< 1.5, 10..20, == 0) and else\","
    "\"if\": {\"required\": [\"type\"], \"properties\": {\"type\": {\"const\": \"number\"}}},"
    "\"then\": {\"properties\": {\"answers\": {\"propertyNames\": {\"pattern\":"
    "\"^(else$| *(<=|>=|==|<|>) *[-+]?[0-9]| *[-+]?[0-9].*[.][.] *[-+]?[0-9])\"}}}},"
    "\"else\": {\"properties\": {\"unit\": false}}},"
    "{\"description\": \"only a step of type many has answers that are \\\"alone\\\"\","
    "\"if\": {\"not\": {\"required\": [\"type\"], \"properties\": {\"type\": {\"const\": "
    "\"many\"}}}},"
    "\"then\": {\"properties\": {\"answers\": {\"additionalProperties\":"
    "{\"properties\": {\"alone\": false}}}}}},"
    "{\"description\": \"what comes of an action is done, failed or not done\","
    "\"if\": {\"required\": [\"do\"]}, \"then\": {\"properties\": {\"answers\":"
    "{\"propertyNames\": {\"enum\": [\"done\", \"failed\", \"not done\"]}}}}},"
    "{\"description\": \"the only answer to a time is else\","
    "\"if\": {\"required\": [\"type\"], \"properties\": {\"type\": {\"const\": \"time\"}}},"
    "\"then\": {\"properties\": {\"answers\": {\"propertyNames\": {\"const\": \"else\"}}}}}]";

static struct jval *requires(const char *key)
{
    struct jval *j = jval_object(), *list = jval_array();
    jval_add_text(list, key);
    jval_put(j, "required", list);
    return j;
}

static struct jval *wrap(const char *word, struct jval *inside)
{
    struct jval *j = jval_object();
    jval_put(j, word, inside);
    return j;
}

static struct jval *asked(const struct rule *r)
{
    struct jval *list = jval_array();
    for (size_t i = 0; i < KEYS_IN_RULE && r->keys[i]; i++)
        jval_add(list, requires(r->keys[i]));
    switch (r->asks) {
    case EXACTLY_ONE:
        return wrap("oneOf", list);
    case ONE_AT_LEAST:
        return wrap("anyOf", list);
    case ONE_AT_MOST:
        return wrap("not", wrap("allOf", list));
    case NONE:
        return wrap("not", wrap("anyOf", list));
    }
    return list;
}

static void describe(const struct rule *r, struct text *out)
{
    static const char *const words[] = {[EXACTLY_ONE] = "exactly one of",
                                        [ONE_AT_LEAST] = "at least one of",
                                        [ONE_AT_MOST] = "at most one of",
                                        [NONE] = "none of"};
    bool single = !r->keys[1];
    if (r->key)
        text_format(out, "\"%s\" %s ", r->key, r->asks == NONE ? "allows" : "needs");
    if (!single)
        text_format(out, "%s ", words[r->asks]);
    for (size_t i = 0; i < KEYS_IN_RULE && r->keys[i]; i++) {
        bool last = i + 1 == KEYS_IN_RULE || !r->keys[i + 1];
        text_format(out, "%s\"%s\"", i == 0 ? "" : last ? " and " : ", ", r->keys[i]);
    }
}

static struct jval *rule_of(const struct rule *r)
{
    struct text about = {0};
    struct jval *j = r->key ? jval_object() : asked(r);
    describe(r, &about);
    jval_put_text(j, "description", text_get(&about));
    if (r->key) {
        jval_put(j, "if", requires(r->key));
        jval_put(j, "then", asked(r));
    }
    text_release(&about);
    return j;
}

struct jval *schema_rules(enum key_place place)
{
    struct text why = {0};
    struct jval *list = place == IN_STEP ? jval_read(ANSWERS, sizeof ANSWERS - 1, &why) : NULL;
    for (size_t i = 0; i < sizeof RULES / sizeof *RULES; i++) {
        if (RULES[i].place != place)
            continue;
        list = list ? list : jval_array();
        jval_add(list, rule_of(&RULES[i]));
    }
    text_release(&why);
    return list;
}
