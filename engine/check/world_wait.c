#include "check/world_facts.h"

#include <errno.h>
#include <time.h>

#include "base/time.h"

#define WAIT_LEAST_MS 10
#define WAIT_MOST_MS 60000

int64_t world_wait_ms(const char *over, struct text *why)
{
    int64_t ms = 0;
    if (time_parse_span(over, &ms) && ms >= WAIT_LEAST_MS && ms <= WAIT_MOST_MS)
        return ms;
    text_format(why, "\"%.40s\" is no span from 10ms to 60s", over);
    return -1;
}

void world_wait(int64_t ms)
{
    struct timespec left = {ms / 1000, ms % 1000 * 1000000};
    while (nanosleep(&left, &left) != 0 && errno == EINTR)
        ;
}
