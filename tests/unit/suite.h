#ifndef RULEOUT_TESTS_SUITE_H
#define RULEOUT_TESTS_SUITE_H

/*
 * suite: one test program = one suite. CUnit's own runner returns 0 with failing tests; suite_run()
 * counts them.
 *
 *   static void adds(void) { CHECK_INT(1 + 1, 2); }
 *   int main(void) { return suite_run("sum", (CU_TestInfo[]){{"adds", adds}, CU_TEST_INFO_NULL}); }
 */
#include <CUnit/CUnit.h>
#include <stdbool.h>
#include <stdint.h>

int suite_run(const char *name,
              CU_TestInfo *tests); /* main's exit status; prints "N passed, N failed" */

/* Compare, and print both values where they differ. They go on after a failure. */
#define CHECK(what) suite_check((what), #what, __FILE__, __LINE__)
#define CHECK_INT(got, want) \
    suite_check_int((int64_t)(got), (int64_t)(want), #got, __FILE__, __LINE__)
#define CHECK_TEXT(got, want) suite_check_text((got), (want), #got, __FILE__, __LINE__)
#define CHECK_HOLDS(got, part) suite_check_holds((got), (part), #got, __FILE__, __LINE__)

bool suite_check(bool ok, const char *what, const char *file, int line);
bool suite_check_int(int64_t got, int64_t want, const char *what, const char *file, int line);
bool suite_check_text(const char *got, const char *want, const char *what, const char *file,
                      int line);
bool suite_check_holds(const char *got, const char *part, const char *what, const char *file,
                       int line);

#endif
