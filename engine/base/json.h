#ifndef RULEOUT_BASE_JSON_H
#define RULEOUT_BASE_JSON_H

/*
 * json: building JSON documents.
 *
 * A value that is put into another belongs to it from then on; only the outermost is freed. Text
 * that is not UTF-8 is mended: each bad byte becomes U+FFFD. Keys keep the order in which they were
 * put.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct json;

struct json *json_object(void);
struct json *json_array(void);
void json_free(struct json *j);

void json_put(struct json *object, const char *key, struct json *value);
void json_put_text(struct json *object, const char *key, const char *text); /* NULL puts null */
void json_put_int(struct json *object, const char *key, int64_t value);
void json_put_bool(struct json *object, const char *key, bool value);
void json_put_null(struct json *object, const char *key);
void json_put_time(struct json *object, const char *key,
                   int64_t ms); /* RFC 3339 UTC; negative puts null */

void json_add(struct json *array, struct json *value);
void json_add_text(struct json *array, const char *text);
void json_add_int(struct json *array, int64_t value);

enum json_layout { JSON_LINE, JSON_PRETTY };
char *json_write(const struct json *j, enum json_layout layout); /* no line end behind; free() it */

#endif
