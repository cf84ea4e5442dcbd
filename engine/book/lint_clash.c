#include "book/lint_inside.h"

void lint_clashes(struct lint *l)
{
    (void)l;
}
