#ifndef RULEOUT_BASE_MEM_H
#define RULEOUT_BASE_MEM_H

/*
 * mem: memory that is there or ends the program.
 *
 * Running out of memory prints one line on standard error and exits with 3; nothing here returns
 * NULL. What comes from here is freed with free().
 */
#include <stddef.h>

void *mem_alloc(size_t size); /* zeroed */
void *mem_resize(void *at, size_t size);
char *mem_text(const char *text);                /* a copy; NULL gives NULL */
char *mem_text_n(const char *bytes, size_t len); /* a copy with a NUL behind it */

/*
 * Makes room for one more item in an array that grows by doubling: returns the array, moved or not,
 * with `*cap` raised when `count` has reached it.
 */
void *mem_grow(void *items, size_t count, size_t *cap, size_t item_size);

_Noreturn void mem_out(void); /* the one place that ends the program for want of memory */

#endif
