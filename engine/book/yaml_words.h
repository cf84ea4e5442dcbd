#ifndef RULEOUT_BOOK_YAML_WORDS_H
#define RULEOUT_BOOK_YAML_WORDS_H

/*
 * yaml_words: what the parser's own complaints mean to an author.
 *
 * libyaml says what it expected ("did not find expected key"); the author needs to know what is
 * usually the matter: a tab, an unquoted ": ", a line that is not under the one above.
 */
#include <stddef.h>

#include "book/complain.h"
#include "book/yaml.h"

/* `problem` at `at`, while reading what began at `since` (`context`, "" where nothing). */
void yaml_words_say(struct complaints *to, const char *problem, const char *context, size_t at,
                    size_t since);

/* Warns where a plain text at `span` was probably cut by a #. */
void yaml_words_cut(struct complaints *to, struct span span);

/* Complains of characters that no file may hold and that an escape would bring into a text. */
void yaml_words_escapes(struct complaints *to, const struct node *n);

#endif
