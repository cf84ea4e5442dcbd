#include "core/world.h"

void world_ran_release(struct world_ran *ran)
{
    text_wipe(&ran->out);
    text_wipe(&ran->err);
}

void world_response_release(struct world_response *response)
{
    text_wipe(&response->headers);
    text_wipe(&response->body);
}
