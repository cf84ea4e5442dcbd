#ifndef RULEOUT_REPORT_GRAPH_H
#define RULEOUT_REPORT_GRAPH_H

/*
 * graph: a runbook as a drawing, in Graphviz's language or in Mermaid's.
 *
 * Steps from the top to the end, with the answers that lead elsewhere than to the following step,
 * and the actions that answers offer. What authors wrote is escaped as each language needs it, and
 * holds nothing that acts on a terminal.
 */
#include "base/text.h"
#include "core/session.h"

enum graph_language { GRAPH_DOT, GRAPH_MERMAID };

struct graph_wishes {
    enum graph_language language;
    bool causes;                 /* also the causes, and what moves them */
    const struct session *taken; /* marks what this incident answered and passed over; NULL */
};

void graph_write(const struct book *b, const struct graph_wishes *wishes, struct text *out);

#endif
