#include "suite.h"

#include <CUnit/Basic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int suite_run(const char *name, CU_TestInfo *tests)
{
    CU_SuiteInfo suites[] = {{name, NULL, NULL, NULL, NULL, tests}, CU_SUITE_INFO_NULL};
    setvbuf(stdout, NULL, _IONBF, 0);
    if (CU_initialize_registry() != CUE_SUCCESS || CU_register_suites(suites) != CUE_SUCCESS)
        return 2;
    CU_basic_set_mode(CU_BRM_SILENT);
    CU_basic_run_tests();
    CU_basic_show_failures(CU_get_failure_list());
    unsigned run = CU_get_number_of_tests_run(), failed = CU_get_number_of_tests_failed();
    unsigned problems = CU_get_number_of_failures();
    CU_cleanup_registry();
    printf("%s: %u passed, %u failed\n", name, run - failed, failed);
    return problems != 0 || run == 0;
}

static bool judge(bool ok, const char *message, const char *file, int line)
{
    CU_assertImplementation(ok, (unsigned)line, message, file, "", CU_FALSE);
    return ok;
}

bool suite_check(bool ok, const char *what, const char *file, int line)
{
    if (!ok)
        printf("%s:%d: not so: %s\n", file, line, what);
    return judge(ok, what, file, line);
}

bool suite_check_int(int64_t got, int64_t want, const char *what, const char *file, int line)
{
    if (got != want)
        printf("%s:%d: %s\n  got:  %lld\n  want: %lld\n", file, line, what, (long long)got,
               (long long)want);
    return judge(got == want, what, file, line);
}

static const char *shown(const char *s)
{
    return s ? s : "(null)";
}

bool suite_check_text(const char *got, const char *want, const char *what, const char *file,
                      int line)
{
    bool ok = got == want || (got && want && strcmp(got, want) == 0);
    if (!ok)
        printf("%s:%d: %s\n  got:  %s\n  want: %s\n", file, line, what, shown(got), shown(want));
    return judge(ok, what, file, line);
}

bool suite_check_holds(const char *got, const char *part, const char *what, const char *file,
                       int line)
{
    bool ok = got && strstr(got, part);
    if (!ok)
        printf("%s:%d: %s\n  got:  %s\n  should hold: %s\n", file, line, what, shown(got), part);
    return judge(ok, what, file, line);
}
