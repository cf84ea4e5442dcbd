#ifndef RULEOUT_BASE_ARENA_H
#define RULEOUT_BASE_ARENA_H

/*
 * arena: memory freed all at once.
 *
 * A loaded runbook lives in one arena. Never free a pointer obtained here; it dies with
 * arena_free(). Running out of memory ends the program.
 */
#include <stddef.h>

struct arena;

struct arena *arena_new(void);
void arena_free(struct arena *a);                    /* NULL is allowed */
void arena_wipe(struct arena *a);                    /* as that, and nothing stays in memory */
void *arena_alloc(struct arena *a, size_t size);     /* zeroed, aligned for any type */
char *arena_text(struct arena *a, const char *text); /* a copy; NULL gives NULL */
char *arena_text_n(struct arena *a, const char *bytes, size_t len);
char *arena_format(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
