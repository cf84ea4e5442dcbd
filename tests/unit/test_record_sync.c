#include "record_help.h"

#include <sys/syscall.h>

/* What an answer costs. The library's calls come here, and go on to the kernel. */

static int syncs;

int fsync(int fd)
{
    syncs++;
    return (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fd)
{
    syncs++;
    return (int)syscall(SYS_fdatasync, fd);
}

static void one_sync_an_answer(void)
{
    enum { ANSWERS = 50 };
    char *folder = temp_folder(), *path = path_in(folder, "record.db");
    struct diags ds = {0};
    struct incident i;
    struct record *r = record_open(path, RECORD_WRITE, &ds);
    CHECK(begin(r, &i, &ds));
    for (int n = 1; n <= ANSWERS; n++) {
        struct batch b = answer("step", "yes");
        b.events.items[0].evidence = n % 2 ? "evidence" : NULL;
        add_change(&b, "dns", CAUSE_OPEN, CAUSE_RULED_OUT, "it resolves");
        add_event(&b, (struct event){.kind = EVENT_ASKED, .step = "next"});
        syncs = 0;
        CHECK_INT(put(r, i.id, 2 * n - 1, b, &ds), RECORD_OK);
        CHECK_INT(syncs, 1);
    }
    syncs = 0;
    CHECK_INT(put(r, i.id, 1, answer("step", "late"), &ds), RECORD_CONFLICT);
    CHECK_INT(syncs, 0);
    record_close(r);
    syncs = 0;
    r = record_open(path, RECORD_READ, &ds);
    CHECK(record_find(r, "last", &i, &ds));
    record_close(r);
    CHECK_INT(syncs, 0);
    CHECK_TEXT(first_message(&ds), "");
    free(path);
    remove_folder(folder);
}

int main(void)
{
    return suite_run("record, syncs",
                     (CU_TestInfo[]){{"answer", one_sync_an_answer}, CU_TEST_INFO_NULL});
}
