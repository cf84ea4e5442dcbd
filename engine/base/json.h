#ifndef RULEOUT_BASE_JSON_H
#define RULEOUT_BASE_JSON_H

/*
 * json: building JSON documents, and reading them.
 *
 * A value that is put into another belongs to it from then on; only the outermost is freed. Text
 * that is not UTF-8 is mended: each bad byte becomes U+FFFD. What could act on a terminal is
 * written as \u001B, so that a document can be looked at there. Keys keep the order in which they
 * were put. The type is called jval because jansson has taken json_object() and its like.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"

struct jval;

struct jval *jval_object(void);
struct jval *jval_array(void);
struct jval *jval_of_text(const char *text); /* NULL gives null */
struct jval *jval_of_bool(bool value);
void jval_free(struct jval *j);

void jval_put(struct jval *object, const char *key, struct jval *value);
void jval_put_text(struct jval *object, const char *key, const char *text); /* NULL puts null */
void jval_put_int(struct jval *object, const char *key, int64_t value);
/* A number with a fraction, of so many digits behind the point; null where it is no number. */
void jval_put_real(struct jval *object, const char *key, double value, int digits);
void jval_put_bool(struct jval *object, const char *key, bool value);
void jval_put_null(struct jval *object, const char *key);
void jval_put_time(struct jval *object, const char *key,
                   int64_t ms); /* RFC 3339 UTC; negative puts null */

void jval_add(struct jval *array, struct jval *value);
void jval_add_text(struct jval *array, const char *text);
void jval_add_int(struct jval *array, int64_t value);

enum json_layout { JSON_LINE, JSON_PRETTY };
char *jval_write(const struct jval *j, enum json_layout layout); /* no line end behind; free() it */

/*
 * Reading. What is read is somebody else's, so it has limits: JSON_READ_MAX bytes, values nested
 * JSON_DEPTH_MAX deep, JSON_VALUES_MAX values; and no key twice in one object, no NUL in a key.
 * NULL with the reason: "line 2: ']' expected near '}'".
 */
#define JSON_READ_MAX (8u << 20)
#define JSON_DEPTH_MAX 64
#define JSON_VALUES_MAX 400000

enum jval_kind { JVAL_NULL, JVAL_BOOL, JVAL_INT, JVAL_REAL, JVAL_TEXT, JVAL_ARRAY, JVAL_OBJECT };

struct jval *jval_read(const char *text, size_t len, struct text *why);

/* What is returned belongs to the value that it was found in. */
enum jval_kind jval_kind(const struct jval *j);
bool jval_is_true(const struct jval *j);
int64_t jval_int(const struct jval *j);   /* of JVAL_INT */
double jval_number(const struct jval *j); /* of JVAL_INT and JVAL_REAL; 0 for others */
const char *jval_text(const struct jval *j, size_t *len); /* NULL for others; may hold NUL */
size_t jval_count(const struct jval *j);                  /* items of an array, keys of an object */
const struct jval *jval_at(const struct jval *array, size_t i);          /* NULL past the end */
const struct jval *jval_get(const struct jval *object, const char *key); /* NULL: no such key */

/* One key after another, in their order: `*step` starts as NULL. False after the last. */
bool jval_next(const struct jval *object, void **step, const char **key, const struct jval **value);

#endif
