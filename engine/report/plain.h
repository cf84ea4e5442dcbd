#ifndef RULEOUT_REPORT_PLAIN_H
#define RULEOUT_REPORT_PLAIN_H

/*
 * plain: words of others in documents, where they are never more than words.
 *
 * Control bytes are shown as everywhere (base/text.h).
 */
#include "base/text.h"

/*
 * One line for Markdown: no character makes markup, HTML, a link out of a bare web address, or a
 * cell of a table. (A mail address stays as it is; some renderers make it a link to itself.)
 */
void plain_markdown(struct text *out, const char *s);
/* Between backquotes, which is code: no markup can be in it. */
void plain_markdown_code(struct text *out, const char *s);

/* Text or an attribute's value in HTML. Line ends stay. */
void plain_html(struct text *out, const char *s);

#endif
