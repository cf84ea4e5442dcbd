#include "core/world.h"

void world_ran_release(struct world_ran *ran)
{
    text_release(&ran->out);
    text_release(&ran->err);
}

void world_response_release(struct world_response *response)
{
    text_release(&response->headers);
    text_release(&response->body);
}
