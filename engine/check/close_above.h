#ifndef RULEOUT_CHECK_CLOSE_ABOVE_H
#define RULEOUT_CHECK_CLOSE_ABOVE_H

/* Closes every descriptor above `last`. */
void close_above(int last);

#endif
