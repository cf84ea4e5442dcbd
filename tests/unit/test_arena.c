#include "suite.h"

#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/mem.h"

static bool all_zero(const unsigned char *at, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (at[i])
            return false;
    return true;
}

/* Sizes around every limit inside: one byte, alignment, blocks, more than a block. */
static void pieces_are_zero_aligned_and_apart(void)
{
    enum { PIECES = 4000 };
    struct arena *a = arena_new();
    unsigned char **pieces = calloc(PIECES, sizeof *pieces);
    unsigned wrong = 0;
    for (size_t i = 0; i < PIECES; i++) {
        size_t size = i % 97 == 0 ? i * 17 : i % 61;
        pieces[i] = arena_alloc(a, size);
        wrong += (uintptr_t)pieces[i] % _Alignof(max_align_t) != 0 || !all_zero(pieces[i], size);
        memset(pieces[i], (int)(i % 255) + 1, size);
    }
    for (size_t i = 0; i < PIECES; i++) {
        size_t size = i % 97 == 0 ? i * 17 : i % 61;
        for (size_t k = 0; k < size; k++)
            wrong += pieces[i][k] != i % 255 + 1;
    }
    CHECK_INT(wrong, 0);
    free(pieces);
    arena_free(a);
}

static void copies_text(void)
{
    struct arena *a = arena_new();
    char original[] = "replica lag";
    char *copy = arena_text(a, original), *part = arena_text_n(a, original, 7);
    original[0] = 'X';
    CHECK_TEXT(copy, "replica lag");
    CHECK_TEXT(part, "replica");
    CHECK_TEXT(arena_text(a, NULL), NULL);
    CHECK_TEXT(arena_text(a, ""), "");
    CHECK_TEXT(arena_text_n(a, NULL, 0), "");
    char *with_nul = arena_text_n(a, "a\0b", 3);
    CHECK_INT(memcmp(with_nul, "a\0b", 4), 0);
    arena_free(a);
}

static void formats(void)
{
    struct arena *a = arena_new();
    CHECK_TEXT(arena_format(a, "%s/%d%%", "lib", 42), "lib/42%");
    CHECK_TEXT(arena_format(a, "%s", ""), "");
    char *wide = arena_format(a, "%100000d", 7);
    CHECK_INT(strlen(wide), 100000);
    CHECK_TEXT(wide + 99998, " 7");
    arena_free(a);
}

static void frees_nothing(void)
{
    arena_free(NULL);
    struct arena *a = arena_new();
    CHECK(a != NULL);
    arena_free(a);
}

static void memory_is_zeroed_and_grows(void)
{
    unsigned char *at = mem_alloc(300);
    CHECK(all_zero(at, 300));
    free(at);
    at = mem_alloc(0);
    CHECK(at != NULL);
    free(at);
    int *items = NULL;
    size_t cap = 0, moves = 0;
    for (size_t count = 0; count < 1000; count++) {
        size_t before = cap;
        items = mem_grow(items, count, &cap, sizeof *items);
        moves += cap != before;
        CHECK(cap > count);
        items[count] = (int)count;
    }
    CHECK_INT(items[999] + items[0], 999);
    CHECK(moves <= 8);
    free(items);
}

static void texts_are_copied(void)
{
    char *copy = mem_text("abc"), *part = mem_text_n("abc", 2);
    CHECK_TEXT(copy, "abc");
    CHECK_TEXT(part, "ab");
    CHECK_TEXT(mem_text(NULL), NULL);
    free(copy);
    free(part);
}

static void grow_beyond_memory(void)
{
    size_t cap = SIZE_MAX / 2 + 1;
    mem_grow(NULL, cap, &cap, 8);
}

static void grow_beyond_size(void)
{
    size_t cap = SIZE_MAX / 8;
    mem_grow(NULL, cap, &cap, 8);
}

static void check_ends_program(void (*work)(void))
{
    int ends[2], status = -1;
    char said[200] = "";
    CHECK_INT(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        work();
        _exit(0);
    }
    close(ends[1]);
    ssize_t got = read(ends[0], said, sizeof said - 1);
    close(ends[0]);
    CHECK_INT(waitpid(child, &status, 0), child);
    CHECK_INT(WIFEXITED(status) ? WEXITSTATUS(status) : -1, 3);
    CHECK(got > 0);
    CHECK_TEXT(said, "ruleout: out of memory\n");
}

static void want_of_memory_ends_the_program(void)
{
    check_ends_program(mem_out);
    check_ends_program(grow_beyond_memory);
    check_ends_program(grow_beyond_size);
}

int main(void)
{
    return suite_run(
        "arena",
        (CU_TestInfo[]){{"pieces are zero, aligned and apart", pieces_are_zero_aligned_and_apart},
                        {"copies text", copies_text},
                        {"formats", formats},
                        {"frees nothing", frees_nothing},
                        {"memory is zeroed and grows", memory_is_zeroed_and_grows},
                        {"texts are copied", texts_are_copied},
                        {"want of memory ends the program", want_of_memory_ends_the_program},
                        CU_TEST_INFO_NULL});
}
