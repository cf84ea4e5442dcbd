#ifndef RULEOUT_CLUES_LOG_VARIABLE_H
#define RULEOUT_CLUES_LOG_VARIABLE_H

/*
 * log_variable: which parts of a message's words are values.
 */
#include <stdbool.h>
#include <stddef.h>

enum log_variable { LOG_VARIABLE_NO, LOG_VARIABLE_YES };

/* Letters, digits, `_` and bytes above ASCII, as many as follow one another. */
size_t log_variable_name_len(const char *s, const char *end);

/* Is such a name a value? `*kept`: so many of its letters stay before it, as in `node<*>`. After
 * another value and a `-`, hexadecimal letters are one too. */
enum log_variable log_variable_name(const char *s, size_t len, bool after_value, size_t *kept);

/* How long is the e-mail address, the host's name, the weekday or month that starts here; 0. */
size_t log_variable_mail(const char *s, const char *end);
size_t log_variable_host(const char *s, const char *end);
size_t log_variable_day(const char *s, const char *end);

/* Keys whose value is somebody's or something's name. */
bool log_variable_key(const char *key, size_t len);

/* Words in front of a name. */
bool log_variable_follows(const char *word, size_t len);

#endif
