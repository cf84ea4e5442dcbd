#ifndef RULEOUT_BASE_JSON_H
#define RULEOUT_BASE_JSON_H

/*
 * json: building JSON documents.
 *
 * A value that is put into another belongs to it from then on; only the outermost is freed. Text
 * that is not UTF-8 is mended: each bad byte becomes U+FFFD. What could act on a terminal is
 * written as \u001B, so that a document can be looked at there. Keys keep the order in which they
 * were put. The type is called jval because jansson has taken json_object() and its like.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct jval;

struct jval *jval_object(void);
struct jval *jval_array(void);
void jval_free(struct jval *j);

void jval_put(struct jval *object, const char *key, struct jval *value);
void jval_put_text(struct jval *object, const char *key, const char *text); /* NULL puts null */
void jval_put_int(struct jval *object, const char *key, int64_t value);
void jval_put_bool(struct jval *object, const char *key, bool value);
void jval_put_null(struct jval *object, const char *key);
void jval_put_time(struct jval *object, const char *key,
                   int64_t ms); /* RFC 3339 UTC; negative puts null */

void jval_add(struct jval *array, struct jval *value);
void jval_add_text(struct jval *array, const char *text);
void jval_add_int(struct jval *array, int64_t value);

enum json_layout { JSON_LINE, JSON_PRETTY };
char *jval_write(const struct jval *j, enum json_layout layout); /* no line end behind; free() it */

#endif
