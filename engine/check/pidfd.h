#ifndef RULEOUT_CHECK_PIDFD_H
#define RULEOUT_CHECK_PIDFD_H

#include <sys/types.h>

/* A descriptor that is readable once that child has ended; -1 before Linux 5.3 and under valgrind.
 */
int pidfd_of(pid_t pid);

#endif
