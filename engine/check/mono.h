#ifndef RULEOUT_CHECK_MONO_H
#define RULEOUT_CHECK_MONO_H

/*
 * mono: the clock of deadlines, in milliseconds. It never stands still: base/time.h's does where a
 * test has set the time.
 */
#include <stdint.h>

int64_t mono_ms(void);

#endif
