#ifndef RULEOUT_CLUES_LOG_JSON_H
#define RULEOUT_CLUES_LOG_JSON_H

/*
 * log_json: the fields of a log line that is a JSON object, where they stand and without copying.
 *
 * It reads what it needs and no more: a line that is cut, or is no JSON further on, gives the
 * fields before that.
 */
#include <stdbool.h>
#include <stddef.h>

struct log_field {
    const char *key;
    size_t key_len;
    const char *value; /* of a text: without its quotes, its escapes as they stand */
    size_t value_len;
    bool text;
};

/* One field of the object after another: `*at` starts at 0 and the object with '{'. */
bool log_json_next(const char *object, size_t len, size_t *at, struct log_field *f);

/* The field of that name; "host.name" is also found as `name` in the object `host`. */
bool log_json_find(const char *object, size_t len, const char *name, struct log_field *f);

/* The first of several, NULL at the end, that is there and neither empty nor null. */
bool log_json_any(const char *object, size_t len, const char *const *names, struct log_field *f);

#endif
